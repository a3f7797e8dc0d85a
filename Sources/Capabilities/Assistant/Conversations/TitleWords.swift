// How threads are found by how the words of their titles begin.
import SearchEngine
import Storage

/// The words of a text as search sees them: in ASCII, so that beginnings of words are beginnings of texts on every database.
struct TitleWords: Sendable, Equatable {
    /// Words of a title that are looked at (our choice: an index row for each).
    static let limit = 24
    /// Characters of a word, as it is encoded, that are looked at (our choice).
    static let wordLimit = 48

    let words: [String]

    init(_ text: String) { words = SearchWords.words(in: text).prefix(Self.limit).map { String($0.prefix(Self.wordLimit)) } }

    /// All of them, a space before each: a word begins with `x` where this holds ` x`.
    var text: String { words.map { " " + $0 }.joined() }
}

enum TitleWordStore {
    static func insert(_ title: TitleWords, thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        var arguments = owner.arguments + [.text(thread)]
        var rows: [String] = []
        for word in Set(title.words).sorted() {
            arguments.append(.bytes(Array(word.utf8)))
            rows.append("($1, $2, $\(arguments.count), $3)")
        }
        guard !rows.isEmpty else { return }
        try await db.execute(
            "INSERT INTO thread_title_words (organization_id, user_id, word, thread_id) VALUES \(rows.joined(separator: ", "))", arguments)
    }

    /// Gives a thread a title, or new words for the one it has.
    static func replace(_ words: TitleWords, title: String, thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await ThreadStore.setTitle(title, words: words.text, of: thread, of: owner, in: db)
        try await remove(thread: thread, of: owner, in: db)
        try await insert(words, thread: thread, of: owner, in: db)
    }

    private static func remove(thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
        try await db.execute(
            "DELETE FROM thread_title_words WHERE organization_id = $1 AND user_id = $2 AND thread_id = $3", owner.arguments + [.text(thread)])
    }

    /// Words that begin with this one: from `from` on, before `end`.
    static func range(of word: String) -> (from: [UInt8], end: [UInt8]) {
        // No byte of UTF-8 is as high as the last one.
        (Array(word.utf8), Array(word.utf8) + [0xFF])
    }

    /// The one of these words that begins the fewest words of titles, and how many those are, counted to just beyond `limit`.
    static func rarest(of title: TitleWords, limit: Int, of owner: ThreadOwner, in db: any SQLSession) async throws -> (word: String, count: Int) {
        var rarest = (word: "", count: Int.max)
        for word in Set(title.words).sorted() {
            let range = range(of: word)
            let row = try await db.first(
                """
                SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM thread_title_words WHERE organization_id = $1 AND user_id = $2
                    AND word >= $3 AND word < $4 LIMIT $5) AS found
                """, owner.arguments + [.bytes(range.from), .bytes(range.end), .integer(Int64(limit + 1))])
            let count = Int(try row?.int("n") ?? 0)
            if count < rarest.count { rarest = (word, count) }
            if count == 0 { break }
        }
        return rarest
    }
}
