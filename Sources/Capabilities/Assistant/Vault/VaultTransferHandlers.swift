// Exports and imports: files out of the vault and into it.
import Access
import Audit
import Logging
import SearchEngine
import Storage
import Vocabulary
import Web

extension VaultHandlers {
    func exportMarkdown(_ call: PersonCall) async throws -> Answer {
        try await export(.markdown, type: "text/markdown; charset=utf-8", call)
    }

    func exportJSON(_ call: PersonCall) async throws -> Answer { try await export(.json, type: "application/json; charset=utf-8", call) }

    private func export(_ format: VaultExport.Format, type: String, _ call: PersonCall) async throws -> Answer {
        try call.query.allowOnly(VaultHandlers.filterParameters)
        let shelf = try Self.shelf(call), filter = try Self.filter(call), text = try Self.search(call)
        var export = VaultExport(database: database, shelf: shelf, filter: filter, now: call.now)
        if let text { export.found = try await found(text, filter, on: shelf, now: call.now) }
        if !call.isHead { try await Audit.recordAlone(call.author.entry(.vaultExported, "vault", shelf.holder), in: database) }
        let headers = [
            "Content-Disposition": "attachment; filename=\"\(export.fileName(format))\"", "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        ]
        return .stream(type: type, headers: headers) { [export] out in try await export.write(format) { try await out.write($0) } }
    }

    /// All that a search finds, oldest first: at most the index's own limit, whose entries are the newest.
    private func found(_ text: String, _ filter: VaultFilter, on shelf: VaultShelf, now: Timestamp) async throws -> [TextHit] {
        guard let query = SearchQuery.parse(text) else { return [] }
        let result = try await TextIndex.vault.search(
            query, of: [shelf.textOwner], filter: filter.text, offset: 0, limit: .max, now: now, in: database)
        return result.hits.sorted { $0.createdAt != $1.createdAt ? $0.createdAt < $1.createdAt : $0.id < $1.id }
    }

    // MARK: Import

    /// Media types of the files that can be imported.
    static let importTypes = [
        "application/json", "text/markdown", "text/plain", "application/zip", "application/x-zip-compressed", "application/octet-stream",
    ]

    /// Takes in a file of notes: an export of ours or of others, a Markdown file, an archive of them. With `Accept: text/event-stream` the
    /// answer tells of the progress.
    func importFile(_ bytes: [UInt8], type: String, _ call: PersonCall) async throws -> Answer {
        let shelf = try Self.shelf(call)
        try VaultEntries.requireWriting(shelf, for: call.person)
        let options = VaultImports.Options(givesNewIDs: try call.query.boolean("new_ids") ?? false)
        let slot = try importsAtOnce.take(call.userID, what: "import of one user is taken in")
        let name = try call.query.text("name", limit: NoteText.referenceLength.upperBound).map(ImportedText.name), now = call.now
        let notes = try await call.offload(bytes: bytes.count) {
            try ImportedNotes.read(bytes, isJSON: type == "application/json", name: name, now: now)
        }
        let imports = imports
        guard call.accept?.lowercased().contains("text/event-stream") == true else {
            defer { withExtendedLifetime(slot) {} }
            return .ok(OK(try await imports.run(notes, onto: shelf, options, by: call)))
        }
        return .work { report in
            defer { withExtendedLifetime(slot) {} }
            return OK(try await imports.run(notes, onto: shelf, options, by: call) { report(ImportStep($0)) })
        }
    }

    private struct ImportStep: Encodable, Sendable {
        var phase: String
        var done: Int
        var total: Int

        init(_ step: VaultImports.Progress) {
            phase = step.phase.rawValue
            done = step.done
            total = step.total
        }
    }
}
