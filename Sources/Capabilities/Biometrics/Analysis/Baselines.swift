// Which sessions an identity is known by.
import Access
import MatchEngine
import Storage
import Vocabulary
import Web

enum Baselines {
    /// The newest learned sessions that make up a profile (our choice: confidence stops growing at 6, and 20 is what age weighs down anyway).
    static let depth = 20

    struct Entry: Sendable {
        var sessionID: String
        var features: SessionFeatures
        var at: Timestamp
    }

    /// The newest `limit` learned sessions of each identity, without `session`. Real sessions and those of test keys are learned apart.
    static func entries(
        identities: [String], mode: Mode, without session: String? = nil, limit: Int = depth, org: String, in db: any SQLSession
    ) async throws -> [String: [Entry]] {
        var found: [String: [Entry]] = [:]
        for identity in identities {
            let rows = try await db.query(
                """
                WITH newest AS (SELECT session_id, session_at FROM learned_sessions
                    WHERE organization_id = $1 AND identity_id = $2 AND session_id <> $3 AND mode = $5 ORDER BY session_at DESC, session_id LIMIT $4)
                SELECT newest.session_id AS session_id, newest.session_at AS session_at, (SELECT f.features FROM session_features f
                    WHERE f.organization_id = $1 AND f.session_id = newest.session_id) AS features
                FROM newest ORDER BY newest.session_at DESC, newest.session_id
                """, [.text(org), .text(identity), .text(session ?? ""), .integer(Int64(limit)), .text(mode.rawValue)])
            found[identity] = try rows.compactMap { row in
                guard let bytes = try row.optionalBytes("features"), let features = try? SessionFeatures(decoding: bytes) else { return nil }
                return Entry(sessionID: try row.text("session_id"), features: features, at: Timestamp(microseconds: try row.int("session_at")))
            }
        }
        return found
    }

    /// Takes a session into its identity's baseline, once.
    static func learn(
        _ session: Session, _ kind: SessionFeatures.InputKind, for identity: String, org: String, now: Timestamp, in db: any SQLSession
    ) async throws {
        try await Counters.add(try await learned(session, kind, for: identity, org: org, now: now, in: db), org: org, in: db)
    }

    /// As `learn`, leaving the counters to the caller, who holds the identity's row.
    /// - Parameter most: only while the identity is known by fewer sessions of this mode and kind of device; nil = always.
    /// - Returns: what the caller has to add to the counters.
    static func learned(
        _ session: Session, _ kind: SessionFeatures.InputKind, for identity: String, whileFewerThan most: Int? = nil, org: String, now: Timestamp,
        in db: any SQLSession
    ) async throws -> [String: Int] {
        let condition =
            most == nil
            ? ""
            : """
            AND (SELECT COUNT(*) FROM (SELECT session_id FROM learned_sessions
                WHERE organization_id = $1 AND identity_id = $2 AND input_kind = $6 AND mode = $7 LIMIT $8) AS known) < $8
            """
        let isNew =
            try await db.change(
                """
                INSERT INTO learned_sessions (organization_id, identity_id, session_id, input_kind, session_at, learned_at, mode)
                SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($6 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS BIGINT),
                    CAST($7 AS TEXT)
                WHERE 1 = 1 \(condition)
                ON CONFLICT (organization_id, identity_id, session_id) DO NOTHING
                """,
                [
                    .text(org), .text(identity), .text(session.id), .integer((session.completedAt ?? session.createdAt).microseconds),
                    .integer(now.microseconds), .text(kind.rawValue), .text(session.mode.rawValue),
                ] + (most.map { [.integer(Int64($0))] } ?? [])) == 1
        return isNew ? try await counts(1, identity, session.mode, org: org, in: db) : [:]
    }

    /// Takes a session out of the baseline of this identity; nil = out of whatever baseline it is in.
    static func unlearn(_ session: String, of identity: String? = nil, org: String, in db: any SQLSession) async throws {
        let rows = try await db.query(
            "DELETE FROM learned_sessions WHERE organization_id = $1 AND session_id = $2"
                + (identity == nil ? "" : " AND identity_id = $3") + " RETURNING identity_id, mode",
            [.text(org), .text(session)] + (identity.map { [.text($0)] } ?? []))
        for row in rows {
            let changes = try await counts(-1, try row.text("identity_id"), try mode(row), org: org, in: db)
            try await Counters.add(changes, org: org, in: db)
        }
    }

    static func isLearned(_ session: String, for identity: String, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.first(
            "SELECT session_id FROM learned_sessions WHERE organization_id = $1 AND identity_id = $2 AND session_id = $3",
            [.text(org), .text(identity), .text(session)]) != nil
    }

    /// Empties an identity's baseline.
    static func reset(_ identity: String, org: String, in db: any SQLSession) async throws {
        let removed = try await db.query(
            "DELETE FROM learned_sessions WHERE organization_id = $1 AND identity_id = $2 RETURNING mode", [.text(org), .text(identity)]
        ).map(mode)
        for mode in Set(removed) {
            let changes = try await counts(-removed.count(where: { $0 == mode }), identity, mode, org: org, in: db)
            try await Counters.add(changes, org: org, in: db)
        }
    }

    private static func mode(_ row: SQLRow) throws -> Mode { Mode(rawValue: try row.text("mode")) ?? .live }

    /// Notes at the identity how many sessions were learned or unlearned; returns what that changes in the counters, which hold real ones alone.
    private static func counts(_ amount: Int, _ identity: String, _ mode: Mode, org: String, in db: any SQLSession) async throws -> [String: Int] {
        guard mode == .live else {
            try await db.execute(
                "UPDATE identities SET test_learned_count = test_learned_count + $3 WHERE organization_id = $1 AND id = $2",
                [.text(org), .text(identity), .integer(Int64(amount))])
            return [:]
        }
        let row = try await db.first(
            "UPDATE identities SET learned_count = learned_count + $3 WHERE organization_id = $1 AND id = $2 RETURNING learned_count",
            [.text(org), .text(identity), .integer(Int64(amount))])
        guard let after = try row.map({ Int(try $0.int("learned_count")) }) else { return [:] }
        let before = after - amount
        let wasEnrolled = before >= Identity.enrolledSessions, isEnrolled = after >= Identity.enrolledSessions
        let enrolled = wasEnrolled == isEnrolled ? 0 : isEnrolled ? 1 : -1
        return [Dimension.enrolled: enrolled, Dimension.learned: amount]
    }
}
