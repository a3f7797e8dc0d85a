import Crypto
import Foundation
import Vocabulary

/// How the Stratam family, whose ids are UUIDs, names what has another kind of id elsewhere.
package enum StratamID {
    /// The UUID of an organization: the first 16 bytes of SHA-256 of its id, marked as version 8 (RFC 9562, 5.8). Always the same.
    package static func organization(_ id: String) -> String {
        var bytes = Array(SHA256.hash(data: Data(id.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { String(format: "%02x", $0) }
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
    }
}
