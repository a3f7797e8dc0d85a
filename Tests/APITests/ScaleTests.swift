// Nothing that a request costs grows with what is stored: no scans, and totals that are kept, not counted.
import Biometrics
import Foundation
import MatchEngine
import Storage
import Support
import Testing
import Vocabulary

@Suite("Scale", .serialized)
struct ScaleTests {
    @Test("No request scans a table")
    func queryPlans() async throws {
        let recorder = Slot<RecordingDatabase>()
        try await withServer(through: { recorder.fill(RecordingDatabase($0)) }) { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            let session = try await acme.linkedSession(to: identity, metadata: ["candidate_id": "c_1"])
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(session)])
            try await server.post("analysis/session/\(session)/feedback", as: acme.secret, ["verdict": "right_person"])
            try await server.post("sessions/\(session)/metadata", as: acme.secret, ["metadata": ["a": 1]])
            let filters = [
                "", "identity_id=\(identity)", "account_id=a", "status=active", "match_status=review", "metadata_key=a",
                "metadata_key=a&metadata_value=1",
                "category=typing", "category=typing&category_severity=mild", "category_severity=mild", "status=active&metadata_key=a",
                "identity_id=\(identity)&match_status=match&category=mouse", "page=20",
            ]
            for filter in filters {
                let reply = try await server.get("sessions?\(filter)", as: acme.owner)
                #expect(reply.status == 200)
            }
            for path in [
                "identities", "identities?account_id=a", "identities/\(identity)", "accounts", "dashboard/overview", "dashboard/alerts",
                "dashboard/alerts?account_id=a", "dashboard/identity/\(identity)/profile", "analysis/identity/\(identity)",
                "analysis/session/\(session)/detail", "sessions/\(session)/timeline", "auth/me", "auth/keys", "auth/users", "auth/organization",
            ] {
                let reply = try await server.get(path, as: acme.owner)
                #expect(reply.status == 200, "\(path)")
            }
            #expect(try await server.delete("sessions/\(session)", as: acme.owner).status == 204)
            #expect(try await server.delete("identities/\(identity)", as: acme.owner).status == 204)
            try await server.server.biometrics.expiry.run()

            let database = try #require(recorder.value)
            let tables = [
                "sessions", "identities", "accounts", "identity_accounts", "session_metadata", "session_event_batches", "session_features",
                "learned_sessions",
                "analyses", "session_categories", "counters", "users", "api_keys", "outbox_events",
            ]
            var explained: Set<String> = []
            for statement in database.statements where explained.insert(statement.sql).inserted {
                let verb = statement.sql.prefix { !$0.isWhitespace }.uppercased()
                guard ["SELECT", "WITH", "UPDATE", "DELETE"].contains(verb) else { continue }
                let plan = try await database.query("EXPLAIN QUERY PLAN \(statement.sql)", statement.arguments).map { try $0.text("detail") }
                // Reading a whole organization is as bad as scanning, unless a page of it is taken in the index's own order.
                for line in plan where line.hasSuffix("(organization_id=?)") {
                    let isSmall = [" users ", " api_keys ", " audit_ends "].contains { line.contains($0) }
                    #expect(statement.sql.contains("LIMIT") || isSmall, "\(line): \(statement.sql)")
                }
                for line in plan where line.hasPrefix("SCAN ") {
                    let scanned = String(line.dropFirst(5).prefix { $0 != " " })
                    let isTable = tables.contains(scanned) || ["s", "m", "c", "n", "a", "f", "l", "k", "o"].contains(scanned)
                    #expect(!isTable, "\(line): \(statement.sql)")
                }
            }
            #expect(explained.count > 50)
        }
    }

    @Test("A trigger reads once what it needs and moves all counters at once")
    func statementsOfTrigger() async throws {
        let recorder = Slot<RecordingDatabase>()
        try await withServer(through: { recorder.fill(RecordingDatabase($0)) }) { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            let session = try await acme.linkedSession(to: identity, metadata: ["candidate_id": "c_1"])
            let database = try #require(recorder.value)
            let before = database.statements.count
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(session)])
            let statements = database.statements.dropFirst(before)
                .filter { !$0.sql.contains("api_keys") && !$0.sql.contains("outbox") && !$0.sql.contains("jobs") && !$0.sql.contains("webhook") }
            #expect(statements.count <= 17, "\(statements.map(\.sql))")
            #expect(statements.count { $0.sql.hasPrefix("INSERT INTO counters") } == 1)
        }
    }

    @Test("Totals are what counting would give, whatever happened", arguments: TestDatabases.available)
    func totals(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            var random = SeededGenerator(seed: 7)
            var sessions: [String] = []
            let people = try await [acme.identity("a"), acme.identity("b"), acme.identity("c")]
            for step in 0..<120 {
                let any = sessions.randomElement(using: &random) ?? "none"
                let person = people[Int.random(in: 0..<3, using: &random)]
                switch Int.random(in: 0..<9, using: &random) {
                case 0, 1, 2:
                    sessions.append(
                        try await acme.session(events: Int.random(in: 0...120, using: &random), metadata: ["step": .integer(Int64(step % 4))]))
                case 3: try await server.post("sessions/\(any)/complete", as: acme.secret, ["metadata": ["done": true]])
                case 4:
                    try await server.post(
                        "identities/link", as: acme.secret,
                        ["session_id": .string(any), "identity_id": .string(person), "account_id": .string("acct_\(step % 2)")])
                case 5: try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(any), "identity_id": .string(person)])
                case 6: try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(any)])
                case 7: try await server.post("sessions/\(any)/metadata", as: acme.secret, ["metadata": ["step": .integer(Int64(step % 5))]])
                default:
                    if step % 3 == 0 {
                        _ = try await server.delete("sessions/\(any)", as: acme.owner)
                    } else if step % 20 == 1 {
                        server.clock.advance(minutes: 31); try await server.server.biometrics.expiry.run()
                    }
                }
            }
            #expect(try await server.delete("identities/\(people[0])", as: acme.owner).status == 204)
            let db = server.server.database
            func count(_ sql: String) async throws -> Int64 { try await db.first("SELECT COUNT(*) AS n FROM \(sql)")?.int("n") ?? -1 }
            func total(_ query: String) async throws -> JSONValue? { try await server.get("sessions?\(query)", as: acme.owner)["total"] }
            #expect(try await total("") == .integer(count("sessions")))
            for status in ["active", "completed", "analyzed", "abandoned", "expired"] {
                #expect(try await total("status=\(status)") == .integer(count("sessions WHERE status = '\(status)'")), "\(status)")
            }
            for status in ["match", "review", "mismatch"] {
                #expect(try await total("match_status=\(status)") == .integer(count("sessions WHERE match_status = '\(status)'")), "\(status)")
            }
            #expect(try await total("metadata_key=step") == .integer(count("session_metadata WHERE key = 'step'")))
            for value in 0..<5 {
                #expect(
                    try await total("metadata_key=step&metadata_value=\(value)")
                        == .integer(count("session_metadata WHERE key = 'step' AND value = '\(value)'")))
            }
            for category in ["typing", "mouse", "navigation"] {
                #expect(try await total("category=\(category)") == .integer(count("session_categories WHERE category = '\(category)'")))
            }
            for account in ["acct_0", "acct_1"] {
                #expect(try await total("account_id=\(account)") == .integer(count("sessions WHERE account_id = '\(account)'")))
            }
            for person in people.dropFirst() {
                #expect(try await total("identity_id=\(person)") == .integer(count("sessions WHERE identity_id = '\(person)'")))
                let learned = try await server.get("identities/\(person)", as: acme.owner)["learned_sessions"]
                #expect(learned == .integer(try await count("learned_sessions WHERE identity_id = '\(person)'")))
            }
            #expect(try await server.get("dashboard/alerts", as: acme.owner)["total"] == .integer(count("analyses WHERE match_status <> 'match'")))
            #expect(try await server.get("identities", as: acme.owner)["total"] == 2)
        }
    }

    @Test("A bulk-made organization answers like one that grew")
    func synthetic() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let organization = SyntheticOrganization(database: server.server.database, organizationID: acme.id, now: server.clock.now)
            try await organization.fill(sessions: 400, identities: 40, baselines: try server.server.simulatedBaselines(people: 2, sessions: 3)) { _ in
            }
            let list = try await server.get("sessions?status=analyzed&page_size=1", as: acme.owner)
            #expect(list["total"] == 360)
            #expect(try await server.get("sessions?metadata_key=candidate_id&metadata_value=c_7", as: acme.owner)["total"] == 1)
            #expect(try await server.get("dashboard/overview", as: acme.owner)["total_sessions"] == 406)
        }
    }
}
