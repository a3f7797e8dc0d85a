// The turns that this process is working on.
import Synchronization

/// Knows every reply that is being written here, and lets the server end in good order.
final class RunningTurns: Sendable {
    private struct Running {
        var reply: LiveReply
        var cancel: @Sendable () -> Void
    }

    private struct State {
        var turns: [String: Running] = [:]
        var isStopping = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var isStopping: Bool { state.withLock { $0.isStopping } }
    var count: Int { state.withLock { $0.turns.count } }

    /// The reply of this id, if it is being written here.
    func reply(_ id: String) -> LiveReply? { state.withLock { $0.turns[id]?.reply } }

    func add(_ id: String, _ reply: LiveReply, cancel: @escaping @Sendable () -> Void) {
        state.withLock { $0.turns[id] = Running(reply: reply, cancel: cancel) }
    }

    func remove(_ id: String) {
        let waiting = state.withLock { state in
            state.turns[id] = nil
            guard state.turns.isEmpty else { return [] as [CheckedContinuation<Void, Never>] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Ends a reply because its reader wishes so; what came of it is stored. False when it is not being written here.
    func stop(_ id: String) -> Bool {
        guard let turn = state.withLock({ $0.turns[id] }) else { return false }
        turn.reply.stop()
        turn.cancel()
        return true
    }

    /// Lets no further turn begin, waits until all have ended or `grace` has passed, then cancels those that are left and waits for them to
    /// store what came.
    func drain(grace: Duration) async {
        state.withLock { $0.isStopping = true }
        let timer = Task {
            do { try await Task.sleep(for: grace) } catch { return }
            for turn in state.withLock({ Array($0.turns.values) }) { turn.cancel() }
        }
        await untilIdle()
        timer.cancel()
    }

    /// Returns when no turn is under way.
    func untilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.turns.isEmpty { return true }
                state.waiting.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
    }
}
