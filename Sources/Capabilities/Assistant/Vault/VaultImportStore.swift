import Storage
import Vocabulary

/// Imports that have not come to their end, and the entries that came with them.
enum VaultImportStore {
    enum State: String, Sendable { case staging, published, abandoned }

    struct Unfinished: Sendable {
        var id: String
        var shelf: VaultShelf
        var state: State
        /// How often it failed to be brought to its end.
        var tries: Int
    }

    static func begin(_ id: String, on shelf: VaultShelf, by userID: String, now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            "INSERT INTO vault_imports (organization_id, id, holder, user_id, state, touched_at) VALUES ($1, $2, $3, $4, 'staging', $5)",
            [.text(shelf.organizationID), .text(id), .text(shelf.holder), .text(userID), .integer(now.microseconds)])
    }

    /// Notes progress; false when the import is not in this state any more.
    static func touch(_ id: String, org: String, _ state: State, now: Timestamp, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "UPDATE vault_imports SET touched_at = $4 WHERE organization_id = $1 AND id = $2 AND state = $3",
            [.text(org), .text(id), .text(state.rawValue), .integer(now.microseconds)]) == 1
    }

    /// From staging to another state; false when it was not staging any more.
    static func leaveStaging(_ id: String, org: String, for state: State, now: Timestamp, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            "UPDATE vault_imports SET state = $3, touched_at = $4 WHERE organization_id = $1 AND id = $2 AND state = 'staging'",
            [.text(org), .text(id), .text(state.rawValue), .integer(now.microseconds)]) == 1
    }

    /// Nil when it has ended.
    static func state(_ id: String, org: String, in db: any SQLSession) async throws -> State? {
        try await db.first("SELECT state FROM vault_imports WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
            .flatMap { State(rawValue: try $0.text("state")) }
    }

    /// Removes the import's row, unless an entry is still marked with it; whether the row is gone.
    static func end(_ id: String, org: String, in db: any SQLSession) async throws -> Bool {
        let arguments: [SQLValue] = [.text(org), .text(id)]
        try await db.execute(
            """
            DELETE FROM vault_imports WHERE organization_id = $1 AND id = $2
                AND NOT EXISTS (SELECT 1 FROM vault_entries e WHERE e.organization_id = $1 AND e.import_id = $2)
            """, arguments)
        return try await db.first("SELECT 1 AS one FROM vault_imports WHERE organization_id = $1 AND id = $2", arguments) == nil
    }

    /// Gives an import up that made no progress since then; false when it is published, or went on.
    static func giveUp(_ id: String, org: String, untouchedSince time: Timestamp, now: Timestamp, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            """
            UPDATE vault_imports SET state = 'abandoned', touched_at = $4
            WHERE organization_id = $1 AND id = $2 AND (state = 'abandoned' OR (state = 'staging' AND touched_at < $3))
            """, [.text(org), .text(id), .integer(time.microseconds), .integer(now.microseconds)]) == 1
    }

    /// Those that made no progress since then and failed fewer times, on the whole instance.
    static func unfinished(since time: Timestamp, tries: Int, in db: any SQLSession) async throws -> [Unfinished] {
        try await db.query(
            """
            SELECT organization_id, id, holder, state, failures FROM vault_imports WHERE touched_at < $1 AND failures < $2
            ORDER BY touched_at LIMIT 100
            """, [.integer(time.microseconds), .integer(Int64(tries))]
        ).compactMap { row in
            guard let state = State(rawValue: try row.text("state")) else { return nil }
            let shelf = VaultShelf(organizationID: try row.text("organization_id"), holder: try row.text("holder"))
            return Unfinished(id: try row.text("id"), shelf: shelf, state: state, tries: Int(try row.int("failures")))
        }
    }

    /// Notes why an import could not be brought to its end; it is not looked at again for a while.
    static func noteFailure(_ reason: String, of item: Unfinished, now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE vault_imports SET failures = failures + 1, failure = $3, touched_at = $4 WHERE organization_id = $1 AND id = $2",
            [
                .text(item.shelf.organizationID), .text(item.id),
                .text(String(reason.unicodeScalars.filter { $0 != "\0" }.prefix(500).map(Character.init))),
                .integer(now.microseconds),
            ])
    }

    // MARK: Its entries

    /// Who has an id in an organization, seen or unseen.
    struct Holder: Sendable {
        var shelf: VaultShelf
        /// The import that the entry came with, while it is not indexed.
        var importID: String?
        var state: State?
        var touchedAt = Timestamp(microseconds: 0)
        var isHidden: Bool { state == .staging || state == .abandoned }
    }

    static func holders(of ids: [String], org: String, in db: any SQLSession) async throws -> [String: Holder] {
        var holders: [String: Holder] = [:]
        for part in VaultEntryStore.padded(ids) {
            let rows = try await db.query(
                """
                SELECT e.id, e.holder, e.import_id, i.state, i.touched_at FROM vault_entries e
                LEFT JOIN vault_imports i ON i.organization_id = $1 AND i.id = e.import_id
                WHERE e.organization_id = $1 AND e.id IN (\(part.indices.map { "$\($0 + 2)" }.joined(separator: ", ")))
                """, [.text(org)] + part.map(SQLValue.text))
            for row in rows {
                holders[try row.text("id")] = Holder(
                    shelf: VaultShelf(organizationID: org, holder: try row.text("holder")), importID: try row.optionalText("import_id"),
                    state: try row.optionalText("state").flatMap { State(rawValue: $0) },
                    touchedAt: Timestamp(microseconds: try row.optionalInt("touched_at") ?? 0))
            }
        }
        return holders
    }

    /// Removes some of the entries that an import staged.
    static func removeStaged(_ ids: [String], of importID: String, org: String, in db: any SQLSession) async throws {
        for part in VaultEntryStore.padded(ids) {
            try await db.execute(
                """
                DELETE FROM vault_entries WHERE organization_id = $1 AND import_id = $2
                    AND id IN (\(part.indices.map { "$\($0 + 3)" }.joined(separator: ", ")))
                """, [.text(org), .text(importID)] + part.map(SQLValue.text))
        }
    }

    /// Entries of the import that are not indexed yet, held until the transaction ends.
    static func waiting(_ id: String, on shelf: VaultShelf, limit: Int, in db: any SQLSession) async throws -> [VaultEntry] {
        try await db.query(
            """
            SELECT \(VaultEntryStore.columns) FROM vault_entries e WHERE e.organization_id = $1 AND e.import_id = $2
            ORDER BY e.id LIMIT $3 \(db.dialect.forUpdate)
            """, [.text(shelf.organizationID), .text(id), .integer(Int64(limit))]
        ).map { try VaultEntryStore.entry($0, org: shelf.organizationID) }
    }

    static func noteIndexed(_ entries: [VaultEntry], org: String, in db: any SQLSession) async throws {
        try await db.execute(
            """
            UPDATE vault_entries SET import_id = NULL
            WHERE organization_id = $1 AND id IN (\(entries.indices.map { "$\($0 + 2)" }.joined(separator: ", ")))
            """, [.text(org)] + entries.map { .text($0.id) })
    }

    /// Removes so many of what it staged; how many were removed.
    static func removeStaged(_ id: String, org: String, limit: Int, in db: any SQLSession) async throws -> Int {
        try await db.change(
            """
            DELETE FROM vault_entries WHERE organization_id = $1 AND id IN
                (SELECT id FROM vault_entries WHERE organization_id = $1 AND import_id = $2 LIMIT $3)
            """, [.text(org), .text(id), .integer(Int64(limit))])
    }
}
