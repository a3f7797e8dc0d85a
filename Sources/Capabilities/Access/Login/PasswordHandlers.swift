import Storage
import Vocabulary
import Web

/// A person's own password.
struct PasswordHandlers: Sendable {
    let logins: Logins
    let cookie: LoginCookie

    struct ChangeRequest: Decodable, Sendable {
        var current: String
        var new: String
        enum CodingKeys: String, CodingKey { case current = "current_password", new = "new_password" }
    }

    /// Ends every login of the caller and begins a new one for this browser. Keys go on.
    /// - Throws: forbidden for a key; malformed `current_password` when it is another one; tooManyRequests for who guesses.
    func change(_ body: ChangeRequest, _ call: PersonCall) async throws -> Answer {
        try Password.checkGiven(body.current, "current_password")
        try Password.check(body.new, "new_password")
        guard !Password.areSame(body.new, body.current) else { throw Problem.invalid("new_password", "is the one that you have") }
        guard call.person.sessionID != nil else {
            throw Problem(.forbidden, "A key cannot change a password; log in for that", code: "login_required")
        }
        return .okSettingCookie(OK(), cookie: cookie.setting(try await logins.changePassword(from: body.current, to: body.new, call), call.facts))
    }
}
