// Reading the audit log: lists, and the check of its chains.
import Storage
import Vocabulary

/// Which records of a chain are meant; nil = any.
package struct AuditFilter: Sendable, Equatable {
    package var since: Timestamp?
    package var action: String?

    package init(since: Timestamp? = nil, action: String? = nil) {
        self.since = since
        self.action = action
    }

    var isEmpty: Bool { since == nil && action == nil }
}

/// A record with its hash, as it is shown and exported.
package struct AuditListing: Sendable, Equatable {
    package var record: AuditRecord
    package var hash: String
}

/// A record that somebody wrote down earlier, and what it must still be.
package struct AuditAnchor: Sendable, Equatable {
    package var chain: String
    package var end: HashChain.End

    package init(chain: String, end: HashChain.End) {
        self.chain = chain
        self.end = end
    }
}

/// What a check found.
package struct AuditVerdict: Sendable, Equatable {
    /// An organization's id, or `Audit.instanceChain`.
    package var chain: String
    package var records = 0
    /// The last record: whoever writes it down can have the next check prove that nothing up to here was rewritten.
    package var end: HashChain.End
    package var problems: [String] = []
    /// The number of the first record that is missing, moved or changed.
    package var firstBroken: Int64?
    package var isIntact: Bool { problems.isEmpty }
}

package enum AuditLog {
    /// Matches are counted up to this many (our choice); beyond it a total says that it is capped. Without a filter it is exact.
    package static let countLimit = 10_000

    /// Records read at a time (our choice).
    private static let stretch = 1_000

    /// A page of a chain, newest first, and how many there are in all.
    /// - Parameter organization: nil = the instance's chain.
    package static func list(
        _ filter: AuditFilter, organization: String?, limit: Int, offset: Int, in db: any SQLSession
    ) async throws -> (listings: [AuditListing], total: Int, isTotalCapped: Bool) {
        let name = organization ?? Audit.instanceChain
        let stored = try await AuditStore.list(filter, limit: limit, offset: offset, chain: name, in: db)
        let listings = stored.compactMap { stored in stored.record.map { AuditListing(record: $0, hash: stored.hash) } }
        if filter.isEmpty { return (listings, Int(try await Audit.chain.end(of: name, in: db)?.number ?? 0), false) }
        let count = try await AuditStore.count(filter, limit: countLimit + 1, chain: name, in: db)
        return (listings, min(count, countLimit), count > countLimit)
    }

    /// The records of a chain after a number, oldest first, at most 1,000: for exports.
    package static func records(after number: Int64, organization: String?, in db: any SQLSession) async throws -> [AuditListing] {
        try await AuditStore.after(number, limit: stretch, chain: organization ?? Audit.instanceChain, in: db).compactMap { stored in
            stored.record.map { AuditListing(record: $0, hash: stored.hash) }
        }
    }

    /// Walks along a chain from its first record.
    ///
    /// Found are records that were edited, removed, moved, slipped in, or cut off at the end. Whoever can write to the database and makes
    /// the whole rest of a chain anew, with its end, is found by `anchors` alone: ends that earlier checks gave, kept elsewhere.
    package static func verify(chain name: String, anchors: [AuditAnchor] = [], in db: any SQLSession) async throws -> AuditVerdict {
        var walk = ChainWalk()
        let anchors = anchors.filter { $0.chain == name }
        var unseen = Set(anchors.map(\.end.number))
        while true {
            let before = walk.end
            try await follow(name, &walk, anchors, &unseen, in: db)
            // Read after the records: what was appended meanwhile is walked over as well, and the end can only be ahead of the walk.
            let end = try await Audit.chain.end(of: name, in: db)
            guard let end, end.number > walk.end.number, walk.end != before else {
                walk.finish(at: end)
                break
            }
        }
        for number in unseen.sorted() where number > 0 { walk.note(number, "record \(number), which was written down, is missing") }
        return AuditVerdict(chain: name, records: walk.records, end: walk.end, problems: walk.problems, firstBroken: walk.firstBroken)
    }

    private static func follow(
        _ name: String, _ walk: inout ChainWalk, _ anchors: [AuditAnchor], _ unseen: inout Set<Int64>, in db: any SQLSession
    ) async throws {
        while true {
            let records = try await AuditStore.after(walk.end.number, limit: stretch, chain: name, in: db)
            for stored in records {
                walk.follow(number: stored.number, previous: stored.previousHash, stored: stored.hash, computed: stored.record?.hash ?? "")
                for anchor in anchors where anchor.end.number == stored.number {
                    unseen.remove(anchor.end.number)
                    if anchor.end.hash != stored.hash { walk.note(stored.number, "record \(stored.number) is not the one that was written down") }
                }
            }
            guard records.count == stretch else { return }
        }
    }

    /// Every chain that there is.
    package static func chains(in db: any SQLSession) async throws -> [String] { try await Audit.chain.all(in: db) }
}
