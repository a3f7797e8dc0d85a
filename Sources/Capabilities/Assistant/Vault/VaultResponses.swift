// What the vault's endpoints answer.
import Access
import Storage
import Vocabulary
import Web

/// An entry in a list or by itself, with what its reader may do with it.
struct VaultEntryItem: Encodable, Sendable {
    var entry: VaultEntry
    /// The address of who made it; nil when they are gone.
    var author: String?
    var canEdit: Bool
    /// Also whether it may be taken back from the shared shelf.
    var canDelete: Bool
    /// Earlier revisions that its reader may read.
    var earlierCount: Int64
    /// Safe HTML, of searches alone.
    var snippet: String?
    var score: Double?

    enum CodingKeys: String, CodingKey {
        case id = "entry_id", content, tags, scope, organizationID = "org_id", source, sourceReference = "source_ref", createdBy = "created_by"
        case hasForeignWords = "foreign_words", createdAt = "created_at", updatedAt = "updated_at", revision, snippet, score
        case author, canEdit = "can_edit", canDelete = "can_delete", earlierCount = "earlier_revisions"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entry.id, forKey: .id)
        try container.encode(entry.content, forKey: .content)
        try container.encode(entry.tags, forKey: .tags)
        try container.encode(entry.shelf.scope, forKey: .scope)
        try container.encode(entry.shelf.publicOrganizationID, forKey: .organizationID)
        try container.encode(entry.source.rawValue, forKey: .source)
        try container.encodeIfPresent(entry.sourceReference, forKey: .sourceReference)
        try container.encode(entry.createdBy, forKey: .createdBy)
        try container.encode(author, forKey: .author)
        try container.encode(canEdit, forKey: .canEdit)
        try container.encode(canDelete, forKey: .canDelete)
        try container.encode(earlierCount, forKey: .earlierCount)
        try container.encode(!entry.foreignWords.isEmpty, forKey: .hasForeignWords)
        try container.encode(entry.createdAt.iso8601Milliseconds, forKey: .createdAt)
        try container.encode(entry.updatedAt.iso8601Milliseconds, forKey: .updatedAt)
        try container.encode(entry.revision, forKey: .revision)
        try container.encodeIfPresent(snippet, forKey: .snippet)
        try container.encodeIfPresent(score, forKey: .score)
    }
}

extension VaultEntryItem {
    /// Entries as this person sees them, in their order.
    static func items(_ entries: [VaultEntry], for person: Person, in db: any SQLSession) async throws -> [VaultEntryItem] {
        let authors = try await UserPresence.emails(of: entries.map(\.createdBy), in: person.organizationID, db)
        let counts = try await VaultRevisionStore.counts(of: entries, for: person, in: db)
        // A key may be made for reading alone.
        let canWrite = person.scopes.contains(.write)
        return entries.map { entry in
            VaultEntryItem(
                entry: entry, author: authors[entry.createdBy], canEdit: canWrite && VaultEntries.mayWrite(entry.shelf, person),
                canDelete: canWrite && VaultEntries.mayDelete(entry, person), earlierCount: counts[entry.id] ?? 0)
        }
    }
}

struct VaultEntryResponse: Encodable, Sendable {
    var entry: VaultEntryItem
}

struct RememberResponse: Encodable, Sendable {
    var entryID: String
    /// Only where there are any.
    var similar: [String]?
    enum CodingKeys: String, CodingKey { case entryID = "entry_id", similar }
}

struct VaultUpdateResponse: Encodable, Sendable {
    var entryID: String
    var revision: Int64
    var updatedAt: Milliseconds
    enum CodingKeys: String, CodingKey { case entryID = "entry_id", revision, updatedAt = "updated_at" }
}

struct VaultHistoryResponse: Encodable, Sendable {
    struct Item: Encodable, Sendable {
        var revision: VaultRevision
        var createdBy: String
        /// The address of who made it so; nil when they are gone.
        var author: String?
        enum CodingKeys: String, CodingKey { case revision, content, tags, scope, author, changedBy = "changed_by", changedAt = "changed_at" }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(revision.revision, forKey: .revision)
            try container.encode(revision.content, forKey: .content)
            try container.encode(revision.tags, forKey: .tags)
            try container.encode(revision.isShared ? "org" : "personal", forKey: .scope)
            try container.encode(revision.changedBy ?? createdBy, forKey: .changedBy)
            try container.encode(author, forKey: .author)
            try container.encode(revision.changedAt.iso8601Milliseconds, forKey: .changedAt)
        }
    }

    var entryID: String
    /// The present revision, which is the entry itself and not in the list.
    var revision: Int64
    var revisions: [Item]
    enum CodingKeys: String, CodingKey { case entryID = "entry_id", revision, revisions }
}

struct VaultTagItem: Encodable, Sendable {
    var tag: String
    var count: Int
}

extension VaultShelf {
    /// How the API names the organization of a shared shelf; nil for a person's own.
    var publicOrganizationID: String? { isShared ? StratamID.organization(organizationID) : nil }
}
