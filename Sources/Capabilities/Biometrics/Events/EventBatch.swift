import MatchEngine

/// What `POST /sessions/events` carries, read and checked.
package struct EventBatch: Sendable, Equatable {
    /// Why an event of a well-formed batch is not stored. The answer is still 200 and counts them.
    package enum Rejection: String, Sendable, CaseIterable {
        /// The session holds as many events as a session may.
        case sessionFull = "session_full"
        /// The session was completed, has expired or was refused.
        case sessionClosed = "session_closed"
    }

    package var sessionID: String
    package var sdkVersion: String?
    package var pageURL: String?
    /// `batch_seq`: the sender's counter, the same when it sends a batch again.
    package var batchSequence: Int?
    /// `publishable_key`: how a beacon, which cannot set headers, says who it is.
    package var publishableKey: String?
    /// The events to store, in the order sent.
    package var events: [BehaviorEvent]
    /// How many events were taken out of `events`, by reason.
    package private(set) var rejections: [Rejection: Int] = [:]

    package var rejected: Int { rejections.values.reduce(0, +) }

    package init(sessionID: String, events: [BehaviorEvent]) {
        self.sessionID = sessionID
        self.events = events
    }

    /// Takes out all events after the first `count` and counts them under `reason`.
    package mutating func reject(after count: Int, because reason: Rejection) {
        let kept = min(max(count, 0), events.count)
        guard kept < events.count else { return }
        rejections[reason, default: 0] += events.count - kept
        events.removeSubrange(kept...)
    }
}
