import Vocabulary

/// A finished turn as the sender is told: the JSON answer of `send`, and the data of its `done` event.
struct TurnOutcome: Encodable, Sendable {
    struct Tool: Encodable, Sendable, Equatable {
        var name: String
        var status: ToolRecord.Status
    }

    var threadID: String
    /// The user's message.
    var messageID: String
    var replyID: String
    var status: ReplyEnding.Status
    var reply: String
    /// What the model thought; empty where it did not tell.
    var reasoning = ""
    var figures: ReplyFigures
    var isUnverifiedClaim = false
    var postureState = Message.PostureState.off
    var tools: [Tool] = []
    /// Why it is not complete; nil when it is.
    var failure: TurnFailure?

    enum CodingKeys: String, CodingKey {
        case threadID = "thread_id", messageID = "message_id", replyID = "reply_id", status, reply, reasoning, model, tokensIn = "tokens_in"
        case tokensOut = "tokens_out", tokensCached = "tokens_cached", costUSD = "cost_usd", latencyMs = "latency_ms", actions
        case unverifiedClaim = "unverified_claim", postureState = "posture_state", tools, interruption
    }
    struct Interruption: Encodable {
        var code: String
        var error: String
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(threadID, forKey: .threadID)
        try container.encode(messageID, forKey: .messageID)
        try container.encode(replyID, forKey: .replyID)
        try container.encode(status.rawValue, forKey: .status)
        try container.encode(reply, forKey: .reply)
        if !reasoning.isEmpty { try container.encode(reasoning, forKey: .reasoning) }
        try container.encode(figures.model, forKey: .model)
        try container.encode(figures.tokensIn, forKey: .tokensIn)
        try container.encode(figures.tokensOut, forKey: .tokensOut)
        try container.encode(figures.tokensCached, forKey: .tokensCached)
        try container.encode(Double(figures.costMicros) / 1_000_000, forKey: .costUSD)
        try container.encode(figures.latencyMs, forKey: .latencyMs)
        try container.encode(figures.actions, forKey: .actions)
        try container.encode(isUnverifiedClaim, forKey: .unverifiedClaim)
        try container.encode(postureState.rawValue, forKey: .postureState)
        try container.encode(tools, forKey: .tools)
        if let failure { try container.encode(Interruption(code: failure.code, error: failure.sentence), forKey: .interruption) }
    }

    /// What is thrown where no reply came; names the messages, which are stored all the same.
    var problem: Problem? {
        guard status == .failed else { return nil }
        var problem = (failure ?? .failed).problem
        problem.details["thread_id"] = .string(threadID)
        problem.details["message_id"] = .string(messageID)
        problem.details["reply_id"] = .string(replyID)
        return problem
    }

    /// The last event of a stream: `done`, or `error` for a reply that failed or broke off.
    func lastEvent(at position: ReplyPosition) throws -> ServerSentEvent {
        var end = position
        end.hasEnded = true
        guard status != .complete else { return try ServerSentEvent("done", id: end.id, self) }
        let failure = failure ?? .failed
        return try ServerSentEvent(
            "error", id: end.id,
            ErrorData(
                error: failure.sentence, code: failure.code, threadID: threadID, messageID: messageID, replyID: replyID, status: status.rawValue))
    }

    struct ErrorData: Encodable {
        var error: String
        var code: String
        var threadID: String
        var messageID: String
        var replyID: String
        var status: String
        enum CodingKeys: String, CodingKey {
            case error, code, threadID = "thread_id", messageID = "message_id", replyID = "reply_id", status
        }
    }

    struct StartData: Encodable, Sendable {
        var threadID: String
        var messageID: String
        var replyID: String
        enum CodingKeys: String, CodingKey { case threadID = "thread_id", messageID = "message_id", replyID = "reply_id" }
    }
}
