// The conversations in an imported file, checked, and what in the file is not one.
import Foundation
import Vocabulary
import Web

struct ImportedMessage: Sendable, Equatable {
    /// Of our own exports.
    var id: String?
    var role: Message.Role
    var content: String
    var createdAt: Timestamp?
    var channel: Channel?
    var status = Message.Status.complete
    var error: String?
    var isStarred = false
    var model: String?
}

struct ImportedConversation: Sendable {
    /// Whose export it is from: `chatgpt`, `claude`, `mien`.
    var source: String
    /// What that calls it; of our own exports the thread's id.
    var id: String?
    var title: String?
    var createdAt: Timestamp?
    var channel = Channel.web
    var isPinned = false
    var isArchived = false
    var isStarred = false
    var messages: [ImportedMessage]

    /// Characters of a message (our choice: no answer of a model is as long), and messages of a conversation (our choice: it is stored in one
    /// transaction, which takes the writer about a second with so many).
    static let messageLength = 500_000
    static let messageLimit = 10_000
}

/// The conversations of a file. Its kind is told by what it holds.
struct ImportedConversations: Sendable {
    var conversations: [ImportedConversation] = []
    var passedOver = PassedOver()

    /// Conversations of a file (our choice: more than the largest exports have).
    private static let countLimit = 50_000

    /// Reads a file: ours, ChatGPT's or Claude's, alone or in its archive. Pure: the same bytes give the same conversations.
    /// - Throws: malformed when an archive is damaged, or when there is nothing to take.
    static func read(_ bytes: [UInt8], name: String?) throws -> ImportedConversations {
        var file = ImportedConversations()
        if ZipArchive.isArchive(bytes) {
            var conversations: [ImportedConversation] = []
            try ImportArchive(bytes).forEach(["json"], otherwise: "holds no conversation", &file.passedOver) { name, bytes, _, passedOver in
                var part = ImportedConversations()
                part.readFile(bytes, name: name)
                conversations += part.conversations
                passedOver.add(part.passedOver)
            }
            file.conversations = conversations
        } else {
            file.readFile(bytes, name: name ?? "The file")
        }
        guard file.conversations.count <= countLimit else {
            throw Problem(.malformed, "The file holds more than \(countLimit) conversations")
        }
        guard !file.conversations.isEmpty else {
            let reasons = file.passedOver.groups.isEmpty ? "it is empty" : file.passedOver.summary
            throw Problem(.malformed, "There is no conversation to import in this file: \(reasons)", code: "nothing_to_import")
        }
        return file
    }

    private mutating func readFile(_ bytes: [UInt8], name: String) {
        switch ExportKind.of(bytes) {
        case .chatGPT: take(ExportKind.items(ChatGPTConversation.self, in: bytes), of: name) { $0.conversation(&$1) }
        case .claude: take(ExportKind.items(ClaudeConversation.self, in: bytes), of: name) { $0.conversation(&$1) }
        case .conversation: take(ExportKind.items(ExportedConversation.self, in: bytes), of: name) { item, _ in item.conversation }
        default: passedOver.add(name, "holds no conversation")
        }
    }

    private mutating func take<Item>(
        _ items: [Item?], of name: String, _ conversation: (Item, inout PassedOver) -> ImportedConversation
    ) {
        for item in items {
            guard let item else {
                passedOver.add(name, "holds a conversation that cannot be read")
                continue
            }
            var found = conversation(item, &passedOver)
            let title = found.title ?? "A conversation"
            found.messages = found.messages.compactMap { message -> ImportedMessage? in
                var message = message
                // Text of a database holds no U+0000.
                message.content = message.content.replacing("\0", with: "\u{FFFD}").normalized
                message.error = message.error?.replacing("\0", with: "\u{FFFD}")
                message.model = message.model?.replacing("\0", with: "\u{FFFD}")
                guard message.content.utf8.count > ImportedConversation.messageLength,
                    message.content.unicodeScalars.count > ImportedConversation.messageLength
                else { return message }
                passedOver.add(title, "has a message of more than \(ImportedConversation.messageLength) characters, which was left out")
                return nil
            }
            if found.messages.isEmpty { passedOver.add(title, "has no message with text") }
            else if found.messages.count > ImportedConversation.messageLimit {
                passedOver.add(title, "has more than \(ImportedConversation.messageLimit) messages")
            } else { conversations.append(found) }
        }
    }
}

/// Our own export of a conversation.
struct ExportedConversation: Decodable, Sendable {
    struct Thread: Decodable, Sendable {
        var id: String
        var title: String?
        var channel: Channel?
        var pinned: Bool?
        var archived: Bool?
        var starred: Bool?
        var createdAt: String?
        enum CodingKeys: String, CodingKey { case id = "thread_id", title, channel, pinned, archived, starred, createdAt = "created_at" }
    }

    struct Item: Decodable, Sendable {
        var id: String?
        var role: Message.Role
        var content: String
        var channel: Channel?
        var status: String?
        var error: String?
        var starred: Bool?
        var createdAt: String?
        var model: String?
        enum CodingKeys: String, CodingKey {
            case id = "message_id", role, content, channel, status, error, starred, createdAt = "created_at", model
        }
    }

    var thread: Thread
    var messages: [Item]

    var conversation: ImportedConversation {
        ImportedConversation(
            source: "mien", id: ID.uuid(thread.id), title: thread.title, createdAt: Self.time(thread.createdAt), channel: thread.channel ?? .web,
            isPinned: thread.pinned ?? false, isArchived: thread.archived ?? false, isStarred: thread.starred ?? false,
            messages: messages.compactMap { item -> ImportedMessage? in
                var status = item.status.flatMap { Message.Status(rawValue: $0) } ?? .complete
                // No one is left to write the rest of what was being written.
                if status == .streaming { status = .interrupted }
                let error = status == .failed ? item.error.map { String($0.prefix(1_000)) } ?? "No reply came" : nil
                guard !item.content.isEmpty || error != nil else { return nil }
                return ImportedMessage(
                    id: item.id.flatMap { ID.uuid($0) }, role: item.role, content: status == .failed ? "" : item.content,
                    createdAt: Self.time(item.createdAt), channel: item.channel, status: status, error: error, isStarred: item.starred ?? false,
                    model: item.role == .assistant ? item.model.map { String($0.prefix(200)) } : nil)
            })
    }

    private static func time(_ text: String?) -> Timestamp? { text.flatMap { Timestamp(iso8601OrDate: $0) } }
}
