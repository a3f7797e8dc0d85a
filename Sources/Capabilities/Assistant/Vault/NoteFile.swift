// What stands in an exported file, and reading one again: JSON here, Markdown in `NoteMarkdown`.
import Foundation
import Vocabulary
import Web

/// An entry as exports hold it. `revision`, who made it and where it stood are not part of it.
struct ExportedNote: Codable, Sendable, Equatable {
    var id: String
    var content: String
    var tags: [String]
    var source: String
    var sourceReference: String?
    /// True for what its reader did not write alone: changed by others, or of a shared shelf. Left out otherwise.
    var hasForeignWords: Bool?
    var createdAt: String
    var updatedAt: String

    enum CodingKeys: String, CodingKey {
        case id = "entry_id", content, tags, source, sourceReference = "source_ref", hasForeignWords = "foreign_words"
        case createdAt = "created_at", updatedAt = "updated_at"
    }

    init(_ entry: VaultEntry) {
        id = entry.id
        content = entry.content
        tags = entry.tags
        source = entry.source.rawValue
        sourceReference = entry.sourceReference
        hasForeignWords = entry.shelf.isShared || !entry.foreignWords.isEmpty ? true : nil
        createdAt = entry.createdAt.iso8601Milliseconds
        updatedAt = entry.updatedAt.iso8601Milliseconds
    }
}

/// A note of a file that is to be imported, checked.
struct ImportedNote: Sendable, Equatable {
    /// Nil where the file gives none.
    var id: String?
    var content: String
    var tags: [String]
    var source: VaultEntry.Source
    var sourceReference: String?
    var hasForeignWords = false
    var createdAt: Timestamp
    var updatedAt: Timestamp
}

/// A note as it stands in a file, before it is checked: only the content has to be there.
struct NoteDraft: Decodable, Sendable {
    var id: String?
    var content: String
    var tags: [String]?
    var source: String?
    var sourceReference: String?
    var hasForeignWords: Bool?
    var createdAt: String?
    var updatedAt: String?

    enum CodingKeys: String, CodingKey {
        case id = "entry_id", content, tags, source, sourceReference = "source_ref", hasForeignWords = "foreign_words"
        case createdAt = "created_at", updatedAt = "updated_at"
    }

    /// - Parameters:
    ///   - place: how a problem names this note, e.g. `entries[3]`.
    ///   - now: when it was made, if the note does not say.
    func checked(_ place: String, now: Timestamp) throws -> ImportedNote {
        func time(_ text: String?, _ name: String) throws -> Timestamp? {
            guard let text else { return nil }
            return try Check.time(text, "\(place).\(name)").inMilliseconds
        }
        if let id, ID.uuid(id) == nil { throw Problem.invalid("\(place).entry_id", "must be a UUID") }
        let known = source.map { VaultEntry.Source(rawValue: $0) } ?? .import
        guard let known else { throw Problem.invalid("\(place).source", "must be one of \(VaultEntry.Source.words)") }
        let created = try time(createdAt, "created_at") ?? now.inMilliseconds
        return ImportedNote(
            id: id.flatMap { ID.uuid($0) }, content: try NoteText.content(content, field: "\(place).content"),
            tags: try NoteTags.written(tags ?? [], field: "\(place).tags"), source: known,
            sourceReference: try NoteText.reference(sourceReference, field: "\(place).source_ref"),
            hasForeignWords: hasForeignWords ?? false, createdAt: created,
            updatedAt: max(created, try time(updatedAt, "updated_at") ?? created))
    }
}

enum NoteFile {
    /// What an exported file says of itself (documented).
    static let format = "vault/1"
    /// Bytes of a file that may be imported (documented: 20 MiB).
    static let sizeLimit = 20 << 20
    /// Notes of a file (our choice: as many of two hundred bytes as a file may hold).
    static let countLimit = 100_000

    private struct Content: Decodable {
        var format: String?
        var entries: [NoteDraft]
    }

    /// Reads the JSON export.
    /// - Throws: malformed, naming the note and the field at fault.
    static func json(_ bytes: [UInt8], now: Timestamp) throws -> [ImportedNote] {
        let content = try JSON.decodeUnambiguous(Content.self, from: bytes)
        guard content.format == nil || content.format == format else { throw Problem.invalid("format", "must be \(format)") }
        return try checked(content.entries, now: now)
    }

    /// Reads the Markdown export.
    static func markdown(_ bytes: [UInt8], now: Timestamp) throws -> [ImportedNote] {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Problem(.malformed, "The request body is not valid UTF-8") }
        return try checked(try NoteMarkdown.read(bytes), now: now)
    }

    private static func checked(_ drafts: [NoteDraft], now: Timestamp) throws -> [ImportedNote] {
        guard drafts.count <= countLimit else { throw Problem.invalid("entries", "may hold at most \(countLimit) notes") }
        var ids: Set<String> = []
        // Notes that do not say when they were made get a millisecond each, in their order, the last one now.
        var timeless = drafts.count { $0.createdAt == nil }
        return try drafts.enumerated().map { index, draft in
            if draft.createdAt == nil { timeless -= 1 }
            let note = try draft.checked("entries[\(index)]", now: now.adding(seconds: -Double(timeless) / 1_000))
            if let id = note.id, !ids.insert(id).inserted { throw Problem.invalid("entries[\(index)].entry_id", "is in this file twice") }
            return note
        }
    }
}

extension VaultEntry.Source {
    static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
