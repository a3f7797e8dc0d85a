import Vocabulary
import Web

struct RegistrationHandlers: Sendable {
    let registration: Registration
    let limiter: RateLimiter
    let limit: RateLimit

    struct RegisterRequest: Decodable, Sendable {
        var orgName: String
        var email: String
        var password: String
        enum CodingKeys: String, CodingKey { case orgName = "org_name", email, password }
    }

    struct RegisterResponse: Encodable, Sendable {
        var orgID: String
        var userID: String
        var email: String
        var publishableKey: String
        var secretKey: String
        enum CodingKeys: String, CodingKey {
            case orgID = "org_id", userID = "user_id", email, publishableKey = "publishable_key", secretKey = "secret_key"
        }
    }

    func register(_ body: RegisterRequest, _ call: OpenCall) async throws -> Answer {
        try Check.text(body.orgName, "org_name", length: 1...200)
        let email = try Check.email(body.email, "email")
        try Password.check(body.password, "password")
        if let wait = limiter.take(.registration(network: RateLimiter.network(call.clientAddress)), limit: limit, now: call.now)?.retryAfter {
            throw Problem(.tooManyRequests, "Too many registrations from this address; try again in \(wait) s", retryAfter: wait)
        }
        let outcome = try await registration.register(name: body.orgName, email: email, password: body.password)
        return .created(
            RegisterResponse(
                orgID: outcome.organizationID, userID: outcome.userID, email: outcome.email,
                publishableKey: outcome.keys.publishableKey, secretKey: outcome.keys.secretKey))
    }
}
