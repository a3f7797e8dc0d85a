// How threads and messages look from outside.
import Vocabulary
import Web

struct ThreadResponse: Encodable, Sendable {
    let thread: ConversationThread

    enum CodingKeys: String, CodingKey {
        case threadID = "thread_id", title, channel, pinned, archived, starred, unreadCount = "unread_count", messageCount = "message_count"
        case lastMessageAt = "last_message_at", lastPreview = "last_preview", createdAt = "created_at"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(thread.id, forKey: .threadID)
        try container.encode(thread.title, forKey: .title)
        try container.encode(thread.channel, forKey: .channel)
        try container.encode(thread.isPinned, forKey: .pinned)
        try container.encode(thread.isArchived, forKey: .archived)
        try container.encode(thread.isStarred, forKey: .starred)
        try container.encode(thread.unreadCount, forKey: .unreadCount)
        try container.encode(thread.messageCount, forKey: .messageCount)
        try container.encode(Milliseconds(thread.lastMessageAt), forKey: .lastMessageAt)
        try container.encode(thread.lastPreview, forKey: .lastPreview)
        try container.encode(Milliseconds(thread.createdAt), forKey: .createdAt)
    }
}

/// A message; of replies with what they took and what became of their posture.
struct MessageResponse: Encodable, Sendable {
    let message: Message

    enum CodingKeys: String, CodingKey {
        case messageID = "message_id", threadID = "thread_id", role, content, reasoning, channel, status, error, starred, readAt = "read_at"
        case createdAt = "created_at", model, tokensIn = "tokens_in", tokensOut = "tokens_out", tokensCached = "tokens_cached"
        case costUSD = "cost_usd", latencyMs = "latency_ms", actions, runID = "run_id", toolCalls = "tool_calls"
        case postureState = "posture_state", posture, isUnverifiedClaim = "unverified_claim"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(message.id, forKey: .messageID)
        try container.encode(message.threadID, forKey: .threadID)
        try container.encode(message.role, forKey: .role)
        try container.encode(message.content, forKey: .content)
        if !message.reasoning.isEmpty { try container.encode(message.reasoning, forKey: .reasoning) }
        try container.encode(message.channel, forKey: .channel)
        try container.encode(message.status.rawValue, forKey: .status)
        try container.encodeIfPresent(message.error, forKey: .error)
        try container.encode(message.isStarred, forKey: .starred)
        try container.encode(message.readAt.map(Milliseconds.init), forKey: .readAt)
        try container.encode(Milliseconds(message.createdAt), forKey: .createdAt)
        if let toolCalls = message.toolCalls { try container.encode(JSONValue(parsing: toolCalls), forKey: .toolCalls) }
        try container.encodeIfPresent(message.runID, forKey: .runID)
        guard message.role == .assistant else { return }
        // Null while nobody knows: of a reply that is being written, or that failed before the model answered.
        let figures = message.figures
        try container.encode(figures?.model, forKey: .model)
        try container.encode(figures?.tokensIn, forKey: .tokensIn)
        try container.encode(figures?.tokensOut, forKey: .tokensOut)
        try container.encode(figures?.tokensCached, forKey: .tokensCached)
        try container.encode((figures?.costMicros).map { Double($0) / 1_000_000 }, forKey: .costUSD)
        try container.encode(figures?.latencyMs, forKey: .latencyMs)
        try container.encode(figures?.actions ?? 0, forKey: .actions)
        try container.encode(message.postureState.rawValue, forKey: .postureState)
        if let posture = message.posture { try container.encode(JSONValue(parsing: posture), forKey: .posture) }
        try container.encode(message.isUnverifiedClaim, forKey: .isUnverifiedClaim)
    }
}

/// A stretch of the list of threads.
struct ThreadListResponse: Encodable, Sendable {
    var threads: [ThreadResponse]
    var total: Int
    /// True when there are more than `total`; left out otherwise.
    var totalCapped: Bool?
    var limit: Int
    var offset: Int
    var hasMore: Bool
    /// Threads with something unread, archived ones left out, whatever the filters.
    var unreadThreads: Int
    enum CodingKeys: String, CodingKey {
        case threads, total, totalCapped = "total_capped", limit, offset, hasMore = "has_more", unreadThreads = "unread_threads"
    }
}

/// A thread with its newest messages, or those before a message; oldest first.
struct ThreadMessagesResponse: Encodable, Sendable {
    var thread: ThreadResponse
    var messages: [MessageResponse]
    /// Whether there are older ones.
    var hasMore: Bool
    enum CodingKeys: String, CodingKey { case thread, messages, hasMore = "has_more" }
}

/// A found message.
struct SearchHitResponse: Encodable, Sendable {
    var threadID: String
    var messageID: String
    var title: String
    var channel: Channel
    var role: Message.Role
    var createdAt: Milliseconds
    /// Safe HTML: `<mark>` and `</mark>`, all else escaped.
    var snippet: String
    var score: Double
    var archived: Bool
    enum CodingKeys: String, CodingKey {
        case threadID = "thread_id", messageID = "message_id", title, channel, role, createdAt = "created_at", snippet, score, archived
    }
}

struct SearchResponse: Encodable, Sendable {
    var hits: [SearchHitResponse]
    var total: Int
    var totalCapped: Bool?
    var limit: Int
    var offset: Int
    var hasMore: Bool
    var tookMs: Double
    enum CodingKeys: String, CodingKey {
        case hits, total, totalCapped = "total_capped", limit, offset, hasMore = "has_more", tookMs = "took_ms"
    }
}
