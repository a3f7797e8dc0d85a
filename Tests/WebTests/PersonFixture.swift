// A few routes of the Stratam family behind the real front door, with callers that are known by name.
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Vocabulary
import Web

/// What came back.
struct Reply: Sendable {
    var status: Int
    var headers: HTTPFields
    var bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONValue { (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))) ?? .null }
    subscript(_ key: String) -> JSONValue? { json[key] }
    var code: String { self["code"]?.stringValue ?? "" }
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// Answers kept in memory, as a store would keep them.
final class KeptAnswers: Sendable {
    private struct Kept { var contentHash: [UInt8]; var answer: KeptAnswer? }
    private let kept = Mutex<[String: Kept]>([:])

    var store: IdempotencyStore {
        IdempotencyStore(
            begin: { [self] request, _ in
                kept.withLock { kept in
                    let name = "\(request.userID) \(request.path) \(request.key)"
                    guard let known = kept[name] else {
                        kept[name] = Kept(contentHash: request.contentHash)
                        return .fresh
                    }
                    guard known.contentHash == request.contentHash else { return .conflict }
                    return known.answer.map { .replay($0) } ?? .inProgress
                }
            },
            finish: { [self] request, answer in
                kept.withLock { $0["\(request.userID) \(request.path) \(request.key)"]?.answer = answer }
            },
            abandon: { [self] request in kept.withLock { $0["\(request.userID) \(request.path) \(request.key)"] = nil } },
            breakOff: { [self] request in kept.withLock { $0["\(request.userID) \(request.path) \(request.key)"] = nil } })
    }
}

struct Note: Decodable, Sendable {
    var content: String
    var tags: [String]?
}

/// All optional: no body at all stands for the empty object.
struct Wish: OptionalBody, Sendable { var wish: String? }

/// Counts how often a handler ran.
final class Runs: Sendable {
    private let runs = Mutex(0)
    var count: Int { runs.withLock { $0 } }
    func add() { runs.withLock { $0 += 1 } }
}

struct Client: Sendable {
    let http: any TestClientProtocol
    let runs: Runs

    func send(
        _ method: HTTPRequest.Method, _ path: String, as token: String? = "ann", json: String? = nil, headers: [String: String] = [:]
    ) async throws -> Reply {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer \(token)" }
        if json != nil { fields[.contentType] = "application/json" }
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields[name] = value.isEmpty ? nil : value
        }
        return try await http.execute(uri: path, method: method, headers: fields, body: json.map { ByteBuffer(string: $0) }) { response in
            Reply(status: response.status.code, headers: response.headers, bytes: [UInt8](response.body.readableBytesView))
        }
    }
}

private let people: [String: Caller] = {
    func member(_ name: String, _ role: Role) -> MemberCaller {
        MemberCaller(userID: "usr_\(name)", organizationID: "org_1", email: "\(name)@acme.com", role: role, sessionID: "s_\(name)")
    }
    return [
        "ann": .member(member("ann", .member)), "vic": .member(member("vic", .viewer)),
        "skk_read": .stratamKey(StratamKeyCaller(keyID: "k1", user: member("ann", .member), scopes: [.read])),
        "skk_write": .stratamKey(StratamKeyCaller(keyID: "k2", user: member("ann", .member), scopes: [.write])),
        "psa_key": .psaKey(PSAKeyCaller(keyID: "k3", organizationID: "org_1", makerID: nil, isInstanceAdmin: false)),
    ]
}()

/// Runs `body` against routes that echo what they were given.
func withRoutes<T: Sendable>(
    live: Bool = false, limits: ConnectionLimits = .init(), places: Int = 100, settings change: (inout WebSettings) -> Void = { _ in },
    more: (APIRoutes) -> Void = { _ in },
    _ body: @Sendable @escaping (Client) async throws -> T
) async throws -> T {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    var settings = WebSettings(
        authenticate: { credential in
            switch credential {
            case .token(let text), .cookie(let text), .key(let text, _): people[text]
            }
        }, clock: { Timestamp(seconds: 1_772_884_800) }, logger: logger)
    settings.addressLimit = .none
    change(&settings)
    let runs = Runs()
    let table = RouteTable(settings: settings)
    let api = APIRoutes(table, prefix: "/api")
    api.person(.get, "vault/who", scope: .read) { call in
        .ok(OK(["user": .string(call.userID), "email": .string(call.person.email), "key": call.person.keyID.map(JSONValue.string) ?? .null]))
    }
    api.person(.get, "vault/list", scope: .read) { call in
        let query = call.query
        _ = try (query.boolean("pinned"), query.time("since"), query.uuid("org_id"))
        let tags = try query.texts("tag", limit: 64, most: 3)
        return .ok(WindowResponse("entries", tags, total: 5, window: try call.window("tag", "pinned", "since", "org_id")))
    }
    api.person(.get, "vault/since", scope: .read) { call in .ok(OK(["since": .string(try call.query.time("at")?.iso8601Milliseconds ?? "")])) }
    api.person(.get, "vault/entry/{id}", scope: .read) { call in .ok(OK(["id": .string(try call.uuid("id"))])) }
    api.person(.post, "vault/remember", scope: .write, role: .member) { (note: Note, call: PersonCall) in
        runs.add()
        if note.content == "broken" { throw Problem(.badGateway, "The model failed", code: "model_failed") }
        return .ok(OK(["entry": .integer(Int64(runs.count)), "content": .string(note.content)]))
    }
    api.person(.post, "vault/secret", scope: .write) { (_: Note, _: PersonCall) in .okOnce(OK(["key": "skk_once"])) }
    api.person(.post, "vault/wish", scope: .write) { (wish: Wish, _: PersonCall) in .ok(OK(["wish": .string(wish.wish ?? "none")])) }
    api.person(.post, "vault/clear", scope: .write) { _ in .ok(OK()) }
    api.person(.post, "vault/large", scope: .write, bodyLimit: 64) { (_: Note, _: PersonCall) in .ok(OK()) }
    more(api)
    table.finish { $0.hasPrefix("/api/vault") ? .okFalse : .detail }
    let application = Application(
        responder: table.router.buildResponder(),
        server: .guarded(
            limits, budget: ConnectionBudget(limit: places, metrics: settings.metrics), probes: ["/api/vault/wish"], metrics: settings.metrics,
            logger: settings.logger),
        configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: logger)
    return try await application.test(live ? .live : .router) { try await body(Client(http: $0, runs: runs)) }
}
