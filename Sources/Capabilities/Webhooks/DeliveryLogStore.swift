// What was sent and what came back: reading it, sending it again, and forgetting it in time.
import Storage
import Vocabulary

enum DeliveryLogStore {
    private static let columns =
        "delivery_id, webhook_id, event_id, event_type, status, attempt_count, next_attempt_at, created_at, delivered_at"

    /// A page of a webhook's deliveries, newest first, with their attempts.
    static func list(webhookID: String, page: Page, organizationID: String, in session: any SQLSession) async throws -> [Delivery] {
        var deliveries = try await session.query(
            """
            SELECT \(columns) FROM webhook_deliveries WHERE organization_id = $1 AND webhook_id = $2
            ORDER BY created_at DESC, delivery_id DESC LIMIT $3 OFFSET $4
            """, [.text(organizationID), .text(webhookID), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        ).map(delivery)
        let attempts = try await attempts(of: deliveries.map(\.id), organizationID: organizationID, in: session)
        for index in deliveries.indices { deliveries[index].attempts = attempts[deliveries[index].id] ?? [] }
        return deliveries
    }

    /// How many deliveries of a webhook are stored. Exact, at the cost of one row.
    static func count(webhookID: String, organizationID: String, in session: any SQLSession) async throws -> Int {
        let row = try await session.first(
            "SELECT delivery_count FROM webhooks WHERE organization_id = $1 AND webhook_id = $2", [.text(organizationID), .text(webhookID)])
        return Int(try row?.int("delivery_count") ?? 0)
    }

    /// Moves the counts, in one order everywhere so that two servers never wait for each other.
    static func addToCounts(_ counts: [QueueStore.EndpointKey: Int], in session: any SQLSession) async throws {
        for (key, count) in counts.sorted(by: { $0.key.webhookID < $1.key.webhookID }) {
            try await session.execute(
                "UPDATE webhooks SET delivery_count = delivery_count + $3 WHERE organization_id = $1 AND webhook_id = $2",
                key.arguments + [.integer(Int64(count))])
        }
    }

    static func find(_ id: String, webhookID: String, organizationID: String, in session: any SQLSession) async throws -> Delivery? {
        let row = try await session.first(
            "SELECT \(columns) FROM webhook_deliveries WHERE organization_id = $1 AND delivery_id = $2 AND webhook_id = $3",
            [.text(organizationID), .text(id), .text(webhookID)])
        guard let row else { return nil }
        var delivery = try delivery(row)
        delivery.attempts = try await attempts(of: [id], organizationID: organizationID, in: session)[id] ?? []
        return delivery
    }

    private static func attempts(
        of deliveryIDs: [String], organizationID: String, in session: any SQLSession
    ) async throws -> [String: [DeliveryAttempt]] {
        guard !deliveryIDs.isEmpty else { return [:] }
        let places = deliveryIDs.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        let rows = try await session.query(
            """
            SELECT delivery_id, number, is_replay, started_at, duration_ms, status_code, error, response_snippet FROM webhook_attempts
            WHERE organization_id = $1 AND delivery_id IN (\(places)) ORDER BY delivery_id, number
            """, [.text(organizationID)] + deliveryIDs.map(SQLValue.text))
        var attempts: [String: [DeliveryAttempt]] = [:]
        for row in rows {
            attempts[try row.text("delivery_id"), default: []].append(DeliveryAttempt(
                number: Int(try row.int("number")), isReplay: try row.bool("is_replay"),
                startedAt: Timestamp(microseconds: try row.int("started_at")), durationMs: Int(try row.int("duration_ms")),
                statusCode: try row.optionalInt("status_code").map(Int.init), error: try row.optionalText("error"),
                responseSnippet: try row.optionalText("response_snippet")))
        }
        return attempts
    }

    private static func delivery(_ row: SQLRow) throws -> Delivery {
        guard let status = DeliveryStatus(rawValue: try row.text("status")) else { throw SQLError(.other, "an unknown delivery status is stored") }
        return Delivery(
            id: try row.text("delivery_id"), webhookID: try row.text("webhook_id"), eventID: try row.text("event_id"),
            eventType: try row.text("event_type"), status: status, attemptCount: Int(try row.int("attempt_count")),
            nextAttemptAt: try row.optionalInt("next_attempt_at").map(Timestamp.init(microseconds:)),
            createdAt: Timestamp(microseconds: try row.int("created_at")),
            deliveredAt: try row.optionalInt("delivered_at").map(Timestamp.init(microseconds:)))
    }

    /// Queues a finished delivery again. False when it is queued already, or its event's body is no longer kept.
    static func replay(_ id: String, at now: Timestamp, organizationID: String, in session: any SQLSession) async throws -> Bool {
        try await session.change(
            """
            UPDATE webhook_deliveries SET status = 'pending', is_replay = 1, failed_tries = 0, next_attempt_at = $3
            WHERE organization_id = $1 AND delivery_id = $2 AND next_attempt_at IS NULL \(bodyIsKept)
            """,
            [.text(organizationID), .text(id), .integer(now.microseconds)]) > 0
    }

    /// Queues all finished deliveries again that were first queued in the given time; returns how many.
    static func replay(
        webhookID: String, from: Timestamp, until: Timestamp, failedOnly: Bool, at now: Timestamp, organizationID: String,
        in session: any SQLSession
    ) async throws -> Int {
        try await session.change(
            """
            UPDATE webhook_deliveries SET status = 'pending', is_replay = 1, failed_tries = 0, next_attempt_at = $5
            WHERE organization_id = $1 AND webhook_id = $2 AND created_at >= $3 AND created_at < $4 AND next_attempt_at IS NULL
                \(failedOnly ? "AND status <> 'delivered'" : "") \(bodyIsKept)
            """,
            [
                .text(organizationID), .text(webhookID), .integer(from.microseconds), .integer(until.microseconds), .integer(now.microseconds),
            ])
    }

    private static let bodyIsKept = """
        AND EXISTS (SELECT 1 FROM outbox_events e
            WHERE e.organization_id = webhook_deliveries.organization_id AND e.event_id = webhook_deliveries.event_id)
        """

    /// Removes up to `limit` events older than `time`; returns how many. Events not handed out yet stay.
    static func purgeBodies(before time: Timestamp, limit: Int, in session: any SQLSession) async throws -> Int {
        try await session.change(
            """
            DELETE FROM outbox_events WHERE (organization_id, event_id) IN (
                SELECT organization_id, event_id FROM outbox_events WHERE fanned_out_at IS NOT NULL AND created_at < $1 ORDER BY created_at LIMIT $2)
            """, [.integer(time.microseconds), .integer(Int64(limit))])
    }

    /// Removes up to `limit` finished deliveries older than `time`, with their attempts; returns how many. Runs in a transaction.
    static func purgeDeliveries(before time: Timestamp, limit: Int, in session: any SQLSession) async throws -> Int {
        let removed = try await session.query(
            """
            DELETE FROM webhook_deliveries WHERE (organization_id, delivery_id) IN (
                SELECT organization_id, delivery_id FROM webhook_deliveries
                WHERE next_attempt_at IS NULL AND created_at < $1 ORDER BY created_at LIMIT $2)
            RETURNING organization_id, webhook_id
            """, [.integer(time.microseconds), .integer(Int64(limit))]
        ).map { QueueStore.EndpointKey(organizationID: try $0.text("organization_id"), webhookID: try $0.text("webhook_id")) }
        try await addToCounts(Dictionary(grouping: removed) { $0 }.mapValues { -$0.count }, in: session)
        return removed.count
    }

    /// Cancels what is queued for endpoints disabled since before `time`; returns how many.
    static func cancelHeld(disabledBefore time: Timestamp, in session: any SQLSession) async throws -> Int {
        try await session.change(
            """
            UPDATE webhook_deliveries SET status = 'cancelled', next_attempt_at = NULL
            WHERE next_attempt_at IS NOT NULL
                AND webhook_id IN (SELECT webhook_id FROM webhooks WHERE disabled_at IS NOT NULL AND disabled_at <= $1)
            """, [.integer(time.microseconds)])
    }
}
