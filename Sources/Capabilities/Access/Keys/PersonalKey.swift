// Keys of a person, sent as a bearer token: `skk_`.
import Crypto
import Foundation
import Vocabulary
import Web

/// A key as it is stored: nothing of it but its hash and its first characters. It may do what its owner may at the moment, within its scopes.
package struct PersonalKey: Sendable, Equatable {
    package var id: String
    package var label: String
    /// `skk_` and four characters more.
    package var prefix: String
    package var scopes: Set<Scope>
    package var createdAt: Timestamp
    package var lastUsedAt: Timestamp?
    /// From then on it is refused; nil = never.
    package var expiresAt: Timestamp?

    /// Scopes in their order, with commas between them.
    static func text(_ scopes: Set<Scope>) -> String { Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: ",") }
    static func scopes(_ text: String) -> Set<Scope> { Set(text.split(separator: ",").compactMap { Scope(rawValue: String($0)) }) }

    static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }
}

/// A key just made: the only time it is known.
package struct NewPersonalKey: Sendable {
    package var key: PersonalKey
    package var text: String

    /// 32 random bytes after the prefix (documented: 43 characters of base64url).
    package static func generate(label: String, scopes: Set<Scope>, expiresAt: Timestamp?, at now: Timestamp) -> NewPersonalKey {
        let text = Credential.stratamPrefix + ID.randomBase64URL(byteCount: 32)
        return NewPersonalKey(
            key: PersonalKey(
                id: ID.uuid(at: now), label: label, prefix: String(text.prefix(8)), scopes: scopes, createdAt: now, expiresAt: expiresAt),
            text: text)
    }
}
