import Testing
import Vocabulary
import Web

@Suite("Large bodies are worked on elsewhere")
struct OffloadTests {
    private static func note(_ bytes: Int) -> String { #"{"content":"\#(String(repeating: "a", count: bytes))"}"# }

    @Test("A large body is parsed by the workers, a small one on the spot, with the same answers")
    func parsing() async throws {
        let runs = Runs()
        try await withRoutes(settings: {
            $0.offload = Offload { work in
                runs.add()
                work()
            }
        }) { (client) async throws in
            #expect(try await client.send(.post, "/api/vault/remember", json: Self.note(10)).status == 200)
            #expect(runs.count == 0)
            let large = try await client.send(.post, "/api/vault/remember", json: Self.note(300_000))
            #expect(large["content"]?.stringValue?.count == 300_000)
            #expect(runs.count == 1)
            let wrong = try await client.send(.post, "/api/vault/remember", json: String(Self.note(300_000).dropLast()))
            #expect(wrong.status == 400)
            #expect(wrong.code == "bad_json")
            #expect(runs.count == 2)
        }
    }

    @Test("What is told of any size is written by the workers")
    func writing() async throws {
        let runs = Runs()
        try await withRoutes(
            settings: {
                $0.offload = Offload { work in
                    runs.add()
                    work()
                }
            },
            more: { api in api.person(.get, "vault/all", scope: .read) { _ in .large(OK(["all": "of it"])) } }
        ) { (client) async throws in
            #expect(try await client.send(.get, "/api/vault/all")["all"] == "of it")
            #expect(runs.count == 1)
        }
    }

    @Test("Where too much is waiting, large bodies are refused and small ones are not")
    func full() async throws {
        try await withRoutes(settings: {
            $0.offload = Offload { _ in throw Problem(.unavailable, "Too much is waiting to be computed. Try again shortly.", retryAfter: 5) }
        }) { (client) async throws in
            let large = try await client.send(.post, "/api/vault/remember", json: Self.note(300_000))
            #expect(large.status == 503)
            #expect(large.header("retry-after") == "5")
            #expect(try await client.send(.post, "/api/vault/remember", json: Self.note(10)).status == 200)
        }
    }
}
