import Storage
import Support
import Testing
import Vocabulary

@Suite("Migrations on both databases")
struct MigratorTests {
    private let first = Migration(name: "m0001_a", sql: "CREATE TABLE a (id BIGINT);\nINSERT INTO a (id) VALUES (1); -- a; comment")
    private let second = Migration(name: "m0002_b", sql: "CREATE TABLE b (id BIGINT); INSERT INTO b SELECT id FROM a;")

    @Test("migrations run once, in order of their names, and are noted", arguments: TestDatabases.available)
    func once(_ dialect: Dialect) async throws {
        try await TestDatabases.with(dialect) { (db) async throws in
            #expect(try await Migrator(migrations: [first]).pending(db) == ["m0001_a"])
            #expect(try await Migrator(migrations: [first]).migrate(db) == ["m0001_a"])
            #expect(try await Migrator(migrations: [second, first]).pending(db) == ["m0002_b"])
            #expect(try await Migrator(migrations: [second, first]).migrate(db, clock: { Timestamp(microseconds: 42) }) == ["m0002_b"])
            #expect(try await Migrator(migrations: [first, second]).migrate(db) == [])
            #expect(try await db.query("SELECT id FROM b").count == 1)
            #expect(try await db.first("SELECT applied_at FROM schema_migrations WHERE name = 'm0002_b'")?.int("applied_at") == 42)
        }
    }

    @Test("a migration that fails leaves nothing of itself, and can be mended", arguments: TestDatabases.available)
    func failing(_ dialect: Dialect) async throws {
        try await TestDatabases.with(dialect) { (db) async throws in
            let broken = Migration(name: "m0002_b", sql: "CREATE TABLE b (id BIGINT); INSERT INTO nowhere VALUES (1)")
            do {
                try await Migrator(migrations: [first, broken]).migrate(db)
                Issue.record("it did not fail")
            } catch let error as SQLError {
                #expect(error.message.contains("m0002_b"))
            }
            #expect(try await db.query("SELECT id FROM a").count == 1)
            await #expect(throws: SQLError.self) { try await db.query("SELECT id FROM b") }
            #expect(try await Migrator(migrations: [first, second]).migrate(db) == ["m0002_b"])
        }
    }

    @Test("edited, unknown, slipped-in and doubled migrations are refused before anything is changed", arguments: TestDatabases.available)
    func refused(_ dialect: Dialect) async throws {
        try await TestDatabases.with(dialect) { (db) async throws in
            try await Migrator(migrations: [first, second]).migrate(db)
            let third = Migration(name: "m0003_c", sql: "CREATE TABLE c (id BIGINT)")
            let histories = [
                [Migration(name: first.name, sql: first.sql + " "), second, third],
                [second, third],
                [first, Migration(name: "m0001_between", sql: "CREATE TABLE d (id BIGINT)"), second, third],
                [first, second, third, third],
            ]
            for history in histories { await #expect(throws: SQLError.self) { try await Migrator(migrations: history).migrate(db) } }
            await #expect(throws: SQLError.self) { try await db.query("SELECT id FROM c") }
            let otherLineEnds = Migration(name: first.name, sql: first.sql.split(separator: "\n").joined(separator: "\r\n"))
            #expect(try await Migrator(migrations: [otherLineEnds, second]).migrate(db) == [])
        }
    }

    @Test("servers that start together migrate once", arguments: TestDatabases.available)
    func together(_ dialect: Dialect) async throws {
        try await TestDatabases.with(dialect) { (db) async throws in
            let others = (3...20).map { Migration(name: "m00\($0 + 10)", sql: "CREATE TABLE t\($0) (id BIGINT)") }
            let migrator = Migrator(migrations: [first, second] + others)
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<5 { group.addTask { try await migrator.migrate(db) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == Set(applied).sorted())
            #expect(applied.count == 20)
            #expect(try await db.query("SELECT id FROM a").count == 1)
        }
    }

    @Test(
        "scripts are split where statements end, and nowhere else",
        arguments: [
            ("", []),
            (" ; ;; -- nothing\n /* at ; all */ ", []),
            ("SELECT 1", ["SELECT 1"]),
            ("SELECT 1; SELECT 2 ;", ["SELECT 1", "SELECT 2"]),
            ("SELECT ';' ; SELECT ''';'", ["SELECT ';'", "SELECT ''';'"]),
            ("SELECT \"a;b\"; SELECT `c;d`", ["SELECT \"a;b\"", "SELECT `c;d`"]),
            ("SELECT 1 -- one; two\n; SELECT 2", ["SELECT 1 -- one; two", "SELECT 2"]),
            ("SELECT 1 /* a; /* b; */ c; */ ; SELECT 2", ["SELECT 1 /* a; /* b; */ c; */", "SELECT 2"]),
            ("DO $$ BEGIN; END; $$; SELECT 2", ["DO $$ BEGIN; END; $$", "SELECT 2"]),
            ("DO $body$ a; $$ b; $body$; SELECT $1", ["DO $body$ a; $$ b; $body$", "SELECT $1"]),
            ("SELECT a$b$c; SELECT $$x;$$", ["SELECT a$b$c", "SELECT $$x;$$"]),
            ("SELECT E'it\\'s; one'; SELECT 2", ["SELECT E'it\\'s; one'", "SELECT 2"]),
            ("SELECT 'open; SELECT 2", ["SELECT 'open; SELECT 2"]),
            (
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 'END' END; DELETE FROM d; END; SELECT 2",
                ["CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 'END' END; DELETE FROM d; END", "SELECT 2"]
            ),
            ("CREATE TABLE begin_trigger (id BIGINT); SELECT 2", ["CREATE TABLE begin_trigger (id BIGINT)", "SELECT 2"]),
        ] as [(String, [String])])
    func splitting(_ script: String, _ statements: [String]) { #expect(SQLText.statements(of: script) == statements) }
}
