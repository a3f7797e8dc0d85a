// Sending a message over HTTP, and following its reply.
import Storage
import Vocabulary
import Web

struct SendHandlers: Sendable {
    let turns: Turns

    struct SendRequest: Decodable, Sendable {
        var threadID: String?
        var content: String
        var channel: String?
        /// Ours to add: tools may write and reach the network in this turn even after they read foreign words.
        var allowTools: Bool?
        enum CodingKeys: String, CodingKey { case threadID = "thread_id", content, channel, allowTools = "allow_tools" }
    }

    static let eventStream = "text/event-stream"

    /// A message that was sent with the same `Idempotency-Key` before is not sent again: its reply is followed.
    ///
    /// As JSON the answer comes when the reply is finished; where the caller accepts events, they begin as soon as the message is stored.
    func send(_ body: SendRequest, _ call: PersonCall) async throws -> Answer {
        let channel = try body.channel.map { try ConversationHandlers.channel($0, "channel") }
        var request = Turns.Request(threadID: body.threadID, content: body.content, channel: channel, allowsTools: body.allowTools ?? false)
        request.key = call.repeatable.map { SendKey(key: $0.key, contentHash: $0.contentHash) }
        let follower = try await turns.send(request, by: call.owner)
        if call.accept?.lowercased().contains(Self.eventStream) == true {
            return stream(follower, from: ReplyPosition())
        }
        let outcome = try await follower.outcome()
        guard follower.repeated != nil else {
            if let problem = outcome.problem { throw problem }
            return .ok(OK(outcome))
        }
        let envelope = ErrorEnvelope.okFalse
        if let problem = outcome.problem {
            return .replay(
                KeptAnswer(status: envelope.status(problem.kind).code, bytes: envelope.body(problem, requestID: call.requestID)))
        }
        return .replay(KeptAnswer(status: 200, bytes: try JSON.encode(OK(outcome))))
    }

    /// The rest of a reply for a browser that lost its stream: what came after `Last-Event-ID`, then what comes. Of a finished reply the
    /// rest and its last event. Works on any server.
    func follow(_ call: PersonCall) async throws -> Answer {
        let id = try call.uuid("reply_id")
        let follower = try await ReplyFollower.find(id, of: call.owner, turns)
        return stream(follower, from: ReplyPosition(lastEventID: call.lastEventID))
    }

    private func stream(_ follower: ReplyFollower, from position: ReplyPosition) -> Answer {
        var headers = ["Cache-Control": "no-cache, no-store"]
        if follower.repeated != nil { headers["Idempotent-Replay"] = "true" }
        let pause = turns.loop.limits.heartbeatSeconds
        return .stream(type: "\(Self.eventStream); charset=utf-8", headers: headers) { out in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    while true {
                        try await Task.sleep(for: .seconds(pause))
                        try await out.write(ServerSentEvent.heartbeat)
                    }
                }
                group.addTask {
                    try await follower.write(to: { try await out.write($0) }, from: position)
                    return true
                }
                defer { group.cancelAll() }
                _ = try await group.next()
            }
        }
    }
}
