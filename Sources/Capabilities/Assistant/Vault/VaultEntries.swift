// What can be done with entries, and who may do it.
import Access
import Audit
import Crypto
import Foundation
import Outbox
import Storage
import Vocabulary
import Web

package struct VaultEntries: Sendable {
    let database: any SQLDatabase
    let outbox: Outbox

    package init(database: any SQLDatabase, outbox: Outbox) {
        self.database = database
        self.outbox = outbox
    }

    static let notFound = Problem(.notFound, "Entry not found")

    // MARK: Remembering

    /// What is to be remembered. `content` and `tags` need not be in the form in which they are stored.
    package struct Note: Sendable {
        package var content: String
        package var tags: [String]
        package var source: VaultEntry.Source
        package var sourceReference: String?
        /// Somebody else than the person may have had a hand in it.
        package var hasForeignWords: Bool

        package init(
            content: String, tags: [String] = [], source: VaultEntry.Source, sourceReference: String? = nil, hasForeignWords: Bool = false
        ) {
            self.content = content
            self.tags = tags
            self.source = source
            self.sourceReference = sourceReference
            self.hasForeignWords = hasForeignWords
        }
    }

    package struct Remembered: Sendable {
        package var entry: VaultEntry
        /// At most three entries that stood on that shelf already with the same content, newest first.
        package var similar: [String]
    }

    /// Stores a note on a shelf, as a new entry whatever is there, and tells the outbox. The caller's right to that shelf is not checked.
    /// - Throws: malformed, naming `content`, `tags` or `source_ref`.
    package func remember(_ note: Note, on shelf: VaultShelf, by userID: String, now: Timestamp) async throws -> Remembered {
        let now = now.inMilliseconds
        let entry = VaultEntry(
            id: ID.uuid(at: now), shelf: shelf, content: try NoteText.content(note.content), tags: try NoteTags.written(note.tags),
            source: note.source, sourceReference: try NoteText.reference(note.sourceReference), createdBy: userID, createdAt: now,
            updatedAt: now, revision: 1, foreignWords: note.hasForeignWords ? .all : [])
        let hash = Self.hash(of: entry.content), event = VaultEntryEvent(entry, at: now)
        let similar = try await database.transaction { [outbox] db in
            let similar = try await VaultEntryStore.similar(hash, on: shelf, in: db)
            try await VaultEntryStore.insert(entry, hash: hash, in: db)
            // Tags before shelves, as everywhere, so that two transactions never wait for each other.
            try await VaultIndex.add([entry], on: shelf, in: db)
            try await VaultTagStore.countEntries(1, on: shelf, in: db)
            try await outbox.record(event, in: db)
            return similar
        }
        await outbox.announce(on: database)
        return Remembered(entry: entry, similar: similar)
    }

    /// What equal contents are found by.
    static func hash(of content: String) -> [UInt8] { Array(SHA256.hash(data: Data(content.utf8)).prefix(16)) }

    // MARK: Changing

    /// What an update changes; nil = stays as it is.
    struct Change: Sendable {
        enum Place: Sendable { case shared, personal }
        var content: String?
        var tags: [String]?
        var place: Place?
        /// Content and tags become what they were then.
        var restoredRevision: Int64?
        /// The revision that the caller knows.
        var expectedRevision: Int64?
    }

    /// Changes an entry and keeps what it was. A change that changes nothing makes no revision.
    /// - Throws: notFound for who may not read it, forbidden for who may only read it, conflict `stale` when it has another revision.
    func update(_ id: String, _ change: Change, by call: PersonCall) async throws -> VaultEntry {
        let person = call.person, now = call.now.inMilliseconds
        let content = try change.content.map { try NoteText.content($0) }, tags = try change.tags.map { try NoteTags.written($0) }
        return try await database.transaction { db in
            let entry = try await Self.readable(id, for: person, forUpdate: true, in: db)
            try Self.requireWriting(entry.shelf, for: person)
            if let expected = change.expectedRevision, expected != entry.revision {
                throw Problem(
                    .conflict, "The entry was changed meanwhile; it has revision \(entry.revision) now", code: "stale",
                    details: ["revision": .integer(entry.revision)])
            }
            var new = entry
            if let number = change.restoredRevision {
                guard let old = try await VaultRevisionStore.find(number, of: id, org: person.organizationID, in: db),
                    old.isShared || Self.seesAll(of: entry, person)
                else { throw Problem(.notFound, "Revision not found", field: "restore_revision") }
                (new.content, new.tags, new.foreignWords) = (old.content, old.tags, old.foreignWords)
                if person.userID != entry.createdBy { new.foreignWords = .all }
            }
            let isMaker = person.userID == entry.createdBy
            if let content, content != entry.content || change.restoredRevision != nil {
                new.content = content
                new.foreignWords.set(.content, to: !isMaker)
            }
            if let tags, tags != entry.tags || change.restoredRevision != nil {
                new.tags = tags
                new.foreignWords.set(.tags, to: !isMaker)
            }
            if let place = change.place { new.shelf = try await Self.shelf(place, of: entry, for: person, in: db) }
            new.importID = nil
            guard new.content != entry.content || new.tags != entry.tags || new.shelf != entry.shelf
                || new.foreignWords != entry.foreignWords
            else { return entry }
            // An import's entry that is not indexed yet is indexed first, so that there is something to change.
            if entry.importID != nil { try await VaultIndex.add([entry], on: entry.shelf, in: db) }
            try await VaultRevisionStore.keep(entry, in: db)
            new.revision += 1
            new.updatedAt = max(now, entry.updatedAt)
            try await VaultEntryStore.update(
                new, hash: Self.hash(of: new.content), hasNewContent: new.content != entry.content, by: person.userID, in: db)
            try await VaultIndex.change(entry, to: new, in: db)
            if new.shelf != entry.shelf {
                try await Audit.record(call.author.entry(new.shelf.isShared ? .vaultEntryShared : .vaultEntryTakenBack, "vault_entry", id), in: db)
            }
            return new
        }
    }

    private static func shelf(_ place: Change.Place, of entry: VaultEntry, for person: Person, in db: any SQLSession) async throws -> VaultShelf {
        switch place {
        case .shared:
            let shelf = VaultShelf.shared(in: person.organizationID)
            try requireWriting(shelf, for: person)
            return shelf
        case .personal:
            guard entry.shelf.isShared else { return entry.shelf }
            guard mayDelete(entry, person) else {
                throw Problem(.forbidden, "Only who made a shared entry, or an admin, may take it back", code: "role_required")
            }
            guard try await UserPresence.isMember(entry.createdBy, of: person.organizationID, in: db) else {
                throw Problem(.conflict, "Who made this entry is gone, so there is no vault to take it back to", code: "creator_gone")
            }
            return .personal(entry.createdBy, in: person.organizationID)
        }
    }

    /// Removes an entry with its revisions, index rows and vector. Of shared ones: who made it, or an admin.
    func delete(_ id: String, by call: PersonCall) async throws {
        let person = call.person
        try await database.transaction { db in
            let entry = try await Self.readable(id, for: person, forUpdate: true, in: db)
            try Self.requireWriting(entry.shelf, for: person)
            guard Self.mayDelete(entry, person) else {
                throw Problem(.forbidden, "Only who made a shared entry, or an admin, may delete it", code: "role_required")
            }
            try await Self.remove(entry, in: db)
            try await Audit.record(call.author.entry(.vaultEntryDeleted, "vault_entry", id), in: db)
        }
    }

    /// Takes an entry and all that hangs on it out of the database.
    static func remove(_ entry: VaultEntry, in db: any SQLSession) async throws {
        if entry.importID == nil { try await VaultIndex.remove(entry, in: db) }
        try await VaultEntryStore.delete(entry.id, org: entry.shelf.organizationID, in: db)
        try await VaultTagStore.countEntries(-1, on: entry.shelf, in: db)
    }

    /// Removes the personal entries of people who are gone, a few at a time; how many it removed.
    static func removeLeftBehind(in database: any SQLDatabase) async throws -> Int {
        var count = 0
        let shelves = try await VaultEntryStore.shelvesLeftBehind(in: database)
        for shelf in shelves {
            while true {
                let removed = try await database.transaction { db in
                    let entries = try await VaultEntryStore.list(VaultFilter(), on: shelf, limit: 50, offset: 0, in: db)
                    for entry in entries { try await remove(entry, in: db) }
                    return entries.count
                }
                count += removed
                try Task.checkCancellation()
                guard removed > 0 else { break }
            }
        }
        guard !shelves.isEmpty else { return count }
        // Last of all that there was this shelf: until then the next round finds it again.
        try await TextIndex.vault.forget(shelves.map(\.textOwner), in: database)
        for shelf in shelves { try await database.transaction { db in try await VaultTagStore.forget(shelf, in: db) } }
        return count
    }

    // MARK: Who may

    /// The entry, if this person may read it.
    static func readable(_ id: String, for person: Person, forUpdate: Bool = false, in db: any SQLSession) async throws -> VaultEntry {
        let entry = try await VaultEntryStore.find(id, org: person.organizationID, forUpdate: forUpdate, in: db)
        guard let entry, entry.shelf.isShared || entry.shelf.holder == person.userID else { throw notFound }
        return entry
    }

    /// Whether somebody sees of an entry also what it was before it was shared.
    static func seesAll(of entry: VaultEntry, _ person: Person) -> Bool { !entry.shelf.isShared || entry.createdBy == person.userID }

    /// One's own shelf always, the organization's from member on.
    static func mayWrite(_ shelf: VaultShelf, _ person: Person) -> Bool { !shelf.isShared || person.role >= .member }

    /// Whether somebody may delete an entry, or take it back: of shared ones who made it, if they may still write there, or an admin.
    static func mayDelete(_ entry: VaultEntry, _ person: Person) -> Bool {
        guard entry.shelf.isShared else { return true }
        return mayWrite(entry.shelf, person) && (entry.createdBy == person.userID || person.role >= .admin)
    }

    static func requireWriting(_ shelf: VaultShelf, for person: Person) throws {
        guard !mayWrite(shelf, person) else { return }
        throw Problem(.forbidden, "Shared entries are changed by members; your role is \(person.role.rawValue)", code: "role_required")
    }
}

extension ForeignWords {
    fileprivate mutating func set(_ part: ForeignWords, to isForeign: Bool) { if isForeign { insert(part) } else { remove(part) } }
}

extension AuditAction {
    static let vaultEntryDeleted = AuditAction("vault.entry.deleted")
    static let vaultEntryShared = AuditAction("vault.entry.shared")
    static let vaultEntryTakenBack = AuditAction("vault.entry.taken_back")
    static let vaultExported = AuditAction("vault.exported")
    static let vaultImported = AuditAction("vault.imported")
}
