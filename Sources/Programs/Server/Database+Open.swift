// Opens the database that the settings name.
import Foundation
import Logging
import Storage
import Vocabulary

extension Settings {
    package func openDatabase(logger: Logger) async throws -> any SQLDatabase {
        if let file = try sqliteFile { return try SQLiteDatabase.open(path: file) }
        switch database {
        case "memory":
            return try SQLiteDatabase.temporary()
        case let text? where text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"):
            return try await PostgresDatabase.open(url: text, poolSize: poolSize)
        default:
            throw Problem.invalid("database", "must be memory, sqlite:<path> or postgres://…")
        }
    }

    /// The file of the SQLite database, for commands that work on the file itself.
    /// - Throws: malformed, naming `tool`, for a PostgreSQL database; malformed too for one in memory.
    package func sqlitePath(insteadUse tool: String) throws -> String {
        if let file = try sqliteFile { return file }
        throw Problem(.malformed, database == "memory" ? "A database in memory has no file" : "This is a PostgreSQL database: use \(tool)")
    }

    /// The file of the SQLite database; nil of one in memory and of PostgreSQL.
    package var sqliteFile: String? {
        get throws {
            guard let database else {
                try makeDataDirectory()
                return dataDirectory + "/mien.sqlite"
            }
            return database.hasPrefix("sqlite:") ? String(database.dropFirst("sqlite:".count)) : nil
        }
    }

    package func makeDataDirectory() throws {
        try FileManager.default.createDirectory(atPath: dataDirectory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}
