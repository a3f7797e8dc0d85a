// Puts a chat completion together from its chunks.
import Vocabulary

struct OpenAIReply: ReplyFormat {
    private let limits: ReplyLimits
    private var reply = GatheredReply()
    private var calls: [PartialCall] = []
    /// Which call a chunk's `index` continues.
    private var callOfIndex: [Int: Int] = [:]
    private var hasChoice = false
    private var contentBytes = 0
    private(set) var isFinished = false

    private struct PartialCall {
        var id = ""
        var name = ""
        var arguments = ""
    }

    init(limits: ReplyLimits) { self.limits = limits }

    var isWhole: Bool { isFinished || reply.stop != nil }

    mutating func take(_ event: ServerSentEvent) throws(ModelFailure) -> String {
        if event.data.elementsEqual("[DONE]".utf8) {
            guard hasChoice else { throw .nonsense("it holds no choice") }
            isFinished = true
            return ""
        }
        let chunk = try Self.decode(OpenAIChunk.self, event.data)
        if chunk.error.map({ $0 != .null }) ?? (event.name == "error" || chunk.object == "error") {
            throw ProviderError(body: event.data).failure(status: nil, hiding: nil)
        }
        return try take(chunk)
    }

    mutating func take(whole bytes: [UInt8]) throws(ModelFailure) -> String {
        let chunk = try Self.decode(OpenAIChunk.self, bytes)
        if chunk.error.map({ $0 != .null }) ?? (chunk.object == "error") { throw ProviderError(body: bytes).failure(status: nil, hiding: nil) }
        let text = try take(chunk)
        guard hasChoice else { throw .nonsense("it holds no choice") }
        isFinished = true
        return text
    }

    private mutating func take(_ chunk: OpenAIChunk) throws(ModelFailure) -> String {
        if let model = chunk.model, !model.isEmpty { reply.model = model }
        if let usage = chunk.usage?.usage { reply.usage = usage }
        // One reply was asked for; gateways that send more are read as if they had not.
        guard let choice = chunk.choices?.first(where: { ($0.index ?? 0) == 0 }) else { return "" }
        guard let message = choice.delta ?? choice.message else {
            guard choice.finishReason != nil else { throw .nonsense("its JSON has another shape than documented") }
            hasChoice = true
            try stop(choice.finishReason)
            return ""
        }
        hasChoice = true
        let text = (message.content?.text ?? "") + (message.refusal ?? "")
        if message.refusal?.isEmpty == false { reply.stop = .filtered }
        for call in message.toolCalls ?? [] { try take(call) }
        contentBytes += text.utf8.count
        guard contentBytes <= limits.contentBytes else { throw .nonsense("its text is larger than \(limits.contentBytes >> 10) KiB") }
        reply.text += text
        try stop(choice.finishReason)
        return text
    }

    private mutating func stop(_ reason: String?) throws(ModelFailure) {
        switch reason {
        case nil, "": break
        case "length", "max_tokens": reply.stop = .length
        case "content_filter", "safety", "recitation": reply.stop = .filtered
        case "error": throw .brokenStream
        default: reply.stop = reply.stop ?? .end
        }
    }

    private mutating func take(_ call: OpenAIChunk.Call) throws(ModelFailure) {
        let place = try place(of: call)
        if let id = call.id, !id.isEmpty { calls[place].id = id }
        // Some servers name the tool in every chunk.
        if let name = call.function?.name, name != calls[place].name { calls[place].name += name }
        if let arguments = call.function?.arguments?.text {
            contentBytes += arguments.utf8.count
            calls[place].arguments += arguments
        }
    }

    /// Chunks of one call share its index. Servers that leave it out, or call everything 0, are told apart by their ids.
    private mutating func place(of call: OpenAIChunk.Call) throws(ModelFailure) -> Int {
        let id = call.id.flatMap { $0.isEmpty ? nil : $0 }
        let known = call.index.map { callOfIndex[$0] } ?? (id == nil && call.function?.name == nil ? calls.indices.last : nil)
        if let known, id == nil || calls[known].id.isEmpty || calls[known].id == id { return known }
        if call.index == nil, let id, let known = calls.firstIndex(where: { $0.id == id }) { return known }
        guard calls.count < limits.toolCalls else { throw .nonsense("it asks for more than \(limits.toolCalls) tools") }
        calls.append(PartialCall())
        if let index = call.index { callOfIndex[index] = calls.count - 1 }
        return calls.count - 1
    }

    mutating func gathered() throws(ModelFailure) -> GatheredReply {
        reply.toolCalls = try GatheredReply.checked(calls.map { ($0.id, $0.name, $0.arguments) }, stop: reply.stop)
        if !reply.toolCalls.isEmpty, reply.stop != .length, reply.stop != .filtered { reply.stop = .tools }
        return reply
    }
}

extension GatheredReply {
    /// The calls as they are told: each with an id and a name, arguments never empty. A call that the reply's length has cut is left out.
    static func checked(_ calls: [(id: String, name: String, arguments: String)], stop: ChatReply.Stop?) throws(ModelFailure) -> [ToolCall] {
        var checked: [ToolCall] = []
        for (index, call) in calls.enumerated() {
            let id = call.id.isEmpty || checked.contains { $0.id == call.id } ? "call_\(index)" : call.id
            let arguments = call.arguments.allSatisfy(\.isWhitespace) ? "{}" : call.arguments
            let made = ToolCall(id: id, name: call.name, arguments: arguments)
            if stop == .length, call.name.isEmpty || made.argumentValues == nil { continue }
            guard !call.name.isEmpty else { throw .nonsense("it asks for a tool without a name") }
            checked.append(made)
        }
        return checked
    }
}
