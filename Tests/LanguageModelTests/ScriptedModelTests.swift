import Synchronization
import Testing
import Vocabulary

@testable import LanguageModel

@Suite("Scripted model")
struct ScriptedModelTests {
    static let tools = ["remember", "recall", "current_time"].map { ToolDescription(name: $0, description: $0, parameters: ["type": "object"]) }

    static func ask(_ model: ScriptedModel, _ messages: [ChatMessage], tools: [ToolDescription] = tools) async throws -> (ChatReply, [String]) {
        let pieces = Mutex<[ReplyPiece]>([])
        let reply = try await model.complete(ChatRequest(messages: messages, tools: tools)) { piece in pieces.withLock { $0.append(piece) } }
        return (reply, pieces.withLock { $0.texts })
    }

    static func script(_ json: String) throws -> ScriptedModel { ScriptedModel(script: try Script(parsing: Array(json.utf8))) }

    @Test("the demonstration's script can be read, and what it says without a tool names itself a stand-in")
    func demonstration() async throws {
        let model = ScriptedModel(script: try .demonstration())
        for text in ["Hello", "Tell me a joke about $1 and $text", "", "что ты умеешь?"] {
            let (reply, pieces) = try await Self.ask(model, [.user(text)])
            #expect(reply.text.contains("scripted stand-in") && !reply.text.contains("  "))
            #expect(pieces.joined() == reply.text)
            #expect(pieces.count > 5)
            #expect(reply.stop == .end)
            #expect(reply.toolCalls.isEmpty)
        }
        let (echo, _) = try await Self.ask(model, [.user("Is it going to rain, for $2?")])
        #expect(echo.text.contains("“Is it going to rain, for $2?”"))
    }

    @Test("“remember …” and “what do you know about …” call the tools, and what these answer is told", arguments: [
        ("Remember that the spare key is under the pot", "remember", #"{"content":"the spare key is under the pot"}"#),
        ("please remember: buy \"oat\" milk", "remember", #"{"content":"buy \"oat\" milk"}"#),
        ("What do you know about the spare key?", "recall", #"{"query":"the spare key"}"#),
        ("what do you know", "recall", "{}"),
        ("What time is it?", "current_time", "{}"),
    ])
    func tools(text: String, tool: String, arguments: String) async throws {
        let model = ScriptedModel(script: try .demonstration())
        let (reply, _) = try await Self.ask(model, [.system("You help."), .user(text)])
        let call = try #require(reply.toolCalls.first)
        #expect(reply.toolCalls.count == 1)
        #expect(call.name == tool)
        #expect(call.arguments == arguments)
        #expect(reply.stop == .tools)

        let answer = #"{"entries":[{"content":"under the pot","entry_id":"x"},{"content":"second"}]}"#
        let (told, _) = try await Self.ask(
            model, [.user(text), .assistant(reply.text, toolCalls: reply.toolCalls), .tool(answer, answering: call)])
        #expect(told.toolCalls.isEmpty)
        #expect(told.text.contains("scripted stand-in"))
        if tool == "recall" { #expect(told.text.contains("- under the pot\n- second")) }
    }

    @Test("what a tool answers is told in lines, without the marks around foreign words", arguments: [
        ("«BEGIN DATA» 1 from the vault\n{\"notes\":[{\"content\":\"a\"},{\"content\":\"b\"}],\"signals\":[]}\n«END DATA» 1", "- a\n- b"),
        (#"{"alerts":[{"kind":"ai_incident","score":3}]}"#, "- kind: ai_incident, score: 3"), ("Nothing was found.", "Nothing was found."),
        (#"{"notes":[]}"#, #"{"notes":[]}"#), ("", ""), ("[1,2]", "- 1\n- 2"),
    ])
    func toolAnswers(answer: String, told: String) { #expect(ToolAnswer.readable(answer) == told) }

    @Test("a tool that is not offered is not called")
    func notOffered() async throws {
        let model = ScriptedModel(script: try .demonstration())
        let (reply, _) = try await Self.ask(model, [.user("remember this")], tools: [])
        #expect(reply.toolCalls.isEmpty)
        #expect(reply.text.contains("remember this"))
    }

    @Test("the same request always gives the same reply")
    func deterministic() async throws {
        let model = ScriptedModel(script: try .demonstration())
        let first = try await Self.ask(model, [.user("remember a"), .assistant("ok"), .user("Remember b")])
        let second = try await Self.ask(model, [.user("remember a"), .assistant("ok"), .user("Remember b")])
        #expect(first.0 == second.0)
    }

    @Test("pieces, usage, stops and failures are as the script says")
    func asWritten() async throws {
        let model = try Self.script(
            #"""
            {"model": "fixture", "rules": [
              {"user": "broken", "text": ["half", " a"], "fail": "broken_stream"},
              {"user": "busy", "fail": "rate_limited"},
              {"system": "be short", "text": "Short."},
              {"user": "name is (\\w+)", "text": ["Hello ", "$1", "!"], "usage": {"in": 12, "out": 3, "cached": 4}, "stop": "length"}
            ]}
            """#)
        let (reply, pieces) = try await Self.ask(model, [.user("My name is Ada.")])
        #expect(pieces == ["Hello ", "Ada", "!"])
        #expect(reply.usage == ModelUsage(tokensIn: 12, tokensOut: 3, tokensCached: 4))
        #expect(reply.stop == .length)
        #expect(reply.model == "fixture")
        let (short, _) = try await Self.ask(model, [.system("You are to be short."), .user("x")])
        #expect(short.text == "Short.")
        #expect(short.usage.isEstimated)

        let seen = Mutex<[ReplyPiece]>([])
        await #expect(throws: ModelFailure.brokenStream) {
            try await model.complete(ChatRequest(messages: [.user("broken")])) { piece in seen.withLock { $0.append(piece) } }
        }
        #expect(seen.withLock { $0.texts } == ["half", " a"])
        await #expect(throws: ModelFailure.rateLimited(retryAfter: 1)) { try await model.complete(ChatRequest(messages: [.user("busy")])) }
        await #expect(throws: ModelFailure.nonsense("no rule of the script fits")) { try await model.complete(ChatRequest(messages: [.user("x")])) }
    }

    @Test("a delay is asked for before each piece, and what onPiece throws ends the call")
    func delaysAndEnd() async throws {
        let waited = Mutex<[Int]>([])
        let script = try Script(parsing: Array(#"{"rules": [{"text": ["a", "b"], "delay_ms": 30}]}"#.utf8))
        let model = ScriptedModel(script: script) { milliseconds in waited.withLock { $0.append(milliseconds) } }
        _ = try await model.complete(ChatRequest(messages: [.user("x")]))
        #expect(waited.withLock { $0 } == [30, 30])
        await #expect(throws: ModelFailure.cancelled) {
            try await model.complete(ChatRequest(messages: [.user("x")])) { _ in throw CancellationError() }
        }
    }

    @Test("a script that cannot be meant is refused with the setting's name", arguments: [
        "", "[]", #"{"rules": 3}"#, #"{"rules": [{"user": "("}]}"#, #"{"rules": [{"user": "(", "text": "a"}]}"#, #"{"rules": [{"user": "a"}]}"#,
        #"{"rules": [{"text": 3}]}"#, #"{"rules": [{"text": "a", "fail": "sometimes"}]}"#,
    ])
    func refusedScripts(text: String) {
        let problem = #expect(throws: Problem.self) { try Script(parsing: Array(text.utf8)) }
        #expect(problem?.field == "model-script")
    }
}
