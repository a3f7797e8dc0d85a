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

    /// As JSON the answer comes when the reply is finished; where the caller accepts events, they begin as soon as the message is stored.
    func send(_ body: SendRequest, _ call: PersonCall) async throws -> Answer {
        let channel = try body.channel.map { try ConversationHandlers.channel($0, "channel") }
        let started = try await turns.start(
            Turns.Request(threadID: body.threadID, content: body.content, channel: channel, allowsTools: body.allowTools ?? false),
            by: ThreadOwner(organizationID: call.organizationID, userID: call.userID))
        if call.accept?.lowercased().contains(Self.eventStream) == true {
            return stream(ReplyFollower(turns: turns, owner: started.owner, turn: started.turn, live: started.reply), from: ReplyPosition())
        }
        guard let outcome = await started.reply.wait() else { throw CancellationError() }
        if let problem = outcome.problem { throw problem }
        return .ok(OK(outcome))
    }

    /// The rest of a reply for a browser that lost its stream: what came after `Last-Event-ID`, then what comes. Of a finished reply the
    /// rest and its last event. Works on any server.
    func follow(_ call: PersonCall) async throws -> Answer {
        let id = try call.uuid("reply_id")
        let owner = ThreadOwner(organizationID: call.organizationID, userID: call.userID)
        let follower = try await ReplyFollower.find(id, of: owner, turns)
        return stream(follower, from: ReplyPosition(lastEventID: call.lastEventID))
    }

    private func stream(_ follower: ReplyFollower, from position: ReplyPosition) -> Answer {
        .stream(type: "\(Self.eventStream); charset=utf-8", headers: ["Cache-Control": "no-cache, no-store"]) { out in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    while true {
                        try await Task.sleep(for: .seconds(ServerSentEvent.heartbeatSeconds))
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

/// Passes a reply on as events: from memory where it is being written here, from the database where another server writes it.
struct ReplyFollower: Sendable {
    let turns: Turns
    let owner: ThreadOwner
    let turn: StoredTurn
    /// Nil when this process does not write it.
    let live: LiveReply?

    /// Seconds between two looks at a reply that another server writes (our choice: as often as that server saves it).
    static let lookSeconds = 0.5
    /// How long a stream waits for a reply that nobody seems to write any more (our choice: longer than a turn and its recovery).
    static let patienceSeconds = 200.0

    /// - Throws: notFound when this person has no such reply.
    static func find(_ replyID: String, of owner: ThreadOwner, _ turns: Turns) async throws -> ReplyFollower {
        guard let message = try await turns.conversations.message(replyID, of: owner, in: turns.database), message.role == .assistant else {
            throw Problem(.notFound, "No such reply")
        }
        let stored = try await TurnStore.find(reply: replyID, of: owner, in: turns.database)
        let turn: StoredTurn
        if let stored { turn = stored } else {
            let question = try await turns.conversations.recent(1, in: message.threadID, before: message.number, of: owner, in: turns.database).last
            turn = StoredTurn(
                threadID: message.threadID, replyID: replyID, messageID: question?.id ?? "", actionID: "", startedAt: message.createdAt)
        }
        return ReplyFollower(turns: turns, owner: owner, turn: turn, live: turns.running.reply(replyID))
    }

    func write(to out: @Sendable (String) async throws -> Void, from position: ReplyPosition) async throws {
        var position = position
        if !position.hasStarted {
            position.hasStarted = true
            let data = TurnOutcome.StartData(threadID: turn.threadID, messageID: turn.messageID, replyID: turn.replyID)
            try await out(try ServerSentEvent("start", id: position.id, data).text)
        }
        if let live {
            for await _ in live.changes() {
                for event in try live.snapshot.events(after: &position) { try await out(event.text) }
            }
            guard let outcome = live.outcome else { throw CancellationError() }
            return try await end(outcome, &position, out)
        }
        var waited = 0.0
        while waited < Self.patienceSeconds {
            guard let message = try await turns.conversations.message(turn.replyID, of: owner, in: turns.database) else { return }
            guard message.status == .streaming else { return try await end(TurnOutcome(message, turn), &position, out, message) }
            let tools = try await TurnStore.find(reply: turn.replyID, of: owner, in: turns.database)?.tools ?? []
            for event in try ReplySnapshot(text: message.content, tools: tools).events(after: &position) { try await out(event.text) }
            try await turns.pause(Self.lookSeconds)
            waited += Self.lookSeconds
        }
    }

    private func end(
        _ outcome: TurnOutcome, _ position: inout ReplyPosition, _ out: @Sendable (String) async throws -> Void, _ message: Message? = nil
    ) async throws {
        // Where in the text tools were called is not kept; those that a reader has not seen come first.
        let tools = live?.snapshot.tools ?? outcome.tools.flatMap { tool in
            [ToolEvent(name: tool.name, status: .running, at: 0), ToolEvent(name: tool.name, status: tool.status, at: 0)]
        }
        for event in try ReplySnapshot(text: outcome.reply, tools: tools).events(after: &position) { try await out(event.text) }
        try await out(try outcome.lastEvent(at: position).text)
    }
}

extension TurnOutcome {
    /// As a finished reply was stored. Its code is the state itself: only the sentence is kept.
    init(_ message: Message, _ turn: StoredTurn) {
        let records = message.toolCalls.flatMap { try? JSON.decode([ToolRecord].self, stored: $0.utf8) } ?? []
        let status: ReplyEnding.Status =
            switch message.status {
            case .complete: .complete
            case .failed: .failed
            case .interrupted, .streaming: .interrupted
            }
        self.init(
            threadID: message.threadID, messageID: turn.messageID, replyID: message.id, status: status, reply: message.content,
            figures: message.figures ?? ReplyFigures(model: ""), isUnverifiedClaim: message.isUnverifiedClaim, postureState: message.postureState,
            tools: records.map { Tool(name: $0.name, status: $0.status) },
            failure: status == .complete
                ? nil : TurnFailure(.badGateway, code: status.rawValue, message.error ?? TurnFailure.interrupted.sentence))
    }
}
