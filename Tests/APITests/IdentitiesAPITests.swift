import Storage
import Support
import Testing
import Vocabulary

@Suite("Identities and accounts", .serialized)
struct IdentitiesAPITests {
    @Test("Resolve is idempotent, also under 50 parallel calls", arguments: TestDatabases.available)
    func resolves(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<50 { group.addTask { try await acme.identity("person_123") } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(ids.first?.hasPrefix("id_") == true)
            #expect(try await server.get("identities", as: acme.owner)["total"] == 1)
            #expect(try await server.post("identities/resolve", as: acme.secret).status == 422)
            #expect(try await server.post("identities/resolve?external_id=", as: acme.secret).status == 422)
        }
    }

    @Test("Every field of an identity is kept and returned", arguments: TestDatabases.available)
    func creates(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let body: JSONValue = [
                "external_id": "u_1", "account_id": "acct_1", "account_name": "Acme Corp", "account_uri": "https://acme.example",
                "metadata": ["team": "blue"],
            ]
            let made = try await server.post("identities", as: acme.secret, body)
            #expect(made.status == 201)
            #expect(made["external_id"] == "u_1")
            #expect(made["account_ids"] == .array(["acct_1"]))
            #expect(made["session_count"] == 0)
            #expect(made["metadata"] == ["team": "blue"])
            #expect(try await server.get("identities/\(made["identity_id"]?.stringValue ?? "")", as: acme.owner).json == made.json)
            #expect(try await server.post("identities", as: acme.secret, body).status == 409)
            let accounts = try await server.get("accounts", as: acme.owner)
            #expect(accounts["total"] == 1)
            #expect(
                accounts["accounts"]
                    == .array([
                        [
                            "account_id": "acct_1", "account_name": "Acme Corp", "account_uri": "https://acme.example", "session_count": 0,
                            "identity_count": 1,
                        ]
                    ]))
        }
    }

    @Test("Linking tags session and identity with the account; linking anew moves the counts", arguments: TestDatabases.available)
    func links(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let first = try await acme.identity("one"), second = try await acme.identity("two")
            let id = try await acme.session(events: 3)
            let body: JSONValue = [
                "session_id": .string(id), "identity_id": .string(first), "account_id": "acct_1", "account_name": "Acme Corp",
                "account_uri": "https://a.example",
            ]
            let linked = try await server.post("identities/link", as: acme.secret, body)
            #expect(linked.status == 200)
            #expect(linked["identity_id"] == .string(first))
            #expect(linked["account_id"] == "acct_1")
            #expect(linked["account_name"] == "Acme Corp")
            #expect(try await server.get("identities/\(first)", as: acme.owner)["session_count"] == 1)
            #expect(try await server.get("identities?account_id=acct_1", as: acme.owner)["total"] == 1)
            try await server.post("identities/link", as: acme.secret, ["session_id": .string(id), "identity_id": .string(second)])
            #expect(try await server.get("identities/\(first)", as: acme.owner)["session_count"] == 0)
            #expect(try await server.get("identities/\(second)", as: acme.owner)["session_count"] == 1)
            #expect(try await server.post("identities/link", as: acme.secret, ["session_id": .string(id), "identity_id": "id_nobody"]).status == 404)
            #expect(
                try await server.post("identities/link", as: acme.secret, ["session_id": "nothing", "identity_id": .string(first)]).status == 404)
        }
    }

    @Test("Deleting an identity takes its sessions, analyses and baseline along", arguments: TestDatabases.available)
    func deletes(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let gone = try await acme.identity("gone"), stays = try await acme.identity("stays")
            let theirs = try await acme.linkedSession(to: gone), other = try await acme.linkedSession(to: stays)
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(theirs)])
            // Somebody else's session, once compared with the person who goes.
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(other), "identity_id": .string(gone)])
            #expect(try await server.delete("identities/\(gone)", as: acme.owner).status == 204)
            #expect(try await server.get("identities/\(gone)", as: acme.owner).status == 404)
            #expect(try await server.get("sessions/\(theirs)", as: acme.owner).status == 404)
            #expect(try await server.get("sessions/\(other)", as: acme.owner).status == 200)
            #expect(try await server.get("analysis/session/\(other)", as: acme.owner).status == 404)
            #expect(try await server.get("identities", as: acme.owner)["total"] == 1)
            #expect(try await server.get("dashboard/overview", as: acme.owner)["total_sessions"] == 1)
        }
    }

    @Test("An export holds everything about a person and nothing about another")
    func exports() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let one = try await acme.identity("one"), two = try await acme.identity("two")
            let mine = try await acme.linkedSession(to: one), theirs = try await acme.linkedSession(to: two)
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(mine)])
            let export = try await server.get("identities/\(one)/export", as: acme.owner)
            #expect(export.status == 200)
            #expect(export.text.contains(mine))
            #expect(!export.text.contains(theirs))
            #expect(try await server.get("identities/\(one)/export", as: try await acme.member(.viewer).caller).status == 403)
        }
    }
}
