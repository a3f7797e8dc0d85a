// What the pages must know before anybody is signed in, so that none of them asks what can only be refused.
import Access
import Vocabulary
import Web

struct LoginPage: Sendable {
    let registration: Registration
    /// Whether visitors may have a conversation read on the page /posture.
    let isPostureOpen: Bool

    struct ConfigResponse: Encodable, Sendable {
        /// `open` or `closed`, as it is for whoever asks now.
        var registration: String
        /// Nobody has registered yet.
        var isFirst: Bool
        var isPostureOpen: Bool
        /// Who is signed in with this browser; null when nobody is.
        @ExplicitNull var email: String?
        enum CodingKeys: String, CodingKey { case registration, isFirst = "is_first", isPostureOpen = "is_posture_open", email }
    }

    func addRoutes(to api: APIRoutes) {
        api.open(.get, "login/config", knowing: .member) { _, caller in
            let standing = try await registration.standing()
            var email: String?
            if case .member(let member)? = caller { email = member.email }
            return .ok(
                ConfigResponse(
                    registration: standing.isOpen ? "open" : "closed", isFirst: standing.isFirst, isPostureOpen: isPostureOpen, email: email))
        }
    }
}
