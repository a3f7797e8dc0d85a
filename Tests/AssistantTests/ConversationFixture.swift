import Audit
import Outbox
import Schema
import SearchEngine
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

/// Two people of one organization over a fresh database.
struct ConversationFixture: Sendable {
    let database: any SQLDatabase
    let owner: ThreadOwner
    let colleague: ThreadOwner
    let clock = TestClock()
    let conversations = Conversations(outbox: Outbox())

    var now: Timestamp { clock.now }
    var changes: ConversationChanges { ConversationChanges(database: database, index: conversations.index) }

    static func with<T: Sendable>(_ dialect: Dialect, _ body: (ConversationFixture) async throws -> T) async throws -> T {
        try await TestDatabases.with(dialect, migrations: Schema.migrations(for: dialect)) { database in
            let org = ID.new(.organization), people = [ID.new(.user), ID.new(.user)]
            try await database.execute("INSERT INTO organizations (id, name, created_at) VALUES ($1, 'Acme', 0)", [.text(org)])
            for person in people {
                try await database.execute(
                    """
                    INSERT INTO users (id, organization_id, email, password_hash, role, created_at) VALUES ($1, $2, $3, '', 'member', 0)
                    """, [.text(person), .text(org), .text(person + "@acme.com")])
            }
            return try await body(
                ConversationFixture(
                    database: database, owner: ThreadOwner(organizationID: org, userID: people[0]),
                    colleague: ThreadOwner(organizationID: org, userID: people[1])))
        }
    }

    /// A thread with messages, each said by the other side of the one before it.
    @discardableResult
    func thread(
        _ title: String? = nil, _ messages: [String] = ["Hello"], on channel: Channel = .web, of owner: ThreadOwner? = nil
    ) async throws -> ConversationThread {
        let owner = owner ?? self.owner, now = now, conversations = conversations
        return try await database.transaction { db in
            var thread = try await conversations.start(channel, title: title, opening: messages.first ?? "", of: owner, now: now, in: db)
            for (index, text) in messages.enumerated() {
                let isAnswer = index % 2 == 1
                try await conversations.append(
                    text, as: isAnswer ? .assistant : .user, isRead: !isAnswer, to: &thread, of: owner, now: now, in: db)
            }
            return thread
        }
    }

    @discardableResult
    func say(
        _ text: String, as role: Message.Role = .user, isRead: Bool = true, in id: String, of owner: ThreadOwner? = nil
    ) async throws -> Message {
        let owner = owner ?? self.owner, now = now, conversations = conversations
        return try await database.transaction { db in
            var thread = try await conversations.lock(id, of: owner, in: db)
            return try await conversations.append(text, as: role, isRead: isRead, to: &thread, of: owner, now: now, in: db)
        }
    }

    func beginReply(in id: String) async throws -> Message {
        let owner = owner, now = now, conversations = conversations
        return try await database.transaction { db in
            var thread = try await conversations.lock(id, of: owner, in: db)
            return try await conversations.beginReply(to: &thread, of: owner, now: now, in: db)
        }
    }

    @discardableResult
    func endReply(_ reply: Message, _ outcome: ReplyOutcome) async throws -> Message? {
        let owner = owner, now = now, conversations = conversations
        return try await database.transaction { db in
            try await conversations.endReply(reply.id, in: reply.threadID, outcome, of: owner, now: now, in: db)
        }
    }

    func auditEntry(_ id: String) -> AuditEntry {
        AuditEntry(
            at: now, actor: .user(owner.userID), action: .deleted, targetType: "thread", targetID: id, organizationID: owner.organizationID)
    }

    func found(_ id: String) async throws -> ConversationThread { try await conversations.find(id, of: owner, in: database) }

    func messages(_ id: String) async throws -> [Message] { try await MessageStore.newest(1_000, thread: id, of: owner, in: database) }

    /// The messages that search finds, best first.
    func hits(_ text: String, of owner: ThreadOwner? = nil) async throws -> [Message] {
        let owner = owner ?? self.owner
        guard let query = SearchQuery.parse(text) else { return [] }
        let found = try await TextIndex.messages.search(query, of: [owner.text], offset: 0, limit: 200, now: now, in: database)
        let messages = try await MessageStore.find(found.hits.map(\.id), of: owner, in: database)
        return found.hits.compactMap { messages[$0.id]?.message }
    }

    /// What is kept against what is counted: messages and unread ones of each thread, and threads of each kind.
    func checkCounts(_ comment: Comment? = nil) async throws {
        let rows = try await database.query(
            """
            SELECT t.id, t.unread_count, t.message_count, t.last_number,
                (SELECT COUNT(*) FROM messages m
                    WHERE m.organization_id = t.organization_id AND m.user_id = t.user_id AND m.thread_id = t.id) AS messages,
                (SELECT COUNT(*) FROM messages m WHERE m.organization_id = t.organization_id AND m.user_id = t.user_id AND m.thread_id = t.id
                    AND m.read_at IS NULL AND m.status <> 'streaming') AS unread,
                (SELECT COALESCE(MAX(m.number), 0) FROM messages m
                    WHERE m.organization_id = t.organization_id AND m.user_id = t.user_id AND m.thread_id = t.id) AS last
            FROM threads t
            """)
        for row in rows {
            #expect(try row.int("unread_count") == row.int("unread"), comment)
            #expect(try row.int("message_count") == row.int("messages"), comment)
            #expect(try row.int("last_number") == row.int("last"), comment)
        }
        for owner in [owner, colleague] {
            var counted: [ThreadKind: Int64] = [:]
            for row in try await database.query(
                "SELECT \(ThreadStore.columns) FROM threads t WHERE t.organization_id = $1 AND t.user_id = $2", owner.arguments)
            {
                counted[try ThreadStore.thread(row).kind, default: 0] += 1
            }
            let kept = try await ThreadCountStore.all(of: owner, in: database).filter { $0.value != 0 }
            #expect(kept == counted, comment)
        }
    }
}

/// Numbers that are the same at every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
