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
                return databaseFile
            }
            return database.hasPrefix("sqlite:") ? databaseFile : nil
        }
    }

    /// The same without making its folder.
    package var databaseFile: String? {
        guard let database else { return dataDirectory + "/mien.sqlite" }
        return database.hasPrefix("sqlite:") ? String(database.dropFirst("sqlite:".count)) : nil
    }

    /// What the database is called where people are told of it; never with its password.
    package var databaseName: String {
        if let databaseFile { return databaseFile }
        guard let database, database != "memory" else { return "The database in memory" }
        guard let url = URLComponents(string: database), let host = url.host else { return "The PostgreSQL database" }
        return "The PostgreSQL database \(url.path.dropFirst()) on \(host)"
    }

    /// - Throws: unavailable with the path and what to do.
    package func makeDataDirectory() throws {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: dataDirectory, isDirectory: &isFolder), !isFolder.boolValue {
            throw Problem(.unavailable, "The data folder \(dataDirectory) is a file. Name a folder with --data-dir")
        }
        do {
            try files.createDirectory(atPath: dataDirectory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Problem(
                .unavailable, "The data folder \(dataDirectory) cannot be made: \(FileReason.of(error)). Name another one with --data-dir")
        }
        guard access(dataDirectory, W_OK | X_OK) == 0 else {
            throw Problem(
                .unavailable, "The data folder \(dataDirectory) cannot be written: \(FileReason.text(errno)). Name another one with --data-dir")
        }
    }
}
