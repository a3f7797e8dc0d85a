// Puts a message of `/v1/messages` together from its events.
import Vocabulary

struct AnthropicReply: ReplyFormat {
    private let limits: ReplyLimits
    private var reply = GatheredReply()
    private var calls: [Call] = []
    /// Which call a block's events continue.
    private var callOfBlock: [Int: Int] = [:]
    private var usage = AnthropicMessage.Usage()
    private var hasBegun = false
    private var contentBytes = 0
    private(set) var isFinished = false

    private struct Call {
        var id: String
        var name: String
        /// What the block began with; counts where no pieces follow.
        var input: JSONValue?
        var pieces = ""
    }

    init(limits: ReplyLimits) { self.limits = limits }

    var isWhole: Bool { isFinished || reply.stop != nil }

    mutating func take(_ event: ServerSentEvent) throws(ModelFailure) -> String {
        let kind = try Self.decode(AnthropicKind.self, event.data).type ?? event.name
        switch kind {
        case "error": throw ProviderError(body: event.data).failure(status: nil, hiding: nil)
        case "message_start", "content_block_start", "content_block_delta", "message_delta": break
        case "message_stop":
            guard hasBegun else { throw .nonsense("it ends before it has begun") }
            isFinished = true
            return ""
        // `ping`, `content_block_stop`, and what may be added: the documentation asks to pass over unknown events.
        default: return ""
        }
        let decoded = try Self.decode(AnthropicEvent.self, event.data)
        switch kind {
        case "message_start":
            hasBegun = true
            if let model = decoded.message?.model, !model.isEmpty { reply.model = model }
            note(decoded.message?.usage)
            return ""
        case "message_delta":
            stop(decoded.delta?.stopReason)
            note(decoded.usage)
            return ""
        case "content_block_start":
            guard let block = decoded.contentBlock else { throw .nonsense("its JSON has another shape than documented") }
            return try take(block, index: decoded.index)
        default:
            guard let delta = decoded.delta else { throw .nonsense("its JSON has another shape than documented") }
            return try take(delta, index: decoded.index)
        }
    }

    mutating func take(whole bytes: [UInt8]) throws(ModelFailure) -> String {
        if try Self.decode(AnthropicKind.self, bytes).type == "error" { throw ProviderError(body: bytes).failure(status: nil, hiding: nil) }
        let message = try Self.decode(AnthropicMessage.self, bytes)
        guard let blocks = message.content else { throw .nonsense("it holds no content") }
        if let model = message.model, !model.isEmpty { reply.model = model }
        note(message.usage)
        var text = ""
        for block in blocks { text += try take(block, index: nil) }
        stop(message.stopReason)
        isFinished = true
        return text
    }

    private mutating func take(_ block: AnthropicMessage.Block, index: Int?) throws(ModelFailure) -> String {
        hasBegun = true
        switch block.type {
        case "text":
            return try add(text: block.text ?? "")
        case "tool_use":
            guard let id = block.id, let name = block.name else { throw .nonsense("it asks for a tool without a name") }
            guard calls.count < limits.toolCalls else { throw .nonsense("it asks for more than \(limits.toolCalls) tools") }
            calls.append(Call(id: id, name: name, input: block.input))
            if let index { callOfBlock[index] = calls.count - 1 }
            return ""
        // Thinking is not part of the reply.
        default: return ""
        }
    }

    private mutating func take(_ delta: AnthropicEvent.Delta, index: Int?) throws(ModelFailure) -> String {
        switch delta.type {
        case "text_delta":
            return try add(text: delta.text ?? "")
        case "input_json_delta":
            guard let piece = delta.partialJSON else { throw .nonsense("its JSON has another shape than documented") }
            // Of a block that is no call of ours, such as a tool that the provider runs itself.
            guard let index, let call = callOfBlock[index] else { return "" }
            try count(piece)
            calls[call].pieces += piece
            return ""
        default: return ""
        }
    }

    private mutating func add(text: String) throws(ModelFailure) -> String {
        try count(text)
        reply.text += text
        return text
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
        let parts = calls.map { (id: $0.id, name: $0.name, arguments: $0.pieces.isEmpty ? $0.input?.text ?? "" : $0.pieces) }
        reply.toolCalls = try GatheredReply.checked(parts, stop: reply.stop)
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
}
