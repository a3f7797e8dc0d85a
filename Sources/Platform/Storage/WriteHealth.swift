// Whether writes succeed, known from those that are made anyway.
import Synchronization

/// Noted by the database as its transactions end, so that asking costs nothing while all is well.
package final class WriteHealth: Sendable {
    private struct State {
        var reason: String?
        var triedAt: ContinuousClock.Instant?
    }

    /// Looked at before the state, which every commit would otherwise lock.
    private let isFailing = Atomic(false)
    private let state = Mutex(State())

    package init() {}

    /// While writes fail, one is tried this often at most (our choice: soon noticed, and no load).
    static let pause = Duration.seconds(1)

    /// Why the last write failed; nil when it succeeded.
    package var reason: String? { isFailing.load(ordering: .relaxed) ? state.withLock { $0.reason } : nil }

    /// A commit that wrote something has succeeded.
    package func succeeded() {
        guard isFailing.load(ordering: .relaxed) else { return }
        state.withLock { state in
            state = State()
            isFailing.store(false, ordering: .relaxed)
        }
    }

    private func failed(_ reason: String) {
        state.withLock { state in
            state.reason = reason
            isFailing.store(true, ordering: .relaxed)
        }
    }

    /// Notes an error that tells that nothing can be written; others say nothing about the next write.
    package func note(_ error: any Error) {
        guard let error = error as? SQLError else { return }
        if case .notWritable(let reason) = error.kind { failed(reason) }
        if error.sqlState == SQLError.cannotOpen { failed("the disk reports an error") }
    }

    /// Whether it is time to try again; the next one is told so after a pause.
    fileprivate func takesTurn() -> Bool {
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.triedAt, last.duration(to: now) < Self.pause { return false }
            state.triedAt = now
            return true
        }
    }
}

extension SQLDatabase {
    /// Why nothing can be written at the moment; nil when it can. Once a write has failed, a small one is tried, about once a second.
    package func writeFailure() async -> String? {
        guard writeHealth.reason != nil else { return nil }
        if writeHealth.takesTurn() { try? await execute(Migrator.touch) }
        return writeHealth.reason
    }
}
