import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

/// Somebody with conversations, over a running server.
struct Talker: Sendable {
    let server: TestServer
    let caller: TestCaller
    let owner: ThreadOwner

    func thread(_ title: String, _ messages: [String] = ["Hello", "Good morning"], on channel: Channel = .web) async throws -> String {
        let conversations = server.server.assistant.conversations, owner = owner, now = server.clock.now
        let id = try await server.server.database.transaction { db in
            var thread = try await conversations.start(channel, title: title, opening: messages.first ?? "", of: owner, now: now, in: db)
            for (index, text) in messages.enumerated() {
                let isAnswer = index % 2 == 1
                try await conversations.append(
                    text, as: isAnswer ? .assistant : .user, isRead: !isAnswer, to: &thread, of: owner, now: now, in: db)
            }
            return thread.id
        }
        server.clock.advance(seconds: 1)
        return id
    }

    func get(_ path: String) async throws -> Reply { try await server.get("/api/conversations" + path, as: caller) }
    func post(_ path: String, _ body: JSONValue) async throws -> Reply {
        try await server.send(.post, "/api/conversations/" + path, as: caller, body)
    }

    func titles(_ query: String) async throws -> [String] {
        let reply = try await get("?" + query)
        try #require(reply.status == 200, "\(reply.text)")
        return reply.items("threads").compactMap { $0["title"]?.stringValue }
    }

    func newestMessage(_ thread: String) async throws -> String {
        try await get("/thread/\(thread)").items("messages").last?["message_id"]?.stringValue ?? ""
    }
}

extension TestOrganization {
    func talker(_ role: Role = .member) async throws -> Talker {
        let member = try await member(role)
        return Talker(server: server, caller: member.caller, owner: ThreadOwner(organizationID: id, userID: member.id))
    }
}

@Suite("Conversations: the API")
struct ConversationAPITests {
    @Test("a conversation is there for its person alone; others cannot tell it from none", arguments: TestDatabases.available)
    func tenancy(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let mine = try await organization.talker()
            let thread = try await mine.thread("Secret plans", ["Where is the treasure?", "Under the oak"])
            let message = try await mine.newestMessage(thread)
            let owner = Talker(server: server, caller: organization.owner, owner: mine.owner)
            let stranger = try await server.organization("Other").talker(.viewer)
            for other in [try await organization.talker(.admin), owner, stranger] {
                let nobodys = ID.uuid(at: server.clock.now)
                for path in ["/thread/ID", "/thread/ID/export.md", "/thread/ID/export.json"] {
                    #expect(try await other.get(path.replacing("ID", with: thread)).status == 404, "\(path)")
                    #expect(try await other.get(path.replacing("ID", with: nobodys)).status == 404, "\(path)")
                }
                #expect(try await other.get("/message/\(message)").status == 404)
                let changes: [(String, JSONValue)] = [
                    ("pin", ["thread_id": .string(thread)]), ("archive", ["thread_id": .string(thread)]), ("star", ["thread_id": .string(thread)]),
                    ("star", ["message_id": .string(message)]), ("rename", ["thread_id": .string(thread), "title": "Mine now"]),
                    ("delete", ["thread_id": .string(thread)]),
                ]
                for (path, body) in changes { #expect(try await other.post(path, body).status == 404, "\(path)") }
                let read = try await other.post("bulk-mark-read", ["thread_ids": .array([.string(thread)])])
                #expect(read.status == 200 && read.number("updated") == 0)
                #expect(try await other.post("bulk-mark-read", ["all": true]).number("updated") == 0)
                #expect(try await other.titles("include_archived=1") == [])
                #expect(try await other.get("/search?q=treasure").total == 0)
                #expect(try await other.get("/search?q=secret").total == 0)
            }
            let found = try await mine.get("/thread/\(thread)")
            #expect(found["thread"]?["title"]?.stringValue == "Secret plans")
            #expect(found["thread"]?["pinned"]?.boolValue == false && found["thread"]?["starred"]?.boolValue == false)
            #expect(found["thread"]?["unread_count"] == .integer(1))
            #expect(try await mine.get("/search?q=treasure").total == 1)
        }
    }

    @Test("lists filter, pin, archive, star and count", arguments: TestDatabases.available)
    func lists(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let talker = try await server.organization().talker()
            let garden = try await talker.thread("Garden"), mail = try await talker.thread("Mail", on: .email)
            let shop = try await talker.thread("Shop", ["Hello"], on: .api)
            #expect(try await talker.titles("") == ["Shop", "Mail", "Garden"])
            let pinned = try await talker.post("pin", ["thread_id": .string(garden.uppercased())])
            #expect(pinned["changed"]?.boolValue == true && pinned["thread_id"]?.stringValue == garden)
            #expect(try await talker.post("pin", ["thread_id": .string(garden)])["changed"]?.boolValue == false)
            #expect(try await talker.titles("") == ["Garden", "Shop", "Mail"])
            #expect(try await talker.titles("channel=email&channel=api") == ["Shop", "Mail"])
            #expect(try await talker.titles("only_pinned=yes") == ["Garden"])
            #expect(try await talker.titles("only_unread=true") == ["Garden", "Mail"])
            #expect(try await talker.titles("q=GAR") == ["Garden"])
            #expect(try await talker.titles("since=2026-03-07T12:00:02Z") == ["Shop"])
            _ = try await talker.post("archive", ["thread_id": .string(shop)])
            _ = try await talker.post("star", ["thread_id": .string(mail)])
            #expect(try await talker.titles("") == ["Garden", "Mail"])
            #expect(try await talker.titles("include_archived=1") == ["Garden", "Shop", "Mail"])
            #expect(try await talker.titles("only_starred=1") == ["Mail"])
            let page = try await talker.get("?limit=1")
            #expect(page.total == 2 && page["has_more"]?.boolValue == true && page.number("unread_threads") == 2)
            #expect(page["ok"]?.boolValue == true && page.number("offset") == 0)
            let read = try await talker.post("bulk-mark-read", ["thread_ids": .array([garden, shop, mail].map(JSONValue.string))])
            #expect(read.number("updated") == 2 && read.number("messages") == 2)
            #expect(try await talker.get("").number("unread_threads") == 0)
            #expect(try await talker.get("/thread/\(garden)").items("messages").allSatisfy { $0["read_at"] != .null })
        }
    }

    @Test("a thread is paged backwards from any message")
    func thread() async throws {
        try await withServer { server in
            let talker = try await server.organization().talker()
            let thread = try await talker.thread("Long", (1...30).map { "Message \($0)" })
            var texts: [String] = [], before = ""
            for step in 0..<10 {
                let page = try await talker.get("/thread/\(thread)?limit=8" + (before.isEmpty ? "" : "&before=\(before)"))
                let messages = page.items("messages")
                texts = messages.compactMap { $0["content"]?.stringValue } + texts
                before = messages.first?["message_id"]?.stringValue ?? ""
                #expect(page["has_more"]?.boolValue == (step < 3))
                if step == 3 { break }
            }
            #expect(texts == (1...30).map { "Message \($0)" })
            let other = try await talker.thread("Other"), foreign = try await talker.newestMessage(other)
            #expect(try await talker.get("/thread/\(thread)?before=\(foreign)").status == 404)
        }
    }

    @Test("what is wrong with a request is said before anything is looked up, with the field at fault")
    func malformed() async throws {
        try await withServer { server in
            let talker = try await server.organization().talker(), thread = try await talker.thread("Here")
            let gets: [(String, String)] = [
                ("?limit=0", "limit"), ("?limit=201", "limit"), ("?offset=-1", "offset"), ("?channel=fax", "channel"),
                ("?only_pinned=maybe", "only_pinned"), ("?since=yesterday", "since"), ("?q=" + String(repeating: "x", count: 257), "q"),
                ("/thread/none", "thread_id"),
                ("/thread/\(thread)?limit=501", "limit"), ("/thread/\(thread)?before=1", "before"), ("/message/{}", "message_id"),
                ("/thread/urn:uuid:\(thread)/export.md", "thread_id"), ("/search", "q"), ("/search?q=%20%20", "q"), ("/search?q=x&role=boss", "role"),
                ("/search?q=x&channel=fax", "channel"), ("/search?q=" + String(repeating: "x", count: 257), "q"),
            ]
            for (path, field) in gets {
                let reply = try await talker.get(path)
                #expect(reply.status == 400 && reply["ok"]?.boolValue == false && reply["field"]?.stringValue == field, "\(path): \(reply.text)")
            }
            let id = JSONValue.string(thread)
            let posts: [(String, JSONValue, String)] = [
                ("pin", [:], "thread_id"), ("pin", ["thread_id": "x"], "thread_id"), ("pin", ["thread_id": id, "value": 1], "value"),
                ("star", [:], "thread_id"), ("star", ["thread_id": id, "message_id": id], "thread_id"), ("star", ["message_id": "x"], "message_id"),
                ("bulk-mark-read", [:], "thread_ids"), ("bulk-mark-read", ["thread_ids": []], "thread_ids"),
                ("bulk-mark-read", ["thread_ids": .array([id, "x"])], "thread_ids[1]"),
                ("bulk-mark-read", ["thread_ids": .array([id]), "all": true], "thread_ids"),
                ("bulk-mark-read", ["thread_ids": .array([id]), "channel": "web"], "channel"),
                ("bulk-mark-read", ["all": true, "channel": "fax"], "channel"), ("bulk-mark-read", ["all": true, "before": "soon"], "before"),
                ("rename", ["thread_id": id], "title"), ("rename", ["thread_id": id, "title": " \n "], "title"),
                ("rename", ["thread_id": id, "title": .string(String(repeating: "x", count: 201))], "title"),
                ("delete", ["thread_id": 7], "thread_id"),
            ]
            for (path, body, field) in posts {
                let reply = try await talker.post(path, body)
                #expect(reply.status == 400 && reply["field"]?.stringValue == field, "\(path) \(body): \(reply.text)")
            }
        }
    }

    @Test("files come as attachments and tell the audit log; deleting leaves nothing to find", arguments: TestDatabases.available)
    func files(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization(), talker = try await organization.talker()
            let thread = try await talker.thread("Über Bäume", ["Which tree is <this>?", "An oak & its \"acorns\" fell"])
            let json = try await talker.get("/thread/\(thread)/export.json")
            #expect(json.status == 200 && json.header("Content-Type") == "application/json; charset=utf-8")
            #expect(json.header("Content-Disposition") == "attachment; filename=\"conversation-uber-baume-20260307.json\"")
            #expect(json.header("Cache-Control") == "no-store")
            #expect(json.items("messages") == (try await talker.get("/thread/\(thread)").items("messages")))
            let markdown = try await talker.get("/thread/\(thread)/export.md")
            #expect(markdown.text.contains("## You · 2026-03-07 12:00 UTC\n\nWhich tree is <this>?\n"))
            #expect(markdown.text.contains("## Assistant · 2026-03-07 12:00 UTC\n\nAn oak & its \"acorns\" fell\n"))
            let hits = try await talker.get("/search?q=oak")
            #expect(hits.items("hits").first?["snippet"]?.stringValue == "An <mark>oak</mark> &amp; its &quot;acorns&quot; fell")
            let deleted = try await talker.post("delete", ["thread_id": .string(thread)])
            #expect(deleted.status == 200 && deleted.number("messages") == 2)
            #expect(try await talker.post("delete", ["thread_id": .string(thread)]).status == 404)
            #expect(try await talker.get("/search?q=oak").total == 0)
            #expect(try await talker.get("").total == 0)
            let audited = try await server.get("/api/audit", as: organization.owner).items("entries")
                .filter { $0["target_id"] == .string(thread) }
            #expect(audited.compactMap { $0["action"]?.stringValue } == ["data.deleted", "data.exported", "data.exported"])
        }
    }

    @Test("search filters by channel, role and time, tells where, and reads odd queries as plain words", arguments: TestDatabases.available)
    func search(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let talker = try await server.organization().talker()
            let first = try await talker.thread("Zoo", ["A zebra", "Two zebras and a zebra"])
            server.clock.advance(minutes: 360)
            let second = try await talker.thread("Farm", ["No zebra in the barn, \u{1F993}", "Right"], on: .email)
            _ = try await talker.post("archive", ["thread_id": .string(second)])
            func threads(_ query: String) async throws -> [String] {
                let reply = try await talker.get("/search?" + query)
                try #require(reply.status == 200, "\(query): \(reply.text)")
                return reply.items("hits").compactMap { $0["thread_id"]?.stringValue }
            }
            #expect(try await Set(threads("q=zebra")) == [first, second])
            #expect(try await threads("q=zebra&channel=email") == [second])
            #expect(try await threads("q=zebra&channel=sms") == [])
            #expect(try await threads("q=zebra&role=assistant") == [first])
            #expect(try await threads("q=zebra&since=2026-03-07T15:00:00Z") == [second])
            #expect(try await Set(threads("q=zebra&until=2026-03-07T15:00:00Z")) == [first])
            #expect(try await threads("q=zebra%20-barn&role=user") == [first])
            #expect(try await threads("q=zoo") == [first])
            for odd in ["%22", "%22zebra", "OR", "-", "*", "zebra%20OR", "((", "%22%22", "NEAR(", "a:b", "%5C"] { _ = try await threads("q=" + odd) }
            let page = try await talker.get("/search?q=zebra&limit=1")
            #expect(page.total == 3 && page["has_more"]?.boolValue == true)
            let archived = try await talker.get("/search?q=zebra&channel=email").items("hits").first
            #expect(archived?["archived"]?.boolValue == true && archived?["title"]?.stringValue == "Farm" && archived?["role"]?.stringValue == "user")
        }
    }
}
