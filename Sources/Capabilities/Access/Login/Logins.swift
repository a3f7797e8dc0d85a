import Audit
import Crypto
import Storage
import Vocabulary
import Web

/// Logging in and out.
struct Logins: Sendable {
    let database: any SQLDatabase
    let hasher: PasswordHasher
    let tokens: LoginTokens
    /// Addresses without an account are named in the audit log by pseudonyms under this key.
    let pseudonymKey: SymmetricKey

    struct Success: Sendable {
        var user: User
        /// For programs: `Authorization: Bearer`.
        var token: String
        /// For browsers.
        var cookie: String
    }

    /// - Throws: unauthenticated with the same words for an unknown account and a wrong password; tooManyRequests when throttled.
    func login(email: String, password: String, call: OpenCall) async throws -> Success {
        let network = RateLimiter.network(call.clientAddress), now = call.now
        let subjects: [LoginThrottle.Subject] = [.account(email), .accountFrom(email, network: network)]
        let address = LoginThrottle.Subject.address(network: network)
        // Counted before the work is done: of a thousand guesses at once only the allowed ones are looked at.
        try await LoginThrottle.begin(subjects + [address], now: now, in: database)
        let found = try await UserStore.login(email, in: database)
        let verdict = try await hasher.compare(password, found?.passwordHash)
        guard verdict != .wrong, let found else {
            try await Audit.recordAlone(call.failedLogin(of: found?.user, email: email, key: pseudonymKey), in: database)
            throw Problem(.unauthenticated, "Invalid email or password")
        }
        try await LoginThrottle.succeeded(account: subjects, address: address, in: database)
        if verdict == .rightInEarlierForm {
            try await UserStore.replacePasswordHash(
                found.passwordHash, with: try await hasher.hash(password), found.user.id, org: found.user.organizationID, in: database)
        }
        let session = LoginSession(of: found.user, call.facts)
        let cookie = LoginSession.newToken()
        try await database.transaction { db in
            try await LoginSessionStore.insert(session, tokenHash: LoginSession.hash(cookie), tokenVersion: found.tokenVersion, in: db)
            try await Audit.record(call.login(of: found.user, session: session.id), in: db)
        }
        let token = try await tokens.sign(session, version: found.tokenVersion, now: now)
        return Success(user: found.user, token: token, cookie: cookie)
    }

    /// Sets another password, ends every login of the caller, and begins one; gives its cookie.
    /// - Throws: malformed `current_password` when it is another one; tooManyRequests for who guesses.
    func changePassword(from current: String, to new: String, _ call: PersonCall) async throws -> String {
        let person = call.person
        guard let user = try await UserStore.find(person.userID, org: person.organizationID, in: database),
            let found = try await UserStore.login(user.email, in: database)
        else { throw Problem(.notFound, "User not found") }
        let email = EmailAddress.canonical(user.email)
        let subjects: [LoginThrottle.Subject] = [
            .password(email), .passwordFrom(email, network: RateLimiter.network(call.clientAddress)),
        ]
        try await LoginThrottle.begin(subjects, now: call.now, in: database)
        let verdict = try await hasher.compare(current, found.passwordHash)
        guard verdict != .wrong else {
            try await Audit.recordAlone(call.author.entry(.passwordChanged, "user", user.id, result: .failure), in: database)
            throw Problem(.malformed, "That is not your password", field: "current_password")
        }
        try await LoginThrottle.succeeded(account: subjects, in: database)
        let hash = try await hasher.hash(new), session = LoginSession(of: user, call.facts), cookie = LoginSession.newToken()
        try await database.transaction { db in
            try await Self.endAll(user.id, org: user.organizationID, in: db)
            // Whoever changed it, or ended all logins, at the same moment was first.
            guard let now = try await UserStore.login(user.email, in: db), now.passwordHash == found.passwordHash,
                now.tokenVersion == found.tokenVersion + 1
            else { throw Problem(.conflict, "The password or the login was changed meanwhile; log in again", code: "stale") }
            try await UserStore.setPasswordHash(hash, user.id, org: user.organizationID, in: db)
            try await LoginSessionStore.insert(session, tokenHash: LoginSession.hash(cookie), tokenVersion: now.tokenVersion, in: db)
            try await Audit.record(call.author.entry(.passwordChanged, "user", user.id), in: db)
        }
        return cookie
    }

    /// Ends one login of a user: its cookie and its token.
    /// - Throws: notFound when the user has no such login.
    func end(_ session: String, _ person: Person, entry: AuditEntry) async throws {
        try await database.transaction { db in
            guard try await LoginSessionStore.end(session, user: person.userID, org: person.organizationID, in: db) else {
                throw Problem(.notFound, "Session not found")
            }
            try await Audit.record(entry, in: db)
        }
    }

    /// Ends every login of a user, everywhere. Keys go on.
    func endAll(_ userID: String, org: String, entry: AuditEntry) async throws {
        try await database.transaction { db in
            try await Self.endAll(userID, org: org, in: db)
            try await Audit.record(entry, in: db)
        }
    }

    static func endAll(_ userID: String, org: String, in db: any SQLSession) async throws {
        // The version first: a login that is beginning at this moment holds the old one, and is dead with it.
        try await UserStore.raiseTokenVersion(userID, org: org, in: db)
        try await LoginSessionStore.endAll(user: userID, org: org, in: db)
    }
}
