// The table of endpoints: who may call, how the body is read, and which handler answers.
import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary

/// One endpoint, as the route list and the tests see it.
package struct RouteDescription: Sendable, Hashable {
    package var method: String
    package var path: String
    /// Nil = open to everybody.
    package var callers: Set<CallerKind>?
    /// What a key of a person must have been made for; nil where no such key is admitted.
    package var scope: Scope?
}

/// Collects endpoints while the server is built; `APIRoutes` adds them under a prefix.
package final class RouteTable {
    package let router: Router<WebContext>
    package let settings: WebSettings
    package private(set) var routes: [RouteDescription] = []
    package private(set) var crossOriginPaths: Set<String> = []

    package init(settings: WebSettings) {
        self.settings = settings
        router = Router(context: WebContext.self)
    }

    private var responders: [(method: HTTPRequest.Method, path: String, respond: @Sendable (Request, WebContext) async throws -> Response)] = []

    func add(
        _ description: RouteDescription, crossOrigin: Bool, _ respond: @Sendable @escaping (Request, WebContext) async throws -> Response
    ) {
        routes.append(description)
        if crossOrigin { crossOriginPaths.insert(description.path) }
        guard let method = HTTPRequest.Method(rawValue: description.method) else { return }
        responders.append((method, description.path, respond))
    }

    /// Puts the front door before everything and hands all endpoints to the router.
    package func finish(envelope: @Sendable @escaping (String) -> ErrorEnvelope) {
        let paths = KnownPaths(routes: routes, crossOrigin: crossOriginPaths)
        router.add(middleware: FrontDoorMiddleware(settings: settings, paths: paths, envelope: envelope))
        for endpoint in responders {
            router.on(RouterPath(endpoint.path), method: endpoint.method, use: endpoint.respond)
            // Whatever can be got can be asked for its headers: the front door leaves the body out.
            if endpoint.method == .get { router.on(RouterPath(endpoint.path), method: .head, use: endpoint.respond) }
        }
    }
}

/// Endpoints under one prefix.
package struct APIRoutes {
    let table: RouteTable
    private let prefix: String
    let settings: WebSettings

    package init(_ table: RouteTable, prefix: String) {
        self.table = table
        self.prefix = prefix
        settings = table.settings
    }

    func path(_ path: String) -> String { path.isEmpty ? (prefix.isEmpty ? "/" : prefix) : "\(prefix)/\(path)" }

    // MARK: Open to everybody

    package func open(_ method: HTTPRequest.Method, _ path: String, _ handler: @Sendable @escaping (OpenCall) async throws -> Answer) {
        let path = self.path(path), settings = settings
        table.add(.init(method: method.rawValue, path: path, callers: nil), crossOrigin: false) { request, context in
            let facts = RequestReader.facts(request, context, settings)
            return try await AnswerWriter.response(try await handler(OpenCall(facts: facts)), to: request, facts.connection, settings)
        }
    }

    package func open<Body: Decodable & Sendable>(
        _ method: HTTPRequest.Method, _ path: String, _ handler: @Sendable @escaping (Body, OpenCall) async throws -> Answer
    ) {
        let path = self.path(path), settings = settings
        table.add(.init(method: method.rawValue, path: path, callers: nil), crossOrigin: false) { request, context in
            let facts = RequestReader.facts(request, context, settings)
            let body: Body = try await RequestReader.body(request, settings)
            return try await AnswerWriter.response(try await handler(body, OpenCall(facts: facts)), to: request, facts.connection, settings)
        }
    }

    /// An open endpoint that knows who is logged in, where somebody is.
    package func open(
        _ method: HTTPRequest.Method, _ path: String, knowing kind: CallerKind,
        _ handler: @Sendable @escaping (OpenCall, Caller?) async throws -> Answer
    ) {
        let path = self.path(path), settings = settings
        table.add(.init(method: method.rawValue, path: path, callers: nil), crossOrigin: false) { request, context in
            let facts = RequestReader.facts(request, context, settings)
            let admission = Admission(request: request, context: context, kinds: [kind], settings: settings, now: facts.now)
            let caller = admission.hasCredential ? try? await admission.caller() : nil
            return try await AnswerWriter.response(try await handler(OpenCall(facts: facts), caller), to: request, facts.connection, settings)
        }
    }

    /// An open endpoint that reads the raw body and finds its caller itself: the event intake, whose key may stand in the body.
    package func raw(
        _ method: HTTPRequest.Method, _ path: String, callers: CallerKind...,
        handler: @Sendable @escaping ([UInt8], _ facts: RequestFacts, _ caller: Caller?, _ admit: Admission) async throws -> Answer
    ) {
        let path = self.path(path), settings = settings, kinds = Set(callers)
        table.add(.init(method: method.rawValue, path: path, callers: kinds), crossOrigin: true) { request, context in
            let facts = RequestReader.facts(request, context, settings)
            let admission = Admission(request: request, context: context, kinds: kinds, settings: settings, now: facts.now)
            // A caller known by header is checked before its body is read; without one a body is as large as a beacon may be.
            let caller = admission.hasCredential ? try await admission.caller() : nil
            if caller == nil { try admission.limitAddress() }
            let bytes = try await RequestReader.bytes(request, settings, limit: caller == nil ? settings.beaconLimit : settings.batchLimit)
            return try await AnswerWriter.response(try await handler(bytes, facts, caller, admission), to: request, facts.connection, settings)
        }
    }

    // MARK: For keys and members

    package func add(
        _ method: HTTPRequest.Method, _ path: String, callers: [CallerKind], role: Role = .viewer, crossOrigin: Bool = false,
        _ handler: @Sendable @escaping (Call) async throws -> Answer
    ) {
        let path = self.path(path), settings = settings, kinds = Set(callers)
        table.add(.init(method: method.rawValue, path: path, callers: kinds), crossOrigin: crossOrigin) { request, context in
            let facts = RequestReader.facts(request, context, settings)
            let caller = try await Admission(request: request, context: context, kinds: kinds, settings: settings, now: facts.now).caller()
            try Self.require(role, of: caller)
            return try await AnswerWriter.response(try await handler(Call(facts: facts, caller: caller)), to: request, facts.connection, settings)
        }
    }

    package func add<Body: Decodable & Sendable>(
        _ method: HTTPRequest.Method, _ path: String, callers: [CallerKind], role: Role = .viewer, crossOrigin: Bool = false,
        bodyLimit: Int? = nil, _ handler: @Sendable @escaping (Body, Call) async throws -> Answer
    ) {
        let path = self.path(path), settings = settings, kinds = Set(callers)
        table.add(.init(method: method.rawValue, path: path, callers: kinds), crossOrigin: crossOrigin) { request, context in
            let facts = RequestReader.facts(request, context, settings)
            let caller = try await Admission(request: request, context: context, kinds: kinds, settings: settings, now: facts.now).caller()
            try Self.require(role, of: caller)
            let body: Body = try await RequestReader.body(request, settings, limit: bodyLimit)
            let answer = try await handler(body, Call(facts: facts, caller: caller))
            return try await AnswerWriter.response(answer, to: request, facts.connection, settings)
        }
    }

    package func get(_ path: String, callers: CallerKind..., handler: @Sendable @escaping (Call) async throws -> Answer) {
        add(.get, path, callers: callers, handler)
    }

    package func post(_ path: String, callers: CallerKind..., handler: @Sendable @escaping (Call) async throws -> Answer) {
        add(.post, path, callers: callers, handler)
    }

    package func post<Body: Decodable & Sendable>(
        _ path: String, callers: CallerKind..., crossOrigin: Bool = false, handler: @Sendable @escaping (Body, Call) async throws -> Answer
    ) {
        add(.post, path, callers: callers, crossOrigin: crossOrigin, handler)
    }

    package func delete(_ path: String, callers: CallerKind..., handler: @Sendable @escaping (Call) async throws -> Answer) {
        add(.delete, path, callers: callers, handler)
    }

    // MARK: For members of a role

    package func member(
        _ method: HTTPRequest.Method, _ path: String, role: Role = .viewer, _ handler: @Sendable @escaping (MemberCall) async throws -> Answer
    ) {
        add(method, path, callers: [.member]) { call in try await handler(try Self.member(call, role)) }
    }

    package func member<Body: Decodable & Sendable>(
        _ method: HTTPRequest.Method, _ path: String, role: Role = .viewer, _ handler: @Sendable @escaping (Body, MemberCall) async throws -> Answer
    ) {
        // The role is checked before the body is read: who may not do it is told so, whatever the body holds.
        let path = self.path(path), settings = settings
        table.add(.init(method: method.rawValue, path: path, callers: [.member]), crossOrigin: false) { request, context in
            let facts = RequestReader.facts(request, context, settings)
            let caller = try await Admission(request: request, context: context, kinds: [.member], settings: settings, now: facts.now).caller()
            let call = try Self.member(Call(facts: facts, caller: caller), role)
            let body: Body = try await RequestReader.body(request, settings)
            return try await AnswerWriter.response(try await handler(body, call), to: request, facts.connection, settings)
        }
    }

    private static func member(_ call: Call, _ role: Role) throws -> MemberCall {
        guard case .member(let member) = call.caller else { throw Problem(.forbidden, "This endpoint is for members") }
        try require(role, of: call.caller)
        return MemberCall(facts: call.facts, member: member)
    }

    /// Of people a role is asked; what a key may do stands in the list of callers.
    private static func require(_ role: Role, of caller: Caller) throws {
        guard case .member(let member) = caller, member.role < role else { return }
        throw Problem(.forbidden, "This needs the role \(role.rawValue); yours is \(member.role.rawValue)")
    }
}
