import Storage
import Support
import Synchronization
import Testing
import Vocabulary

@Suite("Readiness")
struct ReadinessTests {
    @Test("while nothing can be stored /ready is 503 with the reason and /health says so, until a write succeeds", arguments: TestDatabases.available)
    func writes(_ dialect: Dialect) async throws {
        let made = Mutex<UnsureDatabase?>(nil)
        try await withServer(
            on: dialect,
            through: { database in
                let unsure = UnsureDatabase(database)
                made.withLock { $0 = unsure }
                return unsure
            }
        ) { server in
            let unsure = try #require(made.withLock { $0 }), acme = try await server.organization()
            #expect(try await server.get("/ready").status == 200)
            #expect(try await server.get("/health")["reason"] == nil)
            for reason in ["the disk is full", "PostgreSQL is in recovery or read-only"] {
                unsure.refuseWrites(reason)
                // Nobody has tried to write yet, and nothing is written to find out.
                #expect(try await server.get("/ready").status == 200)
                let refused = try await server.post("/api/vault/remember", as: acme.owner, ["content": "Tea"])
                #expect(refused.status == 503)
                #expect(refused["code"] == "not_writable")
                #expect(refused["error"]?.stringValue?.contains(reason) == true)
                let session = try await server.post("sessions", as: acme.publishable, [:])
                #expect(session.status == 503 && session.detail.contains(reason))
                for _ in 0..<3 {
                    let ready = try await server.get("/ready")
                    #expect(ready.status == 503)
                    #expect(ready.detail == "Nothing can be stored: \(reason)")
                    let health = try await server.get("/health")
                    #expect(health.status == 200 && health["status"] == "degraded")
                    #expect(health["reason"] == .string("Nothing can be stored: \(reason)"))
                }
                #expect(try await server.get("/api/vault/list", as: acme.owner).status == 200)
                unsure.refuseWrites(nil)
                #expect(try await server.post("/api/vault/remember", as: acme.owner, ["content": "Tea"]).status == 200)
                #expect(try await server.get("/ready").status == 200)
                #expect(try await server.get("/health")["status"] == "ok")
            }
        }
    }
}
