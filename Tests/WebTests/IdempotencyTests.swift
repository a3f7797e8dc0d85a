import HTTPTypes
import Testing
import Vocabulary
import Web

@Suite("Requests that are sent twice")
struct IdempotencyTests {
    private let note = #"{"content":"x"}"#

    @Test("The same key gives the same answer again, and the work is done once")
    func replays() async throws {
        let kept = KeptAnswers()
        try await withRoutes(settings: { $0.idempotency = kept.store }) { (client) async throws in
            let headers = ["Idempotency-Key": "order-1"]
            let first = try await client.send(.post, "/api/vault/remember", json: note, headers: headers)
            let second = try await client.send(.post, "/api/vault/remember", json: note, headers: headers)
            #expect(first.status == 200)
            #expect(first.header("idempotent-replay") == nil)
            #expect(second.bytes == first.bytes)
            #expect(second.header("idempotent-replay") == "true")
            #expect(client.runs.count == 1)
            // Somebody else, another path, or no key at all: another request.
            _ = try await client.send(.post, "/api/vault/remember", json: note)
            #expect(client.runs.count == 2)
            #expect(try await client.send(.post, "/api/vault/wish", json: "{}", headers: headers).status == 200)
        }
    }

    @Test("The same key with another query or body is refused, a key that is none too")
    func conflicts() async throws {
        let kept = KeptAnswers()
        try await withRoutes(settings: { $0.idempotency = kept.store }) { (client) async throws in
            let headers = ["Idempotency-Key": "order-1"]
            _ = try await client.send(.post, "/api/vault/remember", json: note, headers: headers)
            let other = try await client.send(.post, "/api/vault/remember", json: #"{"content":"y"}"#, headers: headers)
            #expect(other.status == 409)
            #expect(other.code == "idempotency_conflict")
            #expect(try await client.send(.post, "/api/vault/remember?scope=org", json: note, headers: headers).code == "idempotency_conflict")
            for key in [String(repeating: "k", count: 129), "a b", "é"] {
                let bad = try await client.send(.post, "/api/vault/remember", json: note, headers: ["Idempotency-Key": key])
                #expect(bad.status == 400)
                #expect(bad["field"] == "Idempotency-Key")
            }
            #expect(client.runs.count == 1)
        }
    }

    @Test("What failed may be tried again with the same key")
    func failures() async throws {
        let kept = KeptAnswers()
        try await withRoutes(settings: { $0.idempotency = kept.store }) { (client) async throws in
            for _ in 0..<2 {
                let reply = try await client.send(
                    .post, "/api/vault/remember", json: #"{"content":"broken"}"#, headers: ["Idempotency-Key": "order-1"])
                #expect(reply.status == 502)
            }
            #expect(client.runs.count == 2)
        }
    }

    @Test("One that is still being answered is not begun a second time")
    func inProgress() async throws {
        let kept = KeptAnswers()
        let entered = Gate(), leave = Gate()
        try await withRoutes(
            settings: { $0.idempotency = kept.store },
            more: { api in
                api.person(.post, "vault/slow", scope: .write) { (_: Note, _: PersonCall) in
                    entered.open()
                    await leave.wait()
                    return .ok(OK())
                }
            }
        ) { (client) async throws in
            let headers = ["Idempotency-Key": "order-1"]
            async let first = client.send(.post, "/api/vault/slow", json: note, headers: headers)
            await entered.wait()
            let second = try await client.send(.post, "/api/vault/slow", json: note, headers: headers)
            #expect(second.status == 409)
            #expect(second.code == "in_progress")
            #expect(second.header("retry-after") == "1")
            leave.open()
            #expect(try await first.status == 200)
        }
    }

    @Test("Work that tells of itself keeps its key until it is done, and its last event after that")
    func work() async throws {
        let kept = KeptAnswers()
        let entered = Gate(), leave = Gate()
        try await withRoutes(
            settings: { $0.idempotency = kept.store },
            more: { api in
                api.person(.post, "vault/long", scope: .write) { (note: Note, _: PersonCall) in
                    .work { report in
                        report(["done": 1])
                        entered.open()
                        await leave.wait()
                        if note.content == "refused" { throw Problem(.conflict, "Not now", code: "overtaken") }
                        if note.content == "broken" { throw CancellationError() }
                        return OK(["taken": .string(note.content)])
                    }
                }
            }
        ) { (client) async throws in
            let headers = ["Idempotency-Key": "order-1"]
            async let first = client.send(.post, "/api/vault/long", json: note, headers: headers)
            await entered.wait()
            let second = try await client.send(.post, "/api/vault/long", json: note, headers: headers)
            #expect(second.status == 409 && second.code == "in_progress")
            leave.open()
            let told = try await first
            #expect(told.status == 200)
            #expect(told.text.hasPrefix("event: progress\ndata: {\"done\":1}\n\n"))
            let third = try await client.send(.post, "/api/vault/long", json: note, headers: headers)
            #expect(third.header("idempotent-replay") == "true")
            #expect(third.header("content-type") == told.header("content-type"))
            #expect(third.text.hasPrefix("event: done\n") && told.text.hasSuffix(third.text))
            // What was refused or broke off is told as an event, and may be tried again.
            for content in ["refused", "broken"] {
                for _ in 0..<2 {
                    let failed = try await client.send(
                        .post, "/api/vault/long", json: "{\"content\":\"\(content)\"}", headers: ["Idempotency-Key": content])
                    #expect(failed.header("idempotent-replay") == nil)
                    #expect(failed.text.contains("event: error\ndata: {"))
                    #expect(failed.text.contains(content == "refused" ? #""code":"overtaken""# : #""code":"internal_error""#))
                }
            }
        }
    }

    @Test("An answer that held a secret is not told again, and not kept")
    func secrets() async throws {
        let kept = KeptAnswers()
        try await withRoutes(settings: { $0.idempotency = kept.store }) { (client) async throws in
            let headers = ["Idempotency-Key": "order-1"]
            #expect(try await client.send(.post, "/api/vault/secret", json: note, headers: headers)["key"] == "skk_once")
            let again = try await client.send(.post, "/api/vault/secret", json: note, headers: headers)
            #expect(again.status == 409)
            #expect(again.code == "told_once")
            #expect(!again.text.contains("skk_once"))
        }
    }
}
