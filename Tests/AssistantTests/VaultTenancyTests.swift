import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Vault: whose entries they are")
struct VaultTenancyTests {
    /// What each endpoint that takes an entry answers.
    private func statuses(_ vault: VaultCaller, _ id: String) async throws -> [String: Int] {
        var statuses: [String: Int] = [:]
        statuses["entry"] = try await vault.get("entry?entry_id=\(id)").status
        statuses["history"] = try await vault.get("history?entry_id=\(id)").status
        statuses["update"] = try await vault.update(id, ["tags": .array([.string("by-\(ID.randomBase62(4).lowercased())")])]).status
        return statuses
    }

    @Test("a personal entry is there for its person alone; others cannot tell it from none", arguments: TestDatabases.available)
    func personal(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let mine = try await organization.vault(.member).vault
            let id = try await mine.remember("Mine", tags: ["private"])
            let nobodys = ID.uuid(at: server.clock.now)
            // The owner of the organization, a colleague, and somebody from elsewhere.
            for other in [organization.vault, try await organization.vault(.admin).vault, try await server.organization("Other").vault] {
                #expect(try await statuses(other, id) == ["entry": 404, "history": 404, "update": 404])
                #expect(try await other.post("delete", ["entry_id": .string(id)]).status == 404)
                #expect(try await other.update(id, ["org_id": .string(other.organization)]).status == 404)
                var known = try await other.get("entry?entry_id=\(id)").json, unknown = try await other.get("entry?entry_id=\(nobodys)").json
                for one in 0..<2 {
                    guard case .object(var members) = one == 0 ? known : unknown else {
                        Issue.record("no object")
                        return
                    }
                    members["request_id"] = nil
                    if one == 0 { known = .object(members) } else { unknown = .object(members) }
                }
                #expect(known == unknown)
                for query in ["", "q=mine", "tag=private", other.sharedQuery, other.sharedQuery + "&q=mine"] {
                    #expect(try await other.contents(query) == [], "\(query)")
                }
                #expect(try await other.get("tags").total == 0)
                for format in ["md", "json"] { #expect(!(try await other.get("export.\(format)").text.contains("Mine"))) }
            }
            #expect(try await statuses(mine, id) == ["entry": 200, "history": 200, "update": 200])
        }
    }

    @Test(
        "a shared entry is read by all of the organization, written by members, taken back by its maker or an admin",
        arguments: TestDatabases.available)
    func shared(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let (makerID, maker) = try await organization.vault(.member)
            let (colleagueID, colleague) = try await organization.vault(.member)
            let viewer = try await organization.vault(.viewer).vault
            let stranger = try await server.organization("Other").vault
            let id = try await maker.remember("Draft with a private remark", tags: ["door"])
            try await maker.update(id, ["content": "The door code is 4711"])
            #expect(try await maker.update(id, ["org_id": .string(maker.organization)]).number("revision") == 3)
            #expect(try await maker.contents() == [])
            #expect(try await maker.get("tags").total == 0)
            for reader in [maker, colleague, viewer, organization.vault] {
                #expect(try await reader.contents(reader.sharedQuery) == ["The door code is 4711"])
                #expect(try await reader.contents(reader.sharedQuery + "&q=door") == ["The door code is 4711"])
                #expect(try await reader.contents(reader.sharedQuery + "&tag=door") == ["The door code is 4711"])
                #expect(try await reader.entry(id)["org_id"]?.stringValue == reader.organization)
            }
            #expect(try await statuses(viewer, id) == ["entry": 200, "history": 200, "update": 403])
            #expect(try await viewer.post("delete", ["entry_id": .string(id)]).status == 403)
            #expect(try await viewer.post("remember", ["content": "x", "org_id": .string(viewer.organization)]).status == 403)
            #expect(try await viewer.load(Array(#"{"entries":[]}"#.utf8), query: "?\(viewer.sharedQuery)").status == 403)
            #expect(try await viewer.post("remember", ["content": "My own"]).status == 200)
            #expect(try await statuses(stranger, id) == ["entry": 404, "history": 404, "update": 404])
            #expect(try await stranger.get("list?\(maker.sharedQuery)").status == 404)
            #expect(try await stranger.get("export.json?\(maker.sharedQuery)").status == 404)
            #expect(try await stranger.post("remember", ["content": "x", "org_id": .string(maker.organization)]).status == 404)

            // What it was before it was shared stays with its maker.
            #expect(try await colleague.update(id, ["content": "The door code is 4712"]).status == 200)
            func history(_ vault: VaultCaller) async throws -> [String] {
                guard case .array(let items) = try await vault.get("history?entry_id=\(id)")["revisions"] else { return [] }
                return items.compactMap { $0["content"]?.stringValue }
            }
            #expect(try await history(colleague) == ["The door code is 4711"])
            #expect(try await history(maker) == ["The door code is 4711", "The door code is 4711", "Draft with a private remark"])
            #expect(try await colleague.update(id, ["restore_revision": 1]).status == 404)

            #expect(try await colleague.update(id, ["org_id": .null]).status == 403)
            #expect(try await colleague.post("delete", ["entry_id": .string(id)]).status == 403)
            // An admin gives it back to its maker, not to themselves.
            #expect(try await organization.vault.update(id, ["org_id": .null]).status == 200)
            #expect(try await organization.vault.get("entry?entry_id=\(id)").status == 404)
            #expect(try await maker.contents("q=4712") == ["The door code is 4712"])
            #expect(try await colleague.contents(colleague.sharedQuery) == [])
            _ = (makerID, colleagueID)
            let rows = try await server.server.database.query(
                "SELECT action FROM audit_records WHERE action IN ('vault.entry.shared', 'vault.entry.taken_back') ORDER BY number")
            #expect(try rows.map { try $0.text("action") } == ["vault.entry.shared", "vault.entry.taken_back"])
        }
    }

    @Test("what people who are gone left on their own shelf is removed, what they shared stays", arguments: TestDatabases.available)
    func leftBehind(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let (memberID, member) = try await organization.vault(.member)
            for number in 0..<3 { try await member.remember("Personal \(number)", tags: ["a"]) }
            let shared = try await member.remember("Shared", shared: true)
            try await organization.vault.remember("Of somebody else")
            #expect(try await VaultEntries.removeLeftBehind(in: server.server.database) == 0)
            #expect(try await server.delete("auth/users/\(memberID)", as: organization.owner).status < 300)
            #expect(try await VaultEntries.removeLeftBehind(in: server.server.database) == 3)
            #expect(try await organization.vault.contents(organization.vault.sharedQuery) == ["Shared"])
            #expect(try await organization.vault.contents() == ["Of somebody else"])
            #expect(try await organization.vault.update(shared, ["org_id": .null]).code == "creator_gone")
            #expect(try await server.server.database.first("SELECT COUNT(*) AS n FROM vault_entry_tags")?.int("n") == 0)
        }
    }

    @Test("without a login every endpoint answers 401", arguments: ["list", "entry", "history", "tags", "export.md", "export.json"])
    func anonymous(path: String) async throws {
        try await withServer { server in
            let reply = try await server.get("/api/vault/\(path)")
            #expect(reply.status == 401)
        }
    }
}
