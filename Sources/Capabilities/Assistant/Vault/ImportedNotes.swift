// A file imported into the vault: what it is, the notes in it, and what in it is not a note.
import Foundation
import Vocabulary
import Web

/// The notes of a file. Its kind is told by what it holds; a name only says which files of an archive are looked at.
struct ImportedNotes: Sendable {
    var notes: [ImportedNote] = []
    var passedOver = PassedOver()
    /// Conversations in it, which are imported elsewhere.
    var conversations = 0
    private var isExport = false
    private var ids: Set<String> = []

    private static let noteEndings: Set<String> = ["md", "markdown", "mdown", "txt", "json"]
    /// Where an exported Markdown file says that it is one (our choice: behind its title).
    private static let openingLength = 1_024

    /// Reads a file. Pure: the same bytes give the same notes.
    ///
    /// - Parameters:
    ///   - isJSON: the sender says that it is JSON, so what is none is an error.
    ///   - name: what the file is called where it comes from.
    ///   - now: when notes were made that do not say so.
    /// - Throws: malformed when one note of our own exports is wrong, when an archive is damaged, or when there is nothing to take.
    static func read(_ bytes: [UInt8], isJSON: Bool, name: String?, now: Timestamp) throws -> ImportedNotes {
        var file = ImportedNotes()
        if ZipArchive.isArchive(bytes) {
            try file.readArchive(bytes, now: now)
        } else if isJSON {
            try file.readJSON(bytes, name: name ?? "The file", now: now, isAlone: true)
        } else {
            try file.readFile(bytes, name: name, modifiedAt: nil, now: now)
        }
        guard file.notes.count <= NoteFile.countLimit else { throw Problem.invalid("entries", "may hold at most \(NoteFile.countLimit) notes") }
        guard !file.notes.isEmpty || file.isExport || file.conversations > 0 else {
            let reasons = file.passedOver.groups.isEmpty ? "it is empty" : file.passedOver.summary
            throw Problem(.malformed, "There is no note to import in this file: \(reasons)", code: "nothing_to_import")
        }
        return file
    }

    private mutating func readArchive(_ bytes: [UInt8], now: Timestamp) throws {
        let archive = try ImportArchive(bytes)
        var file = self
        try archive.forEach(Self.noteEndings, otherwise: "is no note", &passedOver) { name, bytes, modifiedAt, passedOver in
            file.passedOver = PassedOver()
            do { try file.readFile(bytes, name: name, modifiedAt: modifiedAt, now: now) } catch let problem as Problem {
                var named = problem
                named.message = "\(name): \(problem.message)"
                throw named
            }
            passedOver.add(file.passedOver)
        }
        file.passedOver = passedOver
        self = file
    }

    private mutating func readFile(_ bytes: [UInt8], name: String?, modifiedAt: Timestamp?, now: Timestamp) throws {
        let first = JSONPieces.first(bytes).map { bytes[$0] }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), ExportKind.of(bytes) != nil {
            return try readJSON(bytes, name: name ?? "The file", now: now, isAlone: false)
        }
        if name?.lowercased().hasSuffix(".json") == true { return passedOver.add(name ?? "", "is no note") }
        if NoteMarkdown.isExport(bytes, within: Self.openingLength) {
            isExport = true
            return add(try NoteFile.markdown(bytes, now: now), of: name ?? "The file")
        }
        // Four bytes a character at most; what is longer need not be looked through.
        guard bytes.count <= NoteText.length.upperBound * 4 else {
            return passedOver.add(name ?? "The file", "has more than \(NoteText.length.upperBound) characters")
        }
        guard let text = ImportedText.text(bytes) else { return passedOver.add(name ?? "The file", "is no text in UTF-8") }
        switch MarkdownFile(text: text, path: name, modifiedAt: modifiedAt).read(now: now) {
        case .note(let note): notes.append(note)
        case .passedOver(let reason): passedOver.add(name ?? "The file", reason)
        }
    }

    private mutating func readJSON(_ bytes: [UInt8], name: String, now: Timestamp, isAlone: Bool) throws {
        switch ExportKind.of(bytes) {
        case .conversation: conversations += 1
        case .claude: conversations += JSONPieces(bytes).elements()?.count ?? 1
        case .chatGPT: readChatGPT(bytes, now: now)
        case .claudeProjects: readProjects(bytes, name: name, now: now)
        case .claudeMemories:
            for case .some(let memories) in ExportKind.items(ClaudeMemories.self, in: bytes) {
                for text in [memories.conversations].compactMap(\.self) + (memories.projects ?? [:]).sorted(by: { $0.key < $1.key }).map(\.value) {
                    add(text, "Claude", tags: ["claude", "memory"], time: nil, now: now)
                }
            }
        case .vault:
            isExport = true
            add(try NoteFile.json(bytes, now: now), of: name)
        case .unknown, nil:
            // Alone, the reader of our own exports says what is wrong with it.
            guard isAlone else { return passedOver.add(name, "is no export that is known here") }
            add(try NoteFile.json(bytes, now: now), of: name)
        }
    }

    private mutating func readChatGPT(_ bytes: [UInt8], now: Timestamp) {
        for item in ExportKind.items(ChatGPTConversation.self, in: bytes) {
            conversations += 1
            for memory in item?.memories ?? [] { add(memory.text, "ChatGPT", tags: ["chatgpt", memory.tag], time: memory.time, now: now) }
        }
    }

    private mutating func readProjects(_ bytes: [UInt8], name: String, now: Timestamp) {
        for item in ExportKind.items(ClaudeProject.self, in: bytes) {
            guard let project = item else {
                passedOver.add(name, "holds a project that cannot be read")
                continue
            }
            let place = "Claude: \(project.name ?? "a project")"
            if let prompt = project.prompt, !prompt.isEmpty { add(prompt, place, tags: ["claude", "instructions"], time: nil, now: now) }
            for document in project.documents ?? [] {
                let path = [place, document.filename].compactMap(\.self).joined(separator: "/")
                let time = document.time.flatMap { Timestamp(iso8601OrDate: $0) }
                switch MarkdownFile(text: document.content, path: path, modifiedAt: time).read(now: now) {
                case .note(var note):
                    note.tags = Array((["claude"] + note.tags.filter { $0 != "claude" }).prefix(NoteTags.countLimit))
                    notes.append(note)
                case .passedOver(let reason): passedOver.add(path, reason)
                }
            }
        }
    }

    /// What an assistant had kept. It says the same in many conversations; it becomes one note.
    private mutating func add(_ text: String, _ place: String, tags: [String], time: Timestamp?, now: Timestamp) {
        guard ids.insert(DerivedID.uuid(place, text)).inserted else { return }
        guard let content = try? NoteText.content(text) else { return passedOver.add(place, "has a memory that is blank or too long") }
        let time = (time ?? now).inMilliseconds
        notes.append(
            ImportedNote(
                id: nil, content: content, tags: tags, source: .import, sourceReference: try? NoteText.reference(place), hasForeignWords: true,
                createdAt: time, updatedAt: time))
    }

    /// Notes of our own exports. An archive may hold the same export in two forms.
    private mutating func add(_ exported: [ImportedNote], of name: String) {
        for note in exported {
            if let id = note.id, !ids.insert(id).inserted { passedOver.add(name, "holds notes that another file of the archive holds too") }
            else { notes.append(note) }
        }
    }
}
