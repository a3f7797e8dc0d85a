// What a model thinks beside its answer: kept, told, and no part of anything else.
import LanguageModel
import Server
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Reasoning of replies")
struct ReasoningReplyTests {
    private static func events(_ reply: Reply) -> [(name: String, data: JSONValue)] {
        reply.text.components(separatedBy: "\n\n").compactMap { block in
            let lines = block.split(separator: "\n")
            guard let name = lines.first(where: { $0.hasPrefix("event: ") }),
                let data = lines.first(where: { $0.hasPrefix("data: ") }) else { return nil }
            return (String(name.dropFirst(7)), (try? JSONValue(parsing: String(data.dropFirst(6)))) ?? .null)
        }
    }

    private static func joined(_ events: [(name: String, data: JSONValue)], _ name: String) -> String {
        events.filter { $0.name == name }.compactMap { $0.data["text"]?.stringValue }.joined()
    }

    @Test("is kept beside the reply and left out of search, prompt, preview and posture", arguments: TestDatabases.available)
    func apart(_ dialect: Dialect) async throws {
        let model = ModelDouble([.told([.reasoning("Peculiarword "), .reasoning("thoughts."), .text("The earth is round.")])])
        try await withServer(on: dialect, languageModel: ConfiguredModel(model)) { server in
            let acme = try await server.organization()
            let sent = try await server.post("/api/conversations/send", as: acme.owner, ["content": "Is it flat?"])
            #expect(sent["reply"] == "The earth is round.")
            #expect(sent["reasoning"] == "Peculiarword thoughts.")
            let thread = try #require(sent["thread_id"]?.stringValue), id = try #require(sent["reply_id"]?.stringValue)
            let message = try await server.get("/api/conversations/message/\(id)", as: acme.owner)
            #expect(message["message"]?["reasoning"] == "Peculiarword thoughts.")
            #expect(message["message"]?["content"] == "The earth is round.")
            let found = try await server.get("/api/conversations/search?q=peculiarword", as: acme.owner)
            #expect(found["total"] == 0, "\(found.text)")
            let json = try await server.get("/api/conversations/thread/\(thread)/export.json", as: acme.owner)
            #expect(json.text.contains(#""reasoning":"Peculiarword thoughts.""#))
            let markdown = try await server.get("/api/conversations/thread/\(thread)/export.md", as: acme.owner)
            #expect(markdown.text.contains("<summary>Reasoning</summary>\n\nPeculiarword thoughts.\n\n</details>\n\nThe earth is round."))
            _ = try await server.post("/api/conversations/send", as: acme.owner, ["content": "Sure?", "thread_id": .string(thread)])
            #expect(model.requests.last?.messages.contains { $0.content.contains("Peculiarword") } == false)
        }
    }

    @Test("streams as events of its own; what was told as text and is reasoning is taken back")
    func streamed() async throws {
        let model = ModelDouble([
            .told([.text("I think"), .textWithdrawn, .reasoning("I think so."), .text("Yes.")]),
            .told([.reasoning("Hm."), .text("No.")]),
        ])
        try await withServer(languageModel: ConfiguredModel(model)) { server in
            let acme = try await server.organization()
            for (answer, reasoning) in [("Yes.", "I think so."), ("No.", "Hm.")] {
                let sent = try await server.send(
                    .post, "/api/conversations/send", as: acme.owner, ["content": "Well?"], headers: ["Accept": "text/event-stream"])
                let events = Self.events(sent)
                let told = events[(events.lastIndex { $0.name == "restart" } ?? 0)...]
                #expect(Self.joined(Array(told), "token") == answer)
                #expect(Self.joined(Array(told), "reasoning") == reasoning)
                #expect(events.last?.data["reply"] == .string(answer))
                #expect(events.last?.data["reasoning"] == .string(reasoning))
                let id = try #require(events.first?.data["reply_id"]?.stringValue)
                let again = Self.events(try await server.get("/api/conversations/stream/\(id)", as: acme.owner))
                #expect(Self.joined(again, "token") == answer)
                #expect(Self.joined(again, "reasoning") == reasoning)
            }
        }
    }

    @Test("a reader that saw text before it was taken back is told everything again, from any place")
    func restarted() throws {
        let reply = LiveReply()
        var position = ReplyPosition()
        reply.append("I think")
        #expect(try reply.snapshot.events(after: &position).map(\.name) == ["token"])
        #expect(position.id == "7.0")
        reply.withdraw(to: 0)
        reply.reason("I think so.")
        reply.append("Yes.")
        let events = try reply.snapshot.events(after: &position)
        #expect(events.map(\.name) == ["restart", "reasoning", "token"])
        #expect(events.map(\.id) == ["0.0.g1", "0.0.r11.g1", "4.0.r11.g1"])
        var resumed = ReplyPosition(lastEventID: "0.0.r11.g1")
        #expect(try reply.snapshot.events(after: &resumed).map(\.data) == [#"{"text":"Yes."}"#])
        #expect(ReplyPosition(lastEventID: "4.0.r11.g1.end").hasEnded)
        for odd in ["1.0.r", "1.0.r-1", "1.0.g1.r1", "1.0.x1", "1.0.r1.g0"] { #expect(ReplyPosition(lastEventID: odd) == ReplyPosition()) }
    }

    @Test("what a provider wants back goes with the next request of the turn, and with none after it", arguments: TestDatabases.available)
    func handedBack(_ dialect: Dialect) async throws {
        let call = ToolCall(id: "1", name: "current_time", arguments: "{}", handback: ["extra_content": ["signature": "s"]])
        let model = ModelDouble([.told([.reasoning("Hm.")], calls: [call], handback: ["reasoning_content": "Hm."]), .text("Noon.")])
        try await TurnFixture.with(dialect, model) { fixture in
            let outcome = try await fixture.send("What time is it?")
            #expect(outcome.reply == "Noon.")
            #expect(outcome.reasoning == "Hm.")
            let second = try #require(model.requests.last?.messages.first { $0.role == .assistant })
            #expect(second.handback == ["reasoning_content": "Hm."])
            #expect(second.toolCalls == [call])
            _ = try await fixture.send("And now?", in: outcome.threadID)
            #expect(model.requests.last?.messages.allSatisfy { $0.handback == nil } == true)
        }
    }

    @Test("a model that reasons and gives no answer has failed, and is paid for", arguments: TestDatabases.available)
    func alone(_ dialect: Dialect) async throws {
        try await TurnFixture.with(dialect, ModelDouble([.told([.reasoning("Hm.")])])) { fixture in
            let outcome = try await fixture.send("Well?")
            #expect(outcome.status == .failed)
            #expect(outcome.failure == .onlyReasoning)
            #expect(try await fixture.message(outcome.replyID).reasoning == "Hm.")
            #expect(try await fixture.books().settled == 1)
        }
    }

    @Test("what was saved on the way holds the reasoning apart, also after text was taken back", arguments: TestDatabases.available)
    func saved(_ dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread("Well?")
            let reply = try await fixture.beginReply(in: thread.id)
            let conversations = fixture.conversations, owner = fixture.owner, database = fixture.database
            #expect(try await conversations.extendReply(reply.id, by: "I think", after: "", of: owner, in: database))
            #expect(try await conversations.rewriteReply(reply.id, ReplyText("", reasoning: "I think"), of: owner, in: database))
            let thought = ReplyText("", reasoning: "I think"), more = ReplyText("Yes.", reasoning: " so.")
            #expect(try await conversations.extendReply(reply.id, by: more, after: thought, of: owner, in: database))
            try await fixture.endReply(reply, ReplyOutcome(.interrupted))
            let message = try #require(try await conversations.message(reply.id, of: owner, in: database))
            #expect(message.content == "Yes.")
            #expect(message.reasoning == "I think so.")
            #expect(try await !conversations.rewriteReply(reply.id, "x", of: owner, in: database))
        }
    }
}
