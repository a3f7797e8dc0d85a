// A Markdown or text file as a note: the text unchanged, its tags and times from the front matter, as Obsidian and others write it.
import Foundation
import Vocabulary

struct MarkdownFile {
    let text: String
    /// In the archive, or of the file alone; nil when it has no name.
    let path: String?
    let modifiedAt: Timestamp?

    /// The note, or why the file is none.
    enum Reading {
        case note(ImportedNote)
        case passedOver(String)
    }

    func read(now: Timestamp) -> Reading {
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return .passedOver("is empty") }
        let facts = FrontMatter(text)
        guard let content = try? NoteText.content(titled(facts)) else {
            return .passedOver("has more than \(NoteText.length.upperBound) characters")
        }
        let created = facts?.time(["created", "created_at", "date", "date created"]) ?? modifiedAt ?? now
        let updated = facts?.time(["updated", "updated_at", "modified", "date modified", "lastmod"]) ?? modifiedAt ?? created
        let named = (facts?.list("tags") ?? []) + (facts?.list("tag") ?? []) + InlineTags.tags(text.dropFirst(facts?.count ?? 0))
        return .note(
            ImportedNote(
                id: nil, content: content, tags: Self.tags(named), source: .import, sourceReference: Self.reference(path), hasForeignWords: true,
                createdAt: created.inMilliseconds, updatedAt: max(created, updated).inMilliseconds))
    }

    /// The name is the title in Obsidian, and is what links refer to. It goes over a text that has no title of its own.
    private func titled(_ facts: FrontMatter?) -> String {
        guard let path else { return text }
        let name = ImportedText.name(path)
        let title = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        let body = text.dropFirst(facts?.count ?? 0)
        let firstLine = body.drop { $0.isWhitespace }.prefix { !$0.isNewline }
        guard !title.isEmpty, !firstLine.hasPrefix("# "), firstLine != title else { return text }
        return "\(text.prefix(facts?.count ?? 0))# \(title)\n\n\(body)"
    }

    /// Those that a note can have, the first ones (documented: 20); all of them still stand in the text.
    private static func tags(_ named: [String]) -> [String] {
        var tags: [String] = []
        for tag in named {
            guard tags.count < NoteTags.countLimit, let written = try? NoteTags.written(tag, field: "tags"), !tags.contains(written) else { continue }
            tags.append(written)
        }
        return tags
    }

    /// The end of a path that is too long: that is where the name is.
    private static func reference(_ path: String?) -> String? {
        path.flatMap { try? NoteText.reference(String($0.normalized.unicodeScalars.suffix(NoteText.referenceLength.upperBound))) }
    }
}

/// The few lines of YAML between `---` at the beginning of a file: names with a value or a list.
struct FrontMatter {
    /// Characters up to the text.
    let count: Int
    private var lists: [String: [String]] = [:]

    /// Nil when the text has none.
    init?(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard lines.first.map({ Self.trimmed($0) == "---" }) == true,
            let end = lines.dropFirst().prefix(500).firstIndex(where: { ["---", "..."].contains(Self.trimmed($0)) })
        else { return nil }
        count = lines[...end].reduce(0) { $0 + $1.count + 1 }
        var name = ""
        for line in lines[1..<end] {
            let words = Self.trimmed(line)
            if words.hasPrefix("- "), !name.isEmpty {
                lists[name, default: []].append(Self.unquoted(String(words.dropFirst(2))))
            } else if let colon = words.firstIndex(of: ":"), !words.hasPrefix("#"), line.first?.isWhitespace != true {
                name = words[..<colon].lowercased()
                lists[name] = Self.values(String(words[words.index(after: colon)...]))
            }
        }
    }

    /// The values under a name; of a text, the words between commas or blanks.
    func list(_ name: String) -> [String] {
        let values = lists[name] ?? []
        let words = values.count == 1 ? values[0].split { $0 == "," || $0.isWhitespace }.map(String.init) : values
        return words.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }.filter { !$0.isEmpty }
    }

    /// The first of the names under which a time stands, with a blank or a T before the hour, with or without seconds and zone.
    func time(_ names: [String]) -> Timestamp? {
        for name in names {
            guard let text = lists[name]?.first?.replacing(" ", with: "T") else { continue }
            for ending in ["", "Z", ":00Z"] { if let time = Timestamp(iso8601OrDate: text + ending) { return time } }
        }
        return nil
    }

    private static func values(_ text: String) -> [String] {
        let text = trimmed(text)
        guard text.hasPrefix("["), text.hasSuffix("]") else { return text.isEmpty ? [] : [unquoted(text)] }
        let items = text.dropFirst().dropLast().split(separator: ",").map { unquoted(String($0)) }
        // One in brackets is whole, though it has blanks.
        return items.count == 1 ? items.map { $0.split(separator: " ").joined(separator: "-") } : items
    }

    private static func unquoted(_ text: String) -> String {
        let text = trimmed(text)
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else { return text }
        return String(text.dropFirst().dropLast())
    }

    private static func trimmed(_ text: some StringProtocol) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// Tags within a text, as Obsidian has them: `#tag` behind a blank, with at least one character that is no digit. Not in code.
enum InlineTags {
    static func tags(_ text: Substring) -> [String] {
        var tags: [String] = [], isFenced = false
        for line in text.split(whereSeparator: \.isNewline) {
            let start = line.drop { $0 == " " || $0 == "\t" }
            if start.hasPrefix("```") || start.hasPrefix("~~~") {
                isFenced.toggle()
                continue
            }
            guard !isFenced, line.contains("#") else { continue }
            tags += tagsOfLine(line)
        }
        return tags
    }

    private static func tagsOfLine(_ line: Substring) -> [String] {
        var tags: [String] = [], isCode = false, before: Character = " "
        var at = line.startIndex
        while at < line.endIndex {
            let character = line[at]
            at = line.index(after: at)
            if character == "`" { isCode.toggle() }
            if character == "#", before.isWhitespace, !isCode {
                let tag = line[at...].prefix(while: isTagCharacter)
                if tag.contains(where: { !$0.isNumber }) { tags.append(String(tag)) }
            }
            before = character
        }
        return tags
    }

    private static func isTagCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-/".contains(character)
            || character.unicodeScalars.first?.properties.isEmojiPresentation == true
    }
}
