import Storage
import Vocabulary
import Web

/// By user alone: a user belongs to one organization, and the path tells the rest.
enum IdempotentRequestStore {
    struct Kept: Sendable {
        var contentHash: [UInt8]
        /// Nil while the request is at work.
        var status: Int?
        var answer: [UInt8]?
        var type: String?
        var leasedUntil: Timestamp?
        /// Whether a transaction of the request was committed.
        var hasCommitted: Bool
    }

    private static func place(_ request: IdempotentRequest) -> [SQLValue] { [.text(request.userID), .text(request.path), .text(request.key)] }

    /// One conditional write: a key that is free, whose day is over, or whose holder died at work on the same body before it changed anything.
    static func take(_ request: IdempotentRequest, lease: String, now: Timestamp, in database: any SQLDatabase) async throws -> Bool {
        let rows = try await database.write(
            """
            INSERT INTO idempotent_requests (user_id, path, key, content_hash, lease, leased_until, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (user_id, path, key) DO UPDATE SET content_hash = excluded.content_hash, lease = excluded.lease,
                leased_until = excluded.leased_until, status = NULL, answer = NULL, answer_type = NULL, has_committed = 0,
                expires_at = excluded.expires_at
            WHERE idempotent_requests.expires_at <= $8 OR idempotent_requests.lease = excluded.lease
                OR (idempotent_requests.leased_until <= $8 AND idempotent_requests.content_hash = excluded.content_hash
                    AND idempotent_requests.has_committed = 0)
            RETURNING lease
            """,
            place(request) + [
                .bytes(request.contentHash), .text(lease), .integer(now.adding(seconds: IdempotentAnswers.leaseSeconds).microseconds),
                .integer(now.adding(seconds: IdempotentAnswers.lifetimeSeconds).microseconds), .integer(now.microseconds),
            ])
        return !rows.isEmpty
    }

    static func find(_ request: IdempotentRequest, in db: any SQLSession) async throws -> Kept? {
        try await db.first(
            """
            SELECT content_hash, status, answer, answer_type, leased_until, has_committed FROM idempotent_requests
            WHERE user_id = $1 AND path = $2 AND key = $3
            """, place(request)
        ).map { row in
            Kept(
                contentHash: try row.bytes("content_hash"), status: try row.optionalInt("status").map(Int.init),
                answer: try row.optionalBytes("answer"), type: try row.optionalText("answer_type"),
                leasedUntil: try row.optionalInt("leased_until").map(Timestamp.init(microseconds:)),
                hasCommitted: try row.bool("has_committed"))
        }
    }

    static func finish(
        _ request: IdempotentRequest, lease: String, _ answer: KeptAnswer, sealed: [UInt8], in db: any SQLSession
    ) async throws {
        try await db.execute(
            """
            UPDATE idempotent_requests SET lease = NULL, leased_until = NULL, status = $5, answer = $6, answer_type = $7
            WHERE user_id = $1 AND path = $2 AND key = $3 AND lease = $4
            """, place(request) + [.text(lease), .integer(Int64(answer.status)), .bytes(sealed), answer.type.map(SQLValue.text) ?? .null])
    }

    /// False when another request has taken the key.
    static func mark(_ request: IdempotentRequest, lease: String, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "UPDATE idempotent_requests SET has_committed = 1 WHERE user_id = $1 AND path = $2 AND key = $3 AND lease = $4",
            place(request) + [.text(lease)]) == 1
    }

    static func endLease(_ request: IdempotentRequest, lease: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE idempotent_requests SET leased_until = 0 WHERE user_id = $1 AND path = $2 AND key = $3 AND lease = $4",
            place(request) + [.text(lease)])
    }

    static func abandon(_ request: IdempotentRequest, lease: String, in db: any SQLSession) async throws {
        try await db.execute(
            "DELETE FROM idempotent_requests WHERE user_id = $1 AND path = $2 AND key = $3 AND lease = $4", place(request) + [.text(lease)])
    }

    static func renew(_ request: IdempotentRequest, lease: String, until: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE idempotent_requests SET leased_until = $5 WHERE user_id = $1 AND path = $2 AND key = $3 AND lease = $4",
            place(request) + [.text(lease), .integer(until.microseconds)])
    }

    static func purge(before now: Timestamp, limit: Int, in db: any SQLSession) async throws -> Int {
        try await db.change(
            """
            DELETE FROM idempotent_requests WHERE (user_id, path, key) IN
                (SELECT user_id, path, key FROM idempotent_requests WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
            """, [.integer(now.microseconds), .integer(Int64(limit))])
    }
}
