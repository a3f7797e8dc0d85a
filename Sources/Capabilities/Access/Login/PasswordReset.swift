import Audit
import Storage
import Vocabulary

/// A new password from whoever looks after the server, for somebody who has lost theirs.
package enum PasswordReset {
    /// Sets it, ends every login of the user, and forgets failed ones. Keys go on.
    /// - Throws: malformed `password`; notFound when there is no user with this address.
    package static func set(
        _ password: String, email: String, cost: PasswordHasher.Cost, at now: Timestamp, in database: any SQLDatabase
    ) async throws {
        try Password.check(password, "password")
        let hash = try await PasswordHasher(cost: cost).hash(password)
        try await database.transaction { db in
            guard let user = try await UserStore.find(email: email, in: db) else {
                throw Problem(.notFound, "There is no user with the address \(email)")
            }
            try await Logins.endAll(user.id, org: user.organizationID, in: db)
            try await UserStore.setPasswordHash(hash, user.id, org: user.organizationID, in: db)
            try await LoginThrottle.forget(account: EmailAddress.canonical(user.email), in: db)
            let author = AuditAuthor(.system, organizationID: user.organizationID, at: now)
            try await Audit.record(author.entry(.passwordReset, "user", user.id), in: db)
        }
    }
}
