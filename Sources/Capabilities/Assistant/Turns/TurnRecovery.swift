// Turns whose server died.
import Access
import Storage
import Vocabulary
import Web

extension Turns {
    /// Threads freed in one round (our choice: one round's transactions stay short of a minute even on a slow disk).
    private static let recoveryStretch = 200

    /// Puts away every turn whose lease has run out. For a job, and for the start of a server. Returns how many threads were freed.
    @discardableResult
    package func recover() async throws -> Int {
        var freed = 0
        while true {
            let now = clock()
            var freedNow = 0
            let expired = try await TurnLeaseStore.expired(now: now, limit: Self.recoveryStretch, in: database)
            for turn in expired {
                let lease = ID.uuid(at: now)
                freedNow += try await freeing { db in
                    // The thread may have been deleted, or taken by a new message, since it was listed.
                    guard (try? await conversations.lock(turn.threadID, of: turn.owner, in: db)) != nil,
                        try await TurnLeaseStore.take(lease, of: turn.threadID, until: now.adding(seconds: 5), now: now, of: turn.owner, in: db)
                    else { return 0 }
                    // Written here, and only the database was away: it is stored as soon as that answers.
                    for reply in try await conversations.streamingReplies(in: turn.threadID, of: turn.owner, in: db)
                    where running.reply(reply.id) != nil { throw StillWritten() }
                    try await putAway(in: turn.threadID, of: turn.owner, now: now, in: db)
                    try await TurnLeaseStore.release(lease, of: turn.threadID, of: turn.owner, in: db)
                    return 1
                }
            }
            freed += freedNow
            if expired.count < Self.recoveryStretch || freedNow == 0 { return freed }
        }
    }

    private struct StillWritten: Error {}

    private func freeing(_ body: @escaping @Sendable (any SQLSession) async throws -> Int) async throws -> Int {
        do { return try await database.transaction(body) } catch is StillWritten { return 0 }
    }

    /// Ends the replies of a thread that nobody writes any more, with what was saved of them: `interrupted` where there is text, `failed`
    /// where there is none. The action of one that had text, or whose model had called tools, is settled, with what was used up to
    /// the last saving, of the request under way an estimate; another's is released. The caller holds the thread's lease.
    func putAway(in threadID: String, of owner: ThreadOwner, now: Timestamp, in db: any SQLSession) async throws {
        for reply in try await conversations.streamingReplies(in: threadID, of: owner, in: db) {
            let turn = try await TurnStore.find(reply: reply.id, of: owner, in: db)
            let ending = ReplyEnding(
                hasText: !reply.content.isEmpty,
                calledTools: !(turn?.tools.isEmpty ?? true), hasReasoning: !reply.reasoning.isEmpty,
                failure: .interrupted)
            let progress = turn?.progress ?? TurnProgress()
            let written = reply.content.utf8.count + reply.reasoning.utf8.count
            let total = progress.total(text: written, prices: loop.prices, model: model.description.model)
            let usage = ending.settles
                ? ActionUsage(
                    tokensIn: Int64(total.usage.tokensIn), tokensOut: Int64(total.usage.tokensOut),
                    tokensCached: Int64(total.usage.tokensCached), costMicros: total.costMicros)
                : ActionUsage()
            let figures = ReplyFigures(
                model: total.model, tokensIn: usage.tokensIn, tokensOut: usage.tokensOut, tokensCached: usage.tokensCached,
                costMicros: usage.costMicros,
                latencyMs: turn.map { max(0, now.microseconds - $0.startedAt.microseconds) / 1_000 } ?? 0, actions: ending.settles ? 1 : 0)
            let end: ReplyOutcome.End = ending.status == .failed ? .failed(TurnFailure.interrupted.sentence) : .interrupted
            let ended = try await conversations.endReply(
                reply.id, in: threadID,
                ReplyOutcome(
                    end, figures: figures, toolCalls: progress.records.isEmpty ? nil : try JSON.text(progress.records),
                    isUnverifiedClaim: !reply.content.isEmpty && ClaimCues.isUnverified(reply.content, tools: progress.records),
                    awaitsPosture: readsPosture && ending.status != .failed),
                of: owner, now: now, in: db)
            guard let ended else { continue }
            if ended.postureState == .pending {
                try await ReplyPostureJob.enqueue(ReplyPostureJob.Work(owner: owner, replyID: reply.id), jobs, in: db)
            }
            guard let turn else { continue }
            let action = Reservation(id: turn.actionID, userID: owner.userID, organizationID: owner.organizationID)
            if ending.settles {
                try await actions.settle(action, usage: usage, now: now, in: db)
            } else {
                try await actions.release(action, now: now, in: db)
            }
            try await TurnStore.remove(reply: reply.id, of: owner, in: db)
        }
    }
}
