import MatchEngine

/// What `POST /sessions/events` carries, read and checked.
package struct EventBatch: Sendable, Equatable {
    package var sessionID: String
    package var sdkVersion: String?
    package var pageURL: String?
    /// `batch_seq`: the sender's counter, the same when it sends a batch again.
    package var batchSequence: Int?
    /// `publishable_key`: how a beacon, which cannot set headers, says who it is.
    package var publishableKey: String?
    /// `ended`: the SDK was stopped; nothing more will come.
    package var hasEnded = false
    /// `dropped_events`: what the SDK lost since its last batch because its buffer was full.
    package var droppedEvents = 0
    /// The events, in the order sent.
    package var events: [BehaviorEvent]

    package init(sessionID: String, events: [BehaviorEvent]) {
        self.sessionID = sessionID
        self.events = events
    }
}
