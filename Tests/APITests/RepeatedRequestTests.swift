import Storage
import Support
import Testing
import Vocabulary

@Suite("Repeated requests over HTTP, with the answers kept in the database")
struct RepeatedRequestTests {
    @Test(
        "A note that is sent twice with one key is one note; another body is refused; a day later it is another note",
        arguments: TestDatabases.available)
    func once(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            @Sendable func remember(_ content: String, key: String) async throws -> Reply {
                try await server.send(
                    .post, "/api/vault/remember", as: acme.owner, ["content": .string(content)], headers: ["Idempotency-Key": key])
            }
            let first = try await remember("the kettle is blue", key: "one"), again = try await remember("the kettle is blue", key: "one")
            #expect(first.status == 200 && again.status == 200)
            #expect(again.header("Idempotent-Replay") == "true" && first.header("Idempotent-Replay") == nil)
            #expect(first["entry_id"] != nil && first["entry_id"] == again["entry_id"])
            let other = try await remember("the kettle is red", key: "one")
            #expect(other.status == 409 && other["code"] == "idempotency_conflict")
            let statuses = try await withThrowingTaskGroup(of: (Int, JSONValue?).self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        let reply = try await remember("the cup is green", key: "two")
                        return (reply.status, reply["entry_id"])
                    }
                }
                return try await group.reduce(into: [(Int, JSONValue?)]()) { $0.append($1) }
            }
            #expect(Set(statuses.compactMap(\.1)).count == 1)
            #expect(statuses.allSatisfy { $0.0 == 200 || $0.0 == 409 })
            #expect(try await server.get("/api/vault/list", as: acme.owner)["total"] == 2)
            server.clock.advance(days: 1)
            let login = try await server.post("auth/login", ["email": .string(acme.email), "password": "secure_password_here"])
            let owner = TestCaller.token(login["token"]?.stringValue ?? "")
            let late = try await server.send(
                .post, "/api/vault/remember", as: owner, ["content": "the kettle is blue"], headers: ["Idempotency-Key": "one"])
            #expect(late.status == 200 && late["entry_id"] != first["entry_id"])
        }
    }

    @Test("One user's requests beyond the limit wait their turn with 429, and pass again afterwards")
    func atOnce() async throws {
        try await withServer(settings: { $0.requestsAtOnce = 2 }) { server in
            let acme = try await server.organization()
            let statuses = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<40 { group.addTask { try await server.get("/api/vault/list", as: acme.owner) } }
                return try await group.reduce(into: [Reply]()) { $0.append($1) }
            }
            #expect(statuses.contains { $0.status == 200 })
            for refused in statuses where refused.status != 200 {
                #expect(refused.status == 429 && refused["code"] == "too_many_at_once" && refused.header("Retry-After") == "1")
            }
            #expect(try await server.get("/api/vault/list", as: acme.owner).status == 200)
        }
    }
}
