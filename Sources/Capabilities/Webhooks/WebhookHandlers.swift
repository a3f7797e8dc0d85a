import Access
import Vocabulary
import Web

struct WebhookHandlers: Sendable {
    let webhooks: Webhooks
    /// Those of other families are not found here.
    let family: WebhookFamily

    struct CreateRequest: Decodable, Sendable {
        var url: String
        var events: [String]
        var secret: String?
    }

    struct WebhookResponse: Encodable, Sendable {
        var webhook: Webhook
        enum CodingKeys: String, CodingKey { case id = "webhook_id", url, events, isActive = "active", createdAt = "created_at" }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(webhook.id, forKey: .id)
            try container.encode(webhook.url, forKey: .url)
            try container.encode(webhook.events, forKey: .events)
            try container.encode(webhook.isActive, forKey: .isActive)
            try container.encode(webhook.createdAt, forKey: .createdAt)
        }
    }

    /// The document's fields, and how the endpoint fares.
    struct StateResponse: Encodable, Sendable {
        var webhook: Webhook
        enum CodingKeys: String, CodingKey {
            case isSigned = "signed", disabledReason = "disabled_reason", failuresInARow = "failures_in_a_row", failingSince = "failing_since"
        }
        func encode(to encoder: any Encoder) throws {
            try WebhookResponse(webhook: webhook).encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(webhook.isSigned, forKey: .isSigned)
            try container.encode(webhook.disabledReason?.rawValue, forKey: .disabledReason)
            try container.encode(webhook.failuresInARow, forKey: .failuresInARow)
            try container.encode(webhook.failingSince, forKey: .failingSince)
        }
    }

    struct ChangeRequest: Decodable, Sendable {
        var isActive: Bool
        enum CodingKeys: String, CodingKey { case isActive = "active" }
    }

    struct RotationRequest: Decodable, Sendable {
        var secret: String?
        /// A `Double`, because a fraction read as `Int` is an error that does not name its field.
        var overlapHours: Double?
        enum CodingKeys: String, CodingKey { case secret, overlapHours = "overlap_hours" }
    }

    struct RotationResponse: Encodable, Sendable {
        var webhookID: String
        var secret: String
        var overlapUntil: Timestamp
        enum CodingKeys: String, CodingKey { case webhookID = "webhook_id", secret, overlapUntil = "overlap_until" }
    }

    /// All of them: there are never more than a page would hold.
    struct WebhookList: Encodable, Sendable {
        var webhooks: [WebhookResponse]
        var total: Int
    }

    func create(_ body: CreateRequest, _ call: Call) async throws -> Answer {
        guard body.events.count <= 20 else { throw Problem.invalid("events", "may have at most 20 entries") }
        let webhook = try await webhooks.create(
            family: family, url: body.url, events: body.events, secret: body.secret, organizationID: call.organizationID,
            createdBy: call.caller.limitKey, author: call.author, isAdministrator: { try await webhooks.administersInstance(call.caller) })
        return .created(WebhookResponse(webhook: webhook))
    }

    func list(_ call: Call) async throws -> Answer {
        let all = try await webhooks.list(family: family, organizationID: call.organizationID)
        return .ok(WebhookList(webhooks: all.map(WebhookResponse.init), total: all.count))
    }

    func get(_ call: Call) async throws -> Answer {
        .ok(StateResponse(webhook: try await webhooks.find(try call.id("webhook_id"), family: family, organizationID: call.organizationID)))
    }

    /// Switches it off, or on again with its failures forgotten.
    func change(_ body: ChangeRequest, _ call: Call) async throws -> Answer {
        let id = try await webhooks.find(try call.id("webhook_id"), family: family, organizationID: call.organizationID).id
        try await webhooks.setActive(body.isActive, id, organizationID: call.organizationID, author: call.author)
        return try await get(call)
    }

    /// The one answer that holds a secret: the new one, once.
    func rotateSecret(_ body: RotationRequest, _ call: Call) async throws -> Answer {
        let id = try await webhooks.find(try call.id("webhook_id"), family: family, organizationID: call.organizationID).id
        guard let hours = Int(exactly: body.overlapHours ?? Double(Webhooks.usualOverlapHours)) else {
            throw Problem.invalid("overlap_hours", "must be a whole number")
        }
        let secret = try await webhooks.rotateSecret(
            id, to: body.secret, overlapHours: hours, organizationID: call.organizationID, author: call.author)
        return .ok(RotationResponse(webhookID: id, secret: secret, overlapUntil: call.now.adding(seconds: Double(hours) * 3_600)))
    }

    func delete(_ call: Call) async throws -> Answer {
        let id = try await webhooks.find(try call.id("webhook_id"), family: family, organizationID: call.organizationID).id
        try await webhooks.delete(id, organizationID: call.organizationID, author: call.author)
        return .noContent
    }
}
