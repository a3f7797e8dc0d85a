// All SQL about the endpoints themselves.
import Foundation
import Storage
import Vocabulary

enum WebhookStore {
    private static let columns = """
        organization_id, webhook_id, family, url, events, status, disabled_reason, CASE WHEN sealed_secret IS NULL THEN 0 ELSE 1 END AS is_signed,
        failures_in_a_row, failing_since, created_at
        """

    static func insert(_ webhook: Webhook, sealedSecret: [UInt8]?, createdBy: String?, in session: any SQLSession) async throws {
        try await session.execute(
            """
            INSERT INTO webhooks (organization_id, webhook_id, family, url, events, sealed_secret, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(webhook.organizationID), .text(webhook.id), .text(webhook.family.rawValue), .text(webhook.url),
                .text(try eventsText(webhook.events)), sealedSecret.map(SQLValue.bytes) ?? .null, createdBy.map(SQLValue.text) ?? .null,
                .integer(webhook.createdAt.microseconds),
            ])
    }

    /// The webhooks of a family, oldest first.
    static func list(_ family: WebhookFamily, organizationID: String, in session: any SQLSession) async throws -> [Webhook] {
        try await session.query(
            "SELECT \(columns) FROM webhooks WHERE organization_id = $1 AND family = $2 ORDER BY created_at, webhook_id",
            [.text(organizationID), .text(family.rawValue)]
        ).map(webhook)
    }

    static func find(_ id: String, organizationID: String, in session: any SQLSession) async throws -> Webhook? {
        try await session.first(
            "SELECT \(columns) FROM webhooks WHERE organization_id = $1 AND webhook_id = $2", [.text(organizationID), .text(id)]
        ).map(webhook)
    }

    /// How many there are, with the organization held so that two creations cannot both see the last free place.
    static func countForCreation(organizationID: String, in session: any SQLSession) async throws -> Int {
        _ = try await session.query("SELECT id FROM organizations WHERE id = $1 \(session.dialect.forUpdate)", [.text(organizationID)])
        let row = try await session.first("SELECT COUNT(*) AS count FROM webhooks WHERE organization_id = $1", [.text(organizationID)])
        return Int(try row?.int("count") ?? 0)
    }

    /// Removes it with everything that waits for it or was sent to it. False when there is none.
    static func delete(_ id: String, organizationID: String, in session: any SQLSession) async throws -> Bool {
        try await session.change("DELETE FROM webhooks WHERE organization_id = $1 AND webhook_id = $2", [.text(organizationID), .text(id)]) > 0
    }

    /// Makes `sealedSecret` the current one; the one before it signs too until `overlapUntil`.
    static func rotate(
        _ id: String, to sealedSecret: [UInt8], overlapUntil: Timestamp, organizationID: String, in session: any SQLSession
    ) async throws -> Bool {
        try await session.change(
            """
            UPDATE webhooks SET previous_sealed_secret = sealed_secret,
                previous_secret_until = CASE WHEN sealed_secret IS NULL THEN NULL ELSE $4 END, sealed_secret = $3
            WHERE organization_id = $1 AND webhook_id = $2
            """,
            [.text(organizationID), .text(id), .bytes(sealedSecret), .integer(overlapUntil.microseconds)]) > 0
    }

    /// Switches it off (with a reason) or on again, which forgets its failures.
    static func setActive(
        _ isActive: Bool, reason: DisabledReason, _ id: String, at now: Timestamp, organizationID: String, in session: any SQLSession
    ) async throws -> Bool {
        let change = isActive
            ? """
                status = 'active', disabled_reason = NULL, disabled_at = NULL, failures_in_a_row = 0, failing_since = NULL,
                notices_sent = 0, held_until = NULL
                """
            : "status = 'disabled', disabled_reason = $3, disabled_at = COALESCE(disabled_at, $4)"
        let arguments: [SQLValue] = [.text(organizationID), .text(id)] + (isActive ? [] : [.text(reason.rawValue), .integer(now.microseconds)])
        return try await session.change("UPDATE webhooks SET \(change) WHERE organization_id = $1 AND webhook_id = $2", arguments) > 0
    }

    static func eventsText(_ events: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(events), as: UTF8.self)
    }

    static func events(_ text: String) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(text.utf8))
    }

    private static func webhook(_ row: SQLRow) throws -> Webhook {
        Webhook(
            id: try row.text("webhook_id"), organizationID: try row.text("organization_id"), family: try family(row), url: try row.text("url"),
            events: try events(row.text("events")), isActive: try row.text("status") == "active",
            disabledReason: try row.optionalText("disabled_reason").flatMap(DisabledReason.init), isSigned: try row.bool("is_signed"),
            failuresInARow: Int(try row.int("failures_in_a_row")),
            failingSince: try row.optionalInt("failing_since").map(Timestamp.init(microseconds:)),
            createdAt: Timestamp(microseconds: try row.int("created_at")))
    }

    static func family(_ row: SQLRow) throws -> WebhookFamily {
        guard let family = WebhookFamily(rawValue: try row.text("family")) else { throw SQLError(.other, "an unknown webhook family is stored") }
        return family
    }
}
