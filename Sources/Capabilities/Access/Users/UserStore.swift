import Storage
import Vocabulary
import Web

enum UserStore {
    private static let columns = "id, organization_id, email, role, created_at"

    private static func user(_ row: SQLRow) throws -> User {
        User(
            id: try row.text("id"), organizationID: try row.text("organization_id"), email: try row.text("email"),
            role: Role(rawValue: try row.text("role")) ?? .viewer, createdAt: Timestamp(microseconds: try row.int("created_at")))
    }

    /// False when the address has an account already.
    static func insert(_ user: User, passwordHash: String, isInstanceAdmin: Bool, in db: any SQLSession) async throws -> Bool {
        // Under whatever form an earlier version kept it; two at once meet at the unique index.
        guard try await find(email: user.email, in: db) == nil else { return false }
        return try await db.change(
            """
            INSERT INTO users (id, organization_id, email, password_hash, role, is_instance_admin, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) DO NOTHING
            """,
            [
                .text(user.id), .text(user.organizationID), .text(user.email), .text(passwordHash), .text(user.role.rawValue),
                .integer(isInstanceAdmin ? 1 : 0), .integer(user.createdAt.microseconds),
            ]) == 1
    }

    static func find(_ id: String, org: String, in db: any SQLSession) async throws -> User? {
        try await db.first("SELECT \(columns) FROM users WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)]).map(user)
    }

    /// The user of an address, in whatever organization: for the operator's commands.
    static func find(email: String, in db: any SQLSession) async throws -> User? {
        for form in EmailAddress.knownForms(email) {
            if let row = try await db.first("SELECT \(columns) FROM users WHERE email = $1", [.text(form)]) { return try user(row) }
        }
        return nil
    }

    struct Login: Sendable {
        var user: User
        var passwordHash: String
        var tokenVersion: Int64
    }

    /// The one query that has no organization yet: it finds it.
    static func login(_ email: String, in db: any SQLSession) async throws -> Login? {
        for form in EmailAddress.knownForms(email) {
            let sql = "SELECT \(columns), password_hash, token_version FROM users WHERE email = $1"
            guard let row = try await db.first(sql, [.text(form)]) else { continue }
            return Login(user: try user(row), passwordHash: try row.text("password_hash"), tokenVersion: try row.int("token_version"))
        }
        return nil
    }

    static func list(org: String, page: Page, in db: any SQLSession) async throws -> [User] {
        try await db.query(
            "SELECT \(columns) FROM users WHERE organization_id = $1 ORDER BY created_at, id LIMIT $2 OFFSET $3",
            [.text(org), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        ).map(user)
    }

    static func count(org: String, role: Role? = nil, in db: any SQLSession) async throws -> Int {
        let row = try await db.first(
            "SELECT COUNT(*) AS n FROM users WHERE organization_id = $1 AND ($2 = '' OR role = $2)", [.text(org), .text(role?.rawValue ?? "")])
        return Int(try row?.int("n") ?? 0)
    }

    /// The new role counts from the next request on.
    static func setRole(_ role: Role, _ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE users SET role = $3 WHERE organization_id = $1 AND id = $2", [.text(org), .text(id), .text(role.rawValue)])
    }

    static func setPasswordHash(_ hash: String, _ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE users SET password_hash = $3 WHERE organization_id = $1 AND id = $2", [.text(org), .text(id), .text(hash)])
    }

    /// Puts another form of the same password's hash in the place of `old`, unless the password was changed meanwhile.
    static func replacePasswordHash(_ old: String, with new: String, _ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE users SET password_hash = $3 WHERE organization_id = $1 AND id = $2 AND password_hash = $4",
            [.text(org), .text(id), .text(new), .text(old)])
    }

    static func raiseTokenVersion(_ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute("UPDATE users SET token_version = token_version + 1 WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
    }

    static func remove(_ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM users WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
    }

    /// Serializes changes to what one user has.
    static func lock(_ id: String, org: String, in db: any SQLSession) async throws {
        _ = try await db.query(
            "SELECT id FROM users WHERE organization_id = $1 AND id = $2 \(db.dialect.forUpdate)", [.text(org), .text(id)])
    }

    /// Serializes changes to an organization's owners.
    static func lockOrganization(_ org: String, in db: any SQLSession) async throws {
        _ = try await db.query("SELECT id FROM organizations WHERE id = $1 \(db.dialect.forUpdate)", [.text(org)])
    }
}
