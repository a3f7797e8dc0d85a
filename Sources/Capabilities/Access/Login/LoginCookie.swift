// The cookie by which a browser is known (documented: name, HttpOnly, Secure, SameSite=Strict).
import Vocabulary
import Web

struct LoginCookie: Sendable {
    /// Without `Secure` for requests that come straight to this machine over plain HTTP. Chromium and Firefox take a `Secure` cookie from
    /// `http://localhost` and `http://127.0.0.1`, Safari does not.
    let isInsecureAllowed: Bool

    func setting(_ token: String, _ facts: RequestFacts) -> String { text(token, maxAge: Int(LoginSession.longestSeconds), facts) }
    func removing(_ facts: RequestFacts) -> String { text("", maxAge: 0, facts) }

    private func text(_ value: String, maxAge: Int, _ facts: RequestFacts) -> String {
        // What a proxy passed on may have come over the network, and from an https page.
        let isPlain = isInsecureAllowed && !facts.isForwarded && facts.baseURL.hasPrefix("http://")
        return "\(SessionCookie.name)=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; \(isPlain ? "" : "Secure; ")SameSite=Strict"
    }
}
