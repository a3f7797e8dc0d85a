// Fills an organization with made-up sessions in bulk, for measuring what lists and triggers cost beside much data.
import Access
import MatchEngine
import Storage
import Vocabulary

package struct SyntheticOrganization: Sendable {
    package let database: any SQLDatabase
    package let organizationID: String
    package let now: Timestamp

    /// Rows written by one statement (our choice: seconds each, so that progress shows).
    private static let chunk = 50_000
    private static let accounts = 20

    package init(database: any SQLDatabase, organizationID: String, now: Timestamp) {
        self.database = database
        self.organizationID = organizationID
        self.now = now
    }

    /// Writes `sessions` sessions of `identities` identities, one a second back from now, with metadata, categories and analyses.
    /// - Parameters:
    ///   - baselines: events of sessions by people who make up the organization's sample; each becomes an enrolled identity.
    ///   - progress: called with the share done, 0…1.
    package func fill(sessions: Int, identities: Int, baselines: [[[BehaviorEvent]]], progress: @Sendable (Double) -> Void) async throws {
        try await insertAccounts()
        try await insertIdentities(identities)
        for start in stride(from: 0, to: sessions, by: Self.chunk) {
            try await insertSessions(start..<min(start + Self.chunk, sessions), identities: identities)
            progress(Double(min(start + Self.chunk, sessions)) / Double(sessions) * 0.95)
        }
        try await insertBaselines(baselines)
        try await count()
        progress(1)
    }

    /// `$1` organization, `$2` and `$3` the first number and the number after the last, `$4` now.
    private func run(_ into: String, _ select: String, _ range: Range<Int>, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO \(into) WITH RECURSIVE n(i) AS (SELECT CAST($2 AS BIGINT) UNION ALL SELECT i + 1
                FROM n WHERE i + 1 < CAST($3 AS BIGINT)) \(select)
            """,
            [.text(organizationID), .integer(Int64(range.lowerBound)), .integer(Int64(range.upperBound)), .integer(now.microseconds)])
    }

    private func insertAccounts() async throws {
        try await database.transaction { db in
            try await run(
                "accounts (organization_id, id, name, created_at)",
                "SELECT CAST($1 AS TEXT), 'acct_' || i, 'Account ' || i, CAST($4 AS BIGINT) - i FROM n", 0..<Self.accounts, in: db)
        }
    }

    private func insertIdentities(_ count: Int) async throws {
        try await database.transaction { db in
            try await run(
                "identities (organization_id, id, external_id, metadata, session_count, learned_count, sample_key, created_at, updated_at)",
                // Behind those of the real baselines in the order of the sample.
                """
                SELECT CAST($1 AS TEXT), 'id_synthetic_' || i, 'person_' || i, '{}', 0, 0, 1000000 + i,
                    CAST($4 AS BIGINT) - i * 1000000, CAST($4 AS BIGINT) FROM n
                """, 0..<count, in: db)
            try await run(
                "identity_accounts (organization_id, identity_id, account_id, created_at)",
                "SELECT CAST($1 AS TEXT), 'id_synthetic_' || i, 'acct_' || (i % \(Self.accounts)), CAST($4 AS BIGINT) - i FROM n", 0..<count, in: db)
        }
    }

    private func insertSessions(_ range: Range<Int>, identities: Int) async throws {
        let time = "CAST($4 AS BIGINT) - i * 1000000"
        // One in ten stays unlinked and unanalyzed, spread over the other statuses.
        let status =
            "CASE i % 10 WHEN 0 THEN CASE (i / 10) % 4 WHEN 0 THEN 'completed' WHEN 1 THEN 'abandoned' WHEN 2 THEN 'expired' ELSE 'rejected' END "
                + "ELSE 'analyzed' END"
        let match = "CASE WHEN i % 10 = 0 THEN NULL WHEN i % 17 = 1 THEN 'mismatch' WHEN i % 7 = 1 THEN 'review' ELSE 'match' END"
        let score = "CASE WHEN i % 17 = 1 THEN 21.5 WHEN i % 7 = 1 THEN 58.0 ELSE 86.4 END"
        try await database.transaction { db in
            try await run(
                """
                sessions (organization_id, id, status, mode, identity_id, linked_by, link_version, account_id, match_status, match_score, event_count,
                    metadata, device_info, field_values, created_at, updated_at, completed_at)
                """,
                """
                SELECT CAST($1 AS TEXT), 'stm_synthetic_' || i, \(status), 'live', CASE WHEN i % 10 = 0 THEN NULL ELSE 'id_synthetic_'
                    || (i % \(identities)) END,
                    CASE WHEN i % 10 = 0 THEN NULL ELSE 'secret' END, 1, CASE WHEN i % 10 = 0 THEN NULL ELSE 'acct_' || (i % \(Self.accounts)) END,
                    \(match), CASE WHEN i % 10 = 0 THEN NULL ELSE \(score) END, 250,
                    '{"candidate_id":"c_' || i || '","form":"checkout"}', '{}', '{}', \(time), \(time), \(time) FROM n
                """, range, in: db)
            try await run(
                "session_metadata (organization_id, session_id, key, value, created_at)",
                "SELECT CAST($1 AS TEXT), 'stm_synthetic_' || i, 'candidate_id', 'c_' || i, \(time) FROM n", range, in: db)
            try await run(
                "session_metadata (organization_id, session_id, key, value, created_at)",
                "SELECT CAST($1 AS TEXT), 'stm_synthetic_' || i, 'form', 'checkout', \(time) FROM n", range, in: db)
            for category in ["typing", "mouse"] {
                try await run(
                    "session_categories (organization_id, session_id, category, severity, created_at)",
                    """
                    SELECT CAST($1 AS TEXT), 'stm_synthetic_' || i, '\(category)',
                        CASE WHEN i % 17 = 1 THEN 'severe' WHEN i % 7 = 1 THEN 'moderate' WHEN i % 5 = 1 THEN 'mild' ELSE 'none' END, \(time)
                    FROM n WHERE i % 10 <> 0
                    """, range, in: db)
            }
            try await run(
                """
                analyses (organization_id, id, session_id, identity_id, account_id, analyzed_at, match_score, match_status, confidence,
                    baseline_sessions,
                    engine_version, input, result)
                """,
                """
                SELECT CAST($1 AS TEXT), 'ana_synthetic_' || i, 'stm_synthetic_' || i, 'id_synthetic_' || (i % \(identities)), 'acct_'
                    || (i % \(Self.accounts)),
                    \(time), \(score), \(match), 0.9, 6, 'synthetic', 'synthetic',
                    '{"categories":[],"reasons":[],"red_flags":[],"signals":["typing"],"summary":"Made up for a measurement."}'
                FROM n WHERE i % 10 <> 0
                """, range, in: db)
        }
    }

    /// Real features for the people whom the organization's model is learned from.
    private func insertBaselines(_ people: [[[BehaviorEvent]]]) async throws {
        for (number, sessions) in people.enumerated() {
            try await database.transaction { db in
                var identity = Identity(id: "id_sample_\(number)", externalID: "sample_\(number)", createdAt: now)
                identity.sessionCount = sessions.count
                try await db.execute(
                    """
                    INSERT INTO identities (organization_id, id, external_id, metadata, session_count, learned_count, sample_key, created_at,
                        updated_at)
                    VALUES ($1, $2, $3, '{}', $4, 0, $5, $6, $6)
                    """,
                    [
                        .text(organizationID), .text(identity.id), .optional(identity.externalID), .integer(Int64(sessions.count)),
                        .integer(Int64(number)),
                        .integer(now.microseconds),
                    ])
                for (index, events) in sessions.enumerated() {
                    var session = Session(id: "stm_sample_\(number)_\(index)", mode: .live, createdAt: now.adding(seconds: -Double(index)))
                    _ = try await SessionStore.insert(session, org: organizationID, in: db)
                    session.status = .completed
                    session.completedAt = session.createdAt
                    session.identityID = identity.id
                    session.linkedBy = .secret
                    try await SessionStore.update(session, org: organizationID, in: db)
                    let stored = FeatureStore.Stored(
                        features: FeatureExtractor.features(of: events, device: DeviceTraits()), timeline: MatchEngine.Timeline(of: events),
                        eventCount: 0)
                    try await FeatureStore.save(stored, session: session.id, org: organizationID, now: now, in: db)
                    try await Baselines.learn(session, .desktop, for: identity.id, org: organizationID, now: now, in: db)
                }
            }
        }
    }

    /// Counts everything once, as if it had been counted when it happened.
    private func count() async throws {
        @Sendable func add(_ dimension: String, _ query: String, in db: any SQLSession) async throws {
            try await db.execute(
                """
                INSERT INTO counters (organization_id, dimension, shard, count) SELECT CAST($1 AS TEXT), \(dimension), 0, COUNT(*) \(query)
                ON CONFLICT (organization_id, dimension, shard) DO UPDATE SET count = counters.count + excluded.count
                """, [.text(organizationID)])
        }
        let separator = "'\u{1F}'"
        let day: Int64 = 86_400_000_000
        let mine = "WHERE organization_id = $1"
        try await database.transaction { db in
            try await add("'\(Dimension.sessions)'", "FROM sessions \(mine)", in: db)
            try await add("'\(Dimension.identities)'", "FROM identities \(mine)", in: db)
            try await add("'\(Dimension.accounts)'", "FROM accounts \(mine)", in: db)
            try await add("'sessions:status=' || status", "FROM sessions \(mine) GROUP BY status", in: db)
            try await add("'sessions:match=' || match_status", "FROM sessions \(mine) AND match_status IS NOT NULL GROUP BY match_status", in: db)
            try await add(
                "'\(Dimension.created(on: now))'",
                "FROM sessions \(mine) AND created_at >= \(now.startOfDay.microseconds) AND created_at < \(now.startOfDay.microseconds + day)", in: db
            )
            try await add("'sessions:meta=' || key", "FROM session_metadata \(mine) GROUP BY key", in: db)
            try await add("'sessions:meta=' || key || \(separator) || value", "FROM session_metadata \(mine) GROUP BY key, value", in: db)
            try await add("'sessions:category=' || category", "FROM session_categories \(mine) GROUP BY category", in: db)
            try await add(
                "'sessions:category=' || category || \(separator) || severity", "FROM session_categories \(mine) GROUP BY category, severity", in: db)
            try await add(
                "'sessions:severity=' || severity",
                "FROM (SELECT DISTINCT session_id, severity FROM session_categories \(mine)) AS once GROUP BY severity", in: db)
            try await add("'\(Dimension.alerts)'", "FROM analyses \(mine) AND match_status <> 'match'", in: db)
            try await add(
                "'\(Dimension.alerts(on: now))'",
                "FROM analyses \(mine) AND match_status <> 'match' AND analyzed_at >= \(now.startOfDay.microseconds)", in: db)
            try await add("'alerts:account=' || account_id", "FROM analyses \(mine) AND match_status <> 'match' GROUP BY account_id", in: db)
            try await db.execute(
                """
                UPDATE accounts SET
                    session_count = (SELECT COUNT(*) FROM sessions s WHERE s.organization_id = $1 AND s.account_id = accounts.id),
                    identity_count = (SELECT COUNT(*) FROM identity_accounts a WHERE a.organization_id = $1 AND a.account_id = accounts.id)
                WHERE organization_id = $1
                """, [.text(organizationID)])
            try await db.execute(
                """
                UPDATE identities SET session_count = (SELECT COUNT(*) FROM sessions s WHERE s.organization_id = $1 AND s.identity_id = identities.id)
                WHERE organization_id = $1
                """, [.text(organizationID)])
        }
    }
}
