// The language that people search in, read into the one form that everything else here works on.

/// What is sought: any of the clauses, each of which wants all of its terms and none of the excluded ones.
///
/// The language: words (all of them), `"an exact phrase"`, `-word` and `-"phrase"`, `OR` between alternatives (it binds looser than words side by
/// side), `word*` for beginnings. A word of several parts (`e-mail`, `東京`) is a phrase. What cannot be read so (a lone quote, an `OR` without two
/// sides, an alternative of exclusions only) is taken as plain words, all of them.
package struct SearchQuery: Sendable, Equatable {
    /// A word or several in a row; of the last one perhaps only the beginning.
    package struct Term: Sendable, Hashable {
        package var words: [String]
        package var isPrefix = false
    }

    package struct Clause: Sendable, Hashable {
        /// Never empty.
        package var required: [Term]
        package var excluded: [Term] = []
    }

    /// Never empty.
    package private(set) var clauses: [Clause]

    /// Characters beyond are not read (our choice: well above what the API takes).
    private static let longestQuery = 2_000

    /// Nil where there is nothing to search for: no word at all, or only stop words. Every text gives an answer.
    package static func parse(_ text: String) -> SearchQuery? {
        let text = String(text.prefix(longestQuery))
        guard let alternatives = QueryReader(text).alternatives() else { return plainWords(text) }
        var clauses: [Clause] = []
        for pieces in alternatives {
            let required = terms(pieces.filter { !$0.isExcluded }), excluded = terms(pieces.filter(\.isExcluded))
            let clause = Clause(required: required, excluded: excluded)
            if !required.isEmpty, !clauses.contains(clause) { clauses.append(clause) }
        }
        return clauses.isEmpty ? nil : SearchQuery(clauses: clauses)
    }

    private static func plainWords(_ text: String) -> SearchQuery? {
        let required = unique(SearchWords.words(in: text).filter { !StopWords.contains($0) }.map { Term(words: [$0]) })
        return required.isEmpty ? nil : SearchQuery(clauses: [Clause(required: required)])
    }

    private static func terms(_ pieces: [QueryReader.Piece]) -> [Term] {
        unique(
            pieces.compactMap { piece in
                let isCommon = !piece.isQuoted && !piece.isPrefix && piece.words.allSatisfy(StopWords.contains)
                return isCommon ? nil : Term(words: piece.words, isPrefix: piece.isPrefix)
            })
    }

    private static func unique(_ terms: [Term]) -> [Term] {
        var seen: Set<Term> = []
        return terms.filter { seen.insert($0).inserted }
    }

    /// All terms that make a text a hit, each once.
    package var soughtTerms: [Term] { Self.unique(clauses.flatMap(\.required)) }
}

/// Takes a query apart into alternatives and their pieces.
private struct QueryReader {
    struct Piece {
        /// Never empty.
        var words: [String]
        var isQuoted = false
        var isExcluded = false
        var isPrefix = false
    }

    private let characters: [Character]

    init(_ text: String) { characters = Array(text) }

    private static let quotes: Set<Character> = ["\"", "\u{201C}", "\u{201D}", "\u{201E}"]

    /// Nil where the text does not follow the language's rules. An alternative may hold nothing but stop words, but not nothing.
    func alternatives() -> [[Piece]]? {
        var alternatives: [[Piece]] = [[]]
        var at = 0
        while at < characters.count {
            if characters[at].isWhitespace {
                at += 1
                continue
            }
            let isExcluded = characters[at] == "-" && at + 1 < characters.count && !characters[at + 1].isWhitespace
            if isExcluded { at += 1 }
            if Self.quotes.contains(characters[at]) {
                guard let end = characters[(at + 1)...].firstIndex(where: Self.quotes.contains) else { return nil }
                let words = SearchWords.words(in: String(characters[(at + 1)..<end]))
                if !words.isEmpty { alternatives[alternatives.count - 1].append(Piece(words: words, isQuoted: true, isExcluded: isExcluded)) }
                at = end + 1
                continue
            }
            let end = characters[at...].firstIndex { $0.isWhitespace || Self.quotes.contains($0) } ?? characters.count
            let token = String(characters[at..<end])
            at = end
            if token == "OR", !isExcluded {
                alternatives.append([])
                continue
            }
            let words = SearchWords.words(in: token)
            if words.isEmpty { continue }
            alternatives[alternatives.count - 1].append(Piece(words: words, isExcluded: isExcluded, isPrefix: token.hasSuffix("*")))
        }
        if alternatives == [[]] { return [] }
        return alternatives.allSatisfy { $0.contains { !$0.isExcluded } } ? alternatives : nil
    }
}

extension QueryReader.Piece: Equatable {}
