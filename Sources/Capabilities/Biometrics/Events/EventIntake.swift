// Takes batches of events: the hot path.
import Access
import MatchEngine
import Storage
import Vocabulary
import Web

struct EventIntake: Sendable {
    let database: any SQLDatabase
    let usage: Usage

    struct Receipt: Encodable, Sendable {
        var sessionID: String
        var accepted: Int
        var rejected: Int
        var totalEventCount: Int
        enum CodingKeys: String, CodingKey { case sessionID = "session_id", accepted, rejected, totalEventCount = "total_event_count" }

        /// As `JSON` writes it, at a fraction of the cost: this is answered more often than everything else together.
        var answer: Answer {
            let isPlain = sessionID.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            guard isPlain else { return .ok(self) }
            let text =
                "{\"accepted\":\(accepted),\"rejected\":\(rejected),\"session_id\":\"\(sessionID)\",\"total_event_count\":\(totalEventCount)}"
            return .content(Array(text.utf8), type: "application/json")
        }
    }

    /// A sender's word that is beyond belief is cut here, so that sums never overflow.
    static let mostDropped = 1_000_000_000

    private enum Outcome: Sendable {
        case taken(Receipt)
        case refused(Problem)
    }

    func ingest(_ body: [UInt8], _ facts: RequestFacts, _ known: Caller?, _ admission: Admission) async throws -> Answer {
        let read = try await facts.offload(bytes: body.count) { try EventBatchReader.read(body) }
        let caller: Caller
        if let known {
            caller = known
        } else {
            // A beacon carries its key in the body.
            guard let key = read.publishableKey else { throw Problem(.unauthenticated, "Missing API key") }
            caller = try await admission.caller(bodyKey: key)
        }
        let org = caller.organizationID
        let now = facts.now
        // Packed outside the transaction: on SQLite it holds the only writer.
        let whole = EventBlock.encode(read.events)
        let batchID = read.batchSequence.map { "s\($0)" } ?? "r" + ID.randomBase62(16)
        if let receipt = try await storeAtOnce(read, whole, batchID, org: org, now: now) { return receipt.answer }
        let outcome: Outcome = try await database.transaction { db in
            try await store(read, whole, batchID, org: org, now: now, in: db)
        }
        switch outcome {
        case .taken(let receipt): return receipt.answer
        case .refused(let problem): throw problem
        }
    }

    /// The batch has been stored before.
    private struct KnownBatch: Error {}

    /// The common case in two statements: an active session with room for the whole batch, a new batch, and no caps on this instance.
    /// Nil, with nothing written, in every other case.
    private func storeAtOnce(_ batch: EventBatch, _ block: [UInt8], _ batchID: String, org: String, now: Timestamp) async throws -> Receipt? {
        guard !usage.hasCaps, !batch.hasEnded else { return nil }
        let count = batch.events.count
        if database.dialect == .postgres,
            let total = try await EventBatchStore.insertWithCount(batch, block, batchID, org: org, at: now, in: database)
        {
            return Receipt(sessionID: batch.sessionID, accepted: count, rejected: 0, totalEventCount: total)
        }
        do {
            return try await database.transaction { db in
                let row = try await db.first(
                    """
                    UPDATE sessions SET event_count = event_count + $3, batch_count = batch_count + 1, last_event_at = $4, updated_at = $4,
                        dropped_events = dropped_events + $7, sdk_version = COALESCE($5, sdk_version), page_url = COALESCE($6, page_url)
                    WHERE organization_id = $1 AND id = $2 AND status = 'active' AND event_count <= $8 RETURNING event_count, mode, created_at
                    """,
                    [
                        .text(org), .text(batch.sessionID), .integer(Int64(count)), .integer(now.microseconds), .optional(batch.sdkVersion),
                        .optional(batch.pageURL), .integer(Int64(min(batch.droppedEvents, Self.mostDropped))),
                        .integer(Int64(Session.maximumEvents - count)),
                    ])
                guard let row else { return nil }
                let total = Int(try row.int("event_count"))
                let stored = EventBatchStore.Stored(accepted: count, rejected: 0, totalAfter: total)
                let isNew = try await EventBatchStore.insert(
                    block, stored, batchID: batchID, session: batch.sessionID, sessionAt: try row.int("created_at"), org: org, at: now, in: db)
                guard isNew else { throw KnownBatch() }
                let becomesBillable = total >= Usage.billableEvents && total - count < Usage.billableEvents
                if becomesBillable, try row.text("mode") == Mode.live.rawValue { try await Usage.countBillable(org: org, in: db) }
                return Receipt(sessionID: batch.sessionID, accepted: count, rejected: 0, totalEventCount: total)
            }
        } catch is KnownBatch {
            return nil
        }
    }

    private func store(
        _ batch: EventBatch, _ whole: [UInt8], _ batchID: String, org: String, now: Timestamp, in db: any SQLSession
    ) async throws -> Outcome {
        let row = try await db.first(
            "SELECT status, mode, event_count, created_at FROM sessions WHERE organization_id = $1 AND id = $2 \(db.dialect.forUpdate)",
            [.text(org), .text(batch.sessionID)])
        guard let row else { return .refused(Problem(.notFound, "Session not found")) }
        let total = Int(try row.int("event_count"))
        if batch.batchSequence != nil, let stored = try await EventBatchStore.find(batchID, session: batch.sessionID, org: org, in: db) {
            if batch.hasEnded, row["status"] == .text(Session.Status.active.rawValue) {
                try await end(batch.sessionID, as: .abandoned, org: org, now: now, in: db)
            }
            return .taken(Receipt(sessionID: batch.sessionID, accepted: stored.accepted, rejected: stored.rejected, totalEventCount: total))
        }
        let status = Session.Status(rawValue: try row.text("status")) ?? .active
        let isLive = try row.text("mode") == Mode.live.rawValue
        // A session that already counts may be finished; new ones are refused.
        if isLive, status == .active || status == .rejected, total < Usage.billableEvents,
            let refusal = try await usage.refusal(org: org, now: now, in: db)
        {
            if status == .active { try await end(batch.sessionID, as: .rejected, org: org, now: now, in: db) }
            return .refused(refusal)
        }
        let room = status == .active ? Session.maximumEvents - total : 0
        let accepted = min(room, batch.events.count)
        let receipt = Receipt(
            sessionID: batch.sessionID, accepted: accepted, rejected: batch.events.count - accepted, totalEventCount: total + accepted)
        guard accepted > 0 else {
            if batch.hasEnded, status == .active { try await end(batch.sessionID, as: .abandoned, org: org, now: now, in: db) }
            return .taken(receipt)
        }
        let block = accepted == batch.events.count ? whole : EventBlock.encode(Array(batch.events.prefix(accepted)))
        _ = try await EventBatchStore.insert(
            block, .init(accepted: accepted, rejected: receipt.rejected, totalAfter: receipt.totalEventCount),
            batchID: batchID, session: batch.sessionID, sessionAt: try row.int("created_at"), org: org, at: now, in: db)
        try await db.execute(
            """
            UPDATE sessions SET event_count = event_count + $3, batch_count = batch_count + 1, last_event_at = $4, updated_at = $4,
                dropped_events = dropped_events + $7,
                sdk_version = COALESCE($5, sdk_version), page_url = COALESCE($6, page_url)
            WHERE organization_id = $1 AND id = $2
            """,
            [
                .text(org), .text(batch.sessionID), .integer(Int64(accepted)), .integer(now.microseconds), .optional(batch.sdkVersion),
                .optional(batch.pageURL),
                .integer(Int64(min(batch.droppedEvents, Self.mostDropped))),
            ])
        if isLive, total < Usage.billableEvents, total + accepted >= Usage.billableEvents { try await Usage.countBillable(org: org, in: db) }
        if batch.hasEnded { try await end(batch.sessionID, as: .abandoned, org: org, now: now, in: db) }
        return .taken(receipt)
    }

    private func end(_ id: String, as status: Session.Status, org: String, now: Timestamp, in db: any SQLSession) async throws {
        guard var session = try await SessionStore.find(id, org: org, in: db) else { return }
        let before = try session.dimensions(categories: [:])
        session.status = status
        session.updatedAt = now
        try await SessionStore.update(session, org: org, in: db)
        try await SessionCounting.move(from: before, to: try session.dimensions(categories: [:]), org: org, in: db)
    }
}
