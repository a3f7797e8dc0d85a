// What a scripted model says: rules read from JSON, the first that fits is followed.
import Vocabulary

package struct Script: Sendable {
    struct Rule: Sendable, Codable {
        /// Fits the last message if it is the user's and this regular expression (capitals do not matter) is found in it. Absent = any text.
        var user: String?
        /// Fits the last message if it is the answer of this tool; `*` = of any. Absent = the user's messages only.
        var afterTool: String?
        /// Fits if this is found somewhere in the request's system texts.
        var system: String?
        /// Pieces as they are streamed. A single string is streamed word by word.
        var text: Pieces?
        /// Told before the text, as reasoning.
        var reasoning: String?
        var tools: [Call]?
        /// Ends the call so, after the pieces were streamed.
        var fail: Failure?
        /// Given as the reply's usage; absent = estimated.
        var usage: Usage?
        var stop: ChatReply.Stop?
        /// Milliseconds before each piece; 0 when absent.
        var delayMs: Int?

        enum CodingKeys: String, CodingKey {
            case user, afterTool = "after_tool", system, text, reasoning, tools, fail, usage, stop, delayMs = "delay_ms"
        }
    }

    /// A tool that the rule asks for. The rule fits only requests that offer it.
    struct Call: Sendable, Codable {
        var name: String
        var arguments: JSONValue?
    }

    struct Usage: Sendable, Codable {
        var tokensIn: Int
        var tokensOut: Int
        var tokensCached: Int?
        enum CodingKeys: String, CodingKey { case tokensIn = "in", tokensOut = "out", tokensCached = "cached" }
    }

    enum Failure: String, Sendable, Codable {
        case timedOut = "timed_out", rateLimited = "rate_limited", rejected, connectionFailed = "connection_failed"
        case brokenStream = "broken_stream", nonsense

        var failure: ModelFailure {
            switch self {
            case .timedOut: .timedOut
            case .rateLimited: .rateLimited(retryAfter: 1)
            case .rejected: .rejected(status: 400, message: "The script refuses")
            case .connectionFailed: .connectionFailed
            case .brokenStream: .brokenStream
            case .nonsense: .nonsense("the script says so")
            }
        }
    }

    struct Pieces: Sendable, Codable {
        var pieces: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) { pieces = [text] } else { pieces = try container.decode([String].self) }
            isSingle = pieces.count == 1
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(pieces)
        }

        /// Whether the pieces are still to be cut into words.
        var isSingle: Bool
    }

    /// Shown as the model's name.
    var model: String
    var rules: [Rule]

    /// Reads a script: `{"model": "a name", "rules": [{"user": "hello", "text": "Good day."}]}`.
    /// - Throws: `Problem.malformed` naming the setting and, where it can, the rule.
    package init(parsing bytes: [UInt8]) throws(Problem) {
        guard let root = JSONValue(bytes: bytes), let given = root["rules"]?.arrayValue else {
            throw .invalid("model-script", "the file must hold a JSON object with a list of 'rules'")
        }
        var rules: [Rule] = []
        for (index, value) in given.enumerated() {
            guard let rule = value.decoded(as: Rule.self) else { throw .invalid("model-script", "rule \(index + 1) cannot be read") }
            for pattern in [rule.user, rule.system].compactMap(\.self) {
                guard (try? Regex(pattern)) != nil else {
                    throw .invalid("model-script", "rule \(index + 1): '\(pattern)' is no regular expression")
                }
            }
            guard rule.text != nil || rule.tools?.isEmpty == false || rule.fail != nil else {
                throw .invalid("model-script", "rule \(index + 1) must have 'text', 'tools' or 'fail'")
            }
            rules.append(rule)
        }
        model = root["model"]?.stringValue ?? "script"
        self.rules = rules
    }
}
