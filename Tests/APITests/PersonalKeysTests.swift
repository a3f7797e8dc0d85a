import Foundation
import Storage
import Support
import Testing
import Vocabulary
import Web

@Suite("Personal keys (skk_)")
struct PersonalKeysTests {
    @Test("A key is told once, listed by its beginning, used and revoked at once", arguments: TestDatabases.available)
    func life(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let made = try await server.post("/api/account/keys/create", as: acme.owner, ["label": "My laptop"])
            #expect(made.status == 200)
            #expect(made["ok"] == true)
            let key = try #require(made["key"]?.stringValue)
            #expect(key.wholeMatch(of: /skk_[A-Za-z0-9_-]{43}/) != nil)
            #expect(made["scopes"] == ["read", "write"])
            #expect(try await server.get("/api/account", as: .token(key))["scopes"] == ["read", "write"])
            let list = try await server.get("/api/account/keys", as: acme.owner)
            #expect(list["total"] == 1)
            #expect(!list.text.contains(key))
            guard case .array(let keys)? = list["keys"] else { return }
            #expect(keys[0]["prefix"] == .string(String(key.prefix(8))))
            #expect(keys[0]["last_used_at"] == "2026-03-07T12:00:00.000Z")
            #expect(keys[0]["expires_at"] == .null)
            let id = try #require(made["key_id"])
            #expect(try await server.post("/api/account/keys/revoke", as: acme.owner, ["key_id": id]).json == ["ok": true])
            #expect(try await server.get("/api/account", as: .token(key)).status == 401)
            #expect(try await server.post("/api/account/keys/revoke", as: acme.owner, ["key_id": id]).status == 404)
        }
    }

    @Test("A key ends with its time, on the second", arguments: TestDatabases.available)
    func expiry(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.personalKey([.read], expiresAt: "2026-03-07T14:00:10+02:00")
            server.clock.advance(seconds: 9.9)
            #expect(try await server.get("/api/account", as: key).status == 200)
            server.clock.advance(seconds: 0.1)
            #expect(try await server.get("/api/account", as: key).status == 401)
        }
    }

    @Test(
        "What is no key is refused by its field",
        arguments: [
            (["label": ""], "label"), (["label": "x", "scopes": []], "scopes"), (["label": "x", "scopes": ["read", "all"]], "scopes[1]"),
            (["label": "x", "expires_at": "tomorrow"], "expires_at"), (["label": "x", "expires_at": "2026-03-07T12:00:00Z"], "expires_at"),
            ([:], "label"),
        ] as [(JSONValue, String)])
    func refusals(body: JSONValue, field: String) async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let reply = try await server.post("/api/account/keys/create", as: acme.owner, body)
            #expect(reply.status == 400)
            #expect(reply["field"] == .string(field))
            #expect(reply["code"] == "bad_field")
        }
    }

    @Test("A key makes no keys, whatever its scopes, and ends no login it does not have")
    func keysMakeNoKeys() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let key = try await acme.personalKey([.read, .write, .admin])
            for path in ["keys/create", "logout"] {
                let reply = try await server.post("/api/account/\(path)", as: key, ["label": "more"])
                #expect(reply.status == 403)
                #expect(reply["code"] == "login_required")
            }
            #expect(try await server.get("/api/account/keys", as: key)["total"] == 1)
        }
    }

    @Test("One person's keys are nobody else's, not even in the same organization")
    func keysArePersonal() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let made = try await server.post("/api/account/keys/create", as: acme.owner, ["label": "Mine"])
            let id = try #require(made["key_id"])
            for other in [try await acme.member(.admin).caller, try await server.organization("Other").owner] {
                #expect(try await server.get("/api/account/keys", as: other)["total"] == 0)
                #expect(try await server.post("/api/account/keys/revoke", as: other, ["key_id": id]).status == 404)
            }
            // Nor do they stand among the organization's keys.
            #expect(try await server.get("/api/keys", as: acme.owner)["total"] == 0)
            #expect(try await server.delete("/api/keys/\(id.stringValue ?? "")", as: acme.owner).status == 404)
        }
    }

    @Test("Fifty keys and no more, even when many are asked for at once", arguments: TestDatabases.available)
    func limit(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            for _ in 0..<40 { _ = try await acme.personalKey() }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<12 {
                    group.addTask { try await server.post("/api/account/keys/create", as: acme.owner, ["label": .string("key \(index)")]).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 10)
            #expect(statuses.count { $0 == 409 } == 2)
        }
    }

    @Test("Below the tier builder keys do not work, and people do", arguments: TestDatabases.available)
    func tiers(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.personalKey()
            try await server.server.database.execute(
                "INSERT INTO user_tiers (organization_id, user_id, tier) VALUES ($1, $2, 'operator')", [.text(acme.id), .text(acme.ownerID)])
            server.clock.advance(seconds: 2)
            let reply = try await server.get("/api/account", as: key)
            #expect(reply.status == 403)
            #expect(reply["code"] == "tier_required")
            #expect(try await server.get("/api/account", as: acme.owner)["tier"] == "operator")
        }
    }
}
