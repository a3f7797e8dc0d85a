// What posture lists, totals and turns ask of the database: never more than an index range, however long the lists.
import Storage
import Support
import Synchronization
import Testing
import Vocabulary

@Suite("Posture beside much data", .serialized)
struct PostureScaleTests {
    private static let tables = [
        "psa_sessions", "psa_turns", "psa_session_grams", "psa_turn_texts", "psa_explanations", "psa_training_flags", "psa_incidents", "psa_ledger",
        "psa_settings", "counters", "bearer_keys", "outbox_events", "analysis_usage", "organizations",
    ]

    @Test("No statement scans a table, and none reads a whole organization")
    func plans() async throws {
        let recorder = Slot<RecordingDatabase>()
        try await withServer(settings: { $0.defaultPlan = .pro }, through: { recorder.fill(RecordingDatabase($0)) }) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let id = try await server.postureSession("a session", turns: 3, isCritical: true, as: key)
            for sort in ["created_at", "name", "max_alert", "n_turns"] {
                for rest in ["", "&alert=RED,YELLOW", "&search=sess", "&order=asc", "&search=a&alert=RED", "&page=20"] {
                    #expect(try await server.get("/v1/sessions?sort=\(sort)\(rest)", as: key).status == 200)
                }
            }
            for path in [
                "/api/v2/psa/sessions?q=ses&min_alert=yellow&sort_by=alert", "/api/v2/psa/stats", "/api/v2/psa/session/\(id)?page=2",
                "/api/v2/psa/session/\(id)/summary", "/api/v2/psa/session/\(id)/regime", "/api/v2/psa/turns/\(id)/2/explain",
                "/api/v2/psa/turns/\(id)/2/explain", "/api/v2/psa/settings", "/v1/sessions/\(id)",
            ] { #expect(try await server.get(path, as: key).status == 200, "\(path)") }
            let incidents = try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)
            try await server.post("/api/v2/sigtrack/archive/\(id)", as: key)
            try await server.post("/api/v2/sigtrack/flag/\(id)", as: key)
            try await server.post("/api/v2/psa/flag-for-training", as: key, ["session_id": .string(id), "turn_number": 1])
            _ = try await server.delete("/api/v2/psa/flag-for-training/\(id)", as: key)
            _ = try await server.delete("/api/v2/sigtrack/incidents/\(incidents.json["incidents", "0", "id"]?.stringValue ?? "")", as: key)
            _ = try await server.delete("/api/v2/psa/session/\(id)", as: key)

            let database = try #require(recorder.value)
            var explained: Set<String> = []
            for statement in database.statements where explained.insert(statement.sql).inserted {
                let verb = statement.sql.prefix { !$0.isWhitespace }.uppercased()
                guard ["SELECT", "WITH", "UPDATE", "DELETE"].contains(verb), statement.sql.contains("psa_") else { continue }
                let plan = try await database.query("EXPLAIN QUERY PLAN \(statement.sql)", statement.arguments).map { try $0.text("detail") }
                for line in plan {
                    // What an organization has one of, and a page in the index's own order.
                    let isOne = line.contains("psa_settings") || line.contains("psa_ledger_heads")
                    #expect(!line.hasSuffix("(organization_id=?)") || isOne || statement.sql.contains("LIMIT"), "\(line): \(statement.sql)")
                    guard line.hasPrefix("SCAN ") else { continue }
                    let scanned = String(line.dropFirst(5).prefix { $0 != " " })
                    #expect(!Self.tables.contains(scanned) && !["s", "t", "g", "x", "k", "o"].contains(scanned), "\(line): \(statement.sql)")
                }
            }
            #expect(explained.count > 60)
        }
    }

    @Test("A turn costs the same statements at the start of a session and after many turns")
    func sameStatements() async throws {
        let recorder = Slot<RecordingDatabase>()
        try await withServer(through: { recorder.fill(RecordingDatabase($0)) }) { server in
            let key = try await server.organization().psaKey()
            let database = try #require(recorder.value)
            var counts: [Int] = [], sizes: [Int] = []
            for turn in 1...60 {
                let before = database.statements.count
                try await server.analyze("s", "I will not. Well, fine, I will. Turn \(turn).", user: "Maybe. Please go on.", as: key)
                counts.append(database.statements.count - before)
                let row = try await database.first("SELECT length(state) AS n FROM psa_sessions")
                sizes.append(Int(try row?.int("n") ?? 0))
            }
            #expect(Set(counts[10...]).count == 1, "\(counts)")
            #expect(sizes[59] < sizes[19] * 2 && sizes[59] < 4_000, "\(sizes)")
        }
    }

    @Test("Totals are what counting would give, whatever happened", arguments: TestDatabases.available)
    func totals(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            var seed: UInt64 = 11
            func random(_ bound: Int) -> Int {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(seed >> 33) % bound
            }
            var ids: [String: String] = [:]
            for _ in 0..<80 {
                let name = "session \(random(8))"
                if random(8) == 0, let id = ids.removeValue(forKey: name) {
                    #expect(try await server.delete("/api/v2/psa/session/\(id)", as: key).status == 204)
                    continue
                }
                let texts = ["Plain.", "I cannot. Of course I can! I refuse. Fine.", "You are so right! Brilliant idea!"]
                let reply = try await server.analyze(name, texts[random(3)], user: random(10) == 0 ? crisisText : nil, as: key)
                ids[name] = reply["session_id"]?.stringValue
            }
            let db = server.server.database
            func count(_ sql: String) async throws -> JSONValue { .integer(try await db.first("SELECT COUNT(*) AS n FROM \(sql)")?.int("n") ?? -1) }
            #expect(try await server.get("/v1/sessions", as: key)["total"] == count("psa_sessions"))
            #expect(try await server.get("/v1/sessions", as: key).json["summary", "total_turns"] == count("psa_turns"))
            for (rank, level) in ["GREEN", "YELLOW", "ORANGE", "RED", "CRITICAL"].enumerated() {
                #expect(try await server.get("/v1/sessions?alert=\(level)", as: key)["total"] == count("psa_sessions WHERE max_alert = \(rank)"))
                #expect(
                    try await server.get("/v1/sessions?alert=\(level)&search=session", as: key)["total"]
                        == count("psa_sessions WHERE max_alert = \(rank)"))
            }
            #expect(try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)["total"] == count("psa_incidents"))
            let sums = try await db.first("SELECT SUM(bhs_sum) AS b, SUM(n_turns) AS n FROM psa_sessions")
            let mean = try (sums?.double("b") ?? 0) / (sums?.double("n") ?? 1) / 1e6
            #expect(abs((try await server.get("/api/v2/psa/stats", as: key)["avg_bhs"]?.doubleValue ?? 0) - mean) < 1e-4)
        }
    }
}
