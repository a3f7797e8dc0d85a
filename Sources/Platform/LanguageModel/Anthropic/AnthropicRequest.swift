// What Anthropic's `/v1/messages` is sent.
import Vocabulary

enum AnthropicRequest {
    static func body(_ request: ChatRequest, model: String) -> JSONValue {
        let messages = request.wellFormedMessages()
        let system = messages.filter { $0.role == .system && !$0.content.isEmpty }.map(\.content).joined(separator: "\n\n")
        var body: [String: JSONValue] = [
            "model": .string(model), "messages": .array(turns(messages)), "stream": true, "max_tokens": .integer(Int64(request.maximumTokens)),
        ]
        if !system.isEmpty { body["system"] = .string(system) }
        if let temperature = request.temperature { body["temperature"] = .number(min(max(temperature, 0), 1)) }
        if !request.tools.isEmpty {
            body["tools"] = .array(
                request.tools.map { ["name": .string($0.name), "description": .string($0.description), "input_schema": $0.parameters] })
        }
        return .object(body)
    }

    /// Messages of one side in a row are one turn there, and a tool's answers belong to the user's side.
    private static func turns(_ messages: [ChatMessage]) -> [JSONValue] {
        var turns: [(role: String, blocks: [JSONValue])] = []
        for message in messages where message.role != .system {
            let blocks = blocks(message)
            let role = message.role == .assistant ? "assistant" : "user"
            guard !blocks.isEmpty else { continue }
            if turns.isEmpty, role == "assistant" { turns.append(("user", [text(Self.earlier)])) }
            if turns.last?.role == role { turns[turns.count - 1].blocks += blocks } else { turns.append((role, blocks)) }
        }
        return turns.map { ["role": .string($0.role), "content": .array($0.blocks)] }
    }

    /// A conversation begins with the user; one that was cut may not.
    private static let earlier = "(The conversation began earlier.)"

    private static func blocks(_ message: ChatMessage) -> [JSONValue] {
        if let id = message.toolCallID {
            var result: [String: JSONValue] = ["type": "tool_result", "tool_use_id": .string(id)]
            // An empty result is left out: empty texts are refused.
            if !message.content.isEmpty { result["content"] = .string(message.content) }
            return [.object(result)]
        }
        if case .array(let blocks)? = message.handback { return blocks }
        let said = message.content.allSatisfy(\.isWhitespace) ? [] : [text(message.content)]
        return said
            + message.toolCalls.map { call in
                ["type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": .object(call.argumentValues ?? [:])]
            }
    }

    private static func text(_ text: String) -> JSONValue { ["type": "text", "text": .string(text)] }
}
