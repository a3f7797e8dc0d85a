// A whole server in process over a fresh database, and callers of every kind.
import Access
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LanguageModel
import Logging
import NIOCore
import Schema
import Server
import Storage
import Synchronization
import Vocabulary
import Web

/// A clock that tests move.
package final class TestClock: Sendable {
    private let state: Mutex<Timestamp>

    /// Starts on 7 March 2026 at noon, the document's day.
    package init() { state = Mutex(Timestamp(seconds: 1_772_884_800)) }

    package var now: Timestamp { state.withLock { $0 } }
    package func advance(seconds: Double) { state.withLock { $0 = $0.adding(seconds: seconds) } }
    package func advance(minutes: Double) { advance(seconds: minutes * 60) }
    package func advance(days: Double) { advance(seconds: days * 86_400) }
}

/// What came back.
package struct Reply: Sendable {
    package var status: Int
    package var headers: HTTPFields
    package var bytes: [UInt8]

    package var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The body as JSON; null when it is none.
    package var json: JSONValue { (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))) ?? .null }
    package subscript(_ key: String) -> JSONValue? { json[key] }
    package var detail: String { self["detail"]?.stringValue ?? "" }
    package func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// Who sends a request.
package enum TestCaller: Sendable {
    case nobody
    case key(String)
    case token(String)
    /// A browser with its session cookie, on one of our own pages.
    case cookie(String)
}

package struct TestServer: Sendable {
    package let server: Server
    package let clock: TestClock
    let client: any TestClientProtocol

    @discardableResult
    package func send(
        _ method: HTTPRequest.Method, _ path: String, as caller: TestCaller = .nobody, _ body: JSONValue? = nil, bytes: [UInt8]? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var fields = HTTPFields()
        switch caller {
        case .nobody: break
        case .key(let key): if let name = HTTPField.Name("X-Stradum-Key") { fields[name] = key }
        case .token(let token): fields[.authorization] = "Bearer \(token)"
        case .cookie(let cookie):
            fields[.cookie] = "stratam_session=\(cookie)"
            if let name = HTTPField.Name("Sec-Fetch-Site") { fields[name] = "same-origin" }
        }
        var content = bytes
        if let body {
            content = try JSON.encode(body)
            fields[.contentType] = "application/json"
        }
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        let uri = path.hasPrefix("/") ? path : "/api/v1/" + path
        return try await client.execute(uri: uri, method: method, headers: fields, body: content.map { ByteBuffer(bytes: $0) }) { response in
            Reply(status: response.status.code, headers: response.headers, bytes: [UInt8](response.body.readableBytesView))
        }
    }

    package func get(_ path: String, as caller: TestCaller = .nobody) async throws -> Reply { try await send(.get, path, as: caller) }
    @discardableResult
    package func post(_ path: String, as caller: TestCaller = .nobody, _ body: JSONValue? = nil) async throws -> Reply {
        try await send(.post, path, as: caller, body)
    }
    package func delete(_ path: String, as caller: TestCaller = .nobody) async throws -> Reply { try await send(.delete, path, as: caller) }

    /// Logs somebody in as a browser does, which keeps the cookie.
    package func browser(_ email: String, _ password: String) async throws -> TestCaller {
        let login = try await post("auth/login", ["email": .string(email), "password": .string(password)])
        guard let cookie = login.header("set-cookie")?.firstMatch(of: /stratam_session=([^;]+)/) else {
            throw Problem(.internalError, "logging in answered \(login.status): \(login.text)")
        }
        return .cookie(String(cookie.1))
    }

    /// A registered organization with its owner logged in.
    package func organization(_ name: String = "Acme Corp") async throws -> TestOrganization {
        let email = "owner-\(ID.randomBase62(8).lowercased())@acme.com"
        let made = try await post("auth/register", ["org_name": .string(name), "email": .string(email), "password": "secure_password_here"])
        guard made.status == 201 else { throw Problem(.internalError, "registration answered \(made.status): \(made.text)") }
        let login = try await post("auth/login", ["email": .string(email), "password": "secure_password_here"])
        return TestOrganization(
            server: self, id: made["org_id"]?.stringValue ?? "", email: email, ownerID: made["user_id"]?.stringValue ?? "",
            publishableKey: made["publishable_key"]?.stringValue ?? "", secretKey: made["secret_key"]?.stringValue ?? "",
            token: login["token"]?.stringValue ?? "")
    }
}

package struct TestOrganization: Sendable {
    package let server: TestServer
    package let id: String
    package let email: String
    package let ownerID: String
    package let publishableKey: String
    package let secretKey: String
    package let token: String

    package var publishable: TestCaller { .key(publishableKey) }
    package var secret: TestCaller { .key(secretKey) }
    package var owner: TestCaller { .token(token) }

    /// A caller with a fresh `psa_` key.
    package func psaKey(_ label: String = "tests") async throws -> TestCaller {
        let made = try await server.post("/api/keys", as: owner, ["label": .string(label)])
        guard let key = made["key"]?.stringValue else { throw Problem(.internalError, "making a key answered \(made.status): \(made.text)") }
        return .token(key)
    }

    /// Logs the owner in once more, in a browser.
    package func browser() async throws -> TestCaller { try await server.browser(email, "secure_password_here") }

    /// A caller with a fresh `skk_` key of the owner.
    package func personalKey(_ scopes: [Scope] = [.read, .write], expiresAt: String? = nil, of person: TestCaller? = nil) async throws -> TestCaller {
        var body: [String: JSONValue] = ["label": "tests", "scopes": .array(scopes.map { .string($0.rawValue) })]
        if let expiresAt { body["expires_at"] = .string(expiresAt) }
        let made = try await server.post("/api/account/keys/create", as: person ?? owner, .object(body))
        guard let key = made["key"]?.stringValue else { throw Problem(.internalError, "making a key answered \(made.status): \(made.text)") }
        return .token(key)
    }

    /// A member of a role, logged in.
    package func member(_ role: Role) async throws -> (id: String, caller: TestCaller) {
        let email = "\(role.rawValue)-\(ID.randomBase62(8).lowercased())@acme.com"
        let made = try await server.post(
            "auth/users", as: owner, ["email": .string(email), "password": "initial_password", "role": .string(role.rawValue)])
        let login = try await server.post("auth/login", ["email": .string(email), "password": "initial_password"])
        return (made["user_id"]?.stringValue ?? "", .token(login["token"]?.stringValue ?? ""))
    }

    /// An active session with `events` key events.
    package func session(_ id: String? = nil, events: Int = 0, metadata: JSONValue = [:], as caller: TestCaller? = nil) async throws -> String {
        var body: [String: JSONValue] = ["metadata": metadata]
        if let id { body["session_id"] = .string(id) }
        let made = try await server.post("sessions", as: caller ?? publishable, .object(body))
        guard let id = made["session_id"]?.stringValue else {
            throw Problem(.internalError, "creating a session answered \(made.status): \(made.text)")
        }
        if events > 0 { try await send(events: events, to: id, as: caller) }
        return id
    }

    @discardableResult
    package func send(events count: Int, to session: String, sequence: Int? = nil, as caller: TestCaller? = nil) async throws -> Reply {
        var body: [String: JSONValue] = ["session_id": .string(session), "events": .array(Self.keyEvents(count))]
        if let sequence { body["batch_seq"] = .integer(Int64(sequence)) }
        return try await server.post("sessions/events", as: caller ?? publishable, .object(body))
    }

    package func identity(_ externalID: String = "person_123") async throws -> String {
        try await server.post("identities/resolve?external_id=\(externalID)", as: secret)["identity_id"]?.stringValue ?? ""
    }

    /// A session completed and linked by the secret key.
    package func linkedSession(to identity: String, events: Int = 120, metadata: JSONValue = [:]) async throws -> String {
        let id = try await session(events: events, metadata: metadata)
        try await server.post("sessions/\(id)/complete", as: secret, [:])
        try await server.post("identities/link", as: secret, ["session_id": .string(id), "identity_id": .string(identity)])
        return id
    }

    /// Alternating keydown and keyup events with human-like, varied timing.
    package static func keyEvents(_ count: Int, field: String = "notes", seed: UInt64 = UInt64.random(in: 1 ... .max)) -> [JSONValue] {
        var state = seed
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 40) / Double(1 << 24)
        }
        let zones = ["L0", "L1", "R0", "R1", "S", "L2", "R2"]
        var time = 1_772_884_800.0
        return (0..<count).map { index in
            let isDown = index % 2 == 0
            time += isDown ? 0.06 + 0.25 * next() * next() : 0.05 + 0.08 * next()
            return [
                "event_type": .string(isDown ? "keydown" : "keyup"), "timestamp": .number((time * 1e4).rounded() / 1e4), "field_name": .string(field),
                "field_type": "textarea", "data": ["zone": .string(zones[(index / 2 * 5) % zones.count]), "press": .integer(Int64(index / 2))],
            ]
        }
    }
}

/// Runs `body` against a migrated server over a fresh database.
package func withServer<T: Sendable>(
    on dialect: Dialect = .sqlite, settings change: @Sendable (inout Settings) -> Void = { _ in },
    through wrap: @Sendable (any SQLDatabase) -> any SQLDatabase = { $0 }, languageModel: ConfiguredModel? = nil,
    _ body: @Sendable @escaping (TestServer) async throws -> T
) async throws -> T {
    let clock = TestClock()
    var settings = Settings()
    settings.registrationBurst = 0
    settings.addressRateLimit = 0
    settings.personRateLimit = 0
    settings.logLevel = .critical
    // No sentence encoder: reading it would cost every test more than the test itself.
    settings.dataDirectory = NSTemporaryDirectory() + "mien-test-nothing-here"
    change(&settings)
    let chosen = settings
    return try await TestDatabases.with(dialect, migrations: Schema.migrations(for: dialect)) { database in
        let key = InstanceKey(bytes: Array(repeating: 7, count: 32))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try await Server.build(
            settings: chosen, database: wrap(database), instanceKey: key, logger: logger, clock: { clock.now }, passwordCost: .quick,
            languageModel: languageModel)
        return try await Application(responder: server.responder, logger: logger).test(.router) { client in
            try await body(TestServer(server: server, clock: clock, client: client))
        }
    }
}
