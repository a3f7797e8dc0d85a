import Storage

/// Who administers the whole instance: the first registered owner, and whoever is granted it.
package enum InstanceAdministration {
    /// False when there is no user with this address.
    package static func grant(email: String, in db: any SQLSession) async throws -> Bool {
        try await db.execute("UPDATE users SET is_instance_admin = 1 WHERE email = $1", [.text(email)]) == 1
    }
}
