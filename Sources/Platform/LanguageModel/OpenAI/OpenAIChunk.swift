// The JSON of chat completions, whole and in pieces, read leniently where servers differ.
import Vocabulary

struct OpenAIChunk: Decodable {
    struct Choice: Decodable {
        @Lenient var index: Int?
        var delta: Message?
        var message: Message?
        @Lenient var finishReason: String?
        enum CodingKeys: String, CodingKey { case index, delta, message, finishReason = "finish_reason" }
    }

    struct Message: Decodable {
        var content: Content?
        @Lenient var refusal: String?
        var toolCalls: [Call]?
        enum CodingKeys: String, CodingKey { case content, refusal, toolCalls = "tool_calls" }
    }

    /// A string, or a list of parts of which the texts count.
    struct Content: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else {
                text = try container.decode([Part].self).compactMap(\.text).joined()
            }
        }

        private struct Part: Decodable { @Lenient var text: String? }
    }

    struct Call: Decodable {
        struct Function: Decodable {
            @Lenient var name: String?
            var arguments: Arguments?
        }

        @Lenient var index: Int?
        @Lenient var id: String?
        var function: Function?
    }

    /// Text, or what the text should have held.
    struct Arguments: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) { self.text = text } else { text = try JSONValue(from: decoder).text ?? "" }
        }
    }

    struct Usage: Decodable {
        struct Details: Decodable {
            @Lenient var cachedTokens: Int?
            enum CodingKeys: String, CodingKey { case cachedTokens = "cached_tokens" }
        }

        @Lenient var promptTokens: Int?
        @Lenient var completionTokens: Int?
        @Lenient var details: Details?
        enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens", completionTokens = "completion_tokens", details = "prompt_tokens_details"
        }

        /// Nil unless both counts are there and can be true.
        var usage: ModelUsage? {
            guard let tokensIn = promptTokens, let tokensOut = completionTokens, tokensIn >= 0, tokensOut >= 0 else { return nil }
            return ModelUsage(
                tokensIn: min(tokensIn, ModelUsage.highest), tokensOut: min(tokensOut, ModelUsage.highest),
                tokensCached: min(max(details?.cachedTokens ?? 0, 0), tokensIn))
        }
    }

    @Lenient var model: String?
    @Lenient var object: String?
    var choices: [Choice]?
    @Lenient var usage: Usage?
    @Lenient var error: JSONValue?
}

extension ModelUsage {
    /// No provider counts beyond it; *our choice*, so that sums stay sums.
    static let highest = 1_000_000_000
}
