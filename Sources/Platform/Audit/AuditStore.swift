import Storage
import Vocabulary

enum AuditStore {
    private static let columns = """
        organization_id, number, recorded_at, actor_kind, actor_id, action, target_type, target_id, result, address, request_id, change_hash,
        previous_hash, record_hash
        """

    static func insert(_ record: AuditRecord, hash: String, in db: any SQLSession) async throws {
        let entry = record.entry
        func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
        try await db.execute(
            "INSERT INTO audit_records (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            [
                .text(entry.organizationID ?? Audit.instanceChain), .integer(record.number), .integer(entry.at.microseconds),
                .text(entry.actor.kind), optional(entry.actor.id), .text(entry.action.name), optional(entry.targetType),
                optional(entry.targetID), .text(entry.result.rawValue), optional(entry.address), optional(entry.requestID),
                optional(entry.change), .text(record.previousHash), .text(hash),
            ])
    }

    /// A record and the hash that was stored with it. Nil for the record where it says what no record of ours says.
    struct Stored: Sendable {
        var number: Int64
        var record: AuditRecord?
        var previousHash: String
        var hash: String
    }

    private static func stored(_ row: SQLRow) throws -> Stored {
        let actorID = try row.optionalText("actor_id")
        let actor: AuditActor? =
            switch try row.text("actor_kind") {
            case "user": actorID.map(AuditActor.user)
            case "key": actorID.map(AuditActor.key)
            case "system": actorID == nil ? .system : nil
            case "anonymous": actorID == nil ? .anonymous : nil
            default: nil
            }
        let number = try row.int("number"), previous = try row.text("previous_hash"), hash = try row.text("record_hash")
        guard let actor, let result = AuditResult(rawValue: try row.text("result")) else {
            return Stored(number: number, record: nil, previousHash: previous, hash: hash)
        }
        let organization = try row.text("organization_id")
        let entry = AuditEntry(
            at: Timestamp(microseconds: try row.int("recorded_at")), actor: actor, action: AuditAction(try row.text("action")),
            targetType: try row.optionalText("target_type"), targetID: try row.optionalText("target_id"),
            organizationID: organization == Audit.instanceChain ? nil : organization, result: result, address: try row.optionalText("address"),
            requestID: try row.optionalText("request_id"), change: try row.optionalText("change_hash"))
        let record = AuditRecord(number: number, entry: entry, previousHash: previous)
        return Stored(number: number, record: record, previousHash: previous, hash: hash)
    }

    /// The records after a number, in order.
    static func after(_ number: Int64, limit: Int, chain: String, in db: any SQLSession) async throws -> [Stored] {
        try await db.query(
            "SELECT \(columns) FROM audit_records WHERE organization_id = $1 AND number > $2 ORDER BY number LIMIT $3",
            [.text(chain), .integer(number), .integer(Int64(limit))]
        ).map(stored)
    }

    /// Newest first.
    static func list(_ filter: AuditFilter, limit: Int, offset: Int, chain: String, in db: any SQLSession) async throws -> [Stored] {
        let (condition, arguments) = condition(filter, chain)
        return try await db.query(
            """
            SELECT \(columns) FROM audit_records WHERE \(condition) ORDER BY recorded_at DESC, number DESC
            LIMIT $\(arguments.count + 1) OFFSET $\(arguments.count + 2)
            """, arguments + [.integer(Int64(limit)), .integer(Int64(offset))]
        ).map(stored)
    }

    /// How many match, counted to `limit` at most.
    static func count(_ filter: AuditFilter, limit: Int, chain: String, in db: any SQLSession) async throws -> Int {
        let (condition, arguments) = condition(filter, chain)
        let row = try await db.first(
            "SELECT COUNT(*) AS n FROM (SELECT 1 FROM audit_records WHERE \(condition) LIMIT $\(arguments.count + 1)) AS matching",
            arguments + [.integer(Int64(limit))])
        return Int(try row?.int("n") ?? 0)
    }

    private static func condition(_ filter: AuditFilter, _ chain: String) -> (String, [SQLValue]) {
        var condition = "organization_id = $1"
        var arguments: [SQLValue] = [.text(chain)]
        if let since = filter.since {
            arguments.append(.integer(since.microseconds))
            condition += " AND recorded_at >= $\(arguments.count)"
        }
        if let action = filter.action {
            arguments.append(.text(action))
            condition += " AND action = $\(arguments.count)"
        }
        return (condition, arguments)
    }
}
