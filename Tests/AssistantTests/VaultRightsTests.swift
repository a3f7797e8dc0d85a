import Access
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Vault: rights are known beforehand")
struct VaultRightsTests {
    private static let roles: [Role] = [.viewer, .member, .admin, .owner]

    @Test("what an entry says of its reader's rights is what becomes of trying them", arguments: TestDatabases.available)
    func rights(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let author = try await organization.vault(.member).vault
            for role in Self.roles {
                let reader = role == .owner ? organization.vault : try await organization.vault(role).vault
                let id = try await author.remember("Shared \(role)", shared: true)
                let entry = try await reader.entry(id)
                let listed = try await reader.get("list?\(reader.sharedQuery)&q=shared").entries.first { $0["entry_id"] == .string(id) }
                for name in ["can_edit", "can_delete", "author"] { #expect(listed?[name] == entry[name], "\(role) \(name)") }
                #expect(entry["can_edit"]?.boolValue == (role != .viewer))
                #expect(entry["can_delete"]?.boolValue == (role >= .admin))
                let changed = try await reader.update(id, ["tags": .array([.string("by-\(role.rawValue)")])]).status
                #expect(changed == (entry["can_edit"] == true ? 200 : 403))
                let deleted = try await reader.post("delete", ["entry_id": .string(id)]).status
                #expect(deleted == (entry["can_delete"] == true ? 200 : 403))
            }
            // One's own, shared or not.
            for shared in [false, true] {
                let entry = try await author.entry(try await author.remember("Mine \(shared)", shared: shared))
                #expect(entry["can_edit"] == true && entry["can_delete"] == true)
            }
        }
    }

    @Test("an author is told by address, and not any more when they are gone", arguments: TestDatabases.available)
    func authors(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let (memberID, member) = try await organization.vault(.member)
            let id = try await member.remember("Written by a member", shared: true)
            try await organization.vault.update(id, ["content": "Changed by the owner"])
            #expect(try await organization.vault.entry(id)["author"]?.stringValue?.hasPrefix("member-") == true)
            let history = try await organization.vault.get("history?entry_id=\(id)")
            #expect(history.items("revisions").first?["author"]?.stringValue?.hasPrefix("member-") == true)
            try await organization.vault.update(id, ["content": "Changed once more"])
            #expect(
                try await organization.vault.get("history?entry_id=\(id)").items("revisions").first?["author"] == .string(organization.email))
            #expect(try await server.delete("auth/users/\(memberID)", as: organization.owner).status < 300)
            #expect(try await organization.vault.entry(id)["author"] == JSONValue.null)
        }
    }

    @Test("the count of earlier revisions is that of the history, for everyone who reads", arguments: TestDatabases.available)
    func earlierRevisions(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let author = organization.vault, reader = try await organization.vault(.member).vault
            let id = try await author.remember("One")
            func expectCounts(_ mine: Int64, _ theirs: Int64) async throws {
                for (vault, expected) in [(author, mine), (reader, theirs)] {
                    let listed = try await vault.get("list?\(vault.sharedQuery)").entries.first { $0["entry_id"] == .string(id) }
                    #expect(listed?["earlier_revisions"] == .integer(expected))
                    #expect(try await vault.entry(id)["earlier_revisions"] == .integer(expected))
                    #expect(try await vault.get("history?entry_id=\(id)").items("revisions").count == Int(expected))
                }
            }
            #expect(try await author.entry(id)["earlier_revisions"] == 0)
            try await author.update(id, ["content": "Two"])
            try await author.update(id, ["org_id": .string(author.organization)])
            // What it was before it was shared is not for others.
            try await expectCounts(2, 0)
            try await reader.update(id, ["content": "Three"])
            try await expectCounts(3, 1)
            for number in 4...30 { try await author.update(id, ["content": .string("Version \(number)")]) }
            try await expectCounts(20, 20)
        }
    }
}
