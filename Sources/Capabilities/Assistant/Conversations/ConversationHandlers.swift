import Access
import Audit
import Storage
import Vocabulary
import Web

/// Lists, threads and what people do with them. `send` and its streams are in `Turns`.
struct ConversationHandlers: Sendable {
    let database: any SQLDatabase
    let changes: ConversationChanges

    init(database: any SQLDatabase, conversations: Conversations) {
        self.database = database
        changes = ConversationChanges(database: database, index: conversations.index)
    }

    // MARK: Looking

    func list(_ call: PersonCall) async throws -> Answer {
        let window = try call.window(
            "channel", "include_archived", "only_pinned", "only_unread", "only_starred", "since", "q")
        let query = call.query, owner = call.owner
        var listing = ThreadListing()
        listing.channels = Set(try query.texts("channel").map { try Self.channel($0, "channel") })
        listing.includesArchived = try query.boolean("include_archived") ?? false
        listing.onlyPinned = try query.boolean("only_pinned") ?? false
        listing.onlyUnread = try query.boolean("only_unread") ?? false
        listing.onlyStarred = try query.boolean("only_starred") ?? false
        listing.since = try query.time("since")
        let text = try query.text("q", limit: 256) ?? ""
        if text.contains(where: { !$0.isWhitespace }) { listing.title = TitleWords(text) }
        let page = try await listing.page(limit: window.limit, offset: window.offset, of: owner, in: database)
        let total = try await listing.total(of: owner, in: database)
        return .ok(
            OK(
                ThreadListResponse(
                    threads: page.threads.map(ThreadResponse.init), total: total.total, totalCapped: total.isCapped ? true : nil,
                    limit: window.limit, offset: window.offset, hasMore: page.hasMore, unreadThreads: total.unread)))
    }

    func thread(_ call: PersonCall) async throws -> Answer {
        let id = try call.uuid("thread_id"), owner = call.owner
        try call.query.allowOnly(["limit", "before"])
        let limit = try call.query.integer("limit", in: 1...500) ?? 50
        let before = try call.query.uuid("before")
        guard let thread = try await ThreadStore.find(id, of: owner, in: database) else { throw Conversations.notFound }
        var end = Int64.max
        if let before {
            guard let message = try await MessageStore.find(before, of: owner, in: database), message.threadID == id else {
                throw Problem(.notFound, "No such message in this conversation", field: "before")
            }
            end = message.number
        }
        let messages = try await MessageStore.newest(limit + 1, before: end, thread: id, of: owner, in: database)
        return .ok(
            OK(
                ThreadMessagesResponse(
                    thread: ThreadResponse(thread: thread), messages: messages.suffix(limit).map(MessageResponse.init),
                    hasMore: messages.count > limit)))
    }

    private struct OneMessage: Encodable, Sendable { var message: MessageResponse }

    func message(_ call: PersonCall) async throws -> Answer {
        let id = try call.uuid("message_id")
        guard let message = try await MessageStore.find(id, of: call.owner, in: database) else { throw Problem(.notFound, "No such message") }
        return .ok(OK(OneMessage(message: MessageResponse(message: message))))
    }

    // MARK: Marking

    struct MarkRequest: Decodable, Sendable {
        var threadID: String
        var value: Bool?
        enum CodingKeys: String, CodingKey { case threadID = "thread_id", value }
    }

    func pin(_ body: MarkRequest, _ call: PersonCall) async throws -> Answer { try await set(.pinned, "pinned", body, call) }
    func archive(_ body: MarkRequest, _ call: PersonCall) async throws -> Answer { try await set(.archived, "archived", body, call) }

    private func set(_ mark: ConversationChanges.Mark, _ name: String, _ body: MarkRequest, _ call: PersonCall) async throws -> Answer {
        let id = try Check.uuid(body.threadID, "thread_id"), value = body.value ?? true
        let changed = try await changes.set(mark, to: value, thread: id, of: call.owner)
        return .ok(OK<[String: JSONValue]>(["thread_id": .string(id), name: .bool(value), "changed": .bool(changed)]))
    }

    struct StarRequest: Decodable, Sendable {
        var threadID: String?
        var messageID: String?
        var value: Bool?
        enum CodingKeys: String, CodingKey { case threadID = "thread_id", messageID = "message_id", value }
    }

    func star(_ body: StarRequest, _ call: PersonCall) async throws -> Answer {
        let value = body.value ?? true
        switch (body.threadID, body.messageID) {
        case (let thread?, nil):
            let id = try Check.uuid(thread, "thread_id")
            let changed = try await changes.set(.starred, to: value, thread: id, of: call.owner)
            return .ok(OK<[String: JSONValue]>(["thread_id": .string(id), "starred": .bool(value), "changed": .bool(changed)]))
        case (nil, let message?):
            let id = try Check.uuid(message, "message_id")
            let changed = try await changes.star(message: id, value, of: call.owner)
            return .ok(OK<[String: JSONValue]>(["message_id": .string(id), "starred": .bool(value), "changed": .bool(changed)]))
        default: throw Problem.invalid("thread_id", "give either thread_id or message_id, and not both")
        }
    }

    struct MarkReadRequest: Decodable, Sendable {
        var threadIDs: [String]?
        var all: Bool?
        var channel: String?
        var before: String?
        enum CodingKeys: String, CodingKey { case threadIDs = "thread_ids", all, channel, before }
    }

    func markRead(_ body: MarkReadRequest, _ call: PersonCall) async throws -> Answer {
        let read: ConversationChanges.Read
        switch (body.threadIDs, body.all ?? false) {
        case (let ids?, false):
            guard (1...500).contains(ids.count) else { throw Problem.invalid("thread_ids", "must have 1 to 500 members") }
            let ids = try ids.enumerated().map { try Check.uuid($0.element, "thread_ids[\($0.offset)]") }
            guard body.channel == nil, body.before == nil else {
                throw Problem.invalid("channel", "channel and before go with all, not with thread_ids")
            }
            read = try await changes.markRead(ids, now: call.now, of: call.owner)
        case (nil, true):
            let channel = try body.channel.map { try Self.channel($0, "channel") }
            let before = try body.before.map { try Check.time($0, "before") }
            read = try await changes.markAllRead(channel: channel, before: before, now: call.now, of: call.owner)
        default: throw Problem.invalid("thread_ids", "give either thread_ids or all: true, and not both")
        }
        return .ok(OK<[String: JSONValue]>(["updated": .integer(Int64(read.threads)), "messages": .integer(Int64(read.messages))]))
    }

    // MARK: Changing

    struct RenameRequest: Decodable, Sendable {
        var threadID: String
        var title: String
        enum CodingKeys: String, CodingKey { case threadID = "thread_id", title }
    }

    func rename(_ body: RenameRequest, _ call: PersonCall) async throws -> Answer {
        let id = try Check.uuid(body.threadID, "thread_id")
        try Check.text(body.title, "title", length: 1...ThreadTitle.limit)
        let title = ThreadTitle.given(body.title)
        guard !title.isEmpty else { throw Problem.invalid("title", "must not be blank") }
        let changed = try await changes.rename(id, to: title, of: call.owner)
        return .ok(OK<[String: JSONValue]>(["thread_id": .string(id), "title": .string(title), "changed": .bool(changed)]))
    }

    struct DeleteRequest: Decodable, Sendable {
        var threadID: String
        enum CodingKeys: String, CodingKey { case threadID = "thread_id" }
    }

    func delete(_ body: DeleteRequest, _ call: PersonCall) async throws -> Answer {
        let id = try Check.uuid(body.threadID, "thread_id")
        let messages = try await changes.delete(id, of: call.owner, now: call.now, audit: call.author.entry(.deleted, "thread", id))
        return .ok(OK<[String: JSONValue]>(["thread_id": .string(id), "messages": .integer(Int64(messages))]))
    }

    static func channel(_ text: String, _ field: String) throws -> Channel {
        guard let channel = Channel(rawValue: text) else {
            throw Problem.invalid(field, "must be one of \(Channel.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return channel
    }
}

extension PersonCall {
    /// Whose conversations this call is about: the caller's own, always.
    var owner: ThreadOwner { ThreadOwner(organizationID: organizationID, userID: userID) }
}
