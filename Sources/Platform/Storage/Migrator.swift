// Brings a database to the schema that this program knows.
import Vocabulary

/// One step of the schema's history. Once released it is never edited.
package struct Migration: Sendable, Equatable {
    /// Unique; steps run in the order of their names: `m0007_search`.
    package let name: String
    package let sql: String

    package init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// Tells an edited text from the one that was applied: FNV-1a, 64 bits (documented constants), line ends made equal.
    /// It guards against mistakes, not against malice.
    package var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in sql.utf8 where byte != UInt8(ascii: "\r") { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

/// Applies the migrations that a database lacks, in order, each in a transaction of its own together with the note that it
/// was applied. Several servers may start at once: on PostgreSQL an advisory lock lets one migrate while the others wait.
package struct Migrator: Sendable {
    /// Any number, as long as nobody else takes it (our choice: "mien" in ASCII).
    private static let lock: Int64 = 0x6d69_656e

    private let migrations: [Migration]

    package init(migrations: [Migration]) { self.migrations = migrations.sorted { $0.name < $1.name } }

    /// Returns the names of the migrations that it applied. Throws, before it applies anything, when an applied migration has
    /// been edited since, when the database knows migrations that this program does not (a newer one has been here), when a
    /// migration would have to be slipped in before one that was applied already, and when two have one name.
    @discardableResult
    package func migrate(_ database: any SQLDatabase, clock: @escaping Clock = Timestamp.wallClock) async throws -> [String] {
        for (first, second) in zip(migrations, migrations.dropFirst()) where first.name == second.name {
            throw SQLError(.other, "two migrations are called \(first.name)")
        }
        var applied: [String] = []
        while let name = try await database.transaction({ session in try await applyNext(in: session, at: clock()) }) { applied.append(name) }
        return applied
    }

    /// The names of the migrations that the database lacks; throws as `migrate` does, and applies none.
    package func pending(_ database: any SQLDatabase) async throws -> [String] {
        try await database.transaction { session in
            try await prepare(session)
            return try await missing(session).map(\.name)
        }
    }

    private func applyNext(in session: any SQLSession, at time: Timestamp) async throws -> String? {
        try await prepare(session)
        guard let next = try await missing(session).first else { return nil }
        for statement in SQLText.statements(of: next.sql) {
            do { _ = try await session.change(statement) } catch var error as SQLError {
                error.message = "migration \(next.name): \(error.message), in: \(statement.prefix(200))"
                throw error
            }
        }
        try await session.execute(
            "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ($1, $2, $3)",
            [.text(next.name), .text(next.checksum), .integer(time.microseconds)])
        return next.name
    }

    private func prepare(_ session: any SQLSession) async throws {
        if session.dialect == .postgres { _ = try await session.query("SELECT pg_advisory_xact_lock($1)", [.integer(Self.lock)]) }
        try await session.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)")
    }

    /// Writes and changes nothing: tells whether the database takes writes.
    static let touch = "UPDATE schema_migrations SET name = name WHERE name = (SELECT MIN(name) FROM schema_migrations)"

    private func missing(_ session: any SQLSession) async throws -> [Migration] {
        var applied: [String: String] = [:]
        for row in try await session.query("SELECT name, checksum FROM schema_migrations") {
            applied[try row.text("name")] = try row.text("checksum")
        }
        for migration in migrations {
            if let checksum = applied[migration.name], checksum != migration.checksum {
                throw SQLError(.other, "migration \(migration.name) was edited after it had been applied to this database")
            }
        }
        let known = Set(migrations.map(\.name))
        if let unknown = applied.keys.filter({ !known.contains($0) }).min() {
            throw SQLError(
                .other,
                "a newer version of this program has worked on the database (migration \(unknown)). Use that version, or restore an older backup")
        }
        let missing = migrations.filter { applied[$0.name] == nil }
        if let last = applied.keys.max(), let late = missing.first(where: { $0.name < last }) {
            throw SQLError(.other, "migration \(late.name) comes before \(last), which has been applied already")
        }
        return missing
    }
}
