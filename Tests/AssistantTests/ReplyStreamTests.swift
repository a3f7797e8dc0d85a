import Testing
import Vocabulary

@testable import Assistant

@Suite("The stream of a reply")
struct ReplyStreamTests {
    @Test("an event is three lines and an empty one; line breaks in text stay inside the JSON")
    func wire() throws {
        let event = try ServerSentEvent("token", id: "5.0", ReplySnapshot.TokenData(text: "a\nb\r\n\"c\""))
        #expect(event.text == "id: 5.0\nevent: token\ndata: {\"text\":\"a\\nb\\r\\n\\\"c\\\"\"}\n\n")
        #expect(ServerSentEvent.heartbeat.hasPrefix(":"))
        #expect(ServerSentEvent.heartbeat.hasSuffix("\n\n"))
    }

    private let snapshot = ReplySnapshot(
        text: "Früh. Spät.", tools: [ToolEvent(name: "recall", status: .running, at: 6), ToolEvent(name: "recall", status: .succeeded, at: 6)])

    @Test("events come in the order in which they happened, with the place behind them as their id")
    func order() throws {
        var position = ReplyPosition()
        let events = try snapshot.events(after: &position)
        #expect(events.map(\.name) == ["token", "tool", "tool", "token"])
        #expect(events.map(\.id) == ["6.0", "6.1", "6.2", "13.2"])
        #expect(events[0].data == #"{"text":"Früh."}"#)
        #expect(events[2].data == #"{"name":"recall","status":"succeeded"}"#)
        #expect(try snapshot.events(after: &position).isEmpty)
    }

    @Test("from any event's id the rest follows, and together it is the whole")
    func resumed() throws {
        var whole = ReplyPosition()
        let events = try snapshot.events(after: &whole)
        for (index, event) in events.enumerated() {
            var position = ReplyPosition(lastEventID: event.id)
            #expect(position.hasStarted)
            #expect(try snapshot.events(after: &position) == Array(events[(index + 1)...]))
        }
    }

    @Test("an id that was not ours is the beginning, and one inside a character is moved before it")
    func oddIDs() throws {
        for text in [nil, "", "x", "1", "1.2.3", "-1.0", "1.-1", "99999999999999999999.0", "1.0.end.end"] {
            #expect(ReplyPosition(lastEventID: text) == ReplyPosition())
        }
        var position = ReplyPosition(lastEventID: "3.2")
        let events = try snapshot.events(after: &position)
        #expect(events.map(\.data) == [#"{"text":"üh. Spät."}"#])
        var beyond = ReplyPosition(lastEventID: "9999.7")
        #expect(try snapshot.events(after: &beyond).isEmpty)
        #expect(ReplyPosition(lastEventID: "13.2.end").hasEnded)
    }

    @Test("listeners hear everything and end with the reply, whenever they come")
    func listeners() async throws {
        let reply = LiveReply()
        let early = Task {
            var position = ReplyPosition()
            var text = ""
            for await _ in reply.changes() { for event in try reply.snapshot.events(after: &position) { text += event.data } }
            return text
        }
        for word in ["one ", "two ", "three"] { reply.append(word) }
        var outcome = TurnOutcome(
            threadID: "t", messageID: "m", replyID: "r", status: .complete, reply: "one two three", figures: ReplyFigures(model: "x"))
        reply.finish(outcome)
        outcome.status = .failed
        reply.finish(outcome)
        #expect(try await early.value.contains("three"))
        #expect(await reply.wait()?.status == .complete, "the first end counts")
        var count = 0
        for await _ in reply.changes() { count += 1 }
        #expect(count == 1)
    }

    @Test("a finished turn is told as done, a broken one as error with code and ids")
    func lastEvent() throws {
        var outcome = TurnOutcome(
            threadID: "t", messageID: "m", replyID: "r", status: .complete, reply: "Hi",
            figures: ReplyFigures(model: "x", tokensIn: 3, tokensOut: 1, costMicros: 1_234_567, latencyMs: 12, actions: 1))
        let done = try outcome.lastEvent(at: ReplyPosition(lastEventID: "2.0"))
        #expect(done.name == "done")
        #expect(done.id == "2.0.end")
        #expect(done.data.contains(#""cost_usd":1.234567"#))
        #expect(outcome.problem == nil)
        outcome.status = .failed
        outcome.failure = TurnFailure(.rateLimited(retryAfter: 7))
        let error = try outcome.lastEvent(at: ReplyPosition())
        #expect(error.name == "error")
        #expect(error.data.contains(#""code":"model_rate_limited""#))
        let problem = try #require(outcome.problem)
        #expect(problem.kind == .unavailable)
        #expect(problem.retryAfter == 7)
        #expect(problem.details["reply_id"] == "r")
    }
}
