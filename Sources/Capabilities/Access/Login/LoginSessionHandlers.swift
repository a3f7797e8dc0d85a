import Storage
import Vocabulary
import Web

/// The logins of a person: look at them, end one, this one, or all.
struct LoginSessionHandlers: Sendable {
    let database: any SQLDatabase
    let logins: Logins
    let cookie: LoginCookie

    struct SessionResponse: Encodable, Sendable {
        var session: LoginSession
        /// Whether the request that asks was made with it.
        var isCurrent: Bool
        enum CodingKeys: String, CodingKey {
            case id = "session_id", isCurrent = "current", createdAt = "created_at", lastUsedAt = "last_used_at", expiresAt = "expires_at", address
            case userAgent = "user_agent"
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(session.id, forKey: .id)
            try container.encode(isCurrent, forKey: .isCurrent)
            try container.encode(Milliseconds(session.createdAt), forKey: .createdAt)
            try container.encode(Milliseconds(session.lastUsedAt), forKey: .lastUsedAt)
            try container.encode(Milliseconds(session.expiresAt), forKey: .expiresAt)
            try container.encode(session.address, forKey: .address)
            try container.encode(session.userAgent, forKey: .userAgent)
        }
    }

    struct EndRequest: Decodable, Sendable {
        var sessionID: String
        enum CodingKeys: String, CodingKey { case sessionID = "session_id" }
    }

    func list(_ call: PersonCall) async throws -> Answer {
        let window = try call.window()
        let found = try await LoginSessionStore.list(
            user: call.userID, org: call.organizationID, now: call.now, window: window, in: database)
        let total = try await LoginSessionStore.count(user: call.userID, org: call.organizationID, now: call.now, in: database)
        let items = found.map { SessionResponse(session: $0, isCurrent: $0.id == call.person.sessionID) }
        return .ok(WindowResponse("sessions", items, total: total, window: window))
    }

    func end(_ body: EndRequest, _ call: PersonCall) async throws -> Answer {
        let id = try Check.uuid(body.sessionID, "session_id")
        try await logins.end(id, call.person, entry: call.author.entry(.sessionEnded, "session", id))
        return id == call.person.sessionID ? .okSettingCookie(OK(), cookie: cookie.removing(call.facts)) : .ok(OK())
    }

    /// - Throws: forbidden for a key, which has no login to end.
    func logout(_ call: PersonCall) async throws -> Answer {
        guard let id = call.person.sessionID else {
            throw Problem(.forbidden, "A key is not logged in; to end it, revoke it", code: "login_required")
        }
        try await logins.end(id, call.person, entry: call.author.entry(.logout, "session", id))
        return .okSettingCookie(OK(), cookie: cookie.removing(call.facts))
    }

    func logoutEverywhere(_ call: PersonCall) async throws -> Answer {
        try await logins.endAll(call.userID, org: call.organizationID, entry: call.author.entry(.logoutEverywhere, "user", call.userID))
        return .okSettingCookie(OK(), cookie: cookie.removing(call.facts))
    }
}
