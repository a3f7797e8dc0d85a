// A tool's answer as people would read it: a scripted stand-in cannot put it into words.
import Vocabulary

enum ToolAnswer {
    /// Lists in JSON become lines with a dash, each told by the member that usually holds a text, or by its first few facts; other JSON and
    /// plain text stay. The marks around foreign words are for models and are left out.
    static func readable(_ answer: String) -> String {
        let answer = withoutMarks(answer)
        guard let value = JSONValue(text: answer) else { return answer }
        if let lines = list(in: value)?.compactMap(line), !lines.isEmpty { return lines.map { "- " + $0 }.joined(separator: "\n") }
        return line(value) ?? answer
    }

    private static func withoutMarks(_ answer: String) -> String {
        let lines = answer.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, lines[0].hasPrefix("«BEGIN DATA»") else { return answer }
        return lines.dropFirst().prefix { !$0.hasPrefix("«END DATA»") }.joined(separator: "\n")
    }

    /// The list itself, or the first list that is a member and has items.
    private static func list(in value: JSONValue) -> [JSONValue]? {
        switch value {
        case .array(let items): items
        case .object(let members): members.sorted { $0.key < $1.key }.lazy.compactMap { $0.value.arrayValue }.first { !$0.isEmpty }
        default: nil
        }
    }

    private static func line(_ value: JSONValue) -> String? {
        guard case .object(let members) = value else { return value.filterText }
        let text = ["content", "text", "title", "summary", "message", "error"].lazy.compactMap { value[$0]?.stringValue }.first
        if let text { return text }
        let facts = members.sorted { $0.key < $1.key }.compactMap { name, fact in
            fact.filterText.map { "\(name.replacing("_", with: " ")): \($0)" }
        }
        return facts.isEmpty ? nil : facts.prefix(6).joined(separator: ", ")
    }
}
