import Storage
import Vocabulary

/// The rows of entries. What hangs on them (tags, counts, index, vectors) is kept by `VaultIndex`.
enum VaultEntryStore {
    static let columns =
        "e.id, e.holder, e.content, e.tags, e.source, e.source_ref, e.created_by, e.created_at, e.updated_at, e.revision, e.foreign_words, "
        + "e.import_id"

    /// Entries of an import that is still being staged are not there. The organization is `$1`.
    static let isVisible =
        "(e.import_id IS NULL OR e.import_id NOT IN (SELECT i.id FROM vault_imports i WHERE i.organization_id = $1 AND i.state <> 'published'))"

    static func entry(_ row: SQLRow, org: String) throws -> VaultEntry {
        VaultEntry(
            id: try row.text("id"), shelf: VaultShelf(organizationID: org, holder: try row.text("holder")), content: try row.text("content"),
            tags: tags(try row.text("tags")), source: VaultEntry.Source(rawValue: try row.text("source")) ?? .api,
            sourceReference: try row.optionalText("source_ref"), createdBy: try row.text("created_by"),
            createdAt: Timestamp(microseconds: try row.int("created_at")), updatedAt: Timestamp(microseconds: try row.int("updated_at")),
            revision: try row.int("revision"), foreignWords: ForeignWords(rawValue: try row.int("foreign_words")),
            importID: try row.optionalText("import_id"))
    }

    static func tags(_ text: String) -> [String] { text.utf8.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) } }
    static func text(_ tags: [String]) -> String { tags.joined(separator: "\n") }

    // MARK: Writing

    static func insert(_ entry: VaultEntry, hash: [UInt8], in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO vault_entries
                (organization_id, id, holder, content, tags, source, source_ref, content_hash, created_by, created_at, updated_at,
                foreign_words)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
            """,
            [
                .text(entry.shelf.organizationID), .text(entry.id), .text(entry.shelf.holder), .text(entry.content), .text(text(entry.tags)),
                .text(entry.source.rawValue), entry.sourceReference.map(SQLValue.text) ?? .null, .bytes(hash), .text(entry.createdBy),
                .integer(entry.createdAt.microseconds), .integer(entry.foreignWords.rawValue),
            ])
    }

    /// Stages entries of an import, all in one statement. Those whose id the organization has already are passed over; the ids of the others.
    static func stage(
        _ entries: [(entry: VaultEntry, hash: [UInt8])], org: String, importID: String, in db: any SQLSession
    ) async throws -> Set<String> {
        guard !entries.isEmpty else { return [] }
        var arguments: [SQLValue] = [.text(org), .text(importID)]
        arguments.reserveCapacity(2 + 11 * entries.count)
        var rows: [String] = []
        for (entry, hash) in entries {
            let first = arguments.count + 1
            rows.append("($1, $2, \((first..<first + 11).map { "$\($0)" }.joined(separator: ", ")))")
            arguments += [
                .text(entry.id), .text(entry.shelf.holder), .text(entry.content), .text(text(entry.tags)), .text(entry.source.rawValue),
                entry.sourceReference.map(SQLValue.text) ?? .null, .bytes(hash), .text(entry.createdBy), .integer(entry.createdAt.microseconds),
                .integer(entry.updatedAt.microseconds), .integer(entry.foreignWords.rawValue),
            ]
        }
        let inserted = try await db.query(
            """
            INSERT INTO vault_entries
                (organization_id, import_id, id, holder, content, tags, source, source_ref, content_hash, created_by, created_at, updated_at,
                foreign_words)
            VALUES \(rows.joined(separator: ", ")) ON CONFLICT (organization_id, id) DO NOTHING RETURNING id
            """, arguments)
        return Set(try inserted.map { try $0.text("id") })
    }

    /// Writes what an update may change. The vector is made anew when the content changed.
    static func update(_ entry: VaultEntry, hash: [UInt8], hasNewContent: Bool, by userID: String, in db: any SQLSession) async throws {
        try await db.execute(
            """
            UPDATE vault_entries SET holder = $3, content = $4, tags = $5, content_hash = $6, updated_at = $7, revision = $8, changed_by = $9,
                foreign_words = $11, import_id = NULL, vector_model = CASE WHEN $10 = 1 THEN NULL ELSE vector_model END
            WHERE organization_id = $1 AND id = $2
            """,
            [
                .text(entry.shelf.organizationID), .text(entry.id), .text(entry.shelf.holder), .text(entry.content), .text(text(entry.tags)),
                .bytes(hash), .integer(entry.updatedAt.microseconds), .integer(entry.revision), .text(userID),
                .integer(hasNewContent ? 1 : 0), .integer(entry.foreignWords.rawValue),
            ])
    }

    static func delete(_ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM vault_entries WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
    }

    // MARK: Reading

    /// The entry, whoever's it is: the caller's rights are checked by `VaultEntries`.
    static func find(_ id: String, org: String, forUpdate: Bool = false, in db: any SQLSession) async throws -> VaultEntry? {
        try await db.first(
            """
            SELECT \(columns) FROM vault_entries e WHERE e.organization_id = $1 AND e.id = $2 AND \(isVisible)
            \(forUpdate ? db.dialect.forUpdate : "")
            """, [.text(org), .text(id)]
        ).map { try entry($0, org: org) }
    }

    /// Those of the entries that are there, by id.
    static func find(_ ids: [String], on shelf: VaultShelf, in db: any SQLSession) async throws -> [String: VaultEntry] {
        var found: [String: VaultEntry] = [:]
        for padded in padded(ids) {
            let rows = try await db.query(
                """
                SELECT \(columns) FROM vault_entries e WHERE e.organization_id = $1 AND \(isVisible)
                    AND e.id IN (\(padded.indices.map { "$\($0 + 2)" }.joined(separator: ", ")))
                """, [.text(shelf.organizationID)] + padded.map(SQLValue.text))
            for row in rows {
                let entry = try entry(row, org: shelf.organizationID)
                // Not asked of the database, which would walk along the shelf instead of looking up ids.
                if entry.shelf == shelf { found[entry.id] = entry }
            }
        }
        return found
    }

    /// Ids in parts of 10 or 50, the last one filled up with one of its own: few statement texts, because texts are kept compiled.
    static func padded(_ ids: [String]) -> [[String]] {
        stride(from: 0, to: ids.count, by: 50).map { start in
            let part = Array(ids[start..<min(start + 50, ids.count)])
            return part + Array(repeating: part[0], count: (part.count <= 10 ? 10 : 50) - part.count)
        }
    }

    /// At most three entries of the shelf with this content, newest first.
    static func similar(_ hash: [UInt8], on shelf: VaultShelf, in db: any SQLSession) async throws -> [String] {
        try await db.query(
            """
            SELECT e.id FROM vault_entries e WHERE e.organization_id = $1 AND e.holder = $2 AND e.content_hash = $3 AND \(isVisible)
            ORDER BY e.created_at DESC, e.id DESC LIMIT 3
            """, [.text(shelf.organizationID), .text(shelf.holder), .bytes(hash)]
        ).map { try $0.text("id") }
    }

    /// What lists, counts and exports are narrowed to, as SQL over `vault_entries e`.
    private static func conditions(_ filter: VaultFilter, on shelf: VaultShelf, from table: String = "e") -> (sql: String, arguments: [SQLValue]) {
        var sql = "\(table).organization_id = $1 AND \(table).holder = $2"
        var arguments: [SQLValue] = [.text(shelf.organizationID), .text(shelf.holder)]
        func add(_ condition: (String) -> String, _ value: SQLValue) {
            arguments.append(value)
            sql += " AND " + condition("$\(arguments.count)")
        }
        if let since = filter.since { add({ "\(table).created_at >= \($0)" }, .integer(since.microseconds)) }
        if let until = filter.until { add({ "\(table).created_at < \($0)" }, .integer(until.microseconds)) }
        for (index, tag) in filter.tags.enumerated() {
            // The first tag is the list that is walked.
            if index == 0, table == "t" { add({ "t.tag = \($0)" }, .text(tag)) } else {
                let id = table == "t" ? "t.entry_id" : "e.id"
                // OFFSET keeps it a look-up for each entry: PostgreSQL would join, and compare all with all where it guesses low.
                add({
                    """
                    EXISTS (SELECT 1 FROM vault_entry_tags x WHERE x.organization_id = $1 AND x.holder = $2 AND x.tag = \($0)
                        AND x.created_at = \(table).created_at AND x.entry_id = \(id) LIMIT 1 OFFSET 0)
                    """
                }, .text(tag))
            }
        }
        if let source = filter.source { add({ "e.source = \($0)" }, .text(source.rawValue)) }
        return (sql, arguments)
    }

    /// The ids that match, as a query without order: over tags where there are any (the rarest first), else over entries.
    private static func matches(_ filter: VaultFilter, on shelf: VaultShelf) -> (sql: String, id: String, time: String, arguments: [SQLValue]) {
        guard !filter.tags.isEmpty else {
            let (sql, arguments) = conditions(filter, on: shelf)
            return ("FROM vault_entries e WHERE \(sql) AND \(isVisible)", "e.id", "e.created_at", arguments)
        }
        let (sql, arguments) = conditions(filter, on: shelf, from: "t")
        // Only indexed entries have rows of tags, so all of them are visible.
        let join = filter.source == nil ? "" : "JOIN vault_entries e ON e.organization_id = t.organization_id AND e.id = t.entry_id"
        return ("FROM vault_entry_tags t \(join) WHERE \(sql)", "t.entry_id", "t.created_at", arguments)
    }

    /// A window of the list, newest first.
    static func list(_ filter: VaultFilter, on shelf: VaultShelf, limit: Int, offset: Int, in db: any SQLSession) async throws -> [VaultEntry] {
        var (sql, id, time, arguments) = matches(filter, on: shelf)
        arguments += [.integer(Int64(limit)), .integer(Int64(offset))]
        // Ids first, from an index alone: what is passed over is never read.
        return try await db.query(
            """
            SELECT \(columns) FROM vault_entries e WHERE e.organization_id = $1 AND e.id IN (
                SELECT id FROM (
                    SELECT \(id) AS id \(sql) ORDER BY \(time) DESC, \(id) DESC LIMIT $\(arguments.count - 1) OFFSET $\(arguments.count)) m)
            ORDER BY e.created_at DESC, e.id DESC
            """, arguments
        ).map { try entry($0, org: shelf.organizationID) }
    }

    /// How many match; the count ends at `limit`.
    static func count(_ filter: VaultFilter, on shelf: VaultShelf, limit: Int, in db: any SQLSession) async throws -> Int {
        var (sql, _, _, arguments) = matches(filter, on: shelf)
        arguments.append(.integer(Int64(limit)))
        return Int(try await db.first("SELECT COUNT(*) AS n FROM (SELECT 1 AS one \(sql) LIMIT $\(arguments.count)) m", arguments)?.int("n") ?? 0)
    }

    /// The next entries of an export, oldest first, after the one given.
    static func page(
        _ filter: VaultFilter, on shelf: VaultShelf, after last: VaultEntry?, limit: Int, in db: any SQLSession
    ) async throws -> [VaultEntry] {
        var (sql, id, time, arguments) = matches(filter, on: shelf)
        if let last {
            arguments += [.integer(last.createdAt.microseconds), .text(last.id)]
            sql += " AND (\(time), \(id)) > ($\(arguments.count - 1), $\(arguments.count))"
        }
        arguments.append(.integer(Int64(limit)))
        return try await db.query(
            """
            SELECT \(columns) FROM vault_entries e WHERE e.organization_id = $1 AND e.id IN (
                SELECT id FROM (SELECT \(id) AS id \(sql) ORDER BY \(time), \(id) LIMIT $\(arguments.count)) m)
            ORDER BY e.created_at, e.id
            """, arguments
        ).map { try entry($0, org: shelf.organizationID) }
    }

    /// Personal shelves whose person is no user any more, at most 100.
    static func shelvesLeftBehind(in db: any SQLSession) async throws -> [VaultShelf] {
        try await db.query(
            """
            SELECT s.organization_id, s.holder FROM vault_shelves s
            WHERE s.holder <> s.organization_id AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = s.holder) LIMIT 100
            """
        ).map { VaultShelf(organizationID: try $0.text("organization_id"), holder: try $0.text("holder")) }
    }
}
