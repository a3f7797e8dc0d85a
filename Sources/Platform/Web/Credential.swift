// What a request shows to prove who is calling, and where it stands.
import HTTPTypes
import Hummingbird
import Vocabulary

/// What a request shows to prove who is calling.
package enum Credential: Sendable, Equatable {
    /// The `X-Stradum-Key` header, or a `psa_` or `skk_` key as bearer token; `origin` is the page it was sent from, where the browser tells.
    case key(String, origin: String?)
    /// `Authorization: Bearer`.
    case token(String)
    /// The session cookie of the pages.
    case cookie(String)

    /// How every PSA key begins (documented).
    package static let psaPrefix = "psa_"
    /// How every key of the Stratam family begins (documented).
    package static let stratamPrefix = "skk_"

    /// Whether a bearer token is a key, not the token of a login.
    static func isKey(_ token: String) -> Bool { token.hasPrefix(psaPrefix) || token.hasPrefix(stratamPrefix) }

    var couldBe: Set<CallerKind> {
        switch self {
        case .key(let text, _) where text.hasPrefix(Self.psaPrefix): [.psaKey]
        case .key(let text, _) where text.hasPrefix(Self.stratamPrefix): [.stratamKey]
        case .key: [.publishableKey, .secretKey]
        case .token, .cookie: [.member]
        }
    }

    var isCookie: Bool { if case .cookie = self { true } else { false } }

    /// The text that is looked up in the database; nil for tokens, which are checked by their signature first.
    var lookedUp: String? {
        switch self {
        case .key(let text, _), .cookie(let text): text
        case .token: nil
        }
    }
}

/// The cookie by which a browser is known.
package enum SessionCookie {
    /// Documented.
    package static let name = "stratam_session"

    /// The value that a `Set-Cookie` header gives it; nil when it takes the cookie away.
    static func value(setBy header: String) -> String? {
        guard header.hasPrefix(name + "=") else { return nil }
        let value = header.dropFirst(name.count + 1).prefix { $0 != ";" }
        return value.isEmpty ? nil : String(value)
    }

    /// All values that a request gives it, in order: browsers send a cookie once for each path and domain it was set for, and proxies may part the
    /// header into several.
    package static func values(_ headers: HTTPFields) -> [String] {
        headers[values: .cookie].flatMap { header in
            header.split(separator: ";").compactMap { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, String(parts[0]).trimmed == name else { return nil }
                let value = String(parts[1]).trimmed
                let isQuoted = value.utf8.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
                return isQuoted ? String(value.dropFirst().dropLast()) : value
            }
        }
    }
}

extension HTTPFields {
    /// What stands behind `Bearer` in each `Authorization` header; other schemes are a proxy's.
    package var bearerTokens: [String] {
        self[values: .authorization].compactMap { header in
            header.lowercased().hasPrefix("bearer ") ? String(header.dropFirst(7)).trimmed : nil
        }
    }
}

extension Admission {
    /// Everything that a request shows, keys first, each once.
    static func credentials(_ request: Request, origin: String?) -> [Credential] {
        var credentials: [Credential] = []
        func add(_ credential: Credential) { if !credentials.contains(credential) { credentials.append(credential) } }
        if let name = HTTPField.Name.stradumKey { for key in request.headers[values: name] { add(.key(key, origin: origin)) } }
        for token in request.headers.bearerTokens { add(Credential.isKey(token) ? .key(token, origin: origin) : .token(token)) }
        for cookie in SessionCookie.values(request.headers) where !cookie.isEmpty { add(.cookie(cookie)) }
        return credentials
    }
}
