// Keys, plans and monthly limits.
import Access
import Storage
import Support
import Testing
import Vocabulary

@Suite("PSA keys and plans", .serialized)
struct PosturePlansTests {
    @Test("A key is shown once, listed by its prefix, and dead when deleted", arguments: TestDatabases.available)
    func keys(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let made = try await server.post("/api/keys", as: acme.owner, ["label": "CI"])
            let text = made["key"]?.stringValue ?? ""
            #expect(made.status == 201 && text.hasPrefix("psa_") && text.count == 47 && made["label"] == "CI")
            #expect(try await server.get("/api/v2/psa/stats", as: .token(text)).status == 200)
            let list = try await server.get("/api/keys", as: acme.owner)
            #expect(list["total"] == 1 && !list.text.contains(text) && list.json["keys", "0", "prefix"] == .string(String(text.prefix(8))))
            #expect(list.json["keys", "0", "last_used_at"] != .null)
            #expect(try await server.post("/api/keys", as: acme.owner, ["label": ""]).status == 422)
            #expect(try await server.post("/api/keys", as: acme.member(.member).caller, ["label": "x"]).status == 403)
            let id = made["id"]?.stringValue ?? ""
            #expect(try await server.delete("/api/keys/\(id)", as: server.organization("Other").owner).status == 404)
            #expect(try await server.delete("/api/keys/\(id)", as: acme.owner).status == 204)
            #expect(try await server.get("/api/v2/psa/stats", as: .token(text)).status == 401)
            let stored = try await server.server.database.query("SELECT * FROM bearer_keys")
            #expect(stored.isEmpty)
        }
    }

    @Test("A key works as X-… of no other family, and other families' keys do not work here")
    func families() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            #expect(try await server.get("/api/v1/sessions", as: key).status == 403)
            #expect(try await server.get("/api/v1/webhooks", as: key).status == 403)
            #expect(try await server.get("/api/v2/psa/stats", as: acme.secret).status == 403)
            #expect(try await server.get("/api/v2/psa/stats", as: acme.publishable).status == 403)
            #expect(try await server.get("/api/v2/psa/stats", as: .token("psa_nonsense")).status == 401)
            #expect(try await server.get("/api/v2/psa/stats", as: .token(acme.secretKey)).status == 401)
        }
    }

    @Test("The free plan has no API access, 50 analyses a month and 5 sessions", arguments: TestDatabases.available)
    func free(on dialect: Dialect) async throws {
        try await withServer(on: dialect, settings: { $0.defaultPlan = .free }) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let refused = try await server.get("/api/v2/psa/stats", as: key)
            #expect(refused.status == 403 && refused.detail.contains("API access"))
            for index in 0..<5 { #expect(try await server.analyze("s\(index)", as: acme.owner).status == 200) }
            let sixth = try await server.analyze("s5", as: acme.owner)
            #expect(sixth.status == 403 && sixth.detail.contains("5 sessions"))
            for index in 5..<49 { #expect(try await server.analyze("s\(index % 5)", as: acme.owner).status == 200) }
            // A dry run counts, a refused turn does not.
            #expect(try await server.analyze("s0", turn: 1, as: acme.owner).status == 409)
            #expect(try await server.post("/api/v2/psa/analyze", as: acme.owner, ["response_text": "x", "dry_run": true]).status == 200)
            let over = try await server.analyze("s0", as: acme.owner)
            // Noon of 7 March to the first of April.
            #expect(over.status == 429 && over.header("Retry-After") == String((24 * 24 + 12) * 3600), "\(over.text)")
            #expect(over.detail.contains("Monthly analysis limit"))
            server.clock.advance(days: 25)
            let login = try await server.post("auth/login", ["email": .string(acme.email), "password": "secure_password_here"])
            #expect(try await server.analyze("s0", as: .token(login["token"]?.stringValue ?? "")).status == 200)
        }
    }

    @Test("An organization's own plan goes before the instance's, from one second to the next")
    func ownPlan() async throws {
        try await withServer(settings: { $0.defaultPlan = .free }) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            #expect(try await server.get("/api/v2/psa/stats", as: key).status == 403)
            #expect(try await OrganizationStore.setPlan(.pro, of: acme.id, at: server.clock.now, in: server.server.database))
            server.clock.advance(seconds: 2)
            #expect(try await server.get("/api/v2/psa/stats", as: key).status == 200)
            // Its thresholds are as they were.
            #expect(try await server.get("auth/organization", as: acme.owner)["match_threshold"]?.doubleValue == 72)
        }
    }

    @Test("The limit is exact, however many ask at once", arguments: TestDatabases.available)
    func exactLimit(on dialect: Dialect) async throws {
        try await withServer(on: dialect, settings: { $0.defaultPlan = .free }) { server in
            let acme = try await server.organization()
            try await server.analyze("s", as: acme.owner)
            try await server.server.database.execute("UPDATE analysis_usage SET analyses = 45")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 { group.addTask { try await server.analyze("s", as: acme.owner).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 5 && statuses.count { $0 == 429 } == 5, "\(statuses)")
        }
    }

    @Test("Months end at midnight UTC, leap years included")
    func months() {
        func month(_ seconds: Double) -> (String, Double) {
            let month = Month(of: Timestamp(seconds: seconds))
            return (month.name, month.end.seconds)
        }
        #expect(month(1_772_884_800) == ("2026-03", 1_775_001_600))
        #expect(month(1_830_297_599) == ("2027-12", 1_830_297_600))
        #expect(month(1_709_164_800) == ("2024-02", 1_709_251_200))
    }
}
