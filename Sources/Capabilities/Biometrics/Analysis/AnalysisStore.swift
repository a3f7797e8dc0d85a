import Access
import Storage
import Vocabulary
import Web

enum AnalysisStore {
    static let columns = """
        n.id, n.session_id, n.identity_id, n.account_id, n.analyzed_at, n.match_score, n.match_status, n.confidence, n.baseline_sessions,
            n.engine_version,
        n.input, n.result, v.verdict AS verdict, v.note AS verdict_note, v.given_by AS verdict_by, v.given_at AS verdict_at
        """

    /// What is joined to `analyses n` for `columns`: a verdict is about a session and a person, whichever analysis it is told with.
    static let verdicts = """
        LEFT JOIN session_verdicts v
            ON v.organization_id = n.organization_id AND v.session_id = n.session_id AND v.identity_id = n.identity_id
        """

    static func analysis(_ row: SQLRow) throws -> Analysis {
        Analysis(
            id: try row.text("id"), sessionID: try row.text("session_id"), identityID: try row.text("identity_id"),
            accountID: try row.optionalText("account_id"),
            analyzedAt: Timestamp(microseconds: try row.int("analyzed_at")), score: try row.double("match_score"),
            matchStatus: Session.MatchStatus(rawValue: try row.text("match_status")) ?? .review, confidence: try row.double("confidence"),
            baselineSessions: Int(try row.int("baseline_sessions")), engineVersion: try row.text("engine_version"), input: try row.text("input"),
            result: try JSON.decode(Analysis.Result.self, from: Array(try row.text("result").utf8)), verdict: try VerdictStore.verdict(row))
    }

    static func find(session: String, org: String, in db: any SQLSession) async throws -> Analysis? {
        try await db.first(
            "SELECT \(columns) FROM analyses n \(verdicts) WHERE n.organization_id = $1 AND n.session_id = $2", [.text(org), .text(session)]
        ).map(analysis)
    }

    /// Newest first.
    static func list(identity: String, page: Page, org: String, in db: any SQLSession) async throws -> [Analysis] {
        try await db.query(
            "SELECT \(columns) FROM analyses n \(verdicts) WHERE n.organization_id = $1 AND n.identity_id = $2 "
                + "ORDER BY n.analyzed_at DESC, n.id DESC LIMIT $3 OFFSET $4",
            [.text(org), .text(identity), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        ).map(analysis)
    }

    static func all(identity: String, org: String, in db: any SQLSession) async throws -> [Analysis] {
        try await db.query(
            "SELECT \(columns) FROM analyses n \(verdicts) WHERE n.organization_id = $1 AND n.identity_id = $2 ORDER BY n.analyzed_at, n.id",
            [.text(org), .text(identity)]
        ).map(analysis)
    }

    /// Stores the analysis of a session that has none.
    /// - Returns: what the caller has to add to the counters.
    static func insert(_ analysis: Analysis, org: String, in db: any SQLSession) async throws -> [String: Int] {
        try await db.execute(
            """
            INSERT INTO analyses (organization_id, id, session_id, identity_id, account_id, analyzed_at, match_score, match_status, confidence,
                baseline_sessions, engine_version, input, result)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            [
                .text(org), .text(analysis.id), .text(analysis.sessionID), .text(analysis.identityID), .optional(analysis.accountID),
                .integer(analysis.analyzedAt.microseconds), .real(analysis.score), .text(analysis.matchStatus.rawValue), .real(analysis.confidence),
                .integer(Int64(analysis.baselineSessions)), .text(analysis.engineVersion), .text(analysis.input),
                .text(try JSON.text(analysis.result)),
            ])
        return counts(analysis.matchStatus, analysis.accountID, at: analysis.analyzedAt, identity: analysis.identityID, by: 1)
    }

    static func remove(session: String, org: String, in db: any SQLSession) async throws {
        let rows = try await db.query(
            "DELETE FROM analyses WHERE organization_id = $1 AND session_id = $2 RETURNING match_status, account_id, analyzed_at, identity_id",
            [.text(org), .text(session)])
        for row in rows {
            let changes = counts(
                Session.MatchStatus(rawValue: try row.text("match_status")) ?? .match, try row.optionalText("account_id"),
                at: Timestamp(microseconds: try row.int("analyzed_at")), identity: try row.text("identity_id"), by: -1)
            try await Counters.add(changes, org: org, in: db)
        }
    }

    /// Sessions whose present analysis compares them with this identity, in the order in which rows are locked.
    static func sessions(comparedWith identity: String, org: String, in db: any SQLSession) async throws -> [String] {
        try await db.query(
            "SELECT session_id FROM analyses WHERE organization_id = $1 AND identity_id = $2 ORDER BY analyzed_at, id", [.text(org), .text(identity)]
        )
        .map { try $0.text("session_id") }.sorted()
    }

    private static func counts(
        _ status: Session.MatchStatus, _ account: String?, at time: Timestamp, identity: String, by amount: Int
    ) -> [String: Int] {
        var changes = [Dimension.analyses(identity: identity): amount]
        if status != .match {
            changes[Dimension.alerts] = amount
            changes[Dimension.alerts(on: time)] = amount
            if let account { changes[Dimension.alerts(account: account)] = amount }
        }
        return changes
    }

    /// An alert is listed with the account that its session belongs to now.
    static func move(_ analysis: Analysis, toAccount account: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE analyses SET account_id = $3 WHERE organization_id = $1 AND id = $2", [.text(org), .text(analysis.id), .text(account)])
        guard analysis.matchStatus != .match else { return }
        var changes = [Dimension.alerts(account: account): 1]
        if let old = analysis.accountID { changes[Dimension.alerts(account: old)] = -1 }
        try await Counters.add(changes, org: org, in: db)
    }
}
