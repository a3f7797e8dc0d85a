// Wakes one waiting task, early or in time.
import Synchronization

/// Rings that nobody waits for are remembered as one.
final class Bell: Sendable {
    private struct State {
        var hasRung = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        state.withLock { state in
            guard let waiting = state.waiting else {
                state.hasRung = true
                return nil as CheckedContinuation<Void, Never>?
            }
            state.waiting = nil
            return waiting
        }?.resume()
    }

    /// Returns at the next ring, after `seconds`, or when the task is cancelled. One task may wait at a time.
    func wait(seconds: Double) async {
        let timer = Task {
            do { try await Task.sleep(for: .seconds(max(0, seconds))) } catch { return }
            ring()
        }
        defer { timer.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.hasRung || Task.isCancelled {
                        state.hasRung = false
                        return true
                    }
                    state.waiting = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }
}
