import Foundation
import Storage
import Support
import Testing
import Vocabulary

@Suite("Sessions", .serialized)
struct SessionsAPITests {
    @Test("The document's creation example", arguments: TestDatabases.available)
    func creates(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let made = try await server.post(
                "sessions", as: acme.publishable, ["metadata": ["candidate_id": "c_abc123"], "device_info": ["platform": "MacIntel"]])
            #expect(made.status == 201)
            #expect(made["session_id"]?.stringValue?.hasPrefix("stm_") == true)
            #expect(made["identity_id"] == .null)
            #expect(made["status"] == "active")
            #expect(made["event_count"] == 0)
            #expect(made["created_at"] == "2026-03-07T12:00:00Z")
            #expect(made["metadata"] == ["candidate_id": "c_abc123"])
            #expect(made["device_info"] == ["platform": "MacIntel"])
        }
    }

    @Test("A caller's own id is taken as it is, once")
    func ownIDs() async throws {
        try await withServer { server in
            let acme = try await server.organization(), other = try await server.organization("Other")
            #expect(try await server.post("sessions", as: acme.secret, ["session_id": "form 17 – ä"])["session_id"] == "form 17 – ä")
            #expect(try await server.post("sessions", as: acme.secret, ["session_id": "form 17 – ä"]).status == 409)
            #expect(try await server.post("sessions", as: other.secret, ["session_id": "form 17 – ä"]).status == 201)
            #expect(try await server.post("sessions", as: acme.secret, ["session_id": .string(String(repeating: "x", count: 128))]).status == 201)
            let long = try await server.post("sessions", as: acme.secret, ["session_id": .string(String(repeating: "x", count: 129))])
            #expect(long.status == 422)
            #expect(long.detail.contains("session_id"))
        }
    }

    @Test("A batch is counted: accepted, rejected and the total", arguments: TestDatabases.available)
    func ingests(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let id = try await acme.session(events: 200)
            let reply = try await acme.send(events: 45, to: id)
            #expect(reply.status == 200)
            #expect(reply.json == ["session_id": .string(id), "accepted": 45, "rejected": 0, "total_event_count": 245])
            #expect(try await server.get("sessions/\(id)", as: acme.owner)["event_count"] == 245)
        }
    }

    @Test("SDK version and page address come with the batch and stay with the session")
    func batchFacts() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            try await server.post(
                "sessions/events", as: acme.publishable,
                [
                    "session_id": .string(id), "sdk_version": "0.1.0", "page_url": "https://shop.example/checkout",
                    "events": .array(TestOrganization.keyEvents(2)),
                ])
            let session = try await server.get("sessions/\(id)", as: acme.owner)
            #expect(session["sdk_version"] == "0.1.0")
            #expect(session["page_url"] == "https://shop.example/checkout")
        }
    }

    @Test("Every field type of the document is taken, and another is refused by name")
    func fieldTypes() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            for type in ["text_input", "protected_input", "dropdown", "checkbox", "radio", "textarea", "date_selector"] {
                let event: JSONValue = ["event_type": "focus", "timestamp": 1_772_884_800, "field_name": "f", "field_type": .string(type)]
                #expect(
                    try await server.post("sessions/events", as: acme.publishable, ["session_id": .string(id), "events": .array([event])]).status
                        == 200)
            }
            let event: JSONValue = ["event_type": "focus", "timestamp": 1_772_884_800, "field_type": "hologram"]
            let reply = try await server.post("sessions/events", as: acme.publishable, ["session_id": .string(id), "events": .array([event])])
            #expect(reply.status == 422)
            #expect(reply.detail.contains("events[0].field_type"))
        }
    }

    @Test("A batch sent again is counted once and answered alike", arguments: TestDatabases.available)
    func resends(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            let first = try await acme.send(events: 30, to: id, sequence: 0)
            let again = try await acme.send(events: 30, to: id, sequence: 0)
            #expect(again.json == first.json)
            #expect(try await server.get("sessions/\(id)", as: acme.owner)["event_count"] == 30)
        }
    }

    @Test("Batches sent at the same time are all counted, each once", arguments: TestDatabases.available)
    func concurrentBatches(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 { group.addTask { try await acme.send(events: 10, to: id, sequence: number / 2) } }
                try await group.waitForAll()
            }
            #expect(try await server.get("sessions/\(id)", as: acme.owner)["event_count"] == 200)
        }
    }

    @Test("Batches hold 1 to 5,000 events and sessions 100,000")
    func limits() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            #expect(try await server.post("sessions/events", as: acme.publishable, ["session_id": .string(id), "events": .array([])]).status == 422)
            let event: JSONValue = ["event_type": "mousemove", "timestamp": 1_772_884_800]
            let tooMany = JSONValue.array(Array(repeating: event, count: 5_001)), most = JSONValue.array(Array(repeating: event, count: 5_000))
            #expect(try await server.post("sessions/events", as: acme.publishable, ["session_id": .string(id), "events": tooMany]).status == 422)
            for _ in 0..<19 {
                #expect(try await server.post("sessions/events", as: acme.publishable, ["session_id": .string(id), "events": most]).status == 200)
            }
            try await server.post(
                "sessions/events", as: acme.publishable, ["session_id": .string(id), "events": .array(Array(repeating: event, count: 4_990))])
            let last = try await server.post(
                "sessions/events", as: acme.publishable, ["session_id": .string(id), "events": .array(Array(repeating: event, count: 25))])
            #expect(last.json == ["session_id": .string(id), "accepted": 10, "rejected": 15, "total_event_count": 100_000])
            let full = try await acme.send(events: 3, to: id)
            #expect(full.json == ["session_id": .string(id), "accepted": 0, "rejected": 3, "total_event_count": 100_000])
        }
    }

    @Test("Gzip bodies are unpacked, and a bomb is stopped")
    func gzip() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            let packed: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]
            let bad = try await server.send(.post, "sessions/events", as: acme.publishable, bytes: packed, headers: ["Content-Encoding": "gzip"])
            #expect(bad.status == 422)
            let other = try await server.send(.post, "sessions/events", as: acme.publishable, bytes: packed, headers: ["Content-Encoding": "br"])
            #expect(other.status == 415)
            #expect(try await server.get("sessions/\(id)", as: acme.owner)["event_count"] == 0)
        }
    }

    @Test("A beacon names its key in the body, on this endpoint alone")
    func beacon() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            let body: JSONValue = [
                "session_id": .string(id), "publishable_key": .string(acme.publishableKey), "events": .array(TestOrganization.keyEvents(4)),
            ]
            #expect(try await server.post("sessions/events", body)["accepted"] == 4)
            #expect(try await server.post("sessions", ["publishable_key": .string(acme.publishableKey)]).status == 401)
            let wrong: JSONValue = ["session_id": .string(id), "publishable_key": "pk_live_nothing", "events": .array(TestOrganization.keyEvents(4))]
            #expect(try await server.post("sessions/events", wrong).status == 401)
        }
    }

    @Test("Completing keeps field values and metadata; doing it again changes nothing", arguments: TestDatabases.available)
    func completes(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let id = try await acme.session(events: 10, metadata: ["a": 1])
            let identity = try await acme.identity()
            let body: JSONValue = [
                "identity_id": .string(identity), "metadata": ["b": 2],
                "field_values": ["first_name": "John", "last_name": "Smith", "email": "john@example.com"],
            ]
            let first = try await server.post("sessions/\(id)/complete", as: acme.publishable, body)
            #expect(first.status == 200)
            #expect(first["status"] == "completed")
            #expect(first["identity_id"] == .string(identity))
            #expect(first["metadata"] == ["a": 1, "b": 2])
            #expect(first["field_values"]?["email"] == "john@example.com")
            #expect(first["completed_at"] == "2026-03-07T12:00:00Z")
            server.clock.advance(seconds: 60)
            let second = try await server.post("sessions/\(id)/complete", as: acme.secret, ["metadata": ["c": 3]])
            #expect(second.json == first.json)
        }
    }

    @Test("Events after completion are rejected and counted as such")
    func lateEvents() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session(events: 10)
            try await server.post("sessions/\(id)/complete", as: acme.secret, [:])
            let late = try await acme.send(events: 7, to: id)
            #expect(late.status == 200)
            #expect(late.json == ["session_id": .string(id), "accepted": 0, "rejected": 7, "total_event_count": 10])
        }
    }

    @Test("Metadata merges: new keys are added, old ones overwritten, values pass unchanged", arguments: TestDatabases.available)
    func mergesMetadata(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let id = try await acme.session(metadata: ["candidate_id": "c_1", "camelCase": ["innerKey": .array([1, 2.5, .null, true])]])
            let reply = try await server.post(
                "sessions/\(id)/metadata", as: acme.publishable, ["metadata": ["candidate_id": "c_2", "report_id": "r_456"]])
            #expect(reply.status == 200)
            #expect(
                reply["metadata"]
                    == ["candidate_id": "c_2", "report_id": "r_456", "camelCase": ["innerKey": .array([1, .number(2.5), .null, true])]])
        }
    }

    @Test("Every filter of the document, alone and together, with the right total", arguments: TestDatabases.available)
    func lists(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            let linked = try await acme.session(events: 10, metadata: ["candidate_id": "c_abc123", "env": "prod"])
            try await server.post("sessions/\(linked)/complete", as: acme.secret, [:])
            try await server.post(
                "identities/link", as: acme.secret,
                ["session_id": .string(linked), "identity_id": .string(identity), "account_id": "acct_1", "account_name": "Acme Corp"])
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(linked)])
            server.clock.advance(seconds: 1)
            let active = try await acme.session(events: 1, metadata: ["env": "prod", "n": 7, "long": .string(String(repeating: "z", count: 2_000))])
            func found(_ query: String) async throws -> ([String], JSONValue?) {
                let list = try await server.get("sessions?\(query)", as: acme.owner)
                guard list.status == 200, case .array(let items)? = list["sessions"] else { return (["status \(list.status)"], nil) }
                return (items.compactMap { $0["session_id"]?.stringValue }, list["total"])
            }
            #expect(try await found("") == ([active, linked], 2))
            #expect(try await found("identity_id=\(identity)") == ([linked], 1))
            #expect(try await found("account_id=acct_1") == ([linked], 1))
            #expect(try await found("status=active") == ([active], 1))
            #expect(try await found("status=analyzed") == ([linked], 1))
            #expect(try await found("match_status=review") == ([linked], 1))
            #expect(try await found("match_status=mismatch") == ([], 0))
            #expect(try await found("metadata_key=env") == ([active, linked], 2))
            #expect(try await found("metadata_key=candidate_id&metadata_value=c_abc123") == ([linked], 1))
            #expect(try await found("metadata_key=n&metadata_value=7") == ([active], 1))
            #expect(try await found("metadata_key=long&metadata_value=\(String(repeating: "z", count: 2_000))") == ([active], 1))
            #expect(try await found("metadata_key=candidate_id&metadata_value=other") == ([], 0))
            #expect(try await found("metadata_key=env&metadata_value=prod&status=active") == ([active], 1))
            #expect(try await found("identity_id=\(identity)&status=active") == ([], 0))
            #expect(try await found("page=2&page_size=1") == ([linked], 2))
            #expect(try await found("page=3&page_size=1") == ([], 2))
            for bad in [
                "status=asleep", "match_status=x", "page=0", "page_size=201", "page=-1", "page=1.5", "category=feet", "category_severity=x",
                "metadata_value=x",
            ] {
                #expect(try await server.get("sessions?\(bad)", as: acme.owner).status == 422, "\(bad)")
            }
            let item = try await server.get("sessions/\(linked)", as: acme.owner)
            #expect(item["account_name"] == "Acme Corp")
            #expect(item["match_status"] == "review")
            #expect(item["match_score"] == 60)
        }
    }

    @Test("A deleted session is gone with all that hangs on it, and is counted nowhere", arguments: TestDatabases.available)
    func deletes(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            let id = try await acme.linkedSession(to: identity, metadata: ["k": "v"])
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            #expect(try await server.delete("sessions/\(id)", as: acme.owner).status == 204)
            #expect(try await server.get("sessions/\(id)", as: acme.owner).status == 404)
            #expect(try await server.delete("sessions/\(id)", as: acme.owner).status == 404)
            #expect(try await server.get("analysis/session/\(id)", as: acme.owner).status == 404)
            #expect(try await server.get("identities/\(identity)", as: acme.owner)["session_count"] == 0)
            #expect(try await server.get("identities/\(identity)", as: acme.owner)["learned_sessions"] == 0)
            let overview = try await server.get("dashboard/overview", as: acme.owner)
            #expect(overview["total_sessions"] == 0)
            #expect(overview["alerts_today"] == 0)
            for table in ["session_event_batches", "session_features", "session_metadata", "session_categories", "analyses", "learned_sessions"] {
                let left = try await server.server.database.first("SELECT COUNT(*) AS n FROM \(table)")?.int("n")
                #expect(left == 0, "\(table)")
            }
        }
    }

    @Test("Idle sessions end as abandoned with events and expired without, long ones as expired", arguments: TestDatabases.available)
    func expires(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let empty = try await acme.session(), left = try await acme.session(events: 5), busy = try await acme.session(events: 5)
            let done = try await acme.session(events: 5)
            try await server.post("sessions/\(done)/complete", as: acme.secret, [:])
            func status(_ id: String) async throws -> JSONValue? { try await server.get("sessions/\(id)", as: acme.owner)["status"] }
            server.clock.advance(minutes: 29)
            try await acme.send(events: 1, to: busy)
            try await server.server.biometrics.expiry.run()
            #expect(try await status(empty) == "active")
            server.clock.advance(minutes: 2)
            try await server.server.biometrics.expiry.run()
            #expect(try await status(empty) == "expired")
            #expect(try await status(left) == "abandoned")
            #expect(try await status(busy) == "active")
            server.clock.advance(minutes: 28)
            try await acme.send(events: 1, to: busy)
            server.clock.advance(minutes: 2)
            try await server.server.biometrics.expiry.run()
            #expect(try await status(busy) == "expired")
            #expect(try await status(done) == "completed")
            #expect(try await acme.send(events: 2, to: busy)["rejected"] == 2)
            #expect(try await server.post("sessions/\(busy)/complete", as: acme.secret, [:]).status == 409)
            #expect(try await server.get("sessions?status=expired", as: acme.owner)["total"] == 2)
        }
    }

    @Test("A trial ends after its sessions or its days: 402, the session rejected", arguments: TestDatabases.available)
    func trial(on dialect: Dialect) async throws {
        try await withServer(on: dialect, settings: { $0.hasTrial = true }) { server in
            let acme = try await server.organization()
            let begun = try await acme.session(events: 120)
            let small = try await acme.session(events: 99)
            let used = "SELECT count FROM counters WHERE dimension = 'usage:billable_sessions'"
            #expect(try await server.server.database.first(used)?.int("count") == 1)
            try await server.server.database.execute("UPDATE counters SET count = 1500 WHERE dimension = 'usage:billable_sessions'")
            #expect(try await acme.send(events: 5, to: begun).status == 200)
            #expect(try await acme.send(events: 5, to: small).status == 402)
            #expect(try await server.get("sessions/\(small)", as: acme.owner)["status"] == "rejected")
            let other = try await server.organization("Other")
            let fine = try await other.session(events: 5)
            server.clock.advance(days: 31)
            let login = try await server.post("auth/login", ["email": .string(other.email), "password": "secure_password_here"])
            #expect(try await other.send(events: 5, to: fine).status == 402)
            #expect(try await server.get("sessions/\(fine)", as: .token(login["token"]?.stringValue ?? ""))["status"] == "rejected")
        }
    }

    @Test("An organization's quota answers 429; test keys never count")
    func quota() async throws {
        try await withServer(settings: { $0.sessionQuota = 1 }) { server in
            let acme = try await server.organization()
            let test = try await server.post("auth/keys", as: acme.owner, ["label": "Staging", "mode": "test"])
            let testKey = TestCaller.key(test["publishable_key"]?.stringValue ?? "")
            _ = try await acme.session(events: 150, as: testKey)
            let counted = try await acme.session(events: 150)
            #expect(try await acme.send(events: 1, to: counted).status == 200)
            let next = try await acme.session()
            let refused = try await acme.send(events: 1, to: next)
            #expect(refused.status == 429)
            #expect(refused.header("retry-after") != nil)
            let free = try await acme.session(as: testKey)
            #expect(try await acme.send(events: 150, to: free, as: testKey).status == 200)
        }
    }

    @Test("Raw events go when their time is over; features and timeline stay")
    func retention() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.linkedSession(to: try await acme.identity())
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            let before = try await server.get("sessions/\(id)/timeline", as: acme.secret)
            try await server.server.database.execute("UPDATE session_event_batches SET received_at = 0")
            let purged = try await EventRetentionProbe.run(server)
            #expect(purged.batches == 1)
            #expect(try await server.get("sessions/\(id)/timeline", as: acme.secret).json == before.json)
        }
    }

    @Test("Preflights of the SDK's routes are answered without credentials; others are not allowed")
    func preflight() async throws {
        try await withServer { server in
            for path in ["sessions", "sessions/events", "sessions/x/complete", "sessions/x/metadata"] {
                let reply = try await server.send(.options, path, headers: ["Origin": "https://shop.example"])
                #expect(reply.status == 204, "\(path)")
                #expect(reply.header("access-control-allow-origin") == "*")
                #expect(reply.header("access-control-allow-headers")?.contains("X-Stradum-Key") == true)
            }
            #expect(try await server.send(.options, "analysis/trigger").status == 405)
            let refused = try await server.send(.post, "sessions", [:], headers: ["Origin": "https://shop.example"])
            #expect(refused.status == 401)
            #expect(refused.header("access-control-allow-origin") == "*")
        }
    }
}
