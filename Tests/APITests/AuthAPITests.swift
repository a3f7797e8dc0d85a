import Storage
import Support
import Testing
import Vocabulary

@Suite("Authentication", .serialized)
struct AuthAPITests {
    @Test("The document's registration example answers with ids of the documented kinds and a key pair", arguments: TestDatabases.available)
    func registers(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let made = try await server.post(
                "auth/register", ["org_name": "Acme Corp", "email": "Admin@Acme.com", "password": "secure_password_here"])
            #expect(made.status == 201)
            #expect(made["org_id"]?.stringValue?.hasPrefix("org_") == true)
            #expect(made["user_id"]?.stringValue?.hasPrefix("usr_") == true)
            #expect(made["email"] == "admin@acme.com")
            #expect(made["publishable_key"]?.stringValue?.hasPrefix("pk_live_") == true)
            #expect(made["secret_key"]?.stringValue?.hasPrefix("sk_live_") == true)
            let again = try await server.post("auth/register", ["org_name": "Other", "email": "admin@acme.com", "password": "secure_password_here"])
            #expect(again.status == 409)
        }
    }

    private static let malformed: [(JSONValue, String)] = [
        (["email": "a@b.co", "password": "secure_password_here"], "org_name"),
        (["org_name": "A", "password": "secure_password_here"], "email"),
        (["org_name": "A", "email": "a@b.co"], "password"),
        (["org_name": 3, "email": "a@b.co", "password": "secure_password_here"], "org_name"),
        (["org_name": "", "email": "a@b.co", "password": "secure_password_here"], "org_name"),
        (["org_name": "A", "email": "nobody", "password": "secure_password_here"], "email"),
        (["org_name": "A", "email": "a@b.co", "password": "short"], "password"),
        (["org_name": "A", "email": "a@b.co", "password": "password123"], "password"),
    ]

    @Test("What is wrong with a registration is told by field", arguments: malformed)
    func malformedRegistration(body: JSONValue, field: String) async throws {
        try await withServer { server in
            let reply = try await server.post("auth/register", body)
            #expect(reply.status == 422)
            #expect(reply.detail.contains(field))
        }
    }

    @Test("Registration can be closed, or open for the first organization alone")
    func registrationModes() async throws {
        try await withServer(settings: { $0.registration = .closed }) { server in
            let refused = try await server.post("auth/register", ["org_name": "A", "email": "a@b.co", "password": "secure_password_here"])
            #expect(refused.status == 403)
        }
        try await withServer(settings: { $0.registration = .first }) { server in
            let first = try await server.post("auth/register", ["org_name": "A", "email": "a@b.co", "password": "secure_password_here"])
            #expect(first.status == 201)
            #expect(try await server.post("auth/register", ["org_name": "B", "email": "b@b.co", "password": "secure_password_here"]).status == 403)
        }
    }

    @Test("Login answers a token that `me` takes, and sets a cookie that scripts cannot read", arguments: TestDatabases.available)
    func logsIn(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let login = try await server.post("auth/login", ["email": .string(acme.email), "password": "secure_password_here"])
            #expect(login.status == 200)
            #expect(login["role"] == "owner")
            let cookie = try #require(login.header("set-cookie"))
            for part in ["stratam_session=", "HttpOnly", "Secure", "SameSite=Strict"] { #expect(cookie.contains(part)) }
            let me = try await server.get("auth/me", as: acme.owner)
            #expect(me["email"] == .string(acme.email))
            #expect(me["org_id"] == .string(acme.id))
        }
    }

    @Test("An unknown account and a wrong password are told apart by nothing")
    func loginTellsNothing() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let wrong = try await server.post("auth/login", ["email": .string(acme.email), "password": "not the password"])
            let unknown = try await server.post("auth/login", ["email": "nobody@acme.com", "password": "not the password"])
            #expect(wrong.status == 401)
            #expect(unknown.status == 401)
            #expect(wrong.bytes == unknown.bytes)
        }
    }

    @Test("Guessing is slowed down, and nobody is locked out for good", arguments: TestDatabases.available)
    func throttles(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            for _ in 0..<6 { try await server.post("auth/login", ["email": .string(acme.email), "password": "a wrong guess"]) }
            let blocked = try await server.post("auth/login", ["email": .string(acme.email), "password": "secure_password_here"])
            #expect(blocked.status == 429)
            let wait = try #require(blocked.header("retry-after").flatMap(Int.init))
            server.clock.advance(seconds: Double(wait) + 1)
            #expect(try await server.post("auth/login", ["email": .string(acme.email), "password": "secure_password_here"]).status == 200)
        }
    }

    @Test("A tampered, foreign or expired token is refused")
    func tokens() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            #expect(try await server.get("auth/me", as: .token(acme.token + "x")).status == 401)
            #expect(try await server.get("auth/me", as: .token("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")).status == 401)
            #expect(try await server.get("auth/me").status == 401)
            server.clock.advance(seconds: 12 * 3600 + 1)
            #expect(try await server.get("auth/me", as: acme.owner).status == 401)
        }
    }

    @Test("Logout ends every token at once")
    func logsOut() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            #expect(try await server.post("auth/logout", as: acme.owner).status == 204)
            #expect(try await server.get("auth/me", as: acme.owner).status == 401)
        }
    }

    @Test("A revoked key pair stops working at once, both halves", arguments: TestDatabases.available)
    func revokes(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let made = try await server.post("auth/keys", as: acme.owner, ["label": "Production"])
            #expect(made.status == 201)
            let id = try #require(made["key_id"]?.stringValue)
            let publishable = TestCaller.key(try #require(made["publishable_key"]?.stringValue))
            let secret = TestCaller.key(try #require(made["secret_key"]?.stringValue))
            #expect(try await server.post("sessions", as: publishable, [:]).status == 201)
            #expect(try await server.post("identities", as: secret, [:]).status == 201)
            #expect(try await server.delete("auth/keys/\(id)", as: acme.owner).status == 204)
            #expect(try await server.post("sessions", as: publishable, [:]).status == 401)
            #expect(try await server.post("identities", as: secret, [:]).status == 401)
            #expect(try await server.delete("auth/keys/\(id)", as: acme.owner).status == 404)
        }
    }

    @Test("The list of keys shows publishable keys whole and secret keys by their beginning only")
    func listsKeys() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let list = try await server.get("auth/keys", as: acme.owner)
            #expect(list.status == 200)
            #expect(list.text.contains(acme.publishableKey))
            #expect(!list.text.contains(acme.secretKey))
            #expect(list.text.contains(String(acme.secretKey.prefix(12))))
        }
    }

    @Test("Test keys make test sessions")
    func testMode() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let made = try await server.post("auth/keys", as: acme.owner, ["label": "Staging", "mode": "test"])
            let key = try #require(made["publishable_key"]?.stringValue)
            #expect(key.hasPrefix("pk_test_"))
            #expect(made["secret_key"]?.stringValue?.hasPrefix("sk_test_") == true)
            #expect(try await server.post("sessions", as: .key(key), [:])["mode"] == "test")
        }
    }

    @Test("A publishable key with a list of origins is refused elsewhere")
    func origins() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let made = try await server.post("auth/keys", as: acme.owner, ["label": "Shop", "allowed_origins": .array(["https://shop.example"])])
            let key = TestCaller.key(try #require(made["publishable_key"]?.stringValue))
            #expect(try await server.send(.post, "sessions", as: key, [:], headers: ["Origin": "https://shop.example"]).status == 201)
            #expect(try await server.send(.post, "sessions", as: key, [:], headers: ["Origin": "https://evil.example"]).status == 403)
        }
    }

    @Test("Members are invited, change their role and are removed; each acts with the next request", arguments: TestDatabases.available)
    func members(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let viewer = try await acme.member(.viewer)
            #expect(try await server.post("auth/keys", as: viewer.caller, ["label": "Mine"]).status == 403)
            let changed = try await server.send(.patch, "auth/users/\(viewer.id)", as: acme.owner, ["role": "admin"])
            #expect(changed.status == 200)
            #expect(changed["role"] == "admin")
            #expect(try await server.post("auth/keys", as: viewer.caller, ["label": "Mine"]).status == 201)
            #expect(try await server.get("auth/users", as: viewer.caller)["total"] == 2)
            #expect(try await server.delete("auth/users/\(viewer.id)", as: acme.owner).status == 204)
            #expect(try await server.get("auth/me", as: viewer.caller).status == 401)
        }
    }

    @Test("Only owners make and unmake owners, and the last one stays")
    func owners() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let admin = try await acme.member(.admin)
            #expect(try await server.send(.patch, "auth/users/\(acme.ownerID)", as: admin.caller, ["role": "viewer"]).status == 403)
            #expect(try await server.send(.patch, "auth/users/\(admin.id)", as: admin.caller, ["role": "owner"]).status == 403)
            #expect(try await server.delete("auth/users/\(acme.ownerID)", as: acme.owner).status == 409)
            #expect(try await server.send(.patch, "auth/users/\(admin.id)", as: acme.owner, ["role": "owner"]).status == 200)
            #expect(try await server.delete("auth/users/\(acme.ownerID)", as: acme.owner).status == 204)
        }
    }

    @Test("An organization sets its own thresholds, and nonsense is refused")
    func thresholds() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            #expect(try await server.get("auth/organization", as: acme.owner)["match_threshold"] == 72)
            #expect(try await server.send(.patch, "auth/organization", as: acme.owner, ["match_threshold": 80]).status == 200)
            #expect(try await server.send(.patch, "auth/organization", as: acme.owner, ["review_threshold": 90]).status == 422)
            #expect(try await server.send(.patch, "auth/organization", as: acme.owner, ["match_threshold": 101]).status == 422)
        }
    }
}
