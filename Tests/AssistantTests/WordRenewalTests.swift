import Foundation
import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant
@testable import SearchEngine

@Suite("What earlier versions indexed")
struct WordRenewalTests {
    /// Puts a message's row in the index back to how the first version wrote it.
    private static func age(_ text: String, of owner: TextOwner, in table: String, _ database: any SQLDatabase) async throws {
        let words = IndexedWords(title: "", body: text, version: .first)
        try await database.transaction { db in
            let row = try #require(
                try await db.query(
                    "SELECT place, id, created_at FROM \(table) WHERE owner = $1 ORDER BY place DESC LIMIT 1", [.text(owner.name)]
                ).first)
            let place = try row.int("place"), scope = TextPeriod.scope(owner, TextPeriod.of(place))
            try await db.execute("DELETE FROM \(table) WHERE place = $1 AND owner = $2", [.integer(place), .text(owner.name)])
            let isSQLite = db.dialect == .sqlite
            try await db.execute(
                """
                INSERT INTO \(table) (organization_id, owner, place, id, created_at, word_count, lead, \(isSQLite ? "tail, scope" : "words"))
                VALUES ($1, $2, $3, $4, $5, $6, $7, \(isSQLite ? "'', $8" : "$8::tsvector"))
                """,
                [
                    .text(owner.organizationID), .text(owner.name), .integer(place), .text(try row.text("id")), .integer(try row.int("created_at")),
                    .integer(Int64(words.count)), .text(words.lead), .text(isSQLite ? scope.prefix : IndexText.tsvector(words, marks: "", in: scope)),
                ])
        }
    }

    @Test("is found as before at once, and by its plain letters once its words were written anew", arguments: TestDatabases.available)
    func messages(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let database = fixture.database, owner = fixture.owner.text
            let text = "the o\u{FB03}ce runs serve -rf"
            try await fixture.thread("First", [text])
            try await Self.age(text, of: owner, in: "message_texts", database)
            func count(_ text: String) async throws -> Int {
                let query = try #require(SearchQuery.parse(text))
                return try await TextIndex.messages.search(query, of: [owner], offset: 0, limit: 10, now: fixture.now, in: database).total
            }
            #expect(try await count("o\u{FB03}ce") == 1)
            #expect(try await count("office") == 0)
            #expect(try await count("serve -rf") == 0)
            #expect(try await WordRenewal(database: database).run() == 1)
            for query in ["o\u{FB03}ce", "office", "serve -rf", "runs"] { #expect(try await count(query) == 1, "\(query)") }
            #expect(try await database.query("SELECT id FROM message_texts").count == 1)
            // Once is enough.
            try await Self.age(text, of: owner, in: "message_texts", database)
            #expect(try await WordRenewal(database: database).run() == 0)
        }
    }

    @Test("titles are found by their plain letters too", arguments: TestDatabases.available)
    func titles(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread("\u{FB01}nal draft")
            try await fixture.database.execute("UPDATE threads SET title_words = ' zy01uo1nal draft'")
            try await fixture.database.execute("DELETE FROM thread_title_words")
            // The title, and the message that is found by it.
            #expect(try await WordRenewal(database: fixture.database).run() == 2)
            let words = try await fixture.database.query("SELECT word FROM thread_title_words WHERE thread_id = $1 ORDER BY word", [.text(thread.id)])
            #expect(try words.map { String(decoding: try $0.bytes("word"), as: UTF8.self) } == ["draft", "final"])
            #expect(try await fixture.database.first("SELECT title_words FROM threads")?.text("title_words") == " final draft")
        }
    }

    @Test("notes, one's own and shared, are indexed anew, and a stopped run goes on where it was", arguments: TestDatabases.available)
    func notes(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization(), vault = organization.vault
            for shared in [false, true] {
                try await vault.remember("メモ ｶﾀｶﾅ", shared: shared)
                let owner = shared ? TextOwner.organization(organization.id) : .user(organization.ownerID, organizationID: organization.id)
                try await Self.age("メモ ｶﾀｶﾅ", of: owner, in: "vault_texts", server.server.database)
            }
            let scopes = ["", "&" + vault.sharedQuery]
            for scope in scopes {
                #expect(try await vault.get("list?q=%EF%BD%B6%EF%BE%80%EF%BD%B6%EF%BE%85" + scope).total == 1)
                #expect(try await vault.get("list?q=%E3%82%AB%E3%82%BF%E3%82%AB%E3%83%8A" + scope).total == 0)
            }
            try await server.server.database.execute("DELETE FROM instance_facts WHERE name LIKE 'search-words-%'")
            #expect(try await WordRenewal(database: server.server.database).run() == 2)
            for scope in scopes {
                #expect(try await vault.get("list?q=%EF%BD%B6%EF%BE%80%EF%BD%B6%EF%BE%85" + scope).total == 1)
                #expect(try await vault.get("list?q=%E3%82%AB%E3%82%BF%E3%82%AB%E3%83%8A" + scope).total == 1)
            }
        }
    }

    @Test("progress is kept between runs")
    func progress() async throws {
        try await ConversationFixture.with(.sqlite) { fixture in
            let place = WordRenewalStore.Place(organizationID: "org_a", owner: "", at: "17")
            try await WordRenewalStore.note(.init(last: place), of: .vault, in: fixture.database)
            #expect(try await WordRenewalStore.progress(of: .vault, in: fixture.database).last == place)
            #expect(try await WordRenewalStore.progress(of: .vault, in: fixture.database).isDone == false)
            try await WordRenewalStore.note(.init(last: place, isDone: true), of: .vault, in: fixture.database)
            #expect(try await WordRenewalStore.progress(of: .vault, in: fixture.database).isDone)
        }
    }
}

@Suite("Searching notes and messages: forms, options and beginnings")
struct SearchFormTests {
    @Test("compatibility forms, options of commands and words that are being typed are found in both", arguments: TestDatabases.available)
    func forms(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization(), vault = organization.vault, talker = try await organization.talker()
            let texts = [
                "カタカナ", "run serve --port 8080", "rm -rf build", "git commit -m 'first'", "use --no-cache", "dried lavender", "cats and dogs",
                "cats alone",
            ]
            for text in texts {
                try await vault.remember(text)
                _ = try await talker.thread("Talk", [text])
            }
            func found(_ query: String, _ more: String = "") async throws -> (notes: [String], messages: Int) {
                let q = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let notes = try await vault.get("list?q=\(q)\(more)"), messages = try await talker.get("/search?q=\(q)\(more)")
                try #require(notes.status == 200 && messages.status == 200, "\(notes.text) \(messages.text)")
                return (notes.entries.compactMap { $0["content"]?.stringValue }, messages.items("hits").count)
            }
            for (query, expected) in [
                ("ｶﾀｶﾅ", ["カタカナ"]), ("serve --port", ["run serve --port 8080"]), ("--port", ["run serve --port 8080"]), ("rm -rf", ["rm -rf build"]),
                ("git commit -m", ["git commit -m 'first'"]), ("--no-cache", ["use --no-cache"]), ("cats -dogs", ["cats alone"]),
                ("ｄｏｇｓ", ["cats and dogs"]),
            ] {
                let both = try await found(query)
                #expect(both.notes == expected && both.messages == expected.count, "\(query): \(both)")
            }
            let exact = try await found("lavend"), typed = try await found("lavend", "&prefix=1")
            #expect(exact.notes.isEmpty && exact.messages == 0)
            #expect(typed.notes == ["dried lavender"] && typed.messages == 1)
            #expect(try await vault.get("list?q=x&prefix=maybe").status == 400)
            #expect(try await talker.get("/search?q=x&prefix=maybe").status == 400)
        }
    }
}
