// What hangs on an entry and is found by: its tags with their counts, the words of its text, its vector.
import Storage
import Vocabulary

/// Every call belongs into the transaction that changes the entry's row.
enum VaultIndex {
    /// What searches see of an entry.
    static func document(_ entry: VaultEntry) -> TextDocument {
        TextDocument(
            id: entry.id, createdAt: entry.createdAt, body: entry.content,
            marks: entry.tags.map { TextMark(.tag, $0) } + [TextMark(.source, entry.source.rawValue)])
    }

    static func key(_ entry: VaultEntry) -> TextKey { TextKey(id: entry.id, createdAt: entry.createdAt) }

    /// Entries that are new on a shelf. The shelf's own count is not moved.
    static func add(_ entries: [VaultEntry], on shelf: VaultShelf, in db: any SQLSession) async throws {
        var counts: [String: Int] = [:]
        for entry in entries { for tag in entry.tags { counts[tag, default: 0] += 1 } }
        if !counts.isEmpty {
            try await VaultTagStore.insert(entries, on: shelf, in: db)
            try await VaultTagStore.count(counts, on: shelf, in: db)
        }
        try await TextIndex.vault.insert(entries.map(document), of: shelf.textOwner, in: db)
    }

    static func remove(_ entry: VaultEntry, in db: any SQLSession) async throws {
        try await VaultTagStore.delete(entry, in: db)
        try await VaultTagStore.count(Dictionary(entry.tags.map { ($0, -1) }, uniquingKeysWith: +), on: entry.shelf, in: db)
        try await TextIndex.vault.delete([key(entry)], of: entry.shelf.textOwner, in: db)
        try await VaultVectorStore.delete(entry, in: db)
    }

    /// An entry that was changed where it stands, or moved to another shelf. The counts of the shelves are moved too.
    static func change(_ old: VaultEntry, to new: VaultEntry, in db: any SQLSession) async throws {
        let isMoved = old.shelf != new.shelf
        if isMoved || old.tags != new.tags {
            try await VaultTagStore.delete(old, in: db)
            try await VaultTagStore.insert([new], on: new.shelf, in: db)
            var counts: [VaultShelf: [String: Int]] = [:]
            for tag in old.tags { counts[old.shelf, default: [:]][tag, default: 0] -= 1 }
            for tag in new.tags { counts[new.shelf, default: [:]][tag, default: 0] += 1 }
            // Shelves in one order as well.
            for (shelf, counts) in counts.sorted(by: { $0.key.holder < $1.key.holder }) { try await VaultTagStore.count(counts, on: shelf, in: db) }
        }
        if isMoved {
            for (shelf, change) in [(old.shelf, -1), (new.shelf, 1)].sorted(by: { $0.0.holder < $1.0.holder }) {
                try await VaultTagStore.countEntries(change, on: shelf, in: db)
            }
            try await TextIndex.vault.delete([key(old)], of: old.shelf.textOwner, in: db)
            try await TextIndex.vault.insert([document(new)], of: new.shelf.textOwner, in: db)
            try await VaultVectorStore.move(new.id, from: old.shelf, to: new.shelf, in: db)
        } else if old.tags != new.tags || old.content != new.content {
            try await TextIndex.vault.update(document(new), of: new.shelf.textOwner, in: db)
        }
        // The old text's vector says nothing about the new one.
        if old.content != new.content { try await VaultVectorStore.delete(new, in: db) }
    }
}

extension VaultShelf {
    var textOwner: TextOwner { isShared ? .organization(organizationID) : .user(holder, organizationID: organizationID) }
}
