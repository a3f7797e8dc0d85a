import Storage
import Vocabulary
import Web

enum KeyStore {
    static func insert(_ pair: NewKeyPair, org: String, by userID: String?, at now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO api_keys (id, organization_id, label, mode, publishable_key, secret_hash, secret_prefix, allowed_origins, created_by,
                created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .text(pair.id), .text(org), .text(pair.label), .text(pair.mode.rawValue), .text(pair.publishableKey),
                .bytes(NewKeyPair.secretHash(pair.secretKey)), .text(pair.secretPrefix), .text(try JSON.text(pair.allowedOrigins)),
                userID.map(SQLValue.text) ?? .null, .integer(now.microseconds),
            ])
    }

    static func list(org: String, page: Page, in db: any SQLSession) async throws -> [APIKey] {
        try await db.query(
            """
            SELECT id, label, mode, publishable_key, secret_prefix, allowed_origins, created_at, last_used_at, revoked_at
            FROM api_keys WHERE organization_id = $1 ORDER BY created_at, id LIMIT $2 OFFSET $3
            """,
            [.text(org), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        ).map { row in
            APIKey(
                id: try row.text("id"), label: try row.text("label"), mode: Mode(rawValue: try row.text("mode")) ?? .live,
                publishableKey: try row.text("publishable_key"), secretPrefix: try row.text("secret_prefix"),
                allowedOrigins: try JSON.decode([String].self, stored: try row.text("allowed_origins").utf8),
                createdAt: Timestamp(microseconds: try row.int("created_at")),
                lastUsedAt: try row.optionalInt("last_used_at").map(Timestamp.init(microseconds:)),
                revokedAt: try row.optionalInt("revoked_at").map(Timestamp.init(microseconds:)))
        }
    }

    static func count(org: String, in db: any SQLSession) async throws -> Int {
        Int(try await db.first("SELECT COUNT(*) AS n FROM api_keys WHERE organization_id = $1", [.text(org)])?.int("n") ?? 0)
    }

    /// False when there is no such key, or it was revoked before.
    static func revoke(_ id: String, org: String, at now: Timestamp, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "UPDATE api_keys SET revoked_at = $3 WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL",
            [.text(org), .text(id), .integer(now.microseconds)]) == 1
    }

    struct Known: Sendable {
        var id: String
        var organizationID: String
        var mode: Mode
        var allowedOrigins: [String]
        var lastUsedAt: Int64?
    }

    private static func known(_ row: SQLRow) throws -> Known {
        let origins = try row.text("allowed_origins")
        return Known(
            id: try row.text("id"), organizationID: try row.text("organization_id"), mode: Mode(rawValue: try row.text("mode")) ?? .live,
            allowedOrigins: origins == "[]" ? [] : try JSON.decode([String].self, stored: origins.utf8),
            lastUsedAt: try row.optionalInt("last_used_at"))
    }

    /// A key that is not revoked, by its publishable text or by the hash of its secret. Finds the organization.
    static func publishable(_ key: String, in db: any SQLSession) async throws -> Known? {
        try await db.first(
            "SELECT id, organization_id, mode, allowed_origins, last_used_at FROM api_keys WHERE publishable_key = $1 AND revoked_at IS NULL",
            [.text(key)]
        ).map(known)
    }

    static func secret(_ key: String, in db: any SQLSession) async throws -> Known? {
        try await db.first(
            "SELECT id, organization_id, mode, allowed_origins, last_used_at FROM api_keys WHERE secret_hash = $1 AND revoked_at IS NULL",
            [.bytes(NewKeyPair.secretHash(key))]
        ).map(known)
    }

    static func touch(_ id: String, org: String, at now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE api_keys SET last_used_at = $3 WHERE organization_id = $1 AND id = $2", [.text(org), .text(id), .integer(now.microseconds)])
    }
}
