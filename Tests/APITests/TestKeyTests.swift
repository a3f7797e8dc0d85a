import MatchEngine
import Storage
import Support
import Testing
import Vocabulary

@Suite("Test keys", .serialized)
struct TestKeyTests {
    private struct Pair { var publishable: TestCaller; var secret: TestCaller }

    private func testPair(_ acme: TestOrganization) async throws -> Pair {
        let made = try await acme.server.post("auth/keys", as: acme.owner, ["label": "Integration tests", "mode": "test"])
        return Pair(
            publishable: .key(made["publishable_key"]?.stringValue ?? ""), secret: .key(made["secret_key"]?.stringValue ?? ""))
    }

    /// A completed session that a driven browser sent, linked by the secret key.
    private func driven(_ acme: TestOrganization, _ identity: String, by pair: Pair, seed: UInt64) async throws -> String {
        let server = acme.server
        let made = try await server.post("sessions", as: pair.publishable, ["device_info": ["webdriver": true]])
        let id = made["session_id"]?.stringValue ?? ""
        let events = JSONValue.array(TestOrganization.keyEvents(160, seed: seed))
        try await server.post("sessions/events", as: pair.publishable, ["session_id": .string(id), "events": events])
        try await server.post("sessions/\(id)/complete", as: pair.publishable, [:])
        try await server.post("identities/link", as: pair.secret, ["session_id": .string(id), "identity_id": .string(identity)])
        return id
    }

    @Test("Automation is told and does not decide: a driven browser is learned and gets a real score", arguments: TestDatabases.available)
    func realScore(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let pair = try await testPair(acme), identity = try await acme.identity()
            var last: Reply?
            for seed in 1...4 as ClosedRange<UInt64> {
                let id = try await driven(acme, identity, by: pair, seed: seed)
                last = try await server.post("analysis/trigger", as: pair.secret, ["session_id": .string(id)])
                let detail = try await server.get("analysis/session/\(id)/detail", as: pair.secret)
                guard case .array(let flags)? = detail["red_flags"] else { Issue.record("no flags"); return }
                let told = flags.first { $0["code"] == "webdriver_present" }
                #expect(told?["severity"] == "severe")
                #expect(told?["caps_score"] == .bool(false))
            }
            #expect(last?["context"]?["baseline_sessions"] == 3)
            #expect((last?["result"]?["score"]?.doubleValue ?? 0) != 39.9)
            #expect(last?["context"]?["summary"]?.stringValue?.contains("limited") == false)
        }
    }

    @Test("They teach no real profile, and real sessions no test profile", arguments: TestDatabases.available)
    func profilesAreApart(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let pair = try await testPair(acme), identity = try await acme.identity()
            for seed in 1...3 as ClosedRange<UInt64> {
                let id = try await driven(acme, identity, by: pair, seed: seed)
                try await server.post("analysis/trigger", as: pair.secret, ["session_id": .string(id)])
            }
            let known = try await server.get("identities/\(identity)", as: pair.secret)
            #expect(known["learned_sessions"] == 0)
            #expect((known["test_learned_sessions"]?.doubleValue ?? 0) >= 1)
            #expect(try await server.get("dashboard/identity/\(identity)/profile", as: acme.owner)["profile"]?["baseline_sessions"] == 0)
            let real = try await acme.linkedSession(to: identity)
            let score = try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(real)])
            #expect(score["context"]?["baseline_sessions"] == 0)
            #expect(try await server.get("identities/\(identity)", as: acme.owner)["learned_sessions"] == 1)
            // Forgetting takes both along.
            let reset = try await server.post("identities/\(identity)/reset", as: acme.secret)
            #expect(reset["learned_sessions"] == 0 && reset["test_learned_sessions"] == 0)
            let counted = try await server.server.database.first(
                "SELECT COALESCE(SUM(count), 0) AS n FROM counters WHERE dimension IN ('sessions:learned', 'identities:enrolled')")
            #expect(try counted?.int("n") == 0)
        }
    }

    @Test("A live key is not talked out of automation: neither for live sessions nor for those of a test key")
    func liveKeysAreUnchanged() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let pair = try await testPair(acme), identity = try await acme.identity()
            let live = Pair(publishable: acme.publishable, secret: acme.secret)
            let mixed = [(live, acme.secret), (live, pair.secret), (pair, acme.secret)]
            for (number, (maker, asking)) in mixed.enumerated() {
                let id = try await driven(acme, identity, by: maker, seed: UInt64(number + 10))
                let score = try await server.post("analysis/trigger", as: asking, ["session_id": .string(id)])
                #expect(score["result"]?["score"] == 39.9)
                #expect(score["match_status"] == "mismatch")
            }
            let known = try await server.get("identities/\(identity)", as: acme.owner)
            #expect(known["learned_sessions"] == 0 && known["test_learned_sessions"] == 0)
        }
    }

    @Test("An answer for a test is no answer for real: asked by a live key, the same session is analyzed again")
    func askedAgain() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let pair = try await testPair(acme), identity = try await acme.identity()
            let id = try await driven(acme, identity, by: pair, seed: 5)
            #expect(try await server.post("analysis/trigger", as: pair.secret, ["session_id": .string(id)])["result"]?["score"] == 60)
            #expect(try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])["result"]?["score"] == 39.9)
        }
    }

    @Test("Only what tells of a program is excused: the engine's flags about people still count")
    func onlyAutomation() {
        for code in ["webdriver_present", "untrusted_events", "superhuman_typing", "zero_hold_keys", "replayed_session", "centre_clicks"] {
            #expect(RedFlag(code: code, category: .typing, severity: .severe, description: "", capsScore: true).tellsOfAutomation, "\(code)")
        }
        for code in ["paste_identity_field", "window_switching", "segmented_recall", "shared_profile", "remote_access_pattern"] {
            #expect(!RedFlag(code: code, category: .typing, severity: .severe, description: "", capsScore: true).tellsOfAutomation, "\(code)")
        }
    }
}
