// Ids that follow from what they name, so that importing the same thing again meets what is there.
import Crypto
import Foundation

enum DerivedID {
    /// A UUID of version 8 (RFC 9562, 5.8): the first bits of the SHA-256 of the parts, each behind its length.
    static func uuid(_ parts: String...) -> String {
        var hash = SHA256()
        for part in parts {
            hash.update(data: Data("\(part.utf8.count):".utf8))
            hash.update(data: Data(part.utf8))
        }
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10..<16]].map { $0.joined() }.joined(separator: "-")
    }
}
