import Access
import MatchEngine
import Storage
import Vocabulary

enum EventBatchStore {
    struct Stored: Sendable {
        var accepted: Int
        var rejected: Int
        var totalAfter: Int
    }

    /// A batch of this name that was stored before; nil = it is new.
    static func find(_ batchID: String, session: String, org: String, in db: any SQLSession) async throws -> Stored? {
        try await db.first(
            "SELECT event_count, rejected_count, total_after FROM session_event_batches "
                + "WHERE organization_id = $1 AND session_id = $2 AND batch_id = $3",
            [.text(org), .text(session), .text(batchID)]
        ).map {
            Stored(accepted: Int(try $0.int("event_count")), rejected: Int(try $0.int("rejected_count")), totalAfter: Int(try $0.int("total_after")))
        }
    }

    /// False when a batch of this name is there already. PostgreSQL keeps it in the month of `sessionAt`, when the session was created.
    static func insert(
        _ block: [UInt8], _ stored: Stored, batchID: String, session: String, sessionAt: Int64, org: String, at now: Timestamp,
        in db: any SQLSession
    ) async throws -> Bool {
        let isPartitioned = db.dialect == .postgres
        return try await db.change(
            isPartitioned ? insertIntoMonth : insertIntoTable,
            [
                .text(org), .text(session), .text(batchID), .integer(Int64(stored.accepted)), .integer(Int64(stored.rejected)),
                .integer(Int64(stored.totalAfter)), .integer(now.microseconds), .bytes(block),
            ] + (isPartitioned ? [.integer(sessionAt)] : [])) == 1
    }

    private static let insertIntoTable = """
        INSERT INTO session_event_batches (organization_id, session_id, batch_id, event_count, rejected_count, total_after, received_at, block)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
        """
    private static let insertIntoMonth = """
        INSERT INTO session_event_batches
            (organization_id, session_id, batch_id, event_count, rejected_count, total_after, received_at, block, session_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
        """

    /// Stores a batch and counts it at its session in one statement, which only PostgreSQL can.
    /// - Returns: the session's events from now on. Nil, with nothing written, when the batch is known already or the session is not active, has no
    ///   room for the whole batch, or becomes billable with it.
    static func insertWithCount(
        _ batch: EventBatch, _ block: [UInt8], _ batchID: String, org: String, at now: Timestamp, in database: any SQLDatabase
    ) async throws -> Int? {
        let count = batch.events.count
        do {
            let rows = try await database.write(
                insertWithCount,
                [
                    .text(org), .text(batch.sessionID), .integer(Int64(count)), .integer(now.microseconds), .optional(batch.sdkVersion),
                    .optional(batch.pageURL), .integer(Int64(min(batch.droppedEvents, EventIntake.mostDropped))),
                    .integer(Int64(Session.maximumEvents - count)), .integer(Int64(Usage.billableEvents)), .text(batchID), .bytes(block),
                ])
            return try rows.first.map { Int(try $0.int("event_count")) }
        } catch let error as SQLError {
            guard case .uniqueViolation = error.kind else { throw error }
            return nil
        }
    }

    private static let insertWithCount = """
        WITH taken AS (
            UPDATE sessions SET event_count = event_count + $3, batch_count = batch_count + 1, last_event_at = $4, updated_at = $4,
                dropped_events = dropped_events + $7, sdk_version = COALESCE($5, sdk_version), page_url = COALESCE($6, page_url)
            WHERE organization_id = $1 AND id = $2 AND status = 'active' AND event_count <= $8
                AND (event_count >= $9 OR event_count + $3 < $9) RETURNING event_count, created_at
        ), stored AS (
            INSERT INTO session_event_batches
                (organization_id, session_id, batch_id, event_count, rejected_count, total_after, received_at, block, session_at)
            SELECT $1, $2, CAST($10 AS TEXT), $3, 0, event_count, $4, $11, created_at FROM taken
        )
        SELECT event_count FROM taken
        """

    /// All events of a session in order of time.
    static func events(session: String, org: String, in db: any SQLSession) async throws -> [BehaviorEvent] {
        let rows = try await db.query(
            "SELECT block FROM session_event_batches WHERE organization_id = $1 AND session_id = $2 ORDER BY received_at, batch_id",
            [.text(org), .text(session)])
        return try rows.flatMap { try EventBlock.decode(try $0.bytes("block")) }
    }

    /// Deletes raw events older than the retention, `limit` batches at a time; returns how many went.
    static func purge(before: Timestamp, limit: Int, in db: any SQLSession) async throws -> Int {
        try await db.change(
            """
            DELETE FROM session_event_batches WHERE (organization_id, session_id, batch_id) IN
            (SELECT organization_id, session_id, batch_id FROM session_event_batches WHERE received_at < $1 ORDER BY received_at LIMIT $2)
            """, [.integer(before.microseconds), .integer(Int64(limit))])
    }
}
