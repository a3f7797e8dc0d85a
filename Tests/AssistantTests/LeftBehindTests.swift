import Outbox
import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

@Suite("What people who are gone leave behind")
struct LeftBehindTests {
    /// Every table with a row that has this word anywhere, in plain or in the index's spelling, FTS5's own tables included.
    private func tables(holding word: String, in database: any SQLDatabase) async throws -> [String] {
        var found: [String] = []
        switch database.dialect {
        case .sqlite:
            let names = try await database.query("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
            for name in try names.map({ try $0.text("name") }) {
                let columns = try await database.query("SELECT name FROM pragma_table_info('\(name)')").map { try $0.text("name") }
                let conditions = columns.map { "instr(CAST(\"\($0)\" AS BLOB), CAST($1 AS BLOB)) > 0" }.joined(separator: " OR ")
                let sql = "SELECT 1 AS one FROM \"\(name)\" WHERE \(conditions) LIMIT 1"
                if try await database.first(sql, [.text(word)]) != nil { found.append(name) }
            }
        case .postgres:
            let names = try await database.query(
                "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
            for name in try names.map({ try $0.text("name") }) {
                // Bytes are written in hexadecimal.
                let sql = """
                    SELECT 1 AS one FROM "\(name)" AS t WHERE t::text LIKE '%' || $1::text || '%'
                        OR t::text LIKE '%' || encode(convert_to($1::text, 'UTF8'), 'hex') || '%' LIMIT 1
                    """
                if try await database.first(sql, [.text(word)]) != nil { found.append(name) }
            }
        }
        // What was told to webhooks is kept with their deliveries and goes after its own time.
        return found.filter { $0 != "outbox_events" && $0 != "webhook_deliveries" }.sorted()
    }

    @Test("after a person's removal no word of theirs is in any table, and others keep theirs", arguments: TestDatabases.available)
    func noWordIsLeft(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let database = fixture.database, entries = VaultEntries(database: database, outbox: Outbox())
            let leftBehind = ConversationsLeftBehind(database: database, index: fixture.conversations.index)
            func remember(_ text: String, of owner: ThreadOwner) async throws {
                let note = VaultEntries.Note(content: text, tags: [text], source: .api)
                _ = try await entries.remember(note, on: .personal(owner.userID, in: owner.organizationID), by: owner.userID, now: fixture.now)
            }
            // Several segments of the index, the words of both people in each.
            for number in 0..<3 {
                try await fixture.thread("zorkmid title \(number)", (0..<100).map { "zorkmid \($0) of many" })
                try await fixture.thread("quuxly title \(number)", ["quuxly \(number)"], of: fixture.colleague)
                try await remember("zorkmid\(number)", of: fixture.owner)
                try await remember("quuxly\(number)", of: fixture.colleague)
            }
            try await fixture.thread("zorkmid long", (0..<1_100).map { "zorkmid \($0)" })
            let shown = ["messages", "message_texts", "threads", "thread_title_words", "vault_entries", "vault_texts", "vault_tags"]
            let before = try await tables(holding: "zorkmid", in: database)
            #expect(Set(before).isSuperset(of: shown))
            #expect(try await leftBehind.remove() == 0)
            #expect(try await tables(holding: "zorkmid", in: database) == before)

            // The removal itself touches no message.
            try await database.execute("DELETE FROM users WHERE id = $1", [.text(fixture.owner.userID)])
            #expect(try await database.first("SELECT COUNT(*) AS n FROM messages")?.int("n") == 1_403)
            #expect(try await leftBehind.remove() == 1_400)
            #expect(try await VaultEntries.removeLeftBehind(in: database) == 3)
            #expect(try await tables(holding: "zorkmid", in: database) == [])
            for table in ["thread_counts", "threads", "messages"] {
                let left = try await database.first("SELECT COUNT(*) AS n FROM \(table) WHERE user_id = $1", [.text(fixture.owner.userID)])
                #expect(try left?.int("n") == 0, "\(table)")
            }
            for table in ["message_text_periods", "vault_text_periods", "message_texts", "vault_texts"] {
                let left = try await database.first("SELECT COUNT(*) AS n FROM \(table) WHERE owner = $1", [.text(fixture.owner.userID)])
                #expect(try left?.int("n") == 0, "\(table)")
            }
            #expect(try await fixture.hits("quuxly", of: fixture.colleague).count == 3)
            #expect(try await leftBehind.remove() == 0)
            try await fixture.checkCounts()
        }
    }
}
