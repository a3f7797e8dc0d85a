import Vocabulary

/// Whose document describes an event; it decides the names of the headers.
package enum WebhookFamily: String, Sendable, CaseIterable {
    case stradum, psa, stratam

    /// The event types a webhook of this family may subscribe to: the document's, and what is said of the organization's other webhooks.
    package var eventTypes: [String] {
        switch self {
        case .stradum: ["session.completed", "analysis.completed", "signal.alert"] + WebhookNotice.eventTypes
        case .psa: ["psa.alert", "psa.incident.archived", "psa.graph.warning", "connector.ready"] + WebhookNotice.eventTypes
        case .stratam: ["monitor.fired", "monitor.failed", "vault.entry", "conversation.start", "notification.new"] + WebhookNotice.eventTypes
        }
    }

    /// The word in `X-…-Event` and `X-…-Delivery`.
    var headerWord: String {
        switch self {
        case .stradum: "Stradum"
        case .psa: "PSA"
        case .stratam: "Stratam"
        }
    }

    /// The header of the document's own signature; PSA has none.
    var signatureHeader: String? { self == .psa ? nil : "X-\(headerWord)-Signature" }
}

/// Why nothing is sent to a webhook any more.
package enum DisabledReason: String, Sendable {
    /// The endpoint answered 410.
    case gone
    /// No success for 120 hours.
    case failing
    /// Somebody switched it off.
    case manual
}

/// An address that a customer wants to be told at.
package struct Webhook: Sendable, Equatable {
    package var id: String
    package var organizationID: String
    package var family: WebhookFamily
    package var url: String
    package var events: [String]
    package var isActive: Bool
    package var disabledReason: DisabledReason?
    package var isSigned: Bool
    package var failuresInARow: Int
    package var failingSince: Timestamp?
    package var createdAt: Timestamp

    /// The event type of a trial delivery; nobody subscribes to it.
    package static let testType = "webhook.test"
}
