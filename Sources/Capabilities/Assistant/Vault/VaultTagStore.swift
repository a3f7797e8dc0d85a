import Storage
import Vocabulary

/// The tags of a shelf: which entries have them, and how many that are. Also how many entries the shelf has.
enum VaultTagStore {
    struct Count: Sendable, Equatable {
        var tag: String
        var entries: Int
    }

    /// Puts entries under their tags. Rows that are there stay as they are.
    static func insert(_ entries: [VaultEntry], on shelf: VaultShelf, in db: any SQLSession) async throws {
        let pairs = entries.flatMap { entry in entry.tags.map { (entry, $0) } }
        for start in stride(from: 0, to: pairs.count, by: 500) {
            var arguments: [SQLValue] = [.text(shelf.organizationID), .text(shelf.holder)]
            var rows: [String] = []
            for (entry, tag) in pairs[start..<min(start + 500, pairs.count)] {
                arguments += [.text(tag), .integer(entry.createdAt.microseconds), .text(entry.id)]
                rows.append("($1, $2, $\(arguments.count - 2), $\(arguments.count - 1), $\(arguments.count))")
            }
            try await db.execute(
                "INSERT INTO vault_entry_tags (organization_id, holder, tag, created_at, entry_id) VALUES \(rows.joined(separator: ", "))", arguments)
        }
    }

    static func delete(_ entry: VaultEntry, in db: any SQLSession) async throws {
        guard !entry.tags.isEmpty else { return }
        try await db.execute(
            """
            DELETE FROM vault_entry_tags WHERE organization_id = $1 AND holder = $2 AND created_at = $3 AND entry_id = $4
                AND tag IN (\(entry.tags.indices.map { "$\($0 + 5)" }.joined(separator: ", ")))
            """,
            [.text(entry.shelf.organizationID), .text(entry.shelf.holder), .integer(entry.createdAt.microseconds), .text(entry.id)]
                + entry.tags.map(SQLValue.text))
    }

    /// Moves the counts of tags. In one order, so that two transactions never wait for each other.
    static func count(_ changes: [String: Int], on shelf: VaultShelf, in db: any SQLSession) async throws {
        let changes = changes.filter { $0.value != 0 }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for start in stride(from: 0, to: changes.count, by: 200) {
            let part = changes[start..<min(start + 200, changes.count)]
            var arguments: [SQLValue] = [.text(shelf.organizationID), .text(shelf.holder)]
            var rows: [String] = []
            for (tag, change) in part {
                arguments += [.text(tag), .integer(Int64(change))]
                rows.append("($1, $2, $\(arguments.count - 1), $\(arguments.count))")
            }
            try await db.execute(
                """
                INSERT INTO vault_tags (organization_id, holder, tag, entries) VALUES \(rows.joined(separator: ", "))
                ON CONFLICT (organization_id, holder, tag) DO UPDATE SET entries = vault_tags.entries + excluded.entries
                """, arguments)
            let fallen = part.filter { $0.value < 0 }.map(\.key)
            guard !fallen.isEmpty else { continue }
            try await db.execute(
                """
                DELETE FROM vault_tags WHERE organization_id = $1 AND holder = $2 AND entries <= 0
                    AND tag IN (\(fallen.indices.map { "$\($0 + 3)" }.joined(separator: ", ")))
                """, [.text(shelf.organizationID), .text(shelf.holder)] + fallen.map(SQLValue.text))
        }
    }

    static func countEntries(_ change: Int, on shelf: VaultShelf, in db: any SQLSession) async throws {
        guard change != 0 else { return }
        try await db.execute(
            """
            INSERT INTO vault_shelves (organization_id, holder, entries) VALUES ($1, $2, $3)
            ON CONFLICT (organization_id, holder) DO UPDATE SET entries = vault_shelves.entries + excluded.entries
            """, [.text(shelf.organizationID), .text(shelf.holder), .integer(Int64(change))])
    }

    /// Forgets that there was this shelf, which has no entries any more.
    static func forget(_ shelf: VaultShelf, in db: any SQLSession) async throws {
        for table in ["vault_shelves", "vault_tags"] {
            try await db.execute(
                "DELETE FROM \(table) WHERE organization_id = $1 AND holder = $2", [.text(shelf.organizationID), .text(shelf.holder)])
        }
    }

    // MARK: Reading

    static func entries(on shelf: VaultShelf, in db: any SQLSession) async throws -> Int {
        let row = try await db.first(
            "SELECT entries FROM vault_shelves WHERE organization_id = $1 AND holder = $2", [.text(shelf.organizationID), .text(shelf.holder)])
        return Int(try row?.int("entries") ?? 0)
    }

    /// How many entries each of these tags has; those of none are left out.
    static func counts(of tags: [String], on shelf: VaultShelf, in db: any SQLSession) async throws -> [String: Int] {
        guard !tags.isEmpty else { return [:] }
        let rows = try await db.query(
            """
            SELECT tag, entries FROM vault_tags WHERE organization_id = $1 AND holder = $2
                AND tag IN (\(tags.indices.map { "$\($0 + 3)" }.joined(separator: ", ")))
            """, [.text(shelf.organizationID), .text(shelf.holder)] + tags.map(SQLValue.text))
        return Dictionary(try rows.map { (try $0.text("tag"), Int(try $0.int("entries"))) }, uniquingKeysWith: { first, _ in first })
    }

    /// The most used first, those used equally often by name.
    static func list(on shelf: VaultShelf, limit: Int, offset: Int, in db: any SQLSession) async throws -> [Count] {
        try await db.query(
            """
            SELECT tag, entries FROM vault_tags WHERE organization_id = $1 AND holder = $2 ORDER BY entries DESC, tag LIMIT $3 OFFSET $4
            """, [.text(shelf.organizationID), .text(shelf.holder), .integer(Int64(limit)), .integer(Int64(offset))]
        ).map { Count(tag: try $0.text("tag"), entries: Int(try $0.int("entries"))) }
    }

    static func total(on shelf: VaultShelf, in db: any SQLSession) async throws -> Int {
        let row = try await db.first(
            "SELECT COUNT(*) AS n FROM vault_tags WHERE organization_id = $1 AND holder = $2", [.text(shelf.organizationID), .text(shelf.holder)])
        return Int(try row?.int("n") ?? 0)
    }
}
