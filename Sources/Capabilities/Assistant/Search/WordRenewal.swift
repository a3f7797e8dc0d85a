// What was indexed with the words of earlier versions, indexed with today's.
import SearchEngine
import Storage
import Vocabulary

/// Goes once through all texts, in the background, and rewrites those whose words have changed. What an earlier version indexed is found as
/// before meanwhile, because queries ask for both ways of writing.
struct WordRenewal: Sendable {
    /// What is gone through, one after the other.
    enum Part: String, CaseIterable {
        case titles, messages, vault
        var fact: String { "search-words-\(rawValue)" }
    }

    let database: any SQLDatabase

    /// Texts that are read together (our choice: some milliseconds, and no transaction longer than that).
    private static let stretch = 500

    /// How many texts it rewrote; 0 where all have today's words.
    @discardableResult
    func run() async throws -> Int {
        var count = 0
        for part in Part.allCases { count += try await renew(part) }
        return count
    }

    private func renew(_ part: Part) async throws -> Int {
        var progress = try await WordRenewalStore.progress(of: part, in: database)
        var count = 0
        while !progress.isDone {
            try Task.checkCancellation()
            let texts =
                switch part {
                case .titles: try await WordRenewalStore.titles(after: progress.last, limit: Self.stretch, in: database)
                case .messages: try await WordRenewalStore.places(.messages, after: progress.last, limit: Self.stretch, in: database)
                case .vault: try await WordRenewalStore.places(.vault, after: progress.last, limit: Self.stretch, in: database)
                }
            switch part {
            case .titles: count += try await renewTitles(texts)
            case .messages: count += try await renewMessages(texts)
            case .vault: count += try await renewNotes(texts)
            }
            progress.last = texts.last?.place ?? progress.last
            progress.isDone = texts.count < Self.stretch
            try await WordRenewalStore.note(progress, of: part, in: database)
        }
        return count
    }

    private func renewTitles(_ texts: [WordRenewalStore.Text]) async throws -> Int {
        var count = 0
        for text in texts where TitleWords(text.title).text != text.words {
            let owner = ThreadOwner(organizationID: text.owner.organizationID, userID: text.owner.name)
            count += try await database.transaction { db in
                guard let thread = try await ThreadStore.lock(text.id, of: owner, in: db) else { return 0 }
                try await TitleWordStore.replace(TitleWords(thread.title), title: thread.title, thread: thread.id, of: owner, in: db)
                return 1
            }
        }
        return count
    }

    private func renewMessages(_ texts: [WordRenewalStore.Text]) async throws -> Int {
        var count = 0
        for (textOwner, texts) in Dictionary(grouping: texts, by: \.owner) {
            let owner = ThreadOwner(organizationID: textOwner.organizationID, userID: textOwner.name)
            let found = try await MessageStore.find(texts.map(\.id), of: owner, in: database)
            let changed = found.values.filter { message, title, _ in Self.hasOtherWords(message.number == 1 ? title : "", message.content) }
            for (thread, messages) in Dictionary(grouping: changed.map(\.message), by: \.threadID) {
                count += try await database.transaction { db in
                    // A change of a message holds its thread.
                    guard let thread = try await ThreadStore.lock(thread, of: owner, in: db) else { return 0 }
                    let present = try await MessageStore.find(messages.map(\.id), of: owner, in: db)
                    for (message, _, _) in present.values { try await MessageIndex().update(message, title: thread.title, of: owner, in: db) }
                    return present.count
                }
            }
        }
        return count
    }

    private func renewNotes(_ texts: [WordRenewalStore.Text]) async throws -> Int {
        var count = 0
        for (owner, texts) in Dictionary(grouping: texts, by: \.owner) {
            let shelf = owner.name.isEmpty ? VaultShelf.shared(in: owner.organizationID) : .personal(owner.name, in: owner.organizationID)
            let found = try await VaultEntryStore.find(texts.map(\.id), on: shelf, in: database)
            for entry in found.values where Self.hasOtherWords("", entry.content) {
                count += try await database.transaction { db in
                    let present = try await VaultEntryStore.find(entry.id, org: owner.organizationID, forUpdate: true, in: db)
                    guard let present, present.shelf == shelf, present.importID == nil else { return 0 }
                    try await TextIndex.vault.update(VaultIndex.document(present), of: owner, in: db)
                    return 1
                }
            }
        }
        return count
    }

    /// Whether an earlier version wrote other words for a text. ASCII has the same words in all of them; the marks of options are new.
    private static func hasOtherWords(_ title: String, _ body: String) -> Bool {
        if !OptionWords.words(in: title).isEmpty || !OptionWords.words(in: body).isEmpty { return true }
        guard title.utf8.contains(where: { $0 >= 0x80 }) || body.utf8.contains(where: { $0 >= 0x80 }) else { return false }
        return IndexedWords(title: title, body: body, version: .first) != IndexedWords(title: title, body: body)
    }
}

/// How far the renewal is, and what comes next.
enum WordRenewalStore {
    struct Place: Sendable, Equatable {
        var organizationID = ""
        var owner = ""
        /// A text's place in the index; of titles the thread.
        var at = ""
    }

    struct Text: Sendable {
        var owner: TextOwner
        var id: String
        var place: Place
        /// Of titles.
        var title = "", words = ""
    }

    struct Progress: Sendable {
        var last = Place()
        var isDone = false
    }

    /// Spaces stand between its parts, and in none of them.
    static func progress(of part: WordRenewal.Part, in db: any SQLSession) async throws -> Progress {
        let row = try await db.first("SELECT value FROM instance_facts WHERE name = $1", [.text(part.fact)])
        let words = try row?.text("value").split(separator: " ", omittingEmptySubsequences: false).map(String.init) ?? []
        guard let version = words.first.flatMap(Int64.init), version == FoldingVersion.current.rawValue else { return Progress() }
        guard words.count == 4 else { return Progress(isDone: true) }
        return Progress(last: Place(organizationID: words[1], owner: words[2], at: words[3]))
    }

    static func note(_ progress: Progress, of part: WordRenewal.Part, in db: any SQLDatabase) async throws {
        let last = progress.last, version = String(FoldingVersion.current.rawValue)
        let value = progress.isDone ? version : [version, last.organizationID, last.owner, last.at].joined(separator: " ")
        try await db.transaction { db in
            try await db.execute(
                "INSERT INTO instance_facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [.text(part.fact), .text(value)])
        }
    }

    static func titles(after last: Place, limit: Int, in db: any SQLSession) async throws -> [Text] {
        try await db.query(
            """
            SELECT organization_id, user_id, id, title, title_words FROM threads WHERE (organization_id, user_id, id) > ($1, $2, $3)
            ORDER BY organization_id, user_id, id LIMIT $4
            """, [.text(last.organizationID), .text(last.owner), .text(last.at), .integer(Int64(limit))]
        ).map { row in
            let org = try row.text("organization_id"), user = try row.text("user_id"), id = try row.text("id")
            return Text(
                owner: .user(user, organizationID: org), id: id, place: Place(organizationID: org, owner: user, at: id),
                title: try row.text("title"), words: try row.text("title_words"))
        }
    }

    /// Texts of an index in the order of its key: on SQLite that is the place alone.
    static func places(_ index: TextIndex, after last: Place, limit: Int, in db: any SQLSession) async throws -> [Text] {
        let at = Int64(last.at) ?? -1
        let isSQLite = db.dialect == .sqlite
        let condition =
            isSQLite ? "place > $1 ORDER BY place" : "(organization_id, owner, place) > ($3, $4, $1) ORDER BY organization_id, owner, place"
        let more: [SQLValue] = isSQLite ? [] : [.text(last.organizationID), .text(last.owner)]
        return try await db.query(
            "SELECT organization_id, owner, id, place FROM \(index.store.table) WHERE \(condition) LIMIT $2",
            [.integer(at), .integer(Int64(limit))] + more
        ).map { row in
            let owner = TextOwner(organizationID: try row.text("organization_id"), name: try row.text("owner"))
            let place = Place(organizationID: owner.organizationID, owner: owner.name, at: String(try row.int("place")))
            return Text(owner: owner, id: try row.text("id"), place: place)
        }
    }
}
