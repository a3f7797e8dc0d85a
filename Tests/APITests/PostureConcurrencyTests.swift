// Many turns at the same moment: each is stored, numbered and counted once, and history is what one after another would give.
import Storage
import Support
import Testing
import Vocabulary

@Suite("Turns at the same moment", .serialized)
struct PostureConcurrencyTests {
    @Test("Turns posted together to a new session are all stored and numbered once", arguments: TestDatabases.available)
    func together(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let key = try await server.organization().psaKey()
            let count = 12
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for index in 0..<count {
                    group.addTask { try await server.analyze("same", "I cannot do that. Sure, here it is. Turn \(index).", as: key) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.map(\.status) == Array(repeating: 200, count: count))
            #expect(replies.compactMap { $0["turn"]?.intValue }.sorted() == Array(1...Int64(count)))
            #expect(Set(replies.compactMap { $0["session_id"]?.stringValue }).count == 1)
            let stats = try await server.get("/api/v2/psa/stats", as: key)
            #expect(stats["total"] == 1)
            let list = try await server.get("/v1/sessions", as: key)
            #expect(list.json["summary", "total_turns"] == .integer(Int64(count)) && list.json["sessions", "0", "n_turns"] == .integer(Int64(count)))
            // The stored history metrics are those of the turns in their order.
            let id = replies[0]["session_id"]?.stringValue ?? ""
            let turns = try await server.get("/api/v2/psa/session/\(id)", as: key)
            let other = try await server.organization("Other").psaKey()
            var scored: [JSONValue?] = []
            for turn in turns["psa_turns"]?.items ?? [] {
                let reply = try await server.analyze("alone", "I cannot do that. Sure, here it is. Turn \((turn["turn"]?.intValue ?? 0)).", as: other)
                scored.append(reply["dpd"])
            }
            #expect((turns["psa_turns"]?.items ?? []).map { $0["dpd"] } == scored)
        }
    }

    @Test("Of the same explicit turn posted twice at once one is stored and one is a duplicate", arguments: TestDatabases.available)
    func duplicates(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let key = try await server.organization().psaKey()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 { group.addTask { try await server.analyze("same", turn: 7, as: key).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 409, 409, 409, 409, 409])
            #expect(try await server.get("/v1/sessions", as: key).json["summary", "total_turns"] == 1)
        }
    }

    @Test("A session in trouble is archived once, however many turns say so at once", arguments: TestDatabases.available)
    func oneIncident(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await server.analyze("same", user: crisisText, as: key) } }
                try await group.waitForAll()
            }
            #expect(try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)["total"] == 1)
        }
    }
}
