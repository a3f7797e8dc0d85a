import Foundation
import HTTPTypes
import Testing
import Vocabulary
import Web

@Suite("Answers that are written as they come")
struct StreamTests {
    @Test("A stream is sent in the order of its pieces, unpacked, with its own headers")
    func streams() async throws {
        try await withRoutes(more: { api in
            api.person(.get, "vault/export", scope: .read) { _ in
                .stream(type: "text/markdown; charset=utf-8", headers: ["Content-Disposition": "attachment; filename=\"vault.md\""]) { out in
                    for index in 0..<2_000 { try await out.write("line \(index)\n") }
                    try await out.write([])
                    try await out.write(Array("end".utf8))
                }
            }
        }) { (client) async throws in
            let reply = try await client.send(.get, "/api/vault/export", headers: ["Accept-Encoding": "gzip"])
            #expect(reply.text == (0..<2_000).map { "line \($0)\n" }.joined() + "end")
            #expect(reply.header("content-encoding") == nil)
            #expect(reply.header("content-disposition") == "attachment; filename=\"vault.md\"")
            #expect(reply.header("cache-control") == "no-store")
            #expect(reply.header("x-content-type-options") == "nosniff")
        }
    }

    @Test("Several tasks may write: every piece stays whole")
    func concurrentWriters() async throws {
        try await withRoutes(more: { api in
            api.person(.get, "vault/events", scope: .read) { _ in
                .stream(type: "text/event-stream") { out in
                    try await withThrowingTaskGroup { group in
                        for letter in ["a", "b", "c"] {
                            group.addTask { for _ in 0..<100 { try await out.write(String(repeating: letter, count: 50) + "\n") } }
                        }
                        try await group.waitForAll()
                    }
                }
            }
        }) { (client) async throws in
            let reply = try await client.send(.get, "/api/vault/events")
            let lines = reply.text.split(separator: "\n")
            #expect(lines.count == 300)
            #expect(lines.allSatisfy { $0.count == 50 && Set($0).count == 1 })
            #expect(reply.header("x-accel-buffering") == "no")
        }
    }

    @Test("A caller that goes away cancels the writer, even one that is waiting and writes nothing", .timeLimit(.minutes(1)))
    func disconnects() async throws {
        let cancelled = Gate()
        try await withRoutes(
            live: true,
            more: { api in
                api.person(.get, "vault/events", scope: .read) { _ in
                    .stream(type: "text/event-stream") { out in
                        try await out.write("event: start\n\n")
                        do { try await Task.sleep(for: .seconds(3600)) } catch {
                            cancelled.open()
                            throw error
                        }
                    }
                }
            }
        ) { (client) async throws in
            let request = "GET /api/vault/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ann\r\n\r\n"
            let seen = try await PlainCaller.send(request, to: try #require(client.http.port), untilSeen: "event: start")
            #expect(seen.hasPrefix("HTTP/1.1 200"))
            await cancelled.wait()
        }
        #expect(cancelled.isOpen)
    }

    @Test("A caller that goes away from the answer to a POST ends the writer, and nothing else", .timeLimit(.minutes(1)))
    func leavesPosted() async throws {
        let ended = Gate()
        try await withRoutes(
            live: true,
            more: { api in
                api.person(.post, "vault/send", scope: .write) { (note: Note, _: PersonCall) in
                    .stream(type: "text/event-stream") { out in
                        do { while true { try await out.write("event: \(note.content)\n\n") } } catch {
                            ended.open()
                            throw error
                        }
                    }
                }
            }
        ) { (client) async throws in
            let body = #"{"content":"start"}"#
            let request = "POST /api/vault/send HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ann\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            let seen = try await PlainCaller.send(request, to: try #require(client.http.port), untilSeen: "event: start")
            #expect(seen.hasPrefix("HTTP/1.1 200"))
            await ended.wait()
        }
        #expect(ended.isOpen)
    }

    @Test("A connection lives on after a stream, and answers the next request", .timeLimit(.minutes(1)))
    func livesOn() async throws {
        try await withRoutes(
            live: true,
            more: { api in api.person(.get, "vault/export", scope: .read) { _ in .stream(type: "text/plain") { try await $0.write("all of it") } } }
        ) { (client) async throws in
            let one = "GET /api/vault/export HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ann\r\n\r\n"
            let two = "GET /api/vault/who HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ann\r\n\r\n"
            let seen = try await PlainCaller.send(one + two, to: try #require(client.http.port), untilSeen: "usr_ann")
            #expect(seen.contains("all of it"))
        }
    }

    @Test("A stream carries no idempotency: the same key streams again")
    func streamsAreNotKept() async throws {
        let kept = KeptAnswers()
        try await withRoutes(
            settings: { $0.idempotency = kept.store },
            more: { api in
                api.person(.post, "vault/send", scope: .write) { (note: Note, _: PersonCall) in
                    .stream(type: "text/event-stream") { out in try await out.write(note.content) }
                }
            }
        ) { (client) async throws in
            for _ in 0..<2 {
                let reply = try await client.send(.post, "/api/vault/send", json: #"{"content":"hello"}"#, headers: ["Idempotency-Key": "k"])
                #expect(reply.text == "hello")
                #expect(reply.header("idempotent-replay") == nil)
            }
        }
    }
}
