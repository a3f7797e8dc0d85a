import Audit
import Storage
import Vocabulary
import Web

/// Who may register an organization.
package enum RegistrationMode: String, Sendable, CaseIterable {
    /// Everybody (documented).
    case open
    /// Only the first one; afterwards closed.
    case first
    case closed
}

/// Makes an organization with its owner and first key pair.
package struct Registration: Sendable {
    let database: any SQLDatabase
    let hasher: PasswordHasher
    let mode: RegistrationMode
    let clock: Clock

    package struct Outcome: Sendable {
        package var organizationID: String
        package var userID: String
        package var email: String
        package var keys: NewKeyPair
    }

    /// - Throws: forbidden when registration is closed, conflict when the address has an account.
    package func register(name: String, email: String, password: String, isOperator: Bool = false) async throws -> Outcome {
        if !isOperator { try await requireOpen(in: database) }
        let hash = try await hasher.hash(password)
        let now = clock()
        let organization = Organization(id: ID.new(.organization), name: name, createdAt: now, settings: OrganizationSettings())
        let keys = NewKeyPair.generate(label: "Default", mode: .live)
        let userID = ID.new(.user)
        try await database.transaction { db in
            if !isOperator { try await requireOpen(in: db) }
            let isFirst = try await OrganizationStore.claimFirst(organization.id, in: db)
            if !isOperator, mode == .first, !isFirst { throw Problem(.forbidden, "Registration is closed on this server; ask its operator") }
            try await OrganizationStore.insert(organization, in: db)
            let user = User(id: userID, organizationID: organization.id, email: email, role: .owner, createdAt: now)
            guard try await UserStore.insert(user, passwordHash: hash, isInstanceAdmin: isFirst, in: db) else {
                throw Problem(.conflict, "An account with this email address exists already", field: "email")
            }
            try await KeyStore.insert(keys, org: organization.id, by: userID, at: now, in: db)
            let author = AuditAuthor(isOperator ? .system : .user(userID), organizationID: organization.id, at: now)
            try await Audit.record(author.entry(.organizationRegistered, "organization", organization.id), in: db)
        }
        return Outcome(organizationID: organization.id, userID: userID, email: email, keys: keys)
    }

    private func requireOpen(in db: any SQLSession) async throws {
        switch mode {
        case .open: return
        case .first where try await !OrganizationStore.any(in: db): return
        case .first, .closed: throw Problem(.forbidden, "Registration is closed on this server; ask its operator")
        }
    }
}
