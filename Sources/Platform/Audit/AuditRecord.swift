// An entry in its place in the chain, and the bytes that its hash is made of.
import Vocabulary

/// An entry as it stands in the log.
///
/// **Canonical bytes.** A record's hash is SHA-256 over these bytes; anybody can compute it from an export.
/// First the line `mien-audit-1`, then one line for each member, in this order:
///
///     organization id (empty in the instance's chain) · number · time in microseconds since 1970 · kind of actor · id of actor · action ·
///     kind of target · id of target · result · address · request id · digest of the change · hash of the record before
///
/// A line is the member's length in bytes of UTF-8, a colon, and the member: `5:login`. A member that is absent is the line `-`. Numbers are
/// decimal. Each line ends with a line feed. The length makes the form unambiguous whatever a member holds. Before the first record stand
/// 64 zeros.
package struct AuditRecord: Sendable, Equatable {
    package var number: Int64
    package var entry: AuditEntry
    /// The hash of the record before.
    package var previousHash: String

    package init(number: Int64, entry: AuditEntry, previousHash: String) {
        self.number = number
        self.entry = entry
        self.previousHash = previousHash
    }

    /// Our choice: raised when members are added, so that older records keep their hashes.
    static let version = "mien-audit-1"

    package var canonicalBytes: [UInt8] {
        let members: [String?] = [
            entry.organizationID ?? Audit.instanceChain, String(number), String(entry.at.microseconds), entry.actor.kind, entry.actor.id,
            entry.action.name, entry.targetType, entry.targetID, entry.result.rawValue, entry.address, entry.requestID, entry.change,
            previousHash,
        ]
        var bytes = Array((Self.version + "\n").utf8)
        for member in members {
            if let member {
                bytes += Array("\(member.utf8.count):".utf8)
                bytes += Array(member.utf8)
            } else {
                bytes.append(UInt8(ascii: "-"))
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// 64 hexadecimal digits.
    package var hash: String { HashChain.hash(canonicalBytes) }
}
