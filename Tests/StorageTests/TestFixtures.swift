// What the storage suites share: both databases, a table of things, and ways to wait for what another task does.
import Foundation
import Storage
import Support
import Synchronization
import Testing
import Vocabulary

/// A table with a column of each type.
let things = Migration(
    name: "m0001_things",
    sql: """
        CREATE TABLE things (
            id BIGINT PRIMARY KEY, name TEXT, amount DOUBLE PRECISION, content BYTEA,
            owner BIGINT REFERENCES things (id), CHECK (amount <> -13));
        CREATE UNIQUE INDEX things_name ON things (name);
        """)

func withThings<T: Sendable>(_ dialect: Dialect, _ body: (any SQLDatabase) async throws -> T) async throws -> T {
    try await TestDatabases.with(dialect, migrations: [things], body)
}

extension SQLSession {
    func insert(_ id: Int, name: String? = nil) async throws {
        try await execute("INSERT INTO things (id, name) VALUES ($1, $2)", [.integer(Int64(id)), name.map(SQLValue.text) ?? .null])
    }

    func count() async throws -> Int { Int(try await first("SELECT COUNT(*) AS n FROM things")?.int("n") ?? -1) }
}

struct Deliberate: Error, Equatable {}

/// The kind of the SQL error that `body` throws; nil when it throws none.
func sqlErrorKind(_ body: () async throws -> Void) async -> SQLError.Kind? {
    do { try await body() } catch { return (error as? SQLError)?.kind }
    return nil
}

/// Waits for something that happens elsewhere, for 20 s at most.
func eventually(_ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ isTrue: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if try await isTrue() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record(what, sourceLocation: sourceLocation)
}

@Suite("PostgreSQL for tests")
struct PostgresForTests {
    @Test(
        "the promises are also checked on PostgreSQL",
        .enabled(if: TestDatabases.postgresURL != nil || TestDatabases.isCI, "set MIEN_TEST_POSTGRES_URL"))
    func isThere() throws { _ = try #require(TestDatabases.postgresURL, "MIEN_TEST_POSTGRES_URL has to be set in CI") }
}

/// Counts across tasks.
final class Counter: Sendable {
    private let state = Mutex(0)
    var value: Int { state.withLock { $0 } }
    /// The number after this one more.
    @discardableResult
    func next() -> Int {
        state.withLock { count in
            count += 1
            return count
        }
    }
}
