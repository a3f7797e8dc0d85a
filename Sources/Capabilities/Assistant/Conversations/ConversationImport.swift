// Taking conversations in that were held elsewhere: each of them whole, in one transaction, or not at all.
import Access
import Audit
import Crypto
import Foundation
import Logging
import Storage
import Vocabulary
import Web

/// A conversation gets the id that follows from its own and from the person, so the same file again changes nothing, also after a server died
/// half-way: what is there is passed over, the rest is taken in. The events of conversations that begin are not told of: an export holds
/// thousands.
struct ConversationImport: Sendable {
    let database: any SQLDatabase
    let index: MessageIndex
    /// One import at a time for each user (our choice, as with the vault).
    let importsAtOnce = Slots(limit: 1)

    /// Bytes of a file (documented: imports have at most 20 MiB), and the types it may be sent as; what it is, its content says.
    static let sizeLimit = 20 << 20
    static let types = ["application/json", "application/zip", "application/x-zip-compressed", "application/octet-stream"]
    /// Rows of one statement (our choice: 18 parameters each stay below SQLite's 32,766).
    private static let rowsPerStatement = 500

    struct Outcome: Encodable, Sendable, Equatable {
        /// Conversations that could be read.
        var total: Int
        var imported = 0
        /// Which were there already; they were left as they are.
        var skipped = 0
        /// In the imported ones.
        var messages = 0
        var passedOver: [PassedOver.Group]?
        enum CodingKeys: String, CodingKey { case total, imported, skipped, messages, passedOver = "passed_over" }
    }

    func importFile(_ bytes: [UInt8], type: String, _ call: PersonCall) async throws -> Answer {
        let slot = try importsAtOnce.take(call.userID, what: "import of conversations of one user is taken in")
        let name = try call.query.text("name").map(ImportedText.name)
        let file = try ImportedConversations.read(bytes, name: name)
        // Not on the caller's task, which may be cancelled half-way.
        let outcome = try await Task { [self] in
            defer { withExtendedLifetime(slot) {} }
            let audit = call.author.entry(.conversationsImported, "user", call.userID)
            return try await take(file, of: call.owner, audit: audit, now: call.now)
        }.value
        return .ok(OK(outcome))
    }

    /// - Parameter audit: recorded when something was stored.
    func take(_ file: ImportedConversations, of owner: ThreadOwner, audit: AuditEntry?, now: Timestamp) async throws -> Outcome {
        var outcome = Outcome(total: file.conversations.count, passedOver: file.passedOver.told)
        for conversation in file.conversations {
            if try await store(conversation, of: owner, now: now) {
                outcome.imported += 1
                outcome.messages += conversation.messages.count
            } else {
                outcome.skipped += 1
            }
        }
        if let audit, outcome.imported > 0 { try await Audit.recordAlone(audit, in: database) }
        return outcome
    }

    /// Whether it was stored: false when it is there.
    private func store(_ conversation: ImportedConversation, of owner: ThreadOwner, now: Timestamp) async throws -> Bool {
        let (thread, messages) = Self.thread(conversation, of: owner, now: now)
        return try await database.transaction { db in
            let words = TitleWords(thread.title)
            guard try await ThreadStore.insertNew(thread, titleWords: words.text, of: owner, in: db) else { return false }
            // An id of the file that another message has is given up; no one can say which of the two is meant.
            let taken = try await MessageStore.find(messages.map(\.id), of: owner, in: db)
            let messages = messages.map { message in
                var message = message
                if taken[message.id] != nil { message.id = ID.uuid(at: message.createdAt) }
                return message
            }
            try await TitleWordStore.insert(words, thread: thread.id, of: owner, in: db)
            try await ThreadStore.update(thread, of: owner, in: db)
            try await ThreadCountStore.move(from: nil, to: thread.kind, of: owner, in: db)
            for start in stride(from: 0, to: messages.count, by: Self.rowsPerStatement) {
                let part = Array(messages[start..<min(start + Self.rowsPerStatement, messages.count)])
                try await MessageStore.insertMany(part, of: owner, in: db)
                try await index.insert(part, titles: [thread.id: thread.title], of: owner, in: db)
            }
            return true
        }
    }

    /// The thread and its messages as they are stored: all read, in the order of the file, times never running backwards.
    private static func thread(
        _ conversation: ImportedConversation, of owner: ThreadOwner, now: Timestamp
    ) -> (ConversationThread, [Message]) {
        let first = conversation.createdAt ?? conversation.messages.lazy.compactMap(\.createdAt).first ?? now
        var time = first
        var thread = ConversationThread(
            id: id(of: conversation, owner), title: title(of: conversation), channel: conversation.channel, createdAt: first)
        thread.isPinned = conversation.isPinned
        thread.isArchived = conversation.isArchived
        thread.isStarred = conversation.isStarred
        var ids: Set<String> = []
        let messages = conversation.messages.enumerated().map { index, item in
            time = max(time, item.createdAt ?? time)
            var id = item.id ?? ID.uuid(at: time)
            if !ids.insert(id).inserted { id = ID.uuid(at: time) }
            var message = Message(
                id: id, threadID: thread.id, number: Int64(index + 1), role: item.role, content: item.content,
                channel: item.channel ?? conversation.channel, status: item.status, createdAt: time)
            message.error = item.error
            message.isStarred = item.isStarred
            message.readAt = max(now, time)
            // What it cost was paid elsewhere.
            message.figures = item.model.map { ReplyFigures(model: $0) }
            return message
        }
        thread.messageCount = Int64(messages.count)
        thread.lastNumber = Int64(messages.count)
        thread.lastMessageAt = time
        thread.lastPreview = messages.last { !$0.content.isEmpty }.map { ThreadTitle.preview($0.content) } ?? ""
        return (thread, messages)
    }

    /// Of our own exports the thread's own id, which only this person's threads are compared with.
    private static func id(of conversation: ImportedConversation, _ owner: ThreadOwner) -> String {
        if conversation.source == "mien", let id = conversation.id { return id }
        if let id = conversation.id { return DerivedID.uuid("thread", owner.userID, conversation.source, id) }
        var hash = SHA256()
        for message in conversation.messages {
            hash.update(data: Data("\(message.role.rawValue) \(message.content.utf8.count) \(message.content)".utf8))
        }
        let content = hash.finalize().map { String($0, radix: 16) }.joined(separator: ",")
        return DerivedID.uuid("thread", owner.userID, conversation.source, conversation.title ?? "", content)
    }

    private static func title(of conversation: ImportedConversation) -> String {
        let given = conversation.title.map { ThreadTitle.given($0.replacing("\0", with: "")) } ?? ""
        let opening = conversation.messages.first { $0.role == .user } ?? conversation.messages[0]
        return given.isEmpty ? ThreadTitle.made(of: opening.content) : given
    }
}

extension AuditAction {
    static let conversationsImported = AuditAction("conversations.imported")
}
