// Finds out who is calling and whether this endpoint is for them.
import HTTPTypes
import Hummingbird
import Vocabulary

package struct Admission: Sendable {
    private let credentials: [Credential]
    private let isSafe: Bool
    private let isSameOrigin: Bool
    private let kinds: Set<CallerKind>
    private let settings: WebSettings
    private let now: Timestamp
    private let address: String
    private let extraHeaders: ExtraHeaders
    private let origin: String?

    package init(request: Request, context: WebContext, kinds: Set<CallerKind>, settings: WebSettings, now: Timestamp) {
        var credentials: [Credential] = []
        let origin = request.headers[.origin]
        if let name = HTTPField.Name.stradumKey, let key = request.headers[name] { credentials.append(.key(key, origin: origin)) }
        if let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") {
            let token = String(header.dropFirst(7)).trimmed
            credentials.append(Credential.isKey(token) ? .key(token, origin: origin) : .token(token))
        }
        if let cookie = request.cookies["stratam_session"]?.value { credentials.append(.cookie(cookie)) }
        self.credentials = credentials
        self.kinds = kinds
        self.settings = settings
        self.now = now
        self.origin = origin
        address = RequestReader.clientAddress(request, context, settings)
        extraHeaders = context.extraHeaders
        isSafe = request.method == .get || request.method == .head
        isSameOrigin = OriginCheck.passes(request, settings)
    }

    /// Whether the request shows a credential of its own accord: a beacon only brings along the cookies of the page's site.
    package var hasCredential: Bool {
        credentials.contains { credential in
            if case .cookie = credential { return !credential.couldBe.isDisjoint(with: kinds) }
            return true
        }
    }

    /// The caller that the request's own credentials prove.
    /// - Throws: unauthenticated without a valid credential, forbidden with a valid one of the wrong kind, tooManyRequests over the limit.
    @discardableResult
    package func caller() async throws -> Caller {
        // Of several credentials the first that could fit this endpoint counts.
        guard let credential = credentials.first(where: { !$0.couldBe.isDisjoint(with: kinds) }) ?? credentials.first else {
            try limitAddress()
            throw Problem(.unauthenticated, missing)
        }
        return try await caller(by: credential)
    }

    /// What is told to whoever shows no credential at all.
    private var missing: String {
        if kinds == [.member] { return "Authentication is required: send Authorization: Bearer <token>" }
        if kinds.contains(.stratamKey) { return "Not authenticated: log in, or send Authorization: Bearer skk_…" }
        return kinds.contains(.psaKey) ? "Not authenticated: send Authorization: Bearer psa_… or log in" : "Missing API key"
    }

    /// The caller of a key that stands in the body (sendBeacon cannot send headers).
    package func caller(bodyKey: String) async throws -> Caller { try await caller(by: .key(bodyKey, origin: origin)) }

    private func caller(by credential: Credential) async throws -> Caller {
        guard let caller = try await settings.authenticate(credential) else {
            try limitAddress()
            if case .key = credential { throw Problem(.unauthenticated, "Invalid API key") }
            // A frequent slip: these keys have a header of their own.
            if case .token(let token) = credential, token.hasPrefix("sk_") || token.hasPrefix("pk_") {
                throw Problem(.unauthenticated, kinds.contains(.secretKey) ? "Send this key in X-Stradum-Key" : missing)
            }
            throw Problem(.unauthenticated, "Invalid or expired token")
        }
        guard kinds.contains(caller.kind) else {
            switch caller.kind {
            case .publishableKey: throw Problem(.forbidden, "A publishable key has no permission for this endpoint")
            case .secretKey: throw Problem(.forbidden, "An API key has no permission for this endpoint; log in and send a bearer token")
            case .psaKey: throw Problem(.forbidden, "A psa_ key has no permission for this endpoint")
            case .stratamKey: throw Problem(.forbidden, "An skk_ key has no permission for this endpoint")
            case .member: throw Problem(.forbidden, "This endpoint needs an API key in X-Stradum-Key")
            }
        }
        if case .cookie = credential, !isSafe, !isSameOrigin {
            throw Problem(.forbidden, "Requests from another site are refused", code: "foreign_origin")
        }
        try limit(caller)
        return caller
    }

    /// Routes for people have allowances of their own, so that neither a script nor a page uses up what other families may do.
    private func limit(_ caller: Caller) throws {
        let (name, limit) =
            switch caller {
            case .stratamKey: ("person:" + caller.limitKey, settings.personalKeyLimit)
            case .member(let member) where kinds.contains(.stratamKey):
                ("login:" + (member.sessionID ?? member.userID), settings.loginLimit)
            default: ("caller:" + caller.limitKey, settings.callerLimit)
            }
        try take(settings.limiter.take(name, limit: limit, now: now))
    }

    /// The person in whose name the request is made.
    /// - Throws: as `caller()`, and forbidden when the key lacks the scope or the person the role.
    package func person(scope: Scope, role: Role) async throws -> Person {
        guard let person = Person(try await caller()) else { throw Problem(.forbidden, "This endpoint is for people and their own keys") }
        guard person.scopes.contains(scope) else {
            throw Problem(.forbidden, "This needs a key with the scope \(scope.rawValue)", code: "scope_required")
        }
        guard person.role >= role else {
            throw Problem(.forbidden, "This needs the role \(role.rawValue); yours is \(person.role.rawValue)", code: "role_required")
        }
        return person
    }

    /// Takes from the address's allowance: for what is done before the caller is known.
    package func limitAddress() throws {
        try take(settings.limiter.take("address:" + RateLimiter.network(address), limit: settings.addressLimit, now: now))
    }

    private func take(_ verdict: RateLimiter.Verdict?) throws {
        guard let verdict else { return }
        extraHeaders.fields = [
            ("RateLimit-Limit", String(verdict.limit)), ("RateLimit-Remaining", String(verdict.remaining)),
            ("RateLimit-Reset", String(verdict.reset)),
        ]
        if let wait = verdict.retryAfter { throw Problem(.tooManyRequests, "Too many requests; try again in \(wait) s", retryAfter: wait) }
    }
}
