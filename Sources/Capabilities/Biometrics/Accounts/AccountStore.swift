import Access
import Storage
import Vocabulary
import Web

struct Account: Sendable {
    var id: String
    var name: String?
    var uri: String?
    var sessionCount: Int
    var identityCount: Int
}

enum AccountStore {
    private static let columns = "id, name, uri, session_count, identity_count"

    private static func account(_ row: SQLRow) throws -> Account {
        Account(
            id: try row.text("id"), name: try row.optionalText("name"), uri: try row.optionalText("uri"),
            sessionCount: Int(try row.int("session_count")), identityCount: Int(try row.int("identity_count")))
    }

    /// Makes the account, or takes over a newer name and address.
    static func ensure(_ tag: AccountTag, org: String, now: Timestamp, in db: any SQLSession) async throws {
        let isNew =
            try await db.change(
                """
                INSERT INTO accounts (organization_id, id, name, uri, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id,
                    id) DO NOTHING
                """, [.text(org), .text(tag.id), .optional(tag.name), .optional(tag.uri), .integer(now.microseconds)]) == 1
        if isNew {
            try await Counters.add([Dimension.accounts: 1], org: org, in: db)
        } else if tag.name != nil || tag.uri != nil {
            try await db.execute(
                "UPDATE accounts SET name = COALESCE($3, name), uri = COALESCE($4, uri) WHERE organization_id = $1 AND id = $2",
                [.text(org), .text(tag.id), .optional(tag.name), .optional(tag.uri)])
        }
    }

    static func find(_ id: String, org: String, in db: any SQLSession) async throws -> Account? {
        try await db.first("SELECT \(columns) FROM accounts WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)]).map(account)
    }

    /// Newest first.
    static func list(page: Page, org: String, in db: any SQLSession) async throws -> [Account] {
        try await db.query(
            "SELECT \(columns) FROM accounts WHERE organization_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3",
            [.text(org), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        ).map(account)
    }

    static func countSessions(_ amount: Int, _ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE accounts SET session_count = session_count + $3 WHERE organization_id = $1 AND id = $2",
            [.text(org), .text(id), .integer(Int64(amount))])
    }

    static func countIdentities(_ amount: Int, _ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE accounts SET identity_count = identity_count + $3 WHERE organization_id = $1 AND id = $2",
            [.text(org), .text(id), .integer(Int64(amount))])
    }
}
