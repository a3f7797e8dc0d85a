// Every posture route with nobody, with keys of other families, with a role too low, and with another tenant's caller.
import Foundation
import HTTPTypes
import Storage
import Support
import Testing
import Vocabulary
import Web

@Suite("Who may call posture analysis", .serialized)
struct PostureCallersTests {
    private static func routes(_ server: TestServer) -> [RouteDescription] {
        server.server.routes.filter { route in
            ["/v1/", "/api/sessions", "/api/keys", "/api/v2/"].contains { route.path.hasPrefix($0) }
        }
    }

    private static func fill(_ path: String, _ ids: [String: String]) -> String {
        ids.reduce(path) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
    }

    private static let nothing = [
        "session_id": "00000000-0000-7000-8000-000000000000", "incident_id": "00000000-0000-7000-8000-000000000000", "turn_number": "1",
        "key_id": "00000000-0000-7000-8000-000000000000", "webhook_id": "wh_x", "delivery_id": "dlv_x",
    ]

    @Test("Nobody gets 401, other families' keys 403, on every route")
    func wrongCallers() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let viewer = try await acme.member(.viewer).caller
            let kinds: [(CallerKind, TestCaller)] = [
                (.publishableKey, acme.publishable), (.secretKey, acme.secret), (.psaKey, key), (.member, acme.owner),
            ]
            var tried = 0
            for route in Self.routes(server) {
                let method = try #require(HTTPRequest.Method(rawValue: route.method))
                let admitted = try #require(route.callers, "\(route.path) is open")
                let path = Self.fill(route.path, Self.nothing)
                let body: [UInt8]? = method == .get || method == .delete ? nil : Array("{}".utf8)
                #expect(try await server.send(method, path, bytes: body).status == 401, "\(route.method) \(path)")
                #expect(try await server.send(method, path, as: .token("psa_nonsense"), bytes: body).status == 401, "\(route.method) \(path)")
                #expect(try await server.send(method, path, as: .key("sk_live_nonsense"), bytes: body).status == 401, "\(route.method) \(path)")
                for (kind, caller) in kinds where !admitted.contains(kind) {
                    #expect(try await server.send(method, path, as: caller, bytes: body).status == 403, "\(route.method) \(path) as \(kind)")
                    tried += 1
                }
                // What changes something is not for viewers; scoring figures of one's own changes nothing.
                if method != .get, !["/irs", "/drm"].contains(where: path.hasSuffix) {
                    #expect(try await server.send(method, path, as: viewer, bytes: body).status == 403, "\(route.method) \(path) as viewer")
                }
            }
            #expect(tried > 60)
        }
    }

    @Test("Another tenant's caller finds nothing, on every route that names a thing", arguments: TestDatabases.available)
    func otherTenants(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization(), other = try await server.organization("Other")
            let key = try await acme.psaKey(), theirs = try await other.psaKey()
            let session = try await server.postureSession("ours", turns: 2, isCritical: true, as: key)
            let list = try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)
            let incident = list.json["incidents", "0", "id"]?.stringValue ?? ""
            let keyID = try await server.get("/api/keys", as: acme.owner).json["keys", "0", "id"]?.stringValue ?? ""
            let ids = [
                "session_id": session, "incident_id": incident, "turn_number": "1", "key_id": keyID, "webhook_id": "wh_x", "delivery_id": "dlv_x",
            ]
            let bodies: [String: JSONValue] = ["rotate-secret": [:], "replay": ["from": "2026-03-01T00:00:00Z"], "webhooks/": ["active": false]]
            var tried = 0
            for route in Self.routes(server) where route.path.contains("{") {
                let method = try #require(HTTPRequest.Method(rawValue: route.method))
                let body = bodies.first { route.path.hasSuffix("/\($0.key)") }?.value ?? ["active": false]
                for (caller, isKey) in [(theirs, true), (other.owner, false)] where !isKey || route.callers?.contains(.psaKey) == true {
                    let reply = try await server.send(
                        method, Self.fill(route.path, ids), as: caller, method == .get || method == .delete ? nil : body)
                    #expect(reply.status == 404, "\(route.method) \(route.path) answered \(reply.status) \(reply.text)")
                    tried += 1
                }
            }
            #expect(tried >= 30)
            // Things named in bodies.
            for (path, body) in [
                ("analyze", ["response_text": "x", "session_id": .string(session)]), ("flag-for-training", ["session_id": .string(session)]),
                ("explanations/feedback", ["session_id": .string(session), "turn_number": 1, "rating": 1]),
            ] as [(String, JSONValue)] {
                #expect(try await server.post("/api/v2/psa/\(path)", as: theirs, body).status == 404, "\(path)")
            }
            // The same name is another session.
            #expect(try await server.analyze("ours", as: theirs)["turn"] == 1)
            for path in ["/v1/sessions", "/api/sessions", "/api/v2/psa/sessions", "/api/v2/sigtrack/incidents", "/api/keys", "/api/v2/psa/webhooks"] {
                let reply = try await server.get(path, as: other.owner)
                #expect(reply.status == 200)
                #expect(!reply.text.contains(session) && !reply.text.contains(incident) && !reply.text.contains(keyID), "\(path)")
            }
            #expect(try await server.get("/api/v2/psa/stats", as: theirs)["total"] == 1)
            // And nothing of it happened.
            #expect(try await server.get("/api/v2/psa/session/\(session)", as: key)["n_turns"] == 2)
            #expect(try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)["total"] == 1)
        }
    }

    @Test("The list of incidents is for administrators; a key of an administrator of the instance is one")
    func incidents() async throws {
        try await withServer { server in
            let acme = try await server.organization(), other = try await server.organization("Other")
            let path = "/api/v2/sigtrack/incidents"
            // The first owner of an instance administers it.
            #expect(try await server.get(path, as: acme.psaKey()).status == 200)
            #expect(try await server.get(path, as: acme.owner).status == 200)
            #expect(try await server.get(path, as: acme.member(.member).caller).status == 403)
            #expect(try await server.get(path, as: other.psaKey()).status == 403)
            #expect(try await server.get(path, as: other.owner).status == 200)
        }
    }

    @Test("Webhooks of one family are not seen by the other")
    func webhookFamilies() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let wrong = try await server.post(
                "/api/v2/psa/webhooks", as: key, ["url": "https://example.com/hook", "events": ["session.completed"]])
            #expect(wrong.status == 422)
            let list = try await server.get("/api/v2/psa/webhooks", as: key)
            #expect(list["total"] == 0)
        }
    }
}
