import Access
import Storage
import Vocabulary
import Web

/// The `Idempotency-Key` of a message, with the hash of the request that it came with.
struct SendKey: Sendable, Equatable {
    var key: String
    var contentHash: [UInt8]
}

/// The message that was sent with a key, and its reply.
struct SentKey: Sendable {
    var contentHash: [UInt8]
    var threadID: String
    var messageID: String
    var replyID: String
    /// Why the reply is not complete; nil where it is, or where the server died with it.
    var failure: TurnFailure?
    var sentAt: Timestamp
}

enum SentKeyStore {
    /// Nil for a key that nobody has used within its day.
    static func find(_ key: String, now: Timestamp, of owner: ThreadOwner, in db: any SQLSession) async throws -> SentKey? {
        try await db.first(
            """
            SELECT content_hash, thread_id, message_id, reply_id, failure, sent_at FROM sent_keys
            WHERE organization_id = $1 AND user_id = $2 AND key = $3 AND expires_at > $4
            """, owner.arguments + [.text(key), .integer(now.microseconds)]
        ).map { row in
            SentKey(
                contentHash: try row.bytes("content_hash"), threadID: try row.text("thread_id"), messageID: try row.text("message_id"),
                replyID: try row.text("reply_id"),
                failure: try row.optionalText("failure").flatMap { try JSON.decode(KeptFailure.self, stored: $0.utf8).failure },
                sentAt: Timestamp(microseconds: try row.int("sent_at")))
        }
    }

    /// Gives the key to a turn for as long as answers are kept, in the transaction that stores its message. False when another message has it:
    /// then nothing may be stored.
    static func take(_ key: SendKey, for turn: StoredTurn, now: Timestamp, of owner: ThreadOwner, in db: any SQLSession) async throws -> Bool {
        try await db.first(
            """
            INSERT INTO sent_keys (organization_id, user_id, key, content_hash, thread_id, message_id, reply_id, sent_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (organization_id, user_id, key) DO UPDATE SET content_hash = excluded.content_hash, thread_id = excluded.thread_id,
                message_id = excluded.message_id, reply_id = excluded.reply_id, failure = NULL, sent_at = excluded.sent_at,
                expires_at = excluded.expires_at
            WHERE sent_keys.expires_at <= $8
            RETURNING key
            """,
            owner.arguments + [
                .text(key.key), .bytes(key.contentHash), .text(turn.threadID), .text(turn.messageID), .text(turn.replyID),
                .integer(now.microseconds), .integer(now.adding(seconds: IdempotentAnswers.lifetimeSeconds).microseconds),
            ]) != nil
    }

    /// Notes why a reply is not complete, so that a repetition is told the same.
    static func setFailure(
        _ failure: TurnFailure, _ key: SendKey, reply: String, of owner: ThreadOwner, in db: any SQLSession
    ) async throws {
        try await db.execute(
            "UPDATE sent_keys SET failure = $5 WHERE organization_id = $1 AND user_id = $2 AND key = $3 AND reply_id = $4",
            owner.arguments + [.text(key.key), .text(reply), .text(try JSON.text(KeptFailure(failure)))])
    }

    /// Removes keys whose day is over, some of them; returns how many.
    static func purge(before now: Timestamp, limit: Int, in db: any SQLSession) async throws -> Int {
        try await db.change(
            """
            DELETE FROM sent_keys WHERE (organization_id, user_id, key) IN
                (SELECT organization_id, user_id, key FROM sent_keys WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
            """, [.integer(now.microseconds), .integer(Int64(limit))])
    }
}

/// A failure as it is stored.
private struct KeptFailure: Codable {
    var kind: String
    var code: String
    var sentence: String

    init(_ failure: TurnFailure) {
        kind = failure.kind.rawValue
        code = failure.code
        sentence = failure.sentence
    }

    var failure: TurnFailure { TurnFailure(Problem.Kind(rawValue: kind) ?? .internalError, code: code, sentence) }
}
