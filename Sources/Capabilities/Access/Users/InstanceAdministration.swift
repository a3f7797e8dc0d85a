import Audit
import Storage
import Vocabulary

/// Who administers the whole instance: the first registered owner, and whoever is granted it.
package enum InstanceAdministration {
    /// False when there is no user with this address.
    /// Whether one of an organization's people administers this instance.
    package static func isIn(_ organizationID: String, in db: any SQLSession) async throws -> Bool {
        try await db.first(
            "SELECT 1 AS one FROM users WHERE organization_id = $1 AND is_instance_admin = 1 LIMIT 1", [.text(organizationID)]) != nil
    }

    package static func grant(email: String, at now: Timestamp, in database: any SQLDatabase) async throws -> Bool {
        try await database.transaction { db in
            guard let user = try await UserStore.find(email: email, in: db) else { return false }
            try await db.execute(
                "UPDATE users SET is_instance_admin = 1 WHERE organization_id = $1 AND id = $2", [.text(user.organizationID), .text(user.id)])
            let author = AuditAuthor(.system, organizationID: user.organizationID, at: now)
            try await Audit.record(author.entry(.instanceAdminGranted, "user", user.id), in: db)
            return true
        }
    }
}
