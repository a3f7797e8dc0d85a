import Storage
import Vocabulary
import Web

/// What entries were before they were changed.
enum VaultRevisionStore {
    private static let columns = "revision, content, tags, is_shared, foreign_words, changed_by, changed_at"

    private static func revision(_ row: SQLRow) throws -> VaultRevision {
        VaultRevision(
            revision: try row.int("revision"), content: try row.text("content"), tags: VaultEntryStore.tags(try row.text("tags")),
            isShared: try row.bool("is_shared"), foreignWords: ForeignWords(rawValue: try row.int("foreign_words")),
            changedBy: try row.optionalText("changed_by"),
            changedAt: Timestamp(microseconds: try row.int("changed_at")))
    }

    /// Keeps what an entry is before it is changed, and forgets what is older than the last 20.
    static func keep(_ entry: VaultEntry, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO vault_revisions (organization_id, entry_id, revision, content, tags, is_shared, foreign_words, changed_by, changed_at)
            SELECT organization_id, id, revision, content, tags, CASE WHEN holder = organization_id THEN 1 ELSE 0 END, foreign_words, changed_by,
                updated_at
            FROM vault_entries WHERE organization_id = $1 AND id = $2
            """, [.text(entry.shelf.organizationID), .text(entry.id)])
        try await db.execute(
            "DELETE FROM vault_revisions WHERE organization_id = $1 AND entry_id = $2 AND revision <= $3",
            [.text(entry.shelf.organizationID), .text(entry.id), .integer(entry.revision - VaultRevision.keptCount)])
    }

    /// Newest first. `sharedOnly` leaves out what an entry was while it stood on its maker's own shelf.
    static func list(_ id: String, org: String, sharedOnly: Bool, in db: any SQLSession) async throws -> [VaultRevision] {
        try await db.query(
            """
            SELECT \(columns) FROM vault_revisions WHERE organization_id = $1 AND entry_id = $2 \(sharedOnly ? "AND is_shared = 1" : "")
            ORDER BY revision DESC
            """, [.text(org), .text(id)]
        ).map(revision)
    }

    /// How many earlier revisions of each entry somebody may read; entries without any are left out.
    static func counts(of entries: [VaultEntry], for person: Person, in db: any SQLSession) async throws -> [String: Int64] {
        let changed = entries.filter { $0.revision > 1 }
        let seesAll = Set(changed.filter { VaultEntries.seesAll(of: $0, person) }.map(\.id))
        var counts: [String: Int64] = [:]
        for part in VaultEntryStore.padded(changed.map(\.id)) {
            let rows = try await db.query(
                """
                SELECT entry_id, COUNT(*) AS n, COUNT(CASE WHEN is_shared = 1 THEN 1 END) AS shared FROM vault_revisions WHERE organization_id = $1
                    AND entry_id IN (\(part.indices.map { "$\($0 + 2)" }.joined(separator: ", "))) GROUP BY entry_id
                """, [.text(person.organizationID)] + part.map(SQLValue.text))
            for row in rows {
                let id = try row.text("entry_id")
                counts[id] = seesAll.contains(id) ? try row.int("n") : try row.int("shared")
            }
        }
        return counts
    }

    static func find(_ number: Int64, of id: String, org: String, in db: any SQLSession) async throws -> VaultRevision? {
        try await db.first(
            "SELECT \(columns) FROM vault_revisions WHERE organization_id = $1 AND entry_id = $2 AND revision = $3",
            [.text(org), .text(id), .integer(number)]
        ).map(revision)
    }
}
