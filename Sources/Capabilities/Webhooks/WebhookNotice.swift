import Outbox
import Storage
import Vocabulary
import Web

/// What an organization is told about one of its endpoints that fails: an event for those of its other webhooks that subscribe to it.
package struct WebhookNotice: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// No success for so many hours.
        case failing(hours: Double)
        /// Nothing is sent there any more.
        case disabled(DisabledReason)
    }
    package var kind: Kind
    package var organizationID: String
    package var webhookID: String
    /// The first failure since the last success.
    package var failingSince: Timestamp

    package static let failingType = "webhook.failing"
    package static let disabledType = "webhook.disabled"
    static let eventTypes = [failingType, disabledType]

    /// What the event says. The address is left out: it may hold a token of the one who listens there.
    private struct Payload: Encodable, Sendable {
        var webhookID: String
        var failingSince: Timestamp
        var hours: Int?
        var reason: String?
        enum CodingKeys: String, CodingKey { case webhookID = "webhook_id", failingSince = "failing_since", hours, reason }
    }

    /// Puts the event into the outbox, in the transaction of what it tells about.
    func record(family: String, at now: Timestamp, in session: any SQLSession) async throws {
        var payload = Payload(webhookID: webhookID, failingSince: failingSince)
        let type: String
        switch kind {
        case .failing(let hours):
            type = Self.failingType
            payload.hours = Int(hours)
        case .disabled(let reason):
            type = Self.disabledType
            payload.reason = reason.rawValue
        }
        let id = ID.new(.event)
        let body = try JSON.encode(EventEnvelope(id: id, type: type, timestamp: now, data: payload))
        try await Outbox().record(type: type, family: family, organizationID: organizationID, body: body, eventID: id, at: now, in: session)
    }
}
