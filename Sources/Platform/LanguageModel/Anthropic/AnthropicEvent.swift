// The JSON of `/v1/messages`, whole and event by event.
import Vocabulary

struct AnthropicMessage: Decodable {
    /// A part of the message as it came: what is not read here may have to be handed back.
    struct Block: Decodable {
        var members: [String: JSONValue]
        var type: String { members["type"]?.stringValue ?? "" }
        func text(_ name: String) -> String { members[name]?.stringValue ?? "" }

        init(from decoder: any Decoder) throws { members = try [String: JSONValue](from: decoder) }
    }

    struct Usage: Decodable {
        @Lenient var inputTokens: Int?
        @Lenient var outputTokens: Int?
        @Lenient var cacheRead: Int?
        @Lenient var cacheWritten: Int?
        enum CodingKeys: String, CodingKey {
            case inputTokens = "input_tokens", outputTokens = "output_tokens", cacheRead = "cache_read_input_tokens",
                cacheWritten = "cache_creation_input_tokens"
        }
    }

    @Lenient var model: String?
    var content: [Block]?
    @Lenient var stopReason: String?
    @Lenient var usage: Usage?
    enum CodingKeys: String, CodingKey { case model, content, stopReason = "stop_reason", usage }
}

struct AnthropicEvent: Decodable {
    struct Delta: Decodable {
        @Lenient var type: String?
        @Lenient var text: String?
        @Lenient var partialJSON: String?
        @Lenient var thinking: String?
        @Lenient var signature: String?
        @Lenient var stopReason: String?
        enum CodingKeys: String, CodingKey { case type, text, thinking, signature, partialJSON = "partial_json", stopReason = "stop_reason" }
    }

    var type: String
    var message: AnthropicMessage?
    @Lenient var index: Int?
    var contentBlock: AnthropicMessage.Block?
    var delta: Delta?
    @Lenient var usage: AnthropicMessage.Usage?
    enum CodingKeys: String, CodingKey { case type, message, index, contentBlock = "content_block", delta, usage }
}

/// Tells an error, and a whole message, from an event before anything else of it is read.
struct AnthropicKind: Decodable { @Lenient var type: String? }
