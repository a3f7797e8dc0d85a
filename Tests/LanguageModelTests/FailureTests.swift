// Every way in which a call can end without a reply.
import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import LanguageModel

@Suite("Failures")
struct FailureTests {
    @Test("refusals are told with status and words", arguments: Wire.allCases)
    func refusals(wire: Wire) async throws {
        let body = #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long"}}"#
        let asked = try await AdapterTests.ask(wire, StandInServer.answer(400, body))
        #expect(asked.failure == .rejected(status: 400, message: "prompt is too long"))
        #expect(asked.failure?.isTransient == false)
        let down = try await AdapterTests.ask(wire, StandInServer.answer(503, "<html><h1>503</h1></html>", type: "text/html"))
        #expect(down.failure == .rejected(status: 503, message: ""))
        #expect(down.failure?.isTransient == true)
        let overloaded = try await AdapterTests.ask(
            wire, StandInServer.answer(529, #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#))
        #expect(overloaded.failure == .rejected(status: 529, message: "Overloaded"))
        #expect(overloaded.failure?.isTransient == true)
    }

    @Test("429 tells how long to wait, where the provider says so", arguments: [
        (["Retry-After: 7"], 7), (["Retry-After: 0.4"], 1), ([], nil), (["Retry-After: soon"], nil), (["Retry-After: -3"], 0),
        (["Retry-After: Wed, 21 Oct 2026 07:28:30 GMT", "Date: Wed, 21 Oct 2026 07:28:00 GMT"], 30), (["Retry-After: 999999999999"], 86_400),
    ] as [([String], Int?)])
    func rateLimited(headers: [String], seconds: Int?) async throws {
        for wire in Wire.allCases {
            let asked = try await AdapterTests.ask(wire, StandInServer.answer(429, "{}", headers: headers))
            #expect(asked.failure == .rateLimited(retryAfter: seconds))
            #expect(asked.failure?.isTransient == true)
        }
    }

    @Test("an account without credit is no matter of waiting")
    func withoutCredit() async throws {
        let asked = try await AdapterTests.ask(
            .openAI, StandInServer.answer(429, #"{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}"#))
        #expect(asked.failure == .rejected(status: 429, message: "You exceeded your current quota"))
        #expect(asked.failure?.isTransient == false)
    }

    @Test("a stream that breaks off gives its pieces and then fails", arguments: Wire.allCases, [true, false])
    func broken(wire: Wire, ends: Bool) async throws {
        let asked = try await AdapterTests.ask(wire, StandInServer.stream(wire.begun, ends: ends))
        #expect(asked.failure == .brokenStream)
        #expect(asked.failure?.isTransient == true)
        #expect(asked.pieces.first == "Grüße")
    }

    @Test("a connection that closes before any answer is broken too", arguments: Wire.allCases)
    func closedAtOnce(wire: Wire) async throws {
        let asked = try await AdapterTests.ask(wire, [.close])
        #expect(asked.failure == .brokenStream)
    }

    @Test("nonsense is told as such", arguments: Wire.allCases, [
        "<!doctype html><title>Router</title>", "hello", "{\"a\":", "[1]", "{\"choices\":[],\"content\":7}", "",
    ])
    func nonsense(wire: Wire, body: String) async throws {
        let asked = try await AdapterTests.ask(wire, StandInServer.answer(200, body))
        switch asked.failure {
        case .nonsense: break
        // Plain text may be the beginning of a stream that never came.
        case .brokenStream: #expect(body == "hello")
        default: Issue.record("\(asked)")
        }
    }

    @Test("bytes that are no UTF-8, and answers that are no HTTP, are nonsense", arguments: Wire.allCases)
    func noText(wire: Wire) async throws {
        let start = Array(#"data: {"type":"content_block_delta","choices":[{"delta":{"content":""#.utf8)
        let bytes = start + [0xC3, 0x28] + Array("\"}}]}\n\n".utf8)
        let asked = try await AdapterTests.ask(wire, StandInServer.stream(bytes))
        #expect(asked.failure == .nonsense("it is not valid UTF-8"))
        let strange = try await AdapterTests.ask(wire, [.bytes(Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8)), .close])
        #expect(strange.failure == .nonsense("it is not HTTP"))
    }

    @Test("a redirect is not followed: the key stays with the host that it was given for", arguments: Wire.allCases)
    func redirect(wire: Wire) async throws {
        let elsewhere = try await StandInServer(StandInServer.stream(wire.text))
        let asked = try await AdapterTests.ask(
            wire, StandInServer.answer(307, "", headers: ["Location: http://127.0.0.1:\(elsewhere.port)/v1"]))
        await elsewhere.stop()
        guard case .rejected(307, _) = asked.failure else { Issue.record("\(asked)"); return }
        #expect(elsewhere.seen.isEmpty)
    }

    @Test("nobody listening is a failed connection", arguments: Wire.allCases)
    func nobody(wire: Wire) async throws {
        let connections = ModelConnections()
        let asked = await AdapterTests.ask(try wire.model(port: try await StandInServer.deadPort(), connections: connections))
        await connections.close()
        #expect(asked.failure == .connectionFailed)
        #expect(asked.failure?.isTransient == true)
    }

    @Test("a host that does not exist is a failed connection")
    func noHost() async throws {
        let connections = ModelConnections()
        let address = try ModelAddress("http://model.invalid/v1", provider: .openai)
        let asked = await AdapterTests.ask(OpenAIModel(address: address, model: "m", key: nil, connections: connections))
        await connections.close()
        #expect(asked.failure == .connectionFailed)
    }

    @Test("a reply that takes too long ends in time, before its head and in its middle", arguments: Wire.allCases, [true, false])
    func tooSlow(wire: Wire, hasBegun: Bool) async throws {
        let (moments, late) = AsyncStream.makeStream(of: Void.self)
        let server = try await StandInServer { _, _ in
            if !hasBegun { late.yield() }
            return hasBegun ? Array(StandInServer.stream(wire.begun).dropLast()) + [.hang] : [.hang]
        }
        let connections = ModelConnections()
        let allowed = Mutex<[Double]>([]), pieces = Mutex<[ReplyPiece]>([])
        let model = try wire.model(port: server.port, connections: connections) { seconds in
            allowed.withLock { $0.append(seconds) }
            for await _ in moments { return }
        }
        var request = AdapterTests.hello
        if hasBegun { request.timeoutSeconds = 5 }
        await #expect(throws: ModelFailure.timedOut) {
            try await model.complete(request) { piece in
                pieces.withLock { $0.append(piece) }
                late.yield()
            }
        }
        #expect(allowed.withLock { $0 } == [hasBegun ? 5 : 77])
        #expect(pieces.withLock { $0.isEmpty } == !hasBegun)
        await server.connectionClosed()
        #expect(server.openConnections == 0)
        await connections.close()
        await server.stop()
    }

    @Test("cancelling closes the connection", arguments: Wire.allCases, [true, false])
    func cancelled(wire: Wire, hasBegun: Bool) async throws {
        let (requests, arrived) = AsyncStream.makeStream(of: Void.self)
        let server = try await StandInServer { _, _ in
            arrived.yield()
            return hasBegun ? Array(StandInServer.stream(wire.begun).dropLast()) + [.hang] : [.hang]
        }
        let connections = ModelConnections()
        let model = try wire.model(port: server.port, connections: connections)
        let (pieces, said) = AsyncStream.makeStream(of: ReplyPiece.self)
        let call = Task { () -> ModelFailure? in
            do throws(ModelFailure) {
                _ = try await model.complete(AdapterTests.hello) { said.yield($0) }
                return nil
            } catch {
                return error
            }
        }
        for await _ in requests { break }
        if hasBegun { for await _ in pieces { break } }
        call.cancel()
        #expect(await call.value == .cancelled)
        await server.connectionClosed()
        #expect(server.openConnections == 0)
        await connections.close()
        await server.stop()
    }

    @Test("what onPiece throws ends the call and closes the connection", arguments: Wire.allCases)
    func unwanted(wire: Wire) async throws {
        let server = try await StandInServer(Array(StandInServer.stream(wire.begun).dropLast()) + [.hang])
        let connections = ModelConnections()
        let model = try wire.model(port: server.port, connections: connections)
        await #expect(throws: ModelFailure.cancelled) {
            try await model.complete(AdapterTests.hello) { _ in throw Problem(.gone, "the browser has left") }
        }
        await server.connectionClosed()
        #expect(server.openConnections == 0)
        await connections.close()
        await server.stop()
    }

    @Test("a flood is stopped at the limit and its connection closed")
    func flood() async throws {
        let event = "data: {\"choices\":[{\"delta\":{\"content\":\"" + String(repeating: "x", count: 1_000) + "\"}}]}\n\n"
        let server = try await StandInServer(
            Array(StandInServer.stream(String(repeating: event, count: 100), chunk: 1_000).dropLast()) + [.hang])
        let connections = ModelConnections()
        let model = try Wire.openAI.model(port: server.port, connections: connections, limits: ReplyLimits(contentBytes: 20_480))
        let asked = await AdapterTests.ask(model)
        #expect(asked.failure == .nonsense("its text is larger than 20 KiB"))
        #expect(asked.pieces.count == 20)
        await server.connectionClosed()
        await connections.close()
        await server.stop()
    }

    // MARK: The key

    @Test("the key never comes back in what a provider says", arguments: Wire.allCases, [
        "Incorrect API key provided: sk-test-0123456789abcdefWXYZ. You can find your key at the provider.",
        "Incorrect API key provided: sk-test-************WXYZ.", "bad key (sk-t...WXYZ)", "bad key '****WXYZ'",
        "key=sk-test-0123456789abcdefWXYZ\nnext",
    ])
    func keyIsHidden(wire: Wire, words: String) async throws {
        let body = try #require(JSONValue.object(["error": ["message": .string(words), "type": "authentication_error"]]).text)
        let refused = try await AdapterTests.ask(wire, StandInServer.answer(401, body))
        let inside = try await AdapterTests.ask(wire, StandInServer.answer(200, #"{"type":"error","# + body.dropFirst()))
        for failure in [refused.failure, inside.failure] {
            guard case .rejected(401, let message) = failure else { Issue.record("\(String(describing: failure))"); continue }
            #expect(message.contains("[key]"))
            for part in ["sk-t", "WXYZ", "0123456789", "\n"] { #expect(!message.contains(part)) }
            #expect(!(failure?.sentence.contains("WXYZ") ?? true))
        }
    }

    @Test("long words of a provider are cut, short keys do not blank out its sentences")
    func cut() {
        #expect(ProviderError.told(String(repeating: "word ", count: 500), hiding: "k").count == 301)
        #expect(ProviderError.told("a model is not found", hiding: "a") == "a model is not found")
        #expect(ProviderError.told("model 'gpt-9' does not exist", hiding: Wire.key) == "model 'gpt-9' does not exist")
    }

    @Test("each failure has a word, a sentence, and says whether it may pass")
    func words() {
        let all: [ModelFailure] = [
            .notConfigured, .timedOut, .rateLimited(retryAfter: 3), .rateLimited(retryAfter: nil), .rejected(status: 401, message: ""),
            .rejected(status: 500, message: "x"), .connectionFailed, .brokenStream, .nonsense("x"), .cancelled,
        ]
        #expect(Set(all.map(\.code)).count == 8)
        #expect(all.allSatisfy { !$0.sentence.isEmpty })
        #expect(all.filter(\.isTransient).map(\.code).count == 6)
    }
}

@Suite("Addresses")
struct AddressTests {
    @Test("an operator's address becomes the endpoint's", arguments: [
        ("http://localhost:11434", ModelProvider.openai, "http://localhost:11434/v1/chat/completions", "localhost:11434"),
        ("http://localhost:11434/v1/", .openai, "http://localhost:11434/v1/chat/completions", "localhost:11434"),
        ("https://gw.example.com/ai/v1?version=1", .openai, "https://gw.example.com/ai/v1/chat/completions?version=1", "gw.example.com"),
        ("https://gw.example.com/v1/chat/completions", .openai, "https://gw.example.com/v1/chat/completions", "gw.example.com"),
        ("https://api.anthropic.com", .anthropic, "https://api.anthropic.com/v1/messages", "api.anthropic.com"),
        ("http://[::1]:8000", .openai, "http://[::1]:8000/v1/chat/completions", "[::1]:8000"),
    ])
    func endpoints(text: String, provider: ModelProvider, url: String, host: String) throws {
        let address = try ModelAddress(text, provider: provider)
        #expect(address.url == url)
        #expect(address.host == host)
    }

    @Test("what cannot be asked is refused with the setting's name", arguments: [
        "", "localhost:11434", "ftp://host/", "http://", "https://user:secret@host/v1", "http://host/#x", "just words",
    ])
    func refused(text: String) {
        let problem = #expect(throws: Problem.self) { try ModelAddress(text, provider: .openai) }
        #expect(problem?.field == "model-url")
        #expect(problem?.message.contains("secret") == false)
    }

    @Test("own machines and private networks are local, all else is not")
    func local() {
        let locals = [
            "localhost", "127.0.0.1", "10.1.2.3", "192.168.0.7", "172.16.0.1", "172.31.255.255", "[::1]", "[fd00::1]", "[fe80::1]", "ollama",
            "host.docker.internal", "box.local", "100.64.0.1",
        ]
        for host in locals { #expect(ModelAddress.isLocal(host), "\(host)") }
        let others = [
            "api.openai.com", "8.8.8.8", "172.32.0.1", "[2001:db8::1]", "localhost.example.com", "11.0.0.1", "192.169.0.1", "10.0.0.1.example",
        ]
        for host in others { #expect(!ModelAddress.isLocal(host), "\(host)") }
    }
}
