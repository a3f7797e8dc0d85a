// How long a reply may take as a whole.

/// Returns after so many seconds; a test's own returns when the test wants it.
typealias ModelTimer = @Sendable (_ seconds: Double) async throws -> Void

/// Runs `work` and cancels it when it takes longer.
/// - Throws: `ModelFailure.timedOut` when the timer was first; what `work` throws.
func withDeadline<Value: Sendable>(
    seconds: Double, _ timer: @escaping ModelTimer, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await timer(seconds)
            try Task.checkCancellation()
            throw ModelFailure.timedOut
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
