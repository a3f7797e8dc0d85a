// A tool's answer as people would read it: a scripted stand-in cannot put it into words.
import Vocabulary

enum ToolAnswer {
    /// Lists in JSON become lines with a dash, their texts taken from the members that usually hold one; other JSON and plain text stay.
    static func readable(_ answer: String) -> String {
        guard let value = JSONValue(text: answer) else { return answer }
        if let lines = list(in: value)?.compactMap(line), !lines.isEmpty { return lines.map { "- " + $0 }.joined(separator: "\n") }
        return line(value) ?? answer
    }

    /// The list itself, or the first list that is a member.
    private static func list(in value: JSONValue) -> [JSONValue]? {
        switch value {
        case .array(let items): items
        case .object(let members): members.sorted { $0.key < $1.key }.lazy.compactMap { $0.value.arrayValue }.first { !$0.isEmpty }
        default: nil
        }
    }

    private static func line(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .object:
            ["content", "text", "title", "summary", "message", "now", "time", "name", "error"].lazy
                .compactMap { value[$0]?.stringValue }.first
        default: nil
        }
    }
}
