// Puts a chat completion together from its chunks.
import ModelText
import Vocabulary

struct OpenAIReply: ReplyFormat {
    private let limits: ReplyLimits
    private var reply = GatheredReply()
    private var words = ReplyWords()
    private var calls: ToolCallAssembly
    private var handback: [String: JSONValue] = [:]
    private var hasChoice = false
    private var contentBytes = 0
    private(set) var isFinished = false

    init(limits: ReplyLimits) {
        self.limits = limits
        calls = ToolCallAssembly(limit: limits.toolCalls)
    }

    var isWhole: Bool { isFinished || reply.stop != nil }

    mutating func take(_ event: ServerSentEvent) throws(ModelFailure) -> [ReplyPiece] {
        if event.isKeepAlive { return [] }
        if event.data.count < 16, ["[DONE]", "\"[DONE]\"", "DONE"].contains(event.words.uppercased()) {
            guard hasChoice else { throw .nonsense("it holds no choice") }
            isFinished = true
            return []
        }
        let chunk = try Self.decode(OpenAIChunk.self, event.data)
        if chunk.isError(event: event.name) { throw ProviderError(body: event.data).failure(status: nil, hiding: nil) }
        return try take(chunk)
    }

    mutating func take(whole bytes: [UInt8]) throws(ModelFailure) -> [ReplyPiece] {
        let chunk = try Self.decode(OpenAIChunk.self, bytes)
        if chunk.isError(event: "") { throw ProviderError(body: bytes).failure(status: nil, hiding: nil) }
        let pieces = try take(chunk)
        guard hasChoice else { throw .nonsense("it holds no choice") }
        isFinished = true
        return pieces
    }

    mutating func end() -> [ReplyPiece] { words.end() }

    private mutating func take(_ chunk: OpenAIChunk) throws(ModelFailure) -> [ReplyPiece] {
        if let model = chunk.model, !model.isEmpty { reply.model = HalfJoiner.whole(model) }
        if let usage = chunk.usage?.usage { reply.usage = usage }
        // One reply was asked for; gateways that send more are read as if they had not.
        guard let choices = chunk.choices, let choice = choices.first(where: { ($0.index ?? 0) == 0 }) ?? choices.first else { return [] }
        var pieces: [ReplyPiece] = []
        if let message = choice.delta ?? choice.message {
            hasChoice = true
            pieces = try take(message)
        } else if let text = choice.text {
            hasChoice = true
            pieces = try add(text: text)
        }
        // A choice with neither is about the reply: what a content filter thinks of it, for example.
        if choice.finishReason?.isEmpty == false { hasChoice = true }
        try stop(choice.finishReason)
        return pieces
    }

    private mutating func take(_ message: OpenAIChunk.Message) throws(ModelFailure) -> [ReplyPiece] {
        Handback.merge(message.handback, into: &handback)
        let content = message.content
        let reasoning = message.reasoning + (content?.reasoning ?? "")
        try count(reasoning.utf8.count)
        try count(calls.take(message.toolCalls))
        // What the model refuses with is its answer.
        return words.add(reasoning: reasoning) + (try add(text: (content?.text ?? "") + (content?.refusal ?? "") + (message.refusal ?? "")))
    }

    private mutating func add(text: String) throws(ModelFailure) -> [ReplyPiece] {
        try count(text.utf8.count)
        return words.add(text: text)
    }

    private mutating func count(_ bytes: Int) throws(ModelFailure) {
        contentBytes += bytes
        guard contentBytes <= limits.contentBytes else { throw .nonsense("its text is larger than \(limits.contentBytes >> 10) KiB") }
    }

    private mutating func stop(_ reason: String?) throws(ModelFailure) {
        switch reason?.lowercased() {
        case nil, "", "null", "none": break
        case "length", "max_tokens": reply.stop = .length
        case "content_filter", "safety", "recitation": reply.stop = .filtered
        case "error": throw .brokenStream
        default: reply.stop = reply.stop ?? .end
        }
    }

    mutating func gathered() throws(ModelFailure) -> GatheredReply {
        reply.text = words.text
        reply.reasoning = words.reasoning
        reply.handback = handback.isEmpty ? nil : .object(handback)
        reply.toolCalls = calls.finished(stop: reply.stop)
        if reply.toolCalls.isEmpty, !calls.isEmpty, reply.text.isEmpty, reply.stop != .length {
            throw .nonsense("it asks for a tool without a name")
        }
        if !reply.toolCalls.isEmpty, reply.stop != .length, reply.stop != .filtered { reply.stop = .tools }
        return reply
    }
}
