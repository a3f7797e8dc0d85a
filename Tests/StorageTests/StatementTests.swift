import Foundation
import Storage
import Support
import Testing

@Suite("Statements and values on both databases")
struct StatementTests {
    @Test("values come back as they went in", arguments: TestDatabases.available)
    func roundTrip(_ dialect: Dialect) async throws {
        let integers: [Int64] = [0, 1, -1, .max, .min, 1 << 53 + 1]
        let reals = [0, -0.5, 1 / 3, 1e308, 2.5e-308, .infinity, -.infinity, 123_456_789.123]
        let texts = [
            "", "a", "naïve “text”", "😀👩‍👩‍👧‍👦", "漢字", "line\nbreak\ttab", "quote ' \" $1 ; --",
            String(repeating: "x", count: 100_000),
        ]
        let contents: [[UInt8]] = [[], [0], [0, 1, 0, 255, 0], Array(0...255), [UInt8](repeating: 0, count: 70_000)]
        try await withThings(dialect) { db in
            for (index, integer) in integers.enumerated() {
                try await db.execute("INSERT INTO things (id, name) VALUES ($1, $2)", [.integer(integer), .text("i\(index)")])
                #expect(try await db.first("SELECT id FROM things WHERE id = $1", [.integer(integer)])?.int("id") == integer)
            }
            try await db.execute("DELETE FROM things")
            for (index, real) in reals.enumerated() {
                try await db.execute("INSERT INTO things (id, amount) VALUES ($1, $2)", [.integer(Int64(index)), .real(real)])
            }
            #expect(try await db.query("SELECT amount FROM things ORDER BY id").map { try $0.double("amount") } == reals)
            try await db.execute("DELETE FROM things")
            for (index, text) in texts.enumerated() {
                try await db.insert(index, name: text)
                #expect(try await db.first("SELECT id FROM things WHERE name = $1", [.text(text)])?.int("id") == Int64(index))
            }
            #expect(try await db.query("SELECT name FROM things ORDER BY id").map { try $0.text("name") } == texts)
            try await db.execute("DELETE FROM things")
            for (index, bytes) in contents.enumerated() {
                try await db.execute("INSERT INTO things (id, content) VALUES ($1, $2)", [.integer(Int64(index)), .bytes(bytes)])
            }
            #expect(try await db.query("SELECT content FROM things ORDER BY id").map { try $0.bytes("content") } == contents)
        }
    }

    @Test("nulls are nulls in every column", arguments: TestDatabases.available)
    func nulls(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.execute(
                "INSERT INTO things (id, name, amount, content, owner) VALUES ($1, $2, $3, $4, $5)", [.integer(1), .null, .null, .null, .null])
            let row = try #require(try await db.first("SELECT * FROM things"))
            #expect(try row.optionalText("name") == nil)
            #expect(try row.optionalDouble("amount") == nil)
            #expect(try row.optionalBytes("content") == nil)
            #expect(try row.optionalInt("owner") == nil)
            #expect(row["name"] == .null)
            #expect(throws: SQLError.self) { try row.text("name") }
            #expect(throws: SQLError.self) { try row.text("nonsense") }
            #expect(try await db.query("SELECT id FROM things WHERE name IS NULL AND $1 = 1", [.integer(1)]).count == 1)
        }
    }

    @Test("one statement that writes gives its rows, and nothing stays of one that fails", arguments: TestDatabases.available)
    func write(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let sql = "INSERT INTO things (id, name) VALUES ($1, $2) RETURNING id, name"
            let rows = try await db.write(sql, [.integer(1), .text("a")])
            #expect(try rows.map { try $0.text("name") } == ["a"])
            #expect(try await db.write("UPDATE things SET name = 'b' WHERE id = $1 RETURNING id", [.integer(2)]).isEmpty)
            let kind = await sqlErrorKind { _ = try await db.write(sql, [.integer(2), .text("a")]) }
            guard case .uniqueViolation = kind else { Issue.record("\(String(describing: kind))"); return }
            #expect(try await db.count() == 1)
        }
    }

    @Test("what one database could not keep is refused by both", arguments: TestDatabases.available)
    func refusedValues(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            await #expect(throws: SQLError.self) { try await db.insert(1, name: "a\0b") }
            await #expect(throws: SQLError.self) { try await db.execute("INSERT INTO things (id, amount) VALUES (1, $1)", [.real(.nan)]) }
            await #expect(throws: SQLError.self) { try await db.transaction { try await $0.insert(1, name: "\0") } }
            #expect(try await db.count() == 0)
            try await db.insert(1, name: "ab")
        }
    }

    @Test("parameters come in any order, and again", arguments: TestDatabases.available)
    func parameters(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.execute("INSERT INTO things (name, id, amount) VALUES ($2, $1, $1)", [.integer(7), .text("seven")])
            let row = try await db.first(
                "SELECT $3 || name AS greeting, id FROM things WHERE id = $2 AND amount = $2 AND name = $1 AND name = $1",
                [.text("seven"), .integer(7), .text("lucky ")])
            #expect(try row?.text("greeting") == "lucky seven")
            #expect(try await db.first("SELECT '$1 is no parameter' AS a, name AS \"$2\" FROM things -- $3")?.text("a") == "$1 is no parameter")
            await #expect(throws: SQLError.self) { try await db.query("SELECT id FROM things WHERE id = $1", []) }
            await #expect(throws: SQLError.self) { try await db.query("SELECT id FROM things WHERE id = $1", [.integer(1), .integer(2)]) }
        }
    }

    @Test("an integer stays an integer of 64 bits in every expression", arguments: TestDatabases.available)
    func arithmetic(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let now: Int64 = 1_700_000_000_000_000
            try await db.execute("INSERT INTO things (id) VALUES ($1)", [.integer(now)])
            #expect(try await db.query("SELECT id FROM things WHERE id > $1 - 60000000", [.integer(now)]).count == 1)
            let all = "SELECT $1 + 1 AS next, SUM(id) AS sum, COUNT(*) AS count, MAX(id) AS most FROM things"
            let row = try #require(try await db.first(all, [.integer(now)]))
            #expect(row["next"] == .integer(now + 1))
            #expect(row["sum"] == .integer(now))
            #expect(row["count"] == .integer(1))
            #expect(row["most"] == .integer(now))
            try await db.execute("UPDATE things SET amount = $1", [.integer(3)])
            #expect(try await db.first("SELECT amount, AVG(amount) AS mean FROM things GROUP BY amount")?.double("mean") == 3)
            #expect(try await db.first("SELECT (id = $1) AS same FROM things", [.integer(now)])?.bool("same") == true)
            #expect(try await db.first("SELECT EXISTS (SELECT 1 FROM things WHERE id = $1) AS found", [.integer(4)])?.bool("found") == false)
        }
    }

    @Test("change tells how many rows it changed", arguments: TestDatabases.available)
    func changedRows(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            #expect(try await db.change("INSERT INTO things (id) VALUES (1), (2), (3)") == 3)
            #expect(try await db.change("UPDATE things SET amount = 1 WHERE id >= 2") == 2)
            #expect(try await db.change("UPDATE things SET amount = 1 WHERE id > 99") == 0)
            #expect(try await db.change("CREATE TABLE others (id BIGINT)") == 0)
            #expect(try await db.change("INSERT INTO things (id) VALUES (1) ON CONFLICT (id) DO NOTHING") == 0)
            let inside = try await db.transaction { session in
                let deleted = try await session.change("DELETE FROM things WHERE id <= 2")
                let read = try await session.change("SELECT id FROM things")
                return [deleted, read]
            }
            #expect(inside == [2, 0])
        }
    }

    @Test("RETURNING and ON CONFLICT work alike", arguments: TestDatabases.available)
    func returning(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let upsert = """
                INSERT INTO things (id, name, amount) VALUES ($1, $2, 1)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, amount = things.amount + 1 RETURNING id, name, amount
                """
            let amounts = try await db.transaction { session in
                var amounts: [Double] = []
                for name in ["a", "b", "c"] {
                    let row = try #require(try await session.first(upsert, [.integer(1), .text(name)]))
                    #expect(try row.text("name") == name)
                    amounts.append(try row.double("amount"))
                }
                return amounts
            }
            #expect(amounts == [1, 2, 3])
            #expect(try await db.count() == 1)
        }
    }

    @Test("constraints tell which they are", arguments: TestDatabases.available)
    func constraints(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.insert(1, name: "one")
            let primary = await sqlErrorKind { try await db.insert(1) }
            let unique = await sqlErrorKind { try await db.insert(2, name: "one") }
            // PostgreSQL names the index, SQLite the columns.
            #expect(primary == .uniqueViolation(constraint: dialect == .postgres ? "things_pkey" : "things.id"))
            #expect(unique == .uniqueViolation(constraint: dialect == .postgres ? "things_name" : "things.name"))
            #expect(await sqlErrorKind { try await db.execute("INSERT INTO things (id, owner) VALUES (3, 99)") } == .foreignKeyViolation)
            #expect(await sqlErrorKind { try await db.execute("INSERT INTO things (id, amount) VALUES (4, -13)") } == .otherConstraint)
            #expect(await sqlErrorKind { try await db.execute("INSERT INTO nowhere (id) VALUES (4)") } == .other)
            #expect(await sqlErrorKind { _ = try await db.query("SELEC 1") } == .other)
            #expect(await sqlErrorKind { _ = try await db.query("SELECT 1; SELECT 2") } == .other)
            #expect(try await db.count() == 1)
        }
    }

    @Test("a statement that is known still works after the schema has changed", arguments: TestDatabases.available)
    func changedSchema(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.insert(1, name: "one")
            for _ in 0..<12 { #expect(try await db.query("SELECT * FROM things").count == 1) }
            try await db.transaction { session in _ = try await session.query("SELECT * FROM things") }
            try await db.execute("ALTER TABLE things ADD COLUMN colour TEXT DEFAULT 'red'")
            for _ in 0..<12 { #expect(try await db.first("SELECT * FROM things")?.text("colour") == "red") }
            let colour = try await db.transaction { session in try await session.first("SELECT * FROM things")?.text("colour") }
            #expect(colour == "red")
        }
    }

    @Test("thousands of different statements neither fail nor pile up", arguments: TestDatabases.available)
    func manyStatements(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.insert(1)
            for number in 0..<1500 {
                #expect(try await db.first("SELECT id + \(number) AS n FROM things WHERE id = $1", [.integer(1)])?.int("n") == Int64(number + 1))
            }
            let numbers = try await db.transaction { session in
                var numbers: [Int64?] = []
                for number in 0..<600 { numbers.append(try await session.first("SELECT id - \(number) AS n FROM things")?.int("n")) }
                return numbers
            }
            #expect(numbers == (0..<600).map { 1 - $0 })
            if dialect == .postgres {
                // On each connection no more are kept than the cache holds.
                let count = "SELECT COUNT(*) AS n FROM pg_prepared_statements"
                let kept = try await db.transaction { session in try await session.first(count)?.int("n") }
                #expect(try #require(kept) <= 256)
            }
        }
    }

    @Test("a statement that cannot be prepared can be once the reason is gone", arguments: TestDatabases.available)
    func failedPreparation(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            for _ in 0..<3 { await #expect(throws: SQLError.self) { try await db.query("SELECT id FROM later") } }
            try await db.execute("CREATE TABLE later (id BIGINT)")
            #expect(try await db.query("SELECT id FROM later").isEmpty)
        }
    }
}
