import Vocabulary

/// Where a delivery stands.
///
/// `pending → in_flight → delivered | waiting | dead`, `waiting → in_flight`, and `pending | waiting → cancelled` when its endpoint
/// stayed disabled. A replay makes a finished one pending again.
package enum DeliveryStatus: String, Sendable, CaseIterable {
    case pending
    case inFlight = "in_flight"
    case waiting, delivered, dead, cancelled

    var isQueued: Bool { self == .pending || self == .inFlight || self == .waiting }
}

/// One event for one endpoint, and every try to hand it over.
package struct Delivery: Sendable, Equatable {
    package var id: String
    package var webhookID: String
    package var eventID: String
    package var eventType: String
    package var status: DeliveryStatus
    package var attemptCount: Int
    package var nextAttemptAt: Timestamp?
    package var createdAt: Timestamp
    package var deliveredAt: Timestamp?
    /// Oldest first.
    package var attempts: [DeliveryAttempt] = []
}

package struct DeliveryAttempt: Sendable, Equatable {
    /// From 1, over all replays.
    package var number: Int
    package var isReplay: Bool
    package var startedAt: Timestamp
    package var durationMs: Int
    /// Nil when there was no answer.
    package var statusCode: Int?
    package var error: String?
    package var responseSnippet: String?
}

/// An endpoint whose queue this server works on, with all that sending needs.
struct LeasedEndpoint: Sendable {
    var organizationID: String
    var webhookID: String
    var family: WebhookFamily
    var url: String
    /// The current secret first, then the previous one while it still signs.
    var secrets: [String]
    var failuresInARow: Int
}

/// A delivery taken from the queue.
struct DueDelivery: Sendable {
    var id: String
    var eventID: String
    var eventType: String
    /// Nil when the event was already purged.
    var body: [UInt8]?
    var failedTries: Int
    var isReplay: Bool
}
