import Access
import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

private let both = TestDatabases.available.flatMap { dialect in UnsureDatabase.Loss.allCases.map { (dialect, $0) } }

@Suite("Turns whose commits lose their answer")
struct UnsureCommitTests {
    private func with(
        _ dialect: Dialect, _ model: ModelDouble, _ body: (UnsureDatabase, TurnFixture) async throws -> Void
    ) async throws {
        try await ConversationFixture.with(dialect) { base in
            let unsure = UnsureDatabase(base.database)
            let conversations = ConversationFixture(database: unsure, owner: base.owner, colleague: base.colleague)
            try await body(unsure, TurnFixture(conversations, model))
        }
    }

    private func books(_ change: (inout TurnFixture.Books) -> Void = { _ in }) -> TurnFixture.Books {
        var books = TurnFixture.Books(settled: 0, released: 0, reserved: 0, used: 0, underWay: 0, turns: 0, busyThreads: 0)
        change(&books)
        return books
    }

    @Test("a message that was stored is answered, one that was not leaves nothing behind and its thread free", arguments: both)
    func stored(_ dialect: Dialect, _ loss: UnsureDatabase.Loss) async throws {
        try await with(dialect, ModelDouble([], then: .text("Fine."))) { unsure, fixture in
            let first = try await fixture.send("Hello")
            // In a new thread and in one that is there.
            for thread in [nil, first.threadID] {
                let before = try await fixture.books()
                unsure.lose(loss, where: "INSERT INTO turns")
                if loss == .answer {
                    let outcome = try await fixture.send("Again", in: thread)
                    #expect(outcome.status == .complete && outcome.failure == nil)
                    #expect(try await fixture.books().settled == before.settled + 1)
                } else {
                    let kind = await #expect(throws: SQLError.self) { try await fixture.start("Again", in: thread) }?.kind
                    #expect(kind == .unavailable)
                    #expect(try await fixture.books().released == before.released + 1)
                    #expect(try await fixture.send("Again", in: first.threadID).status == .complete)
                }
                #expect(!unsure.isWaiting)
                let after = try await fixture.books()
                #expect(after.reserved == 0 && after.underWay == 0 && after.turns == 0 && after.busyThreads == 0)
            }
        }
    }

    @Test("while the database stays away, lease and reservation are kept, and the recovery decides", arguments: both)
    func recovery(_ dialect: Dialect, _ loss: UnsureDatabase.Loss) async throws {
        try await with(dialect, ModelDouble([], then: .text("Fine."))) { unsure, fixture in
            let first = try await fixture.send("Hello")
            unsure.staysAwayAfterLoss()
            unsure.lose(loss, where: "INSERT INTO turns")
            let kind = await #expect(throws: SQLError.self) { try await fixture.start("Again", in: first.threadID) }?.kind
            #expect(kind == .outcomeUnknown)
            unsure.isBack()
            #expect(try await fixture.books() == books {
                $0.settled = 1; $0.used = 1; $0.reserved = 1; $0.underWay = 1; $0.busyThreads = 1; $0.turns = loss == .answer ? 1 : 0
            })
            let early = await #expect(throws: Problem.self) { try await fixture.start("Too early", in: first.threadID) }
            #expect(early?.code == "busy")
            fixture.base.clock.advance(seconds: Turns.leaseSeconds + 1)
            #expect(try await fixture.turns.recover() == 1)
            #expect(try await fixture.base.database.first("SELECT COUNT(*) AS n FROM messages WHERE status = 'streaming'")?.int("n") == 0)
            let messages = try await fixture.base.database.first("SELECT COUNT(*) AS n FROM messages")?.int("n")
            #expect(messages == (loss == .answer ? 4 : 2))
            #expect(try await fixture.send("Again", in: first.threadID).status == .complete)
            fixture.base.clock.advance(days: 1)
            _ = try await fixture.actions.releaseAbandoned(now: fixture.base.now)
            #expect(try await fixture.books() == books { $0.settled = 2; $0.used = 2; $0.released = 1 })
        }
    }

    @Test("the reservation, the text on the way and the end of a reply are there once, whatever became of their commit", arguments: both)
    func once(_ dialect: Dialect, _ loss: UnsureDatabase.Loss) async throws {
        let gate = ModelDouble.Gate()
        try await with(dialect, ModelDouble([.waits(["Half"], gate, [" more"])])) { unsure, fixture in
            unsure.lose(loss, where: "INSERT INTO actions")
            if loss == .commit { await #expect(throws: SQLError.self) { try await fixture.start("Hello") } }
            let started = try await fixture.start("Hello")
            await gate.untilReached()
            unsure.lose(loss, where: "UPDATE messages SET content")
            await fixture.ticks.tick()
            await fixture.ticks.untilPaused()
            #expect(!unsure.isWaiting)
            await fixture.ticks.tick()
            await fixture.ticks.untilPaused()
            #expect(try await fixture.message(started.turn.replyID).content == "Half")
            unsure.lose(loss, where: "DELETE FROM turns")
            gate.open()
            // A second passes before the end is tried again.
            let ticking = Task { while !Task.isCancelled { await fixture.ticks.tick() } }
            let outcome = try #require(await started.reply.wait())
            ticking.cancel()
            #expect(outcome.status == .complete && outcome.failure == nil && outcome.reply == "Half more")
            await fixture.turns.running.untilIdle()
            #expect(try await fixture.message(started.turn.replyID).content == "Half more")
            #expect(try await fixture.books() == books { $0.settled = 1; $0.used = 1 })
        }
    }
}

@Suite("Requests with a key whose commits lose their answer")
struct UnsureRequestTests {
    private func withVault(
        _ dialect: Dialect, _ body: @Sendable @escaping (UnsureDatabase, TestOrganization) async throws -> Void
    ) async throws {
        let unsure = Kept<UnsureDatabase>()
        try await withServer(on: dialect, through: { database in unsure.keep(UnsureDatabase(database)) }) { server in
            try await body(try #require(unsure.value), try await server.organization())
        }
    }

    private static let note: JSONValue = ["content": "Anna likes tea"]

    @Test("a note is remembered once: again with the key it is done where it was not, and told where it was", arguments: both)
    func remember(_ dialect: Dialect, _ loss: UnsureDatabase.Loss) async throws {
        try await withVault(dialect) { unsure, acme in
            let key = ["Idempotency-Key": "k-1"], path = "/api/vault/remember"
            unsure.lose(loss, where: "INSERT INTO vault_entries")
            let first = try await acme.server.send(.post, path, as: acme.owner, Self.note, headers: key)
            #expect(first.status == 503)
            #expect(first["code"] == "outcome_unknown")
            let again = try await acme.server.send(.post, path, as: acme.owner, Self.note, headers: key)
            if loss == .answer {
                #expect(again.status == 409 && again["code"] == "answer_not_kept")
                #expect(again.header("idempotent-replay") == "true")
            } else {
                #expect(again.status == 200)
            }
            #expect(try await acme.vault.get("list").total == 1)
        }
    }

    @Test("an answer that could not be kept at once is kept after all, and a key that may have been taken is", arguments: both)
    func keys(_ dialect: Dialect, _ loss: UnsureDatabase.Loss) async throws {
        try await withVault(dialect) { unsure, acme in
            for (number, text) in ["SET lease = NULL", "INSERT INTO idempotent_requests"].enumerated() {
                let key = ["Idempotency-Key": "k-\(number)"], path = "/api/vault/remember"
                unsure.lose(loss, where: text)
                let first = try await acme.server.send(.post, path, as: acme.owner, Self.note, headers: key)
                #expect(first.status == 200)
                #expect(!unsure.isWaiting)
                let again = try await acme.server.send(.post, path, as: acme.owner, Self.note, headers: key)
                #expect(again.status == 200 && again.bytes == first.bytes)
                #expect(try await acme.vault.get("list").total == Int64(number + 1))
            }
        }
    }

    @Test("an import is published once, as JSON and as a stream, with new ids too", arguments: both)
    func importing(_ dialect: Dialect, _ loss: UnsureDatabase.Loss) async throws {
        try await withVault(dialect) { unsure, acme in
            let file: JSONValue = ["format": "vault/1", "entries": .array((0..<250).map { ["content": .string("Note \($0)")] })]
            let path = "/api/vault/import?new_ids=1"
            for (number, accept) in ["application/json", "text/event-stream"].enumerated() {
                let headers = ["Idempotency-Key": "k-\(number)", "Accept": accept]
                unsure.lose(loss, where: "UPDATE vault_imports SET state")
                let first = try await acme.server.send(.post, path, as: acme.owner, file, headers: headers)
                #expect(!unsure.isWaiting)
                let again = try await acme.server.send(.post, path, as: acme.owner, file, headers: headers)
                #expect(again.text.contains(#""imported":250"#), "\(again.text)")
                let isTold = first.text.contains(#""imported":250"#)
                #expect(isTold == (loss == .answer), "\(first.text)")
                let third = try await acme.server.send(.post, path, as: acme.owner, file, headers: headers)
                #expect(third.header("idempotent-replay") == "true")
                #expect(third.header("content-type")?.hasPrefix(accept) == true)
                if accept == "text/event-stream" { #expect(third.text.hasPrefix("event: done\ndata: {")) }
                #expect(try await acme.vault.get("list").total == Int64(250 * (number + 1)))
                #expect(try await acme.vault.get("list?q=note&limit=1").total == Int64(250 * (number + 1)))
                #expect(try await unsure.first("SELECT COUNT(*) AS n FROM vault_entries WHERE import_id IS NOT NULL")?.int("n") == 0)
            }
        }
    }
}

/// What was made while a server was put together.
private final class Kept<Value: Sendable>: @unchecked Sendable {
    private(set) var value: Value?
    func keep(_ new: Value) -> Value {
        value = new
        return new
    }
}
