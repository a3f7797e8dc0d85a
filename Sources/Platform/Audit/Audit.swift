// Writing the audit log: in the transaction of the change itself, so that neither is without the other.
import Crypto
import Foundation
import Storage
import Vocabulary

package enum Audit {
    /// The chain of what belongs to no organization.
    package static let instanceChain = ""

    static let chain = HashChain(ends: "audit_ends")

    /// The longest member of an entry in characters (our choice: longer than any id of ours); what is longer is cut.
    static let longestMember = 256

    /// Appends an entry to its organization's chain. Costs three statements however long the chain is.
    ///
    /// Call it in the transaction that makes the change, as its last step: the end of the organization's chain is held until that
    /// transaction ends, and the organization's other entries wait for it.
    /// - Returns: the record's number and hash.
    @discardableResult
    package static func record(_ entry: AuditEntry, in db: any SQLSession) async throws -> HashChain.End {
        let entry = bounded(entry)
        let name = entry.organizationID ?? instanceChain
        let before = try await chain.hold(name, in: db)
        let record = AuditRecord(number: before.number + 1, entry: entry, previousHash: before.hash)
        let end = HashChain.End(number: record.number, hash: record.hash)
        try await AuditStore.insert(record, hash: end.hash, in: db)
        try await chain.move(name, to: end, in: db)
        return end
    }

    /// As `record`, in a transaction of its own: for events that change nothing else, such as a failed login.
    package static func recordAlone(_ entry: AuditEntry, in database: any SQLDatabase) async throws {
        _ = try await database.transaction { db in try await record(entry, in: db) }
    }

    /// The digest of a change for `AuditEntry.change`: SHA-256 over the names and values, each with its length before it, in the order of
    /// their names. For settings, roles and the like; what people write does not go in, for short texts can be guessed from a digest.
    package static func digest(_ changes: [String: String]) -> String {
        var bytes: [UInt8] = []
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            for member in [name, value] { bytes += Array("\(member.utf8.count):\(member)\n".utf8) }
        }
        return HashChain.hash(bytes)
    }

    /// Stands for a thing that may not be named, e.g. the address somebody tried to log in with: equal things have equal names, and without the
    /// key nobody can try which name a thing would have. The beginning of an HMAC-SHA256, 16 hexadecimal digits (our choice: enough to tell apart).
    package static func pseudonym(_ text: String, key: SymmetricKey) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).prefix(8).reduce(into: "") { name, byte in
            name += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }

    private static func bounded(_ entry: AuditEntry) -> AuditEntry {
        func cut(_ text: String?) -> String? {
            text.map { text in
                String(String.UnicodeScalarView(text.unicodeScalars.lazy.filter { $0 != "\0" }.prefix(longestMember)))
            }
        }
        var entry = entry
        entry.targetType = cut(entry.targetType)
        entry.targetID = cut(entry.targetID)
        entry.address = cut(entry.address)
        entry.requestID = cut(entry.requestID)
        entry.change = cut(entry.change)
        return entry
    }
}
