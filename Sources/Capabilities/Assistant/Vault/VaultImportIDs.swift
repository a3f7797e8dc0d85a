// Under which id each note of an import is stored, when others have ids of the file already.
import Storage
import Vocabulary

/// A note keeps the id of its file. Where an entry of another shelf has it, the note gets the id that follows from it for this shelf, so that the
/// same file later finds it again.
///
/// Entries that no one sees yet decide nothing for good: those of an import whose server died are removed, and while another import is storing the
/// same notes on the same shelf, this one is refused.
struct VaultImportIDs: Sendable {
    let importID: String
    let shelf: VaultShelf
    let now: Timestamp

    /// Seconds without progress after which an import stands in the way of no other one (our choice: it notes its progress with every hundred notes,
    /// which take some ten milliseconds. One that is only slow is refused at its next step and has changed nothing).
    static let patience: Double = 5
    /// Ids that are tried for a note (our choice: the second is taken only when the note was moved to another shelf meanwhile).
    private static let chainLimit = 8

    struct Claims: Sendable {
        /// What is to be stored, with its id, in the order of ids: two transactions that store the same ones do not wait for each other.
        var entries: [VaultEntry] = []
        /// Ids of those that could not keep the id of the file.
        var renamed: Set<String> = []
        /// Imports that were given up, and published ones that no server seems to bring to their end.
        var abandoned: Set<String> = []
        var unfinished: Set<String> = []
    }

    static let inProgress = Problem(
        .conflict, "These notes are being imported by another request; try again when it has ended", code: "import_in_progress",
        retryAfter: Int(patience))

    /// Which of the entries have to be stored; the others are on the shelf.
    /// - Throws: conflict while another import is storing one of them on this shelf.
    func claim(_ entries: [VaultEntry], in db: any SQLSession) async throws -> Claims {
        var claims = Claims()
        var open = entries.map { (entry: $0, ids: [$0.id, replacement(of: $0.id)]) }
        for _ in 0..<Self.chainLimit {
            let holders = try await holders(of: open.flatMap(\.ids), &claims, in: db)
            var next: [(entry: VaultEntry, ids: [String])] = []
            for (entry, ids) in open {
                if try isPresent(ids, holders) { continue }
                guard let id = ids.first(where: { holders[$0] == nil }) else {
                    next.append((entry, ids + [replacement(of: ids[ids.count - 1])]))
                    continue
                }
                var entry = entry
                if id != entry.id { claims.renamed.insert(id) }
                entry.id = id
                claims.entries.append(entry)
            }
            guard !next.isEmpty else {
                claims.entries.sort { $0.id < $1.id }
                return claims
            }
            open = next
        }
        throw Self.inProgress
    }

    private func replacement(of id: String) -> String { DerivedID.uuid("note", shelf.holder, id) }

    private func isPresent(_ ids: [String], _ holders: [String: VaultImportStore.Holder]) throws -> Bool {
        for holder in ids.compactMap({ holders[$0] }) where holder.shelf == shelf {
            if holder.isHidden, holder.importID != importID { throw Self.inProgress }
            return true
        }
        return false
    }

    /// Who has these ids, after those of dead imports were removed.
    private func holders(
        of ids: [String], _ claims: inout Claims, in db: any SQLSession
    ) async throws -> [String: VaultImportStore.Holder] {
        let cutoff = now.adding(seconds: -Self.patience), org = shelf.organizationID
        var holders = try await VaultImportStore.holders(of: ids, org: org, in: db)
        let others = holders.values.filter { $0.importID != nil && $0.importID != importID }
        for holder in others where !holder.isHidden && holder.touchedAt < cutoff { claims.unfinished.formUnion(holder.importID.map { [$0] } ?? []) }
        let dead = Set(others.filter { $0.isHidden && ($0.state == .abandoned || $0.touchedAt < cutoff) }.compactMap(\.importID))
        guard !dead.isEmpty else { return holders }
        var isSettled = true
        for id in dead.sorted() {
            guard try await VaultImportStore.giveUp(id, org: org, untouchedSince: cutoff, now: now, in: db) else {
                // It was published or went on at this very moment.
                isSettled = false
                continue
            }
            let staged = holders.filter { $0.value.importID == id }.keys.sorted()
            try await VaultImportStore.removeStaged(staged, of: id, org: org, in: db)
            for entry in staged { holders[entry] = nil }
            claims.abandoned.insert(id)
        }
        return isSettled ? holders : try await VaultImportStore.holders(of: ids, org: org, in: db)
    }
}
