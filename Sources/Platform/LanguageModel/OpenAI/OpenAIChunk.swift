// The JSON of chat completions, whole and in pieces, read leniently where servers differ.
import Vocabulary

struct OpenAIChunk: Decodable {
    struct Choice: Decodable {
        @Lenient var index: Int?
        var delta: Message?
        var message: Message?
        /// Of the older completions.
        @Lenient var text: String?
        @Lenient var finishReason: String?
        enum CodingKeys: String, CodingKey { case index, delta, message, text, finishReason = "finish_reason" }
    }

    struct Message: Decodable {
        var content: OpenAIContent?
        var refusal: String?
        /// What the model thought, by whichever of the names it is told.
        var reasoning = ""
        var toolCalls: [Call] = []
        /// Members that the provider wants back.
        var handback: [String: JSONValue] = [:]

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: MemberName.self)
            for key in container.allKeys where try !container.decodeNil(forKey: key) {
                switch key.stringValue {
                case "content": content = try container.decode(OpenAIContent.self, forKey: key)
                case "refusal": refusal = try? container.decode(String.self, forKey: key)
                // A part that cannot be read is left out; the others count.
                case "tool_calls": toolCalls += try container.decode([Lenient<Call>].self, forKey: key).compactMap(\.wrappedValue)
                case "function_call": if let only = try? container.decode(Call.Function.self, forKey: key) { toolCalls.append(Call(only)) }
                case let name where Handback.isWanted(name): handback[name] = try container.decode(JSONValue.self, forKey: key)
                default: break
                }
            }
            // Some tell it twice, by two names.
            let told = handback
            let names = ["reasoning_content", "reasoning", "reasoning_text", "thinking"]
            reasoning = names.compactMap { told[$0]?.stringValue }.first { !$0.isEmpty } ?? told["reasoning_details"].map(Self.text) ?? ""
        }

        /// OpenRouter's list, where nothing else is told.
        private static func text(_ details: JSONValue) -> String {
            (details.arrayValue ?? []).compactMap { $0["text"]?.stringValue ?? $0["summary"]?.stringValue }.joined()
        }
    }

    struct Call: Decodable {
        struct Function: Decodable {
            var name: String?
            var arguments: String?
            var handback: [String: JSONValue] = [:]

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: MemberName.self)
                for key in container.allKeys where try !container.decodeNil(forKey: key) {
                    switch key.stringValue {
                    case "name": name = try? container.decode(String.self, forKey: key)
                    // Text, or what the text should have held.
                    case "arguments": 
                        let text = try? container.decode(String.self, forKey: key)
                        arguments = try text ?? container.decode(JSONValue.self, forKey: key).text
                    default: handback[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
                    }
                }
            }
        }

        var index: Int?
        var id: String?
        var function: Function?
        var handback: [String: JSONValue] = [:]

        init(_ function: Function) { self.function = function }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: MemberName.self)
            for key in container.allKeys where try !container.decodeNil(forKey: key) {
                switch key.stringValue {
                case "index": index = try? container.decode(Int.self, forKey: key)
                case "id": id = try? container.decode(String.self, forKey: key)
                case "function": function = try? container.decode(Function.self, forKey: key)
                case "type": break
                default: handback[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
                }
            }
            if let own = function?.handback, !own.isEmpty { handback["function"] = .object(own) }
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

    /// Whether it tells an error. Some proxies add an empty one to everything.
    func isError(event name: String) -> Bool {
        switch error {
        case nil, .null, .bool(false), .string(""), .array([]): name == "error" || object == "error"
        case .object(let members) where members.isEmpty: false
        default: true
        }
    }
}

/// A message's content: a string, or parts of which some are reasoning or a refusal.
struct OpenAIContent: Decodable {
    var text = ""
    var reasoning = ""
    var refusal = ""

    init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        switch value {
        case .string(let text): self.text = text
        case .array(let parts): for part in parts { add(part) }
        case .object(let members) where members["text"] != nil: add(value)
        default: throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "neither text nor parts"))
        }
    }

    private mutating func add(_ part: JSONValue) {
        switch part["type"]?.stringValue {
        case "thinking", "reasoning": reasoning += Self.words(part["thinking"] ?? part["reasoning"] ?? part["text"] ?? part["summary"])
        case "refusal": refusal += part["refusal"]?.stringValue ?? ""
        default: text += part.stringValue ?? Self.words(part["text"])
        }
    }

    /// A text, a list of parts with texts, or an object that holds one.
    private static func words(_ value: JSONValue?) -> String {
        guard let value else { return "" }
        return value.stringValue ?? (value.arrayValue ?? []).map { words($0["text"] ?? $0) }.joined() + (value["value"]?.stringValue ?? "")
    }
}

/// Any member of an object.
struct MemberName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension ModelUsage {
    /// No provider counts beyond it; *our choice*, so that sums stay sums.
    static let highest = 1_000_000_000
}
