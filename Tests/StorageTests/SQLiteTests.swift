import Foundation
import Storage
import Support
import Testing

@Suite("SQLite alone")
struct SQLiteTests {
    private func withFile(_ body: (_ path: String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("mien-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory.appendingPathComponent("data.sqlite").path)
    }

    @Test("a commit waits for the disk: WAL with synchronous FULL, and foreign keys on")
    func settings() async throws {
        try await withFile { path in
            let db = try SQLiteDatabase.open(path: path)
            let settings = try await db.transaction { session in
                var settings: [String: SQLValue] = [:]
                for name in ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"] {
                    settings[name] = try await session.query("PRAGMA \(name)").first?.values.first
                }
                return settings
            }
            #expect(settings["journal_mode"] == .text("wal"))
            #expect(settings["synchronous"] == .integer(2))
            #expect(settings["foreign_keys"] == .integer(1))
            #expect(settings["busy_timeout"] == .integer(5000))
            await db.close()
        }
    }

    @Test("what was acknowledged is in the file at once, and after reopening it")
    func durable() async throws {
        try await withFile { path in
            let db = try SQLiteDatabase.open(path: path)
            try await Migrator(migrations: [things]).migrate(db)
            for file in [path, path + "-wal"] {
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
                #expect(mode?.intValue == 0o600, "others may not read \(file)")
            }
            let other = try SQLiteDatabase.open(path: path)
            for id in 1...10 {
                try await db.insert(id)
                #expect(try await other.count() == id)
            }
            await other.close()
            await db.close()
            let again = try SQLiteDatabase.open(path: path)
            #expect(try await again.count() == 10)
            await again.close()
            // A file that nobody works on is whole by itself.
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
    }

    @Test("transactions that come together share a commit, and nobody is answered before it")
    func groupCommit() async throws {
        try await withFile { path in
            let db = try SQLiteDatabase.open(path: path)
            try await Migrator(migrations: [things]).migrate(db)
            let other = try SQLiteDatabase.open(path: path)
            let gate = Gate()
            let holder = Task { try await db.transaction { _ in await gate.wait() } }
            try await eventually("the writer is taken") { gate.waiting == 1 }
            // In line behind it. Each sees what those before it in the group have written, others see nothing of it yet.
            let tasks = (1...40).map { id in
                Task {
                    try await db.transaction { session in
                        try await session.insert(id)
                        let inside = try await session.count()
                        let outside = try await other.count()
                        return (inside, outside)
                    }
                }
            }
            gate.open()
            try await holder.value
            var commits: Set<Int> = []
            for task in tasks {
                let (inside, outside) = try await task.value
                #expect(outside < inside)
                commits.insert(outside)
            }
            #expect(commits.count < 40)
            #expect(try await other.count() == 40)
            await other.close()
            await db.close()
        }
    }

    @Test("a deferred foreign key that fails at commit fails its own transaction alone")
    func deferredForeignKeys() async throws {
        try await TestDatabases.with(.sqlite) { db in
            try await db.execute("CREATE TABLE parents (id BIGINT PRIMARY KEY)")
            try await db.execute("CREATE TABLE children (id BIGINT PRIMARY KEY, parent BIGINT REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)")
            let gate = Gate()
            let holder = Task { try await db.transaction { _ in await gate.wait() } }
            try await eventually("the writer is taken") { gate.waiting == 1 }
            let tasks = (1...20).map { id in
                Task {
                    try await db.transaction { session in
                        try await session.execute("INSERT INTO children (id, parent) VALUES ($1, $1)", [.integer(Int64(id))])
                        if id % 5 != 0 { try await session.execute("INSERT INTO parents (id) VALUES ($1)", [.integer(Int64(id))]) }
                    }
                }
            }
            gate.open()
            try await holder.value
            for (index, task) in tasks.enumerated() {
                let kind = await sqlErrorKind { try await task.value }
                #expect(kind == ((index + 1) % 5 == 0 ? .foreignKeyViolation : nil))
            }
            #expect(try await db.first("SELECT COUNT(*) AS n FROM children")?.int("n") == 16)
        }
    }

    @Test("a backup taken while others write is whole and consistent")
    func backup() async throws {
        try await withFile { path in
            let db = try SQLiteDatabase.open(path: path)
            try await Migrator(migrations: [things]).migrate(db)
            try await db.transaction { session in for id in 0..<2000 { try await session.insert(id, name: "name \(id)") } }
            let writer = Task {
                var id = 2000
                while !Task.isCancelled {
                    // Always in pairs.
                    let next = id
                    try await db.transaction { session in
                        try await session.insert(next)
                        try await session.insert(next + 1)
                    }
                    id += 2
                }
            }
            for number in 1...3 {
                let copy = "\(path).backup\(number)"
                try await db.backup(to: copy)
                await #expect(throws: SQLError.self) { try await db.backup(to: copy) }
                let restored = try SQLiteDatabase.open(path: copy)
                #expect(try await restored.query("PRAGMA integrity_check").first?.values == [.text("ok")])
                let count = try await restored.count()
                #expect(count >= 2000)
                #expect(count % 2 == 0)
                await restored.close()
            }
            writer.cancel()
            _ = await writer.result
            await #expect(throws: (any Error).self) { try await db.backup(to: "/nowhere/at/all.sqlite") }
            await db.close()
        }
    }

    @Test("a temporary database vanishes at close")
    func temporary() async throws {
        let db = try SQLiteDatabase.temporary()
        try await db.execute("CREATE TABLE t (id BIGINT)")
        #expect(FileManager.default.fileExists(atPath: db.path))
        await db.close()
        #expect(!FileManager.default.fileExists(atPath: (db.path as NSString).deletingLastPathComponent))
        let forgotten = try SQLiteDatabase.temporary().path
        #expect(!FileManager.default.fileExists(atPath: forgotten))
    }

    @Test("a file that is no database, and a directory that is not there, are refused in words")
    func badFiles() async throws {
        try await withFile { path in
            try Data(repeating: 65, count: 10_000).write(to: URL(fileURLWithPath: path))
            #expect(throws: SQLError.self) { try SQLiteDatabase.open(path: path) }
            #expect(throws: SQLError.self) { try SQLiteDatabase.open(path: path + "/nowhere/data.sqlite") }
        }
    }

    @Test("a schema change that is taken back leaves the statements in order")
    func rolledBackSchema() async throws {
        try await withThings(.sqlite) { db in
            try await db.insert(1)
            for _ in 1...2 {
                _ = try await db.transaction { try await $0.query("SELECT * FROM things") }
                try? await db.transaction { session in
                    try await session.execute("ALTER TABLE things ADD COLUMN colour TEXT DEFAULT 'red'")
                    let row = try await session.first("SELECT * FROM things")
                    #expect(row?["colour"] == .text("red"))
                    throw Deliberate()
                }
                let row = try await db.transaction { try await $0.first("SELECT * FROM things") }
                #expect(row?.columns.keys.contains("colour") == false)
            }
        }
    }
}
