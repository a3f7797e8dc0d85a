// Every route with nobody, with the wrong kind of caller, and with another tenant's caller. The list comes from the running router.
import Foundation
import HTTPTypes
import Storage
import Support
import Testing
import Vocabulary
import Web

@Suite("Who may call", .serialized)
struct CallersTests {
    private static func fill(_ path: String, _ ids: [String: String]) -> String {
        ids.reduce(path) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
    }

    @Test("Nobody gets 401 and the wrong kind 403, on every route")
    func wrongCallers() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let callers: [(CallerKind, TestCaller)] = [(.publishableKey, acme.publishable), (.secretKey, acme.secret), (.member, acme.owner)]
            var tried = 0
            for route in server.server.routes where route.path.hasPrefix("/api/v1/") {
                guard let kinds = route.callers, let method = HTTPRequest.Method(rawValue: route.method) else { continue }
                let path = Self.fill(
                    route.path, ["session_id": "x", "identity_id": "x", "key_id": "x", "user_id": "x", "webhook_id": "x", "delivery_id": "x"])
                let body: [UInt8]? = method == .get || method == .delete ? nil : Array("{}".utf8)
                #expect(
                    try await server.send(method, path, bytes: body).status == (path.hasSuffix("sessions/events") ? 422 : 401),
                    "\(route.method) \(path)")
                #expect(try await server.send(method, path, as: .key("sk_live_nonsense"), bytes: body).status == 401, "\(route.method) \(path)")
                for (kind, caller) in callers where !kinds.contains(kind) {
                    #expect(try await server.send(method, path, as: caller, bytes: body).status == 403, "\(route.method) \(path) as \(kind)")
                    tried += 1
                }
            }
            #expect(tried > 40)
        }
    }

    @Test("Another tenant's caller finds nothing, on every route that names a thing", arguments: TestDatabases.available)
    func otherTenants(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization(), other = try await server.organization("Other")
            let identity = try await acme.identity()
            let session = try await acme.linkedSession(to: identity)
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(session)])
            let user = try await acme.member(.viewer).id
            let keys = try await server.get("auth/keys", as: acme.owner)
            guard case .array(let list)? = keys["keys"], let key = list.first?["key_id"]?.stringValue else { Issue.record("no key"); return }
            let ids = ["session_id": session, "identity_id": identity, "key_id": key, "user_id": user, "webhook_id": "wh_x", "delivery_id": "x"]
            var tried = 0
            for route in server.server.routes where route.path.hasPrefix("/api/v1/") && route.path.contains("{") {
                guard let kinds = route.callers, let method = HTTPRequest.Method(rawValue: route.method) else { continue }
                let caller = kinds.contains(.secretKey) ? other.secret : other.owner
                let bodies: [String: JSONValue] = [
                    "metadata": ["metadata": ["stolen": true]], "feedback": ["verdict": "wrong_person"], "users": ["role": "viewer"],
                    "webhooks": ["active": false, "from": "2026-01-01T00:00:00Z"],
                ]
                let body = bodies.first { route.path.contains("/\($0.key)") }?.value ?? [:]
                let reply = try await server.send(method, Self.fill(route.path, ids), as: caller, method == .get || method == .delete ? nil : body)
                #expect(reply.status == 404, "\(route.method) \(route.path) answered \(reply.status)")
                tried += 1
            }
            #expect(tried >= 15)
            // Things named in bodies.
            let theirs = try await other.session(events: 120)
            #expect(
                try await server.post("identities/link", as: other.secret, ["session_id": .string(theirs), "identity_id": .string(identity)]).status
                    == 404)
            #expect(
                try await server.post("identities/link", as: other.secret, ["session_id": .string(session), "identity_id": .string(identity)]).status
                    == 404)
            #expect(try await server.post("sessions/\(theirs)/complete", as: other.secret, ["identity_id": .string(identity)]).status == 404)
            #expect(try await server.post("analysis/trigger", as: other.secret, ["session_id": .string(session)]).status == 404)
            #expect(try await other.send(events: 3, to: session).status == 404)
            // Lists and counts.
            for path in ["sessions", "identities", "accounts", "dashboard/alerts", "sessions?identity_id=\(identity)"] {
                let reply = try await server.get(path, as: other.owner)
                #expect(reply.status == 200)
                #expect(!reply.text.contains(session) && !reply.text.contains(identity), "\(path)")
            }
            #expect(try await server.get("dashboard/overview", as: other.owner)["total_identities"] == 0)
            // And nothing of it happened.
            #expect(try await server.get("sessions/\(session)", as: acme.owner)["metadata"] == [:])
            #expect(try await server.get("identities/\(identity)", as: acme.owner)["learned_sessions"] == 1)
        }
    }

    @Test("A wrong method is 405 and tells the right ones; unknown paths are 404")
    func methods() async throws {
        try await withServer { server in
            let reply = try await server.send(.put, "sessions")
            #expect(reply.status == 405)
            #expect(reply.header("allow") == "GET, HEAD, POST, OPTIONS")
            #expect(try await server.get("nothing/here").status == 404)
            #expect(try await server.get("nothing/here")["detail"] == "Not found")
        }
    }

    @Test(
        "Malformed bodies are 422 with a sentence, never 500",
        arguments: [
            "{", "[]", "null", "3", "\"x\"", "{\"metadata\": []}", "{\"metadata\": \"x\"}", "{\"session_id\": 7}",
            "{\"metadata\": {\"a\": \"\\u0000\"}}",
            "{\"metadata\": {\"a\": \"\\ud800\"}}", "{\"session_id\": \"\"}", "{\"session_id\": \"a\\nb\"}",
        ])
    func malformed(body: String) async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let reply = try await server.send(
                .post, "sessions", as: acme.secret, bytes: Array(body.utf8), headers: ["Content-Type": "application/json"])
            #expect(reply.status == 422, "\(body): \(reply.text)")
            #expect(!reply.detail.isEmpty)
        }
    }

    @Test("Where nothing is required, no body at all stands for the empty object")
    func emptyBodies() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            #expect(try await server.post("sessions", as: acme.publishable).status == 201)
            let id = try await acme.session()
            #expect(try await server.post("sessions/\(id)/complete", as: acme.secret)["status"] == "completed")
            #expect(try await server.post("sessions/\(id)/metadata", as: acme.secret).status == 422)
        }
    }

    @Test("Bodies over the limit are 413, other types 415")
    func sizes() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let large = Array(("{\"metadata\":{\"a\":\"" + String(repeating: "x", count: 1_100_000) + "\"}}").utf8)
            #expect(
                try await server.send(.post, "sessions", as: acme.secret, bytes: large, headers: ["Content-Type": "application/json"]).status == 413)
            #expect(
                try await server.send(.post, "sessions", as: acme.secret, bytes: Array("a=b".utf8), headers: ["Content-Type": "text/plain"]).status
                    == 415)
        }
    }

    @Test("Too many requests are told so, with the headers that say when to come back")
    func rateLimits() async throws {
        try await withServer(settings: { $0.rateLimit = 1 }) { server in
            let acme = try await server.organization()
            var last: Reply?
            for _ in 0..<8 { last = try await server.get("auth/me", as: acme.owner) }
            #expect(last?.status == 429)
            #expect(last?.header("retry-after") != nil)
            #expect(last?.header("ratelimit-remaining") == "0")
            server.clock.advance(seconds: 10)
            let later = try await server.get("auth/me", as: acme.owner)
            #expect(later.status == 200)
            #expect(later.header("ratelimit-limit") == "5")
        }
    }
}
