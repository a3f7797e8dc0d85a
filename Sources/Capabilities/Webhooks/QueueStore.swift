// The queue of deliveries. A server leases an endpoint, works on its queue alone, and gives it back; so the limits per endpoint hold over
// all servers, and what a dead server left is taken up when its lease has run out.
import Storage
import Vocabulary

enum QueueStore {
    struct EndpointKey: Sendable, Hashable {
        let organizationID: String
        let webhookID: String

        var arguments: [SQLValue] { [.text(organizationID), .text(webhookID)] }
    }

    /// Endpoints with something due that nobody works on, the one waiting longest first. Its cost grows with the endpoints that have
    /// something queued, not with how much.
    static func dueEndpoints(at now: Timestamp, in session: any SQLSession) async throws -> [EndpointKey] {
        try await session.query(
            """
            WITH RECURSIVE heads (webhook_id) AS (
                SELECT MIN(webhook_id) FROM webhook_deliveries WHERE next_attempt_at IS NOT NULL
                UNION ALL
                SELECT (SELECT MIN(d.webhook_id) FROM webhook_deliveries d WHERE d.next_attempt_at IS NOT NULL AND d.webhook_id > heads.webhook_id)
                FROM heads WHERE heads.webhook_id IS NOT NULL
            ), due AS (
                SELECT w.organization_id, w.webhook_id,
                    (SELECT MIN(d.next_attempt_at) FROM webhook_deliveries d
                     WHERE d.webhook_id = heads.webhook_id AND d.next_attempt_at IS NOT NULL) AS due_at
                FROM heads JOIN webhooks w ON w.webhook_id = heads.webhook_id
                WHERE w.status = 'active' AND (w.held_until IS NULL OR w.held_until <= $1) AND (w.lease_until IS NULL OR w.lease_until <= $1)
            )
            SELECT organization_id, webhook_id FROM due WHERE due_at <= $1 ORDER BY due_at, webhook_id
            """,
            [.integer(now.microseconds)]
        ).map { EndpointKey(organizationID: try $0.text("organization_id"), webhookID: try $0.text("webhook_id")) }
    }

    /// Takes an endpoint for `owner`; nil when somebody else has it or it must rest. What an earlier owner had in flight is due again.
    static func lease(
        _ key: EndpointKey, owner: String, until: Timestamp, at now: Timestamp, seal: SecretSeal, in session: any SQLSession
    ) async throws -> LeasedEndpoint? {
        let row = try await session.first(
            """
            UPDATE webhooks SET lease_owner = $3, lease_until = $4
            WHERE organization_id = $1 AND webhook_id = $2 AND status = 'active'
                AND (held_until IS NULL OR held_until <= $5) AND (lease_until IS NULL OR lease_until <= $5)
            RETURNING family, url, sealed_secret, previous_sealed_secret, previous_secret_until, failures_in_a_row
            """,
            key.arguments + [.text(owner), .integer(until.microseconds), .integer(now.microseconds)])
        guard let row else { return nil }
        try await giveBack(key, in: session)
        var secrets: [String] = []
        if let sealed = try row.optionalBytes("sealed_secret") {
            secrets.append(try seal.open(sealed, organizationID: key.organizationID, webhookID: key.webhookID))
        }
        if let sealed = try row.optionalBytes("previous_sealed_secret"), try row.int("previous_secret_until") > now.microseconds {
            secrets.append(try seal.open(sealed, organizationID: key.organizationID, webhookID: key.webhookID))
        }
        return LeasedEndpoint(
            organizationID: key.organizationID, webhookID: key.webhookID, family: try WebhookStore.family(row), url: try row.text("url"),
            secrets: secrets, failuresInARow: Int(try row.int("failures_in_a_row")))
    }

    /// Lengthens the lease; false when it is lost: it ran out and another server took it, or the endpoint was disabled or deleted.
    static func renew(_ key: EndpointKey, owner: String, until: Timestamp, in session: any SQLSession) async throws -> Bool {
        try await session.change(
            "UPDATE webhooks SET lease_until = $4 WHERE organization_id = $1 AND webhook_id = $2 AND lease_owner = $3 AND status = 'active'",
            key.arguments + [.text(owner), .integer(until.microseconds)]) > 0
    }

    /// Marks the oldest due deliveries as in flight.
    static func take(_ key: EndpointKey, limit: Int, at now: Timestamp, in session: any SQLSession) async throws -> [DueDelivery] {
        let due = try await session.query(
            """
            SELECT d.delivery_id, d.event_id, d.event_type, d.failed_tries, d.is_replay, e.body
            FROM webhook_deliveries d
            LEFT JOIN outbox_events e ON e.organization_id = d.organization_id AND e.event_id = d.event_id
            WHERE d.webhook_id = $2 AND d.next_attempt_at <= $3 AND d.organization_id = $1 AND d.status IN ('pending', 'waiting')
            ORDER BY d.next_attempt_at, d.event_created_at, d.delivery_id LIMIT $4
            """,
            key.arguments + [.integer(now.microseconds), .integer(Int64(limit))]
        ).map { row in
            DueDelivery(
                id: try row.text("delivery_id"), eventID: try row.text("event_id"), eventType: try row.text("event_type"),
                body: try row.optionalBytes("body"), failedTries: Int(try row.int("failed_tries")), isReplay: try row.bool("is_replay"))
        }
        guard !due.isEmpty else { return [] }
        let places = due.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        try await session.execute(
            "UPDATE webhook_deliveries SET status = 'in_flight' WHERE organization_id = $1 AND delivery_id IN (\(places))",
            [.text(key.organizationID)] + due.map { .text($0.id) })
        return due
    }

    /// Gives the endpoint back, with everything that was taken and not sent.
    static func release(_ key: EndpointKey, owner: String, in session: any SQLSession) async throws {
        let released = try await session.change(
            "UPDATE webhooks SET lease_owner = NULL, lease_until = NULL WHERE organization_id = $1 AND webhook_id = $2 AND lease_owner = $3",
            key.arguments + [.text(owner)])
        if released > 0 { try await giveBack(key, in: session) }
    }

    private static func giveBack(_ key: EndpointKey, in session: any SQLSession) async throws {
        try await session.execute(
            """
            UPDATE webhook_deliveries SET status = CASE WHEN attempt_count = 0 THEN 'pending' ELSE 'waiting' END
            WHERE webhook_id = $2 AND next_attempt_at IS NOT NULL AND organization_id = $1 AND status = 'in_flight'
            """,
            key.arguments)
    }
}
