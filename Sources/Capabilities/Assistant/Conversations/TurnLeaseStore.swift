import Storage
import Vocabulary

/// A thread's one turn at a time. A turn has the thread to itself until a moment that it moves ahead while it works, so that a crash
/// frees the thread.
package enum TurnLeaseStore {
    /// Takes the thread for a turn. False when another turn has it, or when there is no such thread. The turn that has it already may
    /// take it again.
    package static func take(
        _ turn: String, of thread: String, until: Timestamp, now: Timestamp, of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> Bool {
        try await db.change(
            """
            UPDATE threads SET busy_turn = $4, busy_until = $5 WHERE organization_id = $1 AND user_id = $2 AND id = $3
                AND (busy_turn IS NULL OR busy_turn = $4 OR busy_until <= $6)
            """, owner.arguments + [.text(thread), .text(turn), .integer(until.microseconds), .integer(now.microseconds)]) == 1
    }

    /// Moves the end of a turn's time ahead. False when the turn has the thread no more: it was taken for crashed, and must write nothing.
    package static func renew(
        _ turn: String, of thread: String, until: Timestamp, of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> Bool {
        try await db.change(
            "UPDATE threads SET busy_until = $5 WHERE organization_id = $1 AND user_id = $2 AND id = $3 AND busy_turn = $4",
            owner.arguments + [.text(thread), .text(turn), .integer(until.microseconds)]) == 1
    }

    /// Frees the thread. False when the turn did not have it.
    @discardableResult
    package static func release(_ turn: String, of thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "UPDATE threads SET busy_turn = NULL, busy_until = NULL WHERE organization_id = $1 AND user_id = $2 AND id = $3 AND busy_turn = $4",
            owner.arguments + [.text(thread), .text(turn)]) == 1
    }

    /// Which turn has the thread now; nil when none does, or its time is over.
    package static func holder(of thread: String, now: Timestamp, of owner: ThreadOwner, in db: any SQLSession) async throws -> String? {
        try await db.first(
            "SELECT busy_turn FROM threads WHERE organization_id = $1 AND user_id = $2 AND id = $3 AND busy_until > $4",
            owner.arguments + [.text(thread), .integer(now.microseconds)]
        )?.optionalText("busy_turn")
    }

    package struct Expired: Sendable, Equatable {
        package var owner: ThreadOwner
        package var threadID: String
        package var turn: String
    }

    /// Turns of anybody whose time is over, the longest waiting first: of a server that died.
    package static func expired(now: Timestamp, limit: Int, in db: any SQLSession) async throws -> [Expired] {
        try await db.query(
            """
            SELECT organization_id, user_id, id, busy_turn FROM threads WHERE busy_until IS NOT NULL AND busy_until <= $1
            ORDER BY busy_until LIMIT $2
            """, [.integer(now.microseconds), .integer(Int64(limit))]
        ).map {
            Expired(
                owner: ThreadOwner(organizationID: try $0.text("organization_id"), userID: try $0.text("user_id")), threadID: try $0.text("id"),
                turn: try $0.text("busy_turn"))
        }
    }
}
