// What comes of an answer's bytes, by the formats' rules and by what servers make of them.
import Foundation
import Testing

@testable import LanguageModel

@Suite("Reading replies")
struct ReadingTests {
    // MARK: OpenAI

    @Test("a stream's text, usage, model and reason")
    func openAIText() {
        let read = ReadOutcome(OpenAIReply.self, WireFixtures.openAIText)
        #expect(read.failure == nil)
        #expect(read.pieces == ["Grüße", ", 世界 👋🏽"])
        #expect(read.reply?.text == "Grüße, 世界 👋🏽")
        #expect(read.reply?.usage == ModelUsage(tokensIn: 19, tokensOut: 6, tokensCached: 16))
        #expect(read.reply?.stop == .end)
        #expect(read.reply?.model == "gpt-4o-mini-2024-07-18")
    }

    @Test("calls are put together by index, in the order in which they began")
    func openAITools() {
        let read = ReadOutcome(OpenAIReply.self, WireFixtures.openAITools)
        #expect(
            read.reply?.toolCalls == [
                ToolCall(id: "call_a", name: "remember", arguments: #"{"content": "Schlüssel"}"#),
                ToolCall(id: "call_b", name: "current_time", arguments: "{}"),
            ])
        #expect(read.reply?.stop == .tools)
        #expect(read.pieces == [])
        #expect(read.reply?.usage == nil)
    }

    @Test("calls that all say index 0, or none, are told apart by their ids")
    func sloppyIndices() {
        let zeros = WireFixtures.openAI(
            #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{\"n\":1}"}}]}"#,
            #"{"tool_calls":[{"index":0,"id":"b","function":{"name":"y","arguments":"{\"n\":2}"}}]}"#)
        let none = WireFixtures.openAI(
            #"{"tool_calls":[{"id":"a","function":{"name":"x","arguments":"{\"n\""}}]}"#, #"{"tool_calls":[{"function":{"arguments":":1}"}}]}"#,
            #"{"tool_calls":[{"id":"b","function":{"name":"y","arguments":{"n":2}}}]}"#)
        let wanted = [ToolCall(id: "a", name: "x", arguments: #"{"n":1}"#), ToolCall(id: "b", name: "y", arguments: #"{"n":2}"#)]
        #expect(ReadOutcome(OpenAIReply.self, zeros).reply?.toolCalls == wanted)
        #expect(ReadOutcome(OpenAIReply.self, none).reply?.toolCalls == wanted)
    }

    @Test("a name in every chunk is one name, and missing or repeated ids are replaced")
    func sloppyNames() {
        let read = ReadOutcome(
            OpenAIReply.self,
            WireFixtures.openAI(
                #"{"tool_calls":[{"index":0,"function":{"name":"recall","arguments":"{"}},{"index":1,"function":{"name":"recall"}}]}"#,
                #"{"tool_calls":[{"index":0,"function":{"name":"recall","arguments":"}"}}]}"#))
        #expect(read.reply?.toolCalls.map(\.name) == ["recall", "recall"])
        #expect(Set(read.reply?.toolCalls.map(\.id) ?? []).count == 2)
        #expect(read.reply?.toolCalls.allSatisfy { $0.arguments == "{}" } == true)
    }

    @Test("an answer in one piece to a request for a stream is a reply like any other")
    func inOnePiece() {
        let read = ReadOutcome(
            OpenAIReply.self,
            #"{"model":"llama","choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"text","text":"Hel"},{"type":"text","#
                + #""text":"lo"}],"tool_calls":null},"finish_reason":"length"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}"#)
        #expect(read.pieces == ["Hello"])
        #expect(read.reply?.stop == .length)
        #expect(read.reply?.usage == ModelUsage(tokensIn: 5, tokensOut: 2))
    }

    @Test("a call that the reply's length has cut is left out")
    func cutCall() {
        let read = ReadOutcome(
            OpenAIReply.self,
            WireFixtures.openAI(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{\"n\": \"hal"}}]}"#, finish: "length"))
        #expect(read.reply?.toolCalls == [])
        #expect(read.reply?.stop == .length)
    }

    @Test("a refusal and a filter are told as such")
    func filtered() {
        let refusal = ReadOutcome(OpenAIReply.self, WireFixtures.openAI(#"{"refusal":"I cannot."}"#))
        #expect(refusal.reply?.stop == .end, "what the model refuses with is its answer")
        #expect(refusal.reply?.text == "I cannot.")
        let filter = ReadOutcome(OpenAIReply.self, WireFixtures.openAI(#"{"content":"So"}"#, finish: "content_filter"))
        #expect(filter.reply?.stop == .filtered)
    }

    @Test("a stream that ends before the model has said that it is finished is broken; one that ends after it is whole", arguments: [
        (WireFixtures.openAI(#"{"content":"a"}"#, finish: nil), false, false),
        (WireFixtures.openAI(#"{"content":"a"}"#, finish: nil), true, false),
        (WireFixtures.openAI(#"{"content":"a"}"#, finish: nil) + "data: {\"choices\":[{\"delta\":{\"con", false, false),
        (WireFixtures.openAI(#"{"content":"a"}"#, finish: nil) + "data: [DONE]", false, true),
        (#"data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"# + "\n\n", true, true),
        (#"data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"# + "\n\ndata: {\"usa", true, true),
        (#"data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"#, false, true),
        (#"{"choices":[{"message":{"content":"a"}}]}"#, false, true), (#"{"choices":[{"message":{"content":"a"}}]}"#, true, false),
        (#"data: {"choices":[{"delta":{"content":"a"},"finish_reason":"error"}]}"# + "\n\n", false, false),
    ])
    func endings(text: String, isCut: Bool, isWhole: Bool) {
        let read = ReadOutcome(OpenAIReply.self, text, isCut: isCut)
        #expect(read.failure == (isWhole ? nil : .brokenStream))
        #expect(read.reply?.text == (isWhole ? "a" : nil))
    }

    @Test("what is no reply is nonsense", arguments: [
        "", "   \n", "<html>Welcome</html>", "{}", "[]", "{\"choices\":[]}", "{\"choices\":3}", "{\"choices\":[{}]}",
        "{\"choices\":[{\"message\":7}]}",
        "{\"choices\":[{\"message\":{\"content\":7}}]}", "{\"choices\"", "data: [DONE]\n\n", "data: {}\n\ndata: [DONE]\n\n", "data: hello\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":{\"a\":1}}}]}\n\n", "data: {\"choices\":[{\"delta\":{\"tool_calls\":\"x\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\"}]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n",
    ])
    func nonsense(text: String) {
        let read = ReadOutcome(OpenAIReply.self, text)
        guard case .nonsense(let what) = read.failure else {
            Issue.record("\(String(describing: read))")
            return
        }
        #expect(!what.isEmpty)
        #expect(read.failure?.isTransient == false)
    }

    @Test("errors inside a stream are told with the status that they name", arguments: [
        (#"{"error":{"message":"Overloaded","type":"server_error","code":503}}"#, ModelFailure.rejected(status: 503, message: "Overloaded")),
        (#"{"error":{"message":"Slow down","type":"rate_limit_error"}}"#, .rateLimited(retryAfter: nil)),
        (#"{"object":"error","message":"context too long","code":400}"#, .rejected(status: 400, message: "context too long")),
        (#"{"error":"boom"}"#, .rejected(status: 500, message: "boom")),
    ])
    func errorsInside(json: String, failure: ModelFailure) {
        #expect(ReadOutcome(OpenAIReply.self, WireFixtures.openAI(#"{"content":"a"}"#, finish: nil) + "data: \(json)\n\n").failure == failure)
        #expect(ReadOutcome(OpenAIReply.self, json).failure == failure)
    }

    @Test("usage that cannot be true is not believed")
    func oddUsage() {
        for usage in [#"{"prompt_tokens":-1,"completion_tokens":2}"#, #"{"prompt_tokens":"a","completion_tokens":2}"#, "{}", "7", "null"] {
            let read = ReadOutcome(OpenAIReply.self, #"{"choices":[{"message":{"content":"a"}}],"usage":\#(usage)}"#)
            #expect(read.reply?.text == "a")
            #expect(read.reply?.usage == nil)
        }
    }

    @Test("a reply beyond the limits is nonsense, whichever limit it breaks")
    func limits() {
        let text = WireFixtures.openAI(#"{"content":"0123456789"}"#, #"{"content":"0123456789"}"#)
        func failure(_ limits: ReplyLimits) -> ModelFailure? { ReadOutcome(OpenAIReply.self, [Array(text.utf8)[...]], limits: limits).failure }
        #expect(failure(ReplyLimits()) == nil)
        #expect(failure(ReplyLimits(contentBytes: 15)) != nil)
        #expect(failure(ReplyLimits(wireBytes: 100)) != nil)
        let calls = (0..<5).map { #"{"index":\#($0),"id":"c\#($0)","function":{"name":"x"}}"# }.joined(separator: ",")
        let many = Array(WireFixtures.openAI(#"{"tool_calls":[\#(calls)]}"#).utf8)[...]
        #expect(ReadOutcome(OpenAIReply.self, [many], limits: ReplyLimits(toolCalls: 4)).failure != nil)
        let endless = Array(repeating: UInt8(ascii: "x"), count: 5_000)[...]
        #expect(ReadOutcome(OpenAIReply.self, [endless], limits: ReplyLimits(contentBytes: 1_000)).failure != nil)
    }

    // MARK: Anthropic

    @Test("a message's text, usage with the cache, model and reason")
    func anthropicText() {
        let read = ReadOutcome(AnthropicReply.self, WireFixtures.anthropicText)
        #expect(read.failure == nil)
        #expect(read.pieces == ["Grüße", ", 世界 👋🏽"])
        #expect(read.reply?.usage == ModelUsage(tokensIn: 135, tokensOut: 15, tokensCached: 100))
        #expect(read.reply?.stop == .end)
        #expect(read.reply?.model == "claude-sonnet-4-5-20250929")
    }

    @Test("tool_use blocks are put together from their pieces, thinking is passed over")
    func anthropicTools() {
        let read = ReadOutcome(AnthropicReply.self, WireFixtures.anthropicTools)
        #expect(read.pieces == ["One moment."])
        #expect(
            read.reply?.toolCalls == [
                ToolCall(id: "toolu_1", name: "remember", arguments: #"{"content": "Schlüssel"}"#),
                ToolCall(id: "toolu_2", name: "current_time", arguments: "{}"),
            ])
        #expect(read.reply?.stop == .tools)
    }

    @Test("a message in one piece is a reply like any other")
    func anthropicWhole() {
        let read = ReadOutcome(
            AnthropicReply.self,
            #"{"type":"message","model":"claude","content":[{"type":"text","text":"Let me look."},{"type":"tool_use","id":"t","name":"recall","#
                + #""input":{"query":"key"}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":4}}"#)
        #expect(read.reply?.text == "Let me look.")
        #expect(read.reply?.toolCalls == [ToolCall(id: "t", name: "recall", arguments: #"{"query":"key"}"#)])
        #expect(read.reply?.usage == ModelUsage(tokensIn: 3, tokensOut: 4))
    }

    @Test("an overload in the middle of a message, as its documentation shows it")
    func overloaded() {
        let error = #"event: error"# + "\n" + #"data: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}"# + "\n\n"
        let begun = String(decoding: WireFixtures.anthropicText, as: UTF8.self).components(separatedBy: "\n\n").prefix(4).joined(separator: "\n\n")
        let read = ReadOutcome(AnthropicReply.self, begun + "\n\n" + error)
        #expect(read.pieces == ["Grüße"])
        #expect(read.failure == .rejected(status: 529, message: "Overloaded"))
        let alone = ReadOutcome(AnthropicReply.self, error)
        #expect(alone.failure == .rejected(status: 529, message: "Overloaded"))
        #expect(alone.failure?.isTransient == true)
        let limited = ReadOutcome(AnthropicReply.self, #"{"type":"error","error":{"type":"rate_limit_error","message":"x"}}"#)
        #expect(limited.failure == .rateLimited(retryAfter: nil))
    }

    @Test("what is no message is nonsense, what stops early is broken", arguments: [
        ("", false), ("<html>", false), ("{}", false), (#"{"content":3}"#, false), ("data: x\n\n", false),
        ("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", false), ("data: {\"type\":\"content_block_delta\",\"index\":0}\n\n", false),
        ("event: ping\ndata: {\"type\":\"ping\"}\n\n", true),
        ("data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n", true),
    ])
    func anthropicNonsense(text: String, isBroken: Bool) {
        let failure = ReadOutcome(AnthropicReply.self, text).failure
        if isBroken { #expect(failure == .brokenStream) } else if case .nonsense = failure { } else { Issue.record("\(String(describing: failure))") }
    }
}
