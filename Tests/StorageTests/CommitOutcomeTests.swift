import Foundation
import Storage
import Support
import Testing

@Suite("A commit whose answer is lost", .enabled(if: TestDatabases.postgresURL != nil, "set MIEN_TEST_POSTGRES_URL"))
struct CommitOutcomeTests {
    private func withCutter(_ body: (CommitCutter, PostgresDatabase) async throws -> Void) async throws {
        try await TestDatabases.withPostgres(migrations: [things]) { url in
            let cutter = try CommitCutter(before: url)
            defer { cutter.close() }
            let db = try await PostgresDatabase.open(url: cutter.url(url), poolSize: 2)
            do { try await body(cutter, db) } catch {
                await db.close()
                throw error
            }
            await db.close()
        }
    }

    @Test("its outcome is unknown, whether it was carried out or not, and nothing is run twice", arguments: CommitCutter.Place.allCases)
    func unknown(_ place: CommitCutter.Place) async throws {
        try await withCutter { cutter, db in
            let expected = place == .beforeAnswer ? 1 : 0
            cutter.cutNextCommit(place)
            let alone = await sqlErrorKind { try await db.execute("INSERT INTO things (id) VALUES (1)", []) }
            #expect(alone == .outcomeUnknown)
            #expect(try await db.count() == expected)

            // Statements that travel with their commit.
            cutter.cutNextCommit(place)
            let piped = await sqlErrorKind {
                try await db.transaction { session in
                    try await session.insert(2)
                    try await session.insert(3)
                }
            }
            #expect(piped == .outcomeUnknown)
            #expect(try await db.count() == expected * 3)

            // Statements that were answered before it.
            cutter.cutNextCommit(place)
            let runs = Counter()
            let asked = await sqlErrorKind {
                try await db.transaction { session in
                    runs.next()
                    try await session.insert(4)
                    #expect(try await session.count() == expected * 3 + 1)
                }
            }
            #expect(asked == .outcomeUnknown)
            #expect(runs.value == 1)
            try await eventually("the lost transaction has ended") { try await db.count() == expected * 4 }
            #expect(cutter.count == 3)
        }
    }

    @Test("who can look for what was written learns what became of it", arguments: CommitCutter.Place.allCases)
    func resolved(_ place: CommitCutter.Place) async throws {
        try await withCutter { cutter, db in
            cutter.cutNextCommit(place)
            let runs = Counter()
            let kind = await sqlErrorKind {
                let value = try await db.transaction { session in
                    runs.next()
                    try await session.insert(1)
                    return 7
                } wasCommitted: { value, session in
                    #expect(value == 7)
                    return try await session.count() == 1
                }
                #expect(value == 7)
            }
            #expect(kind == (place == .beforeAnswer ? nil : .unavailable))
            #expect(runs.value == 1)
            let count = try await db.count()
            #expect(count == (place == .beforeAnswer ? 1 : 0))
        }
    }
}

@Suite("Marks of a request in what it commits")
struct CommitMarkTests {
    @Test("each transaction that changes something carries it, others do not, and it is taken back with them", arguments: TestDatabases.available)
    func marks(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let marks = Counter()
            let mark = CommitMark { session in
                marks.next()
                try await session.insert(100 + marks.value)
            }
            try await CommitMark.$current.withValue(mark) {
                _ = try await db.transaction { session in try await session.count() }
                _ = try await db.count()
                #expect(marks.value == 0)
                try await db.insert(1)
                try await db.transaction { session in try await session.insert(2) }
                _ = try await db.write("INSERT INTO things (id) VALUES (3) RETURNING id", [])
                #expect(try await db.change("UPDATE things SET name = 'x' WHERE id = 3") == 1)
                #expect(try await db.change("UPDATE things SET name = 'x' WHERE id = 77") == 0)
                #expect(marks.value == 4)
                await #expect(throws: (any Error).self) {
                    try await db.transaction { session in
                        try await session.insert(4)
                        _ = try await session.count()
                        throw Deliberate()
                    }
                }
                #expect(marks.value == 4)
            }
            try await db.insert(5)
            #expect(try await db.count() == 8)
        }
    }
}

@Suite("Whether a database takes writes")
struct WriteHealthTests {
    @Test("is known from the writes that fail and succeed; reads and violated constraints say nothing", arguments: TestDatabases.available)
    func health(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.insert(1)
            _ = await sqlErrorKind { try await db.insert(1) }
            #expect(await db.writeFailure() == nil)
            try await fillDisk(db)
            let large = SQLValue.bytes(Array(repeating: 1, count: 1 << 20))
            let insert = "INSERT INTO things (id, content) VALUES ($1, $2)"
            guard case .notWritable(let reason) = await sqlErrorKind({ try await db.execute(insert, [.integer(2), large]) }) else {
                Issue.record("the write did not fail as one that cannot be stored")
                return
            }
            #expect(reason.contains("full"))
            #expect(db.writeHealth.reason == reason)
            #expect(try await db.count() == 1)
            _ = try await db.transaction { session in try await session.count() }
            #expect(db.writeHealth.reason == reason)
            // A small write is tried, which has room on SQLite.
            let failure = await db.writeFailure()
            #expect(failure == (dialect == .sqlite ? nil : reason))
            try await emptyDisk(db)
            try await db.execute(insert, [.integer(3), large])
            #expect(await db.writeFailure() == nil)
        }
    }

    private func fillDisk(_ db: any SQLDatabase) async throws {
        guard db.dialect == .postgres else {
            _ = try await db.transaction { session in try await session.query("PRAGMA max_page_count = 1") }
            return
        }
        try await db.execute(
            """
            CREATE FUNCTION disk_full() RETURNS TRIGGER LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100'', MESSAGE = ''no space left on device''; END'
            """)
        for table in ["things", "schema_migrations"] {
            try await db.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON \(table) FOR EACH STATEMENT EXECUTE FUNCTION disk_full()")
        }
    }

    private func emptyDisk(_ db: any SQLDatabase) async throws {
        if db.dialect == .postgres { return try await db.execute("DROP FUNCTION disk_full() CASCADE") }
        _ = try await db.transaction { session in try await session.query("PRAGMA max_page_count = 1000000") }
    }
}
