// What a note may hold, and how its tags are written.
import Foundation
import Vocabulary

enum NoteText {
    /// Characters of a note (documented). Counted in Unicode scalars.
    static let length = 1...65_536
    /// Characters of the reference to what a note was made from (our choice: an address fits).
    static let referenceLength = 1...512

    /// The content in normal form C, otherwise unchanged.
    /// - Throws: malformed when it is blank, too long, or holds U+0000.
    static func content(_ text: String, field: String = "content") throws -> String {
        let content = text.normalized
        let scalars = content.unicodeScalars
        guard scalars.contains(where: { !$0.properties.isWhitespace }) else { throw Problem.invalid(field, "must not be blank") }
        // Bytes first: counting characters costs a walk.
        guard content.utf8.count <= length.upperBound || scalars.count <= length.upperBound else {
            throw Problem.invalid(field, "may have at most \(length.upperBound) characters")
        }
        guard !content.utf8.contains(0) else { throw Problem.invalid(field, "may not hold the character U+0000") }
        return content
    }

    static func reference(_ text: String?, field: String = "source_ref") throws -> String? {
        guard let text = text?.normalized else { return nil }
        guard referenceLength.contains(text.unicodeScalars.count) else {
            throw Problem.invalid(field, "must have 1 to \(referenceLength.upperBound) characters")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw Problem.invalid(field, "may not hold control characters")
        }
        return text
    }
}

enum NoteTags {
    /// Tags of a note, and characters of a tag (both documented).
    static let countLimit = 20
    static let length = 1...64

    /// The tags as they are stored: each trimmed, in normal form C, in lower case, a hyphen for whitespace within; of equal ones the first.
    /// Writing them again changes nothing.
    static func written(_ tags: [String], field: String = "tags") throws -> [String] {
        var written: [String] = []
        for (index, tag) in tags.enumerated() {
            let tag = try Self.written(tag, field: "\(field)[\(index)]")
            if !written.contains(tag) { written.append(tag) }
        }
        guard written.count <= countLimit else { throw Problem.invalid(field, "may have at most \(countLimit) tags") }
        return written
    }

    static func written(_ tag: String, field: String) throws -> String {
        // Lower case can take a text out of its normal form.
        let small = tag.normalized.lowercased().normalized
        let words = small.unicodeScalars.split { $0.properties.isWhitespace }
        var scalars = String.UnicodeScalarView()
        for (index, word) in words.enumerated() {
            if index > 0 { scalars.append("-") }
            scalars.append(contentsOf: word)
        }
        let text = String(scalars).normalized
        guard !text.isEmpty else { throw Problem.invalid(field, "must not be blank") }
        guard text.unicodeScalars.count <= length.upperBound else {
            throw Problem.invalid(field, "may have at most \(length.upperBound) characters")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw Problem.invalid(field, "may not hold control characters")
        }
        return text
    }
}
