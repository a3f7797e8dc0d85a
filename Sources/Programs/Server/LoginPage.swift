// What the page /login must know before anybody is signed in.
import Access
import Web

struct LoginPage: Sendable {
    let registration: Registration

    struct ConfigResponse: Encodable, Sendable {
        /// `open` or `closed`, as it is for whoever asks now.
        var registration: String
        /// Nobody has registered yet.
        var isFirst: Bool
        enum CodingKeys: String, CodingKey { case registration, isFirst = "is_first" }
    }

    func addRoutes(to api: APIRoutes) {
        api.open(.get, "login/config") { _ in
            let standing = try await registration.standing()
            return .ok(ConfigResponse(registration: standing.isOpen ? "open" : "closed", isFirst: standing.isFirst))
        }
    }
}
