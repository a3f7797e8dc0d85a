// Records bound to one another: what the audit log and the ledger of incidents have in common.
import Crypto
import Foundation
import Storage

/// Many chains in one table, each with its last record's number and hash in a table of ends.
///
/// A chain belongs to one organization, for three reasons: what an organization takes along or shows to others can be checked by itself;
/// writers of two organizations never wait for one another; and a chain stays on one shard.
package struct HashChain: Sendable {
    /// The last record of a chain; number 0 = there is none yet.
    package struct End: Sendable, Equatable {
        package var number: Int64
        package var hash: String

        package init(number: Int64, hash: String) {
            self.number = number
            self.hash = hash
        }
    }

    /// What stands before the first record.
    package static let origin = String(repeating: "0", count: 64)

    /// SHA-256 in lower-case hexadecimal digits.
    package static func hash(_ bytes: some Sequence<UInt8>) -> String {
        SHA256.hash(data: Data(bytes)).reduce(into: "") { text, byte in
            text.append(byte < 16 ? "0" : "")
            text.append(String(byte, radix: 16))
        }
    }

    /// The table of ends: `organization_id`, `number`, `record_hash`.
    private let ends: String

    /// - Parameter ends: the name of the table, which stands in the program's text and nowhere else.
    package init(ends: String) { self.ends = ends }

    /// The chain's end, held until the transaction ends: of two writers the second waits, reads the first one's record as the end, and
    /// follows it. So a chain never forks, however many servers write. To be called inside a transaction, near its end.
    package func hold(_ chain: String, in db: any SQLSession) async throws -> End {
        if let end = try await end(of: chain, locked: true, in: db) { return end }
        try await db.execute(
            "INSERT INTO \(ends) (organization_id, number, record_hash) VALUES ($1, 0, $2) ON CONFLICT (organization_id) DO NOTHING",
            [.text(chain), .text(Self.origin)])
        guard let end = try await end(of: chain, locked: true, in: db) else { throw SQLError(.other, "a chain in \(ends) has no end") }
        return end
    }

    /// Makes a record the end of a chain that the transaction holds.
    package func move(_ chain: String, to end: End, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE \(ends) SET number = $2, record_hash = $3 WHERE organization_id = $1", [.text(chain), .integer(end.number), .text(end.hash)])
    }

    /// The chain's end, or nil where nothing was ever recorded.
    package func end(of chain: String, in db: any SQLSession) async throws -> End? { try await end(of: chain, locked: false, in: db) }

    private func end(of chain: String, locked: Bool, in db: any SQLSession) async throws -> End? {
        try await db.first(
            "SELECT number, record_hash FROM \(ends) WHERE organization_id = $1 \(locked ? db.dialect.forUpdate : "")", [.text(chain)]
        ).map { End(number: try $0.int("number"), hash: try $0.text("record_hash")) }
    }

    /// Every chain that there is, in the order of their names.
    package func all(in db: any SQLSession) async throws -> [String] {
        try await db.query("SELECT organization_id FROM \(ends) ORDER BY organization_id").map { try $0.text("organization_id") }
    }
}

/// Walks along a chain from its first record and says where it is broken.
package struct ChainWalk: Sendable {
    /// The last record that was walked over.
    package private(set) var end = HashChain.End(number: 0, hash: HashChain.origin)
    package private(set) var records = 0
    /// What is wrong, in the order of the records. Empty = every record is as it was written and follows the one before it.
    package private(set) var problems: [String] = []
    /// The number of the first record that is missing, moved or changed; nil while there is none.
    package private(set) var firstBroken: Int64?

    package init() {}

    /// Takes the next record of the table, by number.
    /// - Parameters:
    ///   - previous: the hash that it says stands before it.
    ///   - stored: the hash that was stored with it.
    ///   - computed: the hash of what it says now.
    package mutating func follow(number: Int64, previous: String, stored: String, computed: String) {
        if number != end.number + 1 { note(end.number + 1, "record \(end.number + 1) is missing") }
        if previous != end.hash { note(number, "record \(number) does not follow the one before it") }
        if computed != stored { note(number, "record \(number) was changed") }
        end = HashChain.End(number: number, hash: stored)
        records += 1
    }

    /// Takes the end that the chain is said to have: where it is another one, the last records are gone.
    package mutating func finish(at stored: HashChain.End?) {
        if (stored ?? HashChain.End(number: 0, hash: HashChain.origin)) != end { note(end.number + 1, "the end of the chain is missing") }
    }

    /// Notes what else is wrong with a record.
    package mutating func note(_ number: Int64, _ problem: String) {
        problems.append(problem)
        firstBroken = firstBroken.map { min($0, number) } ?? number
    }
}
