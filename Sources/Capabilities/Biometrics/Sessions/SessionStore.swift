import MatchEngine
import Storage
import Vocabulary
import Web

enum SessionStore {
    /// Columns of `source`.
    static let columns = "\(columnsAlone), a.name AS account_name"
    private static let columnsAlone = """
        s.id, s.status, s.mode, s.identity_id, s.linked_by, s.link_version, s.account_id, s.match_status, s.match_score,
        s.event_count, s.batch_count, s.dropped_events, s.metadata, s.secret_metadata_keys, s.device_info, s.field_values, s.sdk_version, s.page_url,
        s.created_at, s.updated_at, s.last_event_at, s.completed_at
        """
    static let source = "sessions s LEFT JOIN accounts a ON a.organization_id = s.organization_id AND a.id = s.account_id"

    static func session(_ row: SQLRow) throws -> Session {
        var session = Session(
            id: try row.text("id"), mode: Mode(rawValue: try row.text("mode")) ?? .live, createdAt: Timestamp(microseconds: try row.int("created_at"))
        )
        session.status = Session.Status(rawValue: try row.text("status")) ?? .active
        session.identityID = try row.optionalText("identity_id")
        session.linkedBy = try row.optionalText("linked_by").flatMap(Session.Author.init)
        session.linkVersion = Int(try row.int("link_version"))
        session.accountID = try row.optionalText("account_id")
        session.accountName = row.columns["account_name"] == nil ? nil : try row.optionalText("account_name")
        session.matchStatus = try row.optionalText("match_status").flatMap(Session.MatchStatus.init)
        session.matchScore = try row.optionalDouble("match_score")
        session.eventCount = Int(try row.int("event_count"))
        session.batchCount = Int(try row.int("batch_count"))
        session.droppedEvents = Int(try row.int("dropped_events"))
        session.metadata = try object(row, "metadata")
        session.secretMetadataKeys = try names(row, "secret_metadata_keys")
        session.deviceInfo = try object(row, "device_info")
        session.fieldValues = try object(row, "field_values")
        session.sdkVersion = try row.optionalText("sdk_version")
        session.pageURL = try row.optionalText("page_url")
        session.updatedAt = Timestamp(microseconds: try row.int("updated_at"))
        session.lastEventAt = try row.optionalInt("last_event_at").map(Timestamp.init(microseconds:))
        session.completedAt = try row.optionalInt("completed_at").map(Timestamp.init(microseconds:))
        return session
    }

    static func object(_ row: SQLRow, _ column: String) throws -> [String: JSONValue] {
        let text = try row.text(column)
        guard text != "{}" else { return [:] }
        guard case .object(let members) = try JSONValue(parsing: text) else { return [:] }
        return members
    }

    private static func names(_ row: SQLRow, _ column: String) throws -> Set<String> {
        let text = try row.text(column)
        return text == "[]" ? [] : try JSON.decode(Set<String>.self, from: Array(text.utf8))
    }

    /// False when the organization has a session of this id.
    static func insert(_ session: Session, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.change(
            """
            INSERT INTO sessions (organization_id, id, status, mode, metadata, device_info, created_at, updated_at, secret_metadata_keys)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) ON CONFLICT (organization_id, id) DO NOTHING
            """,
            [
                .text(org), .text(session.id), .text(session.status.rawValue), .text(session.mode.rawValue), .text(try JSON.text(session.metadata)),
                .text(try JSON.text(session.deviceInfo)), .integer(session.createdAt.microseconds),
                .text(try JSON.text(session.secretMetadataKeys.sorted())),
            ]) == 1
    }

    /// Nil when the organization has no such session.
    static func find(_ id: String, org: String, in db: any SQLSession) async throws -> Session? {
        try await db.first("SELECT \(columns) FROM \(source) WHERE s.organization_id = $1 AND s.id = $2", [.text(org), .text(id)]).map(session)
    }

    /// As `find`, holding the row until the transaction ends.
    static func lock(_ id: String, org: String, in db: any SQLSession) async throws -> Session? {
        if db.dialect == .postgres {
            _ = try await db.query("SELECT id FROM sessions WHERE organization_id = $1 AND id = $2 FOR UPDATE", [.text(org), .text(id)])
        }
        return try await find(id, org: org, in: db)
    }

    /// As `lock`, in one statement and without the account's name.
    static func lockAlone(_ id: String, org: String, in db: any SQLSession) async throws -> Session? {
        try await db.first(
            "SELECT \(columnsAlone) FROM sessions s WHERE s.organization_id = $1 AND s.id = $2 \(db.dialect.forUpdate)", [.text(org), .text(id)]
        ).map(session)
    }

    /// Writes what an analysis changes.
    static func updateAnalyzed(_ session: Session, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE sessions SET status = $3, match_status = $4, match_score = $5, updated_at = $6 WHERE organization_id = $1 AND id = $2",
            [
                .text(org), .text(session.id), .text(session.status.rawValue), .optional(session.matchStatus?.rawValue),
                .optional(session.matchScore), .integer(session.updatedAt.microseconds),
            ])
    }

    /// Writes everything that can change but the event counters.
    static func update(_ session: Session, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            """
            UPDATE sessions SET status = $3, identity_id = $4, linked_by = $5, link_version = $6, account_id = $7, match_status = $8,
                match_score = $9,
                metadata = $10, field_values = $11, updated_at = $12, completed_at = $13, secret_metadata_keys = $14
            WHERE organization_id = $1 AND id = $2
            """,
            [
                .text(org), .text(session.id), .text(session.status.rawValue), .optional(session.identityID), .optional(session.linkedBy?.rawValue),
                .integer(Int64(session.linkVersion)), .optional(session.accountID), .optional(session.matchStatus?.rawValue),
                .optional(session.matchScore),
                .text(try JSON.text(session.metadata)), .text(try JSON.text(session.fieldValues)), .integer(session.updatedAt.microseconds),
                session.completedAt.map { .integer($0.microseconds) } ?? .null, .text(try JSON.text(session.secretMetadataKeys.sorted())),
            ])
    }

    static func delete(_ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM sessions WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
    }

    /// Replaces a session's rows in the metadata index.
    static func indexMetadata(_ session: Session, org: String, in db: any SQLSession) async throws {
        for (key, value) in session.metadata.sorted(by: { $0.key < $1.key }) {
            try await db.execute(
                """
                INSERT INTO session_metadata (organization_id, session_id, key, value, created_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (organization_id, session_id, key) DO UPDATE SET value = excluded.value
                """,
                [
                    .text(org), .text(session.id), .text(key.normalized), .text(try MetadataText.index(value)),
                    .integer(session.createdAt.microseconds),
                ])
        }
    }

    static func categories(_ id: String, org: String, in db: any SQLSession) async throws -> [Category: Severity] {
        let rows = try await db.query(
            "SELECT category, severity FROM session_categories WHERE organization_id = $1 AND session_id = $2", [.text(org), .text(id)])
        var categories: [Category: Severity] = [:]
        for row in rows {
            if let category = Category(rawValue: try row.text("category")), let severity = Severity(rawValue: try row.text("severity")) {
                categories[category] = severity
            }
        }
        return categories
    }

    static func replaceCategories(_ categories: [Category: Severity], of session: Session, org: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM session_categories WHERE organization_id = $1 AND session_id = $2", [.text(org), .text(session.id)])
        try await insertCategories(categories, of: session, org: org, in: db)
    }

    /// For a session that has none yet.
    static func insertCategories(_ categories: [Category: Severity], of session: Session, org: String, in db: any SQLSession) async throws {
        guard !categories.isEmpty else { return }
        var arguments: [SQLValue] = [.text(org), .text(session.id), .integer(session.createdAt.microseconds)]
        var rows: [String] = []
        for (category, severity) in categories.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            arguments += [.text(category.rawValue), .text(severity.rawValue)]
            rows.append("($1, $2, $\(arguments.count - 1), $\(arguments.count), $3)")
        }
        try await db.execute(
            "INSERT INTO session_categories (organization_id, session_id, category, severity, created_at) VALUES \(rows.joined(separator: ", "))",
            arguments)
    }

    /// Active sessions that have been idle or open for too long, oldest first.
    static func stale(idleBefore: Timestamp, openedBefore: Timestamp, limit: Int, in db: any SQLSession) async throws -> [(org: String, id: String)] {
        let idle = try await db.query(
            // By the time of creation: an index on the time of the last change would have to move with every batch.
            "SELECT organization_id, id FROM sessions WHERE status = 'active' AND created_at < $1 AND updated_at < $1 ORDER BY created_at LIMIT $2",
            [.integer(idleBefore.microseconds), .integer(Int64(limit))])
        let open = try await db.query(
            "SELECT organization_id, id FROM sessions WHERE status = 'active' AND created_at < $1 ORDER BY created_at LIMIT $2",
            [.integer(openedBefore.microseconds), .integer(Int64(limit))])
        var seen: Set<String> = []
        return try (idle + open).compactMap { row in
            let org = try row.text("organization_id"), id = try row.text("id")
            return seen.insert(org + "/" + id).inserted ? (org, id) : nil
        }
    }
}

extension SQLValue {
    static func optional(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }
    static func optional(_ value: Double?) -> SQLValue { value.map(SQLValue.real) ?? .null }
}
