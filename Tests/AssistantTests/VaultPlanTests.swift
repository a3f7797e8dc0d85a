import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

@Suite("Vault: what its queries cost")
struct VaultPlanTests {
    /// How SQLite goes about a statement.
    private func plan(_ statement: RecordingDatabase.Statement, _ database: any SQLDatabase) async throws -> [String] {
        try await database.query("EXPLAIN QUERY PLAN " + statement.sql, statement.arguments).map { try $0.text("detail") }
    }

    @Test("no query walks along a shelf but the lists that show it")
    func plans() async throws {
        let slot = Slot<RecordingDatabase>()
        try await withServer(through: { slot.fill(RecordingDatabase($0)) }) { server in
            let vault = try await server.organization().vault
            let id = try await vault.remember("A note about bread", tags: ["a", "b"])
            try await vault.update(id, ["content": "A note about butter", "tags": ["b", "c"]])
            let paths = ["list", "list?tag=b&tag=c", "list?q=butter", "list?source=api", "tags", "entry?entry_id=\(id)", "history?entry_id=\(id)"]
            for path in paths + ["export.json"] {
                #expect(try await vault.get(path).status == 200)
            }
            _ = try await vault.load(Array(#"{"entries":[{"content":"Imported"}]}"#.utf8))
            try await vault.post("delete", ["entry_id": .string(id)])
            let recording = try #require(slot.value)
            let statements = Set(recording.statements).filter { $0.sql.contains("vault_") && !$0.sql.contains("INSERT INTO vault_texts") }
            #expect(statements.count > 20)
            for statement in statements {
                let steps = try await plan(statement, recording)
                for step in steps where step.hasPrefix("SCAN ") && step.contains("vault_") {
                    Issue.record("\(step): \(statement.sql)")
                }
                let isList = statement.sql.contains("ORDER BY e.created_at") || statement.sql.contains("COUNT(*)")
                let isOfWords = statement.sql.contains("content_hash = $3") || statement.sql.contains("e.id IN ($2")
                let walks = steps.filter { $0.hasSuffix("(organization_id=? AND holder=?)") && $0.contains("vault_entries") }
                for step in walks where !isList || isOfWords {
                    Issue.record("\(step): \(statement.sql)")
                }
            }
        }
    }
}
