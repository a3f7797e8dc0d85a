// Turns whose server died.
import Access
import Storage
import Vocabulary

extension Turns {
    /// Threads freed in one round (our choice: one round's transactions stay short of a minute even on a slow disk).
    private static let recoveryStretch = 200

    /// Puts away every turn whose lease has run out. For a job, and for the start of a server. Returns how many threads were freed.
    @discardableResult
    package func recover() async throws -> Int {
        var freed = 0
        while true {
            let now = clock()
            let expired = try await TurnLeaseStore.expired(now: now, limit: Self.recoveryStretch, in: database)
            for turn in expired {
                let lease = ID.uuid(at: now)
                freed += try await database.transaction { db in
                    // The thread may have been deleted, or taken by a new message, since it was listed.
                    guard (try? await conversations.lock(turn.threadID, of: turn.owner, in: db)) != nil,
                        try await TurnLeaseStore.take(lease, of: turn.threadID, until: now.adding(seconds: 5), now: now, of: turn.owner, in: db)
                    else { return 0 }
                    try await putAway(in: turn.threadID, of: turn.owner, now: now, in: db)
                    try await TurnLeaseStore.release(lease, of: turn.threadID, of: turn.owner, in: db)
                    return 1
                }
            }
            if expired.count < Self.recoveryStretch { return freed }
        }
    }

    /// Ends the replies of a thread that nobody writes any more, with what was saved of them: `interrupted` where there is text, `failed`
    /// where there is none. The action of one that had text, or whose model had called tools, is settled, with what its text can be guessed to
    /// have cost; another's is released. The caller holds the thread's lease.
    func putAway(in threadID: String, of owner: ThreadOwner, now: Timestamp, in db: any SQLSession) async throws {
        for reply in try await conversations.streamingReplies(in: threadID, of: owner, in: db) {
            let turn = try await TurnStore.find(reply: reply.id, of: owner, in: db)
            let ending = ReplyEnding(hasText: !reply.content.isEmpty, calledTools: !(turn?.tools.isEmpty ?? true), failure: .interrupted)
            let tokens = Int64((reply.content.utf8.count + 3) / 4)
            let name = model.description.model
            let cost = loop.prices.cost(of: .init(tokensIn: 0, tokensOut: Int(tokens), isEstimated: true), model: name)
            let figures = ReplyFigures(
                model: name, tokensOut: tokens, costMicros: cost,
                latencyMs: turn.map { max(0, now.microseconds - $0.startedAt.microseconds) / 1_000 } ?? 0, actions: ending.settles ? 1 : 0)
            let end: ReplyOutcome.End = ending.status == .failed ? .failed(TurnFailure.interrupted.sentence) : .interrupted
            let ended = try await conversations.endReply(
                reply.id, in: threadID, ReplyOutcome(end, figures: figures, awaitsPosture: readsPosture && ending.status != .failed), of: owner,
                now: now, in: db)
            guard let ended else { continue }
            if ended.postureState == .pending {
                try await ReplyPostureJob.enqueue(ReplyPostureJob.Work(owner: owner, replyID: reply.id), jobs, in: db)
            }
            guard let turn else { continue }
            let action = Reservation(id: turn.actionID, userID: owner.userID, organizationID: owner.organizationID)
            if ending.settles {
                try await actions.settle(action, usage: ActionUsage(tokensOut: tokens, costMicros: cost), now: now, in: db)
            } else {
                try await actions.release(action, now: now, in: db)
            }
            try await TurnStore.remove(reply: reply.id, of: owner, in: db)
        }
    }
}
