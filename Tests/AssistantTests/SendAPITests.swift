import Foundation
import LanguageModel
import Server
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Sending over HTTP")
struct SendAPITests {
    /// An event as a browser reads it.
    private struct Event: Equatable {
        var id: String
        var name: String
        var data: JSONValue
    }

    private static func events(_ reply: Reply) -> [Event] {
        reply.text.components(separatedBy: "\n\n").filter { !$0.isEmpty && !$0.hasPrefix(":") }.map { block in
            var event = Event(id: "", name: "", data: .null)
            for line in block.split(separator: "\n") {
                if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { event.data = (try? JSONValue(parsing: String(line.dropFirst(6)))) ?? .null }
            }
            return event
        }
    }

    private static let stream = ["Accept": "text/event-stream"]

    @Test("a message is answered as JSON, and stands in its thread with tokens, cost and the posture to come", arguments: TestDatabases.available)
    func json(_ dialect: Dialect) async throws {
        let model = ConfiguredModel(ModelDouble([.text("Good day.")]), prices: ["double": ModelPrice(dollarsIn: 1, dollarsOut: 2)])
        try await withServer(on: dialect, languageModel: model) { server in
            let acme = try await server.organization()
            let sent = try await server.post("/api/conversations/send", as: acme.owner, ["content": "Hello", "channel": "web"])
            #expect(sent.status == 200, "\(sent.text)")
            #expect(sent["ok"] == true)
            #expect(sent["reply"] == "Good day.")
            #expect(sent["status"] == "complete")
            #expect(sent["cost_usd"] == .number(0.00002))
            #expect(sent["actions"] == 1)
            #expect(sent["unverified_claim"] == false)
            #expect(sent["posture_state"] == "pending")
            let id = try #require(sent["thread_id"]?.stringValue)
            let page = try await server.get("/api/conversations/thread/\(id)", as: acme.owner)
            guard case .array(let messages)? = page["messages"] else { Issue.record("no messages: \(page.text)"); return }
            #expect(messages.map { $0["role"] } == ["user", "assistant"])
            #expect(messages[1]["content"] == "Good day.")
            #expect(page["thread"]?["channel"] == "web")
            _ = try await server.server.jobs.runDue()
            let reply = try await server.get("/api/conversations/message/\(sent["reply_id"]?.stringValue ?? "")", as: acme.owner)
            #expect(reply["message"]?["posture_state"] == "done", "\(reply.text)")
            #expect(reply["message"]?["posture"]?["alert"]?.stringValue != nil)
            #expect(reply["message"]?["posture"]?["engine_version"]?.stringValue != nil)
        }
    }

    @Test("a stream begins with the ids, tells pieces and tools in their order, and ends with the whole answer")
    func events() async throws {
        let model = ModelDouble([
            .calls([ToolCall(id: "1", name: "current_time", arguments: "{}")], text: "Let me look."), .text("It is noon."),
        ])
        try await withServer(languageModel: ConfiguredModel(model)) { server in
            let acme = try await server.organization()
            let sent = try await server.send(.post, "/api/conversations/send", as: acme.owner, ["content": "What time is it?"], headers: Self.stream)
            #expect(sent.status == 200)
            #expect(sent.header("content-type")?.hasPrefix("text/event-stream") == true)
            let events = Self.events(sent)
            #expect(events.first?.name == "start")
            #expect(events.last?.name == "done")
            #expect(Set(events.map(\.id)).count >= events.count - 1)
            let text = events.filter { $0.name == "token" }.compactMap { $0.data["text"]?.stringValue }.joined()
            #expect(text == "Let me look.\n\nIt is noon.")
            #expect(events.last?.data["reply"] == .string(text))
            #expect(events.filter { $0.name == "tool" }.map { $0.data["status"] } == ["running", "succeeded"])
            let id = try #require(events.first?.data["reply_id"]?.stringValue)

            // A browser that lost the stream at any event gets exactly the rest of the text, and the end.
            for (index, event) in events.enumerated() {
                let rest = Self.events(
                    try await server.send(.get, "/api/conversations/stream/\(id)", as: acme.owner, headers: ["Last-Event-ID": event.id]))
                let wanted = events[(index + 1)...].filter { $0.name == "token" }.compactMap { $0.data["text"]?.stringValue }.joined()
                #expect(rest.filter { $0.name == "token" }.compactMap { $0.data["text"]?.stringValue }.joined() == wanted)
                #expect(rest.last?.name == "done")
                #expect(!rest.contains { $0.name == "start" })
            }
            let whole = Self.events(try await server.get("/api/conversations/stream/\(id)", as: acme.owner))
            #expect(whole.first?.name == "start")
            #expect(whole.last?.data["reply"] == .string(text))
            let stranger = try await server.organization("Other")
            #expect(try await server.get("/api/conversations/stream/\(id)", as: stranger.owner).status == 404)
            #expect(try await server.get("/api/conversations/stream/no-uuid", as: acme.owner).status == 400)
        }
    }

    @Test("a stream on which nothing is said for long is kept open by comments")
    func heartbeat() async throws {
        let gate = ModelDouble.Gate()
        let model = ConfiguredModel(ModelDouble([.waits(["One "], gate, ["two."])]))
        try await withServer(settings: { $0.assistant.limits.heartbeatSeconds = 0.01 }, languageModel: model) { server in
            let acme = try await server.organization()
            let opening = Task {
                await gate.untilReached()
                // A hundred times what passes between two comments.
                try? await Task.sleep(for: .seconds(1))
                gate.open()
            }
            let sent = try await server.send(.post, "/api/conversations/send", as: acme.owner, ["content": "Hello"], headers: Self.stream)
            await opening.value
            #expect(sent.text.components(separatedBy: "\n\n").contains(": keep-alive"))
            #expect(Self.events(sent).last?.data["reply"] == "One two.")
        }
    }

    @Test("a failed turn is 502 with the ids of what was stored; as a stream it is an error event")
    func failure() async throws {
        let model = ModelDouble([
            .fails(.nonsense("x")), .fails(.timedOut), .fails(.rateLimited(retryAfter: 60)), .fails(.brokenStream, after: ["Half"]),
        ])
        try await withServer(languageModel: ConfiguredModel(model)) { server in
            let acme = try await server.organization()
            func send() async throws -> Reply { try await server.post("/api/conversations/send", as: acme.owner, ["content": "Hello"]) }
            let nonsense = try await send()
            #expect(nonsense.status == 502)
            #expect(nonsense["ok"] == false)
            #expect(nonsense["code"] == "model_nonsense")
            #expect(nonsense["thread_id"]?.stringValue != nil && nonsense["reply_id"]?.stringValue != nil)
            #expect(try await send().status == 504)
            let limited = try await send()
            #expect(limited.status == 503)
            #expect(limited.header("retry-after") == "60")
            let half = try await server.send(.post, "/api/conversations/send", as: acme.owner, ["content": "Hello"], headers: Self.stream)
            let last = try #require(Self.events(half).last)
            #expect(last.name == "error")
            #expect(last.data["code"] == "model_broken_stream")
            #expect(last.data["status"] == "interrupted")
            let id = try #require(last.data["reply_id"]?.stringValue)
            let again = Self.events(try await server.get("/api/conversations/stream/\(id)", as: acme.owner))
            #expect(again.map(\.name) == ["start", "token", "error"])
        }
    }

    @Test("without a model the answer names the setting, and nothing was stored")
    func unconfigured() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let sent = try await server.post("/api/conversations/send", as: acme.owner, ["content": "Hello"])
            #expect(sent.status == 503)
            #expect(sent["code"] == "model_not_configured")
            #expect(sent["error"]?.stringValue?.contains("model-provider") == true)
            #expect(try await server.get("/api/conversations", as: acme.owner)["total"] == 0)
        }
    }

    @Test("the cap's answer is the documented one, and keys need the scope to write")
    func refused() async throws {
        try await withServer(settings: { $0.actions.budget.actions = 1 }, languageModel: ConfiguredModel(ModelDouble([]))) { server in
            let acme = try await server.organization()
            #expect(try await server.post("/api/conversations/send", as: acme.owner, ["content": "One"]).status == 200)
            let second = try await server.post("/api/conversations/send", as: acme.owner, ["content": "Two"])
            #expect(second.status == 402)
            #expect(second["code"] == "cap_exceeded")
            #expect(second["used"] == 1 && second["cap"] == 1 && second["unit"] == "actions")
            #expect(second["resets_at"]?.stringValue != nil)
            #expect(try await server.get("/api/conversations", as: acme.owner)["total"] == 1)
            let reader = try await acme.personalKey([.read])
            let forbidden = try await server.post("/api/conversations/send", as: reader, ["content": "Three"])
            #expect(forbidden.status == 403)
            #expect(forbidden["code"] == "scope_required")
        }
    }

    @Test("the demonstration's stand-in remembers and recalls through the same door")
    func standIn() async throws {
        let model = ConfiguredModel(ScriptedModel(script: try .demonstration()))
        try await withServer(languageModel: model) { server in
            let acme = try await server.organization()
            let kept = try await server.post("/api/conversations/send", as: acme.owner, ["content": "Remember that Anna likes green tea"])
            #expect(kept["unverified_claim"] == false, "\(kept.text)")
            let notes = try await server.get("/api/vault/list", as: acme.owner)
            #expect(notes["total"] == 1)
            let asked = try await server.post(
                "/api/conversations/send", as: acme.owner, ["content": "What do you know about tea?", "thread_id": kept["thread_id"] ?? .null])
            #expect(asked["reply"]?.stringValue?.contains("Anna likes green tea") == true, "\(asked.text)")
        }
    }

    @Test("a returning browser that meets another server gets what was saved, and then the end", arguments: TestDatabases.available)
    func elsewhere(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        try await TurnFixture.with(dialect, ModelDouble([.waits(["One ", "two "], gate, ["three."])])) { fixture in
            let started = try await fixture.start("Hello")
            await gate.untilReached()
            await fixture.ticks.tick()
            await fixture.ticks.untilPaused()
            let other = TurnFixture(fixture.base, ModelDouble([]))
            let follower = try await ReplyFollower.find(started.turn.replyID, of: fixture.base.owner, other.turns)
            #expect(follower.live == nil)
            let (texts, sink) = AsyncStream.makeStream(of: String.self)
            let following = Task { try await follower.write(to: { sink.yield($0) }, from: ReplyPosition(lastEventID: "4.0")) }
            var seen: [String] = []
            for await text in texts {
                seen.append(text)
                if text.contains("two ") { gate.open() }
                if text.contains("event: done") { break }
                // The other server looks again when its pause is over.
                if seen.count == 1 { Task { _ = await started.reply.wait(); await other.ticks.tick() } }
            }
            try await following.value
            #expect(seen[0].contains(#"{"text":"two "}"#))
            #expect(seen.contains { $0.contains(#"{"text":"three."}"#) })
            #expect(seen.last?.contains("One two three.") == true)
        }
    }
}
