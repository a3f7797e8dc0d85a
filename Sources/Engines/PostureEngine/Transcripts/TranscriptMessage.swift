// One message with a role, as chat APIs write it, and the answer that they give.
import Foundation
import ModelText

package struct TranscriptMessage: Decodable, Sendable {
    package var role: String
    package var text: String

    private enum CodingKeys: String, CodingKey { case role }

    init(role: String, text: String) {
        self.role = role
        self.text = text
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        role = try container.decode(String.self, forKey: .role)
        text = try TranscriptAnswer(from: decoder).text
    }
}

/// What a message says, whoever says it: its text, of an answer what it refuses with as well. Reasoning that stands beside it is no part of it.
package struct TranscriptAnswer: Decodable, Sendable {
    package var text: String

    private enum CodingKeys: String, CodingKey { case content, refusal }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let content = try container.decodeIfPresent(Content.self, forKey: .content)
        let refusal = try container.decodeIfPresent(String.self, forKey: .refusal)
        text = [content?.text, refusal].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Plain text, or parts of which only those with text, or a refusal, count.
    private struct Content: Decodable {
        var text: String

        private struct Part: Decodable {
            var text: String?
            private enum CodingKeys: String, CodingKey { case type, text, refusal }

            init(from decoder: any Decoder) throws {
                if let plain = try? decoder.singleValueContainer().decode(String.self) {
                    text = plain
                    return
                }
                let container = try decoder.container(keyedBy: CodingKeys.self)
                let type = try? container.decode(String.self, forKey: .type)
                guard type != "thinking", type != "reasoning" else { return }
                text = (try? container.decode(String.self, forKey: .text)) ?? (try? container.decode(String.self, forKey: .refusal))
            }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else if let parts = try? container.decode([Part].self) {
                text = parts.compactMap(\.text).joined(separator: "\n\n")
            } else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be text or a list of parts")
            }
        }
    }
}

/// One of the `choices` of an answer in OpenAI's form.
package struct TranscriptChoice: Decodable, Sendable {
    package var message: TranscriptAnswer?
    package var text: String?

    /// The first answer of several.
    package static func answer(of choices: [TranscriptChoice]) -> String? { choices.first.flatMap { $0.message?.text ?? $0.text } }
}

extension TranscriptTurn {
    /// The last answer of a conversation, with what the user said since the answer before.
    /// - Parameter answer: what was answered to the messages; nil = their last one is the answer.
    /// - Throws: `TranscriptError` where there is none.
    package static func last(of messages: [TranscriptMessage], answer: String?) throws -> TranscriptTurn {
        var collector = TurnCollector(sessionName: nil)
        for (index, message) in messages.enumerated() {
            try collector.add(Speaker(role: message.role), message.text, place: index + 1, unit: "message")
        }
        if let answer { try collector.add(.model, answer, place: messages.count + 1, unit: "message") }
        guard let turn = collector.turns.last, !collector.endsWithUser else {
            throw TranscriptError("must end with an answer: a message with the role assistant that has text")
        }
        return turn
    }
}
