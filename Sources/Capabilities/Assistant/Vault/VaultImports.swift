// Taking a whole file into the vault: all of it or nothing, without keeping others from writing meanwhile.
import Access
import Audit
import Logging
import Storage
import Vocabulary
import Web

/// An import has four steps.
/// 1. *Staging.* Its entries are stored in short transactions, marked with the import's id. As long as the import is staging nobody sees them.
/// 2. *Publishing.* One short transaction says that the import is published: all of its entries are there for everybody at once.
/// 3. *Indexing.* Tags, words and counts of tags follow, in short transactions again; an entry that is indexed loses its mark.
/// 4. The import's own row goes.
///
/// A crash in step 1 leaves nothing that anybody sees, and a round removes it; after step 2 a round does the rest of step 3.
package struct VaultImports: Sendable {
    let database: any SQLDatabase
    let clock: Clock
    let logger: Logger

    /// Entries of one transaction (our choice: some ten milliseconds at the writer).
    static let stretch = 100
    /// Seconds without progress after which an import's server is taken for dead (our choice: each transaction notes its progress).
    static let patience: Double = 300
    /// How often an import is tried to be brought to its end (our choice: with the pauses between them half an hour, longer than most faults).
    static let tries = 6

    struct Options: Sendable {
        /// Gives every note a new id. Otherwise a note keeps its own, and one that is on the shelf already is passed over.
        var givesNewIDs: Bool
    }

    struct Progress: Sendable, Equatable {
        enum Phase: String, Sendable { case staging, indexing }
        var phase: Phase
        var done: Int
        var total: Int
    }

    struct Outcome: Encodable, Sendable, Equatable {
        /// Notes of the file.
        var total: Int
        var imported = 0
        /// Of which the shelf has an entry with that id already; it was left as it is.
        var skipped = 0
        /// Of the imported ones, those that got another id because theirs is taken elsewhere.
        var renamed = 0
    }

    /// Takes the notes in. Runs to its end even if the caller goes away; `report` is told of progress, and what it throws is ignored.
    func run(
        _ notes: [ImportedNote], onto shelf: VaultShelf, _ options: Options, by call: PersonCall,
        report: @escaping @Sendable (Progress) async -> Void = { _ in }
    ) async throws -> Outcome {
        // Not on the caller's task, which may be cancelled half-way.
        try await Task { try await take(notes, onto: shelf, options, by: call, report: report) }.value
    }

    private func take(
        _ notes: [ImportedNote], onto shelf: VaultShelf, _ options: Options, by call: PersonCall, report: @Sendable (Progress) async -> Void
    ) async throws -> Outcome {
        var outcome = Outcome(total: notes.count)
        let id = ID.uuid(at: clock()), org = shelf.organizationID
        try await VaultImportStore.begin(id, on: shelf, by: call.userID, now: clock(), in: database)
        do {
            let ids = Self.ids(of: notes, options)
            for start in stride(from: 0, to: notes.count, by: Self.stretch) {
                let part = start..<min(start + Self.stretch, notes.count)
                let entries = part.map { index in notes[index].entry(id: ids[index], on: shelf, by: call.userID) }
                let counts = try await stage(entries, of: id, on: shelf)
                outcome.imported += counts.imported
                outcome.skipped += counts.skipped
                outcome.renamed += counts.renamed
                await report(Progress(phase: .staging, done: part.upperBound, total: notes.count))
            }
            let imported = outcome.imported, now = clock()
            try await database.transaction { db in
                guard try await VaultImportStore.leaveStaging(id, org: org, for: .published, now: now, in: db) else { throw Self.overtaken }
                try await VaultTagStore.countEntries(imported, on: shelf, in: db)
                try await Audit.record(call.author.entry(.vaultImported, "vault", shelf.holder), in: db)
            }
        } catch {
            await abandon(id, on: shelf)
            throw error
        }
        do { try await finish(id, on: shelf, total: outcome.imported, report) } catch {
            // All of it is there; the round that comes by does the rest.
            logger.error("an import could not be indexed to its end yet", metadata: ["import": "\(id)", "error": "\(error)"])
        }
        return outcome
    }

    static let overtaken = Problem(.conflict, "The import took too long and was given up; nothing was imported", code: "abandoned")

    /// An id for each note, in the order of the file where times are equal, so that what was in order stays in order.
    private static func ids(of notes: [ImportedNote], _ options: Options) -> [String] {
        var ids = notes.map { options.givesNewIDs ? nil : $0.id }
        let nameless = ids.indices.filter { ids[$0] == nil }
        for (_, indices) in Dictionary(grouping: nameless, by: { notes[$0].createdAt }) {
            let new = indices.map { ID.uuid(at: notes[$0].createdAt) }.sorted()
            for (index, id) in zip(indices, new) { ids[index] = id }
        }
        return ids.compactMap(\.self)
    }

    private func stage(_ entries: [VaultEntry], of id: String, on shelf: VaultShelf) async throws -> Outcome {
        let rows = entries.map { (entry: $0, hash: VaultEntries.hash(of: $0.content)) }
        let now = clock(), org = shelf.organizationID
        return try await database.transaction { db in
            var counts = Outcome(total: entries.count)
            guard try await VaultImportStore.touch(id, org: org, .staging, now: now, in: db) else { throw Self.overtaken }
            let stored = try await VaultEntryStore.stage(rows, org: org, importID: id, in: db)
            counts.imported = stored.count
            let refused = rows.filter { !stored.contains($0.entry.id) }
            guard !refused.isEmpty else { return counts }
            let present = try await VaultEntryStore.find(refused.map(\.entry.id), on: shelf, in: db)
            counts.skipped = refused.count { present[$0.entry.id] != nil }
            // An id that is somebody else's in the same organization: the note comes in under another one, and says nothing about theirs.
            let renamed = refused.filter { present[$0.entry.id] == nil }.map { row in
                var row = row
                row.entry.id = ID.uuid(at: row.entry.createdAt)
                return row
            }
            counts.renamed = try await VaultEntryStore.stage(renamed, org: org, importID: id, in: db).count
            counts.imported += counts.renamed
            return counts
        }
    }

    /// Indexes what a published import brought, and ends it.
    private func finish(_ id: String, on shelf: VaultShelf, total: Int, _ report: @Sendable (Progress) async -> Void) async throws {
        let org = shelf.organizationID
        var done = 0
        while true {
            let now = clock()
            let count = try await database.transaction { db in
                let entries = try await VaultImportStore.waiting(id, on: shelf, limit: Self.stretch, in: db)
                guard !entries.isEmpty else { return 0 }
                // Somebody may have shared one already.
                for (shelf, entries) in Dictionary(grouping: entries, by: \.shelf).sorted(by: { $0.key.holder < $1.key.holder }) {
                    try await VaultIndex.add(entries, on: shelf, in: db)
                }
                try await VaultImportStore.noteIndexed(entries, org: org, in: db)
                _ = try await VaultImportStore.touch(id, org: org, .published, now: now, in: db)
                return entries.count
            }
            guard count > 0 else { break }
            done += count
            await report(Progress(phase: .indexing, done: done, total: total))
        }
        try await VaultImportStore.end(id, org: org, in: database)
    }

    /// Takes back what was staged. What it leaves, the round removes.
    private func abandon(_ id: String, on shelf: VaultShelf) async {
        do {
            _ = try await VaultImportStore.leaveStaging(id, org: shelf.organizationID, for: .abandoned, now: clock(), in: database)
            try await removeStaged(id, on: shelf)
        } catch {
            logger.error("what an import staged could not be removed yet", metadata: ["import": "\(id)", "error": "\(error)"])
        }
    }

    private func removeStaged(_ id: String, on shelf: VaultShelf) async throws {
        while try await VaultImportStore.removeStaged(id, org: shelf.organizationID, limit: Self.stretch * 5, in: database) > 0 {}
        try await VaultImportStore.end(id, org: shelf.organizationID, in: database)
    }

    /// Brings imports to an end whose server died: published ones are indexed, others are taken back. How many there were.
    ///
    /// One that fails does not keep the others waiting: it is tried again after `patience`, `tries` times in all. Then it is left as it is, with the
    /// reason in its row: what was published is there and only partly found by its words, what was not is seen by nobody.
    @discardableResult
    package func recover() async throws -> Int {
        let unfinished = try await VaultImportStore.unfinished(
            since: clock().adding(seconds: -Self.patience), tries: Self.tries, in: database)
        for item in unfinished {
            do { try await bringToEnd(item) } catch is CancellationError { throw CancellationError() } catch {
                logger.error(
                    "an import could not be brought to its end", metadata: ["import": "\(item.id)", "try": "\(item.tries + 1)", "error": "\(error)"])
                try await VaultImportStore.noteFailure("\(error)", of: item, now: clock(), in: database)
            }
        }
        return unfinished.count
    }

    private func bringToEnd(_ item: VaultImportStore.Unfinished) async throws {
        switch item.state {
        case .published: try await finish(item.id, on: item.shelf, total: 0) { _ in }
        case .staging:
            // Its server may have published it at this very moment.
            let isMine = try await VaultImportStore.leaveStaging(
                item.id, org: item.shelf.organizationID, for: .abandoned, now: clock(), in: database)
            if isMine { try await removeStaged(item.id, on: item.shelf) }
        case .abandoned: try await removeStaged(item.id, on: item.shelf)
        }
    }
}

extension ImportedNote {
    fileprivate func entry(id: String, on shelf: VaultShelf, by userID: String) -> VaultEntry {
        VaultEntry(
            id: id, shelf: shelf, content: content, tags: tags, source: source, sourceReference: sourceReference, createdBy: userID,
            createdAt: createdAt, updatedAt: updatedAt, revision: 1, foreignWords: hasForeignWords ? .all : [])
    }
}
