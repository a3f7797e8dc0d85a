// What a model is asked and what it answers, whatever wire format carries it.
import Vocabulary

package struct ChatMessage: Sendable, Equatable, Codable {
    package enum Role: String, Sendable, Codable { case system, user, assistant, tool }

    package var role: Role
    package var content: String
    /// Of an assistant's message: the tools that it asked for.
    package var toolCalls: [ToolCall]
    /// Of a tool's message: the call that it answers.
    package var toolCallID: String?
    /// Of an assistant's message: what its provider wants back with it, as the adapter that read it keeps it.
    package var handback: JSONValue?

    package init(role: Role, content: String, toolCalls: [ToolCall] = [], toolCallID: String? = nil, handback: JSONValue? = nil) {
        self.role = role
        self.handback = handback
        self.content = content
        self.toolCalls = toolCalls
        self.toolCallID = toolCallID
    }

    package static func system(_ content: String) -> ChatMessage { ChatMessage(role: .system, content: content) }
    package static func user(_ content: String) -> ChatMessage { ChatMessage(role: .user, content: content) }
    package static func assistant(_ content: String, toolCalls: [ToolCall] = [], handback: JSONValue? = nil) -> ChatMessage {
        ChatMessage(role: .assistant, content: content, toolCalls: toolCalls, handback: handback)
    }
    package static func tool(_ content: String, answering call: ToolCall) -> ChatMessage {
        ChatMessage(role: .tool, content: content, toolCallID: call.id)
    }
}

/// A tool that the model asks to have called.
package struct ToolCall: Sendable, Equatable, Codable {
    /// Never empty; unique within a reply.
    package var id: String
    package var name: String
    /// JSON as the model wrote it: it should be an object, but a model may write nonsense.
    package var arguments: String
    /// What its provider wrote beside it and wants back, such as the signature of a thought.
    package var handback: JSONValue?

    package init(id: String, name: String, arguments: String, handback: JSONValue? = nil) {
        self.id = id
        self.handback = handback
        self.name = name
        self.arguments = arguments
    }

    /// The arguments by name; nil when the model wrote something that is not a JSON object.
    package var argumentValues: [String: JSONValue]? {
        guard case .object(let members)? = JSONValue(text: arguments) else { return nil }
        return members
    }
}

/// A tool that the model may ask for.
package struct ToolDescription: Sendable, Equatable {
    /// 1–64 letters, digits, `_` and `-`: what all providers accept.
    package var name: String
    package var description: String
    /// A JSON Schema of an object.
    package var parameters: JSONValue

    package init(name: String, description: String, parameters: JSONValue) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}

package struct ChatRequest: Sendable {
    /// Oldest first. System messages may stand anywhere; where a provider knows one system text only, they are joined.
    package var messages: [ChatMessage]
    package var tools: [ToolDescription]
    /// The longest reply, in tokens. The default is *our choice*: some three pages.
    package var maximumTokens: Int
    /// 0 (always the likeliest word) to 1; nil = the provider's default.
    package var temperature: Double?
    /// Seconds for the whole reply; nil = what the model was configured with (`--model-timeout`, 120 by default).
    package var timeoutSeconds: Double?

    package init(
        messages: [ChatMessage], tools: [ToolDescription] = [], maximumTokens: Int = 2_048, temperature: Double? = nil,
        timeoutSeconds: Double? = nil
    ) {
        self.messages = messages
        self.tools = tools
        self.maximumTokens = maximumTokens
        self.temperature = temperature
        self.timeoutSeconds = timeoutSeconds
    }
}

/// What a reply has used.
package struct ModelUsage: Sendable, Equatable, Codable {
    /// Tokens of everything that was sent, those read from the provider's cache included.
    package var tokensIn: Int
    package var tokensOut: Int
    /// The part of `tokensIn` that the provider read from its cache.
    package var tokensCached: Int
    /// True where the provider did not say: then a token is taken for four bytes of text.
    package var isEstimated: Bool

    package init(tokensIn: Int, tokensOut: Int, tokensCached: Int = 0, isEstimated: Bool = false) {
        self.tokensIn = tokensIn
        self.tokensOut = tokensOut
        self.tokensCached = tokensCached
        self.isEstimated = isEstimated
    }

    package static func + (left: ModelUsage, right: ModelUsage) -> ModelUsage {
        ModelUsage(
            tokensIn: left.tokensIn + right.tokensIn, tokensOut: left.tokensOut + right.tokensOut,
            tokensCached: left.tokensCached + right.tokensCached, isEstimated: left.isEstimated || right.isEstimated)
    }

    /// A guess from the texts' lengths: four bytes a token, as English has on average. *Our choice*.
    /// - Parameter text: answer and reasoning.
    static func estimated(_ request: ChatRequest, text: String, toolCalls: [ToolCall]) -> ModelUsage {
        let asked = request.messages.reduce(0) { sum, message in
            sum + message.content.utf8.count + message.toolCalls.reduce(0) { $0 + $1.name.utf8.count + $1.arguments.utf8.count }
        }
        let offered = request.tools.reduce(0) { $0 + $1.name.utf8.count + $1.description.utf8.count + ($1.parameters.text?.utf8.count ?? 0) }
        let answered = text.utf8.count + toolCalls.reduce(0) { $0 + $1.name.utf8.count + $1.arguments.utf8.count }
        return ModelUsage(tokensIn: (asked + offered + 3) / 4, tokensOut: (answered + 3) / 4, isEstimated: true)
    }
}

package struct ChatReply: Sendable, Equatable {
    /// Why the model stopped.
    package enum Stop: String, Sendable, Codable {
        /// It had said everything.
        case end
        /// `maximumTokens`, or the model's own context, was used up: the text is cut.
        case length
        /// It waits for the answers to `toolCalls`.
        case tools
        /// The provider's filter.
        case filtered
    }

    package var text: String
    /// What the model thought before it answered, where it told.
    package var reasoning: String
    package var toolCalls: [ToolCall]
    /// For `ChatMessage.handback`, as long as the turn goes on.
    package var handback: JSONValue?
    package var usage: ModelUsage
    package var stop: Stop
    /// The model that answered, as the provider names it; it may be more exact than the one that was asked for.
    package var model: String
    /// True when the model was offered tools and its provider refuses them for this model: it was asked without.
    package var wasAskedWithoutTools: Bool

    package init(
        text: String, reasoning: String = "", toolCalls: [ToolCall] = [], handback: JSONValue? = nil, usage: ModelUsage, stop: Stop, model: String,
        wasAskedWithoutTools: Bool = false
    ) {
        self.text = text
        self.reasoning = reasoning
        self.handback = handback
        self.toolCalls = toolCalls
        self.usage = usage
        self.stop = stop
        self.model = model
        self.wasAskedWithoutTools = wasAskedWithoutTools
    }
}
