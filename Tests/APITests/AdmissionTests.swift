// Who is let in: several credentials in one request, addresses over their limit, and passwords in every form of Unicode.
import Storage
import Support
import Testing
import Vocabulary

@testable import Access

@Suite("Admission", .serialized)
struct AdmissionTests {
    /// The value of a fresh login's cookie.
    private static func cookie(_ acme: TestOrganization, _ server: TestServer) async throws -> String {
        let login = try await server.post("auth/login", ["email": .string(acme.email), "password": "secure_password_here"])
        let header = try #require(login.header("set-cookie"))
        return String(header.dropFirst("stratam_session=".count).prefix { $0 != ";" })
    }

    @Test("Of several session cookies the valid one counts, in whatever order; of more than four the first four are looked at")
    func severalCookies() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let live = try await Self.cookie(acme, server), ended = try await Self.cookie(acme, server)
            _ = try await server.post("/api/account/logout", as: .cookie(ended))
            func status(_ values: String...) async throws -> Int {
                let header = (["theme=dark"] + values.map { "stratam_session=\($0)" }).joined(separator: "; ")
                return try await server.send(.get, "/api/account", headers: ["Cookie": header]).status
            }
            #expect(try await status(ended, live) == 200)
            #expect(try await status(live, ended) == 200)
            #expect(try await status("", "short", live) == 200)
            #expect(try await status(ended, ended) == 401)
            #expect(try await status("a", "b", "c", "d", live) == 401)
        }
    }

    @Test("Of several keys and tokens the valid one counts, and what is said in a header counts before a cookie")
    func severalHeaders() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let live = try await Self.cookie(acme, server)
            let member = try await acme.member(.viewer)
            guard case .token(let other) = member.caller else { return }
            let both = try await server.send(.get, "/api/account", as: .token(other), headers: ["Cookie": "stratam_session=\(live)"])
            #expect(both["user"]?["email"] != .string(acme.email))
            let bad = try await server.send(.get, "/api/account", as: .token("nonsense"), headers: ["Cookie": "stratam_session=\(live)"])
            #expect(bad.status == 401, "a wrong token is told, not passed over")
            let session = try await acme.session(events: 2)
            let path = "sessions/\(session)/timeline"
            func mixed(_ key: String, _ token: String) async throws -> Int {
                try await server.send(.get, path, as: .key(key), headers: ["Authorization": "Bearer \(token)"]).status
            }
            let right = try await mixed(acme.secretKey, other)
            #expect(try await mixed("sk_live_wrong", other) == right, "the valid one of the two counts")
            #expect(try await mixed(acme.secretKey, "nonsense") == right)
            #expect(try await mixed("sk_live_wrong", "nonsense") == 401)
        }
    }

    @Test("An address over its limit costs no look-up, whatever it makes up, while those who have shown a valid credential go on")
    func addressOverItsLimit() async throws {
        let recorder = Slot<RecordingDatabase>()
        try await withServer(settings: { $0.addressRateLimit = 0.5 }, through: { recorder.fill(RecordingDatabase($0)) }) { server in
            let acme = try await server.organization()
            #expect(try await server.get("auth/me", as: acme.owner).status == 200)
            #expect(try await server.post("identities", as: acme.secret, [:]).status == 201)
            let live = try await Self.cookie(acme, server)
            for number in 0..<8 { _ = try await server.post("identities", as: .key("sk_live_wrong\(number)"), [:]) }
            let before = try #require(recorder.value).statements.count
            for number in 0..<20 {
                #expect(try await server.post("identities", as: .key("sk_live_made_up\(number)"), [:]).status == 429)
                #expect(try await server.get("/api/account", as: .cookie(String(repeating: "a", count: 43))).status == 429)
                #expect(try await server.get("/api/account", as: .token("skk_made_up\(number)")).status == 429)
                let login = try await server.post("auth/login", ["email": "nobody@acme.com", "password": "a wrong guess"])
                #expect(login.status == 429)
            }
            #expect(try #require(recorder.value).statements.count == before)
            #expect(try await server.post("identities", as: acme.secret, [:]).status == 201)
            #expect(try await server.get("/api/account", as: .cookie(live)).status == 200)
            #expect(try await server.get("/api/account", as: acme.owner).status == 200)
            let refused = try await server.post("identities", as: .key("sk_live_other"), [:])
            #expect(refused.header("retry-after") != nil)
            server.clock.advance(seconds: 60)
            #expect(try await server.post("identities", as: .key("sk_live_other"), [:]).status == 401)
        }
    }

    @Test("Nobody's address can be read as another one's throttle", arguments: TestDatabases.available)
    func throttleSubjects(on dialect: Dialect) async throws {
        let subjects: [LoginThrottle.Subject] = [
            .account("password:a@b.co"), .password("a@b.co"), .account("a@b.co"), .accountFrom("a@b.co", network: "1.2.3.4"),
            .account("a@b.co 7:1.2.3.4"), .passwordFrom("a@b.co", network: "1.2.3.4"), .accountFrom("x", network: "1:a@b.co"),
            .accountFrom("x 1", network: "a@b.co"), .address(network: "1.2.3.4"),
        ]
        #expect(Set(subjects.map(\.stored)).count == subjects.count)
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let email = "password:" + acme.email
            var failures = 0
            while failures < 25 {
                let reply = try await server.post("auth/login", ["email": .string(email), "password": "a wrong guess"])
                if reply.status == 401 { failures += 1 } else {
                    server.clock.advance(seconds: (reply.header("retry-after").flatMap(Double.init) ?? 1) + 0.1)
                }
            }
            #expect(try await server.post("auth/login", ["email": .string(email), "password": "a wrong guess"]).status == 429)
            let browser = try await acme.browser()
            let changed = try await server.post(
                "/api/account/password", as: browser, ["current_password": "secure_password_here", "new_password": "another sentence"])
            #expect(changed.status == 200, "\(changed.text)")
        }
    }

    @Test("Forgetting an account's failures forgets nobody else's", arguments: TestDatabases.available)
    func forgets(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let database = server.server.database, now = server.clock.now
            let kept: [LoginThrottle.Subject] = [.account("xa@b.co"), .accountFrom("a@b.com", network: "n"), .accountFrom("z:a@b.co", network: "n")]
            let forgotten: [LoginThrottle.Subject] = [.account("a@b.co"), .accountFrom("a@b.co", network: "n"), .passwordFrom("a@b.co", network: "m")]
            try await LoginThrottle.begin(kept + forgotten, now: now, in: database)
            try await LoginThrottle.forget(account: "a@b.co", in: database)
            let left = try await database.query("SELECT subject FROM login_throttle").map { try $0.text("subject") }
            #expect(Set(left) == Set(kept.map(\.stored)))
        }
    }

    private static let composed = "p\u{E4}ssw\u{F6}rd \u{212B}", decomposed = "pa\u{308}sswo\u{308}rd A\u{30A}"

    @Test(
        "A password is one in every form of Unicode, and with every kind of space",
        arguments: [
            (composed, decomposed), (decomposed, composed), ("a\u{A0}long\u{3000}one", "a long one"),
            ("\u{AC00}\u{AC01}abcdef", "\u{1100}\u{1161}\u{1100}\u{1161}\u{11A8}abcdef")])
    func passwordForms(registered: String, given: String) async throws {
        try await withServer { server in
            let made = try await server.post("auth/register", ["org_name": "A", "email": "ann@acme.com", "password": .string(registered)])
            #expect(made.status == 201)
            let login = try await server.post("auth/login", ["email": "ann@acme.com", "password": .string(given)])
            #expect(login.status == 200)
            let token = TestCaller.token(login["token"]?.stringValue ?? "")
            func change(_ current: String, _ new: String) async throws -> Reply {
                try await server.post("/api/account/password", as: token, ["current_password": .string(current), "new_password": .string(new)])
            }
            #expect(try await change(given, registered).status == 400, "the same password in another form is no new one")
            #expect(try await change(given, "quite another one").status == 200)
        }
    }

    @Test("Wide letters and capitals stay what they are, and length is counted in the composed form")
    func passwordsApart() async throws {
        try await withServer { server in
            _ = try await server.post("auth/register", ["org_name": "A", "email": "ann@acme.com", "password": "Password of Ann"])
            for other in ["\u{FF30}assword of Ann", "password of Ann", "Password  of Ann"] {
                #expect(try await server.post("auth/login", ["email": "ann@acme.com", "password": .string(other)]).status == 401)
            }
            let long = String(repeating: "a\u{308}", count: 128)
            #expect(try await server.post("auth/register", ["org_name": "B", "email": "b@acme.com", "password": .string(long)]).status == 201)
            #expect(try await server.post("auth/login", ["email": "b@acme.com", "password": .string(long)]).status == 200)
        }
    }

    @Test("A hash that an earlier version made of the raw form still works, and is made anew", arguments: TestDatabases.available)
    func earlierHashes(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let hasher = PasswordHasher(cost: .quick), database = server.server.database
            let raw = try await hasher.rawHash(Self.decomposed)
            try await database.execute("UPDATE users SET password_hash = $1 WHERE id = $2", [.text(raw), .text(acme.ownerID)])
            func login(_ password: String) async throws -> Int {
                try await server.post("auth/login", ["email": .string(acme.email), "password": .string(password)]).status
            }
            #expect(try await login(Self.composed + "x") == 401)
            #expect(try await login(Self.composed) == 200)
            let stored = try await database.first("SELECT password_hash FROM users WHERE id = $1", [.text(acme.ownerID)])?.text("password_hash")
            #expect(stored != raw)
            #expect(try await hasher.compare(Self.composed, stored) == .right)
            #expect(try await login(Self.decomposed) == 200)
        }
    }

    @Test(
        "An email address is one in every form of Unicode and in capitals, also where an earlier version kept another",
        arguments: TestDatabases.available)
    func emails(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let made = try await server.post("auth/register", ["org_name": "A", "email": "J\u{F6}RG@acme.com", "password": "secure_password_here"])
            #expect(made["email"] == "j\u{F6}rg@acme.com")
            func login() async throws -> [Int] {
                var statuses: [Int] = []
                for email in ["j\u{F6}rg@acme.com", "jo\u{308}rg@acme.com", "JO\u{308}RG@ACME.COM"] {
                    statuses.append(try await server.post("auth/login", ["email": .string(email), "password": "secure_password_here"]).status)
                }
                return statuses
            }
            #expect(try await login() == [200, 200, 200])
            try await server.server.database.execute(
                "UPDATE users SET email = $1 WHERE id = $2", [.text("jo\u{308}rg@acme.com"), .text(made["user_id"]?.stringValue ?? "")])
            #expect(try await login() == [200, 200, 200])
            let again = try await server.post("auth/register", ["org_name": "B", "email": "j\u{F6}rg@acme.com", "password": "secure_password_here"])
            #expect(again.status == 409)
        }
    }

    @Test("Metrics are for the holder of the token, to the last byte")
    func metricsToken() async throws {
        try await withServer(settings: { $0.metricsToken = "s3cret-\u{E4}K" }) { server in
            func status(_ header: String) async throws -> Int {
                try await server.send(.get, "/metrics", headers: ["Authorization": header]).status
            }
            let right = try await status("Bearer s3cret-\u{E4}K")
            #expect(right == 200)
            for wrong in ["Bearer s3cret-a\u{308}K", "Bearer s3cret-\u{E4}", "Bearer s3cret-\u{E4}KK", "Bearer", "Basic s3cret-\u{E4}K"] {
                let refused = try await status(wrong)
                #expect(refused == 403, "\(wrong)")
            }
        }
    }
}
