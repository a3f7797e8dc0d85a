// The vault as one Markdown file: for people to read, and to be read back without loss.
import Foundation
import Vocabulary
import Web

/// A title, and for each entry: a comment with what a program has to know, a heading with the day, the tags, the content unchanged, a rule.
///
/// The comment says how many bytes the content has, so whatever it holds (rules, comments, line ends of any kind) is read back as it was.
/// Where somebody edited the file and the count no longer fits, a note ends at the last rule before the next comment.
enum NoteMarkdown {
    private static let mark = "<!-- vault/1 "
    private static let rule = "\n\n---\n"

    private struct FileNote: Codable {
        var scope: String
        var exportedAt: String
        enum CodingKeys: String, CodingKey { case scope, exportedAt = "exported_at" }
    }

    private struct EntryNote: Codable {
        var id: String?
        var tags: [String]?
        var source: String?
        var sourceReference: String?
        var hasForeignWords: Bool?
        var createdAt: String?
        var updatedAt: String?
        /// Bytes of the content in UTF-8.
        var bytes: Int?
        enum CodingKeys: String, CodingKey {
            case id = "entry_id", tags, source, sourceReference = "source_ref", hasForeignWords = "foreign_words"
            case createdAt = "created_at", updatedAt = "updated_at", bytes
        }
    }

    // MARK: Writing

    static func opening(scope: String, at now: Timestamp) throws -> String {
        let title = scope == "org" ? "Vault of the organization" : "Vault"
        return "# \(title), \(now.iso8601Milliseconds)\n\n\(try comment("export", FileNote(scope: scope, exportedAt: now.iso8601Milliseconds)))\n\n"
    }

    static func entry(_ note: ExportedNote) throws -> String {
        let facts = EntryNote(
            id: note.id, tags: note.tags, source: note.source, sourceReference: note.sourceReference,
            hasForeignWords: note.hasForeignWords, createdAt: note.createdAt, updatedAt: note.updatedAt, bytes: note.content.utf8.count)
        let tags = note.tags.isEmpty ? "" : "Tags: \(note.tags.map { "`\($0)`" }.joined(separator: ", "))\n\n"
        return "\(try comment("entry", facts))\n\n## \(note.createdAt.prefix(10))\n\n\(tags)\(note.content)\(rule)\n"
    }

    /// `<` and `>` are written as escapes, so that no tag can end the comment.
    private static func comment(_ kind: String, _ value: some Encodable) throws -> String {
        var text = String.UnicodeScalarView()
        for scalar in try JSON.text(value).unicodeScalars {
            switch scalar {
            case "<": text.append(contentsOf: "\\u003c".unicodeScalars)
            case ">": text.append(contentsOf: "\\u003e".unicodeScalars)
            default: text.append(scalar)
            }
        }
        return "\(mark)\(kind) \(String(text)) -->"
    }

    // MARK: Reading

    /// Whether a comment of ours begins a line among the first bytes. Further down it may be quoted in somebody's own text.
    static func isExport(_ bytes: [UInt8], within length: Int) -> Bool {
        nextMark(Array(bytes.prefix(length)), from: 0) != nil
    }

    /// The notes of an exported file.
    /// - Throws: malformed when it is no such file.
    static func read(_ bytes: [UInt8]) throws -> [NoteDraft] {
        var notes: [NoteDraft] = []
        var isExport = false
        var at = 0
        while let line = nextMark(bytes, from: at) {
            let lineEnd = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            var text = bytes[(line + mark.utf8.count)..<lineEnd]
            if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
            let isEntry = text.starts(with: "entry ".utf8)
            guard isEntry || text.starts(with: "export ".utf8), text.suffix(4).elementsEqual(" -->".utf8) else {
                throw Problem(.malformed, "Note \(notes.count + 1) of this file begins with a comment that cannot be read")
            }
            isExport = true
            guard isEntry else {
                at = lineEnd
                continue
            }
            let facts: EntryNote
            do { facts = try JSON.decode(EntryNote.self, from: Array(text.dropFirst(6).dropLast(4))) } catch let problem as Problem {
                throw Problem(.malformed, "Note \(notes.count + 1) of this file: \(problem.message)", field: problem.field)
            }
            let start = contentStart(bytes, from: lineEnd, tags: facts.tags ?? [])
            let (end, next) = contentEnd(bytes, from: start, count: facts.bytes)
            notes.append(
                NoteDraft(
                    id: facts.id, content: String(decoding: bytes[start..<end], as: UTF8.self), tags: facts.tags, source: facts.source,
                    sourceReference: facts.sourceReference, hasForeignWords: facts.hasForeignWords, createdAt: facts.createdAt,
                    updatedAt: facts.updatedAt))
            at = next
        }
        guard isExport else { throw Problem(.malformed, "This is not a file that the vault exported") }
        return notes
    }

    /// Where the next comment of ours begins a line.
    private static func nextMark(_ bytes: [UInt8], from start: Int) -> Int? {
        var at = start
        while let found = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
            if found == 0 || bytes[found - 1] == UInt8(ascii: "\n"), bytes[found...].starts(with: mark.utf8) { return found }
            at = found + 1
        }
        return nil
    }

    /// Passes over blank lines, the heading, and the line of tags where there are tags.
    private static func contentStart(_ bytes: [UInt8], from lineEnd: Int, tags: [String]) -> Int {
        var at = min(lineEnd + 1, bytes.count)
        func skipBlankLine() {
            if at < bytes.count, bytes[at] == UInt8(ascii: "\r"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\n") { at += 2 }
            else if at < bytes.count, bytes[at] == UInt8(ascii: "\n") { at += 1 }
        }
        func skipLine(beginning text: String) {
            guard bytes[at...].starts(with: text.utf8) else { return }
            at = bytes[at...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            skipBlankLine()
        }
        skipBlankLine()
        skipLine(beginning: "## ")
        if !tags.isEmpty { skipLine(beginning: "Tags: ") }
        return at
    }

    /// Where the content ends, and where to look for the next note.
    private static func contentEnd(_ bytes: [UInt8], from start: Int, count: Int?) -> (end: Int, next: Int) {
        let rule = Array(rule.utf8)
        if let count, count >= 0, count <= bytes.count - start {
            let end = start + count
            if bytes[end...].starts(with: rule), isBoundary(bytes, end + rule.count) { return (end, end + rule.count) }
        }
        var limit = bytes.count
        if let mark = nextMark(bytes, from: start) { limit = mark }
        var end = limit
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        if bytes[start..<end].suffix(3).elementsEqual("---".utf8) {
            end -= 3
            // The rule's own empty line.
            for _ in 0..<2 where end > start && bytes[end - 1] == UInt8(ascii: "\n") {
                end -= 1
                if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            }
        }
        return (end, limit)
    }

    /// Whether nothing but blank stands between here and the next comment of ours or the end.
    private static func isBoundary(_ bytes: [UInt8], _ start: Int) -> Bool {
        let next = bytes[start...].firstIndex { !isSpace($0) } ?? bytes.count
        return next == bytes.count || bytes[next...].starts(with: mark.utf8)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
