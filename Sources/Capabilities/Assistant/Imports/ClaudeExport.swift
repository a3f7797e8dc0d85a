// Claude's data export: `conversations.json`, `projects.json`, `memories.json`.
import Foundation
import Vocabulary

struct ClaudeConversation: Decodable, Sendable {
    struct Part: Decodable, Sendable {
        var type: String?
        var text: String?
    }

    struct Turn: Decodable, Sendable {
        var text: String?
        var content: [Part]?
        var sender: String
        var time: String?
        var attachments: [Attachment]?
        enum CodingKeys: String, CodingKey { case text, content, sender, time = "created_at", attachments }

        /// What was said, without thoughts and calls of tools.
        var words: String {
            let parts = (content ?? []).filter { $0.type == nil || $0.type == "text" }.compactMap(\.text).filter { !$0.isEmpty }
            return parts.isEmpty && content?.isEmpty != false ? text ?? "" : parts.joined(separator: "\n\n")
        }
    }

    struct Attachment: Decodable, Sendable {}

    private static let roles: [String: Message.Role] = ["human": .user, "assistant": .assistant]

    var id: String?
    var name: String?
    var time: String?
    var turns: [Turn]
    enum CodingKeys: String, CodingKey { case id = "uuid", name, time = "created_at", turns = "chat_messages" }

    func conversation(_ passedOver: inout PassedOver) -> ImportedConversation {
        if turns.contains(where: { $0.attachments?.isEmpty == false }) {
            passedOver.add(name ?? "A conversation", "has attachments, which are not in the text")
        }
        let messages = turns.compactMap { turn -> ImportedMessage? in
            guard let role = Self.roles[turn.sender], !turn.words.isEmpty else { return nil }
            return ImportedMessage(role: role, content: turn.words, createdAt: turn.time.flatMap { Timestamp(iso8601OrDate: $0) })
        }
        return ImportedConversation(
            source: "claude", id: id, title: name.flatMap { $0.isEmpty ? nil : $0 }, createdAt: time.flatMap { Timestamp(iso8601OrDate: $0) },
            messages: messages)
    }
}

/// A project with the texts that were given to it.
struct ClaudeProject: Decodable, Sendable {
    struct Document: Decodable, Sendable {
        var filename: String?
        var content: String
        var time: String?
        enum CodingKeys: String, CodingKey { case filename, content, time = "created_at" }
    }

    var name: String?
    var prompt: String?
    var documents: [Document]?
    enum CodingKeys: String, CodingKey { case name, prompt = "prompt_template", documents = "docs" }
}

struct ClaudeMemories: Decodable, Sendable {
    var conversations: String?
    var projects: [String: String]?
    enum CodingKeys: String, CodingKey { case conversations = "conversations_memory", projects = "project_memories" }
}
