// Keys of an organization that are sent as a bearer token: PSA's. A person's own are `PersonalKey`.
import Audit
import Crypto
import Foundation
import Storage
import Vocabulary

/// A key as it is stored: nothing of it but its hash and its first characters.
package struct BearerKey: Sendable {
    package enum Family: String, Sendable { case psa }

    package var id: String
    package var label: String
    /// `psa_` and four characters more.
    package var prefix: String
    package var createdAt: Timestamp
    package var lastUsedAt: Timestamp?
}

/// A key just made: the only time it is known.
package struct NewBearerKey: Sendable {
    package var key: BearerKey
    package var text: String

    /// 256 random bits after the family's prefix.
    package static func generate(family: BearerKey.Family, label: String, at now: Timestamp) -> NewBearerKey {
        let text = "\(family.rawValue)_" + ID.randomBase62(43)
        return NewBearerKey(key: BearerKey(id: ID.uuid(at: now), label: label, prefix: String(text.prefix(8)), createdAt: now), text: text)
    }
}

/// Making keys from the command line.
package enum BearerKeys {
    /// A new `psa_` key of the organization that the user with this address belongs to, made in that user's name.
    /// - Throws: notFound when there is no such user.
    package static func create(email: String, label: String, at now: Timestamp, in database: any SQLDatabase) async throws -> NewBearerKey {
        try await database.transaction { db in
            guard let user = try await UserStore.find(email: email, in: db) else {
                throw Problem(.notFound, "There is no user with the address \(email)")
            }
            let new = NewBearerKey.generate(family: .psa, label: label, at: now)
            try await BearerKeyStore.insert(new, family: .psa, org: user.organizationID, by: user.id, in: db)
            let author = AuditAuthor(.system, organizationID: user.organizationID, at: now)
            try await Audit.record(author.entry(.keyCreated, "key", new.key.id, change: ["family": "psa"]), in: db)
            return new
        }
    }
}
