// The vault as a file, written as it is read.
import SearchEngine
import Storage
import Vocabulary
import Web

/// Entries of a shelf, oldest first. Reads a few at a time, so that its memory does not grow with the vault. What is written while it runs
/// is part of it if its turn has not passed.
struct VaultExport: Sendable {
    enum Format: String, Sendable { case markdown = "md", json }

    let database: any SQLDatabase
    let shelf: VaultShelf
    let filter: VaultFilter
    /// What was found, where the export is of a search; oldest first.
    var found: [TextHit]?
    let now: Timestamp

    /// Entries that are read at a time (our choice: with the longest notes 16 MB).
    private static let stretch = 64

    /// ASCII, without the name of anybody.
    func fileName(_ format: Format) -> String { "vault-\(shelf.scope)-\(now.iso8601.prefix(10).replacing("-", with: "")).\(format.rawValue)" }

    func write(_ format: Format, to out: (String) async throws -> Void) async throws {
        switch format {
        case .markdown:
            try await out(try NoteMarkdown.opening(scope: shelf.scope, at: now))
            try await forEachPart { entries in
                try await out(try entries.map { try NoteMarkdown.entry(ExportedNote($0)) }.joined())
            }
        case .json:
            let organization = shelf.publicOrganizationID.map { "\"\($0)\"" } ?? "null"
            try await out(#"{"format":"\#(NoteFile.format)","exported_at":"\#(now.iso8601Milliseconds)","scope":"\#(shelf.scope)","#)
            try await out(#""org_id":\#(organization),"entries":["#)
            var count = 0
            try await forEachPart { entries in
                let notes = try entries.map { try JSON.text(ExportedNote($0)) }.joined(separator: ",\n")
                try await out((count == 0 ? "\n" : ",\n") + notes)
                count += entries.count
            }
            // Last, because it is known last: entries may come and go while the file is written.
            try await out("\n],\"count\":\(count)}\n")
        }
    }

    private func forEachPart(_ body: ([VaultEntry]) async throws -> Void) async throws {
        if let found {
            for start in stride(from: 0, to: found.count, by: Self.stretch) {
                let ids = found[start..<min(start + Self.stretch, found.count)].map(\.id)
                let entries = try await VaultEntryStore.find(ids, on: shelf, in: database)
                try await body(ids.compactMap { entries[$0] })
            }
            return
        }
        var last: VaultEntry?
        while true {
            let entries = try await VaultEntryStore.page(filter, on: shelf, after: last, limit: Self.stretch, in: database)
            if !entries.isEmpty { try await body(entries) }
            guard entries.count == Self.stretch else { return }
            last = entries.last
        }
    }
}
