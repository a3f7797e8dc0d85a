// How threads begin and messages come into them. All of it happens inside the caller's transaction.
import Outbox
import Storage
import Vocabulary
import Web

/// Threads and messages with everything that hangs on them: counts, previews, the text index and the outbox, kept in one transaction.
///
/// Whoever adds several things to a thread does so on the value that `start` or `lock` gave, in that same transaction.
package struct Conversations: Sendable {
    let outbox: Outbox
    let index: MessageIndex

    package init(outbox: Outbox) {
        self.outbox = outbox
        index = MessageIndex()
    }

    static let notFound = Problem(.notFound, "No such conversation")

    /// Begins a thread and records `conversation.start`; call `outbox.announce` after the commit.
    ///
    /// - Parameters:
    ///   - title: as its maker calls it; nil makes one of the opening's first line.
    ///   - opening: what the first message will say. It is not stored by this.
    package func start(
        _ channel: Channel, title: String? = nil, opening: String, of owner: ThreadOwner, now: Timestamp, in db: any SQLSession
    ) async throws -> ConversationThread {
        let title = title ?? ThreadTitle.made(of: opening)
        let thread = ConversationThread(id: ID.uuid(at: now), title: title, channel: channel, createdAt: now)
        let words = TitleWords(title)
        try await ThreadStore.insert(thread, titleWords: words.text, of: owner, in: db)
        try await TitleWordStore.insert(words, thread: thread.id, of: owner, in: db)
        try await ThreadCountStore.move(from: nil, to: thread.kind, of: owner, in: db)
        let preview = ThreadTitle.preview(opening, ThreadTitle.eventPreviewLimit)
        try await outbox.record(
            ConversationStarted(threadID: thread.id, channel: channel, title: title, firstMessagePreview: preview),
            org: owner.organizationID, at: now, in: db)
        return thread
    }

    /// A thread of this person, held until the transaction ends.
    /// - Throws: not found.
    package func lock(_ id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> ConversationThread {
        guard let thread = try await ThreadStore.lock(id, of: owner, in: db) else { throw Self.notFound }
        return thread
    }

    /// A thread of this person, only to be looked at.
    /// - Throws: not found.
    package func find(_ id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> ConversationThread {
        guard let thread = try await ThreadStore.find(id, of: owner, in: db) else { throw Self.notFound }
        return thread
    }

    // MARK: Messages

    /// Stores what somebody said. Findable by search from the commit on.
    ///
    /// - Parameter isRead: what a person writes has been read by them; what comes from outside for them has not.
    @discardableResult
    package func append(
        _ content: String, as role: Message.Role = .user, channel: Channel? = nil, isRead: Bool = true, toolCalls: String? = nil,
        runID: String? = nil, to thread: inout ConversationThread, of owner: ThreadOwner, now: Timestamp, in db: any SQLSession
    ) async throws -> Message {
        var message = next(in: thread, role: role, content: content, channel: channel, now: now)
        message.readAt = isRead ? now : nil
        message.toolCalls = toolCalls
        message.runID = runID
        try await add(message, to: &thread, of: owner, in: db)
        try await index.insert(message, title: thread.title, of: owner, in: db)
        return message
    }

    /// Stores an empty reply that is going to be written. It is not unread and not findable until it ends.
    package func beginReply(
        channel: Channel? = nil, to thread: inout ConversationThread, of owner: ThreadOwner, now: Timestamp, in db: any SQLSession
    ) async throws -> Message {
        var message = next(in: thread, role: .assistant, content: "", channel: channel, now: now)
        message.status = .streaming
        try await add(message, to: &thread, of: owner, in: db)
        return message
    }

    /// Adds to a reply what has come since the last time. False when it is not being written any more: then stop.
    package func extendReply(
        _ id: String, by more: ReplyText, after before: ReplyText, of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> Bool {
        try await MessageStore.extend(id, by: more, after: before, of: owner, in: db)
    }

    /// Puts other words in place of a reply's, where what seemed to be the answer was reasoning. False as `extendReply`.
    package func rewriteReply(_ id: String, _ reply: ReplyText, of owner: ThreadOwner, in db: any SQLSession) async throws -> Bool {
        try await MessageStore.rewrite(id, reply, of: owner, in: db)
    }

    /// Ends a reply that is being written: complete, interrupted or failed. It becomes unread, and findable if it says anything.
    /// Nil when it had ended already, or is gone: then nothing was changed.
    @discardableResult
    package func endReply(
        _ id: String, in threadID: String, _ outcome: ReplyOutcome, of owner: ThreadOwner, now: Timestamp, in db: any SQLSession
    ) async throws -> Message? {
        // The thread's row first, as everywhere.
        guard var thread = try await ThreadStore.lock(threadID, of: owner, in: db),
            var message = try await MessageStore.find(id, of: owner, in: db), message.threadID == threadID, message.status == .streaming
        else { return nil }
        switch outcome.end {
        case .complete: message.status = .complete
        case .interrupted: message.status = .interrupted
        case .failed(let error):
            message.status = .failed
            message.error = error
        }
        message.content = outcome.content ?? message.content
        message.reasoning = outcome.reasoning ?? message.reasoning
        message.figures = outcome.figures
        message.toolCalls = outcome.toolCalls
        message.runID = outcome.runID
        message.isUnverifiedClaim = outcome.isUnverifiedClaim
        message.postureState = outcome.awaitsPosture && !message.content.isEmpty ? .pending : .off
        try await MessageStore.end(message, of: owner, in: db)
        let kind = thread.kind
        thread.unreadCount += message.isUnread ? 1 : 0
        thread.lastMessageAt = max(thread.lastMessageAt, now)
        if message.number == thread.lastNumber, !message.content.isEmpty { thread.lastPreview = ThreadTitle.preview(message.content) }
        try await ThreadStore.update(thread, of: owner, in: db)
        try await ThreadCountStore.move(from: kind, to: thread.kind, of: owner, in: db)
        try await index.insert(message, title: thread.title, of: owner, in: db)
        return message
    }

    /// Replies of a thread that are being written: after a crash, those to interrupt.
    package func streamingReplies(in threadID: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> [Message] {
        try await MessageStore.streaming(thread: threadID, of: owner, in: db)
    }

    /// Stores what a reply's posture turned out to be; nil when it could not be read. False when it is not awaited.
    @discardableResult
    package func setPosture(_ json: String?, ofReply id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Bool {
        try await MessageStore.setPosture(json, state: json == nil ? .failed : .done, id, of: owner, in: db)
    }

    /// The last messages for a prompt, oldest first: no reply that is being written, none that failed.
    ///
    /// - Parameter before: only messages with a lower number.
    package func recent(
        _ limit: Int, in threadID: String, before number: Int64 = .max, of owner: ThreadOwner, in db: any SQLSession
    ) async throws -> [Message] {
        try await MessageStore.newest(limit, before: number, thread: threadID, of: owner, in: db).filter {
            $0.status == .complete || ($0.status == .interrupted && !$0.content.isEmpty)
        }
    }

    /// Nil when this person has no such message.
    package func message(_ id: String, of owner: ThreadOwner, in db: any SQLSession) async throws -> Message? {
        try await MessageStore.find(id, of: owner, in: db)
    }

    private func next(in thread: ConversationThread, role: Message.Role, content: String, channel: Channel?, now: Timestamp) -> Message {
        // Times never run backwards within a thread, even if the clock does.
        let time = max(now, thread.lastMessageAt)
        return Message(
            id: ID.uuid(at: now), threadID: thread.id, number: thread.lastNumber + 1, role: role, content: content,
            channel: channel ?? thread.channel, createdAt: time)
    }

    private func add(_ message: Message, to thread: inout ConversationThread, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await MessageStore.insert(message, of: owner, in: db)
        let kind = thread.kind
        thread.lastNumber = message.number
        thread.messageCount += 1
        thread.unreadCount += message.isUnread ? 1 : 0
        thread.lastMessageAt = message.createdAt
        if !message.content.isEmpty { thread.lastPreview = ThreadTitle.preview(message.content) }
        try await ThreadStore.update(thread, of: owner, in: db)
        try await ThreadCountStore.move(from: kind, to: thread.kind, of: owner, in: db)
    }
}
