// What an OpenAI-compatible server is sent.
import Vocabulary

/// What a server is known not to understand. Learned from its refusals, since "compatible" means many things.
struct OpenAIDialect: Sendable, Equatable {
    /// Whether `stream_options` may ask for usage at the end of a stream.
    var asksForUsage = true
    /// `max_completion_tokens` is OpenAI's present word, `max_tokens` the one that all others know.
    var limitField: String
    var takesTemperature = true
    var takesTools = true

    /// What to try instead after a refusal; nil when the refusal is about something else.
    func adapted(to refusal: RefusedRequest, _ request: ChatRequest) -> OpenAIDialect? {
        guard case .rejected(let status, _) = refusal.failure, [400, 404, 422, 500, 501].contains(status) else { return nil }
        let words = refusal.words.lowercased()
        let isUnknownWord = ["unsupported", "not support", "unrecognized", "unknown", "not permitted", "unexpected", "deprecated", "not allowed"]
            .contains { words.contains($0) }
        var next = self
        if asksForUsage, words.contains("stream_options") || words.contains("include_usage") {
            next.asksForUsage = false
        } else if limitField == "max_tokens", words.contains("max_completion_tokens") {
            next.limitField = "max_completion_tokens"
        } else if limitField == "max_completion_tokens", isUnknownWord, words.contains("max_completion_tokens") {
            next.limitField = "max_tokens"
        } else if takesTemperature, request.temperature != nil, isUnknownWord, words.contains("temperature") {
            next.takesTemperature = false
        } else if takesTools, !request.tools.isEmpty, Self.refusesTools(words) {
            next.takesTools = false
        } else {
            return nil
        }
        return next
    }

    /// Ollama, vLLM and OpenRouter each have their own words for it.
    private static func refusesTools(_ words: String) -> Bool {
        ["does not support tools", "tool choice requires", "support tool use", "does not support tool", "tools are not supported"]
            .contains { words.contains($0) }
    }
}

enum OpenAIRequest {
    static func body(_ request: ChatRequest, model: String, dialect: OpenAIDialect) -> JSONValue {
        let messages = request.wellFormedMessages(withTools: dialect.takesTools)
        var body: [String: JSONValue] = [
            "model": .string(model), "messages": .array(messages.map(message)), "stream": true,
            dialect.limitField: .integer(Int64(request.maximumTokens)),
        ]
        if dialect.asksForUsage { body["stream_options"] = ["include_usage": true] }
        if dialect.takesTemperature, let temperature = request.temperature { body["temperature"] = .number(temperature) }
        if dialect.takesTools, !request.tools.isEmpty { body["tools"] = .array(request.tools.map(tool)) }
        return .object(body)
    }

    private static func message(_ message: ChatMessage) -> JSONValue {
        var members: [String: JSONValue] = ["role": .string(message.role.rawValue), "content": .string(message.content)]
        if let id = message.toolCallID { members["tool_call_id"] = .string(id) }
        if !message.toolCalls.isEmpty {
            members["tool_calls"] = .array(
                message.toolCalls.map { call in
                    [
                        "id": .string(call.id), "type": "function",
                        // Some servers read the arguments of old calls again, and fail on what a model once wrote wrongly.
                        "function": ["name": .string(call.name), "arguments": .string(call.argumentValues == nil ? "{}" : call.arguments)],
                    ]
                })
        }
        return .object(members)
    }

    private static func tool(_ tool: ToolDescription) -> JSONValue {
        [
            "type": "function",
            "function": ["name": .string(tool.name), "description": .string(tool.description), "parameters": tool.parameters],
        ]
    }
}
