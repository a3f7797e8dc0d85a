import Vocabulary

/// Where long work on a request or an answer is done: on threads of its own, a bounded number at once, so that others are answered meanwhile.
package struct Offload: Sendable {
    /// Runs a piece of work and returns when it is done.
    /// - Throws: unavailable when too much is waiting already.
    package typealias Run = @Sendable (_ work: @escaping @Sendable () -> Void) async throws -> Void

    /// What concerns fewer bytes than this is done on the spot (our choice: some milliseconds of parsing).
    package static let threshold = 256 << 10

    private let run: Run?

    /// - Parameter run: nil = everything is done on the spot.
    package init(_ run: Run? = nil) { self.run = run }

    /// The result of `work`, which concerns so many bytes.
    package func callAsFunction<Value: Sendable>(bytes: Int, _ work: @Sendable @escaping () throws -> Value) async throws -> Value {
        guard bytes >= Self.threshold, let run else { return try work() }
        let result = Box<Value>()
        try await run { result.value = Result { try work() } }
        guard let value = result.value else { throw Problem(.internalError, "A worker did not do its work") }
        return try value.get()
    }

    /// Written by the worker, and read after that.
    private final class Box<Value>: @unchecked Sendable { var value: Result<Value, any Error>? }
}
