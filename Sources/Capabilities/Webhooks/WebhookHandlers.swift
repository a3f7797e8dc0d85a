import Vocabulary
import Web

struct WebhookHandlers: Sendable {
    let webhooks: Webhooks

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

    /// All of them: there are never more than a page would hold.
    struct WebhookList: Encodable, Sendable {
        var webhooks: [WebhookResponse]
        var total: Int
    }

    func create(_ body: CreateRequest, _ call: Call) async throws -> Answer {
        guard body.events.count <= 20 else { throw Problem.invalid("events", "may have at most 20 entries") }
        let webhook = try await webhooks.create(
            url: body.url, events: body.events, secret: body.secret, organizationID: call.organizationID, createdBy: call.caller.limitKey)
        return .created(WebhookResponse(webhook: webhook))
    }

    func list(_ call: Call) async throws -> Answer {
        let all = try await webhooks.list(organizationID: call.organizationID)
        return .ok(WebhookList(webhooks: all.map(WebhookResponse.init), total: all.count))
    }

    func delete(_ call: Call) async throws -> Answer {
        try await webhooks.delete(try call.id("webhook_id"), organizationID: call.organizationID)
        return .noContent
    }
}
