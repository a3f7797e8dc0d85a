import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

/// Meanings instead of words: each of these has a direction of its own, so texts with words of one meaning are near one another.
private let meanings = [["dentist", "teeth", "toothache"], ["bread", "bakery", "food"], ["car", "garage", "engine"]]

private func meaning(of text: String) -> [Float] {
    let words = text.lowercased()
    var vector = meanings.map { group in Float(group.count { words.contains($0) }) }
    vector.append(0.1)
    return vector
}

private let encoder = VaultEncoder(model: "meanings-1") { texts in texts.map(meaning) }

@Suite("Recall: by words and by vectors")
struct RecallTests {
    /// What somebody's query finds.
    private func recall(
        _ query: String?, limit: Int = 5, of organization: TestOrganization, as userID: String? = nil, with encoder: VaultEncoder? = encoder
    ) async throws -> Recall.Result {
        let server = organization.server
        return try await Recall(database: server.server.database, encoder: encoder).recall(
            query, limit: limit, userID: userID ?? organization.ownerID, organizationID: organization.id, now: server.clock.now)
    }

    @Test("without a query the newest, of one's own and of what is shared", arguments: TestDatabases.available)
    func newest(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            for number in 0..<8 { try await organization.vault.remember("Note \(number)", shared: number.isMultiple(of: 2)) }
            try await server.organization("Other").vault.remember("Of others", shared: true)
            let result = try await recall(nil, of: organization)
            #expect(result.found.map(\.entry.content) == (3...7).reversed().map { "Note \($0)" })
            #expect(result.signals == [.newest])
            #expect(try await recall("  ", limit: 99, of: organization).found.count == 8)
        }
    }

    @Test("without an encoder by words: all of them first, then any", arguments: TestDatabases.available)
    func words(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault
            try await vault.remember("The dentist is Dr Zahn")
            try await vault.remember("Zahn practises in Ringstrasse")
            try await vault.remember("Bread at seven")
            func contents(_ query: String) async throws -> [String] {
                let result = try await recall(query, of: organization, with: nil)
                #expect(result.signals == [.fullText])
                return result.found.map(\.entry.content)
            }
            #expect(try await contents("zahn dentist") == ["The dentist is Dr Zahn", "Zahn practises in Ringstrasse"])
            #expect(try await contents("What is my dentist called?") == ["The dentist is Dr Zahn"])
            #expect(try await contents("nothing of this") == [])
            #expect(try await contents("\"OR -( *") == [])
        }
    }

    @Test("with an encoder what is near in meaning is found as well, and each says how", arguments: TestDatabases.available)
    func vectors(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault
            let both = try await vault.remember("The dentist has time on Monday")
            let near = try await vault.remember("Teeth are cleaned twice a year", shared: true)
            try await vault.remember("The engine of the car")
            try await server.organization("Other").vault.remember("Their dentist", shared: true)
            let vectors = VaultVectors(database: server.server.database, encoder: encoder)
            #expect(try await vectors.makeMissing() == 4)
            #expect(try await vectors.makeMissing() == 0)
            func find(_ query: String) async throws -> Recall.Result { try await recall(query, of: organization) }
            let result = try await find("dentist")
            #expect(result.signals == [.fullText, .vectors])
            #expect(result.found.map(\.entry.id) == [both, near])
            #expect(result.found.map(\.signals) == [[.fullText, .vectors], [.vectors]])
            #expect(result.found[0].score > result.found[1].score)
            #expect(!result.areVectorsCapped)
            // A new text waits for its own vector; a deleted one has none.
            try await vault.update(both, ["content": "The bakery has time on Monday"])
            #expect(try await find("toothache").found.map(\.entry.id) == [near])
            #expect(try await vectors.makeMissing() == 1)
            #expect(try await find("food").found.map(\.entry.id) == [both])
            // Taken back: its vector goes with it, others do not find it any more.
            let member = try await organization.member(.member)
            func ofMember() async throws -> Int { try await recall("toothache", of: organization, as: member.id).found.count }
            #expect(try await ofMember() == 1)
            try await vault.update(near, ["org_id": .null])
            #expect(try await ofMember() == 0)
            #expect(try await find("toothache").found.map(\.entry.id) == [near])
            try await vault.post("delete", ["entry_id": .string(near)])
            #expect(try await find("toothache").found.isEmpty)
        }
    }

    @Test("another encoder makes all vectors anew, and vectors of two are never compared", arguments: TestDatabases.available)
    func otherModel(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            for number in 0..<20 { try await organization.vault.remember("Teeth \(number)") }
            #expect(try await VaultVectors(database: server.server.database, encoder: encoder).makeMissing() == 20)
            let other = VaultEncoder(model: "meanings-2") { texts in texts.map { meaning(of: $0) + [0] } }
            func count(_ encoder: VaultEncoder) async throws -> Int {
                try await recall("toothache", limit: 10, of: organization, with: encoder).found.count
            }
            #expect(try await count(other) == 0)
            #expect(try await VaultVectors(database: server.server.database, encoder: other).makeMissing() == 20)
            #expect(try await count(other) == 10)
            #expect(try await count(encoder) == 0)
        }
    }

    @Test("an encoder that fails or says nothing of a note leaves the rest as it is", arguments: TestDatabases.available)
    func failingEncoder(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            try await organization.vault.remember("Teeth")
            let none = VaultEncoder(model: "none") { _ in nil }
            #expect(try await VaultVectors(database: server.server.database, encoder: none).makeMissing() == 0)
            let result = try await recall("teeth", of: organization, with: none)
            #expect(result.signals == [.fullText])
            #expect(result.found.count == 1)
            let zero = VaultEncoder(model: "zero") { texts in texts.map { _ in [0, 0] } }
            #expect(try await VaultVectors(database: server.server.database, encoder: zero).makeMissing() == 1)
            #expect(try await VaultVectors(database: server.server.database, encoder: zero).makeMissing() == 0)
        }
    }
}
