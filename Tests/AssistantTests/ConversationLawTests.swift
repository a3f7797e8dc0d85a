import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

@Suite("Conversations: what always holds")
struct ConversationLawTests {
    @Test("after any sequence of operations the counts are those of the messages", arguments: TestDatabases.available, [UInt64(1), 2, 3])
    func counts(dialect: Dialect, seed: UInt64) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            var random = SeededGenerator(seed: seed)
            var ids: [String] = []
            var replies: [Message] = []
            var trail: [String] = []
            for step in 0..<120 {
                fixture.clock.advance(seconds: Double.random(in: 0...3, using: &random))
                let id = ids.randomElement(using: &random)
                let value = Bool.random(using: &random)
                switch (Int.random(in: 0..<14, using: &random), id) {
                case (0, _), (1, _), (_, nil):
                    let channel = Channel.allCases.randomElement(using: &random) ?? .web
                    ids.append(try await fixture.thread(nil, ["One", "Two"], on: channel).id)
                    trail.append("start")
                case (2, let id?), (3, let id?):
                    try await fixture.say("Three", as: .assistant, isRead: value, in: id)
                    trail.append("say \(value)")
                case (4, let id?), (5, let id?):
                    replies.append(try await fixture.beginReply(in: id))
                    trail.append("begin")
                case (6, _), (7, _):
                    guard let reply = replies.popLast() else { continue }
                    let end: ReplyOutcome.End = [.complete, .interrupted, .failed("It did not answer")][Int.random(in: 0..<3, using: &random)]
                    try await fixture.endReply(reply, ReplyOutcome(end, content: value ? "Four" : nil))
                    // Once more: it has ended.
                    #expect(try await fixture.endReply(reply, ReplyOutcome(.complete, content: "Five")) == nil)
                    trail.append("end")
                case (8, let id?): _ = try await fixture.changes.set(.pinned, to: value, thread: id, of: fixture.owner)
                case (9, let id?): _ = try await fixture.changes.set(.archived, to: value, thread: id, of: fixture.owner)
                case (10, let id?): _ = try await fixture.changes.set(.starred, to: value, thread: id, of: fixture.owner)
                case (11, _):
                    let some = ids.filter { _ in Bool.random(using: &random) } + [ID.uuid(at: fixture.now)]
                    _ = try await fixture.changes.markRead(some, now: fixture.now, of: fixture.owner)
                    trail.append("read")
                case (12, _):
                    let before = value ? fixture.now.adding(seconds: -5) : nil
                    let channel = Bool.random(using: &random) ? Channel.web : nil
                    _ = try await fixture.changes.markAllRead(channel: channel, before: before, now: fixture.now, of: fixture.owner)
                    trail.append("all read")
                case (_, let id?):
                    guard ids.count > 3 else { continue }
                    _ = try await fixture.changes.delete(id, of: fixture.owner, now: fixture.now, audit: fixture.auditEntry(id))
                    ids.removeAll { $0 == id }
                    replies.removeAll { $0.threadID == id }
                    trail.append("delete")
                }
                try await fixture.checkCounts("step \(step) after \(trail.suffix(6))")
            }
            #expect(ids.count > 3)
        }
    }

    @Test("messages that arrive at the same moment are all there, numbered once each", arguments: TestDatabases.available)
    func parallel(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread("Busy", [])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<24 {
                    group.addTask { try await fixture.say("Message \(index)", as: index % 2 == 0 ? .user : .assistant, isRead: false, in: thread.id) }
                    if index % 4 == 0 { group.addTask { _ = try await fixture.changes.markRead([thread.id], now: fixture.now, of: fixture.owner) } }
                }
                try await group.waitForAll()
            }
            let messages = try await fixture.messages(thread.id)
            #expect(Set(messages.map(\.content)).count == 24)
            #expect(messages.map(\.number) == Array(1...24))
            try await fixture.checkCounts()
        }
    }

    @Test("pages before a message lose and double nothing while messages arrive", arguments: TestDatabases.available)
    func pages(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread("Long", (1...57).map { "Message \($0)" })
            var seen: [String] = []
            var end = Int64.max
            while true {
                let page = try await MessageStore.newest(8, before: end, thread: thread.id, of: fixture.owner, in: fixture.database)
                guard let first = page.first else { break }
                seen = page.map(\.content) + seen
                end = first.number
                try await fixture.say("A newer one", in: thread.id)
            }
            #expect(seen == (1...57).map { "Message \($0)" })
        }
    }

    @Test("a turn has its thread alone until it gives it back or its time is over", arguments: TestDatabases.available)
    func leases(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread(), owner = fixture.owner, database = fixture.database
            func take(_ turn: String) async throws -> Bool {
                try await TurnLeaseStore.take(
                    turn, of: thread.id, until: fixture.now.adding(seconds: 30), now: fixture.now, of: owner, in: database)
            }
            #expect(try await take("first"))
            #expect(try await take("first"), "the one that has it may ask again")
            #expect(try await !take("second"))
            #expect(try await TurnLeaseStore.holder(of: thread.id, now: fixture.now, of: owner, in: database) == "first")
            fixture.clock.advance(seconds: 20)
            #expect(try await TurnLeaseStore.renew("first", of: thread.id, until: fixture.now.adding(seconds: 30), of: owner, in: database))
            fixture.clock.advance(seconds: 20)
            #expect(try await !take("second"))
            #expect(try await TurnLeaseStore.expired(now: fixture.now, limit: 10, in: database).isEmpty)
            fixture.clock.advance(seconds: 10)
            #expect(try await TurnLeaseStore.expired(now: fixture.now, limit: 10, in: database).map(\.turn) == ["first"])
            #expect(try await TurnLeaseStore.holder(of: thread.id, now: fixture.now, of: owner, in: database) == nil)
            #expect(try await take("second"))
            #expect(try await !TurnLeaseStore.renew("first", of: thread.id, until: fixture.now, of: owner, in: database))
            #expect(try await !TurnLeaseStore.release("first", of: thread.id, of: owner, in: database))
            #expect(try await TurnLeaseStore.release("second", of: thread.id, of: owner, in: database))
            #expect(try await take("third"))
            #expect(
                try await !TurnLeaseStore.take(
                    "other", of: thread.id, until: fixture.now, now: fixture.now.adding(seconds: 999), of: fixture.colleague, in: database))
        }
    }

    @Test("of many turns at once exactly one gets the thread", arguments: TestDatabases.available)
    func race(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread()
            let won = try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        try await TurnLeaseStore.take(
                            "turn \(index)", of: thread.id, until: fixture.now.adding(seconds: 60), now: fixture.now, of: fixture.owner,
                            in: fixture.database)
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(won == 1)
        }
    }

    @Test("a reply grows, ends once, and is unread only then", arguments: TestDatabases.available)
    func reply(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread(nil, ["What is the weather like?"])
            let reply = try await fixture.beginReply(in: thread.id)
            #expect(reply.status == .streaming)
            #expect(try await fixture.found(thread.id).unreadCount == 0)
            #expect(try await fixture.conversations.extendReply(reply.id, by: "It ", after: "", of: fixture.owner, in: fixture.database))
            #expect(try await fixture.conversations.extendReply(reply.id, by: "rains.", after: "It ", of: fixture.owner, in: fixture.database))
            #expect(try await !fixture.conversations.extendReply(reply.id, by: "x", after: "It rains.", of: fixture.colleague, in: fixture.database))
            let streaming = try await fixture.conversations.streamingReplies(in: thread.id, of: fixture.owner, in: fixture.database)
            #expect(streaming.map(\.content) == ["It rains."])
            #expect(try await fixture.conversations.recent(10, in: thread.id, of: fixture.owner, in: fixture.database).count == 1)
            fixture.clock.advance(seconds: 3)
            let figures = ReplyFigures(model: "test-1", tokensIn: 12, tokensOut: 4, costMicros: 31, latencyMs: 3_000, actions: 1)
            let ended = try #require(
                try await fixture.endReply(reply, ReplyOutcome(.complete, figures: figures, toolCalls: "[]", awaitsPosture: true)))
            #expect(ended.content == "It rains.")
            #expect(ended.figures == figures)
            let stored = try #require(try await fixture.conversations.message(reply.id, of: fixture.owner, in: fixture.database))
            #expect(stored == ended)
            #expect(stored.postureState == .pending)
            let after = try await fixture.found(thread.id)
            #expect(after.unreadCount == 1 && after.lastPreview == "It rains." && after.lastMessageAt == fixture.now)
            #expect(try await !fixture.conversations.extendReply(reply.id, by: "More", after: "It rains.", of: fixture.owner, in: fixture.database))
            #expect(try await fixture.conversations.setPosture(#"{"alert":"green"}"#, ofReply: reply.id, of: fixture.owner, in: fixture.database))
            #expect(try await !fixture.conversations.setPosture("{}", ofReply: reply.id, of: fixture.owner, in: fixture.database), "it was read once")
            #expect(try await fixture.conversations.message(reply.id, of: fixture.owner, in: fixture.database)?.posture == #"{"alert":"green"}"#)
        }
    }

    @Test("a new thread tells the outbox once, with its title and its first words", arguments: TestDatabases.available)
    func start(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let opening = "# Plans for the garden\n\n" + String(repeating: "Potatoes and beans. ", count: 40)
            let thread = try await fixture.thread(nil, [opening])
            try await fixture.say("And carrots", in: thread.id)
            #expect(thread.title == "Plans for the garden")
            let rows = try await fixture.database.query("SELECT family, type, body FROM outbox_events")
            #expect(rows.count == 1)
            #expect(try rows.first?.text("family") == "stratam")
            let body = try JSONValue(parsing: String(decoding: try #require(rows.first).bytes("body"), as: UTF8.self))
            #expect(body["type"]?.stringValue == "conversation.start")
            #expect(body["data"]?["thread_id"]?.stringValue == thread.id)
            #expect(body["data"]?["channel"]?.stringValue == "web")
            let preview = try #require(body["data"]?["first_message_preview"]?.stringValue)
            #expect(preview.unicodeScalars.count <= 280 && preview.hasPrefix("# Plans for the garden Potatoes") && preview.hasSuffix("…"))
        }
    }
}
