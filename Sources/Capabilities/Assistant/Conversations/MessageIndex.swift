// What search knows of messages.
import SearchEngine
import Storage
import Vocabulary

/// Keeps the text index in step with the messages, in the transaction that changes them.
struct MessageIndex: Sendable {
    /// Makes a message findable, if it says anything. A title belongs to its thread's first message, so that a thread is found once by it.
    func insert(_ message: Message, title: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        guard let document = Self.document(message, title: title) else { return }
        try await TextIndex.messages.insert([document], of: owner.text, in: db)
    }

    /// Many at once; `titles` by thread.
    func insert(_ messages: [Message], titles: [String: String], of owner: ThreadOwner, in db: any SQLSession) async throws {
        let documents = messages.compactMap { Self.document($0, title: titles[$0.threadID] ?? "") }
        try await TextIndex.messages.insert(documents, of: owner.text, in: db)
    }

    /// After the title has changed: `message` is the thread's first one.
    func update(_ message: Message, title: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        guard message.status != .streaming, let document = Self.document(message, title: title) else { return }
        try await TextIndex.messages.update(document, of: owner.text, in: db)
    }

    /// Takes a thread's oldest messages out of the database, and all that search knows of them. How many: fewer than asked for at the end.
    func removeOldest(_ limit: Int, in thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Int {
        let places = try await MessageStore.places(limit, after: 0, thread: thread, of: owner, in: db)
        guard let last = places.last else { return 0 }
        try await TextIndex.messages.delete(places.map { TextKey(id: $0.id, createdAt: $0.createdAt) }, of: owner.text, in: db)
        return try await MessageStore.delete(upTo: last.number, thread: thread, of: owner, in: db)
    }

    static func document(_ message: Message, title: String) -> TextDocument? {
        let title = message.number == 1 ? title : ""
        guard !message.content.isEmpty || !title.isEmpty else { return nil }
        return TextDocument(
            id: message.id, createdAt: message.createdAt, title: title, body: message.content,
            marks: [
                TextMark(.channel, message.channel.rawValue), TextMark(.role, message.role.rawValue), TextMark(.thread, message.threadID),
            ])
    }
}

extension ThreadOwner {
    /// Whose texts they are to search.
    var text: TextOwner { .user(userID, organizationID: organizationID) }
}
