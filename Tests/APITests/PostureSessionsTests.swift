// Sessions of v1 and v2: lists with their filters, detail, summary, regime, explanations, flags, deletion.
import Foundation
import Storage
import Support
import Testing
import Vocabulary

@Suite("Posture sessions", .serialized)
struct PostureSessionsTests {
    @Test("Lists filter, search, sort and page, on both prefixes", arguments: TestDatabases.available)
    func lists(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let key = try await server.organization().psaKey()
            for (index, name) in ["Checkout bot", "checkout trial", "Support 100%", "a_b", "Ärger", "zz"].enumerated() {
                server.clock.advance(seconds: 60)
                _ = try await server.postureSession(name, turns: index == 5 ? 1 : index + 1, isCritical: index < 2, as: key)
            }
            func names(_ path: String) async throws -> [String] {
                let reply = try await server.get(path, as: key)
                #expect(reply.status == 200, "\(path): \(reply.text)")
                return reply["sessions"]?.items.compactMap { $0["name"]?.stringValue } ?? []
            }
            let all = ["zz", "Ärger", "a_b", "Support 100%", "checkout trial", "Checkout bot"]
            #expect(try await names("/v1/sessions") == all)
            #expect(try await names("/api/sessions") == all)
            #expect(try await names("/api/v2/psa/sessions") == all)
            #expect(try await names("/v1/sessions?order=asc") == all.reversed())
            #expect(try await names("/v1/sessions?sort=name&order=asc") == ["Checkout bot", "Support 100%", "a_b", "checkout trial", "zz", "Ärger"])
            #expect(try await names("/v1/sessions?sort=n_turns") == ["Ärger", "a_b", "Support 100%", "checkout trial", "zz", "Checkout bot"])
            #expect(try await names("/v1/sessions?sort=max_alert").prefix(2) == ["checkout trial", "Checkout bot"])
            #expect(try await names("/v1/sessions?search=checkout") == ["checkout trial", "Checkout bot"])
            #expect(try await names("/v1/sessions?search=CHECKOUT%20b") == ["Checkout bot"])
            #expect(try await names("/v1/sessions?search=00%25") == ["Support 100%"])
            #expect(try await names("/v1/sessions?search=a_b") == ["a_b"])
            #expect(try await names("/v1/sessions?search=%C3%A4r") == ["Ärger"])
            #expect(try await names("/v1/sessions?search=c") == ["checkout trial", "Checkout bot"])
            #expect(try await names("/v1/sessions?search=nothing") == [])
            #expect(try await names("/api/v2/psa/sessions?q=checkout&min_alert=red") == ["checkout trial", "Checkout bot"])
            #expect(try await names("/api/v2/psa/sessions?min_alert=yellow&sort_by=alert&per_page=1&page=2") == ["Checkout bot"])
            #expect(try await names("/v1/sessions?alert=GREEN,yellow&search=check") == [])
            #expect(try await names("/v1/sessions?alert=GREEN") == ["zz", "Ärger", "a_b", "Support 100%"])

            let page = try await server.get("/v1/sessions?per_page=4&page=2&alert=RED,CRITICAL,GREEN", as: key)
            #expect(page["total"] == 6 && page["total_pages"] == 2 && page["per_page"] == 4 && page["sessions"]?.items.count == 2)
            #expect(page.json["summary", "total"] == 6 && page.json["summary", "total_turns"] == 16 && page.json["summary", "psa_postures"] == 16)
            #expect(page.json["summary", "green"] == 4)
            let item = try await server.get("/v1/sessions?search=zz", as: key).json["sessions", "0"]
            #expect(item?["max_alert"] == "GREEN" && item?["avg_bhs"]?.doubleValue == 1 && item?["bhs_trend"] == "stable" && item?["n_turns"] == 1)
            #expect(item?["drm_alert"] == "GREEN" && item?["regime_type"] == "INSUFFICIENT_DATA" && item?["posture_sequence"] == [0])
            for (query, field) in [
                ("alert=LOUD", "alert"), ("sort=size", "sort"), ("order=up", "order"), ("per_page=201", "per_page"), ("page=0", "page"),
            ] {
                let reply = try await server.get("/v1/sessions?\(query)", as: key)
                #expect(reply.status == 422 && reply.detail.hasPrefix(field))
            }
        }
    }

    @Test("Detail, summary and regime tell the same as the turns", arguments: TestDatabases.available)
    func detail(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let key = try await server.organization().psaKey()
            let id = try await server.postureSession("s", turns: 5, isCritical: true, as: key)
            let detail = try await server.get("/api/v2/psa/session/\(id)", as: key)
            #expect(detail["n_turns"] == 5 && detail["page_size"] == 200 && detail["total_pages"] == 1 && detail.isGrave("max_alert"))
            let turns = detail["psa_turns"]?.items ?? []
            #expect(turns.compactMap { $0["turn"]?.intValue } == [1, 2, 3, 4, 5])
            #expect(turns[0]["c1", "sentences"] == nil && turns[0]["created_at"] != nil)
            #expect(detail["drm_timeline"]?.items.map { $0["turn"] } == [5] && detail.json["session_drm_summary", "critical_turns"] == [5])
            let second = try await server.get("/api/v2/psa/session/\(id)?page=2&page_size=2", as: key)
            #expect(second["psa_turns"]?.items.compactMap { $0["turn"]?.intValue } == [3, 4] && second["total_pages"] == 3)
            let v1 = try await server.get("/v1/sessions/\(id)", as: key)
            #expect(v1.isGrave("max_alert") && v1["max_alert"] == .string(detail["max_alert"]?.stringValue?.uppercased() ?? ""))
            #expect(v1["alert_history"]?.items.last?["alert"] == v1["max_alert"])
            #expect(try await server.get("/api/sessions/\(id)", as: key).json == v1.json)
            // v1 writes every level in capitals, v2 none.
            func levels(_ reply: Reply) -> [String?] {
                [
                    reply.json["psa_turns", "4", "alert"], reply.json["psa_turns", "4", "drm", "drm_alert"],
                    reply.json["psa_turns", "4", "drivers", "0", "level"], reply.json["session_drm_summary", "max_drm_alert"],
                    reply.json["drm_timeline", "0", "drm", "drm_alert"],
                ].map { $0?.stringValue }
            }
            #expect(levels(detail).allSatisfy { ["red", "critical"].contains($0) } && levels(v1) == levels(detail).map { $0?.uppercased() })
            #expect(v1.json["psa_turns", "0", "psa_alert"] == "GREEN" && detail.json["psa_turns", "0", "psa_alert"] == "green")
            let summary = try await server.get("/api/v2/psa/session/\(id)/summary", as: key)
            let distribution = summary.json["alert_distribution"]
            #expect(distribution?["green"] == 4 && distribution?["yellow"] == 0 && distribution?["orange"] == 0)
            #expect((distribution?["red"]?.intValue ?? 0) + (distribution?["critical"]?.intValue ?? 0) == 1)
            #expect(summary["drm_critical_turns"] == [5] && summary["bhs_start"]?.doubleValue == 1 && summary["peak_risk_turn"] == 1)
            let regime = try await server.get("/api/v2/psa/session/\(id)/regime", as: key)
            #expect(regime["regime_type"] == "STABLE" && regime["confidence"]?.doubleValue != nil && regime["details"]?.stringValue != nil)
        }
    }

    @Test("A turn is explained in words, the second time from the cache, and people can say what they think of it")
    func explain() async throws {
        try await withServer { server in
            let key = try await server.organization().psaKey()
            let id = try await server.postureSession("s", turns: 2, isCritical: true, as: key)
            let path = "/api/v2/psa/turns/\(id)/2/explain"
            let first = try await server.get(path, as: key)
            #expect(first["model_version"] == "template" && first["from_cache"] == false && first["turn_number"] == 2)
            #expect(["red", "critical"].contains(first.json["metrics", "warning_level"]?.stringValue))
            #expect(first.json["metrics", "holes"]?.items.first == "boundary_failure")
            #expect(first.json["metrics", "scs"]?.doubleValue ?? 0 > 0.4 && first.json["metrics", "cahs"]?.doubleValue == 1)
            #expect(first["explanation"]?.stringValue?.contains("his turn") == true)
            let second = try await server.get(path, as: key)
            #expect(second["from_cache"] == true && second["explanation"] == first["explanation"])
            let clean = try await server.get("/api/v2/psa/turns/\(id)/1/explain", as: key)
            #expect(clean.json["metrics", "scs"]?.doubleValue == 0.044)
            for turn in ["3", "0", "x", "99999999999999999999"] {
                #expect(try await server.get("/api/v2/psa/turns/\(id)/\(turn)/explain", as: key).status == 404)
            }
            let feedback: JSONValue = ["session_id": .string(id), "turn_number": 2, "rating": -1, "corrected_text": "Better."]
            #expect(try await server.post("/api/v2/psa/explanations/feedback", as: key, feedback).status == 201)
            let wrong: JSONValue = ["session_id": .string(id), "turn_number": 2, "rating": 5]
            #expect(try await server.post("/api/v2/psa/explanations/feedback", as: key, wrong).status == 422)
        }
    }

    @Test("Turns and sessions are flagged for training once, and unflagged")
    func flags() async throws {
        try await withServer { server in
            let key = try await server.organization().psaKey()
            let id = try await server.postureSession("s", turns: 3, as: key)
            let path = "/api/v2/psa/flag-for-training"
            let turn: JSONValue = ["session_id": .string(id), "turn_number": 3, "note": "optional note for reviewers"]
            let first = try await server.post(path, as: key, turn)
            #expect(first["ok"] == true && first["status"] == "flagged" && ID.uuid(first["flag_id"]?.stringValue ?? "") != nil)
            let again = try await server.post(path, as: key, turn)
            #expect(again["status"] == "already_flagged" && again["flag_id"] == first["flag_id"])
            #expect(try await server.post(path, as: key, ["session_id": .string(id)])["status"] == "flagged")
            #expect(try await server.post(path, as: key, ["session_id": .string(id), "turn_number": 9]).status == 404)
            #expect(try await server.delete("\(path)/\(id)?turn_number=3", as: key)["removed"] == 1)
            #expect(try await server.delete("\(path)/\(id)?turn_number=3", as: key).status == 404)
            #expect(try await server.post(path, as: key, turn)["status"] == "flagged")
            #expect(try await server.delete("\(path)/\(id)", as: key)["removed"] == 2)
        }
    }

    @Test("A deleted session is gone from lists and totals; its name is free again", arguments: TestDatabases.available)
    func deletion(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let id = try await server.postureSession("s", turns: 3, isCritical: true, as: key)
            _ = try await server.get("/api/v2/psa/turns/\(id)/3/explain", as: key)
            try await server.post("/api/v2/psa/flag-for-training", as: key, ["session_id": .string(id), "turn_number": 1])
            #expect(try await server.delete("/api/v2/psa/session/\(id)", as: key).status == 204)
            #expect(try await server.delete("/api/v2/psa/session/\(id)", as: key).status == 404)
            let db = server.server.database
            for table in ["psa_sessions", "psa_turns", "psa_session_grams", "psa_explanations", "psa_training_flags", "psa_turn_texts"] {
                #expect(try await db.first("SELECT COUNT(*) AS n FROM \(table)")?.int("n") == 0, "\(table)")
            }
            let stats = try await server.get("/api/v2/psa/stats", as: key)
            #expect(stats["total"] == 0 && stats["red"] == 0 && stats["critical"] == 0 && stats["avg_bhs"] == .null)
            #expect(try await server.postureSession("s", as: key) != id)
            // What was archived stays until it is erased.
            #expect(try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)["total"] == 1)
        }
    }

    @Test("Stats are kept counts that equal what counting gives", arguments: TestDatabases.available)
    func stats(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let key = try await server.organization().psaKey()
            var sum = 0.0, turns = 0.0
            for index in 0..<12 {
                let text = index % 3 == 0 ? "I cannot help. Sure, anything you want! I refuse. Of course." : "Plain answer."
                let reply = try await server.analyze("s\(index % 4)", text, user: index == 7 ? crisisText : nil, as: key)
                sum += reply["bhs"]?.doubleValue ?? 0
                turns += 1
            }
            let stats = try await server.get("/api/v2/psa/stats", as: key)
            #expect(stats["total"] == 4)
            #expect(["green", "yellow", "orange", "red", "critical"].compactMap { stats[$0]?.intValue }.reduce(0, +) == 4)
            #expect(abs((stats["avg_bhs"]?.doubleValue ?? 0) - sum / turns) < 1e-4)
            let db = server.server.database
            for (rank, level) in ["green", "yellow", "orange", "red", "critical"].enumerated() {
                #expect(
                    stats[level]
                        == .integer(try await db.first("SELECT COUNT(*) AS n FROM psa_sessions WHERE max_alert = \(rank)")?.int("n") ?? -1))
            }
        }
    }

    @Test("Thresholds and mode belong to the organization")
    func settings() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let path = "/api/v2/psa/settings"
            let start = try await server.get(path, as: key)
            #expect(start["mode"] == "balanced" && start.json["thresholds", "poi"]?.doubleValue == 0.1 && start["notify_from"] == "orange")
            let body: JSONValue = ["mode": "strict", "thresholds": ["poi": 0.02], "notify_from": "yellow", "user_risk": "off"]
            #expect(try await server.send(.put, path, as: acme.member(.member).caller, body).status == 403)
            let changed = try await server.send(.put, path, as: acme.owner, body)
            #expect(changed.status == 200 && changed["mode"] == "strict" && changed.json["thresholds", "poi"]?.doubleValue == 0.02)
            #expect(changed.json["thresholds", "bhs_orange"]?.doubleValue == 0.6)
            #expect(try await server.get(path, as: key).json == changed.json)
            #expect(try await server.analyze("s", user: crisisText, as: key)["irs"] == nil)
            for (body, field) in [
                (["mode": "wild"], "mode"), (["thresholds": ["poy": 1]], "thresholds"), (["thresholds": ["poi": 2]], "thresholds"),
                (["thresholds": ["bhs_red": 0.9]], "thresholds"), (["notify_from": "blue"], "notify_from"), (["user_risk": "maybe"], "user_risk"),
            ] as [(JSONValue, String)] {
                let reply = try await server.send(.put, path, as: acme.owner, body)
                #expect(reply.status == 422 && reply.detail.hasPrefix(field), "\(reply.detail)")
            }
            let other = try await server.organization("Other").psaKey()
            #expect(try await server.get(path, as: other)["mode"] == "balanced")
        }
    }
}
