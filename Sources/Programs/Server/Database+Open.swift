// Opens the database that the settings name.
import Foundation
import Logging
import Storage
import Vocabulary

extension Settings {
    package func openDatabase(logger: Logger) async throws -> any SQLDatabase {
        switch database {
        case nil:
            try makeDataDirectory()
            return try SQLiteDatabase.open(path: dataDirectory + "/mien.sqlite")
        case "memory":
            return try SQLiteDatabase.temporary()
        case let text? where text.hasPrefix("sqlite:"):
            return try SQLiteDatabase.open(path: String(text.dropFirst("sqlite:".count)))
        case let text? where text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"):
            return try await PostgresDatabase.open(url: text, poolSize: poolSize)
        default:
            throw Problem.invalid("database", "must be memory, sqlite:<path> or postgres://…")
        }
    }

    /// The file of the SQLite database, for commands that work on the file itself.
    /// - Throws: malformed, naming `tool`, for a PostgreSQL database; malformed too for one in memory.
    package func sqlitePath(insteadUse tool: String) throws -> String {
        switch database {
        case nil:
            try makeDataDirectory()
            return dataDirectory + "/mien.sqlite"
        case let text? where text.hasPrefix("sqlite:"): return String(text.dropFirst("sqlite:".count))
        case "memory": throw Problem(.malformed, "A database in memory has no file")
        default: throw Problem(.malformed, "This is a PostgreSQL database: use \(tool)")
        }
    }

    package func makeDataDirectory() throws {
        try FileManager.default.createDirectory(atPath: dataDirectory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}
