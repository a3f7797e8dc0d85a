// Every route of the Stratam family with nobody, with keys of other families and with too few scopes; and every other route with an skk_ key.
// The list comes from the running router.
import Foundation
import HTTPTypes
import Support
import Testing
import Vocabulary
import Web

@Suite("Who may call what in the Stratam family")
struct StratamCallersTests {
    private static let id = "0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11"

    private static func filled(_ path: String) -> String { path.replacing(/\{[a-z_]+\}/, with: id) }

    private static func isStratam(_ route: RouteDescription) -> Bool { route.callers == [.member, .stratamKey] }

    @Test("Nobody is 401, keys of other families 403, unknown and malformed keys 401, on every route")
    func wrongCallers() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let psa = try await acme.psaKey()
            var tried = 0
            for route in server.server.routes where Self.isStratam(route) {
                let method = try #require(HTTPRequest.Method(rawValue: route.method)), path = Self.filled(route.path)
                let body: JSONValue? = method == .get ? nil : [:]
                let callers: [(TestCaller, Int)] = [
                    (.nobody, 401), (.token("skk_" + String(repeating: "A", count: 43)), 401), (.token("skk_"), 401), (.token("nonsense"), 401),
                    (.cookie(String(repeating: "A", count: 43)), 401), (.key("sk_live_nonsense"), 401), (acme.publishable, 403), (acme.secret, 403),
                    (psa, 403),
                ]
                for (caller, status) in callers {
                    let reply = try await server.send(method, path, as: caller, body)
                    #expect(reply.status == status, "\(route.method) \(path) as \(caller): \(reply.text)")
                    #expect(reply["ok"] == false)
                    #expect(reply["code"]?.stringValue?.isEmpty == false)
                    #expect(reply["request_id"]?.stringValue == reply.header("x-request-id"))
                    if status == 401 { #expect(reply.header("www-authenticate") == "Bearer") }
                    tried += 1
                }
            }
            #expect(tried >= 8 * 9)
            // A key of a page or a server in the wrong header: the sentence says what belongs there.
            let here = try await server.get("/api/vault/list", as: .token("sk_live_nonsense"))
            #expect(here.status == 401 && here["error"]?.stringValue?.contains("skk_") == true)
            let there = try await server.send(.post, "analysis/trigger", as: .token("sk_live_nonsense"), ["session_id": "s1"])
            #expect(there.status == 401 && there["detail"] == "Send this key in X-Stradum-Key")
        }
    }

    @Test("A key gets where its scopes lead and nowhere else, on every route")
    func scopes() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            var keys: [Scope: TestCaller] = [:]
            for scope in Scope.allCases { keys[scope] = try await acme.personalKey([scope]) }
            for route in server.server.routes where Self.isStratam(route) {
                let method = try #require(HTTPRequest.Method(rawValue: route.method)), path = Self.filled(route.path)
                let needed = try #require(route.scope, "\(path)")
                #expect(method == .get || needed != .read, "\(path) changes something with the scope read")
                for (scope, key) in keys where scope != needed {
                    let reply = try await server.send(method, path, as: key, method == .get ? nil : [:])
                    #expect(reply.status == 403, "\(route.method) \(path) with \(scope)")
                    #expect(reply["code"] == "scope_required", "\(path)")
                }
            }
        }
    }

    /// The `Allow` header of a path: its methods, and HEAD wherever there is GET.
    private static func allowed(on path: String, of routes: [RouteDescription]) -> String {
        var methods = Set(routes.filter { $0.path == path }.map(\.method))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted().joined(separator: ", ")
    }

    @Test("Only GET and POST in this family, and every other method is told so")
    func methods() async throws {
        try await withServer { server in
            let routes = server.server.routes.filter(Self.isStratam)
            #expect(routes.allSatisfy { $0.method == "GET" || $0.method == "POST" })
            for path in Set(routes.map(\.path)) {
                let reply = try await server.send(.put, Self.filled(path), [:])
                #expect(reply.status == 405, "\(path)")
                #expect(reply.header("allow") == Self.allowed(on: path, of: routes))
            }
        }
    }

    @Test("An skk_ key is refused wherever it is not expected, by bearer token and by header")
    func keyElsewhere() async throws {
        try await withServer { server in
            guard case .token(let text) = try await server.organization().personalKey([.read, .write, .admin]) else { return }
            var tried = 0
            for route in server.server.routes {
                guard let kinds = route.callers, !kinds.contains(.stratamKey) else { continue }
                let method = try #require(HTTPRequest.Method(rawValue: route.method)), path = Self.filled(route.path)
                for caller in [TestCaller.token(text), .key(text)] {
                    let reply = try await server.send(method, path, as: caller, method == .get || method == .delete ? nil : [:])
                    #expect(reply.status == 403, "\(route.method) \(path)")
                    tried += 1
                }
            }
            #expect(tried > 100)
        }
    }

    @Test("Every POST with a cookie from another origin is refused, whatever it would do")
    func foreignOrigins() async throws {
        try await withServer { server in
            guard case .cookie(let cookie) = try await server.organization().browser() else { return }
            for route in server.server.routes {
                guard let kinds = route.callers, kinds.contains(.member), route.method != "GET" else { continue }
                let method = try #require(HTTPRequest.Method(rawValue: route.method))
                let headers = ["Cookie": "stratam_session=\(cookie)", "Origin": "https://evil.example"]
                let reply = try await server.send(method, Self.filled(route.path), method == .delete ? nil : [:], headers: headers)
                #expect(reply.status == 403, "\(route.method) \(route.path)")
            }
            #expect(try await server.get("/api/account", as: .cookie(cookie)).status == 200)
        }
    }
}
