// Gives each test a fresh database of its own, on SQLite always and on PostgreSQL where there is one.
import Foundation
import Storage
import Synchronization

package enum TestDatabases {
    /// A server on which tests may create databases: `scripts/postgres-for-tests` starts one and prints this.
    package static let postgresURL: String? = ProcessInfo.processInfo.environment["MIEN_TEST_POSTGRES_URL"].flatMap { $0.isEmpty ? nil : $0 }

    /// In CI a missing PostgreSQL is a failure, on a desk it is reported as skipped.
    package static let isCI: Bool = !["", "false", "0"].contains(ProcessInfo.processInfo.environment["CI"] ?? "")

    /// The databases to run a promise on, as arguments of a test.
    package static let available: [Dialect] = postgresURL == nil ? [.sqlite] : [.sqlite, .postgres]

    /// Runs `body` on a fresh database with these migrations, and removes the database.
    package static func with<T: Sendable>(
        _ dialect: Dialect, migrations: [Migration] = [], _ body: (any SQLDatabase) async throws -> T
    ) async throws -> T {
        switch dialect {
        case .sqlite:
            let database = try SQLiteDatabase.temporary()
            return try await finally({ await database.close() }) {
                try await Migrator(migrations: migrations).migrate(database)
                return try await body(database)
            }
        case .postgres:
            return try await withPostgres(migrations: migrations) { url in
                let database = try await PostgresDatabase.open(url: url, poolSize: 6)
                return try await finally({ await database.close() }) { try await body(database) }
            }
        }
    }

    /// Runs `body` with the URL of a fresh PostgreSQL database, for tests that open it themselves or twice.
    package static func withPostgres<T: Sendable>(migrations: [Migration] = [], _ body: (String) async throws -> T) async throws -> T {
        guard let postgresURL else { throw SQLError(.unavailable, "MIEN_TEST_POSTGRES_URL is not set") }
        await turns.take()
        return try await finally({ turns.giveBack() }) {
            let server = try await PostgresServer.shared(postgresURL)
            let name = "mien_test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
            let template = try await server.template(of: migrations)
            try await server.admin.runOutsideTransaction("CREATE DATABASE \(name) TEMPLATE \(template)")
            return try await finally({ try? await server.admin.runOutsideTransaction("DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }) {
                try await body(server.url(of: name))
            }
        }
    }

    /// So many PostgreSQL databases at once, lest their connections exceed what the server allows.
    private static let turns = Turns(count: 10)

    private static func finally<T: Sendable>(_ cleanUp: () async -> Void, _ body: () async throws -> T) async throws -> T {
        do {
            let value = try await body()
            await cleanUp()
            return value
        } catch {
            await cleanUp()
            throw error
        }
    }
}

/// The server that tests share, and the migrated templates on it that test databases are cloned from.
private actor PostgresServer {
    nonisolated let admin: PostgresDatabase
    private let address: String
    private var templates: [String: Task<String, any Error>] = [:]

    private static let known = Mutex<Task<PostgresServer, any Error>?>(nil)

    static func shared(_ address: String) async throws -> PostgresServer {
        let task = known.withLock { known in
            let task = known ?? Task { PostgresServer(address, try await PostgresDatabase.open(url: address, poolSize: 4)) }
            known = task
            return task
        }
        return try await task.value
    }

    private init(_ address: String, _ admin: PostgresDatabase) {
        self.address = address
        self.admin = admin
    }

    /// The same address with another database.
    nonisolated func url(of database: String) -> String {
        guard address.contains("://"), var parts = URLComponents(string: address) else { return "\(address) dbname=\(database)" }
        parts.path = "/" + database
        return parts.string ?? address
    }

    /// The name of a database that has these migrations. Made once, and kept for later runs.
    func template(of migrations: [Migration]) async throws -> String {
        if migrations.isEmpty { return "template0" }
        let name = "mien_template_" + Self.fingerprint(of: migrations)
        let task = templates[name] ?? Task { try await self.makeTemplate(name, migrations) }
        templates[name] = task
        return try await task.value
    }

    private func makeTemplate(_ name: String, _ migrations: [Migration]) async throws -> String {
        if try await exists(name) { return name }
        // Renamed when complete: an interrupted run leaves no half-made template, and another process may be making it too.
        let draft = "\(name)_\(ProcessInfo.processInfo.processIdentifier)"
        try await admin.runOutsideTransaction("DROP DATABASE IF EXISTS \(draft) WITH (FORCE)")
        try await admin.runOutsideTransaction("CREATE DATABASE \(draft) TEMPLATE template0")
        let database = try await PostgresDatabase.open(url: url(of: draft), poolSize: 1)
        do { try await Migrator(migrations: migrations).migrate(database) } catch {
            await database.close()
            throw error
        }
        await database.close()
        do { try await admin.runOutsideTransaction("ALTER DATABASE \(draft) RENAME TO \(name)") } catch {
            try? await admin.runOutsideTransaction("DROP DATABASE IF EXISTS \(draft) WITH (FORCE)")
            guard try await exists(name) else { throw error }
        }
        return name
    }

    private func exists(_ name: String) async throws -> Bool {
        try await admin.first("SELECT 1 AS one FROM pg_database WHERE datname = $1", [.text(name)]) != nil
    }

    private static func fingerprint(of migrations: [Migration]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for migration in migrations {
            for byte in Array(migration.name.utf8) + Array(migration.sql.utf8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
        return String(hash, radix: 16)
    }
}

/// Lets a number of tasks pass at a time.
private final class Turns: Sendable {
    private let state: Mutex<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

    init(count: Int) { state = Mutex((count, [])) }

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack() {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return nil as CheckedContinuation<Void, Never>?
            }
            return state.waiting.removeFirst()
        }?.resume()
    }
}
