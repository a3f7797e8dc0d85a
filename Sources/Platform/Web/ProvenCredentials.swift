// Keys and cookies that proved a caller not long ago.
import Synchronization
import Vocabulary

/// A flood of made-up keys from an address must not shut out the customers behind the same address: those who have shown a valid credential are
/// let through to be looked up, all others wait without costing a look-up.
package final class ProvenCredentials: Sendable {
    private struct State {
        var recent: Set<String> = []
        var older: Set<String> = []
        var since = Timestamp(microseconds: 0)
    }

    private let state = Mutex(State())
    /// A credential is remembered for one to two of these (our choice: an hour).
    private static let seconds = 3600.0
    /// Credentials in each of the two sets (our choice: some 2 MB).
    private static let capacity = 10_000

    package init() {}

    func contains(_ text: String) -> Bool { state.withLock { $0.recent.contains(text) || $0.older.contains(text) } }

    func add(_ text: String, now: Timestamp) {
        state.withLock { state in
            if state.recent.count >= Self.capacity || now.seconds(since: state.since) > Self.seconds {
                state.older = state.recent
                state.recent = []
                state.since = now
            }
            state.recent.insert(text)
        }
    }

    func remove(_ text: String) {
        state.withLock { state in
            state.recent.remove(text)
            state.older.remove(text)
        }
    }
}
