import Audit
import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

@Suite("Conversations: marks, reading, deleting, searching")
struct ConversationChangeTests {
    @Test("marking read counts the caller's own threads only, once, and only what came before", arguments: TestDatabases.available)
    func reading(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let first = try await fixture.thread("First", ["Q", "A"]), second = try await fixture.thread("Second", ["Q", "A"], on: .email)
            let foreign = try await fixture.thread("Foreign", ["Q", "A"], of: fixture.colleague)
            let ids = [first.id, second.id, foreign.id, ID.uuid(at: fixture.now), first.id]
            let boundary = fixture.now
            fixture.clock.advance(seconds: 10)
            try await fixture.say("Late", as: .assistant, isRead: false, in: first.id)
            typealias Read = ConversationChanges.Read
            #expect(
                try await fixture.changes.markAllRead(channel: .email, before: nil, now: fixture.now, of: fixture.owner)
                    == Read(threads: 1, messages: 1))
            #expect(
                try await fixture.changes.markAllRead(channel: nil, before: boundary, now: fixture.now, of: fixture.owner)
                    == Read(threads: 1, messages: 1))
            #expect(try await fixture.found(first.id).unreadCount == 1)
            #expect(try await fixture.changes.markRead(ids, now: fixture.now, of: fixture.owner) == Read(threads: 1, messages: 1))
            #expect(try await fixture.changes.markRead(ids, now: fixture.now, of: fixture.owner) == Read())
            #expect(try await fixture.conversations.find(foreign.id, of: fixture.colleague, in: fixture.database).unreadCount == 1)
            let times = try await fixture.messages(first.id).map(\.readAt)
            #expect(times.allSatisfy { $0 != nil } && times.last == fixture.now)
            try await fixture.checkCounts()
        }
    }

    @Test("a deleted thread leaves nothing behind but its audit record", arguments: TestDatabases.available)
    func delete(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let kept = try await fixture.thread("Kept", ["zebra one"])
            let gone = try await fixture.thread("Gone", (0..<2_300).map { $0 % 100 == 0 ? "zebra \($0)" : "m\($0)" })
            #expect(try await fixture.hits("zebra").count == 24)
            await #expect(throws: Problem.self) {
                _ = try await fixture.changes.delete(gone.id, of: fixture.colleague, now: fixture.now, audit: fixture.auditEntry(gone.id))
            }
            let messages = try await fixture.changes.delete(gone.id, of: fixture.owner, now: fixture.now, audit: fixture.auditEntry(gone.id))
            #expect(messages == 2_300)
            #expect(try await fixture.hits("zebra").map(\.threadID) == [kept.id])
            for table in ["messages", "thread_title_words"] {
                let row = try await fixture.database.first("SELECT COUNT(*) AS n FROM \(table) WHERE thread_id = $1", [.text(gone.id)])
                #expect(try row?.int("n") == 0)
            }
            let audited = try await fixture.database.query("SELECT action, target_id FROM audit_records")
            #expect(try audited.map { try $0.text("target_id") } == [gone.id])
            try await fixture.checkCounts()
        }
    }

    @Test("a thread in which a reply is being written is not deleted", arguments: TestDatabases.available)
    func deleteBusy(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread()
            _ = try await TurnLeaseStore.take(
                "turn", of: thread.id, until: fixture.now.adding(seconds: 30), now: fixture.now, of: fixture.owner, in: fixture.database)
            let problem = await #expect(throws: Problem.self) {
                _ = try await fixture.changes.delete(thread.id, of: fixture.owner, now: fixture.now, audit: fixture.auditEntry(thread.id))
            }
            #expect(problem?.code == "busy" && problem?.kind == .conflict)
            fixture.clock.advance(seconds: 31)
            _ = try await fixture.changes.delete(thread.id, of: fixture.owner, now: fixture.now, audit: fixture.auditEntry(thread.id))
        }
    }

    @Test("what is written is found by the next search, a reply when it has ended, and never by a colleague", arguments: TestDatabases.available)
    func findable(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread("Weather", ["Will it hail tomorrow?"])
            #expect(try await fixture.hits("hail").count == 1)
            #expect(try await fixture.hits("weather").map(\.number) == [1])
            #expect(try await fixture.hits("hail", of: fixture.colleague).isEmpty)
            let reply = try await fixture.beginReply(in: thread.id)
            _ = try await fixture.conversations.extendReply(reply.id, by: "Sleet, more likely", after: "", of: fixture.owner, in: fixture.database)
            #expect(try await fixture.hits("sleet").isEmpty)
            try await fixture.endReply(reply, ReplyOutcome(.interrupted))
            #expect(try await fixture.hits("sleet").map(\.id) == [reply.id])
            let silent = try await fixture.beginReply(in: thread.id)
            try await fixture.endReply(silent, ReplyOutcome(.failed("The model did not answer")))
            #expect(try await fixture.messages(thread.id).last?.error == "The model did not answer")
        }
    }

    @Test("a thread's file holds every message once, in both formats", arguments: TestDatabases.available)
    func export(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let texts = (1...450).map { $0 == 3 ? "# Not a heading\n\n--> \"quotes\" & <b>" : "Message \($0)" }
            let thread = try await fixture.thread("Ünusual / title", texts)
            let export = ConversationExport(database: fixture.database)
            func file(_ format: ConversationExport.Format) async throws -> (text: String, pieces: Int) {
                let thread = try await fixture.found(thread.id)
                var text = "", pieces = 0
                try await export.write(thread, as: format, of: fixture.owner, at: fixture.now) {
                    text += $0
                    pieces += 1
                    // What arrives meanwhile belongs to the next file.
                    if pieces == 2 { try await fixture.say("Later", in: thread.id) }
                }
                return (text, pieces)
            }
            let (json, pieces) = try await file(.json)
            #expect(pieces > 3)
            let value = try JSONValue(parsing: json)
            guard case .array(let messages)? = value["messages"] else {
                Issue.record("no messages in \(json.prefix(200))")
                return
            }
            #expect(messages.map { $0["content"]?.stringValue } == texts)
            #expect(value["format"]?.stringValue == "conversation/1")
            #expect(value["thread"]?["thread_id"]?.stringValue == thread.id)
            let (markdown, _) = try await file(.markdown)
            #expect(markdown.hasPrefix("# Ünusual / title\n"))
            #expect(markdown.components(separatedBy: "<!-- message_id=").count - 1 == 451, "one more had come by then")
            #expect(markdown.contains("\n# Not a heading\n\n--> \"quotes\" & <b>\n"))
            let name = ConversationExport.fileName(try await fixture.found(thread.id), .markdown, fixture.now)
            #expect(name == "conversation-unusual-title-20260307.md")
        }
    }

    @Test("a thread that is deleted while it is exported ends in an error, not in half a file", arguments: TestDatabases.available)
    func exportGone(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread("Long", (1...450).map { "Message \($0)" })
            let current = try await fixture.found(thread.id)
            await #expect(throws: Problem.self) {
                var pieces = 0
                try await ConversationExport(database: fixture.database).write(current, as: .json, of: fixture.owner, at: fixture.now) { _ in
                    pieces += 1
                    if pieces == 2 {
                        _ = try await fixture.changes.delete(thread.id, of: fixture.owner, now: fixture.now, audit: fixture.auditEntry(thread.id))
                    }
                }
            }
        }
    }

    @Test("titles and previews are one line, cut between words")
    func titles() {
        #expect(ThreadTitle.made(of: "\n\n---\n## Plan *for* today\nmore") == "Plan *for* today")
        #expect(ThreadTitle.made(of: "  \n...\n") == ThreadTitle.unnamed)
        let cut = ThreadTitle.made(of: String(repeating: "word ", count: 60))
        #expect(cut.unicodeScalars.count <= ThreadTitle.madeLimit && cut.hasSuffix("word…"))
        let long = ThreadTitle.preview(String(repeating: "x", count: 400))
        #expect(long.unicodeScalars.count == ThreadTitle.previewLimit && long.hasSuffix("x…"))
        #expect(ThreadTitle.preview("a\u{0}\tb\r\n c") == "a b c")
        #expect(ThreadTitle.given("  E\u{301}clair  ") == "\u{C9}clair")
        let exact = String(repeating: "x", count: ThreadTitle.previewLimit)
        #expect(ThreadTitle.preview(exact) == exact)
    }
}
