import Storage
import Vocabulary
import Web

enum PersonalKeyStore {
    static func insert(_ new: NewPersonalKey, user: String, org: String, in db: any SQLSession) async throws {
        let key = new.key
        try await db.execute(
            """
            INSERT INTO bearer_keys
                (organization_id, user_id, id, family, label, key_hash, prefix, scopes, created_by, created_at, expires_at)
            VALUES ($1, $2, $3, 'stratam', $4, $5, $6, $7, $2, $8, $9)
            """,
            [
                .text(org), .text(user), .text(key.id), .text(key.label), .bytes(PersonalKey.hash(new.text)), .text(key.prefix),
                .text(PersonalKey.text(key.scopes)), .integer(key.createdAt.microseconds),
                key.expiresAt.map { .integer($0.microseconds) } ?? .null,
            ])
    }

    /// Oldest first.
    static func list(user: String, org: String, window: Window, in db: any SQLSession) async throws -> [PersonalKey] {
        try await db.query(
            """
            SELECT id, label, prefix, scopes, created_at, last_used_at, expires_at FROM bearer_keys
            WHERE organization_id = $1 AND user_id = $2 AND family = 'stratam' ORDER BY created_at, id LIMIT $3 OFFSET $4
            """, [.text(org), .text(user), .integer(Int64(window.limit)), .integer(Int64(window.offset))]
        ).map { row in
            PersonalKey(
                id: try row.text("id"), label: try row.text("label"), prefix: try row.text("prefix"),
                scopes: PersonalKey.scopes(try row.optionalText("scopes") ?? ""), createdAt: Timestamp(microseconds: try row.int("created_at")),
                lastUsedAt: try row.optionalInt("last_used_at").map(Timestamp.init(microseconds:)),
                expiresAt: try row.optionalInt("expires_at").map(Timestamp.init(microseconds:)))
        }
    }

    static func count(user: String, org: String, in db: any SQLSession) async throws -> Int {
        let row = try await db.first(
            "SELECT COUNT(*) AS n FROM bearer_keys WHERE organization_id = $1 AND user_id = $2 AND family = 'stratam'", [.text(org), .text(user)])
        return Int(try row?.int("n") ?? 0)
    }

    /// False when the user has no such key.
    static func revoke(_ id: String, user: String, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "DELETE FROM bearer_keys WHERE organization_id = $1 AND user_id = $2 AND id = $3 AND family = 'stratam'",
            [.text(org), .text(user), .text(id)]) == 1
    }

    /// A key and whose it is.
    struct Known: Sendable {
        var caller: StratamKeyCaller
        var tier: UserTier
        var lastUsedAt: Int64?
        var expiresAt: Int64?
    }

    /// The key of this text with what its owner is and may do. Finds the organization.
    static func find(_ text: String, in db: any SQLSession) async throws -> Known? {
        let row = try await db.first(
            """
            SELECT k.organization_id, k.id, k.user_id, k.scopes, k.last_used_at, k.expires_at, u.email, u.role, u.is_instance_admin,
                t.tier
            FROM bearer_keys k JOIN users u ON u.organization_id = k.organization_id AND u.id = k.user_id
            LEFT JOIN user_tiers t ON t.organization_id = k.organization_id AND t.user_id = k.user_id
            WHERE k.key_hash = $1 AND k.family = 'stratam'
            """, [.bytes(PersonalKey.hash(text))])
        guard let row else { return nil }
        let user = MemberCaller(
            userID: try row.text("user_id"), organizationID: try row.text("organization_id"), email: try row.text("email"),
            role: Role(rawValue: try row.text("role")) ?? .viewer, isInstanceAdmin: try row.bool("is_instance_admin"))
        var tier = UserTier(tier: try row.optionalText("tier").flatMap(Tier.init(rawValue:)))
        tier.isInstanceAdmin = user.isInstanceAdmin
        return Known(
            caller: StratamKeyCaller(keyID: try row.text("id"), user: user, scopes: PersonalKey.scopes(try row.optionalText("scopes") ?? "")),
            tier: tier, lastUsedAt: try row.optionalInt("last_used_at"), expiresAt: try row.optionalInt("expires_at"))
    }

    static func touch(_ key: StratamKeyCaller, at now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE bearer_keys SET last_used_at = $3 WHERE organization_id = $1 AND id = $2",
            [.text(key.user.organizationID), .text(key.keyID), .integer(now.microseconds)])
    }
}
