// Brings a database's tables up to date, once, whoever starts first.

/// One step of the schema's history. Applied ones are never edited.
package struct Migration: Sendable, Equatable {
    /// E.g. `m0001_organizations`; steps run in the order of their names.
    package var name: String
    package var sql: String

    package init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// FNV-1a of the text, to notice an edited migration.
    var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

package struct Migrator: Sendable {
    private let migrations: [Migration]

    package init(migrations: [Migration]) { self.migrations = migrations.sorted { $0.name < $1.name } }

    /// Any number that no other program uses for its advisory lock ("mien" in ASCII).
    private static let lock = 0x6d69_656e

    /// Applies what is missing, each step in its own transaction. Servers that start together wait for one another.
    /// - Returns: the names of the steps applied now.
    /// - Throws: when an applied step was edited, or the database knows steps that this program does not.
    @discardableResult
    package func migrate(_ database: any SQLDatabase) async throws -> [String] {
        try await database.transaction { db in
            try await Self.takeLock(db)
            try await db.execute(
                "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)")
        }
        var applied: [String] = []
        try await check(try await Self.history(database))
        for migration in migrations {
            let isNew = try await database.transaction { db in
                try await Self.takeLock(db)
                guard try await Self.history(db)[migration.name] == nil else { return false }
                for statement in SQLScript.statements(migration.sql) { try await db.execute(statement) }
                let clock = db.dialect == .postgres
                    ? "CAST(EXTRACT(EPOCH FROM now()) * 1000000 AS BIGINT)" : "CAST(strftime('%s', 'now') AS INTEGER) * 1000000"
                try await db.execute(
                    "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ($1, $2, \(clock))", [.text(migration.name), .text(migration.checksum)])
                return true
            }
            if isNew { applied.append(migration.name) }
        }
        return applied
    }

    private static func takeLock(_ db: any SQLSession) async throws {
        if db.dialect == .postgres { _ = try await db.query("SELECT pg_advisory_xact_lock(\(lock))") }
    }

    private static func history(_ db: any SQLSession) async throws -> [String: String] {
        var history: [String: String] = [:]
        for row in try await db.query("SELECT name, checksum FROM schema_migrations") { history[try row.text("name")] = try row.text("checksum") }
        return history
    }

    private func check(_ history: [String: String]) throws {
        let known = Dictionary(migrations.map { ($0.name, $0.checksum) }, uniquingKeysWith: { first, _ in first })
        for (name, checksum) in history.sorted(by: { $0.key < $1.key }) {
            guard let expected = known[name] else { throw SQLError(.other, "the database is newer than this program: it has \(name)") }
            guard expected == checksum else { throw SQLError(.other, "migration \(name) was edited after it had been applied") }
        }
    }
}

/// Takes a script apart into its statements.
package enum SQLScript {
    /// Splits at semicolons outside quotes, dollar quotes and comments; comments are left out.
    package static func statements(_ script: String) -> [String] {
        var statements: [String] = []
        var current = ""
        var rest = Substring(script)
        func finish() {
            let text = current.drop { $0.isWhitespace }
            if !text.isEmpty { statements.append(String(text)) }
            current = ""
        }
        func take(through end: String, from start: Int) {
            let body = rest.dropFirst(start)
            if let found = body.firstRange(of: end) {
                current += rest[rest.startIndex..<found.upperBound]
                rest = rest[found.upperBound...]
            } else {
                current += rest
                rest = ""
            }
        }
        while let character = rest.first {
            switch character {
            case "-" where rest.hasPrefix("--"):
                rest = rest.drop { $0 != "\n" }
            case "/" where rest.hasPrefix("/*"):
                rest = rest.firstRange(of: "*/").map { rest[$0.upperBound...] } ?? ""
            case "'", "\"":
                take(through: String(character), from: 1)
            case "$":
                let tag = rest.dropFirst().prefix { $0.isLetter || $0 == "_" }
                if rest.dropFirst(1 + tag.count).first == "$" {
                    take(through: "$\(tag)$", from: tag.count + 2)
                } else {
                    current.append(character)
                    rest = rest.dropFirst()
                }
            case ";":
                rest = rest.dropFirst()
                finish()
            default:
                current.append(character)
                rest = rest.dropFirst()
            }
        }
        finish()
        return statements
    }
}
