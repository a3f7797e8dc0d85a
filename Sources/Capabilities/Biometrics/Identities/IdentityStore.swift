import Access
import Storage
import Vocabulary
import Web

enum IdentityStore {
    private static let columns = "id, external_id, metadata, session_count, learned_count, test_learned_count, created_at, updated_at"

    private static func identity(_ row: SQLRow) throws -> Identity {
        var identity = Identity(
            id: try row.text("id"), externalID: try row.optionalText("external_id"), createdAt: Timestamp(microseconds: try row.int("created_at")))
        identity.metadata = try SessionStore.object(row, "metadata")
        identity.sessionCount = Int(try row.int("session_count"))
        identity.learnedCount = Int(try row.int("learned_count"))
        identity.testLearnedCount = Int(try row.int("test_learned_count"))
        identity.updatedAt = Timestamp(microseconds: try row.int("updated_at"))
        return identity
    }

    /// False when the external id belongs to another identity of the organization.
    static func insert(_ identity: Identity, org: String, in db: any SQLSession) async throws -> Bool {
        let isNew =
            try await db.change(
                """
                INSERT INTO identities (organization_id, id, external_id, metadata, sample_key, created_at, updated_at) VALUES ($1, $2, $3, $4,
                    $5, $6, $6)
                ON CONFLICT (organization_id, external_id) WHERE external_id IS NOT NULL DO NOTHING
                """,
                [
                    .text(org), .text(identity.id), .optional(identity.externalID), .text(try JSON.text(identity.metadata)),
                    .integer(Int64.random(in: 0..<Int64.max)), .integer(identity.createdAt.microseconds),
                ]) == 1
        if isNew { try await Counters.add([Dimension.identities: 1], org: org, in: db) }
        return isNew
    }

    static func find(_ id: String, org: String, in db: any SQLSession) async throws -> Identity? {
        guard let row = try await db.first("SELECT \(columns) FROM identities WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)]) else {
            return nil
        }
        return try await withAccounts([identity(row)], org: org, in: db).first
    }

    static func find(externalID: String, org: String, in db: any SQLSession) async throws -> Identity? {
        let row = try await db.first(
            "SELECT \(columns) FROM identities WHERE organization_id = $1 AND external_id = $2", [.text(org), .text(externalID)])
        guard let row else { return nil }
        return try await withAccounts([identity(row)], org: org, in: db).first
    }

    /// Holds the identity's row until the transaction ends; false when there is none.
    static func lock(_ id: String, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.first("SELECT id FROM identities WHERE organization_id = $1 AND id = $2 \(db.dialect.forUpdate)", [.text(org), .text(id)]) != nil
    }

    /// Newest first.
    static func list(account: String?, page: Page, org: String, in db: any SQLSession) async throws -> [Identity] {
        let rows: [SQLRow]
        if let account {
            rows = try await db.query(
                """
                WITH page AS (SELECT identity_id FROM identity_accounts WHERE organization_id = $1 AND account_id = $2
                    ORDER BY created_at DESC, identity_id DESC LIMIT $3 OFFSET $4)
                SELECT \(columns) FROM page JOIN identities ON organization_id = $1 AND id = page.identity_id ORDER BY created_at DESC, id DESC
                """, [.text(org), .text(account), .integer(Int64(page.size)), .integer(Int64(page.offset))])
        } else {
            rows = try await db.query(
                "SELECT \(columns) FROM identities WHERE organization_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3",
                [.text(org), .integer(Int64(page.size)), .integer(Int64(page.offset))])
        }
        return try await withAccounts(try rows.map(identity), org: org, in: db)
    }

    /// Identities whose external id begins so, by name; for the demonstration page, which has few.
    static func withExternalPrefix(_ prefix: String, limit: Int, org: String, in db: any SQLSession) async throws -> [Identity] {
        try await db.query(
            "SELECT \(columns) FROM identities WHERE organization_id = $1 AND external_id LIKE $2 ORDER BY created_at DESC LIMIT $3",
            [.text(org), .text(prefix + "%"), .integer(Int64(limit))]
        ).map(identity)
    }

    private static func withAccounts(_ identities: [Identity], org: String, in db: any SQLSession) async throws -> [Identity] {
        guard !identities.isEmpty else { return [] }
        let places = identities.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        let rows = try await db.query(
            "SELECT identity_id, account_id FROM identity_accounts WHERE organization_id = $1 AND identity_id IN (\(places)) "
                + "ORDER BY identity_id, account_id",
            [.text(org)] + identities.map { .text($0.id) })
        var accounts: [String: [String]] = [:]
        for row in rows { accounts[try row.text("identity_id"), default: []].append(try row.text("account_id")) }
        return identities.map { identity in
            var identity = identity
            identity.accountIDs = accounts[identity.id] ?? []
            return identity
        }
    }

    /// Adds keys that the identity's metadata lacks.
    static func mergeMetadata(_ new: [String: JSONValue], _ identity: Identity, org: String, now: Timestamp, in db: any SQLSession) async throws {
        let merged = identity.metadata.merging(new) { old, _ in old }
        guard merged != identity.metadata else { return }
        try await db.execute(
            "UPDATE identities SET metadata = $3, updated_at = $4 WHERE organization_id = $1 AND id = $2",
            [.text(org), .text(identity.id), .text(try JSON.text(merged)), .integer(now.microseconds)])
    }

    static func countSessions(_ amount: Int, _ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE identities SET session_count = session_count + $3 WHERE organization_id = $1 AND id = $2",
            [.text(org), .text(id), .integer(Int64(amount))])
    }

    /// Ties an identity to an account, once.
    static func attach(_ id: String, account: String, org: String, now: Timestamp, in db: any SQLSession) async throws {
        let isNew =
            try await db.change(
                """
                INSERT INTO identity_accounts (organization_id, identity_id, account_id, created_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (organization_id, identity_id, account_id) DO NOTHING
                """, [.text(org), .text(id), .text(account), .integer(now.microseconds)]) == 1
        if isNew { try await AccountStore.countIdentities(1, account, org: org, in: db) }
    }

    static func sessions(of id: String, org: String, in db: any SQLSession) async throws -> [Session] {
        try await db.query(
            "SELECT \(SessionStore.columns) FROM \(SessionStore.source) WHERE s.organization_id = $1 AND s.identity_id = $2 "
                + "ORDER BY s.created_at, s.id",
            [.text(org), .text(id)]
        ).map(SessionStore.session)
    }

    static func delete(_ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM identities WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
    }
}
