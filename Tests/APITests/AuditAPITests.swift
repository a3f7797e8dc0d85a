import Access
import Audit
import Foundation
import Server
import Storage
import Support
import Testing
import Vocabulary
import Web

@Suite("The audit log over HTTP")
struct AuditAPITests {
    private func actions(_ reply: Reply) -> [String] {
        guard case .array(let entries)? = reply["entries"] else { return [] }
        return entries.compactMap { $0["action"]?.stringValue }
    }

    @Test("What people do is in their organization's log, newest first, and nothing that they wrote")
    func log() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let key = try await server.post("auth/keys", as: acme.owner, ["label": "a label nobody should find"])
            let session = try await acme.session(events: 3)
            _ = try await server.delete("sessions/\(session)", as: acme.owner)
            let list = try await server.get("/api/audit", as: acme.owner)
            #expect(list.status == 200)
            #expect(list["ok"] == true && list["limit"] == 50 && list["offset"] == 0 && list["has_more"] == false)
            let actions = actions(list)
            #expect(actions.first == "data.deleted")
            #expect(actions.contains("key.created") && actions.contains("login"))
            for secret in [key["secret_key"]?.stringValue, acme.secretKey, acme.token, "a label nobody", "secure_password_here"] {
                #expect(!list.text.contains(try #require(secret)))
            }
            guard case .array(let entries)? = list["entries"] else { return }
            let deleted = try #require(entries.first)
            #expect(deleted["actor"] == "user" && deleted["actor_id"]?.stringValue == acme.ownerID)
            #expect(deleted["target_type"] == "session" && deleted["target_id"]?.stringValue == session)
            #expect(deleted["result"] == "success")
            #expect(deleted["org_id"]?.stringValue == StratamID.organization(acme.id))
            #expect(entries.count >= 2 && entries[0]["prev_hash"] == entries[1]["hash"])
            let verdict = try await AuditLog.verify(chain: acme.id, in: server.server.database)
            #expect(verdict.isIntact && verdict.records == entries.count)
        }
    }

    @Test("An address without an account is in the log by a pseudonym that cannot be tried out without the instance's key")
    func pseudonyms() async throws {
        try await withServer { server in
            for email in ["nobody@example.com", "nobody@example.com", "other@example.com"] {
                #expect(try await server.post("auth/login", ["email": .string(email), "password": "wrong_password"]).status == 401)
            }
            let rows = try await server.server.database.query(
                "SELECT target_id FROM audit_records WHERE target_type = 'unknown_account' ORDER BY number")
            let names = try rows.map { try $0.text("target_id") }
            try #require(names.count == 3)
            #expect(names[0] == names[1] && names[0] != names[2] && names[0].count == 16)
            // What anybody can work out: the beginning of the address' SHA-256.
            #expect(names[0] != "e788ea2014693dcd")
        }
    }

    @Test("Filters and windows: an action, a time, a part; what is no filter is refused")
    func filters() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            server.clock.advance(minutes: 10)
            let since = server.clock.now.iso8601
            for label in ["one", "two", "three"] { try await server.post("auth/keys", as: acme.owner, ["label": .string(label)]) }
            let keys = try await server.get("/api/audit?action=key.created&since=\(since)&limit=2", as: acme.owner)
            #expect(actions(keys) == ["key.created", "key.created"])
            #expect(keys["total"] == 3 && keys["has_more"] == true)
            let rest = try await server.get("/api/audit?action=key.created&since=\(since)&limit=2&offset=2", as: acme.owner)
            #expect(actions(rest).count == 1 && rest["has_more"] == false)
            #expect(actions(try await server.get("/api/audit?action=webhook.deleted", as: acme.owner)) == [])
            for query in ["limit=0", "limit=201", "offset=-1", "since=yesterday", "action=", "action=a%20b", "chain=none"] {
                let refused = try await server.get("/api/audit?\(query)", as: acme.owner)
                #expect(refused.status == 400 && refused["ok"] == false, "\(query)")
            }
        }
    }

    @Test("Admins alone see it, each their own organization's; the instance's chain is for its administrators")
    func access() async throws {
        try await withServer { server in
            let acme = try await server.organization(), other = try await server.organization("Other")
            _ = try await server.post("auth/login", ["email": "nobody@example.com", "password": "wrong_password"])
            _ = try await server.post("auth/login", ["email": .string(acme.email), "password": "wrong_password"])
            #expect(try await server.get("/api/audit").status == 401)
            for (role, status) in [(Role.viewer, 403), (.member, 403), (.admin, 200)] {
                #expect(try await server.get("/api/audit", as: try await acme.member(role).caller).status == status)
            }
            // The first registered owner administers the instance.
            let instance = try await server.get("/api/audit?chain=instance", as: acme.owner)
            #expect(actions(instance).contains("login"))
            #expect(!instance.text.contains("nobody@example.com"))
            #expect(try await server.get("/api/audit?chain=instance", as: other.owner).status == 403)
            let failed = try await server.get("/api/audit?action=login", as: acme.owner)
            guard case .array(let entries)? = failed["entries"] else { return }
            let failures = entries.filter { $0["result"] == "failure" }
            #expect(failures.count == 1 && failures[0]["actor"] == "anonymous" && failures[0]["target_id"]?.stringValue == acme.ownerID)
            #expect(!(try await server.get("/api/audit", as: other.owner)).text.contains(acme.ownerID))
        }
    }

    @Test("Webhooks, incidents, exports and thresholds are told of")
    func coverage() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            _ = try await server.get("identities/\(identity)/export", as: acme.owner)
            try await server.post("identities/\(identity)/reset", as: acme.secret)
            _ = try await server.delete("identities/\(identity)", as: acme.owner)
            try await server.send(.put, "/api/v2/psa/settings", as: acme.owner, ["mode": "strict"])
            let found = actions(try await server.get("/api/audit", as: acme.owner))
            #expect(Array(found.prefix(4)) == ["settings.changed", "data.deleted", "identity.baseline_reset", "data.exported"])
        }
    }
}

@Suite("Limits over HTTP")
struct LimitTests {
    @Test("Every limit is told as it is set; none is null")
    func limits() async throws {
        try await withServer(settings: { settings in
            settings.rateLimit = 10
            settings.personRateLimit = 60
            settings.requestsAtOnce = 7
            settings.exportsAtOnce = 0
        }) { server in
            let acme = try await server.organization()
            #expect(try await server.get("/api/limits").status == 401)
            let limits = try #require(try await server.get("/api/limits", as: acme.owner)["limits"])
            #expect(limits["body_bytes"] == 1_048_576 && limits["import_bytes"] == 20_971_520)
            #expect(limits["requests"] == ["per_minute": 600, "burst": 50])
            #expect(limits["personal_key_requests"] == ["per_minute": 60, "burst": 10])
            #expect(limits["login_requests"] == ["per_minute": 120, "burst": 10])
            #expect(limits["concurrent_requests"] == 7 && limits["concurrent_exports"] == .null)
            #expect(limits["lists"] == ["limit": 200, "offset": 100_000])
            #expect(limits["idempotency_hours"] == 24)
            #expect(limits["logins"]?["failures_per_account_and_network"] == 5)
        }
    }

    @Test("A personal key and a login have allowances of their own; what is for pages and servers is not counted")
    func people() async throws {
        try await withServer(settings: { $0.personRateLimit = 60 }) { server in
            let acme = try await server.organization()
            let key = try await acme.personalKey([.read])
            for _ in 0..<10 { #expect(try await server.get("/api/vault/tags", as: key).status == 200) }
            let refused = try await server.get("/api/vault/tags", as: key)
            #expect(refused.status == 429 && refused["ok"] == false && refused.header("retry-after") == "1")
            #expect(refused.header("ratelimit-limit") == "10" && refused.header("ratelimit-remaining") == "0")
            #expect(try await server.get("/api/vault/tags", as: acme.owner).status == 200)
            for _ in 0..<20 { #expect(try await server.get("auth/me", as: acme.owner).status == 200) }
            server.clock.advance(seconds: 1)
            #expect(try await server.get("/api/vault/tags", as: key).status == 200)
            #expect(try await server.get("/api/vault/tags", as: key).status == 429)
        }
    }

    @Test("A rate of less than one request at once lets one pass, and the next when its time has come")
    func slowRates() {
        let limiter = RateLimiter(), slow = RateLimit(burst: 0.5, perSecond: 0.05), start = Timestamp(microseconds: 1_000_000)
        #expect(limiter.take(.caller("somebody"), limit: slow, now: start)?.retryAfter == nil)
        #expect(limiter.take(.caller("somebody"), limit: slow, now: start)?.retryAfter == 20)
        #expect(limiter.take(.caller("somebody"), limit: slow, now: start.adding(seconds: 20))?.retryAfter == nil)
    }
}
