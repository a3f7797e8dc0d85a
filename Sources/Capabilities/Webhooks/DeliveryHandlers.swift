import Access
import Vocabulary
import Web

struct DeliveryHandlers: Sendable {
    let webhooks: Webhooks
    let family: WebhookFamily

    struct AttemptResponse: Encodable, Sendable {
        var number: Int
        var isReplay: Bool
        var startedAt: Timestamp
        var durationMs: Int
        @ExplicitNull var statusCode: Int?
        @ExplicitNull var error: String?
        @ExplicitNull var responseSnippet: String?
        enum CodingKeys: String, CodingKey {
            case number, isReplay = "replay", startedAt = "started_at", durationMs = "duration_ms", statusCode = "status_code", error
            case responseSnippet = "response_snippet"
        }

        init(_ attempt: DeliveryAttempt) {
            number = attempt.number
            isReplay = attempt.isReplay
            startedAt = attempt.startedAt
            durationMs = attempt.durationMs
            statusCode = attempt.statusCode
            error = attempt.error
            responseSnippet = attempt.responseSnippet
        }
    }

    struct DeliveryResponse: Encodable, Sendable {
        var delivery: Delivery
        enum CodingKeys: String, CodingKey {
            case id = "delivery_id", webhookID = "webhook_id", eventID = "event_id", eventType = "event_type", status, attemptCount = "attempt_count"
            case nextAttemptAt = "next_attempt_at", lastStatusCode = "last_status_code", lastError = "last_error"
            case createdAt = "created_at", deliveredAt = "delivered_at", attempts
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(delivery.id, forKey: .id)
            try container.encode(delivery.webhookID, forKey: .webhookID)
            try container.encode(delivery.eventID, forKey: .eventID)
            try container.encode(delivery.eventType, forKey: .eventType)
            try container.encode(delivery.status.rawValue, forKey: .status)
            try container.encode(delivery.attemptCount, forKey: .attemptCount)
            try container.encode(delivery.nextAttemptAt, forKey: .nextAttemptAt)
            try container.encode(delivery.attempts.last?.statusCode, forKey: .lastStatusCode)
            try container.encode(delivery.attempts.last?.error, forKey: .lastError)
            try container.encode(delivery.createdAt, forKey: .createdAt)
            try container.encode(delivery.deliveredAt, forKey: .deliveredAt)
            try container.encode(delivery.attempts.map(AttemptResponse.init), forKey: .attempts)
        }
    }

    /// - Throws: notFound also for a webhook of another family.
    private func webhookID(_ call: Call) async throws -> String {
        try await webhooks.find(try call.id("webhook_id"), family: family, organizationID: call.organizationID).id
    }

    func list(_ call: Call) async throws -> Answer {
        let page = try call.page()
        let log = try await webhooks.deliveries(of: try await webhookID(call), page: page, organizationID: call.organizationID)
        return .ok(ListResponse("deliveries", log.deliveries.map(DeliveryResponse.init), total: log.total, page: page))
    }

    struct ReplayRequest: Decodable, Sendable {
        var from: Timestamp
        var until: Timestamp?
        var failedOnly: Bool?
        enum CodingKeys: String, CodingKey { case from, until, failedOnly = "failed_only" }
    }

    struct ReplayResponse: Encodable, Sendable { var queued: Int }

    /// Everything that was first queued in a range of time, until now where no end is named.
    func replayRange(_ body: ReplayRequest, _ call: Call) async throws -> Answer {
        let queued = try await webhooks.replay(
            of: try await webhookID(call), from: body.from, until: body.until ?? call.now, failedOnly: body.failedOnly ?? false,
            organizationID: call.organizationID, author: call.author)
        return .ok(ReplayResponse(queued: queued))
    }

    func replay(_ call: Call) async throws -> Answer {
        .ok(DeliveryResponse(delivery: try await webhooks.replay(
            try call.id("delivery_id"), of: try await webhookID(call), organizationID: call.organizationID, author: call.author)))
    }

    func sendTest(_ call: Call) async throws -> Answer {
        .ok(DeliveryResponse(delivery: try await webhooks.sendTest(try await webhookID(call), organizationID: call.organizationID)))
    }
}
