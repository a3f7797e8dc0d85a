import Foundation
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Conversations: imports")
struct ConversationImportTests {
    /// One conversation of ChatGPT: a question that was edited, a tool, a picture, a citation.
    private static func chatGPT(_ id: String, _ title: String = "Bees in May") -> String {
        func node(_ id: String, _ parent: String?, _ role: String, _ text: String, more: String = "") -> String {
            let content = #"{"content_type":"text","parts":[\#(text)]}"#
            let message = #"{"author":{"role":"\#(role)"},"create_time":1700000\#(id).25,"content":\#(content)\#(more)}"#
            return #""n\#(id)":{"id":"n\#(id)","message":\#(message),"parent":\#(parent.map { "\"n\($0)\"" } ?? "null"),"children":[]}"#
        }
        let nodes = [
            #""root":{"id":"root","message":null,"parent":null,"children":[]}"#, node("100", nil, "system", #""You are ChatGPT""#),
            node("101", "100", "user", #""When do bees swarm?""#), node("102", "101", "assistant", #""Never""#),
            node("103", "100", "user", #""When do bees swarm in May?""#),
            node("104", "103", "assistant", #""search(\"bees\")""#, more: #","recipient":"web""#), node("105", "104", "tool", #""results""#),
            node(
                "106", "105", "assistant", #""Around noon\ue200cite\ue202turn0search0\ue201.","On warm days""#,
                more: #","metadata":{"model_slug":"gpt-4o"}"#),
            node("107", "106", "user", #"{"content_type":"image_asset_pointer"},"And this one?""#),
        ]
        return """
            {"title":"\(title)","create_time":1700000000.0,"is_archived":false,"conversation_id":"\(id)","current_node":"n107",
             "mapping":{\(nodes.joined(separator: ","))}}
            """
    }

    private static let claude = #"""
        [{"uuid":"c-1","name":"Thyme","created_at":"2025-01-02T03:04:05.000000Z","chat_messages":[
          {"uuid":"m1","sender":"human","text":"Does thyme need water?","content":[{"type":"text","text":"Does thyme need water?"}],
           "created_at":"2025-01-02T03:04:06Z","attachments":[{"file_name":"a.pdf"}]},
          {"uuid":"m2","sender":"assistant","text":"","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"A little."}],
           "created_at":"2025-01-02T03:04:09Z"}]},
         {"uuid":"c-2","name":"","chat_messages":[{"uuid":"m3","sender":"human","text":"No name here","created_at":"2025-02-02T03:04:06Z"}]},
         {"uuid":"c-3","name":"Nothing","chat_messages":[]},
         {"uuid":"c-4","chat_messages":"broken"}]
        """#

    private func load(_ bytes: [UInt8], _ server: TestServer, _ caller: TestCaller, type: String = "application/octet-stream") async throws -> Reply {
        try await server.send(.post, "/api/conversations/import", as: caller, bytes: bytes, headers: ["Content-Type": type])
    }

    private func threads(_ server: TestServer, _ caller: TestCaller) async throws -> [JSONValue] {
        try await server.get("/api/conversations?include_archived=1&limit=200", as: caller).items("threads")
    }

    @Test("ChatGPT's conversations come in as they were last shown, are found, and come in once", arguments: TestDatabases.available)
    func chatGPT(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let owner = organization.owner, file = Array("[\(Self.chatGPT("c1")),\(Self.chatGPT("c2", "Other"))]".utf8)
            for (index, bytes) in [file, ZipBuilder.archive([.init("export/conversations.json", file), .init("chat.html", "x")])].enumerated() {
                let reply = try await load(bytes, server, owner)
                #expect(reply.status == 200, "\(reply.text)")
                #expect(reply.number("total") == 2)
                #expect(reply.number(index == 0 ? "imported" : "skipped") == 2)
                #expect(reply.number("messages") == (index == 0 ? 6 : 0))
                let reasons = reply.items("passed_over").compactMap { $0["reason"]?.stringValue }
                #expect(reasons.contains("has other branches; the one shown last was taken"))
                #expect(reasons.contains("holds pictures or recordings, which are not in the text"))
            }
            let listed = try await threads(server, owner)
            #expect(Set(listed.compactMap { $0["title"]?.stringValue }) == ["Bees in May", "Other"])
            let thread = try #require(listed.first { $0["title"] == "Bees in May" })
            #expect(thread["unread_count"] == 0 && thread["message_count"] == 3)
            #expect(thread["created_at"] == "2023-11-14T22:13:20.000Z")
            let id = thread["thread_id"]?.stringValue ?? ""
            let messages = try await server.get("/api/conversations/thread/\(id)", as: owner).items("messages")
            #expect(messages.map { $0["content"] } == ["When do bees swarm in May?", "Around noon.\n\nOn warm days", "And this one?"])
            #expect(messages.map { $0["role"] } == ["user", "assistant", "user"])
            #expect(messages[1]["model"] == "gpt-4o" && messages[1]["actions"] == 0)
            #expect(try await server.get("/api/conversations/search?q=warm+days", as: owner).total == 2)
            #expect(try await server.get("/api/conversations?q=bee", as: owner).total == 1)
            // Of somebody else nothing is there, and they import the same for themselves.
            let other = try await organization.member(.member).caller
            #expect(try await threads(server, other).isEmpty)
            #expect(try await load(file, server, other).number("imported") == 2)
            // What was deleted comes in again; the rest stays.
            #expect(try await server.send(.post, "/api/conversations/delete", as: owner, ["thread_id": .string(id)]).status == 200)
            #expect(try await load(file, server, owner).number("imported") == 1)
            #expect(try await threads(server, owner).count == 2)
        }
    }

    @Test("Claude's conversations come in; what cannot be read is told and spoils no other", arguments: TestDatabases.available)
    func claude(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let owner = try await server.organization().owner
            let reply = try await load(Array(Self.claude.utf8), server, owner, type: "application/json")
            #expect(reply.number("imported") == 2, "\(reply.text)")
            let reasons = Dictionary(uniqueKeysWithValues: reply.items("passed_over").map { ($0["reason"]?.stringValue ?? "", $0["count"]) })
            #expect(reasons["holds a conversation that cannot be read"] == 1)
            #expect(reasons["has no message with text"] == 1)
            #expect(reasons["has attachments, which are not in the text"] == 1)
            #expect(Set(try await threads(server, owner).compactMap { $0["title"]?.stringValue }) == ["Thyme", "No name here"])
            #expect(try await load(Array(Self.claude.utf8), server, owner).number("skipped") == 2)
        }
    }

    @Test("our own export comes in as it was, in another account and after it was deleted", arguments: TestDatabases.available)
    func ownExport(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization(), other = try await server.organization("Other")
            #expect(try await load(Array("[\(Self.chatGPT("c1"))]".utf8), server, organization.owner).number("imported") == 1)
            let id = try #require(try await threads(server, organization.owner).first?["thread_id"]?.stringValue)
            _ = try await server.send(.post, "/api/conversations/star", as: organization.owner, ["thread_id": .string(id)])
            _ = try await server.send(.post, "/api/conversations/archive", as: organization.owner, ["thread_id": .string(id)])
            func export(_ caller: TestCaller) async throws -> Reply {
                try await server.get("/api/conversations/thread/\(id)/export.json", as: caller)
            }
            let first = try await export(organization.owner)
            #expect(try await load(first.bytes, server, organization.owner).number("skipped") == 1)
            #expect(try await load(first.bytes, server, other.owner, type: "application/json").number("imported") == 1)
            #expect(try await export(other.owner)["messages"] == first["messages"])
            #expect(try await export(other.owner)["thread"] == first["thread"])
            _ = try await server.send(.post, "/api/conversations/delete", as: organization.owner, ["thread_id": .string(id)])
            #expect(try await load(ZipBuilder.archive([.init("a.json", first.bytes)]), server, organization.owner).number("imported") == 1)
            #expect(try await export(organization.owner)["messages"] == first["messages"])
        }
    }

    @Test("ids of messages that are there already, or twice in a file, take nothing from what has them", arguments: TestDatabases.available)
    func takenIDs(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let owner = try await server.organization().owner
            let message = "0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11"
            func file(_ thread: String, _ texts: [String]) -> [UInt8] {
                let messages = texts.map { #"{"message_id":"\#(message)","role":"user","content":"\#($0)"}"# }
                let list = messages.joined(separator: ",")
                return Array(#"{"format":"conversation/1","thread":{"thread_id":"\#(thread)"},"messages":[\#(list)]}"#.utf8)
            }
            #expect(try await load(file("0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c01", ["one", "two"]), server, owner).number("messages") == 2)
            #expect(try await load(file("0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c02", ["three"]), server, owner).number("messages") == 1)
            #expect(try await server.get("/api/conversations/message/\(message)", as: owner)["message"]?["content"] == "one")
            #expect(try await server.get("/api/conversations/search?q=three", as: owner).total == 1)
            // Odd values are no reason to fail: characters that databases refuse, times that are none, a reply that was being written.
            let odd = #"""
                {"thread":{"thread_id":"x","title":"a\u0000b","created_at":"yesterday"},"messages":[
                 {"role":"assistant","content":"half\u0000","status":"streaming"},
                 {"role":"user","content":"next","created_at":"1969-01-01T00:00:00Z"},
                 {"role":"assistant","content":"","status":"failed","error":"no"}]}
                """#
            #expect(try await load(Array(odd.utf8), server, owner).number("messages") == 3)
            #expect(try await load(Array(odd.utf8), server, owner).number("skipped") == 1)
        }
    }

    @Test("one file sent by several at once comes in once", arguments: TestDatabases.available)
    func atOnce(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let file = Array("[\((0..<12).map { Self.chatGPT("c\($0)", "Talk \($0)") }.joined(separator: ","))]".utf8)
            let parsed = try ImportedConversations.read(file, name: nil)
            // As many servers on one database.
            let outcomes = try await withThrowingTaskGroup(of: ConversationImport.Outcome.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        let imports = ConversationImport(database: fixture.database, index: fixture.conversations.index)
                        return try await imports.take(parsed, of: fixture.owner, audit: nil, now: fixture.now)
                    }
                }
                return try await group.reduce(into: [ConversationImport.Outcome]()) { $0.append($1) }
            }
            #expect(outcomes.reduce(0) { $0 + $1.imported } == 12)
            #expect(outcomes.reduce(0) { $0 + $1.skipped } == 24)
            #expect(try await fixture.database.first("SELECT COUNT(*) AS n FROM threads")?.int("n") == 12)
            #expect(try await fixture.database.first("SELECT COUNT(*) AS n FROM messages")?.int("n") == 36)
            #expect(try await fixture.database.first("SELECT SUM(count) AS n FROM thread_counts")?.int("n") == 12)
        }
    }

    @Test("a file without conversations is refused with the reason", arguments: [
        (Array(#"{"entries":[]}"#.utf8), "holds no conversation"), (Array("# Note".utf8), "holds no conversation"),
        (Array("[".utf8), "holds no conversation"),
        (ZipBuilder.archive([("a.md", "x")]), "a.md holds no conversation"), (Array("[]".utf8), "holds no conversation"),
        (Array(#"[{"mapping":{}}]"#.utf8), "has no message with text"),
    ])
    func nothing(bytes: [UInt8], reason: String) throws {
        let problem = #expect(throws: Problem.self) { try ImportedConversations.read(bytes, name: nil) }
        #expect(problem?.code == "nothing_to_import")
        #expect(problem?.message.contains(reason) == true, "\(problem?.message ?? "")")
    }

    @Test("a conversation whose parents run in a circle, or whose end is missing, is read to where that shows")
    func oddTrees() throws {
        func read(_ mapping: String, current: String) throws -> [String] {
            let json = #"[{"conversation_id":"c","current_node":"\#(current)","mapping":{\#(mapping)}}]"#
            return try ImportedConversations.read(Array(json.utf8), name: nil).conversations[0].messages.map(\.content)
        }
        func node(_ id: String, _ parent: String, _ text: String, _ time: String = "1") -> String {
            let content = #"{"content_type":"text","parts":["\#(text)"]}"#
            let message = #"{"author":{"role":"user"},"create_time":\#(time),"content":\#(content)}"#
            return #""\#(id)":{"message":\#(message),"parent":"\#(parent)"}"#
        }
        #expect(try read("\(node("a", "b", "one")),\(node("b", "a", "two"))", current: "b") == ["one", "two"])
        #expect(try read("\(node("a", "x", "one")),\(node("b", "a", "two", "1e300"))", current: "gone") == ["one", "two"])
    }

    @Test("JSON is taken apart where its pieces are, whatever stands in them", arguments: UInt64(1)...30)
    func pieces(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func text(_ value: Any) throws -> Data { try JSONSerialization.data(withJSONObject: [value], options: [.sortedKeys]) }
        func value(_ depth: Int) -> Any {
            switch Int.random(in: 0...(depth > 3 ? 3 : 5), using: &random) {
            case 0: return ["a]", "b}", "c,\"", "\\", "é\n", ""].randomElement(using: &random) ?? ""
            case 1: return Int.random(in: -9...99, using: &random)
            case 2: return Bool.random(using: &random)
            case 3: return NSNull()
            case 4: return (0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth + 1) }
            default: return Dictionary(uniqueKeysWithValues: (0..<Int.random(in: 0...3, using: &random)).map { ("k\($0)\"", value(depth + 1)) })
            }
        }
        let values = (0..<Int.random(in: 0...6, using: &random)).map { _ in value(0) }
        let options: JSONSerialization.WritingOptions = Bool.random(using: &random) ? [.prettyPrinted] : []
        let bytes = [UInt8](try JSONSerialization.data(withJSONObject: values, options: options))
        let elements = try #require(JSONPieces(bytes).elements())
        #expect(elements.count == values.count)
        for (range, value) in zip(elements, values) {
            let piece = try JSONSerialization.jsonObject(with: Data(bytes[range]), options: [.fragmentsAllowed])
            #expect(try text(piece) == text(value))
        }
        for length in 0..<bytes.count { #expect(JSONPieces(Array(bytes.prefix(length))).elements() == nil) }
    }
}
