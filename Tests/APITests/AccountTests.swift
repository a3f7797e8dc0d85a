// Logins of people: cookie and token, what ends them, and what the account shows.
import Access
import Foundation
import Storage
import Support
import Testing
import Vocabulary
import Web

@Suite("An account and its logins")
struct AccountTests {
    @Test("Cookie and token of a login are the same caller, in every family", arguments: TestDatabases.available)
    func sameCaller(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let browser = try await acme.browser()
            for path in ["/api/v1/auth/me", "/api/keys", "/api/account"] {
                let byCookie = try await server.get(path, as: browser), byToken = try await server.get(path, as: acme.owner)
                #expect(byCookie.status == 200, "\(path)")
                #expect(byCookie.bytes == byToken.bytes, "\(path)")
            }
        }
    }

    @Test("The account tells who, in which organization, and what may be used")
    func account() async throws {
        try await withServer { server in
            let acme = try await server.organization("Acme")
            let account = try await server.get("/api/account", as: acme.owner)
            #expect(account["ok"] == true)
            #expect(account["user"]?["email"] == .string(acme.email))
            #expect(account["user"]?["role"] == "owner")
            #expect(account["user"]?["created_at"] == "2026-03-07T12:00:00.000Z")
            #expect(account["organization"]?["id"] == .string(acme.id))
            #expect(account["organization"]?["name"] == "Acme")
            let uuid = try #require(account["organization"]?["org_id"]?.stringValue)
            #expect(ID.uuid(uuid) == uuid)
            #expect(uuid.dropFirst(14).first == "8")
            #expect(account["tier"] == "builder")
            #expect(account["actions"]?["used"] == 0)
            #expect(account["scopes"] == ["read", "write", "admin"])
            // Another organization has another one, the same always the same.
            #expect(try await server.get("/api/account", as: acme.browser())["organization"]?["org_id"] == .string(uuid))
            #expect(try await server.get("/api/account", as: server.organization().owner)["organization"]?["org_id"] != .string(uuid))
        }
    }

    @Test("Each login is listed, and ended by itself: its cookie and its token die, the others live", arguments: TestDatabases.available)
    func sessions(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            server.clock.advance(minutes: 1)
            let browser = try await acme.browser()
            let list = try await server.get("/api/account/sessions", as: browser)
            #expect(list["total"] == 2)
            guard case .array(let sessions)? = list["sessions"], sessions.count == 2 else { Issue.record("\(list.text)"); return }
            #expect(sessions[0]["current"] == true)
            #expect(sessions[0]["last_used_at"] == "2026-03-07T12:01:00.000Z")
            #expect(sessions[0]["expires_at"] == "2026-03-14T12:01:00.000Z")
            #expect(sessions[1]["current"] == false)
            #expect(!list.text.contains("token"))
            let first = try #require(sessions[1]["session_id"])
            #expect(try await server.post("/api/account/sessions/end", as: browser, ["session_id": first]).status == 200)
            #expect(try await server.get("auth/me", as: acme.owner).status == 401)
            #expect(try await server.get("auth/me", as: browser).status == 200)
            #expect(try await server.post("/api/account/sessions/end", as: browser, ["session_id": first]).status == 404)
            #expect(try await server.post("/api/account/sessions/end", as: browser, ["session_id": "x"])["field"] == "session_id")
        }
    }

    @Test("Logging out ends this login alone and takes the cookie away; logging out everywhere ends them all, and no key")
    func logout() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let browser = try await acme.browser(), other = try await acme.browser(), key = try await acme.personalKey()
            let out = try await server.post("/api/account/logout", as: browser, [:])
            #expect(out.status == 200)
            #expect(out["ok"] == true)
            #expect(out.header("set-cookie")?.contains("stratam_session=; Path=/; Max-Age=0") == true)
            #expect(try await server.get("/api/account", as: browser).status == 401)
            #expect(try await server.get("/api/account", as: other).status == 200)
            #expect(try await server.post("/api/account/logout-everywhere", as: other, [:]).status == 200)
            #expect(try await server.get("/api/account", as: other).status == 401)
            #expect(try await server.get("auth/me", as: acme.owner).status == 401)
            #expect(try await server.get("/api/account", as: key).status == 200)
        }
    }

    @Test("A changed password ends every login but the one that changed it, and no key", arguments: TestDatabases.available)
    func password(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let member = try await acme.member(.viewer)
            let email = try await server.get("auth/me", as: member.caller)["email"]?.stringValue ?? ""
            let browser = try await server.browser(email, "initial_password"), key = try await acme.personalKey([.read, .admin], of: member.caller)
            func change(_ current: String, _ new: String, as caller: TestCaller) async throws -> Reply {
                try await server.post("/api/account/password", as: caller, ["current_password": .string(current), "new_password": .string(new)])
            }
            #expect(try await change("another_password", "a better one", as: browser)["field"] == "current_password")
            #expect(try await change("initial_password", "short", as: browser)["field"] == "new_password")
            #expect(try await change("initial_password", "password123", as: browser)["field"] == "new_password")
            #expect(try await change("initial_password", "initial_password", as: browser)["field"] == "new_password")
            let byKey = try await change("initial_password", "a better one", as: key)
            #expect(byKey.status == 403)
            #expect(byKey["code"] == "login_required")
            #expect(try await server.get("/api/account", as: member.caller).status == 200)

            let changed = try await change("initial_password", "a better one", as: browser)
            #expect(changed.status == 200)
            #expect(changed["ok"] == true)
            let cookie = try #require(changed.header("set-cookie")?.firstMatch(of: /stratam_session=([^;]+)/))
            #expect(try await server.get("/api/account", as: .cookie(String(cookie.1))).status == 200)
            #expect(try await server.get("/api/account", as: browser).status == 401)
            #expect(try await server.get("/api/account", as: member.caller).status == 401)
            #expect(try await server.get("/api/account", as: key).status == 200)
            #expect(try await server.post("auth/login", ["email": .string(email), "password": "initial_password"]).status == 401)
            #expect(try await server.post("auth/login", ["email": .string(email), "password": "a better one"]).status == 200)
            #expect(try await server.get("/api/account", as: acme.owner).status == 200, "other people stay logged in")
        }
    }

    @Test("Whoever guesses the password of an open login is slowed down")
    func guessing() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let browser = try await acme.browser()
            var statuses: [Int] = []
            for number in 0..<7 {
                statuses.append(
                    try await server.post(
                        "/api/account/password", as: browser,
                        ["current_password": .string("guess number \(number)"), "new_password": "a better one"]
                    ).status)
            }
            #expect(statuses.prefix(5).allSatisfy { $0 == 400 })
            #expect(statuses.last == 429)
        }
    }

    @Test("A reset by the operator ends every login, forgets failed ones, and is audited", arguments: TestDatabases.available)
    func passwordReset(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let email = try await server.get("auth/me", as: acme.owner)["email"]?.stringValue ?? ""
            let login: @Sendable (String) async throws -> Int = { password in
                try await server.post("auth/login", ["email": .string(email), "password": .string(password)]).status
            }
            for _ in 0..<8 { _ = try await login("a wrong one") }
            #expect(try await login("a wrong one") == 429)
            try await PasswordReset.set("from the operator", email: email, cost: .quick, at: server.clock.now, in: server.server.database)
            #expect(try await server.get("/api/account", as: acme.owner).status == 401)
            #expect(try await login("from the operator") == 200)
            await #expect(throws: Problem.self) {
                try await PasswordReset.set(
                    "from the operator", email: "nobody@example.com", cost: .quick, at: server.clock.now, in: server.server.database)
            }
            await #expect(throws: Problem.self) {
                try await PasswordReset.set("short", email: email, cost: .quick, at: server.clock.now, in: server.server.database)
            }
            let audited = try await server.server.database.query("SELECT action FROM audit_records WHERE action = 'user.password_reset'")
            #expect(audited.count == 1)
        }
    }

    @Test("A lower role and a removal end every login at once; the keys follow", arguments: TestDatabases.available)
    func rolesAndRemovals(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let admin = try await acme.member(.admin)
            let email = try await server.get("auth/me", as: admin.caller)["email"]?.stringValue ?? ""
            let browser = try await server.browser(email, "initial_password")
            let key = try await acme.personalKey([.read], of: admin.caller)
            #expect(try await server.get("/api/account", as: key)["user"]?["role"] == "admin")
            try await server.send(.patch, "auth/users/\(admin.id)", as: acme.owner, ["role": "viewer"])
            #expect(try await server.get("/api/account", as: browser).status == 401)
            #expect(try await server.get("auth/me", as: admin.caller).status == 401)
            #expect(try await server.get("/api/account", as: key)["user"]?["role"] == "viewer", "the key has the role of its owner")
            let again = try await server.browser(email, "initial_password")
            #expect(try await server.delete("auth/users/\(admin.id)", as: acme.owner).status == 204)
            #expect(try await server.get("/api/account", as: again).status == 401)
            #expect(try await server.get("/api/account", as: key).status == 401)
        }
    }

    @Test("A login ends after 7 idle days, and after 30 days in any case; its use is noted once a minute", arguments: TestDatabases.available)
    func expiry(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let idle = try await acme.browser(), busy = try await acme.browser()
            let database = server.server.database
            for _ in 0..<4 {
                server.clock.advance(days: 6.9)
                #expect(try await server.get("/api/account", as: busy).status == 200)
            }
            #expect(try await server.get("/api/account", as: idle).status == 401)
            server.clock.advance(seconds: 30)
            let before = try await database.first("SELECT MAX(last_used_at) AS at FROM login_sessions")?.int("at")
            _ = try await server.get("/api/account", as: busy)
            #expect(try await database.first("SELECT MAX(last_used_at) AS at FROM login_sessions")?.int("at") == before)
            server.clock.advance(days: 2.5)
            #expect(try await server.get("/api/account", as: busy).status == 401)
            try await server.server.access.purgeLogins(now: server.clock.now)
            #expect(try await database.first("SELECT COUNT(*) AS n FROM login_sessions")?.int("n") == 0)
        }
    }

    @Test("Of a cookie the database holds a hash alone, and nothing but a whole cookie is one")
    func cookies() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            guard case .cookie(let cookie) = try await acme.browser() else { return }
            #expect(cookie.wholeMatch(of: /[A-Za-z0-9_-]{43}/) != nil)
            let rows = try await server.server.database.query("SELECT id, address, user_agent FROM login_sessions")
            #expect(!rows.contains { "\($0)".contains(cookie) })
            for wrong in [String(cookie.dropLast()), cookie + "A", acme.token, "", String(repeating: "A", count: 43)] {
                #expect(try await server.get("/api/account", as: .cookie(wrong)).status == 401, "\(wrong)")
            }
        }
    }

    @Test("Without Secure only where the operator allows it, and never for what a proxy passed on")
    func insecureCookies() async throws {
        @Sendable func cookie(_ server: TestServer, _ headers: [String: String] = [:]) async throws -> String {
            let acme = try await server.organization()
            let body: JSONValue = ["email": .string(acme.email), "password": "secure_password_here"]
            return try await server.send(.post, "auth/login", body, headers: headers).header("set-cookie") ?? ""
        }
        try await withServer { (server) async throws in #expect(try await cookie(server).contains("; Secure")) }
        try await withServer(settings: { $0.allowsInsecureCookies = true }) { (server) async throws in
            #expect(try await !cookie(server).contains("Secure"))
            #expect(try await cookie(server).contains("HttpOnly; SameSite=Strict"))
            #expect(try await cookie(server, ["X-Forwarded-For": "203.0.113.7"]).contains("; Secure"))
        }
        try await withServer(settings: { ($0.allowsInsecureCookies, $0.publicURL) = (true, "https://mien.example") }) { (server) async throws in
            #expect(try await cookie(server).contains("; Secure"))
        }
    }

    @Test("A cookie-carrying request from another origin is refused in every family", arguments: ["auth/logout", "/api/keys", "/api/account/logout"])
    func foreignOrigins(path: String) async throws {
        try await withServer { server in
            guard case .cookie(let cookie) = try await server.organization().browser() else { return }
            for headers in [["Origin": "https://evil.example"], ["Sec-Fetch-Site": "same-site"]] {
                let all = headers.merging(["Cookie": "stratam_session=\(cookie)"]) { $1 }
                #expect(try await server.send(.post, path, ["label": "x"], headers: all).status == 403)
            }
            #expect(try await server.get("auth/me", as: .cookie(cookie)).status == 200)
        }
    }

    @Test("Logins, failed logins and changes of roles and keys stand in the audit log, and no secret does")
    func audited() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            guard case .token(let key) = try await acme.personalKey() else { return }
            try await server.post("auth/login", ["email": .string(acme.email), "password": "not the password"])
            try await server.post("auth/login", ["email": "nobody@acme.com", "password": "not the password"])
            let viewer = try await acme.member(.viewer)
            try await server.send(.patch, "auth/users/\(viewer.id)", as: acme.owner, ["role": "member"])
            let rows = try await server.server.database.query(
                "SELECT organization_id, action, result, actor_kind, target_id FROM audit_records ORDER BY organization_id, number")
            let lines = try rows.map { row in
                let place = try row.text("organization_id").isEmpty ? " -" : ""
                return "\(try row.text("action")) \(try row.text("result")) \(try row.text("actor_kind"))\(place)"
            }
            for line in [
                "login success user", "login failure anonymous", "login failure anonymous -", "key.created success user", "user.invited success user",
                "user.role_changed success user",
            ] { #expect(lines.contains(line), "\(line) in \(lines)") }
            for row in rows { #expect(!"\(row)".contains(key) && !"\(row)".contains("nobody@acme.com")) }
        }
    }
}
