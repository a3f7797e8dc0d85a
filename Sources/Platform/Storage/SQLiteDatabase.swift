// SQLite behind `SQLDatabase`: one file, one writer with group commit, a few readers.
import Foundation
import GRDB
import Synchronization

/// A SQLite database file in WAL mode with `synchronous=FULL`: what has been acknowledged survives a power cut.
package final class SQLiteDatabase: SQLDatabase {
    package let dialect = Dialect.sqlite
    package let writeHealth = WriteHealth()
    /// Where the file is.
    package let path: String

    private let writer: SQLiteWriter
    private let readers: SQLiteReaders
    private let plans: SQLiteStatementPlans
    private let local: LocalNotifications
    private let temporaryDirectory: String?

    /// Read-only connections (our choice: more than cores, since a reader may wait for the disk).
    private static let readerCount = 4

    /// Opens the file, and creates it where it does not exist; its directory has to exist.
    package static func open(path: String) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path, isDurable: true, temporaryDirectory: nil)
    }

    /// A new database that vanishes at `close`, or with its last reference; nothing is awaited from the disk. For trials and tests.
    package static func temporary() throws -> SQLiteDatabase {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("mien-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        return try SQLiteDatabase(path: directory + "/mien.sqlite", isDurable: false, temporaryDirectory: directory)
    }

    private init(path: String, isDurable: Bool, temporaryDirectory: String?) throws {
        self.path = path
        self.temporaryDirectory = temporaryDirectory
        var configuration = Self.configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = \(isDurable ? "FULL" : "OFF")")
            // What a savepoint would take back is kept in memory: else every group of transactions makes a file for it and removes it again.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            // Pages of the log, 16 MiB (our choice, measured): four times SQLite's own, so that a page that changes often is copied back less often.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            // After a burst the log shrinks back to this size (64 MiB, our choice).
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        // For the owner alone, as everything in the data directory; what SQLite puts beside it takes its mode.
        if !FileManager.default.fileExists(atPath: path) {
            let descriptor = Glibc.open(path, O_RDWR | O_CREAT, 0o600)
            if descriptor >= 0 { Glibc.close(descriptor) }
        }
        let connection: DatabaseQueue
        do { connection = try DatabaseQueue(path: path, configuration: configuration) } catch let error as DatabaseError { throw SQLError(error) }
        let plans = SQLiteStatementPlans()
        let readers = SQLiteReaders(count: Self.readerCount) {
            var configuration = Self.configuration()
            configuration.readonly = true
            configuration.prepareDatabase { db in
                // 8 MiB of pages (our choice, measured): a search through 500 rows of a large table finds them there the second time.
                try db.execute(sql: "PRAGMA cache_size = -8192")
            }
            return try DatabaseQueue(path: path, configuration: configuration)
        }
        self.plans = plans
        self.readers = readers
        let local = LocalNotifications()
        self.local = local
        writer = SQLiteWriter(
            database: connection, plans: plans, health: writeHealth, schemaChanged: { readers.forgetStatements() },
            deliver: { local.deliver($0.payload, to: $0.channel) })
    }

    /// A temporary database that nobody closed leaves no files either.
    deinit {
        if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        // Another process (a backup, a command line) may hold the lock for a moment (5 s, documented in the architecture).
        configuration.busyMode = .timeout(5)
        return configuration
    }

    package func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] {
        try TransactionScope.refuseInside(self)
        let answer = Answer<[SQLRow]>()
        try await readers.read { [plans] db in answer.set(try db.rows(sql, arguments, plans).rows) }
        return try answer.take()
    }

    package func execute(_ sql: String, _ arguments: [SQLValue]) async throws { _ = try await change(sql, arguments) }

    package func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int {
        try await transaction { session in try await session.change(sql, arguments) }
    }

    package func transaction<T: Sendable>(_ body: @Sendable @escaping (any SQLSession) async throws -> T) async throws -> T {
        let answer = Answer<T>()
        try await writer.run(for: self) { session in answer.set(try await body(session)) }
        return try answer.take()
    }

    package func notify(_ channel: String, _ payload: String) async throws {
        try checkNotification(payload)
        local.deliver(payload, to: channel)
    }

    /// One process at a time works on a SQLite file, so notifications stay within it.
    package func notifications(_ channel: String) -> AsyncStream<String> { local.stream(channel, greeting: true) }

    /// Writes a complete, consistent copy to a new file, while reads and writes go on. Nothing is left at `path` on failure.
    package func backup(to path: String) async throws {
        let partial = path + ".partial"
        let source = self.path
        guard !FileManager.default.fileExists(atPath: path) else { throw SQLError(.other, "\(path) exists already") }
        let queue = QueueExecutor(label: "mien.sqlite.backup")
        let copy = Task(executorPreference: queue) {
            try? FileManager.default.removeItem(atPath: partial)
            do {
                var configuration = Self.configuration()
                configuration.readonly = true
                let connection = try DatabaseQueue(path: source, configuration: configuration)
                defer { try? connection.close() }
                try connection.inDatabase { db in
                    try db.execute(sql: "PRAGMA query_only = 0")
                    try db.execute(sql: "VACUUM INTO ?", arguments: [partial])
                }
                try Self.syncFile(partial)
                try FileManager.default.moveItem(atPath: partial, toPath: path)
                try Self.syncFile((path as NSString).deletingLastPathComponent)
            } catch {
                try? FileManager.default.removeItem(atPath: partial)
                throw (error as? DatabaseError).map { SQLError($0) } ?? error
            }
        }
        try await copy.value
    }

    private static func syncFile(_ path: String) throws {
        let descriptor = Glibc.open(path.isEmpty ? "." : path, O_RDONLY)
        guard descriptor >= 0 else { throw SQLError(.other, "cannot open \(path): \(String(cString: strerror(errno)))") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SQLError(.other, "cannot flush \(path): \(String(cString: strerror(errno)))") }
    }

    package func close() async {
        local.close()
        // The writer last: only a connection that may write takes what is in the log into the file.
        await readers.close()
        await writer.close()
        if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
    }
}

/// Carries a value out of a closure that runs on another thread.
final class Answer<T: Sendable>: Sendable {
    private let value = Mutex<T?>(nil)
    func set(_ new: T) { value.withLock { $0 = new } }
    func take() throws -> T {
        guard let value = value.withLock({ $0 }) else { throw SQLError(.other, "the transaction gave no answer") }
        return value
    }
}
