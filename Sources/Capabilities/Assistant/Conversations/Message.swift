import Vocabulary

/// One message of a conversation.
package struct Message: Sendable, Equatable {
    package enum Role: String, Sendable, CaseIterable, Codable { case user, assistant, system, tool }

    package enum Status: String, Sendable, CaseIterable {
        case complete
        /// A reply that is being written: `content` is what there is of it.
        case streaming
        /// It was cut off; `content` is what had come by then.
        case interrupted
        /// No reply came; `error` says why.
        case failed
    }

    /// Whether a reply's posture is read, and how far that is.
    package enum PostureState: String, Sendable, CaseIterable { case off, pending, done, failed }

    package var id: String
    package var threadID: String
    /// The place in the thread, from 1. Rises; numbers may be missing.
    package var number: Int64
    package var role: Role
    package var content: String
    /// Of replies: what the model thought before it answered; empty where it did not tell.
    package var reasoning = ""
    package var channel: Channel
    package var status = Status.complete
    package var error: String?
    package var isStarred = false
    package var readAt: Timestamp?
    package var createdAt: Timestamp
    /// Of replies: what they took. Nil of other messages.
    package var figures: ReplyFigures?
    package var runID: String?
    /// JSON array of what the model called.
    package var toolCalls: String?
    package var postureState = PostureState.off
    /// JSON of the reply's posture, once it was read.
    package var posture: String?
    /// Whether the reply claims deeds that no tool did.
    package var isUnverifiedClaim = false

    package init(
        id: String, threadID: String, number: Int64, role: Role, content: String, channel: Channel, status: Status = .complete, createdAt: Timestamp
    ) {
        self.id = id
        self.threadID = threadID
        self.number = number
        self.role = role
        self.content = content
        self.channel = channel
        self.status = status
        self.createdAt = createdAt
    }

    /// What a thread's `unread_count` counts.
    var isUnread: Bool { readAt == nil && status != .streaming }
}

/// What a reply took.
package struct ReplyFigures: Sendable, Equatable {
    package var model: String
    package var tokensIn: Int64 = 0
    package var tokensOut: Int64 = 0
    package var tokensCached: Int64 = 0
    /// Millionths of a dollar.
    package var costMicros: Int64 = 0
    /// From the question to the last word, in milliseconds.
    package var latencyMs: Int64 = 0
    package var actions: Int64 = 0

    package init(
        model: String, tokensIn: Int64 = 0, tokensOut: Int64 = 0, tokensCached: Int64 = 0, costMicros: Int64 = 0, latencyMs: Int64 = 0,
        actions: Int64 = 0
    ) {
        self.model = model
        self.tokensIn = tokensIn
        self.tokensOut = tokensOut
        self.tokensCached = tokensCached
        self.costMicros = costMicros
        self.latencyMs = latencyMs
        self.actions = actions
    }
}

/// How a reply ended.
package struct ReplyOutcome: Sendable {
    package enum End: Sendable, Equatable {
        case complete
        /// Cut off; what had come stays.
        case interrupted
        /// With a sentence for people.
        case failed(String)
    }

    package var end: End
    /// The whole reply; nil leaves what was stored while it was written.
    package var content: String?
    /// As `content`.
    package var reasoning: String?
    package var figures: ReplyFigures?
    /// JSON array.
    package var toolCalls: String?
    package var isUnverifiedClaim = false
    /// Whether its posture is to be read.
    package var awaitsPosture = false
    package var runID: String?

    package init(
        _ end: End, content: String? = nil, reasoning: String? = nil, figures: ReplyFigures? = nil,
        toolCalls: String? = nil, isUnverifiedClaim: Bool = false,
        awaitsPosture: Bool = false, runID: String? = nil
    ) {
        self.end = end
        self.content = content
        self.reasoning = reasoning
        self.figures = figures
        self.toolCalls = toolCalls
        self.isUnverifiedClaim = isUnverifiedClaim
        self.awaitsPosture = awaitsPosture
        self.runID = runID
    }
}
