import Crypto
import Foundation
import Storage
import Vocabulary
import Web

enum BearerKeyStore {
    static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    static func insert(_ new: NewBearerKey, family: BearerKey.Family, org: String, by userID: String?, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO bearer_keys (organization_id, id, family, label, key_hash, prefix, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(org), .text(new.key.id), .text(family.rawValue), .text(new.key.label), .bytes(hash(new.text)), .text(new.key.prefix),
                userID.map(SQLValue.text) ?? .null, .integer(new.key.createdAt.microseconds),
            ])
    }

    /// Oldest first.
    static func list(family: BearerKey.Family, org: String, page: Page, in db: any SQLSession) async throws -> [BearerKey] {
        try await db.query(
            """
            SELECT id, label, prefix, created_at, last_used_at FROM bearer_keys WHERE organization_id = $1 AND family = $2
            ORDER BY created_at, id LIMIT $3 OFFSET $4
            """, [.text(org), .text(family.rawValue), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        ).map { row in
            BearerKey(
                id: try row.text("id"), label: try row.text("label"), prefix: try row.text("prefix"),
                createdAt: Timestamp(microseconds: try row.int("created_at")),
                lastUsedAt: try row.optionalInt("last_used_at").map(Timestamp.init(microseconds:)))
        }
    }

    static func count(family: BearerKey.Family, org: String, in db: any SQLSession) async throws -> Int {
        Int(
            try await db.first(
                "SELECT COUNT(*) AS n FROM bearer_keys WHERE organization_id = $1 AND family = $2", [.text(org), .text(family.rawValue)]
            )?.int("n") ?? 0)
    }

    /// False when the organization has no such key.
    static func delete(_ id: String, family: BearerKey.Family, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "DELETE FROM bearer_keys WHERE organization_id = $1 AND id = $2 AND family = $3", [.text(org), .text(id), .text(family.rawValue)]) == 1
    }

    struct Known: Sendable {
        var id: String
        var organizationID: String
        var makerID: String?
        var isMakerInstanceAdmin: Bool
        var plan: Plan?
        var lastUsedAt: Int64?
    }

    /// The key of this text with what its organization and maker may do. Finds the organization.
    static func find(_ text: String, family: BearerKey.Family, in db: any SQLSession) async throws -> Known? {
        try await db.first(
            """
            SELECT k.id, k.organization_id, k.last_used_at, o.settings, u.id AS maker, COALESCE(u.is_instance_admin, 0) AS is_admin
            FROM bearer_keys k JOIN organizations o ON o.id = k.organization_id
            LEFT JOIN users u ON u.organization_id = k.organization_id AND u.id = k.created_by
            WHERE k.key_hash = $1 AND k.family = $2
            """, [.bytes(hash(text)), .text(family.rawValue)]
        ).map { row in
            Known(
                id: try row.text("id"), organizationID: try row.text("organization_id"), makerID: try row.optionalText("maker"),
                isMakerInstanceAdmin: try row.bool("is_admin"),
                plan: try JSON.decode(OrganizationSettings.self, stored: try row.text("settings").utf8).plan,
                lastUsedAt: try row.optionalInt("last_used_at"))
        }
    }

    static func touch(_ id: String, org: String, at now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE bearer_keys SET last_used_at = $3 WHERE organization_id = $1 AND id = $2",
            [.text(org), .text(id), .integer(now.microseconds)])
    }
}
