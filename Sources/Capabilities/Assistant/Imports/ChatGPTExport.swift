// The conversations of ChatGPT's data export: `conversations.json`, trees of messages of which one branch is the conversation.
import Foundation
import Vocabulary

struct ChatGPTConversation: Decodable, Sendable {
    struct Node: Decodable, Sendable {
        var message: Turn?
        var parent: String?
    }

    struct Turn: Decodable, Sendable {
        struct Author: Decodable, Sendable { var role: String }

        struct Metadata: Decodable, Sendable {
            var isHidden: Bool?
            var model: String?
            enum CodingKeys: String, CodingKey { case isHidden = "is_visually_hidden_from_conversation", model = "model_slug" }
        }

        var author: Author
        var time: Double?
        var content: Content?
        var recipient: String?
        var metadata: Metadata?
        enum CodingKeys: String, CodingKey { case author, time = "create_time", content, recipient, metadata }
    }

    struct Content: Decodable, Sendable {
        var type: String
        var parts: [Part]?
        var profile: String?
        var instructions: String?
        enum CodingKeys: String, CodingKey { case type = "content_type", parts, profile = "user_profile", instructions = "user_instructions" }
    }

    /// A text, or something else: a picture, a recording with its transcript.
    enum Part: Decodable, Sendable {
        case text(String)
        case other

        private struct Transcript: Decodable { var text: String? }

        var text: String? { if case .text(let text) = self { text } else { nil } }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) { self = .text(text) }
            else if let text = (try? container.decode(Transcript.self))?.text { self = .text(text) }
            else { self = .other }
        }
    }

    var id: String?
    var otherID: String?
    var title: String?
    var time: Double?
    var mapping: [String: Node]
    var current: String?
    var isArchived: Bool?
    var isStarred: Bool?
    enum CodingKeys: String, CodingKey {
        case id = "conversation_id", otherID = "id", title, time = "create_time", mapping, current = "current_node"
        case isArchived = "is_archived", isStarred = "is_starred"
    }

    /// The branch that its reader saw last, oldest first.
    var branch: [Turn] {
        var nodes: [Node] = [], seen: Set<String> = []
        var next = current.flatMap { mapping[$0] == nil ? nil : $0 } ?? newestLeaf
        while let id = next, seen.insert(id).inserted, let node = mapping[id] {
            nodes.append(node)
            next = node.parent
        }
        return nodes.reversed().compactMap(\.message)
    }

    private var newestLeaf: String? {
        let parents = Set(mapping.values.compactMap(\.parent))
        return mapping.filter { !parents.contains($0.key) }.max {
            ($0.value.message?.time ?? 0, $0.key) < ($1.value.message?.time ?? 0, $1.key)
        }?.key
    }

    func conversation(_ passedOver: inout PassedOver) -> ImportedConversation {
        let branch = branch, name = title ?? "A conversation"
        var messages: [ImportedMessage] = []
        for message in branch {
            guard message.metadata?.isHidden != true, let role = Self.roles[message.author.role],
                message.recipient ?? "all" == "all", ["text", "multimodal_text"].contains(message.content?.type ?? "")
            else { continue }
            let text = message.text
            if message.content?.parts?.contains(where: { $0.text == nil }) == true {
                passedOver.add(name, "holds pictures or recordings, which are not in the text")
            }
            guard !text.isEmpty else { continue }
            messages.append(
                ImportedMessage(
                    role: role, content: text, createdAt: Timestamp(imported: message.time),
                    model: role == .assistant ? message.metadata?.model.map { String($0.prefix(200)) } : nil))
        }
        if mapping.values.count(where: { $0.message?.author.role == "user" }) > branch.count(where: { $0.author.role == "user" }) {
            passedOver.add(name, "has other branches; the one shown last was taken")
        }
        return ImportedConversation(
            source: "chatgpt", id: id ?? otherID, title: title, createdAt: Timestamp(imported: time), isArchived: isArchived ?? false,
            isStarred: isStarred ?? false, messages: messages)
    }

    struct Memory: Sendable {
        var text: String
        var tag: String
        var time: Timestamp?
    }

    /// What ChatGPT had been told to remember, and the custom instructions.
    var memories: [Memory] {
        let turns = mapping.sorted { ($0.value.message?.time ?? 0, $0.key) < ($1.value.message?.time ?? 0, $1.key) }.compactMap(\.value.message)
        var memories: [Memory] = []
        for turn in turns {
            let time = Timestamp(imported: turn.time)
            if turn.recipient == "bio" { memories.append(Memory(text: turn.text, tag: "memory", time: time)) }
            guard turn.content?.type == "user_editable_context" else { continue }
            for text in [turn.content?.profile, turn.content?.instructions].compactMap(\.self) {
                memories.append(Memory(text: text, tag: "custom-instructions", time: time))
            }
        }
        return memories.filter { $0.text.contains { !$0.isWhitespace } }
    }
}

extension ChatGPTConversation {
    /// Whose messages are taken: what tools and the system said is no conversation.
    fileprivate static let roles: [String: Message.Role] = ["user": .user, "assistant": .assistant]
}

extension ChatGPTConversation.Turn {
    /// The texts, without the marks of citations, which mean nothing outside ChatGPT: private-use characters with a reference between them.
    fileprivate var text: String {
        let text = (content?.parts ?? []).compactMap(\.text).filter { !$0.isEmpty }.joined(separator: "\n\n")
        guard text.unicodeScalars.contains("\u{E200}") else { return text }
        var kept = String.UnicodeScalarView(), isMark = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{E200}" { isMark = true } else if scalar == "\u{E201}" { isMark = false } else if !isMark { kept.append(scalar) }
        }
        return String(kept)
    }
}

extension Timestamp {
    /// Seconds as an export has them; nil for what is no time of our days (1970 to 2100).
    init?(imported seconds: Double?) {
        guard let seconds, (0..<4_102_444_800).contains(seconds) else { return nil }
        self.init(seconds: seconds)
    }
}
