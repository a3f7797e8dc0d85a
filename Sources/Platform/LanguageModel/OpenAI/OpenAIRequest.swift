// What an OpenAI-compatible server is sent.
import Vocabulary

/// What a server is known not to understand. Learned from its refusals, since "compatible" means many things.
struct OpenAIDialect: Sendable, Equatable {
    /// Whether `stream_options` may ask for usage at the end of a stream.
    var asksForUsage = true
    /// `max_completion_tokens` is OpenAI's present word, `max_tokens` the one that all others know.
    var limitField: String
    /// Not again: a server that refuses both words refuses something else.
    private var hasChangedLimit = false
    var takesTemperature = true
    var takesTools = true
    /// False where there is no role for instructions: they stand before the user's first words.
    var takesSystem = true
    /// Members of `ChatMessage.handback` that are not taken back after all.
    var withheld: Set<String> = []

    init(limitField: String) { self.limitField = limitField }

    /// What to try instead after a refusal; nil when the refusal is about something else.
    func adapted(to refusal: RefusedRequest, _ request: ChatRequest) -> OpenAIDialect? {
        guard case .rejected(let status, _) = refusal.failure, [400, 404, 422, 500, 501].contains(status) else { return nil }
        let words = refusal.words.lowercased()
        let isUnknownWord = Self.unknown.contains { words.contains($0) }
        var next = self
        if asksForUsage, words.contains("stream_options") || words.contains("include_usage") {
            next.asksForUsage = false
        } else if !hasChangedLimit, limitField == "max_tokens", words.contains("max_completion_tokens") {
            next.limitField = "max_completion_tokens"
            next.hasChangedLimit = true
        } else if !hasChangedLimit, limitField == "max_completion_tokens", isUnknownWord, words.contains("max_completion_tokens") {
            next.limitField = "max_tokens"
            next.hasChangedLimit = true
        } else if takesTemperature, request.temperature != nil, isUnknownWord, words.contains("temperature") {
            next.takesTemperature = false
        } else if takesTools, !request.tools.isEmpty, Self.refusesTools(words) {
            next.takesTools = false
        } else if takesSystem, request.messages.contains(where: { $0.role == .system }), Self.refusesSystem(words) {
            next.takesSystem = false
        } else if isUnknownWord, let name = request.handedBack.subtracting(withheld).filter({ words.contains($0) }).max(by: { $0.count < $1.count }) {
            next.withheld.insert(name)
        } else {
            return nil
        }
        return next
    }

    private static let unknown = [
        "unsupported", "not support", "unrecognized", "unknown", "not permitted", "unexpected", "deprecated", "not allowed", "extra_forbidden",
    ]

    /// Templates of Gemma and Mistral, Gemini, and OpenAI's first reasoning models each have their own words for it.
    private static func refusesSystem(_ words: String) -> Bool {
        if words.contains("roles must alternate") || words.contains("developer instruction") { return true }
        if words.contains("only user and assistant") || words.contains("only 'user' and 'assistant'") { return true }
        guard ["system role", "'system'", "\"system\"", "`system`", "role: system", "role system", "system message", "system prompt",
               "system instruction"].contains(where: { words.contains($0) }) else { return false }
        return (unknown + ["n't support", "invalid", "not valid", "not enabled", "must be", "should be", "only", "cannot", "can't"])
            .contains { words.contains($0) }
    }

    /// Ollama, vLLM and OpenRouter each have their own words for it.
    private static func refusesTools(_ words: String) -> Bool {
        ["does not support tools", "tool choice requires", "support tool use", "does not support tool", "tools are not supported"]
            .contains { words.contains($0) }
    }
}

enum OpenAIRequest {
    static func body(_ request: ChatRequest, model: String, dialect: OpenAIDialect) -> JSONValue {
        var messages = request.wellFormedMessages(withTools: dialect.takesTools)
        if !dialect.takesSystem { messages = folded(messages) }
        var body: [String: JSONValue] = [
            "model": .string(model), "messages": .array(messages.map { message($0, without: dialect.withheld) }), "stream": true,
            dialect.limitField: .integer(Int64(request.maximumTokens)),
        ]
        if dialect.asksForUsage { body["stream_options"] = ["include_usage": true] }
        if dialect.takesTemperature, let temperature = request.temperature { body["temperature"] = .number(temperature) }
        if dialect.takesTools, !request.tools.isEmpty { body["tools"] = .array(request.tools.map(tool)) }
        return .object(body)
    }

    /// Instructions before the user's first words.
    private static func folded(_ messages: [ChatMessage]) -> [ChatMessage] {
        let instruction = messages.filter { $0.role == .system && !$0.content.isEmpty }.map(\.content).joined(separator: "\n\n")
        var others = messages.filter { $0.role != .system }
        guard !instruction.isEmpty else { return others }
        if others.first?.role == .user {
            others[0].content = instruction + "\n\n" + others[0].content
        } else {
            others.insert(.user(instruction), at: 0)
        }
        return others
    }

    private static func message(_ message: ChatMessage, without withheld: Set<String>) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if case .object(let wanted)? = message.handback { members = wanted.filter { !withheld.contains($0.key) } }
        members["role"] = .string(message.role.rawValue)
        members["content"] = .string(message.content)
        if let id = message.toolCallID { members["tool_call_id"] = .string(id) }
        if !message.toolCalls.isEmpty { members["tool_calls"] = .array(message.toolCalls.map { call($0, without: withheld) }) }
        return .object(members)
    }

    private static func call(_ call: ToolCall, without withheld: Set<String>) -> JSONValue {
        // Some servers read the arguments of old calls again, and fail on what a model once wrote wrongly.
        let arguments = call.argumentValues == nil ? "{}" : call.arguments
        var members: [String: JSONValue] = [:], function: [String: JSONValue] = [:]
        if case .object(let wanted)? = call.handback { members = wanted.filter { !withheld.contains($0.key) } }
        if case .object(let own)? = members["function"] { function = own }
        function["name"] = .string(call.name)
        function["arguments"] = .string(arguments)
        members["id"] = .string(call.id)
        members["type"] = "function"
        members["function"] = .object(function)
        return .object(members)
    }

    private static func tool(_ tool: ToolDescription) -> JSONValue {
        [
            "type": "function",
            "function": ["name": .string(tool.name), "description": .string(tool.description), "parameters": tool.parameters],
        ]
    }
}

extension ChatRequest {
    /// The names of all that is handed back with its messages.
    fileprivate var handedBack: Set<String> {
        var names: Set<String> = []
        for wanted in messages.map(\.handback) + messages.flatMap(\.toolCalls).map(\.handback) {
            if case .object(let members)? = wanted { names.formUnion(members.keys) }
        }
        return names
    }
}
