// What people do with their conversations besides talking.
import Audit
import Storage
import Vocabulary
import Web

/// Changes of threads that exist, each in a transaction of its own. Whoever asks for a thread of somebody else's hears that there is none.
struct ConversationChanges: Sendable {
    enum Mark: Sendable {
        case pinned, archived, starred

        var path: any WritableKeyPath<ConversationThread, Bool> & Sendable {
            switch self {
            case .pinned: \.isPinned
            case .archived: \.isArchived
            case .starred: \.isStarred
            }
        }
    }

    let database: any SQLDatabase
    let index: MessageIndex

    /// Sets or takes a mark of a thread. False when it was so already.
    func set(_ mark: Mark, to value: Bool, thread id: String, of owner: ThreadOwner) async throws -> Bool {
        try await database.transaction { db in
            guard var thread = try await ThreadStore.lock(id, of: owner, in: db) else { throw Conversations.notFound }
            guard thread[keyPath: mark.path] != value else { return false }
            let kind = thread.kind
            thread[keyPath: mark.path] = value
            try await ThreadStore.update(thread, of: owner, in: db)
            try await ThreadCountStore.move(from: kind, to: thread.kind, of: owner, in: db)
            return true
        }
    }

    /// Sets or takes a message's star. False when it was so already.
    func star(message id: String, _ value: Bool, of owner: ThreadOwner) async throws -> Bool {
        try await database.transaction { db in
            guard let message = try await MessageStore.find(id, of: owner, in: db) else { throw Problem(.notFound, "No such message") }
            guard message.isStarred != value else { return false }
            try await MessageStore.setStar(value, id, of: owner, in: db)
            return true
        }
    }

    /// Gives a thread another title. False when it had that one.
    func rename(_ id: String, to title: String, of owner: ThreadOwner) async throws -> Bool {
        try await database.transaction { db in
            guard let thread = try await ThreadStore.lock(id, of: owner, in: db) else { throw Conversations.notFound }
            guard Array(thread.title.utf8) != Array(title.utf8) else { return false }
            try await TitleWordStore.replace(TitleWords(title), title: title, thread: id, of: owner, in: db)
            if let first = try await MessageStore.oldest(1, after: 0, thread: id, of: owner, in: db).first {
                try await index.update(first, title: title, of: owner, in: db)
            }
            return true
        }
    }

    // MARK: Reading

    struct Read: Sendable, Equatable {
        var threads = 0
        var messages = 0
    }

    /// Threads whose messages are marked in one transaction (our choice: it holds their rows, and on SQLite the writer).
    private static let stretch = 500

    /// Marks what is unread in those of the threads that are this person's. Counts threads and messages that were changed.
    func markRead(_ ids: [String], before: Timestamp? = nil, now: Timestamp, of owner: ThreadOwner) async throws -> Read {
        let ids = Array(Set(ids)).sorted()
        var read = Read()
        for start in stride(from: 0, to: ids.count, by: Self.stretch) {
            let some = Array(ids[start..<min(start + Self.stretch, ids.count)])
            let part = try await database.transaction { db in try await markRead(some, before, now, owner, db) }
            read.threads += part.threads
            read.messages += part.messages
        }
        return read
    }

    /// Marks what is unread in all threads, or in those of a channel; with `before` only what came until then.
    func markAllRead(channel: Channel?, before: Timestamp?, now: Timestamp, of owner: ThreadOwner) async throws -> Read {
        try await markRead(try await ThreadStore.unread(channel: channel, of: owner, in: database), before: before, now: now, of: owner)
    }

    private func markRead(
        _ ids: [String], _ before: Timestamp?, _ now: Timestamp, _ owner: ThreadOwner, _ db: any SQLSession
    ) async throws -> Read {
        let threads = try await ThreadStore.lock(ids, of: owner, in: db).filter { $0.unreadCount > 0 }
        guard !threads.isEmpty else { return Read() }
        var read = Read()
        read.messages = try await MessageStore.markRead(threads: threads.map(\.id), before: before, now: now, of: owner, in: db)
        guard read.messages > 0 else { return read }
        let left = before == nil ? [:] : try await MessageStore.unreadCounts(threads: threads.map(\.id), of: owner, in: db)
        var moves: [ThreadKind: Int64] = [:]
        var counts: [String: Int64] = [:]
        for var thread in threads where thread.unreadCount != left[thread.id] ?? 0 {
            read.threads += 1
            moves[thread.kind, default: 0] -= 1
            thread.unreadCount = left[thread.id] ?? 0
            moves[thread.kind, default: 0] += 1
            counts[thread.id] = thread.unreadCount
        }
        try await ThreadStore.setUnread(counts, of: owner, in: db)
        try await ThreadCountStore.add(moves, of: owner, in: db)
        return read
    }

    // MARK: Deleting

    /// Messages that are deleted in one transaction (our choice: some ten milliseconds at the writer).
    static let deletionStretch = 1_000
    /// Seconds for which a long thread is kept from being written to while it is deleted (our choice: what a million messages take; after a
    /// crash the rest can be deleted when they are over).
    private static let deletionSeconds = 120.0

    /// Deletes a thread with its messages and everything that search knows of them. Returns how many messages it had.
    ///
    /// A long thread goes in several transactions, its oldest messages first; the counts fit after each of them. Should the server die between two,
    /// what is left of the thread is there and can be deleted again.
    /// - Throws: conflict while a reply is being written; `audit` is recorded with the first transaction.
    func delete(_ id: String, of owner: ThreadOwner, now: Timestamp, audit: AuditEntry) async throws -> Int {
        let lease = ID.uuid(at: now)
        var (count, isDone) = try await deleteOldest(of: id, lease, of: owner, now: now, audit: audit)
        while !isDone {
            let part = try await deleteOldest(of: id, lease, of: owner, now: now, audit: nil)
            count += part.count
            isDone = part.isDone
        }
        return count
    }

    private func deleteOldest(
        of id: String, _ lease: String, of owner: ThreadOwner, now: Timestamp, audit: AuditEntry?
    ) async throws -> (count: Int, isDone: Bool) {
        try await database.transaction { db in
            guard var thread = try await ThreadStore.lock(id, of: owner, in: db) else { throw Conversations.notFound }
            let until = now.adding(seconds: Self.deletionSeconds)
            guard try await TurnLeaseStore.take(lease, of: id, until: until, now: now, of: owner, in: db) else {
                throw Problem(.conflict, "A reply is being written in this conversation; try again when it is done", code: "busy", retryAfter: 1)
            }
            let kind = thread.kind
            let removed = try await index.removeOldest(Self.deletionStretch, in: id, of: owner, in: db)
            let isDone = removed < Self.deletionStretch
            if isDone {
                try await ThreadStore.delete(id, of: owner, in: db)
            } else {
                thread.messageCount -= Int64(removed)
                thread.unreadCount = try await MessageStore.unreadCounts(threads: [id], of: owner, in: db)[id] ?? 0
                try await ThreadStore.update(thread, of: owner, in: db)
            }
            try await ThreadCountStore.move(from: kind, to: isDone ? nil : thread.kind, of: owner, in: db)
            if let audit { try await Audit.record(audit, in: db) }
            return (removed, isDone)
        }
    }
}
