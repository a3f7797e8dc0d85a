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

    /// Credentials of one request that are looked at (our choice: more than a browser with cookies of several paths sends by mistake).
    private static let mostTried = 4

    package init(request: Request, context: WebContext, kinds: Set<CallerKind>, settings: WebSettings, now: Timestamp) {
        let origin = request.headers[.origin]
        let credentials = Self.credentials(request, origin: origin)
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
        let fitting = credentials.filter { !$0.couldBe.isDisjoint(with: kinds) }
        let shown = fitting.isEmpty ? credentials : fitting
        // What a request says in its headers counts before the cookies that a browser adds by itself.
        let said = shown.filter { !$0.isCookie }
        return try await caller(by: said.isEmpty ? shown : said)
    }

    /// The caller of a key that stands in the body (sendBeacon cannot send headers).
    package func caller(bodyKey: String) async throws -> Caller { try await caller(by: [.key(bodyKey, origin: origin)]) }

    /// The caller of the first credential that proves one for this endpoint: a stale cookie or header may stand before the live one.
    private func caller(by credentials: [Credential]) async throws -> Caller {
        var misplaced: Caller?
        for credential in credentials.prefix(Self.mostTried) {
            guard let caller = try await proven(credential) else { continue }
            guard kinds.contains(caller.kind) else {
                misplaced = misplaced ?? caller
                continue
            }
            if credential.isCookie, !isSafe, !isSameOrigin {
                throw Problem(.forbidden, "Requests from another site are refused", code: "foreign_origin")
            }
            try limit(caller)
            return caller
        }
        if let misplaced { throw Self.refusal(of: misplaced) }
        try limitAddress()
        guard let first = credentials.first else { throw Problem(.unauthenticated, missing) }
        throw refusal(of: first)
    }

    private static func refusal(of caller: Caller) -> Problem {
        switch caller.kind {
        case .publishableKey: Problem(.forbidden, "A publishable key has no permission for this endpoint")
        case .secretKey: Problem(.forbidden, "An API key has no permission for this endpoint; log in and send a bearer token")
        case .psaKey: Problem(.forbidden, "A psa_ key has no permission for this endpoint")
        case .stratamKey: Problem(.forbidden, "An skk_ key has no permission for this endpoint")
        case .member: Problem(.forbidden, "This endpoint needs an API key in X-Stradum-Key")
        }
    }

    private func refusal(of credential: Credential) -> Problem {
        if case .key = credential { return Problem(.unauthenticated, "Invalid API key") }
        // A frequent slip: these keys have a header of their own.
        if case .token(let token) = credential, token.hasPrefix("sk_") || token.hasPrefix("pk_") {
            return Problem(.unauthenticated, kinds.contains(.secretKey) ? "Send this key in X-Stradum-Key" : missing)
        }
        return Problem(.unauthenticated, "Invalid or expired token")
    }

    /// What is told to whoever shows no credential at all.
    private var missing: String {
        if kinds == [.member] { return "Authentication is required: send Authorization: Bearer <token>" }
        if kinds.contains(.stratamKey) { return "Not authenticated: log in, or send Authorization: Bearer skk_…" }
        if kinds.contains(.psaKey) { return "Not authenticated: send Authorization: Bearer psa_… or log in" }
        return kinds == [.secretKey, .member]
            ? "Missing API key: send a secret key in X-Stradum-Key, or Authorization: Bearer <token>" : "Missing API key"
    }

    /// Whose credential it is; nil when nobody's. An address over its limit costs no look-up, unless it shows what was valid a while ago.
    /// Tokens carry their proof, and a made-up one costs none.
    private func proven(_ credential: Credential) async throws -> Caller? {
        if let text = credential.lookedUp, !settings.proven.contains(text) {
            try refuse(settings.limiter.refusal(addressSubject, limit: settings.addressLimit, now: now))
        }
        let caller = try await settings.authenticate(credential)
        if let text = credential.lookedUp {
            if caller == nil { settings.proven.remove(text) } else { settings.proven.add(text, now: now) }
        }
        return caller
    }

    /// Routes for people have allowances of their own, so that neither a script nor a page uses up what other families may do.
    private func limit(_ caller: Caller) throws {
        let (subject, limit): (RateSubject, RateLimit) =
            switch caller {
            case .stratamKey: (.personalKey(caller.limitKey), settings.personalKeyLimit)
            case .member(let member) where kinds.contains(.stratamKey):
                (.login(session: member.sessionID ?? member.userID), settings.loginLimit)
            default: (.caller(caller.limitKey), settings.callerLimit)
            }
        try refuse(settings.limiter.take(subject, limit: limit, now: now))
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

    private var addressSubject: RateSubject { .address(network: RateLimiter.network(address)) }

    /// Takes from the address's allowance: for what is done before the caller is known.
    package func limitAddress() throws {
        try refuse(settings.limiter.take(addressSubject, limit: settings.addressLimit, now: now))
    }

    private func refuse(_ verdict: RateLimiter.Verdict?) throws {
        guard let verdict else { return }
        extraHeaders.fields = [
            ("RateLimit-Limit", String(verdict.limit)), ("RateLimit-Remaining", String(verdict.remaining)),
            ("RateLimit-Reset", String(verdict.reset)),
        ]
        if let wait = verdict.retryAfter { throw Problem(.tooManyRequests, "Too many requests; try again in \(wait) s", retryAfter: wait) }
    }
}
