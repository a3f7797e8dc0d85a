// What real servers send that no document says, by kind.
import Foundation
import Testing
import Vocabulary

@testable import LanguageModel

@Suite("Oddities of providers")
struct OddityTests {
    private static func chunk(_ content: String) -> String { #"data: {"choices":[{"index":0,"delta":{"content":"\#(content)"}}]}"# + "\n\n" }
    private static let end = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"

    // MARK: Halves of characters

    @Test("halves of characters are joined across pieces, else become U+FFFD", arguments: [
        (chunk(#"ok \ud83d"#) + chunk(#"\ude00 done"#) + end, "ok 😀 done"), (chunk(#"cut \uD83D"#) + chunk("x") + end, "cut \u{FFFD}x"),
        (chunk(#"\ude00 first"#) + end, "\u{FFFD} first"), (chunk(#"last \ud83d"#) + end, "last \u{FFFD}"),
        (chunk(#"\\ud83d is how it is written"#) + end, #"\ud83d is how it is written"#), (chunk(#"\ud83d\ude00"#) + end, "😀"),
        (#"{"choices":[{"message":{"content":"one \ud83d piece"}}]}"#, "one \u{FFFD} piece"),
    ])
    func halves(text: String, answer: String) {
        let read = ReadOutcome(OpenAIReply.self, text)
        #expect(read.failure == nil)
        #expect(read.text == answer)
        #expect(read.reply?.text == answer)
    }

    @Test("halves in Anthropic's pieces, in arguments, in bytes that UTF-8 forbids")
    func halvesElsewhere() {
        let deltas = [#"a \ud83d"#, #"\ude00"#].map {
            #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#($0)"}}"# + "\n\n"
        }
        #expect(ReadOutcome(AnthropicReply.self, deltas.joined() + #"data: {"type":"message_stop"}"# + "\n\n").text == "a 😀")
        let call = ReadOutcome(
            OpenAIReply.self,
            WireFixtures.openAI(
                #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{\"t\":\"\ud83d"}}]}"#,
                #"{"tool_calls":[{"index":0,"function":{"arguments":"\ude00\"}"}}]}"#))
        #expect(call.reply?.toolCalls.first?.argumentValues == ["t": "😀"])
        let inner = ReadOutcome(
            OpenAIReply.self,
            WireFixtures.openAI(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{\"t\":\"cut \\ud83d\"}"}}]}"#))
        #expect(inner.reply?.toolCalls.first?.argumentValues == ["t": "cut \u{FFFD}"])
        let raw = Array(#"data: {"choices":[{"delta":{"content":""#.utf8) + [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80] + Array("\"}}]}\n\n".utf8)
        #expect(ReadOutcome(OpenAIReply.self, raw + Array(Self.end.utf8)).text == "😀")
    }

    // MARK: Chunks and events

    @Test("what says nothing is passed over", arguments: [
        #"{"choices":[{"index":0,"content_filter_results":{"hate":{"filtered":false}}}]}"#, #"{"choices":[{"index":0,"delta":null}]}"#,
        #"{"choices":[]}"#, #"{"choices":null,"usage":null}"#, #"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#, "{}",
        #"{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"refusal":null,"tool_calls":null}}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":[]}}]}"#, #"{"error":null,"choices":[]}"#, "", " ", "ping", "keep-alive",
    ])
    func silent(data: String) {
        let read = ReadOutcome(OpenAIReply.self, Self.chunk("one ") + "data: \(data)\n\n" + Self.chunk("two") + Self.end)
        #expect(read.failure == nil)
        #expect(read.reply?.text == "one two")
    }

    @Test("events by the standard, and by those who do not read it", arguments: [
        "data:\n\n", "data\n\n", ": a comment\n\n", ":\n", "event: ping\ndata: {}\n\n", "event: heartbeat\ndata: now\n\n",
        "id: 3\nretry: 100\n\n", "\n\n\n",
        "event: keep-alive\n\n", "unknown: field\n",
    ])
    func events(between: String) {
        for lineEnd in ["\n", "\r\n", "\r"] {
            let text = (Self.chunk("one ") + between + Self.chunk("two") + Self.end).replacing("\n", with: lineEnd)
            #expect(ReadOutcome(OpenAIReply.self, text).reply?.text == "one two")
            let message = #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"# + "\n\n"
            let other = (message + between + message + #"data: {"type":"message_stop"}"# + "\n\n").replacing("\n", with: lineEnd)
            #expect(ReadOutcome(AnthropicReply.self, other).reply?.text == "aa")
        }
    }

    @Test(
        "the end of a stream, with blanks and without",
        arguments: ["data: [DONE] \n\n", "data:[DONE]\n\n", "data:  [DONE]\t\r\n\r\n", "data: [done]\n\n"])
    func done(end: String) {
        #expect(ReadOutcome(OpenAIReply.self, Self.chunk("a") + end).reply?.text == "a")
    }

    @Test("reasons in capitals, texts of the older completions, a refusal in parts")
    func otherShapes() {
        let capitals = #"data: {"choices":[{"delta":{"content":"a"},"finish_reason":"MAX_TOKENS"}]}"# + "\n\n"
        #expect(ReadOutcome(OpenAIReply.self, capitals).reply?.stop == .length)
        #expect(ReadOutcome(OpenAIReply.self, #"{"choices":[{"text":"old","finish_reason":"stop"}]}"#).reply?.text == "old")
        let refusal = ReadOutcome(
            OpenAIReply.self, #"{"choices":[{"message":{"content":[{"type":"refusal","refusal":"I can't assist with that."}]}}]}"#)
        #expect(refusal.reply?.text == "I can't assist with that.")
        #expect(refusal.reply?.stop != .filtered)
        let only = ReadOutcome(OpenAIReply.self, #"{"choices":[{"message":{"role":"assistant","content":null,"refusal":"No."}}]}"#)
        #expect(only.reply?.text == "No.")
    }

    // MARK: Reasoning in fields

    @Test("reasoning in fields of its own is told apart, by each of its names", arguments: [
        #"{"reasoning_content":"Hm."}"#, #"{"reasoning":"Hm."}"#, #"{"reasoning":"Hm.","reasoning_content":"Hm."}"#,
        #"{"reasoning_details":[{"type":"reasoning.text","text":"Hm.","index":0}]}"#,
        #"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]}]}"#,
    ])
    func fields(delta: String) {
        let read = ReadOutcome(OpenAIReply.self, WireFixtures.openAI(delta, #"{"content":"Yes."}"#))
        #expect(read.told == [.reasoning("Hm."), .text("Yes.")])
        #expect(read.reply?.reasoning == "Hm.")
    }

    // MARK: Calls of tools

    private static func calls(_ deltas: String...) -> [ToolCall]? {
        let chunks = deltas.map { #"data: {"choices":[{"index":0,"delta":{"tool_calls":\#($0)}}]}"# + "\n\n" }
        return ReadOutcome(OpenAIReply.self, chunks.joined() + end).reply?.toolCalls
    }

    @Test("two calls that both are number 0 without an id are two, in one chunk or in two")
    func careless() {
        let first = #"{"index":0,"id":"","function":{"name":"x","arguments":"{\"n\":1}"}}"#
        let same = #"{"index":0,"id":"","function":{"name":"x","arguments":"{\"n\":2}"}}"#
        let other = #"{"index":0,"function":{"name":"y","arguments":{"n":3}}}"#
        for calls in [Self.calls("[\(first),\(same),\(other)]"), Self.calls("[\(first)]", "[\(same)]", "[\(other)]")] {
            #expect(calls?.map(\.name) == ["x", "x", "y"])
            #expect(calls?.map(\.argumentValues) == [["n": 1], ["n": 2], ["n": 3]])
            #expect(Set(calls?.map(\.id) ?? []).count == 3)
        }
        let without = #"{"index":0,"id":"","function":{"name":"now","arguments":""}}"#
        #expect(Self.calls("[\(without),\(first)]")?.map(\.name) == ["now", "x"])
        #expect(Self.calls("[\(without)]", "[\(first)]")?.map(\.name) == ["now", "x"])
    }

    @Test("a careless part spoils nothing but itself", arguments: [
        #"null"#, #"{"index":1,"id":"b","function":{"arguments":"{}"}}"#, #"{"index":1,"function":null}"#, #"{"index":1,"function":{"name":"  "}}"#,
        #"7"#,
    ])
    func spoiled(part: String) {
        let good = #"{"index":0,"id":"a","function":{"name":"x","arguments":"{\"n\":1}"}}"#
        #expect(Self.calls("[\(good),\(part)]") == [ToolCall(id: "a", name: "x", arguments: #"{"n":1}"#)])
    }

    @Test("arguments as careless servers write them", arguments: [
        #""{\"n\":1}""#, #"{"n":1}"#, #""{}{\"n\":1}""#, #""\"{\\\"n\\\":1}\"""#,
    ])
    func arguments(json: String) {
        #expect(Self.calls(#"[{"index":0,"id":"a","function":{"name":"functions.x<|channel|>json","arguments":\#(json)}}]"#)
            == [ToolCall(id: "a", name: "x", arguments: #"{"n":1}"#)])
    }

    // MARK: What is handed back

    @Test("what a provider wants back is handed back unchanged")
    func handback() async throws {
        let signature: JSONValue = ["google": ["thought_signature": "c2ln"]]
        let reply = ReadOutcome(
            OpenAIReply.self,
            WireFixtures.openAI(
                #"{"reasoning_content":"One "}"#,
                #"{"reasoning_content":"two.","reasoning_details":[{"index":0,"type":"reasoning.text","text":"One "}]}"#,
                #"{"reasoning_details":[{"index":0,"type":"reasoning.text","text":"two.","signature":"s"}]}"#,
                #"{"tool_calls":[{"index":0,"id":"a","extra_content":{"google":{"thought_signature":"c2ln"}},"#
                    + #""function":{"name":"x","arguments":"{}"}}]}"#
            )).reply
        let read = try #require(reply)
        let request = ChatRequest(messages: [
            .user("Go"), .assistant(read.text, toolCalls: read.toolCalls, handback: read.handback), .tool("done", answering: read.toolCalls[0]),
        ])
        let message = OpenAIRequest.body(request, model: "m", dialect: OpenAIDialect(limitField: "max_tokens"))["messages"]?.arrayValue?[1]
        #expect(message?["reasoning_content"] == "One two.")
        #expect(message?["reasoning_details"] == [["index": 0, "type": "reasoning.text", "text": "One two.", "signature": "s"]])
        #expect(message?["tool_calls"]?.arrayValue?.first?["extra_content"] == signature)
        #expect(message?["content"] == "")
    }

    @Test("Anthropic's thoughts go back with their signatures, in their place")
    func thoughts() throws {
        let events = [
            #"{"type":"message_start","message":{"model":"claude"}}"#,
            #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me see."}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB"}}"#,
            #"{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"sealed"}}"#,
            #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"x","input":{}}}"#,
            #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"n\":1}"}}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"tool_use"}}"#, #"{"type":"message_stop"}"#,
        ]
        let outcome = ReadOutcome(AnthropicReply.self, events.map { "data: \($0)\n\n" }.joined())
        let read = try #require(outcome.reply)
        #expect(outcome.told == [.reasoning("Let me see.")])
        let request = ChatRequest(messages: [
            .user("Go"), .assistant(read.text, toolCalls: read.toolCalls, handback: read.handback), .tool("done", answering: read.toolCalls[0]),
        ])
        #expect(
            AnthropicRequest.body(request, model: "m")["messages"]?.arrayValue?[1]["content"] == [
                ["type": "thinking", "thinking": "Let me see.", "signature": "EqQB"], ["type": "redacted_thinking", "data": "sealed"],
                ["type": "tool_use", "id": "t", "name": "x", "input": ["n": 1]],
            ])
    }

    @Test("what a server does not take back after all is left out, and stays so")
    func withheld() async throws {
        let server = try await StandInServer { request, _ in
            let isGiven = String(decoding: request.body, as: UTF8.self).contains("reasoning_content")
            return isGiven
                ? StandInServer.answer(400, #"{"error":{"message":"Extra inputs are not permitted: messages.1.reasoning_content"}}"#)
                : StandInServer.stream(Wire.openAI.text)
        }
        let connections = ModelConnections()
        let model = try Wire.openAI.model(port: server.port, connections: connections)
        let request = ChatRequest(messages: [.user("a"), .assistant("b", handback: ["reasoning_content": "c"]), .user("d")])
        let first = await AdapterTests.ask(model, request), second = await AdapterTests.ask(model, request)
        await connections.close()
        await server.stop()
        #expect(first.reply != nil && second.reply != nil)
        #expect(server.seen.count == 3)
    }

    // MARK: No role for instructions

    @Test("without a role for instructions they stand before the user's first words, from then on", arguments: [
        "System role not supported", "Developer instruction is not enabled for models/gemma-3-27b-it",
        "Conversation roles must alternate user/assistant/user/assistant/...", "Only user and assistant roles are supported!",
        "Unsupported value: 'messages[0].role' does not support 'system' with this model.", "invalid role: system",
    ])
    func systemRole(words: String) async throws {
        for isInStream in [false, true] {
            let server = try await StandInServer { request, _ in
                guard request.json?["messages"]?.arrayValue?.contains(where: { $0["role"] == "system" }) == true else {
                    return StandInServer.stream(Wire.openAI.text)
                }
                let error = #"{"error":{"message":\#(JSONText.of(words)),"code":400}}"#
                return isInStream ? StandInServer.stream("data: \(error)\n\n") : StandInServer.answer(400, error)
            }
            let connections = ModelConnections()
            let model = try Wire.openAI.model(port: server.port, connections: connections)
            let request = ChatRequest(messages: [.system("Be brief."), .user("Hi"), .assistant("Yes?"), .user("Go on")])
            let first = await AdapterTests.ask(model, request), second = await AdapterTests.ask(model, request)
            await connections.close()
            await server.stop()
            #expect(first.reply != nil && second.reply != nil, "\(String(describing: first.failure))")
            #expect(server.seen.count == 3)
            let sent = server.seen.last?.json?["messages"]?.arrayValue
            #expect(sent?.map { $0["role"] } == ["user", "assistant", "user"])
            #expect(sent?.first?["content"] == "Be brief.\n\nHi")
        }
    }
}
