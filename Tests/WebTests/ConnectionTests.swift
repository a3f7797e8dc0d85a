import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing
import Vocabulary
import Web

/// Keeps the levels of what is logged.
private final class Levels: Sendable {
    private let seen = Mutex<[Logger.Level]>([])
    var all: [Logger.Level] { seen.withLock { $0 } }
    var logger: Logger { Logger(label: "test") { _ in Handler(levels: self) } }

    private struct Handler: LogHandler {
        let levels: Levels
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]
        init(levels: Levels) { self.levels = levels }
        subscript(metadataKey key: String) -> Logger.Metadata.Value? { get { metadata[key] } set { metadata[key] = newValue } }
        func log(event: LogEvent) { levels.seen.withLock { $0.append(event.level) } }
    }
}

@Suite("Connections of clients that are broken, slow or in a hurry")
struct ConnectionTests {
    static let post = "POST /api/vault/remember HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ann\r\nContent-Type: application/json\r\n"

    /// What is sent, the status it is answered with, and the kind that it is counted as.
    static let faults: [(String, Int, String)] = [
        (post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400, "not_http"),
        (post + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n", 400, "not_http"),
        (post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nhello\r\n", 400, "not_http"),
        (post + "Transfer-Encoding: gzip\r\n\r\n{}", 501, "unknown_transfer_coding"),
        (post + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 501, "unknown_transfer_coding"),
        (post + "Transfer-Encoding: chunked, identity\r\n\r\n", 400, "not_http"),
        (post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400, "not_http"),
        (post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}", 400, "not_http"),
        (post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400, "not_http"),
        (post + "Content-Length: two\r\n\r\n{}", 400, "not_http"),
        (post + "Content-Length: -2\r\n\r\n{}", 400, "not_http"),
        ("GET /api/vault/who HTTP/1.1\r\nHost: h\r\nX-Bad: a\u{0}b\r\n\r\n", 400, "not_http"),
        ("GET /api/vault/who HTTP/1.1\r\nBad Name: x\r\n\r\n", 400, "not_http"),
        ("GET /api/vault/who HTTP/1.1\r\n: x\r\n\r\n", 400, "not_http"),
        ("GET /api/vault/who HTTP/1.1\r\nX-Long: \(String(repeating: "a", count: 90_000))\r\n\r\n", 431, "headers_too_large"),
        ("GET /api/vault/who?q=\(String(repeating: "a", count: 90_000)) HTTP/1.1\r\n\r\n", 431, "headers_too_large"),
        ("GET /api/vault/who HTTP/1.1\r\n\(String(repeating: "X-A: b\r\n", count: 400))\r\n", 431, "headers_too_large"),
        ("GET /api/vault/who\r\n\r\n", 505, "unknown_version"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "unknown_version"),
        ("GET /api/vault/who HTTP/3.0\r\n\r\n", 505, "unknown_version"),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}", 400, "not_http"),
        ("SSH-2.0-OpenSSH_9.6\r\n", 400, "not_http"),
        ("hello\r\n\r\n", 400, "not_http"),
        ("FETCH /api/vault/who HTTP/1.1\r\n\r\n", 400, "not_http"),
    ]

    @Test("A broken request is refused, counted apart, and no error of the server's", arguments: faults)
    func refused(text: String, status: Int, kind: String) async throws {
        let levels = Levels(), metrics = MetricsRegistry()
        try await withRoutes(
            live: true,
            settings: {
                $0.logger = levels.logger
                $0.metrics = metrics
            }
        ) { (client) async throws in
            let answer = try await PlainCaller.exchange(text, to: try #require(client.http.port))
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(text.prefix(60)): \(answer.prefix(200))")
            #expect(answer.lowercased().contains("connection: close"))
            #expect(client.runs.count == 0)
            #expect(metrics.rendered().contains("mien_http_client_faults_total{kind=\"\(kind)\"} 1"))
            #expect(levels.all.allSatisfy { $0 <= .debug })
            // Others are served as before.
            #expect(try await client.send(.get, "/api/vault/who").status == 200)
        }
    }

    @Test("Half a body is never taken for a whole one", arguments: [
        post + "Content-Length: 40\r\n\r\n{\"content\":\"half\"}", post + "Transfer-Encoding: chunked\r\n\r\n12\r\n{\"content\":\"half\"}\r\n",
        post + "Transfer-Encoding: chunked\r\n\r\n20\r\n{\"content\":\"half\"}", post + "Content-Length: 19\r\n\r\n",
    ])
    func half(text: String) async throws {
        let levels = Levels()
        try await withRoutes(live: true, settings: { $0.logger = levels.logger }) { (client) async throws in
            let answer = try await PlainCaller.exchange(text, to: try #require(client.http.port), leaves: true)
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.contains(#""code":"incomplete""#))
            #expect(client.runs.count == 0)
            #expect(levels.all.allSatisfy { $0 <= .debug })
        }
    }

    @Test("Bodies and headers that trickle in are given up, and steady ones are not")
    func slow() async throws {
        var limits = ConnectionLimits()
        (limits.headSeconds, limits.bodyGraceSeconds, limits.tickSeconds, limits.bytesPerSecond) = (0.5, 0.5, 0.05, 100)
        let metrics = MetricsRegistry()
        try await withRoutes(live: true, limits: limits, settings: { $0.metrics = metrics }) { (client) async throws in
            let port = try #require(client.http.port)
            func piece(_ seconds: Double, _ text: String) -> (afterSeconds: Double, bytes: [UInt8]) { (seconds, Array(text.utf8)) }
            let drops = Array(repeating: piece(0.2, " "), count: 20)
            let body = try await PlainCaller.exchange([piece(0, Self.post + "Content-Length: 1000\r\n\r\n{")] + drops, to: port)
            #expect(body.hasPrefix("HTTP/1.1 408 "))
            #expect(body.contains("too_slow"))
            let chunks = Array(repeating: piece(0.2, "1\r\n \r\n"), count: 20)
            let chunked = try await PlainCaller.exchange([piece(0, Self.post + "Transfer-Encoding: chunked\r\n\r\n")] + chunks, to: port)
            #expect(chunked.hasPrefix("HTTP/1.1 408 "))
            let fields = Array(repeating: piece(0.2, "X-A: b\r\n"), count: 20)
            let head = try await PlainCaller.exchange([piece(0, "GET / HTTP/1.1\r\n")] + fields, to: port)
            #expect(head.hasPrefix("HTTP/1.1 408 "))
            let note = #"{"content":"steady"}"#.padding(toLength: 200, withPad: " ", startingAt: 0)
            let steady = (0..<10).map { index in piece(0.15, String(note.dropFirst(index * 20).prefix(20))) }
            let kept = try await PlainCaller.exchange(
                [piece(0, Self.post + "Connection: close\r\nContent-Length: 200\r\n\r\n")] + steady, to: port)
            #expect(kept.hasPrefix("HTTP/1.1 200 "))
            let counted = metrics.rendered()
            #expect(counted.contains("mien_http_client_faults_total{kind=\"slow_body\"} 2"))
            #expect(counted.contains("mien_http_client_faults_total{kind=\"slow_headers\"} 1"))
        }
    }

    @Test("A client that does not read its answer is cut off, and one that waits in a quiet stream is not", .timeLimit(.minutes(1)))
    func slowReader() async throws {
        var limits = ConnectionLimits()
        (limits.answerGraceSeconds, limits.tickSeconds, limits.idleSeconds, limits.headSeconds, limits.bodyGraceSeconds) = (0.5, 0.05, 0.3, 0.3, 0.3)
        let cut = Gate(), metrics = MetricsRegistry()
        try await withRoutes(
            live: true, limits: limits, settings: { $0.metrics = metrics },
            more: { api in
                api.person(.get, "vault/flood", scope: .read) { _ in
                    .stream(type: "text/plain") { out in
                        do { while true { try await out.write([UInt8](repeating: 97, count: 65_536)) } } catch {
                            cut.open()
                            throw error
                        }
                    }
                }
                api.person(.get, "vault/quiet", scope: .read) { _ in
                    .stream(type: "text/event-stream") { out in
                        try await out.write("event: begin\n\n")
                        await cut.wait()
                        try await out.write("event: end\n\n")
                    }
                }
            }
        ) { (client) async throws in
            let port = try #require(client.http.port)
            func get(_ path: String) -> String { "GET /api/vault/\(path) HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ann\r\n\r\n" }
            async let quiet = PlainCaller.send(get("quiet"), to: port, untilSeen: "event: end")
            // Reads the head and nothing more, for longer than the server waits.
            let deaf = try PlainCaller.Open(port)
            try deaf.send(get("flood"))
            await cut.wait()
            deaf.close()
            #expect(try await quiet.contains("event: begin"))
            #expect(metrics.rendered().contains("mien_http_client_faults_total{kind=\"slow_reader\"} 1"))
        }
    }

    @Test("A refusal before the body is read reaches the client, and the connection ends at once", arguments: ["Connection: close\r\n", ""])
    func refusedEarly(close: String) async throws {
        try await withRoutes(live: true) { (client) async throws in
            let head = "POST /api/vault/remember HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer nobody\r\n\(close)Content-Length: 3000000\r\n\r\n"
            let began = ContinuousClock.now
            let body = [UInt8](repeating: 97, count: 3_000_000)
            let answer = try await PlainCaller.exchange([(0, Array(head.utf8)), (0.1, body)], to: try #require(client.http.port))
            #expect(answer.hasPrefix("HTTP/1.1 401 "))
            #expect(answer.lowercased().contains("connection: close"))
            #expect(began.duration(to: .now) < .seconds(3))
        }
    }

    @Test("A connection goes on after a refusal whose body was short")
    func goesOn() async throws {
        try await withRoutes(live: true) { (client) async throws in
            let refused = "POST /api/vault/remember HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer nobody\r\nContent-Length: 5\r\n\r\n12345"
            let next = "GET /api/vault/who HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ann\r\nConnection: close\r\n\r\n"
            let answers = try await PlainCaller.exchange([(0, Array(refused.utf8)), (0.1, Array(next.utf8))], to: try #require(client.http.port))
            #expect(answers.hasPrefix("HTTP/1.1 401 "))
            #expect(answers.contains("HTTP/1.1 200 "))
            #expect(answers.contains("usr_ann"))
        }
    }

    @Test("A client that asks whether to send its body is told to, or refused at once")
    func expects() async throws {
        try await withRoutes(live: true) { (client) async throws in
            let port = try #require(client.http.port), body = #"{"content":"asked"}"#
            let head = "Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            let asked = try await PlainCaller.send(
                "POST /api/vault/remember HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ann\r\n\(head)", to: port, untilSeen: "\r\n\r\n")
            #expect(asked == "HTTP/1.1 100 Continue\r\n\r\n")
            let told = try await PlainCaller.exchange(
                [(0, Array("POST /api/vault/remember HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ann\r\n\(head)".utf8)), (0.2, Array(body.utf8))],
                to: port)
            // Nothing has to be said of a body that is there already.
            #expect(told.replacing("HTTP/1.1 100 Continue\r\n\r\n", with: "").hasPrefix("HTTP/1.1 200 "))
            let refused = try await PlainCaller.exchange(
                "POST /api/vault/remember HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer nobody\r\n\(head)", to: port, leaves: true)
            #expect(refused.hasPrefix("HTTP/1.1 401 "))
            let large = try await PlainCaller.exchange(
                "POST /api/vault/large HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ann\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 5000000\r\n\r\n", to: port, leaves: true)
            #expect(large.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test("HTTP/1.0 is answered and its connection closed, a stream without chunks")
    func oldVersion() async throws {
        try await withRoutes(
            live: true,
            more: { api in api.person(.get, "vault/export", scope: .read) { _ in .stream(type: "text/plain") { try await $0.write("all") } } }
        ) { (client) async throws in
            let port = try #require(client.http.port)
            let who = try await PlainCaller.exchange("GET /api/vault/who HTTP/1.0\r\nAuthorization: Bearer ann\r\n\r\n", to: port)
            #expect(who.contains("usr_ann"))
            let stream = try await PlainCaller.exchange("GET /api/vault/export HTTP/1.0\r\nAuthorization: Bearer ann\r\n\r\n", to: port)
            #expect(stream.hasSuffix("\r\n\r\nall"))
        }
    }

    @Test("Requests that are sent ahead are answered in their order")
    func pipelined() async throws {
        try await withRoutes(live: true) { (client) async throws in
            func request(_ index: Int) -> String {
                let body = "{\"content\":\"n\(index)\"}"
                return Self.post + (index == 19 ? "Connection: close\r\n" : "") + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            }
            let answers = try await PlainCaller.exchange((0..<20).map(request).joined(), to: try #require(client.http.port))
            let order = answers.matches(of: /"content":"n(\d+)"/).compactMap { Int($0.1) }
            #expect(order == Array(0..<20))
        }
    }
}
