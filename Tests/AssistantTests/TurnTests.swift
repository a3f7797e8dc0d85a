import LanguageModel
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Turns")
struct TurnTests {
    private static let clean = TurnFixture.Books(settled: 0, released: 0, reserved: 0, used: 0, underWay: 0, turns: 0, busyThreads: 0)

    private func books(_ change: (inout TurnFixture.Books) -> Void) -> TurnFixture.Books {
        var books = Self.clean
        change(&books)
        return books
    }

    @Test("a message begins a thread, is answered, and everything about the reply is stored", arguments: TestDatabases.available)
    func whole(_ dialect: Dialect) async throws {
        let model = ModelDouble([.pieces(["Good ", "day."], ModelUsage(tokensIn: 100, tokensOut: 20, tokensCached: 4))])
        try await TurnFixture.with(dialect, model) { fixture in
            let outcome = try await fixture.send("# Hello there\nHow are you?")
            #expect(outcome.status == .complete)
            #expect(outcome.reply == "Good day.")
            #expect(outcome.figures.costMicros == 140)
            #expect(outcome.postureState == .pending)
            let reply = try await fixture.message(outcome.replyID)
            #expect(reply.content == "Good day.")
            #expect(reply.status == .complete)
            #expect(reply.figures == outcome.figures)
            #expect(reply.figures?.actions == 1)
            #expect(reply.figures?.model == "double-1")
            let thread = try await fixture.base.conversations.find(outcome.threadID, of: fixture.base.owner, in: fixture.base.database)
            #expect(thread.title == "Hello there")
            #expect(thread.channel == .api)
            #expect(thread.messageCount == 2)
            #expect(thread.unreadCount == 1)
            #expect(try await fixture.books() == books { $0.settled = 1; $0.used = 1 })
            let events = try await fixture.base.database.query("SELECT type, family FROM outbox_events")
            #expect(try events.map { try $0.text("type") } == ["conversation.start"])
            #expect(model.requests[0].messages.map(\.role) == [.system, .user])
            #expect(model.requests[0].tools.map(\.name).sorted() == [
                "current_time", "get_incident", "get_session", "http_fetch", "recall", "recent_alerts", "remember",
            ])
        }
    }

    @Test("the model sees the thread's earlier messages, and the channel's rule")
    func history() async throws {
        let model = ModelDouble([.text("First answer."), .fails(.nonsense("x")), .text("Second answer.")])
        try await TurnFixture.with(.sqlite, model) { fixture in
            let first = try await fixture.send("One")
            let failed = try await fixture.send("Two", in: first.threadID)
            #expect(failed.status == .failed)
            let started = try await fixture.start("Three", in: first.threadID, channel: .sms)
            _ = await started.reply.wait()
            #expect(model.requests[2].messages.dropFirst().map(\.content) == ["One", "First answer.", "Two\n\nThree"])
            #expect(model.requests[2].messages[0].content.contains("at most 3 short sentences"))
        }
    }

    @Test("what the model is asked to remember is in the vault, with the thread it came from")
    func remembers() async throws {
        let model = ModelDouble([
            .calls([ToolCall(id: "1", name: "remember", arguments: #"{"content":"Anna likes tea","tags":["people"]}"#)]), .text("I've saved that."),
            .calls([ToolCall(id: "2", name: "recall", arguments: #"{"query":"tea"}"#)]), .text("Tea."), .text("I've saved that."),
        ])
        try await TurnFixture.with(.sqlite, model) { fixture in
            let kept = try await fixture.send("Remember that Anna likes tea")
            #expect(!kept.isUnverifiedClaim)
            #expect(kept.tools == [TurnOutcome.Tool(name: "remember", status: .succeeded)])
            let asked = try await fixture.send("What does she like?", in: kept.threadID)
            #expect(asked.reply == "Tea.")
            let answer = try #require(model.requests[3].messages.last)
            #expect(answer.content.contains("Anna likes tea") && answer.content.contains(#""signals":["full_text"]"#))
            #expect(!answer.content.contains("BEGIN DATA"))
            let claimed = try await fixture.send("Save my birthday", in: kept.threadID)
            #expect(claimed.isUnverifiedClaim)
            #expect(try await fixture.message(claimed.replyID).isUnverifiedClaim)
        }
    }

    // MARK: What is refused

    @Test("without a model nothing is stored and nobody is charged; the sentence names the setting")
    func unconfigured() async throws {
        try await TurnFixture.with(.sqlite, UnconfiguredModel()) { fixture in
            let problem = try await #require(throws: Problem.self) { try await fixture.start("Hello") }
            #expect(problem.kind == .unavailable)
            #expect(problem.code == "model_not_configured")
            #expect(problem.message.contains("model-provider"))
            #expect(try await fixture.base.database.first("SELECT COUNT(*) AS n FROM threads")?.int("n") == 0)
            #expect(try await fixture.books() == Self.clean)
        }
    }

    @Test("a thread takes one turn at a time", arguments: TestDatabases.available)
    func busy(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        let model = ModelDouble([.waits(["One "], gate, ["two"])])
        try await TurnFixture.with(dialect, model) { fixture in
            let first = try await fixture.start("Hello")
            await gate.untilReached()
            let problem = try await #require(throws: Problem.self) { try await fixture.start("Again", in: first.turn.threadID) }
            #expect(problem.kind == .conflict)
            #expect(problem.code == "busy")
            #expect(try await fixture.books().reserved == 1, "the refused message reserves nothing")
            gate.open()
            #expect(await first.reply.wait()?.reply == "One two")
            await fixture.turns.running.untilIdle()
            #expect(try await fixture.send("Again", in: first.turn.threadID).status == .complete)
            #expect(try await fixture.books() == books { $0.settled = 2; $0.used = 2 })
        }
    }

    @Test(
        "of fifty messages at once with one action left exactly one passes, and the others leave nothing behind", arguments: TestDatabases.available)
    func cap(_ dialect: Dialect) async throws {
        let model = ModelDouble([], then: .text("Fine."))
        try await TurnFixture.with(dialect, model, cap: 3) { fixture in
            let first = try await fixture.send("One")
            _ = try await fixture.send("Two", in: first.threadID)
            let answers = await withTaskGroup(of: String.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        do {
                            // Some in new threads, some in the one that is there.
                            let started = try await fixture.start("Message \(number)", in: number % 5 == 0 ? first.threadID : nil)
                            return await started.reply.wait()?.status.rawValue ?? "lost"
                        } catch { return (error as? Problem)?.code ?? (error as? Problem)?.kind.rawValue ?? "\(error)" }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            await fixture.turns.running.untilIdle()
            #expect(answers.filter { $0 == "complete" }.count == 1)
            #expect(answers.allSatisfy { ["complete", "paymentRequired", "busy"].contains($0) }, "\(Set(answers))")
            #expect(answers.filter { $0 == "paymentRequired" }.count >= 40)
            let messages = try await fixture.base.database.first("SELECT COUNT(*) AS n FROM messages")?.int("n")
            #expect(messages == 6)
            #expect(try await fixture.books() == books { $0.settled = 3; $0.used = 3 })
        }
    }

    @Test("what is no message is refused before anything is touched")
    func malformed() async throws {
        try await TurnFixture.with(.sqlite, ModelDouble([])) { fixture in
            for (content, thread, channel, field) in [
                (" \n\t", nil, nil, "content"), (String(repeating: "x", count: 32_001), nil, nil, "content"), ("x", "no-uuid", nil, "thread_id"),
                ("x", nil, Channel.monitor, "channel"), ("x", nil, .webhook, "channel"),
            ] as [(String, String?, Channel?, String)] {
                let problem = try await #require(throws: Problem.self) { try await fixture.start(content, in: thread, channel: channel) }
                #expect(problem.kind == .malformed)
                #expect(problem.field == field)
            }
            let other = try await fixture.base.thread(of: fixture.base.colleague)
            for id in [other.id, ID.uuid(at: fixture.base.now)] {
                let problem = try await #require(throws: Problem.self) { try await fixture.start("x", in: id) }
                #expect(problem.kind == .notFound)
            }
            #expect(try await fixture.books() == Self.clean)
            #expect(try await fixture.send(String(repeating: "x", count: 32_000)).status == .complete)
        }
    }

    // MARK: What goes wrong

    @Test("a model that fails before it says anything costs nothing, and the message stays", arguments: TestDatabases.available)
    func failed(_ dialect: Dialect) async throws {
        let model = ModelDouble([.fails(.rejected(status: 401, message: "no"))])
        try await TurnFixture.with(dialect, model) { fixture in
            let outcome = try await fixture.send("Hello")
            let problem = try #require(outcome.problem)
            #expect(problem.kind == .badGateway)
            #expect(problem.code == "model_rejected")
            #expect(problem.details["message_id"] == .string(outcome.messageID))
            let reply = try await fixture.message(outcome.replyID)
            #expect(reply.status == .failed)
            #expect(reply.error == ModelFailure.rejected(status: 401, message: "no").sentence)
            #expect(reply.postureState == .off)
            #expect(try await fixture.message(outcome.messageID).content == "Hello")
            #expect(try await fixture.books() == books { $0.released = 1 })
        }
    }

    @Test("a reply that breaks off stays with what came, and is charged", arguments: TestDatabases.available)
    func interrupted(_ dialect: Dialect) async throws {
        let model = ModelDouble([.fails(.brokenStream, after: ["Half a", " sentence"])])
        try await TurnFixture.with(dialect, model) { fixture in
            let outcome = try await fixture.send("Hello")
            #expect(outcome.status == .interrupted)
            #expect(outcome.failure?.code == "model_broken_stream")
            #expect(outcome.problem == nil)
            let reply = try await fixture.message(outcome.replyID)
            #expect(reply.status == .interrupted)
            #expect(reply.content == "Half a sentence")
            #expect(try await fixture.books() == books { $0.settled = 1; $0.used = 1 })
        }
    }

    // MARK: A crash

    @Test(
        "what a dead server left is interrupted with the text that was saved, charged once, and the thread is free",
        arguments: TestDatabases.available)
    func crash(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        let model = ModelDouble([.waits(["Half a", " sentence"], gate, [" and more."])])
        try await TurnFixture.with(dialect, model) { fixture in
            let started = try await fixture.start("Hello")
            await gate.untilReached()
            await fixture.ticks.tick()
            await fixture.ticks.untilPaused()
            #expect(try await fixture.message(started.turn.replyID).content == "Half a sentence", "saved on the way")
            // A second server on the same database; the first one is as if dead.
            let other = TurnFixture(fixture.base, ModelDouble([]))
            #expect(try await other.turns.recover() == 0, "while the lease lasts it is not touched")
            fixture.base.clock.advance(seconds: 31)
            #expect(try await other.turns.recover() == 1)
            let reply = try await fixture.message(started.turn.replyID)
            #expect(reply.status == .interrupted)
            #expect(reply.content == "Half a sentence")
            #expect(reply.postureState == .pending)
            #expect(try await fixture.books() == books { $0.settled = 1; $0.used = 1 })
            // The first was only slow: it wakes, finds its turn gone, and neither writes nor charges.
            gate.open()
            let outcome = try #require(await started.reply.wait())
            await fixture.turns.running.untilIdle()
            #expect(outcome.failure == .interrupted)
            #expect(try await fixture.message(started.turn.replyID).content == "Half a sentence")
            #expect(try await fixture.books() == books { $0.settled = 1; $0.used = 1 })
            #expect(try await other.turns.recover() == 0)
        }
    }

    @Test("a turn that died before it said anything is failed and costs nothing", arguments: TestDatabases.available)
    func earlyCrash(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        let model = ModelDouble([.waits([], gate, ["Late."])])
        try await TurnFixture.with(dialect, model) { fixture in
            let started = try await fixture.start("Hello")
            await gate.untilReached()
            fixture.base.clock.advance(seconds: 31)
            let other = TurnFixture(fixture.base, ModelDouble([.text("Now.")]))
            // The next message in the thread puts the dead turn away as well as the job would.
            let next = try await other.send("Still there?", in: started.turn.threadID)
            #expect(next.reply == "Now.")
            let reply = try await fixture.message(started.turn.replyID)
            #expect(reply.status == .failed)
            #expect(reply.error == TurnFailure.interrupted.sentence)
            gate.open()
            _ = await started.reply.wait()
            await fixture.turns.running.untilIdle()
            #expect(try await fixture.books() == books { $0.settled = 1; $0.used = 1; $0.released = 1 })
        }
    }

    @Test("a lease is renewed while a reply is written")
    func renewed() async throws {
        let gate = ModelDouble.Gate()
        let model = ModelDouble([.waits(["One "], gate, ["two"])])
        try await TurnFixture.with(.sqlite, model) { fixture in
            let started = try await fixture.start("Hello")
            await gate.untilReached()
            fixture.base.clock.advance(seconds: 25)
            for _ in 0..<Int(Turns.renewSeconds / Turns.flushSeconds) { await fixture.ticks.tick() }
            await fixture.ticks.untilPaused()
            fixture.base.clock.advance(seconds: 25)
            #expect(try await fixture.turns.recover() == 0)
            gate.open()
            #expect(await started.reply.wait()?.status == .complete)
        }
    }

    @Test("a server that stops lets no turn begin, and stores what came of those it has to cut")
    func drained() async throws {
        let gate = ModelDouble.Gate()
        let model = ModelDouble([.waits(["One "], gate, ["two"])])
        try await TurnFixture.with(.sqlite, model) { fixture in
            let started = try await fixture.start("Hello")
            await gate.untilReached()
            async let drained: Void = fixture.turns.running.drain(grace: .zero)
            while !fixture.turns.running.isStopping { await Task.yield() }
            let problem = try await #require(throws: Problem.self) { try await fixture.start("Another") }
            #expect(problem.code == "shutting_down")
            // The gate stays shut: only being cut ends the wait.
            await drained
            #expect(await started.reply.wait()?.failure == .shuttingDown)
            #expect(try await fixture.message(started.turn.replyID).status == .interrupted)
            #expect(try await fixture.books() == books { $0.settled = 1; $0.used = 1 })
        }
    }

    // MARK: Posture

    @Test("a reply's posture is read by the job; lag and failure can be seen", arguments: TestDatabases.available)
    func posture(_ dialect: Dialect) async throws {
        try await TurnFixture.with(dialect, ModelDouble([], then: .text("You are absolutely right."))) { fixture in
            let outcome = try await fixture.send("Hello")
            #expect(try await fixture.message(outcome.replyID).postureState == .pending)
            _ = try await fixture.jobs.runDue()
            let read = try await fixture.message(outcome.replyID)
            #expect(read.postureState == .done)
            #expect(read.posture == #"{"alert":"yellow","engine_version":"1"}"#)
            #expect(fixture.posture.read == ["You are absolutely right."])

            fixture.posture.fail(3)
            let unlucky = try await fixture.send("Again", in: outcome.threadID)
            for pause in [0, 20, 120.0] {
                #expect(try await fixture.message(unlucky.replyID).postureState == .pending)
                fixture.base.clock.advance(seconds: pause)
                _ = try await fixture.jobs.runDue()
            }
            #expect(try await fixture.message(unlucky.replyID).postureState == .failed)
            #expect(fixture.posture.read.count == 4)
        }
    }

    @Test("with reading switched off no reply waits for it")
    func postureOff() async throws {
        try await TurnFixture.with(.sqlite, ModelDouble([]), readsPosture: false) { fixture in
            let outcome = try await fixture.send("Hello")
            #expect(outcome.postureState == .off)
            #expect(try await fixture.message(outcome.replyID).postureState == .off)
        }
    }
}
