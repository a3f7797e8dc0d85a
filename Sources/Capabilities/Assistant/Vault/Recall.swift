// What the model remembers: full text, and vectors where there is an encoder, in one order.
import SearchEngine
import Storage
import Vocabulary

package struct Recall: Sendable {
    let database: any SQLDatabase
    let encoder: VaultEncoder?

    package init(database: any SQLDatabase, encoder: VaultEncoder?) {
        self.database = database
        self.encoder = encoder
    }

    /// How the notes were found.
    package enum Signal: String, Sendable, CaseIterable {
        /// No query: the newest.
        case newest
        case fullText = "full_text"
        case vectors
    }

    package struct Found: Sendable {
        package var entry: VaultEntry
        package var score: Double
        package var signals: [Signal]
    }

    package struct Result: Sendable {
        /// Best first.
        package var found: [Found]
        /// What was looked through, also where it found nothing.
        package var signals: [Signal]
        /// True when the person has more vectors than were compared.
        package var areVectorsCapped: Bool
    }

    /// Notes that a query may answer with (documented).
    package static let limits = 1...10
    /// Hits that each way of searching contributes (our choice).
    private static let depth = 50
    /// Vectors of a shelf that are compared, those of the newest notes (our choice: what it costs stays bounded).
    static let vectorLimit = 50_000
    /// Vectors that are read at a time (our choice: 800 kB).
    private static let stretch = 2_000
    /// Cosine from which on a note is near enough to be told of (our choice: of unrelated sentences few are nearer than this).
    static let nearness: Float = 0.25

    /// What a person's own shelf and the one that their organization shares hold about a query; without one the newest notes.
    /// - Parameter limit: brought into 1…10.
    package func recall(_ query: String?, limit: Int = 5, userID: String, organizationID: String, now: Timestamp) async throws -> Result {
        let limit = min(max(limit, Self.limits.lowerBound), Self.limits.upperBound)
        let shelves = [VaultShelf.personal(userID, in: organizationID), .shared(in: organizationID)]
        let text = query?.normalized ?? ""
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return try await newest(limit, shelves) }
        let words = try await fullText(text, shelves, now: now)
        let near = try await vectors(text, shelves)
        let scores = ReciprocalRank.scores([words] + (near.map { [$0.ids] } ?? []))
        var entries: [String: VaultEntry] = [:]
        for shelf in shelves { entries.merge(try await VaultEntryStore.find(Array(scores.keys), on: shelf, in: database)) { first, _ in first } }
        let inWords = Set(words), inVectors = Set(near?.ids ?? [])
        let found = scores.compactMap { id, score in
            entries[id].map { entry in
                let signals: [Signal] = (inWords.contains(id) ? [.fullText] : []) + (inVectors.contains(id) ? [.vectors] : [])
                return Found(entry: entry, score: score, signals: signals)
            }
        }.sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            if left.entry.createdAt != right.entry.createdAt { return left.entry.createdAt > right.entry.createdAt }
            return left.entry.id < right.entry.id
        }
        return Result(
            found: Array(found.prefix(limit)), signals: near == nil ? [.fullText] : [.fullText, .vectors], areVectorsCapped: near?.isCapped ?? false)
    }

    private func newest(_ limit: Int, _ shelves: [VaultShelf]) async throws -> Result {
        var entries: [VaultEntry] = []
        for shelf in shelves { entries += try await VaultEntryStore.list(VaultFilter(), on: shelf, limit: limit, offset: 0, in: database) }
        entries.sort { $0.createdAt != $1.createdAt ? $0.createdAt > $1.createdAt : $0.id > $1.id }
        let found = entries.prefix(limit).map { Found(entry: $0, score: 0, signals: [.newest]) }
        return Result(found: found, signals: [.newest], areVectorsCapped: false)
    }

    /// Notes with all the words; behind them, where those are few, notes with any of them: questions have words that no answer has.
    private func fullText(_ text: String, _ shelves: [VaultShelf], now: Timestamp) async throws -> [String] {
        let owners = shelves.map(\.textOwner)
        func search(_ text: String) async throws -> [String] {
            guard let query = SearchQuery.parse(text) else { return [] }
            return try await TextIndex.vault.search(query, of: owners, offset: 0, limit: Self.depth, now: now, in: database).hits.map(\.id)
        }
        var ids = try await search(text)
        guard ids.count < Self.limits.upperBound else { return ids }
        let words = text.split { !$0.isLetter && !$0.isNumber }.prefix(32).map { $0.lowercased() }.filter { $0 != "or" }
        guard words.count > 1 else { return ids }
        let known = Set(ids)
        ids += try await search(words.joined(separator: " OR ")).filter { !known.contains($0) }
        return Array(ids.prefix(Self.depth))
    }

    /// The nearest notes, nearest first. Nil without an encoder.
    private func vectors(_ text: String, _ shelves: [VaultShelf]) async throws -> (ids: [String], isCapped: Bool)? {
        guard let encoder, let embedded = await encoder.embed([String(text.unicodeScalars.prefix(NoteVector.pieceLength))])?.first,
            let query = NoteVector(embedded)
        else { return nil }
        var nearest: [(id: String, cosine: Float)] = []
        var isCapped = false
        func keepNearest() {
            nearest.sort { $0.cosine != $1.cosine ? $0.cosine > $1.cosine : $0.id > $1.id }
            nearest = Array(nearest.prefix(Self.depth))
        }
        for shelf in shelves {
            var last: String?
            var seen = 0
            while true {
                let page = try await VaultVectorStore.page(on: shelf, model: encoder.model, before: last, limit: Self.stretch, in: database)
                for (id, vector) in page {
                    guard let cosine = query.cosine(vector), cosine >= Self.nearness else { continue }
                    nearest.append((id, cosine))
                }
                if nearest.count > Self.stretch { keepNearest() }
                seen += page.count
                guard page.count == Self.stretch else { break }
                guard seen < Self.vectorLimit else {
                    isCapped = true
                    break
                }
                last = page.last?.id
            }
        }
        keepNearest()
        return (nearest.map(\.id), isCapped)
    }
}
