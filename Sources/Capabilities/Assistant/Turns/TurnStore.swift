import Storage
import Vocabulary
import Web

/// A turn that is under way, as every server can see it.
struct StoredTurn: Sendable, Equatable {
    var threadID: String
    var replyID: String
    /// The user's message.
    var messageID: String
    var actionID: String
    var tools: [ToolEvent] = []
    var startedAt: Timestamp
}

enum TurnStore {
    static func insert(_ turn: StoredTurn, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO turns (organization_id, user_id, thread_id, reply_id, message_id, action_id, started_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            owner.arguments + [
                .text(turn.threadID), .text(turn.replyID), .text(turn.messageID), .text(turn.actionID), .integer(turn.startedAt.microseconds),
            ])
    }

    /// Nil once the reply has ended.
    static func find(reply id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> StoredTurn? {
        try await db.first(
            """
            SELECT thread_id, reply_id, message_id, action_id, tools, started_at FROM turns
            WHERE organization_id = $1 AND user_id = $2 AND reply_id = $3
            """, owner.arguments + [.text(id)]
        ).map { row in
            StoredTurn(
                threadID: try row.text("thread_id"), replyID: try row.text("reply_id"), messageID: try row.text("message_id"),
                actionID: try row.text("action_id"), tools: try JSON.decode([ToolEvent].self, stored: try row.text("tools").utf8),
                startedAt: Timestamp(microseconds: try row.int("started_at")))
        }
    }

    static func setTools(_ tools: [ToolEvent], reply id: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE turns SET tools = $4 WHERE organization_id = $1 AND user_id = $2 AND reply_id = $3",
            owner.arguments + [.text(id), .text(try JSON.text(tools))])
    }

    static func remove(reply id: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            "DELETE FROM turns WHERE organization_id = $1 AND user_id = $2 AND reply_id = $3", owner.arguments + [.text(id)])
    }
}
