import Storage
import Vocabulary
import Web

struct LoginHandlers: Sendable {
    let database: any SQLDatabase
    let logins: Logins
    let cookie: LoginCookie
    let limiter: RateLimiter
    /// Of an address without a valid credential.
    let addressLimit: RateLimit

    struct LoginRequest: Decodable, Sendable {
        var email: String
        var password: String
    }

    struct LoginResponse: Encodable, Sendable {
        var token: String
        var userID: String
        var orgID: String
        var email: String
        var role: Role
        enum CodingKeys: String, CodingKey { case token, userID = "user_id", orgID = "org_id", email, role }
    }

    struct MeResponse: Encodable, Sendable {
        var userID: String
        var orgID: String
        var orgName: String
        var email: String
        var role: Role
        var createdAt: Timestamp
        enum CodingKeys: String, CodingKey {
            case userID = "user_id", orgID = "org_id", orgName = "org_name", email, role, createdAt = "created_at"
        }
    }

    func login(_ body: LoginRequest, _ call: OpenCall) async throws -> Answer {
        let email = try Check.email(body.email, "email")
        try Password.checkGiven(body.password, "password")
        let success = try await limited(call) { try await logins.login(email: email, password: body.password, call: call) }
        let response = LoginResponse(
            token: success.token, userID: success.user.id, orgID: success.user.organizationID, email: success.user.email, role: success.user.role)
        return .okSettingCookie(response, cookie: cookie.setting(success.cookie, call.facts))
    }

    /// Failed logins count as requests without a valid credential: an address that has used those up is refused before the database is asked.
    private func limited(_ call: OpenCall, _ login: () async throws -> Logins.Success) async throws -> Logins.Success {
        let subject = RateSubject.address(network: RateLimiter.network(call.clientAddress))
        if let wait = limiter.refusal(subject, limit: addressLimit, now: call.now)?.retryAfter {
            throw Problem(.tooManyRequests, "Too many requests; try again in \(wait) s", retryAfter: wait)
        }
        do { return try await login() } catch let problem as Problem {
            if problem.kind == .unauthenticated || problem.kind == .tooManyRequests {
                _ = limiter.take(subject, limit: addressLimit, now: call.now)
            }
            throw problem
        }
    }

    /// Ends every login of the caller (documented).
    func logout(_ call: MemberCall) async throws -> Answer {
        try await logins.endAll(call.member.userID, org: call.organizationID, entry: call.author.entry(.logoutEverywhere, "user", call.member.userID))
        return .noContentSettingCookie(cookie.removing(call.facts))
    }

    func me(_ call: MemberCall) async throws -> Answer {
        guard let user = try await UserStore.find(call.member.userID, org: call.organizationID, in: database),
            let organization = try await OrganizationStore.find(call.organizationID, in: database)
        else { throw Problem(.notFound, "User not found") }
        return .ok(
            MeResponse(
                userID: user.id, orgID: organization.id, orgName: organization.name, email: user.email, role: user.role, createdAt: user.createdAt))
    }
}
