// What goes wrong, told in a sentence: what, where, and what can be done.
import ArgumentParser
import Foundation
import Schema
import Server
import Storage
import Vocabulary

/// What keeps a command from its work although it was used as it should be: no word on usage, and exit code 2, since 1 is what checks answer
/// with when they find something.
struct Failure: Error {
    let description: String
    var exitCode: Int32 = 2
}

/// Runs a command's body; what goes wrong is told in one sentence.
func explained<T>(_ body: () async throws -> T) async throws -> T {
    do { return try await body() } catch { throw ErrorSentence.failure(error) }
}

extension DatabaseOptions {
    /// Runs a command's body with its settings; what goes wrong with the database names it.
    /// - Parameter flags: what the command line set; nil = these options alone.
    func withSettings<T>(flags: [String: String]? = nil, _ body: (Settings) async throws -> T) async throws -> T {
        try await explained {
            let settings = try await Settings(flags: flags ?? self.flags, file: config)
            do { return try await body(settings) } catch let error as SQLError {
                throw Failure(description: ErrorSentence.of(error, database: settings.databaseName))
            }
        }
    }

    /// As `withSettings`, with the database opened and brought up to date. A tool that only looks or changes makes no new database.
    func withDatabase<T: Sendable>(_ body: (any SQLDatabase) async throws -> T) async throws -> T {
        try await withSettings { settings in
            try settings.checkDatabaseExists()
            let database = try await settings.openDatabase(logger: settings.logger())
            do {
                try await Schema.migrate(database)
                let value = try await body(database)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }
}

extension Settings {
    /// - Throws: notFound, naming the file, where a SQLite database is expected and none is.
    func checkDatabaseExists() throws {
        guard let path = databaseFile, !FileManager.default.fileExists(atPath: path) else { return }
        throw Problem(.notFound, "There is no database at \(path). Name its folder with --data-dir, or the database itself with --database")
    }
}

enum ErrorSentence {
    /// What the parser says itself passes; everything else becomes a sentence and exit code 2.
    static func failure(_ error: any Error) -> any Error {
        switch error {
        case is Failure, is ExitCode, is CleanExit, is ValidationError: error
        default: Failure(description: of(error))
        }
    }

    static func of(_ error: any Error) -> String {
        switch error {
        case let problem as Problem: problem.message
        case let error as SQLError: of(error, database: "The database")
        case is CocoaError, is POSIXError: file(error)
        case let error as any LocalizedError: error.errorDescription ?? String(describing: error)
        case let error as NSError where type(of: error) is NSError.Type: file(error)
        default: String(describing: error)
        }
    }

    /// Whether an error of the HTTP client says that there was no answer.
    static func isOfNetwork(_ error: any Error) -> Bool {
        let type = String(reflecting: type(of: error))
        return type.hasPrefix("AsyncHTTPClient.") || type.hasPrefix("NIO")
    }

    /// - Parameter name: what the database is called where people chose it.
    static func of(_ error: SQLError, database name: String) -> String {
        switch error.sqlState {
        case SQLError.damaged:
            "\(name) is damaged or is not a SQLite database. Put a backup in its place with 'mien restore', or name another one with --database"
        case SQLError.diskFull: "The disk that holds \(name) is full. Make room and start again"
        case SQLError.readOnly: "\(name) cannot be written. Check who owns the file and its folder, and whether the disk can be written"
        case SQLError.cannotOpen: "\(name) cannot be opened or written. Check that its folder exists and that this user may write there"
        default: error.kind == .unavailable ? "\(name) does not answer: \(line(error.message))" : "\(name): \(line(error.message))"
        }
    }

    /// The same of a backup that is to be restored.
    static func of(_ error: SQLError, backup file: String) -> String {
        error.sqlState == SQLError.damaged
            ? "\(file) is damaged or is not a backup of this server; nothing was changed" : of(error, database: file) + "; nothing was changed"
    }

    /// What libraries say in several lines, in one.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }

    /// An error of the file system with its path.
    private static func file(_ error: any Error) -> String {
        let path = (error as? CocoaError)?.filePath ?? (error as NSError).userInfo["NSFilePath"] as? String
        let reason = FileReason.of(error)
        return path.map { "\($0): \(reason)" } ?? reason
    }
}

/// Files that a command is given.
enum InputFile {
    /// - Throws: `Failure` where there is no such file, it is a folder, or it may not be read.
    static func check(_ path: String) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw Failure(description: "\(path) cannot be read: \(FileReason.text(EISDIR))")
        }
        guard access(path, R_OK) == 0 else { throw Failure(description: "\(path) cannot be read: \(FileReason.text(errno))") }
    }

    /// - Throws: `Failure` with the path and the reason.
    static func bytes(_ path: String) throws -> Data {
        try check(path)
        do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw Failure(description: "\(path) cannot be read: \(FileReason.of(error))")
        }
    }
}
