// The tables, as a history of migrations. Applied ones are never edited.
import Storage

package enum Schema {
    private static let folder = "Sources/Platform/Schema/Migrations/"

    /// All migrations for a database, in order. `m0007_name.postgres.sql` stands in for `m0007_name.sql` on PostgreSQL alone.
    package static func migrations(for dialect: Dialect) -> [Migration] {
        var texts: [String: String] = [:]
        for (path, bytes) in EmbeddedFiles.all where path.hasPrefix(folder) {
            let name = path.dropFirst(folder.count).dropLast(".sql".count)
            let parts = name.split(separator: ".")
            guard let base = parts.first, parts.count == 1 || parts[1] == dialect.rawValue else { continue }
            if parts.count == 2 || texts[String(base)] == nil { texts[String(base)] = String(decoding: bytes, as: UTF8.self) }
        }
        return texts.sorted { $0.key < $1.key }.map { Migration(name: $0.key, sql: $0.value) }
    }

    /// Brings a database up to date.
    package static func migrate(_ database: any SQLDatabase) async throws {
        try await Migrator(migrations: migrations(for: database.dialect)).migrate(database)
    }
}
