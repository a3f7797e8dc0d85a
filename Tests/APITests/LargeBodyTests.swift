import Foundation
import Storage
import Support
import Testing
import Vocabulary

@Suite("Large bodies")
struct LargeBodyTests {
    @Test("A large body that is nested as deep as it can be is answered", arguments: [100, 500, 511, 5_000, 100_000])
    func nested(depth: Int) async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let body = #"{"metadata":{"deep":\#(deep)},"filler":"\#(String(repeating: "a", count: 300_000))"}"#
            let reply = try await server.send(
                .post, "sessions", as: acme.secret, bytes: Array(body.utf8), headers: ["Content-Type": "application/json"])
            #expect((200..<500).contains(reply.status))
        }
    }

    @Test("HEAD of an export records none")
    func exports() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let key = try await acme.personalKey()
            let before = try await exported(server)
            for path in ["/api/vault/export.md", "/api/vault/export.json"] {
                let reply = try await server.send(.head, path, as: key)
                #expect(reply.status == 200)
                #expect(reply.bytes.isEmpty)
                #expect(reply.header("content-disposition")?.contains("attachment") == true)
            }
            #expect(try await exported(server) == before)
            #expect(try await server.get("/api/vault/export.md", as: key).status == 200)
            #expect(try await exported(server) == before + 1)
        }
    }

    private func exported(_ server: TestServer) async throws -> Int64 {
        let row = try await server.server.database.first("SELECT COUNT(*) AS count FROM audit_records WHERE action LIKE '%export%'")
        return try row?.int("count") ?? 0
    }

    @Test(
        "Every page and file can be asked for its headers",
        arguments: ["/", "/docs", "/openapi.json", "/health", "/ready", "/ping", "/sdk/v1/stradum.min.js"])
    func files(path: String) async throws {
        try await withServer { server in
            let got = try await server.get(path), asked = try await server.send(.head, path)
            #expect(got.status == 200, "\(path)")
            #expect(asked.status == got.status)
            #expect(asked.bytes.isEmpty)
            #expect(asked.header("content-length") == got.header("content-length"))
            #expect(asked.header("etag") == got.header("etag"))
        }
    }
}
