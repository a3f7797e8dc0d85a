// Whose export a JSON text is, told by what it holds.
import Foundation

enum ExportKind: Sendable {
    case vault, conversation, chatGPT, claude, claudeProjects, claudeMemories, unknown

    /// Nil when the bytes are no JSON object or array.
    static func of(_ bytes: [UInt8]) -> ExportKind? {
        let pieces = JSONPieces(bytes)
        if let members = pieces.members() {
            if members["entries"] != nil { return .vault }
            if members["thread"] != nil, members["messages"] != nil { return .conversation }
            return kind(of: members)
        }
        guard let elements = pieces.elements() else { return nil }
        return elements.first.flatMap { pieces.members(in: $0) }.map(kind) ?? .unknown
    }

    private static func kind(of members: [String: Range<Int>]) -> ExportKind {
        if members["mapping"] != nil { return .chatGPT }
        if members["chat_messages"] != nil { return .claude }
        if members["docs"] != nil, members["prompt_template"] != nil { return .claudeProjects }
        if members["conversations_memory"] != nil { return .claudeMemories }
        return .unknown
    }

    /// The values of an array, or the one object, each decoded by itself; nil for one that cannot be.
    static func items<Item: Decodable>(_ type: Item.Type, in bytes: [UInt8]) -> [Item?] {
        let ranges = JSONPieces(bytes).elements() ?? JSONPieces.first(bytes).map { [$0..<bytes.count] } ?? []
        return ranges.map { try? JSONDecoder().decode(type, from: Data(bytes[$0])) }
    }
}
