import Storage
import Vocabulary
import Web

/// Logging in and out.
struct Logins: Sendable {
    let database: any SQLDatabase
    let hasher: PasswordHasher
    let tokens: LoginTokens

    struct Success: Sendable {
        var user: User
        var token: String
    }

    /// - Throws: unauthenticated with the same words for an unknown account and a wrong password; tooManyRequests when throttled.
    func login(email: String, password: String, address: String, now: Timestamp) async throws -> Success {
        let network = RateLimiter.network(address)
        let subjects = ["account:" + email, "account-from:\(network):\(email)", "address:" + network]
        // Counted before the work is done: of a thousand guesses at once only the allowed ones are looked at.
        try await LoginThrottle.begin(subjects, now: now, in: database)
        let found = try await UserStore.login(email, in: database)
        guard try await hasher.matches(password, found?.passwordHash), let found else {
            throw Problem(.unauthenticated, "Invalid email or password")
        }
        try await LoginThrottle.succeeded(account: Array(subjects.prefix(2)), address: subjects[2], in: database)
        return Success(user: found.user, token: try await tokens.sign(found.user, version: found.tokenVersion, now: now))
    }

    /// Ends every login of this user, everywhere.
    func logout(_ userID: String, org: String) async throws { try await UserStore.raiseTokenVersion(userID, org: org, in: database) }
}
