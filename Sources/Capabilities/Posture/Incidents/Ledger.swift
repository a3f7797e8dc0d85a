// The chain of what happened to incidents: hashes, each record bound to the one before it.
import Audit
import Storage
import Vocabulary

/// Appends to an organization's chain, and checks it. Whoever changes or drops a record, or an incident, breaks it.
package enum Ledger {
    enum Action: String, Sendable { case archived, erased }

    struct Record: Sendable {
        var number: Int64
        var action: String
        var incidentHash: String
        var contentHash: String
        var recordedAt: Int64
        var previousHash: String

        /// SHA-256 over the members, one a line, in this order.
        var hash: String {
            Ledger.hash([String(number), action, incidentHash, contentHash, String(recordedAt), previousHash].joined(separator: "\n"))
        }
    }

    private static let chain = HashChain(ends: "psa_ledger_heads")

    static func hash(_ text: String) -> String { HashChain.hash(Array(text.utf8)) }

    /// Appends a record, holding the chain's end until the transaction ends. Returns its hash.
    @discardableResult
    static func append(
        _ action: Action, incident: String, content: String, org: String, at now: Timestamp, in db: any SQLSession
    ) async throws -> String {
        let end = try await chain.hold(org, in: db)
        let record = Record(
            number: end.number + 1, action: action.rawValue, incidentHash: hash(incident), contentHash: hash(content),
            recordedAt: now.microseconds, previousHash: end.hash)
        let recordHash = record.hash
        try await db.execute(
            """
            INSERT INTO psa_ledger (organization_id, number, action, incident_hash, content_hash, recorded_at, previous_hash, record_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(org), .integer(record.number), .text(record.action), .text(record.incidentHash), .text(record.contentHash),
                .integer(record.recordedAt), .text(record.previousHash), .text(recordHash),
            ])
        try await chain.move(org, to: HashChain.End(number: record.number, hash: recordHash), in: db)
        return recordHash
    }

    /// What a check found. No problem = every record is as it was written, and every incident is as it was archived.
    package struct Verdict: Sendable {
        package var organizationID: String
        package var records = 0
        package var incidents = 0
        package var erased = 0
        package var problems: [String] = []
    }

    /// Rows read at a time (our choice).
    private static let stretch = 1_000

    /// Checks one organization's chain against its incidents.
    package static func verify(org: String, in db: any SQLSession) async throws -> Verdict {
        var verdict = Verdict(organizationID: org)
        /// Content hash by incident hash; nil once erased.
        var archived: [String: String?] = [:]
        var walk = ChainWalk()
        while true {
            let rows = try await db.query(
                """
                SELECT number, action, incident_hash, content_hash, recorded_at, previous_hash, record_hash FROM psa_ledger
                WHERE organization_id = $1 AND number > $2 ORDER BY number LIMIT $3
                """, [.text(org), .integer(walk.end.number), .integer(Int64(stretch))])
            for row in rows {
                let record = Record(
                    number: try row.int("number"), action: try row.text("action"), incidentHash: try row.text("incident_hash"),
                    contentHash: try row.text("content_hash"), recordedAt: try row.int("recorded_at"), previousHash: try row.text("previous_hash"))
                walk.follow(
                    number: record.number, previous: record.previousHash, stored: try row.text("record_hash"), computed: record.hash)
                switch Action(rawValue: record.action) {
                case .archived: archived[record.incidentHash] = record.contentHash
                case .erased:
                    archived[record.incidentHash] = .some(nil)
                    verdict.erased += 1
                case nil: walk.note(record.number, "record \(record.number) tells of no known action")
                }
            }
            guard rows.count == stretch else { break }
        }
        walk.finish(at: try await chain.end(of: org, in: db))
        verdict.records = walk.records
        verdict.problems = walk.problems
        try await compare(archived, &verdict, org: org, in: db)
        return verdict
    }

    /// The incidents that are there must be those that were archived and not erased.
    private static func compare(_ archived: [String: String?], _ verdict: inout Verdict, org: String, in db: any SQLSession) async throws {
        var missing = Set(archived.compactMap { $0.value == nil ? nil : $0.key })
        var last = ""
        while true {
            let rows = try await db.query(
                "SELECT id, content FROM psa_incidents WHERE organization_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                [.text(org), .text(last), .integer(Int64(stretch))])
            for row in rows {
                last = try row.text("id")
                let incidentHash = hash(last)
                verdict.incidents += 1
                switch archived[incidentHash] {
                case .some(.some(let contentHash)):
                    missing.remove(incidentHash)
                    if contentHash != hash(try row.text("content")) { verdict.problems.append("incident \(last) was changed") }
                case .some(.none): verdict.problems.append("incident \(last) was erased and is there again")
                case .none: verdict.problems.append("incident \(last) was never archived")
                }
            }
            guard rows.count == stretch else { break }
        }
        if !missing.isEmpty { verdict.problems.append("\(missing.count) archived incidents are gone without having been erased") }
    }

    /// The organizations that have a chain.
    package static func organizations(in db: any SQLSession) async throws -> [String] { try await chain.all(in: db) }
}
