// SIGTRACK: archiving, flagging, erasing; the ledger; events; and that no text is kept.
import Foundation
import Posture
import Storage
import Support
import Testing
import Vocabulary

@Suite("Incidents", .serialized)
struct PostureIncidentsTests {
    private static let word = "zanzibarnightingale"

    @Test("A session in trouble is archived by itself; archiving again gives the same", arguments: TestDatabases.available)
    func automatic(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let calm = try await server.postureSession("calm", turns: 3, as: key)
            let none = try await server.post("/api/v2/sigtrack/archive/\(calm)", as: key)
            #expect(none.status == 200 && none["archived"] == false && none["reason"] == "no_trigger")
            let id = try await server.postureSession("trouble", turns: 2, isCritical: true, as: key)
            let list = try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)
            #expect(list["total"] == 1 && list.json["incidents", "0", "trigger"] == "DRM_RED" && list.json["incidents", "0", "turns"] == 2)
            let incident = list.json["incidents", "0", "id"]?.stringValue ?? ""
            let again = try await server.post("/api/v2/sigtrack/archive/\(id)", as: key)
            #expect(again["archived"] == true && again["incident_id"] == .string(incident) && again["triggers"] == ["DRM_RED"])
            let full = try await server.get("/api/v2/sigtrack/incidents/\(incident)", as: key)
            #expect(full["session_name"] == "trouble" && full["posture_sequence"]?.items.count == 2 && full["regime"] == "INSUFFICIENT_DATA")
            #expect(["red", "critical"].contains(full.json["posture_sequence", "1", "drm_alert"]?.stringValue))
            #expect(full.json["drm_summary", "critical_turns"] == [2])
            #expect(full.json["drm_summary", "max_irs"]?.doubleValue ?? 0 >= 0.8 && full.json["drm_summary", "intervention_required"] == true)
        }
    }

    @Test("A list of critical turns says when it is cut, in the session and in its incident")
    func cutLists() async throws {
        try await withServer { server in
            let key = try await server.organization().psaKey()
            var id = ""
            for turn in 1...101 {
                id = try await server.analyze("long", "Fine.", user: crisisText, as: key)["session_id"]?.stringValue ?? ""
                guard turn == 100 else { continue }
                let whole = try await server.get("/api/v2/psa/session/\(id)", as: key).json["session_drm_summary"]
                #expect(whole?["critical_turns"]?.items.count == 100 && whole?["critical_turns_cut"] == nil)
            }
            let cut = try await server.get("/api/v2/psa/session/\(id)", as: key).json["session_drm_summary"]
            #expect(cut?["critical_turns"]?.items.count == 100 && cut?["critical_turns_cut"] == true)
            let flagged = try await server.post("/api/v2/sigtrack/flag/\(id)", as: key)
            let incident = try await server.get("/api/v2/sigtrack/incidents/\(flagged["incident_id"]?.stringValue ?? "")", as: key)
            #expect(incident.json["drm_summary", "critical_turns_cut"] == true)
        }
    }

    @Test("The list of incidents does not read what was archived")
    func lightList() async throws {
        let recorder = Slot<RecordingDatabase>()
        try await withServer(through: { recorder.fill(RecordingDatabase($0)) }) { server in
            let acme = try await server.organization()
            _ = try await server.postureSession("trouble", isCritical: true, as: try await acme.psaKey())
            let before = try #require(recorder.value).statements.count
            #expect(try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)["total"] == 1)
            let statements = try #require(recorder.value).statements.dropFirst(before).filter { $0.sql.contains("FROM psa_incidents") }
            #expect(!statements.isEmpty && statements.allSatisfy { !$0.sql.contains("content") })
        }
    }

    @Test("A flag by hand always archives")
    func manual() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let id = try await server.postureSession("calm", as: key)
            let flagged = try await server.post("/api/v2/sigtrack/flag/\(id)", as: key)
            #expect(flagged["archived"] == true && flagged["trigger"] == "MANUAL_FLAG")
            #expect(try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)["total"] == 1)
        }
    }

    @Test("Erasing takes one row, the ledger says so and still verifies; what is erased is not archived again by itself",
        arguments: TestDatabases.available)
    func erasing(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            _ = try await server.postureSession("trouble", isCritical: true, as: key)
            let kept = try await server.postureSession("other", isCritical: true, as: key)
            try await server.post("/api/v2/sigtrack/flag/\(kept)", as: key)
            let list = try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)
            #expect(list["total"] == 3)
            let ids = list["incidents"]?.items.filter { $0["session_name"] == "trouble" }.compactMap { $0["id"]?.stringValue } ?? []
            #expect(try await server.delete("/api/v2/sigtrack/incidents/\(ids[0])", as: key).status == 204)
            #expect(try await server.delete("/api/v2/sigtrack/incidents/\(ids[0])", as: key).status == 404)
            #expect(try await server.get("/api/v2/sigtrack/incidents/\(ids[0])", as: key).status == 404)
            try await server.analyze("trouble", user: crisisText, as: key)
            #expect(try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)["total"] == 2)
            let verdict = try await Ledger.verify(org: acme.id, in: server.server.database)
            #expect(verdict.problems == [] && verdict.records == 4 && verdict.incidents == 2 && verdict.erased == 1)
        }
    }

    @Test("The ledger notices every change behind its back", arguments: TestDatabases.available)
    func tampering(on dialect: Dialect) async throws {
        let tricks = [
            "UPDATE psa_incidents SET content = content || ' '", "DELETE FROM psa_incidents",
            "UPDATE psa_ledger SET recorded_at = 1 WHERE number = 1",
            "DELETE FROM psa_ledger WHERE number = 1", "DELETE FROM psa_ledger WHERE number = 2",
            "UPDATE psa_ledger SET content_hash = incident_hash WHERE number = 2",
        ]
        for trick in tricks {
            try await withServer(on: dialect) { server in
                let acme = try await server.organization()
                let key = try await acme.psaKey()
                for name in ["a", "b"] { _ = try await server.postureSession(name, isCritical: true, as: key) }
                let database = server.server.database
                #expect(try await Ledger.verify(org: acme.id, in: database).problems == [])
                try await database.execute(trick)
                #expect(try await !Ledger.verify(org: acme.id, in: database).problems.isEmpty, "\(trick)")
            }
        }
    }

    @Test("The store holds no text of a conversation unless it is asked to keep it", arguments: TestDatabases.available)
    func noText(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let key = try await server.organization().psaKey()
            let text = "The \(Self.word) told me. I cannot say more about the \(Self.word)."
            let user = "Tell me of the \(Self.word). \(crisisText)"
            let reply = try await server.analyze("s", text, user: user, as: key)
            let id = reply["session_id"]?.stringValue ?? ""
            try await server.post("/api/v2/sigtrack/flag/\(id)", as: key)
            _ = try await server.get("/api/v2/psa/turns/\(id)/1/explain", as: key)
            #expect(try await Self.holders(of: Self.word, in: server.server.database) == [])
            #expect(try await Self.holders(of: "kill myself", in: server.server.database) == [])
            try await server.post(
                "/api/v2/psa/analyze", as: key, ["response_text": .string(text), "session_name": "kept", "save_text": true])
            #expect(try await Self.holders(of: Self.word, in: server.server.database) == ["psa_turn_texts"])
        }
    }

    /// The tables in any of whose columns the word stands, as text or as bytes.
    private static func holders(of word: String, in database: any SQLDatabase) async throws -> [String] {
        let list =
            database.dialect == .sqlite
            // A full-text table has nothing of its own: what it keeps stands in the tables under it.
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
            : "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        var holders: [String] = []
        for table in try await database.query(list).map({ try $0.text("name") }) {
            for row in try await database.query("SELECT * FROM \(table)") {
                let isHeld = row.values.contains { value in
                    switch value {
                    case .text(let text): text.contains(word)
                    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self).contains(word)
                    default: false
                    }
                }
                if isHeld, holders.last != table { holders.append(table) }
            }
        }
        return holders
    }

    @Test("Alerts and incidents are told through the outbox, in the transaction of the turn", arguments: TestDatabases.available)
    func events(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            _ = try await server.postureSession("s", turns: 3, isCritical: true, as: key)
            let rows = try await server.server.database.query("SELECT family, type, body FROM outbox_events ORDER BY type")
            #expect(try rows.map { try $0.text("type") } == ["psa.alert", "psa.incident.archived"])
            let alert = try JSONDecoder().decode(JSONValue.self, from: Data(try rows[0].bytes("body")))
            #expect(try rows[0].text("family") == "psa" && alert["type"] == "psa.alert" && alert["data", "session_name"] == "s")
            #expect(alert["data", "turn"] == 3 && ["red", "critical"].contains(alert["data", "alert"]?.stringValue))
            #expect(alert["data", "drivers"]?.items.isEmpty == false)
            // A refused duplicate tells nothing.
            try await server.analyze("s", user: crisisText, turn: 3, as: key)
            #expect(try await server.server.database.query("SELECT event_id FROM outbox_events").count == 2)
        }
    }
}
