// The adapters against a server that speaks the real wire formats.
import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import LanguageModel

/// Both wire formats, for what holds of both.
enum Wire: String, CaseIterable, Sendable {
    case openAI, anthropic

    static let key = "sk-test-0123456789abcdefWXYZ"

    /// - Parameter timer: returns when the reply has taken too long; by itself never.
    func model(
        port: Int, connections: ModelConnections, key: String? = Wire.key, limits: ReplyLimits = ReplyLimits(),
        timer: @escaping ModelTimer = { _ in for await _ in AsyncStream<Void>.makeStream().stream {} }
    ) throws -> any LanguageModel {
        switch self {
        case .openAI:
            OpenAIModel(
                address: try ModelAddress("http://127.0.0.1:\(port)/v1", provider: .openai), model: "the-model", key: key,
                timeoutSeconds: 77, connections: connections, limits: limits, timer: timer)
        case .anthropic:
            AnthropicModel(
                address: try ModelAddress("http://127.0.0.1:\(port)", provider: .anthropic), model: "the-model", key: key,
                timeoutSeconds: 77, connections: connections, limits: limits, timer: timer)
        }
    }

    var text: [UInt8] { self == .openAI ? WireFixtures.openAIText : WireFixtures.anthropicText }
    var tools: [UInt8] { self == .openAI ? WireFixtures.openAITools : WireFixtures.anthropicTools }
    /// A stream that has said something and is not finished.
    var begun: [UInt8] {
        let events = String(decoding: text, as: UTF8.self).components(separatedBy: "\n\n")
        return Array((events.prefix(self == .openAI ? 3 : 4).joined(separator: "\n\n") + "\n\n").utf8)
    }
}

@Suite("Adapters")
struct AdapterTests {
    struct Asked: Sendable {
        var reply: ChatReply?
        var failure: ModelFailure?
        var pieces: [String]
    }

    static let hello = ChatRequest(messages: [.user("Hello")])

    static func ask(
        _ wire: Wire, _ server: StandInServer, _ request: ChatRequest = hello, key: String? = Wire.key
    ) async throws -> Asked {
        let connections = ModelConnections()
        let asked = await ask(try wire.model(port: server.port, connections: connections, key: key), request)
        await connections.close()
        return asked
    }

    static func ask(_ model: any LanguageModel, _ request: ChatRequest = hello) async -> Asked {
        let pieces = Mutex<[ReplyPiece]>([])
        do throws(ModelFailure) {
            let reply = try await model.complete(request) { piece in pieces.withLock { $0.append(piece) } }
            return Asked(reply: reply, pieces: pieces.withLock { $0.texts })
        } catch {
            return Asked(failure: error, pieces: pieces.withLock { $0.texts })
        }
    }

    static func ask(_ wire: Wire, _ steps: [StandInServer.Step], key: String? = Wire.key) async throws -> Asked {
        let server = try await StandInServer(steps)
        let asked = try await ask(wire, server, key: key)
        await server.stop()
        return asked
    }

    // MARK: Good replies

    @Test("a streamed reply arrives piece by piece, however the network cuts it", arguments: Wire.allCases, [7, 64, Int.max])
    func streams(wire: Wire, chunk: Int) async throws {
        let asked = try await Self.ask(wire, StandInServer.stream(wire.text, chunk: chunk))
        #expect(asked.failure == nil)
        #expect(asked.pieces == ["Grüße", ", 世界 👋🏽"])
        #expect(asked.reply?.text == "Grüße, 世界 👋🏽")
        #expect(asked.reply?.usage.isEstimated == false)
        #expect(asked.reply?.stop == .end)
    }

    @Test("calls of tools arrive whole", arguments: Wire.allCases)
    func tools(wire: Wire) async throws {
        let asked = try await Self.ask(wire, StandInServer.stream(wire.tools, chunk: 50))
        #expect(asked.reply?.toolCalls.map(\.name) == ["remember", "current_time"])
        #expect(asked.reply?.toolCalls.first?.argumentValues == ["content": "Schlüssel"])
        #expect(asked.reply?.stop == .tools)
    }

    @Test("without usage from the provider it is estimated and marked")
    func estimated() async throws {
        let asked = try await Self.ask(.openAI, StandInServer.stream(WireFixtures.openAI(#"{"content":"12345678"}"#)))
        #expect(asked.reply?.usage == ModelUsage(tokensIn: 2, tokensOut: 2, isEstimated: true))
        #expect(asked.reply?.model == "the-model")
    }

    @Test("an answer in one piece to a request for a stream", arguments: Wire.allCases)
    func inOnePiece(wire: Wire) async throws {
        let body =
            wire == .openAI
            ? #"{"choices":[{"message":{"role":"assistant","content":"Hi"}}]}"# : #"{"type":"message","content":[{"type":"text","text":"Hi"}]}"#
        let asked = try await Self.ask(wire, StandInServer.answer(200, body))
        #expect(asked.pieces == ["Hi"])
        #expect(asked.reply?.text == "Hi")
    }

    // MARK: What is sent

    static let conversation = ChatRequest(
        messages: [
            .system("You help."), .user("Remember x"),
            .assistant(
                "",
                toolCalls: [
                    ToolCall(id: "c1", name: "remember", arguments: #"{"content":"x"}"#), ToolCall(id: "c2", name: "t", arguments: "{oh"),
                ]),
            ChatMessage(role: .tool, content: "done", toolCallID: "c1"), ChatMessage(role: .tool, content: "", toolCallID: "c2"), .user("Thanks"),
        ],
        tools: [ToolDescription(name: "remember", description: "Keeps a note.", parameters: ["type": "object"])], maximumTokens: 99, temperature: 0.5)

    @Test("OpenAI: messages, tools and limits as documented")
    func openAIRequest() async throws {
        let server = try await StandInServer(StandInServer.stream(Wire.openAI.text))
        _ = try await Self.ask(.openAI, server, Self.conversation)
        await server.stop()
        let seen = try #require(server.seen.first)
        #expect(seen.requestLine == "POST /v1/chat/completions HTTP/1.1")
        #expect(seen.headers["authorization"] == "Bearer " + Wire.key)
        #expect(seen.headers["content-type"] == "application/json")
        #expect(
            seen.json == [
                "model": "the-model", "stream": true, "stream_options": ["include_usage": true], "max_tokens": 99, "temperature": 0.5,
                "messages": [
                    ["role": "system", "content": "You help."], ["role": "user", "content": "Remember x"],
                    [
                        "role": "assistant", "content": "",
                        "tool_calls": [
                            ["id": "c1", "type": "function", "function": ["name": "remember", "arguments": #"{"content":"x"}"#]],
                            ["id": "c2", "type": "function", "function": ["name": "t", "arguments": "{}"]],
                        ],
                    ],
                    ["role": "tool", "tool_call_id": "c1", "content": "done"], ["role": "tool", "tool_call_id": "c2", "content": ""],
                    ["role": "user", "content": "Thanks"],
                ],
                "tools": [
                    ["type": "function", "function": ["name": "remember", "description": "Keeps a note.", "parameters": ["type": "object"]]]
                ],
            ])
    }

    @Test("Anthropic: system outside, tool_use and tool_result as blocks")
    func anthropicRequest() async throws {
        let server = try await StandInServer(StandInServer.stream(Wire.anthropic.text))
        _ = try await Self.ask(.anthropic, server, Self.conversation)
        await server.stop()
        let seen = try #require(server.seen.first)
        #expect(seen.requestLine == "POST /v1/messages HTTP/1.1")
        #expect(seen.headers["x-api-key"] == Wire.key)
        #expect(seen.headers["anthropic-version"] == "2023-06-01")
        #expect(seen.headers["authorization"] == nil)
        #expect(
            seen.json == [
                "model": "the-model", "stream": true, "max_tokens": 99, "temperature": 0.5, "system": "You help.",
                "messages": [
                    ["role": "user", "content": [["type": "text", "text": "Remember x"]]],
                    [
                        "role": "assistant",
                        "content": [
                            ["type": "tool_use", "id": "c1", "name": "remember", "input": ["content": "x"]],
                            ["type": "tool_use", "id": "c2", "name": "t", "input": [:]],
                        ],
                    ],
                    [
                        "role": "user",
                        "content": [
                            ["type": "tool_result", "tool_use_id": "c1", "content": "done"], ["type": "tool_result", "tool_use_id": "c2"],
                            ["type": "text", "text": "Thanks"],
                        ],
                    ],
                ],
                "tools": [["name": "remember", "description": "Keeps a note.", "input_schema": ["type": "object"]]],
            ])
    }

    @Test("a history that was cut or interrupted is mended before it is sent")
    func mended() {
        let call = ToolCall(id: "a", name: "x", arguments: "{}")
        let request = ChatRequest(messages: [
            ChatMessage(role: .tool, content: "an answer without its call", toolCallID: "gone"), .assistant("", toolCalls: [call]), .user("Well?"),
        ])
        let mended = request.wellFormedMessages()
        #expect(mended.map(\.role) == [.assistant, .tool, .user])
        #expect(mended[1].toolCallID == "a")
        #expect(request.wellFormedMessages(withTools: false) == [.user("Well?")])
        let first = AnthropicRequest.body(request, model: "m")["messages"]?.arrayValue?.first
        #expect(first?["role"] == "user")
    }

    @Test("without a key no credential is sent", arguments: Wire.allCases)
    func withoutKey(wire: Wire) async throws {
        let server = try await StandInServer(StandInServer.stream(wire.text))
        _ = try await Self.ask(wire, server, key: nil)
        await server.stop()
        #expect(server.seen.first?.headers["authorization"] == nil)
        #expect(server.seen.first?.headers["x-api-key"] == nil)
    }

    // MARK: Servers that are compatible in their own way

    @Test("what a server refuses by name is left out, at once and from then on", arguments: [
        ("stream_options", #"{"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}"#, 422),
        ("max_tokens", #"{"error":{"message":"'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}}"#, 400),
        ("temperature", #"{"error":{"message":"Unsupported value: 'temperature' does not support 0.5 with this model."}}"#, 400),
        ("tools", #"{"error":{"message":"registry.ollama.ai/library/gemma:2b does not support tools"}}"#, 400),
    ])
    func adapts(field: String, refusal: String, status: Int) async throws {
        let server = try await StandInServer { request, _ in
            request.json?[field] != nil ? StandInServer.answer(status, refusal) : StandInServer.stream(Wire.openAI.text)
        }
        let connections = ModelConnections()
        let model = try Wire.openAI.model(port: server.port, connections: connections)
        let first = await Self.ask(model, Self.conversation), second = await Self.ask(model, Self.conversation)
        await connections.close()
        await server.stop()
        #expect(first.reply?.text == "Grüße, 世界 👋🏽")
        #expect(second.reply?.text == "Grüße, 世界 👋🏽")
        #expect(server.seen.count == 3)
        #expect(first.reply?.wasAskedWithoutTools == (field == "tools"))
        if field == "max_tokens" { #expect(server.seen.last?.json?["max_completion_tokens"] == 99) }
    }

    @Test("a server that refuses whatever is sent is asked a handful of times at most")
    func adaptsFinitely() async throws {
        let words = "unsupported: stream_options, max_tokens, max_completion_tokens, temperature, does not support tools"
        let server = try await StandInServer(StandInServer.answer(400, #"{"error":"\#(words)"}"#))
        let asked = try await Self.ask(.openAI, server, Self.conversation)
        await server.stop()
        #expect(asked.failure == .rejected(status: 400, message: words))
        #expect(server.seen.count <= 5)
    }
}
