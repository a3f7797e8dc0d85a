import Storage
import Vocabulary
import Web

enum LoginSessionStore {
    private static let columns = "s.organization_id, s.user_id, s.id, s.created_at, s.last_used_at, s.address, s.user_agent"

    private static func session(_ row: SQLRow) throws -> LoginSession {
        LoginSession(
            id: try row.text("id"), userID: try row.text("user_id"), organizationID: try row.text("organization_id"),
            createdAt: Timestamp(microseconds: try row.int("created_at")), lastUsedAt: Timestamp(microseconds: try row.int("last_used_at")),
            address: try row.text("address"), userAgent: try row.optionalText("user_agent"))
    }

    static func insert(_ session: LoginSession, tokenHash: [UInt8], tokenVersion: Int64, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO login_sessions
                (organization_id, user_id, id, token_hash, token_version, created_at, last_used_at, address, user_agent)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(session.organizationID), .text(session.userID), .text(session.id), .bytes(tokenHash), .integer(tokenVersion),
                .integer(session.createdAt.microseconds), .integer(session.lastUsedAt.microseconds), .text(session.address),
                session.userAgent.map(SQLValue.text) ?? .null,
            ])
    }

    /// A login and whose it is, as they are at this moment.
    struct Current: Sendable {
        var session: LoginSession
        var email: String
        var role: Role
        var isInstanceAdmin: Bool

        var member: MemberCaller {
            MemberCaller(
                userID: session.userID, organizationID: session.organizationID, email: email, role: role, isInstanceAdmin: isInstanceAdmin,
                sessionID: session.id)
        }
    }

    private static let current = """
        SELECT \(columns), u.email, u.role, u.is_instance_admin FROM login_sessions s
        JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id AND u.token_version = s.token_version
        """

    private static func current(_ row: SQLRow) throws -> Current {
        Current(
            session: try session(row), email: try row.text("email"), role: Role(rawValue: try row.text("role")) ?? .viewer,
            isInstanceAdmin: try row.bool("is_instance_admin"))
    }

    /// The login of a cookie. Finds the organization. Nil when it was ended.
    static func find(tokenHash: [UInt8], in db: any SQLSession) async throws -> Current? {
        try await db.first("\(current) WHERE s.token_hash = $1", [.bytes(tokenHash)]).map(current)
    }

    /// The login that a token speaks of. Nil when it was ended.
    static func find(_ id: String, user: String, org: String, in db: any SQLSession) async throws -> Current? {
        try await db.first(
            "\(current) WHERE s.organization_id = $1 AND s.user_id = $2 AND s.id = $3", [.text(org), .text(user), .text(id)]
        ).map(current)
    }

    static func touch(_ session: LoginSession, at now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE login_sessions SET last_used_at = $4 WHERE organization_id = $1 AND user_id = $2 AND id = $3 AND last_used_at < $4",
            [.text(session.organizationID), .text(session.userID), .text(session.id), .integer(now.microseconds)])
    }

    /// The living logins of a user, last used first.
    static func list(user: String, org: String, now: Timestamp, window: Window, in db: any SQLSession) async throws -> [LoginSession] {
        try await db.query(
            """
            SELECT \(columns) FROM login_sessions s
            WHERE s.organization_id = $1 AND s.user_id = $2 AND s.last_used_at > $3 AND s.created_at > $4
            ORDER BY s.last_used_at DESC, s.created_at DESC, s.id DESC LIMIT $5 OFFSET $6
            """, [.text(org), .text(user)] + living(now) + [.integer(Int64(window.limit)), .integer(Int64(window.offset))]
        ).map(session)
    }

    static func count(user: String, org: String, now: Timestamp, in db: any SQLSession) async throws -> Int {
        let row = try await db.first(
            """
            SELECT COUNT(*) AS n FROM login_sessions
            WHERE organization_id = $1 AND user_id = $2 AND last_used_at > $3 AND created_at > $4
            """, [.text(org), .text(user)] + living(now))
        return Int(try row?.int("n") ?? 0)
    }

    /// A login lives that was used after the first and begun after the second.
    private static func living(_ now: Timestamp) -> [SQLValue] {
        [
            .integer(now.adding(seconds: -LoginSession.idleSeconds).microseconds),
            .integer(now.adding(seconds: -LoginSession.longestSeconds).microseconds),
        ]
    }

    /// False when the user has no such login.
    static func end(_ id: String, user: String, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "DELETE FROM login_sessions WHERE organization_id = $1 AND user_id = $2 AND id = $3", [.text(org), .text(user), .text(id)]) == 1
    }

    static func endAll(user: String, org: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM login_sessions WHERE organization_id = $1 AND user_id = $2", [.text(org), .text(user)])
    }

    /// Deletes logins whose time is over, of all users.
    static func purge(now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM login_sessions WHERE last_used_at <= $1 OR created_at <= $2", living(now))
    }
}
