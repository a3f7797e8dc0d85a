// Following a reply, wherever it is written.
import Storage
import Vocabulary
import Web

/// Passes a reply on as events: from memory where it is being written here, from the database where another server writes it.
struct ReplyFollower: Sendable {
    let turns: Turns
    let owner: ThreadOwner
    let turn: StoredTurn
    /// Nil when this process does not write it.
    let live: LiveReply?
    /// The key of a message that was sent before; nil where it was sent now.
    var repeated: SendKey?

    /// Seconds between two looks at a reply that another server writes (our choice: as often as that server saves it).
    static let lookSeconds = 0.5
    /// How long is waited for a reply that nobody seems to write any more (our choice: longer than a turn, its storing and its recovery).
    var patienceSeconds: Double { turns.loop.limits.seconds + Turns.finishSeconds + 80 }

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
        while waited < patienceSeconds {
            // Before the message: its words may be newer than what is known of them, never older.
            let stored = try await TurnStore.find(reply: turn.replyID, of: owner, in: turns.database)
            guard let message = try await turns.conversations.message(turn.replyID, of: owner, in: turns.database) else { return }
            guard message.status == .streaming else { return try await end(told(message), &position, out) }
            let snapshot = ReplySnapshot(
                text: message.content, tools: stored?.tools ?? [], reasoning: message.reasoning, restarts: stored?.progress.restarts ?? 0)
            for event in try snapshot.events(after: &position) { try await out(event.text) }
            try await turns.pause(Self.lookSeconds)
            waited += Self.lookSeconds
        }
    }

    /// How the reply ended, waiting for it.
    /// - Throws: notFound when it was deleted meanwhile; conflict `in_progress` when nobody ends it.
    func outcome() async throws -> TurnOutcome {
        if let live {
            guard let outcome = await live.wait() else { throw CancellationError() }
            return outcome
        }
        var waited = 0.0
        while waited < patienceSeconds {
            guard let message = try await turns.conversations.message(turn.replyID, of: owner, in: turns.database) else {
                throw Conversations.notFound
            }
            if message.status != .streaming { return try await told(message) }
            try await turns.pause(Self.lookSeconds)
            waited += Self.lookSeconds
        }
        throw Turns.stillAnswered
    }

    /// A finished reply as it was told first: the reason of a failure is kept with the message's key.
    private func told(_ message: Message) async throws -> TurnOutcome {
        var outcome = TurnOutcome(message, turn)
        guard let repeated, outcome.failure != nil else { return outcome }
        let sent = try await SentKeyStore.find(repeated.key, now: turn.startedAt, of: owner, in: turns.database)
        outcome.failure = sent?.failure ?? .interrupted
        return outcome
    }

    private func end(
        _ outcome: TurnOutcome, _ position: inout ReplyPosition, _ out: @Sendable (String) async throws -> Void
    ) async throws {
        // Where in the text tools were called is not kept; those that a reader has not seen come first.
        let tools = live?.snapshot.tools ?? outcome.tools.flatMap { tool in
            [ToolEvent(name: tool.name, status: .running, at: 0), ToolEvent(name: tool.name, status: tool.status, at: 0)]
        }
        // How often a finished text had begun again is not kept: its reader is taken to know.
        let snapshot = ReplySnapshot(
            text: outcome.reply, tools: tools, reasoning: outcome.reasoning, restarts: live?.snapshot.restarts ?? position.restarts)
        for event in try snapshot.events(after: &position) { try await out(event.text) }
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
            reasoning: message.reasoning,
            figures: message.figures ?? ReplyFigures(model: ""), isUnverifiedClaim: message.isUnverifiedClaim, postureState: message.postureState,
            tools: records.map { Tool(name: $0.name, status: $0.status) },
            failure: status == .complete
                ? nil : TurnFailure(.badGateway, code: status.rawValue, message.error ?? TurnFailure.interrupted.sentence))
    }
}
