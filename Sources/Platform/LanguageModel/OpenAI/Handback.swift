// What a provider wants back with the message that it belongs to, unchanged: thoughts, their signatures, and what is sealed.
import Vocabulary

enum Handback {
    /// Whether a member of a message is of that kind. Others are left out: most servers refuse members that they do not know.
    static func isWanted(_ name: String) -> Bool {
        ["reason", "think", "thought", "signature", "encrypted", "cot_id"].contains { name.contains($0) }
            || ["extra_content", "provider_specific_fields"].contains(name)
    }

    /// What came before and what a further piece of the stream adds.
    static func merged(_ old: JSONValue?, _ new: JSONValue, name: String = "") -> JSONValue {
        switch (old, new) {
        case (.string(let first), .string(let second)): labels.contains(name) ? new : .string(first + second)
        case (.object(let members), .object(let more)):
            .object(members.merging(more.map { ($0, merged(members[$0], $1, name: $0)) }) { $1 })
        case (.array(let items), .array(let more)): .array(more.reduce(into: items, add))
        case (let old?, .null): old
        default: new
        }
    }

    static func merge(_ more: [String: JSONValue], into members: inout [String: JSONValue]) {
        for (name, value) in more { members[name] = merged(members[name], value, name: name) }
    }

    /// Items of one index and kind are pieces of one.
    private static func add(_ items: inout [JSONValue], _ item: JSONValue) {
        if let index = item["index"], let place = items.lastIndex(where: { $0["index"] == index && $0["type"] == item["type"] }) {
            items[place] = merged(items[place], item)
        } else {
            items.append(item)
        }
    }

    /// Members that name something and are never cut into pieces.
    private static let labels: Set<String> = ["type", "id", "format", "name", "role"]
}
