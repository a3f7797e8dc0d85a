import LanguageModel
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Stopping a reply")
struct StopTests {
    @Test("what had come is kept and counted, and the conversation is free again", arguments: TestDatabases.available)
    func stops(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        try await TurnFixture.with(dialect, ModelDouble([.waits(["Half a", " sentence"], gate, [" and more."])])) { fixture in
            let started = try await fixture.start("Talk")
            await gate.untilReached()
            let id = started.turn.replyID
            #expect(fixture.turns.running.stop(id))
            let outcome = try #require(await started.reply.wait())
            await fixture.turns.running.untilIdle()
            #expect(outcome.status == .interrupted)
            #expect(outcome.failure?.code == "stopped")
            let message = try await fixture.message(id)
            #expect(message.status == .interrupted)
            #expect(message.content == "Half a sentence")
            let books = try await fixture.books()
            #expect(books.settled == 1 && books.reserved == 0 && books.busyThreads == 0)
            #expect(!fixture.turns.running.stop(id), "it has ended")
            #expect(try await fixture.send("Go on", in: started.turn.threadID).status == .complete)
        }
    }

    @Test("before the first word it costs nothing, and its stream ends with the code")
    func nothingYet() async throws {
        let gate = ModelDouble.Gate()
        try await TurnFixture.with(.sqlite, ModelDouble([.waits([], gate, ["Late."])])) { fixture in
            let started = try await fixture.start("Talk")
            await gate.untilReached()
            #expect(fixture.turns.running.stop(started.turn.replyID))
            let outcome = try #require(await started.reply.wait())
            await fixture.turns.running.untilIdle()
            #expect(outcome.status == .failed)
            #expect(try outcome.lastEvent(at: ReplyPosition()).data.contains(#""code":"stopped""#))
            let books = try await fixture.books()
            #expect(books.settled == 0 && books.released == 1)
        }
    }

    @Test("over HTTP a reply is stopped by whose it is, and by nobody else")
    func http() async throws {
        let gate = ModelDouble.Gate()
        let model = ConfiguredModel(ModelDouble([.waits(["One"], gate, [" two"])]))
        try await withServer(languageModel: model) { server in
            let acme = try await server.organization(), other = try await server.organization()
            async let sent = server.post("/api/conversations/send", as: acme.owner, ["content": "Talk"])
            await gate.untilReached()
            let list = try await server.get("/api/conversations", as: acme.owner)
            guard case .array(let threads)? = list["threads"] else { Issue.record("no threads: \(list.text)"); return }
            let thread = try #require(threads.first?["thread_id"]?.stringValue)
            let page = try await server.get("/api/conversations/thread/\(thread)", as: acme.owner)
            guard case .array(let messages)? = page["messages"] else { Issue.record("no messages: \(page.text)"); return }
            let reply = try #require(messages.last?["message_id"]?.stringValue)
            func stop(_ id: String, _ person: TestCaller) async throws -> Reply {
                try await server.post("/api/conversations/stop", as: person, ["reply_id": .string(id)])
            }
            #expect(try await stop(reply, other.owner).status == 404)
            #expect(try await stop("none", acme.owner).status == 400)
            #expect(try await stop(reply, acme.owner)["stopped"] == true)
            let answer = try await sent
            #expect(answer["status"] == "interrupted", "\(answer.text)")
            #expect(answer["reply"] == "One")
            #expect(answer["interruption"]?["code"] == "stopped")
            #expect(try await stop(reply, acme.owner)["stopped"] == false)
        }
    }
}
