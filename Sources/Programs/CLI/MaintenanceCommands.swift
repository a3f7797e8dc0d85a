// Commands for whoever looks after a server.
import Access
import ArgumentParser
import Foundation
import Logging
import Schema
import Server
import Storage
import Vocabulary

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's tables up to date. (`serve` does so by itself.)")

    @OptionGroup var base: DatabaseOptions

    func run() async throws {
        try await base.withSettings { settings in
            let database = try await settings.openDatabase(logger: settings.logger())
            try await Schema.migrate(database)
            await database.close()
            Console.line("The database is up to date.")
        }
    }
}

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Make organizations and keys, set plans, tiers and passwords, grant instance administration.",
        subcommands: [Register.self, Grant.self, SetPassword.self, Key.self, SetPlan.self, SetTier.self])

    struct Register: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "register", abstract: "Make an organization with its owner and first key pair, also where registration is closed.")

        @OptionGroup var base: DatabaseOptions
        @Option(help: "The organization's name.") var name: String
        @Option(help: "The owner's email address.") var email: String

        func run() async throws {
            try await base.withSettings { settings in
                let logger = settings.logger()
                let database = try await settings.openDatabase(logger: logger)
                let server = try await Server.build(
                    settings: settings, database: database, instanceKey: try settings.loadInstanceKey(), logger: logger)
                let password = ID.randomBase62(16)
                let outcome = try await server.access.registration.register(
                    name: name, email: EmailAddress.canonical(email), password: password, isOperator: true)
                await database.close()
                Console.line("organization  \(outcome.organizationID)")
                Console.line("login         \(outcome.email)  \(password)")
                Console.line("publishable   \(outcome.keys.publishableKey)")
                Console.line("secret        \(outcome.keys.secretKey)")
            }
        }
    }

    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "grant", abstract: "Make a user an administrator of this instance.")

        @OptionGroup var base: DatabaseOptions
        @Argument(help: "The user's email address.") var email: String

        func run() async throws {
            try await explained {
                let changed = try await base.withDatabase { database in
                    try await InstanceAdministration.grant(email: EmailAddress.canonical(email), at: .wallClock(), in: database)
                }
                guard changed else { throw Problem(.notFound, "There is no user with the address \(email)") }
                Console.line("\(email) is an administrator of this instance.")
            }
        }
    }
}

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy a SQLite database, also while a server works on it.",
        discussion: "For PostgreSQL use pg_dump, which does the same. The instance key is not in the copy: keep instance.key apart from it.")

    @OptionGroup var base: DatabaseOptions
    @Argument(help: "The file to write; it must not exist.") var file: String

    func run() async throws {
        try await base.withSettings { settings in
            guard !FileManager.default.fileExists(atPath: file) else { throw Problem(.conflict, "\(file) exists already") }
            try settings.checkDatabaseExists()
            let source = try settings.sqlitePath(insteadUse: "pg_dump")
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
            guard access(folder, W_OK | X_OK) == 0 else {
                throw Problem(.unavailable, "\(file) cannot be written in \(folder): \(FileReason.text(errno))")
            }
            let database = try SQLiteDatabase.open(path: source)
            try await database.backup(to: file)
            await database.close()
            Console.line("Written to \(file).")
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of a SQLite database. Stop the server first; otherwise it is refused.",
        discussion: "The present database is kept beside it with the ending .before-restore. For PostgreSQL use pg_restore.")

    @OptionGroup var base: DatabaseOptions
    @Argument(help: "The backup to restore.") var file: String

    func run() async throws {
        try await base.withSettings { settings in
            let files = FileManager.default
            // Opened once, so that a folder or a file that may not be read is told as such.
            try InputFile.check(file)
            let target = try settings.sqlitePath(insteadUse: "pg_restore")
            let alone = try FileInUse.replacing(target)
            defer { withExtendedLifetime(alone) {} }
            // A copy is opened and migrated first: a file that is no database of ours changes nothing.
            let trial = target + ".restoring"
            try? files.removeItem(atPath: trial)
            do { try files.copyItem(atPath: file, toPath: trial) } catch {
                try? files.removeItem(atPath: trial)
                throw Problem(.unavailable, "\(file) cannot be copied beside \(target): \(FileReason.of(error))")
            }
            do {
                let database = try SQLiteDatabase.open(path: trial)
                guard try await database.first("SELECT name FROM sqlite_master WHERE name = 'organizations'") != nil else {
                    throw Problem(.malformed, "\(file) is not a backup of this server")
                }
                try await Schema.migrate(database)
                await database.close()
            } catch {
                for ending in ["", "-wal", "-shm"] { try? files.removeItem(atPath: trial + ending) }
                throw (error as? SQLError).map { Failure(description: ErrorSentence.of($0, backup: file)) } ?? error
            }
            if files.fileExists(atPath: target) {
                // With its write-ahead log, which may hold what was last acknowledged.
                for ending in ["", "-wal", "-shm"] {
                    try? files.removeItem(atPath: target + ".before-restore" + ending)
                    if files.fileExists(atPath: target + ending) {
                        try files.moveItem(atPath: target + ending, toPath: target + ".before-restore" + ending)
                    }
                }
            }
            try files.moveItem(atPath: trial, toPath: target)
            for ending in ["-wal", "-shm"] { try? files.removeItem(atPath: trial + ending) }
            Console.line("Restored to \(target).")
        }
    }
}
