import Access
import Audit
import Storage
import Vocabulary
import Web

/// What can be done with an identity.
struct Identities: Sendable {
    let database: any SQLDatabase

    /// - Throws: conflict when the external id is taken.
    func create(_ identity: Identity, account: AccountTag?, org: String) async throws -> Identity {
        try await database.transaction { db in
            guard try await IdentityStore.insert(identity, org: org, in: db) else {
                throw Problem(.conflict, "An identity with this external_id exists already", field: "external_id")
            }
            if let account {
                try await AccountStore.ensure(account, org: org, now: identity.createdAt, in: db)
                try await IdentityStore.attach(identity.id, account: account.id, org: org, now: identity.createdAt, in: db)
            }
            return try await IdentityStore.find(identity.id, org: org, in: db) ?? identity
        }
    }

    /// The identity of an external id, made when there is none. Any number of calls at once give the same one.
    func resolve(externalID: String, org: String, now: Timestamp) async throws -> Identity {
        if let known = try await IdentityStore.find(externalID: externalID, org: org, in: database) { return known }
        return try await database.transaction { db in
            let identity = Identity(id: ID.new(.identity), externalID: externalID, createdAt: now)
            if try await IdentityStore.insert(identity, org: org, in: db) { return identity }
            guard let known = try await IdentityStore.find(externalID: externalID, org: org, in: db) else {
                throw Problem(.unavailable, "The identity was removed at this moment; try again", retryAfter: 1)
            }
            return known
        }
    }

    /// Links a session, whatever its status, to an identity and tags it with an account.
    func link(session id: String, to identityID: String, account: AccountTag?, org: String, now: Timestamp) async throws -> Session {
        try await database.transaction { db in
            guard var session = try await SessionStore.lock(id, org: org, in: db) else { throw Problem(.notFound, "Session not found") }
            guard session.status != .rejected else { throw Problem(.conflict, "The session was rejected and cannot be linked") }
            let before = session
            try await attach(&session, to: identityID, by: .secret, account: account, org: org, now: now, in: db)
            try await SessionStore.update(session, org: org, in: db)
            guard session.status == .analyzed, let analysis = try await AnalysisStore.find(session: id, org: org, in: db) else { return session }
            // A score by comparison with one person says nothing of another.
            if session.identityID != before.identityID, session.identityID != analysis.identityID {
                return try await Sessions.forgetAnalysis(of: session, org: org, in: db)
            }
            if let accountID = session.accountID, accountID != analysis.accountID {
                try await AnalysisStore.move(analysis, toAccount: accountID, org: org, in: db)
            }
            return session
        }
    }

    /// Moves a session to an identity and an account, with the counts of both. Linking again what is linked raises no version, and a page
    /// does not change what a secret key linked.
    func attach(
        _ session: inout Session, to identityID: String, by author: Session.Author, account: AccountTag?, org: String, now: Timestamp,
        in db: any SQLSession
    ) async throws {
        // Before the identity is looked for: a page is not told whether there is one of this id.
        guard author == .secret || session.linkedBy != .secret else { return }
        // Both rows in one order, so that two moves never wait for each other.
        var isThere = false
        for id in Set([identityID, session.identityID].compactMap(\.self)).sorted() {
            let found = try await IdentityStore.lock(id, org: org, in: db)
            if id == identityID { isThere = found }
        }
        guard isThere else { throw Problem(.notFound, "Identity not found", field: "identity_id") }
        if session.identityID != identityID {
            if let old = session.identityID {
                try await IdentityStore.countSessions(-1, old, org: org, in: db)
                try await Baselines.unlearn(session.id, org: org, in: db)
            }
            try await IdentityStore.countSessions(1, identityID, org: org, in: db)
            session.identityID = identityID
            session.linkVersion += 1
        }
        if session.linkedBy != author {
            session.linkVersion += 1
            session.linkedBy = author
        }
        if let account {
            try await AccountStore.ensure(account, org: org, now: now, in: db)
            if session.accountID != account.id {
                if let old = session.accountID { try await AccountStore.countSessions(-1, old, org: org, in: db) }
                try await AccountStore.countSessions(1, account.id, org: org, in: db)
                session.accountID = account.id
            }
            session.accountName = try await AccountStore.find(account.id, org: org, in: db)?.name
            try await IdentityStore.attach(identityID, account: account.id, org: org, now: now, in: db)
        }
        session.updatedAt = now
    }

    /// Removes an identity with its sessions, features, analyses and baseline.
    func delete(_ id: String, org: String, by author: AuditAuthor) async throws {
        try await database.transaction { db in
            guard try await IdentityStore.lock(id, org: org, in: db), let identity = try await IdentityStore.find(id, org: org, in: db) else {
                throw Problem(.notFound, "Identity not found")
            }
            // Sessions of others that were compared with this person lose that analysis.
            for sessionID in try await AnalysisStore.sessions(comparedWith: id, org: org, in: db) {
                if let session = try await SessionStore.lock(sessionID, org: org, in: db), session.identityID != id {
                    try await Sessions.forgetAnalysis(of: session, org: org, in: db)
                }
            }
            try await Baselines.reset(id, org: org, in: db)
            for seen in try await IdentityStore.sessions(of: id, org: org, in: db) {
                // As it is now: another request may have been quicker.
                if let session = try await SessionStore.lock(seen.id, org: org, in: db), session.identityID == id {
                    try await Sessions.remove(session, org: org, in: db)
                }
            }
            for account in identity.accountIDs { try await AccountStore.countIdentities(-1, account, org: org, in: db) }
            try await IdentityStore.delete(id, org: org, in: db)
            try await Counters.add([Dimension.identities: -1], org: org, in: db)
            try await Audit.record(author.entry(.deleted, "identity", id), in: db)
        }
    }
}
