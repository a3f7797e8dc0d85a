import Foundation
import Jobs
import Logging
import Storage
import Support
import Synchronization
import Testing
import Vocabulary

/// A clock that stands still until it is told.
final class StoppedClock: Sendable {
    private let time = Mutex(Timestamp(microseconds: 1_700_000_000_000_000))
    var now: Timestamp { time.withLock { $0 } }
    func advance(seconds: Double) { time.withLock { $0 = $0.adding(seconds: seconds) } }
    var clock: Clock { { self.now } }
}

/// What handlers were given.
final class Record: Sendable {
    private let items = Mutex<[String]>([])
    var all: [String] { items.withLock { $0 } }
    func add(_ item: String) { items.withLock { $0.append(item) } }
}

@Suite("Jobs on both databases")
struct JobTests {
    private let clock = StoppedClock()
    private let done = Record()

    private var jobsTable: Migration {
        get throws {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let path = root.appendingPathComponent("Sources/Platform/Schema/Migrations/m0002_jobs.sql")
            return Migration(name: "m0002_jobs", sql: try String(contentsOf: path, encoding: .utf8))
        }
    }

    private func with(_ dialect: Dialect, _ body: (any SQLDatabase) async throws -> Void) async throws {
        try await TestDatabases.with(dialect, migrations: [try jobsTable], body)
    }

    private func server(_ db: any SQLDatabase, workers: Int = 4) -> Jobs {
        Jobs(database: db, clock: clock.clock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, workers: workers)
    }

    private func states(_ jobs: Jobs) async throws -> [String: Int] {
        try await Dictionary(jobs.counts().map { ("\($0.kind) \($0.status)", $0.count) }, uniquingKeysWith: +)
    }

    @Test("a job runs once, when it is due, and is gone afterwards", arguments: TestDatabases.available)
    func runs(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            jobs.register("mail") { done.add($0) }
            try await jobs.enqueue("mail", "now", in: db)
            try await jobs.enqueue("mail", "later", at: clock.now.adding(seconds: 60), in: db)
            #expect(try await jobs.runDue() == 1)
            #expect(try await jobs.runDue() == 0)
            #expect(done.all == ["now"])
            clock.advance(seconds: 59)
            #expect(try await jobs.runDue() == 0)
            clock.advance(seconds: 1)
            #expect(try await jobs.runDue() == 1)
            #expect(done.all == ["now", "later"])
            #expect(try await states(jobs).isEmpty)
        }
    }

    @Test("a job shares the fate of the transaction that enqueued it", arguments: TestDatabases.available)
    func transactional(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            jobs.register("mail") { done.add($0) }
            try? await db.transaction { session in
                try await jobs.enqueue("mail", "never", in: session)
                throw Deliberate()
            }
            try await db.transaction { session in try await jobs.enqueue("mail", "kept", in: session) }
            try await jobs.runDue()
            #expect(done.all == ["kept"])
        }
    }

    @Test("a failing job waits longer each time, keeps its error, and is dead after its last attempt", arguments: TestDatabases.available)
    func retries(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            jobs.register("mail", retryDelay: { Double($0) * 10 }) {
                done.add($0)
                throw Deliberate()
            }
            try await jobs.enqueue("mail", "x", maxAttempts: 3, in: db)
            for (pause, runs) in [(0.0, 1), (9, 0), (1, 1), (19, 0), (1, 1), (100, 0)] {
                clock.advance(seconds: pause)
                #expect(try await jobs.runDue() == runs)
            }
            #expect(try await states(jobs) == ["mail dead": 1])
            #expect(try await db.first("SELECT last_error FROM jobs")?.text("last_error") == "Deliberate()")
            #expect(try await jobs.reviveDead("mail") == 1)
            #expect(try await jobs.runDue() == 1)
            #expect(done.all.count == 4)
        }
    }

    @Test("a handler can choose its own delay, or give up at once", arguments: TestDatabases.available)
    func handlersChoice(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            jobs.register("mail") { payload in
                done.add(payload)
                if payload == "later" { throw RetryLater(seconds: 3, reason: "busy") }
                throw GiveUp("gone")
            }
            try await jobs.enqueue("mail", "later", in: db)
            try await jobs.enqueue("mail", "never", in: db)
            #expect(try await jobs.runDue() == 2)
            #expect(try await states(jobs) == ["mail dead": 1, "mail waiting": 1])
            clock.advance(seconds: 2)
            #expect(try await jobs.runDue() == 0)
            clock.advance(seconds: 1)
            #expect(try await jobs.runDue() == 1)
            clock.advance(seconds: 1)
            #expect(try await jobs.removeDead(before: clock.now) == 1)
        }
    }

    @Test("one job waits under a key: the newer payload at the earlier time", arguments: TestDatabases.available)
    func keys(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            jobs.register("score") { done.add($0) }
            jobs.register("other") { done.add("other \($0)") }
            for (payload, delay) in [("a", 50.0), ("b", 5), ("c", 50)] {
                try await jobs.enqueue("score", payload, at: clock.now.adding(seconds: delay), key: "s1", in: db)
            }
            try await jobs.enqueue("score", "two", key: "s2", in: db)
            try await jobs.enqueue("other", "one", key: "s1", in: db)
            #expect(try await jobs.runDue() == 2)
            clock.advance(seconds: 5)
            #expect(try await jobs.runDue() == 1)
            #expect(Set(done.all) == ["two", "other one", "c"])
        }
    }

    @Test("work that comes in while its job runs is not lost, and a failing job makes room for it", arguments: TestDatabases.available)
    func keyWhileRunning(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            jobs.register("score") { payload in
                done.add(payload)
                if payload == "first" {
                    try await jobs.enqueue("score", "second", key: "s", in: db)
                    throw Deliberate()
                }
            }
            try await jobs.enqueue("score", "first", key: "s", in: db)
            #expect(try await jobs.runDue() == 2)
            #expect(done.all == ["first", "second"])
            #expect(try await states(jobs).isEmpty)
        }
    }

    @Test("four servers of four workers never run a job twice", arguments: TestDatabases.available)
    func manyWorkers(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let servers = (0..<4).map { _ in server(db) }
            for jobs in servers { jobs.register("mail") { done.add($0) } }
            try await db.transaction { session in for number in 0..<200 { try await servers[0].enqueue("mail", "\(number)", in: session) } }
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for jobs in servers + servers { group.addTask { try await jobs.runDue() } }
                return try await group.reduce(0, +)
            }
            #expect(count == 200)
            #expect(done.all.sorted() == (0..<200).map(String.init).sorted())
            #expect(try await states(servers[0]).isEmpty)
        }
    }

    @Test("a job whose server died is taken by another when the lease ends, and counts as an attempt", arguments: TestDatabases.available)
    func deadServer(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let dead = server(db), alive = server(db)
            let gate = Gate()
            dead.register("mail") { _ in
                await gate.wait()
                done.add("dead")
                throw Deliberate()
            }
            alive.register("mail") { _ in done.add("alive") }
            try await dead.enqueue("mail", "x", maxAttempts: 2, in: db)
            let hanging = Task { try await dead.runDue() }
            try await eventually("it was taken") { gate.waiting == 1 }
            clock.advance(seconds: 59)
            #expect(try await alive.runDue() == 0)
            await dead.renewLeases()
            clock.advance(seconds: 59)
            #expect(try await alive.runDue() == 0)
            clock.advance(seconds: 1)
            #expect(try await alive.runDue() == 1)
            // Back from the dead: what it has to say about a job that is no longer its own does not count.
            gate.open()
            #expect(try await hanging.value == 1)
            #expect(done.all == ["alive", "dead"])
            #expect(try await states(alive).isEmpty)
        }
    }

    @Test("a job that kills its server again and again ends as dead", arguments: TestDatabases.available)
    func poison(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            jobs.register("mail") { done.add($0) }
            try await jobs.enqueue("mail", "x", maxAttempts: 2, in: db)
            try await db.execute(
                "UPDATE jobs SET status = 'running', lease = 'somebody', attempts = 2, due_at = $1", [.integer(clock.now.microseconds)])
            #expect(try await jobs.runDue() == 0)
            #expect(try await states(jobs) == ["mail dead": 1])
            #expect(done.all.isEmpty)
        }
    }

    @Test("jobs of unknown kinds are left to servers that know them", arguments: TestDatabases.available)
    func unknownKinds(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let old = server(db), new = server(db)
            old.register("mail") { done.add($0) }
            new.register("mail") { done.add($0) }
            new.register("fax") { done.add($0) }
            try await new.enqueue("fax", "f", in: db)
            #expect(try await old.runDue() == 0)
            #expect(try await new.runDue() == 1)
        }
    }

    @Test("a round runs once per interval on all servers together, and missed ones are not made up for", arguments: TestDatabases.available)
    func rounds(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let servers = (0..<3).map { _ in server(db) }
            for jobs in servers { jobs.every("sweep", seconds: 30) { done.add("sweep") } }
            var expected = 0
            for (pause, runs) in [(0.0, 1), (29, 0), (1, 1), (30, 1), (300, 1), (15, 0), (30, 1)] {
                clock.advance(seconds: pause)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for jobs in servers { group.addTask { try await jobs.runDue() } }
                    try await group.waitForAll()
                }
                expected += runs
                #expect(done.all.count == expected)
            }
        }
    }

    @Test("a round that fails comes again, one that is still running is not run beside itself", arguments: TestDatabases.available)
    func slowRounds(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let first = server(db), second = server(db)
            let gate = Gate()
            first.every("sweep", seconds: 10) {
                await gate.wait()
                throw Deliberate()
            }
            second.every("sweep", seconds: 10) { done.add("second") }
            let slow = Task { try await first.runDue() }
            try await eventually("it runs") { gate.waiting == 1 }
            clock.advance(seconds: 20)
            #expect(try await second.runDue() == 0)
            gate.open()
            #expect(try await slow.value >= 1)
            clock.advance(seconds: 10)
            #expect(try await second.runDue() == 1)
        }
    }

    @Test("the long loop wakes for a new job, and shutdown gives unfinished work back", arguments: TestDatabases.available)
    func longLoop(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db, workers: 2), next = server(db)
            let gate = Gate()
            let begun = Counter()
            jobs.register("quick") { done.add($0) }
            jobs.register("endless") { _ in
                begun.next()
                try await Task.sleep(for: .seconds(3600))
            }
            let loop = Task { await jobs.run() }
            let started = ContinuousClock.now
            for number in 1...20 {
                try await jobs.enqueue("quick", "\(number)", in: db)
                try await eventually("job \(number) ran") { done.all.count == number }
            }
            // By announcement, not by polling every five seconds.
            #expect(started.duration(to: .now) < .seconds(10))
            try await jobs.enqueue("endless", "x", in: db)
            try await eventually("it runs") { begun.value == 1 }
            #expect(try await states(jobs)["endless running"] == 1)
            await jobs.shutdown(grace: .milliseconds(10))
            await loop.value
            #expect(try await states(jobs) == ["endless waiting": 1])
            next.register("endless") { done.add($0) }
            #expect(try await next.runDue() == 1)
            gate.open()
        }
    }

    @Test("shutdown waits for what can finish in time", arguments: TestDatabases.available)
    func graceful(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            let gate = Gate()
            jobs.register("slow") {
                await gate.wait()
                done.add($0)
            }
            let loop = Task { await jobs.run() }
            try await jobs.enqueue("slow", "x", in: db)
            try await eventually("it runs") { gate.waiting == 1 }
            let end = Task { await jobs.shutdown() }
            gate.open()
            await end.value
            await loop.value
            try await jobs.enqueue("slow", "not taken any more", in: db)
            #expect(done.all == ["x"])
            #expect(try await states(jobs) == ["slow waiting": 1])
        }
    }

    @Test("cancelling the loop ends it and gives its work back", arguments: TestDatabases.available)
    func cancelledLoop(_ dialect: Dialect) async throws {
        try await with(dialect) { db in
            let jobs = server(db)
            let begun = Counter()
            jobs.register("endless") { _ in
                begun.next()
                try await Task.sleep(for: .seconds(3600))
            }
            jobs.every("sweep", seconds: 3600) {
                begun.next()
                try await Task.sleep(for: .seconds(3600))
            }
            let loop = Task { await jobs.run() }
            try await jobs.enqueue("endless", "x", in: db)
            try await eventually("both run") { begun.value == 2 }
            loop.cancel()
            await loop.value
            #expect(try await states(jobs) == ["endless waiting": 1])
            #expect(try await db.query("SELECT name FROM job_schedules WHERE lease IS NOT NULL").isEmpty)
        }
    }
}
