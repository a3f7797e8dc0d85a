import Access
import Foundation
import LanguageModel
import Server
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("The same message sent again")
struct RepeatedSendTests {
    private static let key = ["Idempotency-Key": "k-1"]
    private static let stream = ["Idempotency-Key": "k-1", "Accept": "text/event-stream"]
    private static let path = "/api/conversations/send"

    private static func request(_ content: String, in thread: String? = nil, key: String = "k-1", hash: UInt8 = 1) -> Turns.Request {
        var request = Turns.Request(threadID: thread, content: content)
        request.key = SendKey(key: key, contentHash: [hash])
        return request
    }

    private static func messages(_ fixture: TurnFixture) async throws -> Int64 {
        try await fixture.base.database.first("SELECT COUNT(*) AS n FROM messages WHERE role = 'user'")?.int("n") ?? -1
    }

    @Test("over HTTP it is answered as before, as JSON and as a stream, and happens once", arguments: TestDatabases.available)
    func http(_ dialect: Dialect) async throws {
        let model = ModelDouble([.text("Good day.")])
        try await withServer(on: dialect, languageModel: ConfiguredModel(model)) { server in
            let acme = try await server.organization(), other = try await server.organization("Other")
            let first = try await server.send(.post, Self.path, as: acme.owner, ["content": "Hello"], headers: Self.stream)
            #expect(first.text.contains("event: done"))
            #expect(first.header("idempotent-replay") == nil)
            let streamed = try await server.send(.post, Self.path, as: acme.owner, ["content": "Hello"], headers: Self.stream)
            #expect(streamed.header("idempotent-replay") == "true")
            #expect(streamed.text.contains("event: start") && streamed.text.contains("event: done"))
            let answers = [
                try await server.send(.post, Self.path, as: acme.owner, ["content": "Hello"], headers: Self.key),
                try await server.send(.post, Self.path, as: acme.owner, ["content": "Hello"], headers: Self.key),
            ]
            for answer in answers {
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.header("idempotent-replay") == "true")
                #expect(answer["reply"] == "Good day.")
                #expect(first.text.contains(answer["message_id"]?.stringValue ?? "none"))
                #expect(streamed.text.contains(answer["reply_id"]?.stringValue ?? "none"))
            }
            let wrong = try await server.send(.post, Self.path, as: acme.owner, ["content": "Bye"], headers: Self.key)
            #expect(wrong.status == 409)
            #expect(wrong["code"] == "idempotency_conflict")
            #expect(model.requests.count == 1)
            #expect(try await server.get("/api/conversations", as: acme.owner)["total"] == 1)
            // Somebody else's key of the same spelling is another one.
            let theirs = try await server.send(.post, Self.path, as: other.owner, ["content": "Hello"], headers: Self.key)
            #expect(theirs.status == 200)
            #expect(theirs.header("idempotent-replay") == nil)
            // After the conversation was deleted it does not begin another one.
            let thread = answers[0]["thread_id"] ?? .null
            _ = try await server.post("/api/conversations/delete", as: acme.owner, ["thread_id": thread])
            #expect(try await server.send(.post, Self.path, as: acme.owner, ["content": "Hello"], headers: Self.key).status == 404)
        }
    }

    @Test("a failed reply stays failed with the same code, and the message is there once", arguments: TestDatabases.available)
    func failed(_ dialect: Dialect) async throws {
        let model = ModelDouble([.fails(.rejected(status: 401, message: "no"))])
        try await withServer(on: dialect, languageModel: ConfiguredModel(model)) { server in
            let acme = try await server.organization()
            let first = try await server.send(.post, Self.path, as: acme.owner, ["content": "Hello"], headers: Self.key)
            #expect(first.status == 502)
            let second = try await server.send(.post, Self.path, as: acme.owner, ["content": "Hello"], headers: Self.key)
            #expect(second.status == 502)
            #expect(second.header("idempotent-replay") == "true")
            for name in ["code", "error", "thread_id", "message_id", "reply_id"] { #expect(second[name] == first[name], "\(name)") }
            let streamed = try await server.send(.post, Self.path, as: acme.owner, ["content": "Hello"], headers: Self.stream)
            #expect(streamed.text.contains(#""code":"model_rejected""#))
            #expect(model.requests.count == 1)
        }
    }

    @Test("of twenty at once with one key one is sent, and all get its reply, with one action left", arguments: TestDatabases.available)
    func atOnce(_ dialect: Dialect) async throws {
        try await TurnFixture.with(dialect, ModelDouble([], then: .text("Fine.")), cap: 1) { fixture in
            let told = try await withThrowingTaskGroup(of: TurnOutcome.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await fixture.turns.send(Self.request("Hello"), by: fixture.base.owner).outcome() }
                }
                return try await group.reduce(into: [TurnOutcome]()) { $0.append($1) }
            }
            await fixture.turns.running.untilIdle()
            #expect(Set(told.map(\.replyID)).count == 1)
            #expect(told.allSatisfy { $0.reply == "Fine." && $0.status == .complete })
            #expect(try await Self.messages(fixture) == 1)
            #expect(try await fixture.books() == TurnFixture.Books(
                settled: 1, released: 0, reserved: 0, used: 1, underWay: 0, turns: 0, busyThreads: 0))
        }
    }

    @Test("of two servers with one key at once one sends; nothing is left of the other's try", arguments: TestDatabases.available)
    func twoServers(_ dialect: Dialect) async throws {
        try await TurnFixture.with(dialect, ModelDouble([], then: .text("Fine."))) { fixture in
            let other = TurnFixture(fixture.base, ModelDouble([], then: .text("Fine.")))
            let replies = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<10 {
                    let turns = number % 2 == 0 ? fixture.turns : other.turns
                    group.addTask { try await turns.send(Self.request("Hello"), by: fixture.base.owner).turn.replyID }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            await fixture.turns.running.untilIdle()
            await other.turns.running.untilIdle()
            #expect(replies.count == 1)
            #expect(try await Self.messages(fixture) == 1)
            let books = try await fixture.books()
            #expect(books.settled == 1 && books.reserved == 0 && books.underWay == 0)
        }
    }

    @Test("after a crash it is told what became of the reply, and sends nothing", arguments: TestDatabases.available)
    func crash(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        try await TurnFixture.with(dialect, ModelDouble([.waits(["Half"], gate, [" more"])])) { fixture in
            let first = try await fixture.turns.send(Self.request("Hello"), by: fixture.base.owner)
            await gate.untilReached()
            await fixture.ticks.tick()
            await fixture.ticks.untilPaused()
            let other = TurnFixture(fixture.base, ModelDouble([]))
            fixture.base.clock.advance(seconds: 95)
            let again = try await other.turns.send(Self.request("Hello"), by: fixture.base.owner)
            #expect(again.repeated != nil && again.live == nil)
            #expect(again.turn.messageID == first.turn.messageID)
            #expect(try await other.turns.recover() == 1)
            let outcome = try await again.outcome()
            #expect(outcome.status == .interrupted && outcome.reply == "Half")
            #expect(outcome.failure == .interrupted)
            #expect(try await Self.messages(fixture) == 1)
            gate.open()
            _ = await first.live?.wait()
            await fixture.turns.running.untilIdle()
            #expect(try await fixture.books().settled == 1)
        }
    }

    @Test("what was refused before it was stored may be sent again; after a day a key is new", arguments: TestDatabases.available)
    func freeAgain(_ dialect: Dialect) async throws {
        try await TurnFixture.with(dialect, ModelDouble([], then: .text("Fine."))) { fixture in
            let owner = fixture.base.owner
            await #expect(throws: Problem.self) { try await fixture.turns.send(Self.request(" "), by: owner) }
            let first = try await fixture.turns.send(Self.request("Hello", hash: 2), by: owner)
            #expect(try await first.outcome().status == .complete)
            await fixture.turns.running.untilIdle()
            fixture.base.clock.advance(seconds: 86_399)
            #expect(try await fixture.turns.purgeKeys(now: fixture.base.now) == 0)
            #expect(try await fixture.turns.send(Self.request("Hello", hash: 2), by: owner).turn.replyID == first.turn.replyID)
            fixture.base.clock.advance(seconds: 1)
            let later = try await fixture.turns.send(Self.request("Hello", hash: 3), by: owner)
            #expect(later.repeated == nil)
            _ = try await later.outcome()
            await fixture.turns.running.untilIdle()
            #expect(try await Self.messages(fixture) == 2)
            fixture.base.clock.advance(seconds: 86_400)
            #expect(try await fixture.turns.purgeKeys(now: fixture.base.now) == 1)
        }
    }
}
