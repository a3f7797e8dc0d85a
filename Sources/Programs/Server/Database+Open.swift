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

    package func makeDataDirectory() throws {
        try FileManager.default.createDirectory(atPath: dataDirectory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}
