// Keys looked up a moment ago, so that a page that sends every few seconds, and a load of them, costs no query a request.
import Storage
import Synchronization
import Vocabulary

/// Holds what the table said for a second at most. Revoking drops it here at once and tells every other server; a server that has lost
/// its connection for that is behind by no more than that second.
final class KnownKeys<Known: Sendable>: Sendable {
    private let channel: String
    /// Seconds (our choice: the longest that a revoked key could live on a server that cannot be told).
    private let lifetime = 1.0
    /// Keys held (our choice: then all are forgotten).
    private let capacity = 10_000

    private struct Entry { var key: Known; var at: Timestamp }
    private struct State {
        var entries: [String: Entry] = [:]
        /// Raised by every revocation: what was read before it is not kept.
        var revocations = 0
    }

    private let state = Mutex(State())

    /// - Parameter channel: on which the servers of a database tell one another of what was revoked.
    init(channel: String) { self.channel = channel }

    /// What is known of `text`, or what `look` finds, kept for the next requests.
    func key(_ text: String, now: Timestamp, look: () async throws -> Known?) async throws -> Known? {
        let (known, revocations) = state.withLock { ($0.entries[text], $0.revocations) }
        if let known, abs(now.seconds(since: known.at)) < lifetime { return known.key }
        guard let found = try await look() else { return nil }
        state.withLock { state in
            guard state.revocations == revocations else { return }
            if state.entries.count >= capacity { state.entries.removeAll() }
            state.entries[text] = Entry(key: found, at: now)
        }
        return found
    }

    /// Forgets here at once, and tells every other server.
    func revoke(on database: any SQLDatabase) async throws {
        forgetAll()
        try await database.notify(channel, "")
    }

    func forgetAll() {
        state.withLock { state in
            state.entries.removeAll()
            state.revocations += 1
        }
    }

    /// Heeds the other servers until the task is cancelled.
    func listen(on database: any SQLDatabase) async {
        for await _ in database.notifications(channel) { forgetAll() }
    }
}
