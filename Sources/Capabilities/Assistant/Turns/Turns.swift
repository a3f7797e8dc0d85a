// A message comes in, a reply is written: what is done in which order, and what is stored when.
import Access
import Jobs
import LanguageModel
import Logging
import OutboundHTTP
import Outbox
import Storage
import Vocabulary
import Web

/// Turns of conversations with the model.
///
/// The order of a turn, each step only if the one before succeeded:
/// 1. the message is checked, and that a model is configured (nothing is stored yet);
/// 2. the thread is taken for this turn (409 `busy`);
/// 3. an action is reserved (402);
/// 4. message and empty reply are stored in one transaction: from here on nothing is lost, whatever dies;
/// 5. the model and its tools work, in a task of its own that nobody's disconnecting ends; what came is stored twice a second;
/// 6. one transaction ends the reply, settles or releases the action and frees the thread.
///
/// A server that dies leaves a thread whose lease runs out. Whoever finds it first, the job of any server or the next message in the
/// thread, does step 6 for it. Only the transaction that finds the reply still being written counts, so it happens once.
package struct Turns: Sendable {
    let database: any SQLDatabase
    let outbox: Outbox
    let conversations: Conversations
    let actions: Actions
    let jobs: Jobs
    let model: any LanguageModel
    let loop: TurnLoop
    let tools: @Sendable (Tier) -> ToolBox
    /// Nil when the posture of replies is not read.
    let readPosture: ReplyPostureJob.Read?
    var readsPosture: Bool { readPosture != nil }
    let clock: Clock
    /// Waits; tests decide for how long.
    let pause: @Sendable (_ seconds: Double) async throws -> Void
    let logger: Logger
    let running = RunningTurns()
    /// Messages of one key.
    let line = NamedLine()

    /// How long a thread stays taken without a sign of life (our choice: a dead server's threads are free again within this time and a
    /// round of the job), and how often that is given.
    static let leaseSeconds = 30.0
    static let renewSeconds = 8.0
    /// How long a finished reply is tried to be stored, about once a second, while the database does not answer (our choice: a database
    /// that is restarted, or fails over, is back by then).
    static let finishSeconds = 120.0
    /// What a turn may take beside the model and its tools: storing its end, and its recovery by another server. For its action's reservation.
    static let leftoverSeconds = 480.0
    static let stillAnswered = Problem(
        .conflict, "The request with this Idempotency-Key is still being answered", code: "in_progress", retryAfter: 1)
    /// Seconds between two savings of what came (our choice: *documented* as a few times a second at most).
    static let flushSeconds = 0.5
    /// Messages looked at for a prompt, before the budget of tokens cuts them (our choice).
    static let historyLimit = 100
    static let contentLimit = 32_000

    /// A message to be answered.
    struct Request: Sendable {
        var threadID: String?
        var content: String
        var channel: Channel?
        /// The person allows tools to write and reach the network even after foreign words.
        var allowsTools = false
        /// Makes it one message, however often it is sent.
        var key: SendKey?
    }

    /// A turn that has begun: everything is stored that its caller must not lose.
    struct Started: Sendable {
        var turn: StoredTurn
        var owner: ThreadOwner
        var reply: LiveReply
        var key: SendKey?
    }

    /// Steps 1 to 4; the rest goes on by itself.
    /// - Throws: malformed; unavailable `model_not_configured`; notFound; conflict `busy`; paymentRequired.
    func start(_ request: Request, by owner: ThreadOwner) async throws -> Started {
        let request = try Self.checked(request)
        guard model.description.isConfigured else { throw TurnFailure(.notConfigured).problem }
        guard !running.isStopping else { throw TurnFailure.shuttingDown.problem }
        let now = clock()
        // The turn is known by the id that its reply will have; the lease bears another, since a reply's id is only known with the reply.
        let lease = ID.uuid(at: now)
        if let id = request.threadID { try await take(id, lease, of: owner, now: now) }
        do {
            let action = try await actions.reserve(
                userID: owner.userID, organizationID: owner.organizationID, kind: .chat, now: now,
                seconds: max(Actions.leaseSeconds, loop.limits.seconds + Self.leftoverSeconds))
            do {
                return try await store(request, lease, action, of: owner, now: now)
            } catch let error as SQLError where error.kind == .outcomeUnknown {
                throw error
            } catch {
                await undisturbed { [database] in
                    _ = try await database.transaction { db in try await actions.release(action, now: clock(), in: db) }
                }
                throw error
            }
        } catch let error as SQLError where error.kind == .outcomeUnknown {
            // The message may be stored, with its reply: lease and reservation stay until they run out, and the recovery decides.
            throw error
        } catch {
            if let id = request.threadID {
                await undisturbed { [database] in _ = try await TurnLeaseStore.release(lease, of: id, of: owner, in: database) }
            }
            throw error
        }
    }

    private static func checked(_ request: Request) throws -> Request {
        var request = request
        request.content = request.content.normalized
        guard request.content.unicodeScalars.count <= contentLimit else {
            throw Problem.invalid("content", "may have at most \(contentLimit) characters")
        }
        guard request.content.contains(where: { !$0.isWhitespace }) else { throw Problem.invalid("content", "must not be blank") }
        if let id = request.threadID { request.threadID = try Check.uuid(id, "thread_id") }
        // These are written by this server alone; that a message came by a hook decides how far it is trusted.
        if request.channel == .monitor || request.channel == .webhook { throw Problem.invalid("channel", "is not one that messages can be sent on") }
        return request
    }

    /// Step 2. A turn that died here before is put away first.
    private func take(_ id: String, _ lease: String, of owner: ThreadOwner, now: Timestamp) async throws {
        try await database.transaction { db in
            _ = try await conversations.lock(id, of: owner, in: db)
            guard try await TurnLeaseStore.take(lease, of: id, until: now.adding(seconds: Self.leaseSeconds), now: now, of: owner, in: db) else {
                throw Problem(
                    .conflict, "A reply is being written in this conversation; wait until it is done", code: "busy", retryAfter: 2)
            }
            try await putAway(in: id, of: owner, now: now, in: db)
        }
    }

    /// Step 4.
    private func store(
        _ request: Request, _ lease: String, _ action: Reservation, of owner: ThreadOwner, now: Timestamp
    ) async throws -> Started {
        let isNew = request.threadID == nil
        let channel = request.channel
        let (turn, thread, messages) = try await database.transaction { db in
            var thread: ConversationThread
            if let id = request.threadID {
                thread = try await conversations.lock(id, of: owner, in: db)
            } else {
                thread = try await conversations.start(channel ?? .api, opening: request.content, of: owner, now: now, in: db)
            }
            let until = clock().adding(seconds: Self.leaseSeconds)
            guard try await TurnLeaseStore.take(lease, of: thread.id, until: until, now: now, of: owner, in: db) else {
                throw Problem(.conflict, "A reply is being written in this conversation; wait until it is done", code: "busy", retryAfter: 2)
            }
            let message = try await conversations.append(request.content, channel: channel, to: &thread, of: owner, now: now, in: db)
            let reply = try await conversations.beginReply(channel: channel, to: &thread, of: owner, now: now, in: db)
            let turn = StoredTurn(threadID: thread.id, replyID: reply.id, messageID: message.id, actionID: action.id, startedAt: now)
            if let key = request.key {
                guard try await SentKeyStore.take(key, for: turn, now: now, of: owner, in: db) else { throw Self.stillAnswered }
            }
            try await TurnStore.insert(turn, of: owner, in: db)
            let messages = try await conversations.recent(Self.historyLimit, in: thread.id, before: reply.number, of: owner, in: db)
            return (turn, thread, messages)
        } wasCommitted: { stored, db in
            // The thread's row, which the lost transaction holds. Renewed, so that the recovery does not come in between.
            let turn = stored.0, until = clock().adding(seconds: Self.leaseSeconds)
            guard try await TurnLeaseStore.renew(lease, of: turn.threadID, until: until, of: owner, in: db) else { return false }
            return try await TurnStore.find(reply: turn.replyID, of: owner, in: db) != nil
        }
        if isNew { await outbox.announce(on: database) }
        let started = Started(turn: turn, owner: owner, reply: LiveReply(), key: request.key)
        begin(started, lease, action, messages, channel ?? thread.channel, request)
        return started
    }

    /// Step 5, beside the request.
    private func begin(
        _ started: Started, _ lease: String, _ action: Reservation, _ messages: [Message], _ channel: Channel, _ request: Request
    ) {
        let work = Task { await write(started, messages, channel, request) }
        running.add(started.turn.replyID, started.reply, cancel: { work.cancel() })
        Task {
            let keeper = Task { await keep(started, lease, work) }
            var result = await work.value
            if started.reply.isStopped, result.failure != nil { result.failure = .stopped }
            keeper.cancel()
            let stored = await keeper.value
            await finish(started, lease, action, result, isLost: !stored)
            running.remove(started.turn.replyID)
        }
    }

    private func write(_ started: Started, _ messages: [Message], _ channel: Channel, _ request: Request) async -> TurnResult {
        let owner = started.owner
        do {
            let tier = try await actions.tier(userID: owner.userID, organizationID: owner.organizationID, in: database)
            let tools = tools(tier)
            var trust = ToolBox.Trust(isWaived: request.allowsTools)
            let entries = TurnMemory.entries(messages, trust: &trust)
            let date = Tool.date(started.turn.startedAt)
            let system = TurnPrompt.system(channel: channel.rawValue, date: date, hasTools: !tools.isEmpty)
            return await loop.run(
                TurnLoop.Task(
                    messages: TurnPrompt.messages(system: system, entries, budget: loop.limits.promptTokens), tools: tools, trust: trust,
                    organizationID: owner.organizationID, userID: owner.userID, threadID: started.turn.threadID, startedAt: started.turn.startedAt),
                into: started.reply)
        } catch {
            logger.error("a turn failed", metadata: ["reply": "\(started.turn.replyID)", "error": "\(error)"])
            var result = TurnResult(model: model.description.model)
            result.failure = .failed
            return result
        }
    }

    // MARK: While it is being written

    /// Stores what came and shows signs of life until it is cancelled. False when the thread was taken from us: then the work is cancelled.
    private func keep(_ started: Started, _ lease: String, _ work: Task<TurnResult, Never>) async -> Bool {
        let turn = started.turn, owner = started.owner
        var stored = ReplySnapshot()
        var progress = TurnProgress()
        var sinceRenewal = 0.0
        while !Task.isCancelled {
            do { try await pause(Self.flushSeconds) } catch { break }
            sinceRenewal += Self.flushSeconds
            if !started.reply.isStopped, (try? await TurnStore.isStopping(reply: turn.replyID, of: owner, in: database)) == true {
                started.reply.stop()
                work.cancel()
            }
            // Before the text, so that it covers no more than that.
            let used = started.reply.progress
            let now = started.reply.snapshot
            let isDue = sinceRenewal >= Self.renewSeconds
            guard isDue || now != stored || used != progress else { continue }
            let isRewritten = now.restarts != stored.restarts
            let whole = ReplyText(now.text, reasoning: now.reasoning), before = ReplyText(stored.text, reasoning: stored.reasoning)
            let more = ReplyText(now.text.suffix(after: stored.text), reasoning: now.reasoning.suffix(after: stored.reasoning))
            let hasMore = now.tools.count > stored.tools.count || used != progress
            do {
                let isOurs = try await storeDetached { db in
                    let isWritten =
                        if isRewritten {
                            try await conversations.rewriteReply(turn.replyID, whole, of: owner, in: db)
                        } else if !more.isEmpty {
                            try await conversations.extendReply(turn.replyID, by: more, after: before, of: owner, in: db)
                        } else {
                            true
                        }
                    guard isWritten else { return false }
                    if hasMore { try await TurnStore.save(now.tools, used, reply: turn.replyID, of: owner, in: db) }
                    guard isDue else { return true }
                    return try await TurnLeaseStore.renew(
                        lease, of: turn.threadID, until: clock().adding(seconds: Self.leaseSeconds), of: owner, in: db)
                }
                guard isOurs else {
                    work.cancel()
                    return false
                }
                stored = now
                progress = used
                if isDue { sinceRenewal = 0 }
            } catch {
                logger.warning(
                    "a reply could not be saved on the way; it is tried again", metadata: ["reply": "\(turn.replyID)", "error": "\(error)"])
            }
        }
        return true
    }

    /// A transaction that the end of the calling task does not cut short.
    private func storeDetached(_ body: @escaping @Sendable (any SQLSession) async throws -> Bool) async throws -> Bool {
        try await Task { [database] in try await database.transaction(body) }.value
    }

    // MARK: Its end

    /// Step 6. Tried again for `finishSeconds` while the database does not answer, the thread kept all the while; after that the job does it.
    private func finish(_ started: Started, _ lease: String, _ action: Reservation, _ result: TurnResult, isLost: Bool) async {
        let turn = started.turn, owner = started.owner
        var outcome = outcome(of: result, turn)
        if isLost {
            outcome.status = result.text.isEmpty ? .failed : .interrupted
            outcome.failure = .interrupted
            return started.reply.finish(outcome)
        }
        let prepared = outcome
        let usage = ActionUsage(
            tokensIn: prepared.figures.tokensIn, tokensOut: prepared.figures.tokensOut, tokensCached: prepared.figures.tokensCached,
            costMicros: prepared.figures.costMicros)
        let ending = result.ending
        let records = try? JSON.text(result.tools)
        var mayHaveEnded = false
        for attempt in 0..<Int(Self.finishSeconds) {
            do {
                let ended = try await database.transaction { db -> Message? in
                    let now = clock()
                    let ended = try await conversations.endReply(
                        turn.replyID, in: turn.threadID,
                        ReplyOutcome(
                            prepared.end, content: prepared.reply, reasoning: prepared.reasoning, figures: prepared.figures,
                            toolCalls: result.tools.isEmpty ? nil : records,
                            isUnverifiedClaim: prepared.isUnverifiedClaim, awaitsPosture: readsPosture && ending.status != .failed),
                        of: owner, now: now, in: db)
                    // Somebody took the turn for dead and ended it, action and all.
                    guard let ended else { return nil }
                    if ending.settles { try await actions.settle(action, usage: usage, now: now, in: db) }
                    else { try await actions.release(action, now: now, in: db) }
                    if let key = started.key, let failure = ending.failure {
                        try await SentKeyStore.setFailure(failure, key, reply: turn.replyID, of: owner, in: db)
                    }
                    try await TurnStore.remove(reply: turn.replyID, of: owner, in: db)
                    try await TurnLeaseStore.release(lease, of: turn.threadID, of: owner, in: db)
                    if ended.postureState == .pending {
                        try await ReplyPostureJob.enqueue(ReplyPostureJob.Work(owner: owner, replyID: turn.replyID), jobs, in: db)
                    }
                    return ended
                }
                if let ended {
                    outcome.postureState = ended.postureState
                } else if mayHaveEnded, let message = try await conversations.message(turn.replyID, of: owner, in: database),
                    message.status == prepared.storedStatus, message.content == prepared.reply
                {
                    // By the attempt whose commit was not answered.
                    outcome.postureState = message.postureState
                } else {
                    outcome.failure = .interrupted
                }
                return started.reply.finish(outcome)
            } catch {
                if (error as? SQLError)?.kind == .outcomeUnknown { mayHaveEnded = true }
                logger.error("a reply could not be stored", metadata: ["reply": "\(turn.replyID)", "attempt": "\(attempt)", "error": "\(error)"])
                if attempt % Int(Self.renewSeconds) == 0 {
                    let until = clock().adding(seconds: Self.leaseSeconds)
                    _ = try? await TurnLeaseStore.renew(lease, of: turn.threadID, until: until, of: owner, in: database)
                }
                // A server that is to stop is killed by others before long.
                if running.isStopping, attempt >= 8 { break }
                try? await pause(1)
            }
        }
        outcome.status = outcome.status == .failed ? .failed : .interrupted
        outcome.failure = .failed
        started.reply.finish(outcome)
    }

    private func outcome(of result: TurnResult, _ turn: StoredTurn) -> TurnOutcome {
        let ending = result.ending
        let latency = max(0, clock().microseconds - turn.startedAt.microseconds) / 1_000
        return TurnOutcome(
            threadID: turn.threadID, messageID: turn.messageID, replyID: turn.replyID, status: ending.status, reply: result.text,
            reasoning: result.reasoning,
            figures: ReplyFigures(
                model: result.model, tokensIn: Int64(result.usage.tokensIn), tokensOut: Int64(result.usage.tokensOut),
                tokensCached: Int64(result.usage.tokensCached), costMicros: result.costMicros, latencyMs: latency, actions: ending.settles ? 1 : 0),
            isUnverifiedClaim: !result.text.isEmpty && ClaimCues.isUnverified(result.text, tools: result.tools),
            tools: result.tools.map { TurnOutcome.Tool(name: $0.name, status: $0.status) }, failure: ending.failure)
    }

    /// Cleaning up that must not fall to the caller's leaving. What fails is mended by the jobs.
    private func undisturbed(_ work: @escaping @Sendable () async throws -> Void) async {
        await Task { [logger] in
            do { try await work() } catch { logger.warning("cleaning up after a refused turn failed", metadata: ["error": "\(error)"]) }
        }.value
    }
}

extension String {
    /// What follows an earlier state of the same text.
    fileprivate func suffix(after earlier: String) -> String { String(self[utf8.index(startIndex, offsetBy: earlier.utf8.count)...]) }
}

extension TurnOutcome {
    /// As conversations store it.
    var end: ReplyOutcome.End {
        switch status {
        case .complete: .complete
        case .interrupted: .interrupted
        case .failed: .failed((failure ?? .failed).sentence)
        }
    }

    var storedStatus: Message.Status {
        switch end {
        case .complete: .complete
        case .interrupted: .interrupted
        case .failed: .failed
        }
    }
}
