import Storage
import Vocabulary

enum MessageStore {
    static let columns = """
        m.id, m.thread_id, m.number, m.role, m.content, m.channel, m.status, m.error, m.starred, m.read_at, m.created_at, m.model, m.tokens_in,
        m.tokens_out, m.tokens_cached, m.cost_micros, m.latency_ms, m.actions, m.run_id, m.tool_calls, m.posture_state, m.posture,
        m.unverified_claim, m.reasoning
        """

    static func message(_ row: SQLRow) throws -> Message {
        var message = Message(
            id: try row.text("id"), threadID: try row.text("thread_id"), number: try row.int("number"),
            role: Message.Role(rawValue: try row.text("role")) ?? .system, content: try row.text("content"),
            channel: Channel(rawValue: try row.text("channel")) ?? .api, status: Message.Status(rawValue: try row.text("status")) ?? .complete,
            createdAt: Timestamp(microseconds: try row.int("created_at")))
        message.error = try row.optionalText("error")
        message.isStarred = try row.bool("starred")
        message.readAt = try row.optionalInt("read_at").map(Timestamp.init(microseconds:))
        if let model = try row.optionalText("model") {
            message.figures = ReplyFigures(
                model: model, tokensIn: try row.optionalInt("tokens_in") ?? 0, tokensOut: try row.optionalInt("tokens_out") ?? 0,
                tokensCached: try row.optionalInt("tokens_cached") ?? 0, costMicros: try row.optionalInt("cost_micros") ?? 0,
                latencyMs: try row.optionalInt("latency_ms") ?? 0, actions: try row.int("actions"))
        }
        message.runID = try row.optionalText("run_id")
        message.toolCalls = try row.optionalText("tool_calls")
        message.postureState = Message.PostureState(rawValue: try row.text("posture_state")) ?? .off
        message.posture = try row.optionalText("posture")
        message.isUnverifiedClaim = try row.bool("unverified_claim")
        message.reasoning = try row.text("reasoning")
        return message
    }

    /// Nil when this person has no such message.
    static func find(_ id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Message? {
        try await db.first(
            "SELECT \(columns) FROM messages m WHERE m.organization_id = $1 AND m.user_id = $2 AND m.id = $3", owner.arguments + [.text(id)]
        ).map(message)
    }

    /// Those of the messages that are there, by id, with the titles of their threads and whether these are archived.
    static func find(
        _ ids: [String], of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> [String: (message: Message, title: String, isArchived: Bool)] {
        var found: [String: (Message, String, Bool)] = [:]
        // Few statement texts, because texts are kept compiled.
        for start in stride(from: 0, to: ids.count, by: 50) {
            let part = Array(ids[start..<min(start + 50, ids.count)])
            let padded = part + Array(repeating: part[0], count: (part.count <= 10 ? 10 : 50) - part.count)
            let rows = try await db.query(
                """
                SELECT \(columns), t.title AS thread_title, t.archived AS thread_archived FROM messages m
                JOIN threads t ON t.organization_id = $1 AND t.user_id = $2 AND t.id = m.thread_id
                WHERE m.organization_id = $1 AND m.user_id = $2 AND m.id IN (\(SQLPlaces.list(padded.count, from: 3)))
                """, owner.arguments + padded.map(SQLValue.text))
            for row in rows {
                let message = try message(row)
                found[message.id] = (message, try row.text("thread_title"), try row.bool("thread_archived"))
            }
        }
        return found
    }

    /// The newest `limit` messages before a number, oldest first.
    static func newest(
        _ limit: Int, before number: Int64 = .max, thread: String, of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> [Message] {
        try await db.query(
            """
            SELECT \(columns) FROM messages m WHERE m.organization_id = $1 AND m.user_id = $2 AND m.thread_id = $3 AND m.number < $4
            ORDER BY m.number DESC LIMIT $5
            """, owner.arguments + [.text(thread), .integer(number), .integer(Int64(limit))]
        ).reversed().map(message)
    }

    /// The oldest `limit` messages after a number, oldest first.
    static func oldest(_ limit: Int, after number: Int64, thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> [Message] {
        try await db.query(
            """
            SELECT \(columns) FROM messages m WHERE m.organization_id = $1 AND m.user_id = $2 AND m.thread_id = $3 AND m.number > $4
            ORDER BY m.number LIMIT $5
            """, owner.arguments + [.text(thread), .integer(number), .integer(Int64(limit))]
        ).map(message)
    }

    /// Where a message stands, without what it says.
    struct Place: Sendable {
        var id: String
        var number: Int64
        var createdAt: Timestamp
    }

    /// As `oldest`, without contents.
    static func places(_ limit: Int, after number: Int64, thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> [Place] {
        try await db.query(
            """
            SELECT m.id, m.number, m.created_at FROM messages m
            WHERE m.organization_id = $1 AND m.user_id = $2 AND m.thread_id = $3 AND m.number > $4 ORDER BY m.number LIMIT $5
            """, owner.arguments + [.text(thread), .integer(number), .integer(Int64(limit))]
        ).map { Place(id: try $0.text("id"), number: try $0.int("number"), createdAt: Timestamp(microseconds: try $0.int("created_at"))) }
    }

    static func insert(_ message: Message, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO messages (organization_id, user_id, thread_id, number, id, role, content, channel, status, error, read_at, created_at,
                model, tokens_in, tokens_out, tokens_cached, cost_micros, latency_ms, actions, run_id, tool_calls, posture_state, unverified_claim)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
            """,
            owner.arguments + [
                .text(message.threadID), .integer(message.number), .text(message.id), .text(message.role.rawValue), .text(message.content),
                .text(message.channel.rawValue), .text(message.status.rawValue), .orNull(message.error),
                message.readAt.map { .integer($0.microseconds) } ?? .null, .integer(message.createdAt.microseconds),
            ] + figures(message) + [
                .orNull(message.runID), .orNull(message.toolCalls), .text(message.postureState.rawValue), .bit(message.isUnverifiedClaim),
            ])
    }

    /// Many finished messages in one statement.
    static func insertMany(_ messages: [Message], of owner: ThreadOwner, in db: any SQLSession) async throws {
        guard !messages.isEmpty else { return }
        var arguments = owner.arguments
        var rows: [String] = []
        for message in messages {
            rows.append("($1, $2, \(SQLPlaces.list(18, from: arguments.count + 1)))")
            arguments += [
                .text(message.threadID), .integer(message.number), .text(message.id), .text(message.role.rawValue), .text(message.content),
                .text(message.channel.rawValue), .text(message.status.rawValue), .orNull(message.error), .bit(message.isStarred),
                message.readAt.map { .integer($0.microseconds) } ?? .null, .integer(message.createdAt.microseconds),
            ] + figures(message)
        }
        try await db.execute(
            """
            INSERT INTO messages (organization_id, user_id, thread_id, number, id, role, content, channel, status, error, starred, read_at,
                created_at, model, tokens_in, tokens_out, tokens_cached, cost_micros, latency_ms, actions) VALUES \(rows.joined(separator: ", "))
            """, arguments)
    }

    private static func figures(_ message: Message) -> [SQLValue] {
        guard let figures = message.figures else { return [.null, .null, .null, .null, .null, .null, .integer(0)] }
        return [.text(figures.model)]
            + [figures.tokensIn, figures.tokensOut, figures.tokensCached, figures.costMicros, figures.latencyMs, figures.actions]
            .map(SQLValue.integer)
    }

    /// Adds to a reply that is being written. False when it is not (any more). Done twice it is as if done once, since it is known what was there
    /// `before`: after a commit whose answer was lost it is unknown whether it must be repeated.
    static func extend(
        _ id: String, by more: ReplyText, after before: ReplyText, of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> Bool {
        try await db.change(
            """
            UPDATE messages SET content = substr(content, 1, CAST($5 AS INTEGER)) || $4, reasoning = substr(reasoning, 1, CAST($7 AS INTEGER)) || $6
            WHERE organization_id = $1 AND user_id = $2 AND id = $3 AND status = 'streaming'
            """,
            owner.arguments + [
                .text(id), .text(more.text), .integer(Int64(before.text.unicodeScalars.count)), .text(more.reasoning),
                .integer(Int64(before.reasoning.unicodeScalars.count)),
            ]) == 1
    }

    /// Puts other words in place of those of a reply that is being written. False when it is not (any more).
    static func rewrite(_ id: String, _ reply: ReplyText, of owner: ThreadOwner, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            """
            UPDATE messages SET content = $4, reasoning = $5
            WHERE organization_id = $1 AND user_id = $2 AND id = $3 AND status = 'streaming'
            """, owner.arguments + [.text(id), .text(reply.text), .text(reply.reasoning)]) == 1
    }

    /// Writes how a reply ended.
    static func end(_ message: Message, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            """
            UPDATE messages SET content = $4, status = $5, error = $6, model = $7, tokens_in = $8, tokens_out = $9, tokens_cached = $10,
                cost_micros = $11, latency_ms = $12, actions = $13, run_id = $14, tool_calls = $15, posture_state = $16, unverified_claim = $17,
                reasoning = $18
            WHERE organization_id = $1 AND user_id = $2 AND id = $3
            """,
            owner.arguments + [.text(message.id), .text(message.content), .text(message.status.rawValue), .orNull(message.error)]
                + figures(message) + [
                    .orNull(message.runID), .orNull(message.toolCalls), .text(message.postureState.rawValue), .bit(message.isUnverifiedClaim),
                    .text(message.reasoning),
                ])
    }

    /// Removes the messages of a thread up to a number; how many there were.
    static func delete(upTo number: Int64, thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Int {
        try await db.change(
            "DELETE FROM messages WHERE organization_id = $1 AND user_id = $2 AND thread_id = $3 AND number <= $4",
            owner.arguments + [.text(thread), .integer(number)])
    }

    /// The reply that is being written in a thread, if there is one.
    static func streaming(thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> [Message] {
        try await db.query(
            """
            SELECT \(columns) FROM messages m WHERE m.organization_id = $1 AND m.user_id = $2 AND m.thread_id = $3 AND m.status = 'streaming'
            ORDER BY m.number
            """, owner.arguments + [.text(thread)]
        ).map(message)
    }

    static func setStar(_ isStarred: Bool, _ id: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE messages SET starred = $4 WHERE organization_id = $1 AND user_id = $2 AND id = $3",
            owner.arguments + [.text(id), .bit(isStarred)])
    }

    /// Marks what is unread in these threads. Returns how many messages that were.
    static func markRead(
        threads: [String], before: Timestamp?, now: Timestamp, of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> Int {
        guard !threads.isEmpty else { return 0 }
        return try await db.change(
            """
            UPDATE messages SET read_at = $3 WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL AND status <> 'streaming'
                AND created_at <= $4 AND thread_id IN (\(SQLPlaces.list(threads.count, from: 5)))
            """,
            owner.arguments + [.integer(now.microseconds), .integer((before ?? Timestamp(microseconds: .max)).microseconds)]
                + threads.map(SQLValue.text))
    }

    /// How many unread messages each of these threads has; threads without any are left out.
    static func unreadCounts(threads: [String], of owner: ThreadOwner, in db: any SQLSession) async throws -> [String: Int64] {
        guard !threads.isEmpty else { return [:] }
        let rows = try await db.query(
            """
            SELECT thread_id, COUNT(*) AS n FROM messages WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL AND status <> 'streaming'
                AND thread_id IN (\(SQLPlaces.list(threads.count, from: 3))) GROUP BY thread_id
            """, owner.arguments + threads.map(SQLValue.text))
        var counts: [String: Int64] = [:]
        for row in rows { counts[try row.text("thread_id")] = try row.int("n") }
        return counts
    }

    /// False when there is no such reply, or its posture is not awaited.
    static func setPosture(
        _ json: String?, state: Message.PostureState, _ id: String, of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> Bool {
        try await db.change(
            """
            UPDATE messages SET posture_state = $4, posture = $5
            WHERE organization_id = $1 AND user_id = $2 AND id = $3 AND posture_state = 'pending'
            """, owner.arguments + [.text(id), .text(state.rawValue), .orNull(json)]) == 1
    }
}
