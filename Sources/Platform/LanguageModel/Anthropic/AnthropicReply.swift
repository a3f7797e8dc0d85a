// Puts a message of `/v1/messages` together from its events.
import ModelText
import Vocabulary

struct AnthropicReply: ReplyFormat {
    private let limits: ReplyLimits
    private var reply = GatheredReply()
    private var words = ReplyWords()
    private var blocks: [Block] = []
    /// Which block an event's `index` continues.
    private var blockOfIndex: [Int: Int] = [:]
    private var usage = AnthropicMessage.Usage()
    private var hasBegun = false
    private var contentBytes = 0
    private(set) var isFinished = false

    /// A block of the message, with what its events have added.
    private struct Block {
        var members: [String: JSONValue]
        var type: String
        /// Of a tool's input: counts instead of what the block began with, where pieces follow.
        var pieces = ""
        var halves = HalfJoiner()

        var isCall: Bool { type == "tool_use" }

        mutating func append(_ text: String, to name: String) {
            members[name] = .string((members[name]?.stringValue ?? "") + halves.take(text))
        }

        var call: ToolCallParts {
            ToolCallParts(
                id: members["id"]?.stringValue ?? "", name: members["name"]?.stringValue ?? "",
                arguments: pieces.isEmpty ? members["input"]?.text ?? "" : pieces)
        }
    }

    init(limits: ReplyLimits) { self.limits = limits }

    var isWhole: Bool { isFinished || reply.stop != nil }

    mutating func take(_ event: ServerSentEvent) throws(ModelFailure) -> [ReplyPiece] {
        if event.isKeepAlive { return [] }
        let kind = try Self.decode(AnthropicKind.self, event.data).type ?? event.name
        switch kind {
        case "error": throw ProviderError(body: event.data).failure(status: nil, hiding: nil)
        case "message_start", "content_block_start", "content_block_delta", "message_delta": break
        case "message_stop":
            guard hasBegun else { throw .nonsense("it ends before it has begun") }
            isFinished = true
            return []
        // `ping`, `content_block_stop`, and what may be added: the documentation asks to pass over unknown events.
        default: return []
        }
        let decoded = try Self.decode(AnthropicEvent.self, event.data)
        switch kind {
        case "message_start":
            hasBegun = true
            if let model = decoded.message?.model, !model.isEmpty { reply.model = HalfJoiner.whole(model) }
            note(decoded.message?.usage)
            return []
        case "message_delta":
            stop(decoded.delta?.stopReason)
            note(decoded.usage)
            return []
        case "content_block_start":
            guard let block = decoded.contentBlock else { throw .nonsense("its JSON has another shape than documented") }
            return try take(block, index: decoded.index)
        default:
            guard let delta = decoded.delta else { throw .nonsense("its JSON has another shape than documented") }
            return try take(delta, index: decoded.index)
        }
    }

    mutating func end() -> [ReplyPiece] { words.end() }

    mutating func take(whole bytes: [UInt8]) throws(ModelFailure) -> [ReplyPiece] {
        if try Self.decode(AnthropicKind.self, bytes).type == "error" { throw ProviderError(body: bytes).failure(status: nil, hiding: nil) }
        let message = try Self.decode(AnthropicMessage.self, bytes)
        guard let blocks = message.content else { throw .nonsense("it holds no content") }
        if let model = message.model, !model.isEmpty { reply.model = HalfJoiner.whole(model) }
        note(message.usage)
        var pieces: [ReplyPiece] = []
        for block in blocks { pieces += try take(block, index: nil) }
        stop(message.stopReason)
        isFinished = true
        return pieces
    }

    private mutating func take(_ block: AnthropicMessage.Block, index: Int?) throws(ModelFailure) -> [ReplyPiece] {
        hasBegun = true
        guard blocks.count < limits.blocks, block.type != "tool_use" || blocks.count(where: \.isCall) < limits.toolCalls else {
            throw .nonsense("it asks for more than \(limits.toolCalls) tools")
        }
        blocks.append(Block(members: block.members, type: block.type))
        if let index { blockOfIndex[index] = blocks.count - 1 }
        switch block.type {
        case "text": return try add(text: block.text("text"))
        case "thinking": return try add(reasoning: block.text("thinking"))
        default: return []
        }
    }

    private mutating func take(_ delta: AnthropicEvent.Delta, index: Int?) throws(ModelFailure) -> [ReplyPiece] {
        hasBegun = true
        let block = index.flatMap { blockOfIndex[$0] }
        switch delta.type {
        case "text_delta":
            let text = delta.text ?? ""
            if let block { blocks[block].append(text, to: "text") }
            return try add(text: text)
        case "thinking_delta":
            let thought = delta.thinking ?? ""
            if let block { blocks[block].append(thought, to: "thinking") }
            return try add(reasoning: thought)
        case "signature_delta":
            if let block { blocks[block].append(delta.signature ?? "", to: "signature") }
            return []
        case "input_json_delta":
            guard let piece = delta.partialJSON else { throw .nonsense("its JSON has another shape than documented") }
            guard let block else { return [] }
            try count(piece)
            blocks[block].pieces += blocks[block].halves.take(piece)
            return []
        default: return []
        }
    }

    private mutating func add(text: String) throws(ModelFailure) -> [ReplyPiece] {
        try count(text)
        return words.add(text: text)
    }

    private mutating func add(reasoning: String) throws(ModelFailure) -> [ReplyPiece] {
        try count(reasoning)
        return words.add(reasoning: reasoning)
    }

    private mutating func count(_ text: String) throws(ModelFailure) {
        contentBytes += text.utf8.count
        guard contentBytes <= limits.contentBytes else { throw .nonsense("its text is larger than \(limits.contentBytes >> 10) KiB") }
    }

    private mutating func stop(_ reason: String?) {
        switch reason {
        case nil: break
        case "max_tokens", "model_context_window_exceeded": reply.stop = .length
        case "tool_use": reply.stop = .tools
        case "refusal": reply.stop = .filtered
        default: reply.stop = .end
        }
    }

    /// Counts come in pieces, later ones in place of earlier ones.
    private mutating func note(_ news: AnthropicMessage.Usage?) {
        guard let news else { return }
        if let count = news.inputTokens { usage.inputTokens = count }
        if let count = news.outputTokens { usage.outputTokens = count }
        if let count = news.cacheRead { usage.cacheRead = count }
        if let count = news.cacheWritten { usage.cacheWritten = count }
    }

    mutating func gathered() throws(ModelFailure) -> GatheredReply {
        reply.text = words.text
        reply.reasoning = words.reasoning
        let calls = ToolCallParts.checked(blocks.filter(\.isCall).map(\.call), stop: reply.stop)
        reply.toolCalls = calls.compactMap(\.self)
        if !calls.isEmpty, reply.toolCalls.isEmpty, reply.text.isEmpty, reply.stop != .length { throw .nonsense("it asks for a tool without a name") }
        reply.handback = handback(calls)
        if !reply.toolCalls.isEmpty, reply.stop != .length, reply.stop != .filtered { reply.stop = .tools }
        if let input = usage.inputTokens, let output = usage.outputTokens {
            // What was read from the cache, or written into it, is not counted in `input_tokens`.
            func believed(_ count: Int?) -> Int { min(max(count ?? 0, 0), ModelUsage.highest) }
            reply.usage = ModelUsage(
                tokensIn: believed(input) + believed(usage.cacheRead) + believed(usage.cacheWritten), tokensOut: believed(output),
                tokensCached: believed(usage.cacheRead))
        }
        return reply
    }

    /// The message block by block, where it holds more than text and calls: thoughts are accepted only unchanged and in their place.
    private func handback(_ calls: [ToolCall?]) -> JSONValue? {
        guard blocks.contains(where: { !["text", "tool_use"].contains($0.type) }) else { return nil }
        var calls = calls[...]
        return .array(
            blocks.compactMap { block in
                var members = block.members
                if block.isCall {
                    guard let call = calls.popFirst() ?? nil else { return nil }
                    members["id"] = .string(call.id)
                    members["name"] = .string(call.name)
                    members["input"] = .object(call.argumentValues ?? [:])
                } else if block.type == "text" {
                    // Empty texts are refused.
                    guard members["text"]?.stringValue?.contains(where: { !$0.isWhitespace }) == true else { return nil }
                } else if !block.pieces.isEmpty {
                    members["input"] = JSONValue(text: block.pieces) ?? .object([:])
                }
                return .object(members)
            })
    }
}
