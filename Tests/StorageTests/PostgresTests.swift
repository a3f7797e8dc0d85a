import Foundation
import Storage
import Support
import Testing
import Vocabulary

@Suite("PostgreSQL alone", .enabled(if: TestDatabases.postgresURL != nil, "set MIEN_TEST_POSTGRES_URL"))
struct PostgresTests {
    /// Two databases objects on one fresh database: one to hurt, one to hurt it with.
    private func withPair(poolSize: Int = 3, _ body: (_ db: PostgresDatabase, _ surgeon: PostgresDatabase) async throws -> Void) async throws {
        try await TestDatabases.withPostgres(migrations: [things]) { url in
            let db = try await PostgresDatabase.open(url: url, poolSize: poolSize, applicationName: "patient")
            let surgeon = try await PostgresDatabase.open(url: url, poolSize: 1, applicationName: "surgeon")
            do { try await body(db, surgeon) } catch {
                await db.close()
                await surgeon.close()
                throw error
            }
            await db.close()
            await surgeon.close()
        }
    }

    private func killPatients(_ surgeon: PostgresDatabase, where condition: String = "TRUE") async throws -> Int {
        try await surgeon.query(
            """
            SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity
            WHERE application_name = 'patient' AND datname = current_database() AND \(condition)
            """
        ).count
    }

    private func patients(_ surgeon: PostgresDatabase, where condition: String = "TRUE") async throws -> Int {
        try await surgeon.query(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'patient' AND datname = current_database() AND \(condition)"
        ).count
    }

    @Test("idle connections that the server ended are replaced without anybody noticing")
    func idleConnections() async throws {
        try await withPair { db, surgeon in
            for round in 0..<5 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id in 0..<10 { group.addTask { try await db.insert(round * 10 + id) } }
                    try await group.waitForAll()
                }
                #expect(try await killPatients(surgeon) > 0)
                try await eventually("they are gone") {
                    try await patients(surgeon) == 0
                }
            }
            #expect(try await db.count() == 50)
        }
    }

    @Test("a read whose connection is cut is repeated once on a fresh one")
    func readIsRepeated() async throws {
        try await withPair { db, surgeon in
            let read = Task { try await db.first("SELECT pg_sleep(1), COUNT(*) AS n FROM things")?.int("n") }
            try await eventually("the read runs") { try await killPatients(surgeon, where: "state = 'active' AND query LIKE '%pg_sleep%'") == 1 }
            #expect(try await read.value == 0)
        }
    }

    @Test("a read that is cut again and again gives up as unavailable")
    func readGivesUp() async throws {
        try await withPair { db, surgeon in
            let read = Task { _ = try await db.query("SELECT pg_sleep(60)") }
            // A connection that was cut may still be listed for a moment: it does not count twice.
            var cut: Set<Int64> = []
            try await eventually("the read ran twice") {
                let rows = try await surgeon.query(
                    """
                    SELECT pid, pg_terminate_backend(pid) AS done FROM pg_stat_activity WHERE application_name = 'patient'
                    AND datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep%'
                    """)
                cut.formUnion(try rows.map { try $0.int("pid") })
                return cut.count == 2
            }
            #expect(await sqlErrorKind { try await read.value } == .unavailable)
            #expect(try await db.count() == 0)
        }
    }

    @Test("a transaction that is cut before its commit is run again, whole and once")
    func transactionIsRunAgain() async throws {
        try await withPair { db, surgeon in
            let runs = Counter()
            try await db.transaction { session in
                let run = runs.next()
                try await session.insert(1)
                #expect(try await session.count() == 1)
                if run == 1 {
                    #expect(try await killPatients(surgeon, where: "state = 'idle in transaction'") == 1)
                }
                try await session.insert(2)
                #expect(try await session.count() == 2)
            }
            #expect(runs.value == 2)
            #expect(try await db.count() == 2)
        }
    }

    @Test("of two servers only the one that is woken hears of it, unless it does not listen")
    func wakesOne() async throws {
        try await withPair { db, other in
            var here = db.notifications("work").makeAsyncIterator()
            var there = other.notifications("work").makeAsyncIterator()
            #expect(await here.next() == "")
            #expect(await there.next() == "")
            try await db.wake("work")
            #expect(await here.next() == "")
            try await db.notify("work", "to both")
            #expect(await here.next() == "to both")
            #expect(await there.next() == "to both")

            var elsewhere = other.notifications("elsewhere").makeAsyncIterator()
            #expect(await elsewhere.next() == "")
            try await db.wake("elsewhere")
            #expect(await elsewhere.next() == "")
        }
    }

    @Test("transactions that lose a conflict are run again")
    func conflicts() async throws {
        try await withPair { db, _ in
            for id in 1...2 { try await db.execute("INSERT INTO things (id, amount) VALUES ($1, 0)", [.integer(Int64(id))]) }
            // Each takes both rows, half of them in the other order: deadlocks are sure.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<8 {
                    group.addTask {
                        try await db.transaction { session in
                            // Found out sooner than by default, to keep the test short.
                            try await session.execute("SET LOCAL deadlock_timeout = '20ms'")
                            for id in task % 2 == 0 ? [1, 2] : [2, 1] {
                                try await session.execute("UPDATE things SET amount = amount + 1 WHERE id = $1", [.integer(Int64(id))])
                                _ = try await session.query("SELECT pg_sleep(0.01)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await db.query("SELECT amount FROM things").map { try $0.double("amount") } == [8, 8])
        }
    }

    @Test("listening recovers after its connection is cut, and says so with an empty payload")
    func listening() async throws {
        try await withPair { db, surgeon in
            var news = db.notifications("news").makeAsyncIterator()
            #expect(await news.next() == "")
            for round in 1...3 {
                try await db.notify("news", "before \(round)")
                #expect(await news.next() == "before \(round)")
                #expect(try await killPatients(surgeon, where: "query LIKE 'LISTEN%'") == 1)
                #expect(await news.next() == "")
                try await surgeon.notify("news", "after \(round)")
                #expect(await news.next() == "after \(round)")
            }
        }
    }

    @Test("a cancelled transaction is taken back and its connection stays")
    func cancelledTransaction() async throws {
        try await withPair(poolSize: 1) { db, surgeon in
            let before = try await db.first("SELECT pg_backend_pid() AS pid")?.int("pid")
            for _ in 1...3 {
                let task = Task {
                    try await db.transaction { session in
                        try await session.insert(1)
                        _ = try await session.query("SELECT pg_sleep(60)")
                    }
                }
                try await eventually("it runs") {
                    try await patients(surgeon, where: "state = 'active' AND query LIKE '%pg_sleep%'") == 1
                }
                task.cancel()
                #expect(await sqlErrorKind { try await task.value } == .cancelled)
                #expect(try await db.count() == 0)
            }
            #expect(try await db.first("SELECT pg_backend_pid() AS pid")?.int("pid") == before)
        }
    }

    @Test("a statement that takes too long is unavailable, not cancelled")
    func statementTimeout() async throws {
        try await TestDatabases.withPostgres { url in
            let db = try await PostgresDatabase.open(url: url, poolSize: 1, statementTimeout: .milliseconds(50))
            #expect(await sqlErrorKind { _ = try await db.query("SELECT pg_sleep(60)") } == .unavailable)
            #expect(try await db.first("SELECT 1 AS one")?.int("one") == 1)
            await db.close()
        }
    }

    @Test("who waits too long for a connection is told so, and the pool goes on")
    func acquireTimeout() async throws {
        try await TestDatabases.withPostgres(migrations: [things]) { url in
            let db = try await PostgresDatabase.open(url: url, poolSize: 1, acquireTimeout: .milliseconds(100))
            let gate = Gate()
            let holder = Task { try await db.transaction { _ in await gate.wait() } }
            try await eventually("it is held") { gate.waiting == 1 }
            #expect(await sqlErrorKind { try await db.insert(1) } == .unavailable)
            gate.open()
            try await holder.value
            try await db.insert(1)
            #expect(try await db.count() == 1)
            await db.close()
        }
    }

    @Test("an address where nobody answers, a wrong user and nonsense are refused in words, within seconds")
    func badAddresses() async throws {
        let url = try #require(TestDatabases.postgresURL)
        for bad in ["postgres://127.0.0.1:1/postgres", "host=/nowhere dbname=x", "nonsense", url + "_no_such_database"] {
            do {
                await (try PostgresDatabase.open(url: bad)).close()
                Issue.record("\(bad) was accepted")
            } catch {
                #expect((error as? SQLError)?.message.isEmpty == false)
            }
        }
    }

    @Test("libpq's own text works as an address too")
    func connectionText() async throws {
        try await TestDatabases.withPostgres { url in
            let parts = try #require(URLComponents(string: url))
            let text = "host=\(parts.host ?? "") port=\(parts.port ?? 5432) user=\(parts.user ?? "mien") dbname=\(parts.path.dropFirst())"
            let db = try await PostgresDatabase.open(url: text, poolSize: 1)
            let row = try await db.first("SELECT current_database() AS name, current_setting('application_name') AS program")
            #expect(try row?.text("name") == String(parts.path.dropFirst()))
            #expect(try row?.text("program") == "mien")
            await db.close()
        }
    }

    @Test("types beyond our own are read where they make sense and refused by name where not")
    func types() async throws {
        try await TestDatabases.with(.postgres) { db in
            let row = try #require(
                try await db.first(
                    """
                    SELECT true AS yes, 7::smallint AS small, 8::int AS medium, 1.5::real AS real, 1e10::numeric AS whole,
                        12345.678::numeric AS broken, -0.00012::numeric AS tiny, '-123456789012345678901234'::numeric AS huge,
                        0.0::numeric AS zero, 'NaN'::numeric AS nan, 10000::numeric(20, 2) AS scaled,
                        '{"a": 1}'::jsonb AS jsonb, '[2]'::json AS json, 'x'::varchar AS varchar, 'pg'::name AS name,
                        '2000-01-01 00:00:01+00'::timestamptz AS time, '11111111-2222-3333-4444-555555555555'::uuid AS uuid
                    """))
            #expect(row["yes"] == .integer(1))
            #expect(row["small"] == .integer(7))
            #expect(row["medium"] == .integer(8))
            #expect(row["real"] == .real(1.5))
            #expect(row["whole"] == .integer(10_000_000_000))
            #expect(row["broken"] == .real(12345.678))
            #expect(row["tiny"] == .real(-0.00012))
            #expect(row["huge"] == .real(-123_456_789_012_345_685_803_008))
            #expect(row["zero"] == .real(0))
            #expect(try row.double("nan").isNaN)
            #expect(row["scaled"] == .real(10000))
            #expect(row["jsonb"] == .text("{\"a\": 1}"))
            #expect(row["json"] == .text("[2]"))
            #expect(row["varchar"] == .text("x"))
            #expect(row["name"] == .text("pg"))
            #expect(row["time"] == .integer(946_684_801_000_000))
            #expect(row["uuid"] == .text("11111111-2222-3333-4444-555555555555"))
            await #expect(throws: SQLError.self) { try await db.query("SELECT ARRAY[1, 2] AS list") }
        }
    }

    @Test("a prepared statement whose types have changed is prepared anew, also inside a transaction")
    func changedTypes() async throws {
        try await withPair(poolSize: 1) { db, _ in
            try await db.insert(1, name: "7")
            for type in ["VARCHAR(20)", "BIGINT USING name::bigint", "TEXT"] {
                for _ in 1...2 { _ = try await db.query("SELECT name FROM things") }
                _ = try await db.transaction { try await $0.query("SELECT name FROM things WHERE id = $1", [.integer(1)]) }
                try await db.execute("ALTER TABLE things ALTER COLUMN name TYPE \(type)")
                let rows = try await db.transaction { try await $0.query("SELECT name FROM things WHERE id = $1", [.integer(1)]) }
                #expect(rows.count == 1)
                #expect(try await db.query("SELECT name FROM things").count == 1)
            }
        }
    }
}
