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
        /// Of the imported ones, those that got another id because an entry of another shelf has theirs.
        var renamed = 0
        /// Conversations of the file, which are imported elsewhere; nil when it holds none.
        var conversations: Int?
        /// What of the file is no note, and why; nil when all was taken.
        var passedOver: [PassedOver.Group]?
        enum CodingKeys: String, CodingKey { case total, imported, skipped, renamed, conversations, passedOver = "passed_over" }
    }

    /// Takes the notes in. Runs to its end even if the caller goes away; `report` is told of progress, and what it throws is ignored.
    func run(
        _ file: ImportedNotes, onto shelf: VaultShelf, _ options: Options, by call: PersonCall,
        report: @escaping @Sendable (Progress) async -> Void = { _ in }
    ) async throws -> Outcome {
        // Not on the caller's task, which may be cancelled half-way. What is staged is no part of what the request commits: publishing is.
        let mark = CommitMark.current
        return try await CommitMark.$current.withValue(nil) {
            try await Task { try await take(file, onto: shelf, options, by: call, mark, report: report) }.value
        }
    }

    private func take(
        _ file: ImportedNotes, onto shelf: VaultShelf, _ options: Options, by call: PersonCall, _ mark: CommitMark?,
        report: @Sendable (Progress) async -> Void
    ) async throws -> Outcome {
        let notes = file.notes
        var outcome = Outcome(
            total: notes.count, conversations: file.conversations > 0 ? file.conversations : nil, passedOver: file.passedOver.told)
        let id = ID.uuid(at: clock()), org = shelf.organizationID
        var others = Others()
        try await VaultImportStore.begin(id, on: shelf, by: call.userID, now: clock(), in: database)
        do {
            let ids = Self.ids(of: notes, on: shelf, options)
            for start in stride(from: 0, to: notes.count, by: Self.stretch) {
                let part = start..<min(start + Self.stretch, notes.count)
                let entries = part.map { index in notes[index].entry(id: ids[index], on: shelf, by: call.userID) }
                let staged = try await stage(entries, of: id, on: shelf, options)
                outcome.imported += staged.imported
                outcome.renamed += staged.renamed
                others.abandoned.formUnion(staged.others.abandoned)
                others.unfinished.formUnion(staged.others.unfinished)
                await report(Progress(phase: .staging, done: part.upperBound, total: notes.count))
            }
            outcome.skipped = outcome.total - outcome.imported
            let imported = outcome.imported, now = clock()
            try await database.transaction { db in
                guard try await VaultImportStore.leaveStaging(id, org: org, for: .published, now: now, in: db) else { throw Self.overtaken }
                try await VaultTagStore.countEntries(imported, on: shelf, in: db)
                try await Audit.record(call.author.entry(.vaultImported, "vault", shelf.holder), in: db)
                try await mark?.write(db)
            } wasCommitted: { _, db in
                // Taking it back waits for the lost transaction, and shows how that ended.
                if try await VaultImportStore.leaveStaging(id, org: org, for: .abandoned, now: now, in: db) { return false }
                return try await VaultImportStore.state(id, org: org, in: db) == .published
            }
        } catch {
            await abandon(id, on: shelf)
            throw error
        }
        do {
            try await finish(id, on: shelf, total: outcome.imported, report)
            for other in others.abandoned.sorted() { try await removeStaged(other, on: shelf) }
            for other in others.unfinished.sorted() { try await finish(other, on: shelf, total: 0) { _ in } }
        } catch {
            // All of it is there; the round that comes by does the rest.
            logger.error("an import could not be indexed to its end yet", metadata: ["import": "\(id)", "error": "\(error)"])
        }
        return outcome
    }

    static let overtaken = Problem(.conflict, "The import took too long and was given up; nothing was imported", code: "abandoned")

    /// An id for each note. One that the file names no id for gets the one that follows from what it says and from the shelf, so that the same
    /// file later finds it there; equal notes of a file are told apart by their order.
    private static func ids(of notes: [ImportedNote], on shelf: VaultShelf, _ options: Options) -> [String] {
        guard !options.givesNewIDs else { return newIDs(of: notes) }
        var equal: [String: Int] = [:]
        return notes.map { note in
            if let id = note.id { return id }
            let text = DerivedID.uuid("note", shelf.holder, note.content, VaultEntryStore.text(note.tags), note.sourceReference ?? "")
            let count = equal[text, default: 0]
            equal[text] = count + 1
            return count == 0 ? text : DerivedID.uuid("note", text, String(count))
        }
    }

    /// New ids, in the order of the file where times are equal, so that what was in order stays in order.
    private static func newIDs(of notes: [ImportedNote]) -> [String] {
        var ids = Array(repeating: "", count: notes.count)
        for (time, indices) in Dictionary(grouping: notes.indices, by: { notes[$0].createdAt }) {
            for (index, id) in zip(indices, indices.map { _ in ID.uuid(at: time) }.sorted()) { ids[index] = id }
        }
        return ids
    }

    /// What earlier imports left behind that stood in the way of this one.
    private struct Others {
        var abandoned: Set<String> = []
        var unfinished: Set<String> = []
    }

    private struct Staged {
        var imported = 0
        var renamed = 0
        var others = Others()
    }

    /// How often ids are looked up again because somebody stored one of them between looking and storing (our choice).
    private static let attempts = 5

    private func stage(_ entries: [VaultEntry], of id: String, on shelf: VaultShelf, _ options: Options) async throws -> Staged {
        let now = clock(), org = shelf.organizationID
        return try await database.transaction { db in
            guard try await VaultImportStore.touch(id, org: org, .staging, now: now, in: db) else { throw Self.overtaken }
            let ids = VaultImportIDs(importID: id, shelf: shelf, now: now)
            var staged = Staged(), open = entries
            for _ in 0..<Self.attempts {
                let claims = options.givesNewIDs ? VaultImportIDs.Claims(entries: open) : try await ids.claim(open, in: db)
                staged.others.abandoned.formUnion(claims.abandoned)
                staged.others.unfinished.formUnion(claims.unfinished)
                let rows = claims.entries.map { (entry: $0, hash: VaultEntries.hash(of: $0.content)) }
                let stored = try await VaultEntryStore.stage(rows, org: org, importID: id, in: db)
                staged.imported += stored.count
                staged.renamed += stored.intersection(claims.renamed).count
                open = claims.entries.filter { !stored.contains($0.id) }
                guard !open.isEmpty else { return staged }
            }
            throw VaultImportIDs.inProgress
        }
    }

    /// Indexes what a published import brought, and ends it. Two servers may do it at the same time.
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
            done += count
            // Not at its end yet where another server took the last ones, or a part of them.
            if count == 0, try await VaultImportStore.end(id, org: org, in: database) { break }
            await report(Progress(phase: .indexing, done: done, total: total))
        }
    }

    /// Takes back what was staged. What it leaves, the round removes.
    private func abandon(_ id: String, on shelf: VaultShelf) async {
        do {
            let org = shelf.organizationID
            let isMine = try await VaultImportStore.leaveStaging(id, org: org, for: .abandoned, now: clock(), in: database)
            // Published after all, where the commit's answer was lost.
            if !isMine, try await VaultImportStore.state(id, org: org, in: database) == .published { return }
            try await removeStaged(id, on: shelf)
        } catch {
            logger.error("what an import staged could not be removed yet", metadata: ["import": "\(id)", "error": "\(error)"])
        }
    }

    private func removeStaged(_ id: String, on shelf: VaultShelf) async throws {
        while try await VaultImportStore.removeStaged(id, org: shelf.organizationID, limit: Self.stretch * 5, in: database) > 0 {}
        _ = try await VaultImportStore.end(id, org: shelf.organizationID, in: database)
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
