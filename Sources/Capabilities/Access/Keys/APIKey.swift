import Crypto
import Foundation
import Vocabulary
import Web

/// A key pair as it is stored: the publishable half readable, the secret half as its hash.
package struct APIKey: Sendable {
    package var id: String
    package var label: String
    package var mode: Mode
    package var publishableKey: String
    package var secretPrefix: String
    package var allowedOrigins: [String]
    package var createdAt: Timestamp
    package var lastUsedAt: Timestamp?
    package var revokedAt: Timestamp?
}

/// A key pair just made: the only time its secret half is known.
package struct NewKeyPair: Sendable {
    package var id: String
    package var label: String
    package var mode: Mode
    package var publishableKey: String
    package var secretKey: String
    package var allowedOrigins: [String] = []

    /// Publishable: 131 random bits. Secret: 256.
    static func generate(label: String, mode: Mode, allowedOrigins: [String] = []) -> NewKeyPair {
        NewKeyPair(
            id: ID.new(.key), label: label, mode: mode,
            publishableKey: "pk_\(mode.rawValue)_" + ID.randomBase62(22),
            secretKey: "sk_\(mode.rawValue)_" + ID.randomBase62(43), allowedOrigins: allowedOrigins)
    }

    static func secretHash(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Data(secret.utf8))) }
    /// `sk_live_` and four characters more.
    var secretPrefix: String { String(secretKey.prefix(12)) }
}
