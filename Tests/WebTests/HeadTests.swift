import Foundation
import HTTPTypes
import Testing
import Vocabulary
import Web

@Suite("HEAD")
struct HeadTests {
    @Test(
        "HEAD is answered as GET, with the same headers and no body",
        arguments: ["/api/vault/who", "/api/vault/list?tag=a", "/api/vault/nothing", "/api/vault/list?limit=x"])
    func same(path: String) async throws {
        try await withRoutes { (client) async throws in
            let got = try await client.send(.get, path), asked = try await client.send(.head, path)
            #expect(asked.status == got.status)
            #expect(asked.bytes.isEmpty)
            #expect(!got.bytes.isEmpty)
            for name in ["content-type", "content-length", "cache-control", "x-content-type-options"] {
                #expect(asked.header(name) == got.header(name), "\(name)")
            }
        }
    }

    @Test("HEAD needs the credentials that GET needs, and is refused where there is no GET")
    func admission() async throws {
        try await withRoutes { (client) async throws in
            #expect(try await client.send(.head, "/api/vault/who", as: nil).status == 401)
            let refused = try await client.send(.head, "/api/vault/remember")
            #expect(refused.status == 405)
            #expect(refused.header("allow") == "POST")
            #expect(try await client.send(.put, "/api/vault/who").header("allow") == "GET, HEAD")
        }
    }

    @Test("HEAD of a stream begins no stream, tells no length, and leaves the connection usable")
    func stream() async throws {
        let runs = Runs()
        try await withRoutes(
            live: true,
            more: { api in
                api.person(.get, "vault/export", scope: .read) { _ in
                    .stream(type: "text/plain") { out in
                        runs.add()
                        try await out.write("all of it")
                    }
                }
            }
        ) { (client) async throws in
            let head = "HEAD /api/vault/export HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ann\r\n\r\n"
            let next = "GET /api/vault/who HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ann\r\nConnection: close\r\n\r\n"
            let answers = try await PlainCaller.exchange(head + next, to: try #require(client.http.port))
            let parts = answers.components(separatedBy: "\r\n\r\n")
            #expect(parts.count == 3)
            #expect(parts[0].contains("text/plain"))
            #expect(!parts[0].lowercased().contains("content-length"))
            #expect(parts[1].hasPrefix("HTTP/1.1 200 "))
            #expect(parts[2].contains("usr_ann"))
            #expect(runs.count == 0)
        }
    }
}
