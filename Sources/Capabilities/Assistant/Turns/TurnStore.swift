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
    var progress = TurnProgress()
    var startedAt: Timestamp
}

enum TurnStore {
    static func insert(_ turn: StoredTurn, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO turns (organization_id, user_id, thread_id, reply_id, message_id, action_id, started_at, progress)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            owner.arguments + [
                .text(turn.threadID), .text(turn.replyID), .text(turn.messageID), .text(turn.actionID), .integer(turn.startedAt.microseconds),
                .text(try JSON.text(turn.progress)),
            ])
    }

    /// Nil once the reply has ended.
    static func find(reply id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> StoredTurn? {
        try await db.first(
            """
            SELECT thread_id, reply_id, message_id, action_id, tools, progress, started_at FROM turns
            WHERE organization_id = $1 AND user_id = $2 AND reply_id = $3
            """, owner.arguments + [.text(id)]
        ).map { row in
            StoredTurn(
                threadID: try row.text("thread_id"), replyID: try row.text("reply_id"), messageID: try row.text("message_id"),
                actionID: try row.text("action_id"), tools: try JSON.decode([ToolEvent].self, stored: try row.text("tools").utf8),
                progress: try JSON.decode(TurnProgress.self, stored: try row.text("progress").utf8),
                startedAt: Timestamp(microseconds: try row.int("started_at")))
        }
    }

    static func save(
        _ tools: [ToolEvent], _ progress: TurnProgress, reply id: String, of owner: ThreadOwner, in db: any SQLSession
    ) async throws {
        try await db.execute(
            "UPDATE turns SET tools = $4, progress = $5 WHERE organization_id = $1 AND user_id = $2 AND reply_id = $3",
            owner.arguments + [.text(id), .text(try JSON.text(tools)), .text(try JSON.text(progress))])
    }

    /// Notes that its reader wishes the reply to end. False when it has ended.
    static func wishStop(reply id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "UPDATE turns SET stopping = 1 WHERE organization_id = $1 AND user_id = $2 AND reply_id = $3", owner.arguments + [.text(id)]) == 1
    }

    static func isStopping(reply id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Bool {
        try await db.first(
            "SELECT stopping FROM turns WHERE organization_id = $1 AND user_id = $2 AND reply_id = $3", owner.arguments + [.text(id)]
        )?.bool("stopping") ?? false
    }

    static func remove(reply id: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            "DELETE FROM turns WHERE organization_id = $1 AND user_id = $2 AND reply_id = $3", owner.arguments + [.text(id)])
    }
}
