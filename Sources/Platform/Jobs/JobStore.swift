import Storage
import Vocabulary

/// A job that a worker has taken.
struct ClaimedJob: Sendable, Hashable {
    let id: String
    let kind: String
    let payload: String
    /// Counts from 1; together with the lease it tells this run from any other of the same job.
    let attempt: Int64
    let maxAttempts: Int64
}

/// All SQL about jobs and schedules.
enum JobStore {
    static func insert(
        kind: String, payload: String, key: String?, due: Timestamp, now: Timestamp, maxAttempts: Int, in db: any SQLSession
    ) async throws {
        // A second job under the same key is one with the first: the newer payload, the earlier time.
        try await db.execute(
            """
            INSERT INTO jobs (id, kind, payload, dedupe_key, status, due_at, attempts, max_attempts, created_at)
            VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6, $7)
            ON CONFLICT (kind, dedupe_key) WHERE status = 'waiting' AND dedupe_key IS NOT NULL DO UPDATE SET
                payload = excluded.payload,
                due_at = CASE WHEN excluded.due_at < jobs.due_at THEN excluded.due_at ELSE jobs.due_at END
            """,
            [
                .text(ID.new(.job)), .text(kind), .text(payload), key.map(SQLValue.text) ?? .null, .integer(due.microseconds),
                .integer(Int64(maxAttempts)), .integer(now.microseconds),
            ])
    }

    /// When the next job of these kinds is due; nil when there is none.
    static func nextDue(kinds: [String], in db: any SQLSession) async throws -> Timestamp? {
        guard !kinds.isEmpty else { return nil }
        let row = try await db.first(
            "SELECT due_at FROM jobs WHERE status <> 'dead' AND kind IN (\(list(kinds, from: 1))) ORDER BY due_at, id LIMIT 1",
            kinds.map(SQLValue.text))
        return try row.map { Timestamp(microseconds: try $0.int("due_at")) }
    }

    /// Takes due jobs, the longest due first. Others pass over the rows that one worker is taking, so no run is given twice.
    static func claim(
        kinds: [String], limit: Int, lease: String, until end: Timestamp, now: Timestamp, in db: any SQLSession
    ) async throws -> [ClaimedJob] {
        // Workers that vanished in the last attempt left these behind.
        try await db.execute(
            """
            UPDATE jobs SET status = 'dead', lease = NULL, last_error = COALESCE(last_error, 'its worker vanished')
            WHERE status <> 'dead' AND due_at <= $1 AND attempts >= max_attempts
            """, [.integer(now.microseconds)])
        let rows = try await db.query(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM jobs WHERE status <> 'dead' AND due_at <= $1 AND attempts < max_attempts AND kind IN (\(list(kinds, from: 5)))
                ORDER BY due_at, id LIMIT $2 \(db.dialect.skipLocked))
            UPDATE jobs SET status = 'running', lease = $3, due_at = $4, attempts = attempts + 1
            WHERE id IN (SELECT id FROM due) RETURNING id, kind, payload, attempts, max_attempts
            """,
            [.integer(now.microseconds), .integer(Int64(limit)), .text(lease), .integer(end.microseconds)] + kinds.map(SQLValue.text))
        return try rows.map { row in
            ClaimedJob(
                id: try row.text("id"), kind: try row.text("kind"), payload: try row.text("payload"), attempt: try row.int("attempts"),
                maxAttempts: try row.int("max_attempts"))
        }
    }

    /// Prolongs the lease; false when it is no longer held.
    static func renew(_ job: ClaimedJob, lease: String, until end: Timestamp, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "UPDATE jobs SET due_at = $1 WHERE id = $2 AND lease = $3 AND attempts = $4",
            [.integer(end.microseconds), .text(job.id), .text(lease), .integer(job.attempt)]) == 1
    }

    static func remove(_ job: ClaimedJob, lease: String, in db: any SQLSession) async throws {
        try await db.execute(
            "DELETE FROM jobs WHERE id = $1 AND lease = $2 AND attempts = $3", [.text(job.id), .text(lease), .integer(job.attempt)])
    }

    /// Puts the job back for later; `attempts` is what it has used up so far. When another waits under its key by now, that
    /// one stands for both.
    static func putBack(
        _ job: ClaimedJob, lease: String, due: Timestamp, attempts: Int64, error: String?, in database: any SQLDatabase
    ) async throws {
        do {
            try await database.execute(
                """
                UPDATE jobs SET status = 'waiting', lease = NULL, due_at = $1, attempts = $2, last_error = COALESCE($3, last_error)
                WHERE id = $4 AND lease = $5 AND attempts = $6
                """,
                [
                    .integer(due.microseconds), .integer(attempts), error.map(SQLValue.text) ?? .null, .text(job.id), .text(lease),
                    .integer(job.attempt),
                ])
        } catch let error as SQLError {
            guard case .uniqueViolation = error.kind else { throw error }
            try await remove(job, lease: lease, in: database)
        }
    }

    static func bury(_ job: ClaimedJob, lease: String, now: Timestamp, error: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE jobs SET status = 'dead', lease = NULL, due_at = $1, last_error = $2 WHERE id = $3 AND lease = $4 AND attempts = $5",
            [.integer(now.microseconds), .text(error), .text(job.id), .text(lease), .integer(job.attempt)])
    }

    static func counts(in db: any SQLSession) async throws -> [(kind: String, status: String, count: Int)] {
        try await db.query("SELECT kind, status, COUNT(*) AS count FROM jobs GROUP BY kind, status ORDER BY kind, status").map { row in
            (kind: try row.text("kind"), status: try row.text("status"), count: Int(try row.int("count")))
        }
    }

    static func reviveDead(kind: String, now: Timestamp, in db: any SQLSession) async throws -> Int {
        try await db.change(
            """
            UPDATE jobs SET status = 'waiting', due_at = $1, attempts = 0 WHERE status = 'dead' AND kind = $2 AND (
                dedupe_key IS NULL OR id IN (
                    SELECT MAX(id) FROM jobs AS candidate WHERE status = 'dead' AND kind = $2 AND NOT EXISTS (
                        SELECT 1 FROM jobs AS other
                        WHERE other.kind = $2 AND other.dedupe_key = candidate.dedupe_key AND other.status = 'waiting')
                    GROUP BY dedupe_key))
            """, [.integer(now.microseconds), .text(kind)])
    }

    static func removeDead(before time: Timestamp, in db: any SQLSession) async throws -> Int {
        try await db.change("DELETE FROM jobs WHERE status = 'dead' AND due_at < $1", [.integer(time.microseconds)])
    }

    // MARK: Schedules

    static func addSchedule(_ name: String, at time: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            "INSERT INTO job_schedules (name, next_run_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", [.text(name), .integer(time.microseconds)])
    }

    /// When each schedule is next due: at its time, or when the lease of whoever runs it has ended.
    static func nextRuns(_ names: [String], in db: any SQLSession) async throws -> [String: Timestamp] {
        guard !names.isEmpty else { return [:] }
        let rows = try await db.query(
            """
            SELECT name, CASE WHEN leased_until > next_run_at THEN leased_until ELSE next_run_at END AS due
            FROM job_schedules WHERE name IN (\(list(names, from: 1)))
            """,
            names.map(SQLValue.text))
        return try Dictionary(rows.map { (try $0.text("name"), Timestamp(microseconds: try $0.int("due"))) }, uniquingKeysWith: { first, _ in first })
    }

    /// Takes this round of a schedule, if it is due and nobody else has it.
    static func claimSchedule(
        _ name: String, interval: Int64, lease: String, until end: Timestamp, now: Timestamp, in db: any SQLSession
    ) async throws -> Bool {
        try await db.change(
            """
            UPDATE job_schedules SET lease = $1, leased_until = $2,
                next_run_at = CASE WHEN next_run_at + $3 > $4 THEN next_run_at + $3 ELSE $4 + $3 END
            WHERE name = $5 AND next_run_at <= $4 AND (leased_until IS NULL OR leased_until <= $4)
            """,
            [.text(lease), .integer(end.microseconds), .integer(interval), .integer(now.microseconds), .text(name)]) == 1
    }

    static func renewSchedule(_ name: String, lease: String, until end: Timestamp, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "UPDATE job_schedules SET leased_until = $1 WHERE name = $2 AND lease = $3", [.integer(end.microseconds), .text(name), .text(lease)]) == 1
    }

    static func releaseSchedule(_ name: String, lease: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE job_schedules SET lease = NULL, leased_until = NULL WHERE name = $1 AND lease = $2", [.text(name), .text(lease)])
    }

    private static func list(_ values: [String], from first: Int) -> String { values.indices.map { "$\(first + $0)" }.joined(separator: ", ") }
}
