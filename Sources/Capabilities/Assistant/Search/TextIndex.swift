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
        for document in documents {
            var row = TextStore.Row(document, of: owner)
            while !taken.insert(row.place).inserted { row.place += 1 }
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

    /// The texts of these owners that match, a page of them. The time is for ranking newer texts a little higher.
    func search(
        _ query: SearchQuery, of owners: [TextOwner], filter: TextFilter = TextFilter(), offset: Int, limit: Int, now: Timestamp,
        in db: any SQLSession
    ) async throws -> TextResult {
        let found = try await candidates(query, of: owners, filter: filter, in: db)
        var score = SearchScore(query)
        let candidates = found.prefix(Self.candidateLimit)
        for candidate in candidates {
            score.add(lead: candidate.lead, count: candidate.wordCount, ageDays: now.seconds(since: candidate.createdAt) / 86_400)
        }
        let ranked = zip(candidates, score.scores()).map { TextHit(id: $0.id, createdAt: $0.createdAt, score: $1) }.sorted { left, right in
            (left.score, left.createdAt.microseconds, left.id) > (right.score, right.createdAt.microseconds, right.id)
        }
        return TextResult(
            hits: Array(ranked.dropFirst(max(0, offset)).prefix(max(0, limit))), total: ranked.count, isTotalCapped: found.count > Self.candidateLimit)
    }

    /// At most one more than are ranked, the newest first.
    private func candidates(
        _ query: SearchQuery, of owners: [TextOwner], filter: TextFilter, in db: any SQLSession
    ) async throws -> [TextStore.Candidate] {
        let places = (filter.since.map(TextPlace.start) ?? 0)...(filter.until.map(TextPlace.end) ?? .max)
        guard !owners.isEmpty, places.lowerBound <= places.upperBound else { return [] }
        let marks = filter.marks.filter { !$0.isEmpty }.map { $0.map(\.word) }
        var found: [TextStore.Candidate] = []
        for steps in Self.steps(through: try await store.periods(of: owners, in: db), places: places, words: query.wordCount) {
            let lowest = max(places.lowerBound, steps.map(\.period).min().map { $0 << TextPeriod.bits } ?? 0)
            let scopes = Array(Set(steps.map { TextPeriod.scope($0.owner, $0.period) })).sorted { $0.prefix > $1.prefix }
            found += try await store.search(
                query, scopes: scopes, marks: marks, owners: owners, filter: filter, from: lowest,
                through: min(places.upperBound, steps.map(\.period).max().map { (($0 + 1) << TextPeriod.bits) - 1 } ?? .max),
                limit: Self.candidateLimit + 1 - found.count, in: db)
            if found.count > Self.candidateLimit { break }
        }
        return found
    }

    private struct Step {
        var owner: TextOwner
        var period: Int64
    }

    /// The owners' periods in the order in which they are looked through, newest first: one, then four, then sixteen, and so on, as long as the
    /// query's text stays of a size. So a common word costs one look at the newest, and a rare one few looks altogether.
    private static func steps(through periods: [TextStore.Period], places: ClosedRange<Int64>, words: Int) -> [[Step]] {
        let range = TextPeriod.of(places.lowerBound)...TextPeriod.of(places.upperBound)
        let byPeriod = Dictionary(grouping: periods.filter { range.contains($0.number) }, by: \.number)
        let largest = max(1, TextStore.wordsAtOnce / max(1, words))
        var groups: [[Step]] = []
        var group: [Step] = []
        var size = 1
        for (count, number) in byPeriod.keys.sorted(by: >).enumerated() {
            group += (byPeriod[number] ?? []).map { Step(owner: $0.owner, period: number) }
            if count + 1 >= size || group.count >= largest {
                groups.append(group)
                group = []
                size = count + 1 + min(largest, 4 * (count + 1))
            }
        }
        return group.isEmpty ? groups : groups + [group]
    }
}

extension SearchQuery {
    fileprivate var wordCount: Int {
        clauses.reduce(0) { $0 + ($1.required + $1.excluded).reduce(0) { $0 + $1.words.count } }
    }
}
