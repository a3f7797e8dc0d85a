import Storage
import Vocabulary

enum ThreadStore {
    static let columns = """
        t.id, t.title, t.channel, t.pinned, t.archived, t.starred, t.unread_count, t.message_count, t.last_number, t.last_message_at,
        t.last_preview, t.created_at
        """

    static func thread(_ row: SQLRow) throws -> ConversationThread {
        var thread = ConversationThread(
            id: try row.text("id"), title: try row.text("title"), channel: Channel(rawValue: try row.text("channel")) ?? .api,
            createdAt: Timestamp(microseconds: try row.int("created_at")))
        thread.isPinned = try row.bool("pinned")
        thread.isArchived = try row.bool("archived")
        thread.isStarred = try row.bool("starred")
        thread.unreadCount = try row.int("unread_count")
        thread.messageCount = try row.int("message_count")
        thread.lastNumber = try row.int("last_number")
        thread.lastMessageAt = Timestamp(microseconds: try row.int("last_message_at"))
        thread.lastPreview = try row.text("last_preview")
        return thread
    }

    /// Nil when this person has no such thread.
    static func find(_ id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> ConversationThread? {
        try await db.first(
            "SELECT \(columns) FROM threads t WHERE t.organization_id = $1 AND t.user_id = $2 AND t.id = $3", owner.arguments + [.text(id)]
        ).map(thread)
    }

    /// As `find`, holding the row until the transaction ends: of two changes of a thread the second waits here.
    static func lock(_ id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> ConversationThread? {
        try await db.first(
            "SELECT \(columns) FROM threads t WHERE t.organization_id = $1 AND t.user_id = $2 AND t.id = $3 \(db.dialect.forUpdate)",
            owner.arguments + [.text(id)]
        ).map(thread)
    }

    /// Those of the ids that are this person's, held until the transaction ends.
    static func lock(_ ids: [String], of owner: ThreadOwner, in db: any SQLSession) async throws -> [ConversationThread] {
        guard !ids.isEmpty else { return [] }
        return try await db.query(
            """
            SELECT \(columns) FROM threads t WHERE t.organization_id = $1 AND t.user_id = $2 AND t.id IN (\(SQLPlaces.list(ids.count, from: 3)))
            ORDER BY t.id \(db.dialect.forUpdate)
            """, owner.arguments + ids.map(SQLValue.text)
        ).map(thread)
    }

    static func insert(_ thread: ConversationThread, titleWords: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(insertion, arguments(thread, titleWords, owner))
    }

    /// As `insert`, unless this person has a thread of that id; whether it was stored.
    static func insertNew(_ thread: ConversationThread, titleWords: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Bool {
        try await db.change("\(insertion) ON CONFLICT (organization_id, user_id, id) DO NOTHING", arguments(thread, titleWords, owner)) == 1
    }

    private static let insertion = """
        INSERT INTO threads (organization_id, user_id, id, title, title_words, channel, last_message_at, last_preview, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    private static func arguments(_ thread: ConversationThread, _ titleWords: String, _ owner: ThreadOwner) -> [SQLValue] {
        owner.arguments + [
            .text(thread.id), .text(thread.title), .text(titleWords), .text(thread.channel.rawValue),
            .integer(thread.lastMessageAt.microseconds), .text(thread.lastPreview), .integer(thread.createdAt.microseconds),
        ]
    }

    /// Writes what people and messages change; the title has a way of its own.
    static func update(_ thread: ConversationThread, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            """
            UPDATE threads SET pinned = $4, archived = $5, starred = $6, unread_count = $7, message_count = $8, last_number = $9,
                last_message_at = $10, last_preview = $11
            WHERE organization_id = $1 AND user_id = $2 AND id = $3
            """,
            owner.arguments + [
                .text(thread.id), .bit(thread.isPinned), .bit(thread.isArchived), .bit(thread.isStarred), .integer(thread.unreadCount),
                .integer(thread.messageCount), .integer(thread.lastNumber), .integer(thread.lastMessageAt.microseconds), .text(thread.lastPreview),
            ])
    }

    /// Writes how many messages of each thread are unread.
    static func setUnread(_ counts: [String: Int64], of owner: ThreadOwner, in db: any SQLSession) async throws {
        // One statement for each number; nearly all are 0.
        for (count, threads) in Dictionary(grouping: counts.sorted { $0.key < $1.key }, by: \.value).sorted(by: { $0.key < $1.key }) {
            try await db.execute(
                """
                UPDATE threads SET unread_count = $3 WHERE organization_id = $1 AND user_id = $2
                    AND id IN (\(SQLPlaces.list(threads.count, from: 4)))
                """, owner.arguments + [.integer(count)] + threads.map { .text($0.key) })
        }
    }

    static func setTitle(_ title: String, words: String, of id: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE threads SET title = $4, title_words = $5 WHERE organization_id = $1 AND user_id = $2 AND id = $3",
            owner.arguments + [.text(id), .text(title), .text(words)])
    }

    /// Takes its messages and the words of its title with it.
    static func delete(_ id: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM threads WHERE organization_id = $1 AND user_id = $2 AND id = $3", owner.arguments + [.text(id)])
    }

    /// The id of one of this person's threads, whichever; nil when there is none.
    static func any(of owner: ThreadOwner, in db: any SQLSession) async throws -> String? {
        try await db.first("SELECT id FROM threads WHERE organization_id = $1 AND user_id = $2 LIMIT 1", owner.arguments)?.text("id")
    }

    /// Ids of all threads that have something unread.
    static func unread(channel: Channel?, of owner: ThreadOwner, in db: any SQLSession) async throws -> [String] {
        let channels = channel.map { [$0] } ?? Channel.allCases
        let places = SQLPlaces.list(channels.count, from: 3)
        return try await db.query(
            """
            SELECT id FROM threads WHERE organization_id = $1 AND user_id = $2 AND channel IN (\(places)) AND unread_count > 0
            """, owner.arguments + channels.map { .text($0.rawValue) }
        ).map { try $0.text("id") }
    }
}

/// How many threads a person has of each kind.
enum ThreadCountStore {
    /// Moves one thread from what it was to what it is. Nil = it is not there.
    static func move(from old: ThreadKind?, to new: ThreadKind?, of owner: ThreadOwner, in db: any SQLSession) async throws {
        guard old != new else { return }
        var changes: [ThreadKind: Int64] = [:]
        if let old { changes[old] = -1 }
        if let new { changes[new] = 1 }
        try await add(changes, of: owner, in: db)
    }

    static func add(_ changes: [ThreadKind: Int64], of owner: ThreadOwner, in db: any SQLSession) async throws {
        let changes = changes.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        guard !changes.isEmpty else { return }
        var arguments = owner.arguments
        var rows: [String] = []
        for (kind, amount) in changes {
            let first = arguments.count + 1
            arguments += [
                .text(kind.channel.rawValue), .bit(kind.isArchived), .bit(kind.isPinned), .bit(kind.isStarred), .bit(kind.isUnread),
                .integer(amount),
            ]
            rows.append("($1, $2, \(SQLPlaces.list(6, from: first)))")
        }
        try await db.execute(
            """
            INSERT INTO thread_counts (organization_id, user_id, channel, archived, pinned, starred, unread, count)
            VALUES \(rows.joined(separator: ", "))
            ON CONFLICT (organization_id, user_id, channel, archived, pinned, starred, unread)
            DO UPDATE SET count = thread_counts.count + excluded.count
            """, arguments)
    }

    /// People who had threads and are no users any more, at most 100.
    static func ownersGone(in db: any SQLSession) async throws -> [ThreadOwner] {
        try await db.query(
            """
            SELECT DISTINCT c.organization_id, c.user_id FROM thread_counts c
            WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = c.user_id) LIMIT 100
            """
        ).map { ThreadOwner(organizationID: try $0.text("organization_id"), userID: try $0.text("user_id")) }
    }

    /// Forgets somebody who has no threads any more.
    static func forget(_ owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM thread_counts WHERE organization_id = $1 AND user_id = $2", owner.arguments)
    }

    /// The count of every kind that there is, or was.
    static func all(of owner: ThreadOwner, in db: any SQLSession) async throws -> [ThreadKind: Int64] {
        let rows = try await db.query(
            "SELECT channel, archived, pinned, starred, unread, count FROM thread_counts WHERE organization_id = $1 AND user_id = $2",
            owner.arguments)
        var counts: [ThreadKind: Int64] = [:]
        for row in rows {
            guard let channel = Channel(rawValue: try row.text("channel")) else { continue }
            let kind = ThreadKind(
                channel: channel, isArchived: try row.bool("archived"), isPinned: try row.bool("pinned"), isStarred: try row.bool("starred"),
                isUnread: try row.bool("unread"))
            counts[kind] = try row.int("count")
        }
        return counts
    }
}

extension ThreadOwner {
    /// The first two parameters of every query here.
    var arguments: [SQLValue] { [.text(organizationID), .text(userID)] }
}

extension SQLValue {
    static func bit(_ isSet: Bool) -> SQLValue { .integer(isSet ? 1 : 0) }
    static func orNull(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
}

enum SQLPlaces {
    /// `$3, $4, $5` for three parameters from the third on.
    static func list(_ count: Int, from first: Int) -> String { (first..<first + count).map { "$\($0)" }.joined(separator: ", ") }
}
