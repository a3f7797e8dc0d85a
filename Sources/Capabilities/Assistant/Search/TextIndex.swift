// Full-text search for the rooms of the assistant: what they call when they write a text, and when somebody looks for one.
import SearchEngine
import Storage
import Vocabulary

/// The texts of one kind of thing, on FTS5 or on tsvector and GIN. Both index exactly the words that `SearchEngine` makes, and the engine
/// ranks, so both databases give the same hits in the same order.
///
/// Writes belong into the transaction that stores the text: it can be found as soon as that has committed.
struct TextIndex: Sendable {
    static let vault = TextIndex(store: TextStore(table: "vault_texts", words: "vault_words", periods: "vault_text_periods"))
    static let messages = TextIndex(store: TextStore(table: "message_texts", words: "message_words", periods: "message_text_periods"))

    /// So many hits are ranked, the newest ones; beyond it the total is capped (documented in the API).
    static let candidateLimit = 5_000

    let store: TextStore

    /// Adds texts, one or thousands, inside a transaction. None of them may be there already.
    func insert(_ documents: [TextDocument], of owner: TextOwner, in db: any SQLSession) async throws {
        var rows: [TextStore.Row] = []
        var taken: Set<Int64> = []
        // FTS5 writes in rising order; anything else makes it write piece by piece.
        for document in documents.count > 1 ? documents.sorted(by: { $0.key.createdAt < $1.key.createdAt }) : documents {
            var row = TextStore.Row(document, of: owner)
            while !taken.insert(row.place).inserted { try row.moveOn() }
            rows.append(row)
            if rows.count == TextStore.batchSize {
                try await store.insert(rows, of: owner, in: db)
                rows = []
            }
        }
        try await store.insert(rows, of: owner, in: db)
    }

    /// Replaces a text: title, body and marks.
    func update(_ document: TextDocument, of owner: TextOwner, in db: any SQLSession) async throws {
        try await delete([document.key], of: owner, in: db)
        try await insert([document], of: owner, in: db)
    }

    /// Removes texts, one or thousands; those that are not there are passed over.
    func delete(_ keys: [TextKey], of owner: TextOwner, in db: any SQLSession) async throws {
        for start in stride(from: 0, to: keys.count, by: TextStore.batchSize) {
            try await store.delete(keys[start..<min(keys.count, start + TextStore.batchSize)], of: owner, in: db)
        }
    }

    /// Forgets owners whose texts have all been deleted: after it the index holds no word of theirs. In short transactions of its own.
    func forget(_ owners: [TextOwner], in database: any SQLDatabase) async throws {
        try await store.mergeAll(in: database)
        for owner in owners { try await store.forgetPeriods(of: owner, in: database) }
    }

    /// The texts of these owners that match, a page of them. The time is for ranking newer texts a little higher.
    func search(
        _ query: SearchQuery, of owners: [TextOwner], filter: TextFilter = TextFilter(), offset: Int, limit: Int, now: Timestamp,
        in db: any SQLSession
    ) async throws -> TextResult {
        var found = try await candidates(query, of: owners, filter: filter, in: db)
        let isCapped = found.reduce(0) { $0 + $1.count } > Self.candidateLimit
        // The last look went furthest back: what is too much is its oldest.
        if isCapped, let last = found.indices.last { found[last].keep(Self.candidateLimit - found.dropLast().reduce(0) { $0 + $1.count }) }
        var score = SearchScore(query)
        for part in found { part.add(to: &score, now: now) }
        var scores = score.scores()[...]
        let total = scores.count
        var best: [TextHit] = []
        for part in found {
            best += part.best(max(0, offset) + max(0, limit), by: scores.prefix(part.count))
            scores = scores.dropFirst(part.count)
        }
        best.sort { left, right in
            (left.score, left.createdAt.microseconds, left.id) > (right.score, right.createdAt.microseconds, right.id)
        }
        return TextResult(hits: Array(best.dropFirst(max(0, offset)).prefix(max(0, limit))), total: total, isTotalCapped: isCapped)
    }

    /// At most one more than are ranked, the newest ones: of each look what it found, the newest first.
    private func candidates(
        _ query: SearchQuery, of owners: [TextOwner], filter: TextFilter, in db: any SQLSession
    ) async throws -> [TextCandidates] {
        let first = filter.since.map(TextPlace.start) ?? 0, last = filter.until.map(TextPlace.end) ?? .max
        guard !owners.isEmpty, first <= last else { return [] }
        let places = first...last
        let marks = filter.marks.filter { !$0.isEmpty }.map { $0.map(\.word) }
        // SQLite's index stops at the limit, however much a look spans; PostgreSQL's reads all of it.
        var periods = PeriodWalk(
            try await store.periods(of: owners, in: db), within: places, words: query.wordCount, growth: db.dialect == .sqlite ? nil : 4)
        var found: [TextCandidates] = []
        var wanted = Self.candidateLimit + 1
        while wanted > 0, let scopes = periods.next(wanted: wanted) {
            var look = TextStore.Look(scopes: scopes.scopes, places: scopes.places.clamped(to: places), limit: wanted)
            if found.isEmpty { look.walks = try await store.isCommon(query, look, marks: marks, owners: owners, in: db) }
            let part = try await store.search(query, look, marks: marks, owners: owners, filter: filter, in: db)
            if part.count > 0 { found.append(part) }
            wanted -= part.count
            periods.found += part.count
        }
        return found
    }
}

/// The owners' periods, newest first, in looks of growing size: at first one, then as many as what was found lets expect to be enough, at most
/// `growth` times what has been looked through, as long as the query's text stays of a size. So a common word costs one look at the newest,
/// and a rare one few looks altogether.
private struct PeriodWalk {
    private var rest: [(number: Int64, owners: [TextOwner])]
    private let largest: Int
    private let growth: Int?
    private var done = 0
    /// What was found so far.
    var found = 0

    init(_ periods: [TextStore.Period], within places: ClosedRange<Int64>, words: Int, growth: Int?) {
        self.growth = growth
        let range = TextPeriod.of(places.lowerBound)...TextPeriod.of(places.upperBound)
        rest = Dictionary(grouping: periods.filter { range.contains($0.number) }, by: \.number).map { ($0.key, $0.value.map(\.owner)) }
            .sorted { $0.0 > $1.0 }
        largest = max(1, TextStore.wordsAtOnce / max(1, words))
    }

    /// The next scopes and the places that they span; nil at the end.
    mutating func next(wanted: Int) -> (scopes: [SearchScope], places: ClosedRange<Int64>)? {
        // A quarter more than expected (our choice): a second look costs more than a look that is a little too wide.
        let expected = found > 0 ? (wanted * done * 5 / 4 + found - 1) / found : .max
        let group = rest.prefix(max(1, min(largest, done == 0 ? 1 : growth.map { $0 * done } ?? .max, expected)))
        guard let first = group.first, let last = group.last else { return nil }
        rest.removeFirst(group.count)
        done += group.count
        let scopes = Set(group.flatMap { period in period.owners.map { TextPeriod.scope($0, period.number) } })
        let places = TextPeriod.places(of: last.number).lowerBound...TextPeriod.places(of: first.number).upperBound
        return (scopes.sorted { $0.prefix > $1.prefix }, places)
    }
}

extension SearchQuery {
    fileprivate var wordCount: Int {
        clauses.reduce(0) { $0 + ($1.required + $1.excluded).reduce(0) { $0 + $1.words.count } }
    }
}
