import Access
import LanguageModel
import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

@Suite("How turns end when something is away")
struct TurnEndTests {
    @Test("a finished reply outlives a database that is away for longer than its lease", arguments: TestDatabases.available)
    func databaseAway(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        try await TurnFixture.with(dialect, ModelDouble([.waits(["One "], gate, ["two"])])) { fixture in
            let started = try await fixture.start("Hello")
            await gate.untilReached()
            let database = fixture.base.database
            try await database.execute("ALTER TABLE actions RENAME TO actions_away")
            gate.open()
            for _ in 0..<40 { await fixture.ticks.tick() }
            #expect(started.reply.outcome == nil, "it is still tried")
            fixture.base.clock.advance(seconds: 31)
            #expect(try await fixture.turns.recover() == 0, "its own server knows better than the lease")
            try await database.execute("ALTER TABLE actions_away RENAME TO actions")
            let ticking = Task { while !Task.isCancelled { await fixture.ticks.tick() } }
            let outcome = try #require(await started.reply.wait())
            ticking.cancel()
            #expect(outcome.status == .complete && outcome.reply == "One two")
            #expect(try await fixture.message(started.turn.replyID).content == "One two")
            #expect(try await fixture.books().settled == 1)
        }
    }

    @Test(
        "what a dead server's turn had used is charged: rounds that ended, and an estimate of the one under way",
        arguments: TestDatabases.available)
    func usedBeforeCrash(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        let model = ModelDouble([
            .calls([ToolCall(id: "1", name: "current_time", arguments: "{}")], text: "Let me look."), .waits(["It is"], gate, [" noon."]),
        ])
        try await TurnFixture.with(dialect, model) { fixture in
            let started = try await fixture.start("What time is it?")
            await gate.untilReached()
            await fixture.ticks.tick()
            await fixture.ticks.untilPaused()
            fixture.base.clock.advance(seconds: 31)
            let other = TurnFixture(fixture.base, ModelDouble([]))
            #expect(try await other.turns.recover() == 1)
            let reply = try await fixture.message(started.turn.replyID)
            let figures = try #require(reply.figures)
            let prompt = Int64(model.requests[1].messages.reduce(0) { $0 + TurnPrompt.tokens($1.content) })
            #expect(figures.tokensIn == 10 + prompt)
            #expect(figures.tokensOut == 5 + ("\n\nIt is".utf8.count + 3) / 4)
            #expect(figures.costMicros == figures.tokensIn + 2 * figures.tokensOut)
            #expect(figures.model == "double-1")
            #expect(reply.toolCalls?.contains("current_time") == true)
            let usage = try #require(try await fixture.base.database.first("SELECT tokens_in, cost_micros FROM action_usage"))
            #expect(try usage.int("tokens_in") == figures.tokensIn)
            #expect(try usage.int("cost_micros") == figures.costMicros)
            gate.open()
            _ = await started.reply.wait()
            await fixture.turns.running.untilIdle()
        }
    }

    @Test("a reply is stopped by any server", arguments: TestDatabases.available)
    func stoppedElsewhere(_ dialect: Dialect) async throws {
        let gate = ModelDouble.Gate()
        try await TurnFixture.with(dialect, ModelDouble([.waits(["Half"], gate, [" more"])])) { fixture in
            let started = try await fixture.start("Talk")
            await gate.untilReached()
            let other = TurnFixture(fixture.base, ModelDouble([]))
            #expect(try await other.turns.stop(started.turn.replyID, of: fixture.base.owner))
            #expect(try await !other.turns.stop(started.turn.replyID, of: fixture.base.colleague), "nobody else's")
            let ticking = Task { while !Task.isCancelled { await fixture.ticks.tick() } }
            while !started.reply.isStopped { await Task.yield() }
            gate.open()
            let outcome = try #require(await started.reply.wait())
            ticking.cancel()
            await fixture.turns.running.untilIdle()
            #expect(outcome.status == .interrupted && outcome.failure?.code == "stopped")
            #expect(try await !other.turns.stop(started.turn.replyID, of: fixture.base.owner), "it has ended")
        }
    }

    @Test("an action stays reserved for longer than the longest turn")
    func reservation() async throws {
        let gate = ModelDouble.Gate()
        var limits = TurnLimits()
        limits.seconds = 3_600
        let model = ModelDouble([.waits([], gate, ["Done."])])
        try await ConversationFixture.with(.sqlite) { base in
            let fixture = TurnFixture(base, model, limits: limits)
            let started = try await fixture.start("Hello")
            await gate.untilReached()
            #expect(try await fixture.actions.releaseAbandoned(now: base.now.adding(seconds: 3_600 + 120)) == 0)
            gate.open()
            _ = await started.reply.wait()
            await fixture.turns.running.untilIdle()
        }
    }

    @Test("a model's name is stored without characters that no database takes")
    func name() {
        #expect(TurnLoop.clean("gpt\u{0}-4\n") == "gpt-4")
        #expect(TurnLoop.clean(String(repeating: "m", count: 300)).count == 200)
    }
}
