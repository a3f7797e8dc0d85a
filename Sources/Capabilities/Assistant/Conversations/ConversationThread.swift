import Vocabulary
import Web

/// Where a conversation is held, and how its replies are written.
package enum Channel: String, Sendable, CaseIterable, Codable, Comparable {
    case web, api, email, discord, sms, voice, monitor, webhook, mcp

    package static func < (left: Channel, right: Channel) -> Bool { left.rawValue < right.rawValue }
}

/// Whose conversations: every row of theirs leads with both.
package struct ThreadOwner: Sendable, Hashable {
    package var organizationID: String
    package var userID: String

    package init(organizationID: String, userID: String) {
        self.organizationID = organizationID
        self.userID = userID
    }
}

/// A conversation, without its messages.
package struct ConversationThread: Sendable, Equatable {
    package var id: String
    package var title: String
    package var channel: Channel
    package var isPinned = false
    package var isArchived = false
    package var isStarred = false
    /// Messages that were not read yet; a reply that is being written does not count.
    package var unreadCount: Int64 = 0
    package var messageCount: Int64 = 0
    /// The highest message number that was given out.
    package var lastNumber: Int64 = 0
    /// When the newest message came; the thread's creation while there is none.
    package var lastMessageAt: Timestamp
    package var lastPreview = ""
    package var createdAt: Timestamp

    package init(id: String, title: String, channel: Channel, createdAt: Timestamp) {
        self.id = id
        self.title = title
        self.channel = channel
        lastMessageAt = createdAt
        self.createdAt = createdAt
    }

    /// What totals tell threads apart by.
    var kind: ThreadKind {
        ThreadKind(channel: channel, isArchived: isArchived, isPinned: isPinned, isStarred: isStarred, isUnread: unreadCount > 0)
    }
}

/// Threads of one kind are counted together.
struct ThreadKind: Sendable, Hashable, Comparable {
    var channel: Channel
    var isArchived: Bool
    var isPinned: Bool
    var isStarred: Bool
    var isUnread: Bool

    private var key: String { "\(channel.rawValue) \(isArchived) \(isPinned) \(isStarred) \(isUnread)" }

    /// Any total order: rows are taken in it, so that two transactions seldom wait for each other.
    static func < (left: ThreadKind, right: ThreadKind) -> Bool { left.key < right.key }
}
