import PostureEngine
import Storage
import Vocabulary
import Web

enum PostureSessionStore {
    /// Everything but the state.
    static let listColumns = """
        s.id, s.name, s.created_by, s.created_at, s.updated_at, s.n_turns, s.last_turn, s.max_alert, s.max_drm, s.bhs_sum, s.poi_sum,
        s.bhs_trend, s.regime_type, s.recent_postures, s.is_archived
        """

    static func session(_ row: SQLRow) throws -> PostureSession {
        var session = PostureSession(
            id: try row.text("id"), name: try row.text("name"), createdBy: try row.optionalText("created_by"),
            createdAt: Timestamp(microseconds: try row.int("created_at")))
        session.updatedAt = Timestamp(microseconds: try row.int("updated_at"))
        session.turns = try row.int("n_turns")
        session.lastTurn = try row.int("last_turn")
        session.maxAlert = AlertLevel(rank: try row.int("max_alert"))
        session.maxDRM = AlertLevel(rank: try row.int("max_drm"))
        session.bhsSum = try row.int("bhs_sum")
        session.poiSum = try row.int("poi_sum")
        session.bhsTrend = try row.text("bhs_trend")
        session.regimeType = try row.text("regime_type")
        session.recentPostures = try row.text("recent_postures").split(separator: ",").compactMap { Int($0) }
        session.isArchived = try row.bool("is_archived")
        return session
    }

    /// A session with what its history metrics are computed from.
    struct Stored: Sendable {
        var session: PostureSession
        var state: SessionState
    }

    private static func stored(_ row: SQLRow) throws -> Stored {
        Stored(session: try session(row), state: try JSON.decode(SessionState.self, stored: try row.text("state").utf8))
    }

    /// Nil when the organization has no such session.
    static func find(_ id: String, org: String, in db: any SQLSession) async throws -> Stored? {
        try await db.first(
            "SELECT \(listColumns), s.state FROM psa_sessions s WHERE s.organization_id = $1 AND s.id = $2", [.text(org), .text(id)]
        ).map(stored)
    }

    static func find(name: String, org: String, in db: any SQLSession) async throws -> Stored? {
        try await db.first(
            "SELECT \(listColumns), s.state FROM psa_sessions s WHERE s.organization_id = $1 AND s.name = $2", [.text(org), .text(name)]
        ).map(stored)
    }

    static func exists(_ id: String, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.first("SELECT id FROM psa_sessions WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)]) != nil
    }

    /// As `find`, holding the row until the transaction ends: of two turns at once the second waits here.
    static func lock(_ id: String, org: String, in db: any SQLSession) async throws -> Stored? {
        try await db.first(
            "SELECT \(listColumns), s.state FROM psa_sessions s WHERE s.organization_id = $1 AND s.id = $2 \(db.dialect.forUpdate)",
            [.text(org), .text(id)]
        ).map(stored)
    }

    static func lock(name: String, org: String, in db: any SQLSession) async throws -> Stored? {
        try await db.first(
            "SELECT \(listColumns), s.state FROM psa_sessions s WHERE s.organization_id = $1 AND s.name = $2 \(db.dialect.forUpdate)",
            [.text(org), .text(name)]
        ).map(stored)
    }

    /// False when the organization has a session of this name.
    static func insert(_ stored: Stored, org: String, in db: any SQLSession) async throws -> Bool {
        let session = stored.session
        return try await db.change(
            """
            INSERT INTO psa_sessions (organization_id, id, name, search_name, created_by, created_at, updated_at, state)
            VALUES ($1, $2, $3, $4, $5, $6, $6, $7) ON CONFLICT (organization_id, name) DO NOTHING
            """,
            [
                .text(org), .text(session.id), .text(session.name), .text(SearchName(session.name).text), .optional(session.createdBy),
                .integer(session.createdAt.microseconds), .text(try JSON.text(stored.state)),
            ]) == 1
    }

    /// Writes everything that a turn changes.
    static func update(_ stored: Stored, org: String, in db: any SQLSession) async throws {
        let session = stored.session
        try await db.execute(
            """
            UPDATE psa_sessions SET updated_at = $3, n_turns = $4, last_turn = $5, max_alert = $6, max_drm = $7, bhs_sum = $8, poi_sum = $9,
                bhs_trend = $10, regime_type = $11, recent_postures = $12, is_archived = $13, state = $14
            WHERE organization_id = $1 AND id = $2
            """,
            [
                .text(org), .text(session.id), .integer(session.updatedAt.microseconds), .integer(session.turns), .integer(session.lastTurn),
                .integer(Int64(session.maxAlert.rank)), .integer(Int64(session.maxDRM.rank)), .integer(session.bhsSum), .integer(session.poiSum),
                .text(session.bhsTrend), .text(session.regimeType), .text(session.recentPostures.map(String.init).joined(separator: ",")),
                .integer(session.isArchived ? 1 : 0), .text(try JSON.text(stored.state)),
            ])
    }

    /// Takes its turns, texts, explanations and flags with it; its incidents stay.
    static func delete(_ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM psa_sessions WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
    }
}
