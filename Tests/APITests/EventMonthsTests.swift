// PostgreSQL keeps batches of events in a partition for each month: they land there, are known there, and go with it.
import Biometrics
import Schema
import Storage
import Support
import Testing
import Vocabulary

@Suite("Event batches by month", .enabled(if: TestDatabases.postgresURL != nil || TestDatabases.isCI, "set MIEN_TEST_POSTGRES_URL"))
struct EventMonthsTests {
    private func months(_ server: TestServer) -> EventMonths { EventMonths(database: server.server.database, clock: { server.clock.now }) }

    /// How many batches each partition holds.
    private func batches(in database: any SQLDatabase) async throws -> [String: Int64] {
        let rows = try await database.query("SELECT tableoid::regclass::text AS name, COUNT(*) AS n FROM session_event_batches GROUP BY 1")
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text("name"), try $0.int("n")) })
    }

    /// Sets the clock to ten minutes before April.
    private func goToTheEndOfMarch(_ server: TestServer) { server.clock.advance(seconds: 24 * 86_400 + 11 * 3600 + 50 * 60) }

    @Test("The partitions of this month and the next two are made, once")
    func madeAhead() async throws {
        try await withServer(on: .postgres) { server in
            let first = try await months(server).makeAhead()
            #expect(first == ["session_event_batches_2026_03", "session_event_batches_2026_04", "session_event_batches_2026_05"])
            #expect(try await months(server).makeAhead() == [])
            server.clock.advance(days: 300)
            let later = try await months(server).makeAhead()
            #expect(later == ["session_event_batches_2027_01", "session_event_batches_2027_02", "session_event_batches_2027_03"])
        }
    }

    @Test("A batch without a partition of its month is kept, and moved once the month is made")
    func defaultPartition() async throws {
        try await withServer(on: .postgres) { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            #expect(try await acme.send(events: 20, to: id, sequence: 1).status == 200)
            #expect(try await batches(in: server.server.database) == ["session_event_batches_other": 1])
            try await months(server).makeAhead()
            #expect(try await batches(in: server.server.database) == ["session_event_batches_2026_03": 1])
            let again = try await acme.send(events: 20, to: id, sequence: 1)
            #expect(again["total_event_count"] == 20)
            #expect(try await acme.send(events: 5, to: id, sequence: 2)["total_event_count"] == 25)
            #expect(try await batches(in: server.server.database) == ["session_event_batches_2026_03": 2])
        }
    }

    @Test("A session that goes on past midnight stays in the month in which it began, and a batch sent again counts once")
    func rollover() async throws {
        try await withServer(on: .postgres) { server in
            let acme = try await server.organization()
            try await months(server).makeAhead()
            goToTheEndOfMarch(server)
            let old = try await acme.session()
            #expect(try await acme.send(events: 30, to: old, sequence: 1)["total_event_count"] == 30)
            server.clock.advance(minutes: 20)
            let again = try await acme.send(events: 30, to: old, sequence: 1)
            #expect(again.status == 200)
            #expect(again["accepted"] == 30)
            #expect(again["total_event_count"] == 30)
            #expect(try await acme.send(events: 10, to: old, sequence: 2)["total_event_count"] == 40)
            let new = try await acme.session()
            try await acme.send(events: 7, to: new, sequence: 1)
            #expect(try await batches(in: server.server.database) == ["session_event_batches_2026_03": 2, "session_event_batches_2026_04": 1])
        }
    }

    @Test("The key itself refuses a batch of a session twice, whichever month it comes in")
    func key() async throws {
        try await withServer(on: .postgres) { server in
            let acme = try await server.organization()
            try await months(server).makeAhead()
            goToTheEndOfMarch(server)
            let id = try await acme.session()
            try await acme.send(events: 4, to: id, sequence: 1)
            server.clock.advance(minutes: 20)
            let copy = """
                INSERT INTO session_event_batches
                SELECT organization_id, session_id, batch_id, event_count, rejected_count, total_after, $1, block, session_at
                FROM session_event_batches
                """
            await #expect(throws: SQLError.self) {
                try await server.server.database.execute(copy, [.integer(server.clock.now.microseconds)])
            }
        }
    }

    @Test("Retention drops whole months and deletes the rest batch by batch")
    func retention() async throws {
        try await withServer(on: .postgres) { server in
            let acme = try await server.organization()
            let database = server.server.database
            try await months(server).makeAhead()
            for _ in 0..<3 { try await acme.send(events: 4, to: try await acme.session()) }
            goToTheEndOfMarch(server)
            let across = try await acme.session()
            try await acme.send(events: 4, to: across)
            server.clock.advance(minutes: 20)
            try await acme.send(events: 4, to: across)
            try await acme.send(events: 4, to: try await acme.session())

            // 30 days after the first minutes of April a batch of March's last session is not due yet.
            server.clock.advance(seconds: 30 * 86_400 - 60)
            #expect(try await EventRetentionProbe.run(server) == .init(batches: 4, months: []))
            #expect(try await batches(in: database) == ["session_event_batches_2026_03": 1, "session_event_batches_2026_04": 1])
            server.clock.advance(minutes: 2)
            #expect(try await EventRetentionProbe.run(server) == .init(batches: 1, months: ["session_event_batches_2026_03"]))
            #expect(try await batches(in: database) == [:])
            // Sessions stay, and a late batch of a month that is gone is kept nonetheless.
            #expect(try await acme.send(events: 4, to: across)["total_event_count"] == 12)
            #expect(try await batches(in: database) == ["session_event_batches_other": 1])
        }
    }

    @Test("A server that slept for months drops them with what they held")
    func longSleep() async throws {
        try await withServer(on: .postgres) { server in
            let acme = try await server.organization()
            try await months(server).makeAhead()
            for _ in 0..<3 { try await acme.send(events: 4, to: try await acme.session()) }
            server.clock.advance(days: 120)
            let purged = try await EventRetentionProbe.run(server)
            #expect(purged.batches == 0)
            #expect(purged.months == ["session_event_batches_2026_03", "session_event_batches_2026_04", "session_event_batches_2026_05"])
            #expect(try await batches(in: server.server.database) == [:])
        }
    }

    @Test("Deleting a session takes its batches along")
    func cascade() async throws {
        try await withServer(on: .postgres) { server in
            let acme = try await server.organization()
            try await months(server).makeAhead()
            let id = try await acme.session(events: 8)
            #expect(try await server.delete("sessions/\(id)", as: acme.owner).status == 204)
            #expect(try await batches(in: server.server.database) == [:])
        }
    }

    @Test("Batches that arrive while months are made and dropped are all kept")
    func together() async throws {
        try await withServer(on: .postgres) { server in
            let acme = try await server.organization()
            let ids = try await [acme.session(), acme.session(), acme.session()]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in ids {
                    group.addTask {
                        for sequence in 0..<20 {
                            let reply = try await acme.send(events: 2, to: id, sequence: sequence)
                            #expect(reply.status == 200)
                        }
                    }
                }
                group.addTask {
                    try await months(server).makeAhead()
                    _ = try await EventRetentionProbe.run(server)
                }
                try await group.waitForAll()
            }
            try await months(server).makeAhead()
            #expect(try await batches(in: server.server.database) == ["session_event_batches_2026_03": 60])
            for id in ids { #expect(try await server.get("sessions/\(id)", as: acme.owner)["event_count"] == 40) }
        }
    }

    @Test("Taking a batch in costs one statement")
    func statements() async throws {
        let recorder = Slot<RecordingDatabase>()
        try await withServer(on: .postgres, through: { recorder.fill(RecordingDatabase($0)) }) { server in
            let acme = try await server.organization()
            try await months(server).makeAhead()
            let id = try await acme.session()
            try await acme.send(events: 2, to: id, sequence: 1)
            let database = try #require(recorder.value)
            let before = database.statements.count
            try await acme.send(events: 2, to: id, sequence: 2)
            #expect(database.statements.dropFirst(before).map { $0.sql.prefix(6) } == ["WITH t"])
        }
    }

    @Test("Batches stored before there were months are moved to theirs")
    func migration() async throws {
        let all = Schema.migrations(for: .postgres)
        let before = all.filter { $0.name < "m0006" }
        #expect(before.count == 5)
        try await TestDatabases.with(.postgres, migrations: before) { (database) async throws in
            try await database.execute("INSERT INTO organizations (id, name, created_at) VALUES ('org_a', 'A', 0)")
            // The last microsecond of 2025, the first of 2026, and the last of February 2024.
            let times: [Int64] = [1_767_225_599_999_999, 1_767_225_600_000_000, 1_709_251_199_999_999]
            for (index, time) in times.enumerated() {
                try await database.execute(
                    "INSERT INTO sessions (organization_id, id, status, mode, created_at, updated_at) VALUES ('org_a', $1, 'active', 'live', $2, $2)",
                    [.text("s\(index)"), .integer(time)])
                try await database.execute(
                    "INSERT INTO session_event_batches VALUES ('org_a', $1, 's1', 2, 0, 2, $2, $3)",
                    [.text("s\(index)"), .integer(time + 5), .bytes([1, 2, UInt8(index)])])
            }
            try await Migrator(migrations: all).migrate(database)
            #expect(
                try await batches(in: database) == [
                    "session_event_batches_2025_12": 1, "session_event_batches_2026_01": 1, "session_event_batches_2024_02": 1,
                ])
            let row = try await database.first("SELECT block, session_at, received_at FROM session_event_batches WHERE session_id = 's2'")
            #expect(try row?.bytes("block") == [1, 2, 2])
            #expect(try row?.int("session_at") == times[2])
            #expect(try row?.int("received_at") == times[2] + 5)
            // The server's own reckoning of months agrees with the migration's.
            let clock = Timestamp(microseconds: times[2])
            #expect(
                try await EventMonths(database: database, clock: { clock }).makeAhead()
                    == ["session_event_batches_2024_03", "session_event_batches_2024_04"])
        }
    }
}
