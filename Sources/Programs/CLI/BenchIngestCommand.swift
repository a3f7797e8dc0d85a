// The yardstick of the event intake: the same JSON decoded and the same blocks inserted, without HTTP, keys or counters.
import ArgumentParser
import Biometrics
import Foundation
import Server
import Storage
import Vocabulary

struct BenchIngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Decode event batches and insert their blocks; print the CPU time.",
        discussion: "Works in a table of its own, bench_event_batches, which it drops in the end.")

    @OptionGroup var base: DatabaseOptions
    @Option(help: "A file of request bodies of POST /sessions/events, one a line; used over and over.") var bodies: String
    @Option(help: "How many batches to take.") var batches = 2_000
    @Option(help: "How many are under way at once, like connections to a server.") var concurrency = 16
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        try await base.withSettings { settings in
            let bodies = try InputFile.bytes(bodies).split(separator: UInt8(ascii: "\n")).map { Array($0) }
            guard !bodies.isEmpty, batches > 0, concurrency > 0 else { throw Problem(.malformed, "There is nothing to do") }
            let database = try await settings.openDatabase(logger: settings.logger())
            let trial = IngestTrial(database: database, bodies: bodies, concurrency: concurrency)
            try await trial.prepare()
            // What is opened or compiled once is not the work's cost.
            _ = try await trial.run(batches: concurrency * 10, from: 0)
            let result = try await trial.run(batches: batches, from: concurrency * 10)
            try await database.execute("DROP TABLE bench_event_batches")
            await database.close()
            if json {
                Console.line(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
            } else {
                let perMillion = result.cpuSeconds / Double(result.events) * 1_000_000
                let bytesPerEvent = Double(result.storedBytes) / Double(result.events)
                Console.line("\(result.events) events: \(perMillion.formatted(.number.precision(.fractionLength(2)))) CPU s per million, "
                    + "\(bytesPerEvent.formatted(.number.precision(.fractionLength(1)))) bytes an event")
            }
        }
    }
}

private struct IngestTrial: Sendable {
    struct Result: Encodable, Sendable {
        var events = 0
        var storedBytes = 0
        var cpuSeconds = 0.0
        var wallSeconds = 0.0
        enum CodingKeys: String, CodingKey {
            case events, storedBytes = "stored_bytes", cpuSeconds = "cpu_seconds", wallSeconds = "wall_seconds"
        }
    }

    let database: any SQLDatabase
    let bodies: [[UInt8]]
    let concurrency: Int

    /// The table is the real one without its references.
    func prepare() async throws {
        try await database.execute("DROP TABLE IF EXISTS bench_event_batches")
        try await database.execute(
            """
            CREATE TABLE bench_event_batches (
                organization_id TEXT NOT NULL, session_id TEXT NOT NULL, batch_id TEXT NOT NULL, event_count BIGINT NOT NULL,
                rejected_count BIGINT NOT NULL, total_after BIGINT NOT NULL, received_at BIGINT NOT NULL, block BYTEA NOT NULL,
                PRIMARY KEY (organization_id, session_id, batch_id))
            """)
        try await database.execute("CREATE INDEX bench_event_batches_by_time ON bench_event_batches (received_at)")
    }

    func run(batches: Int, from first: Int) async throws -> Result {
        let cpu = Self.processSeconds(), wall = Timestamp.wallClock()
        var result = try await withThrowingTaskGroup(of: Result.self) { group in
            for worker in 0..<concurrency {
                group.addTask { try await work(stride(from: first + worker, to: first + batches, by: concurrency), session: "bench-\(worker)") }
            }
            var sum = Result()
            for try await part in group {
                sum.events += part.events
                sum.storedBytes += part.storedBytes
            }
            return sum
        }
        result.cpuSeconds = Self.processSeconds() - cpu
        result.wallSeconds = Timestamp.wallClock().seconds(since: wall)
        return result
    }

    private func work(_ numbers: StrideTo<Int>, session: String) async throws -> Result {
        var result = Result()
        for number in numbers {
            let batch = try EventBatchReader.read(bodies[number % bodies.count])
            let block = EventBlock.encode(batch.events)
            try await database.execute(
                """
                INSERT INTO bench_event_batches (organization_id, session_id, batch_id, event_count, rejected_count, total_after, received_at, block)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                [
                    .text("org_bench"), .text(session), .text("s\(number)"), .integer(Int64(batch.events.count)), .integer(0),
                    .integer(Int64(batch.events.count)), .integer(Timestamp.wallClock().microseconds), .bytes(block),
                ])
            result.events += batch.events.count
            result.storedBytes += block.count
        }
        return result
    }

    /// CPU time of this process, all threads.
    private static func processSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}
