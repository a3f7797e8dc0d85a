// The language that people search in, read into the one form that everything else here works on.

/// What is sought: any of the clauses, each of which wants all of its terms and none of the excluded ones.
///
/// The language: words (all of them), `"an exact phrase"`, `-word` and `-"phrase"`, `OR` between alternatives (it binds looser than words side by
/// side), `word*` for beginnings. A word of several parts (`e-mail`, `東京`) is a phrase. Two dashes are no exclusion but an option of a command, which
/// is sought (`--port`); one dash excludes the word but where a text writes it as an option (`-rf`). What cannot be read so (a lone quote, an `OR`
/// without two sides, an alternative of exclusions only) is taken as plain words, all of them.
package struct SearchQuery: Sendable, Equatable {
    /// A word or several in a row; of the last one perhaps only the beginning.
    package struct Term: Sendable, Hashable {
        package var words: [String]
        package var isPrefix = false
        /// Of excluded terms: texts that have it as an option of a command are not left out.
        package var isOption = false
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
    /// - Parameter isUnfinished: the text is still being written: its last word is sought by its beginning.
    package static func parse(_ text: String, isUnfinished: Bool = false) -> SearchQuery? {
        var clauses: [Clause] = []
        // Texts that were indexed with earlier words are found until their words are written anew.
        for version in FoldingVersion.allCases.reversed() {
            for clause in read(String(text.prefix(longestQuery)), isUnfinished, version) where !clauses.contains(clause) { clauses.append(clause) }
        }
        return clauses.isEmpty ? nil : SearchQuery(clauses: clauses)
    }

    private static func read(_ text: String, _ isUnfinished: Bool, _ version: FoldingVersion) -> [Clause] {
        guard let alternatives = QueryReader(text, isUnfinished: isUnfinished, version: version).alternatives() else {
            return plainWords(text, isUnfinished, version)
        }
        return alternatives.compactMap { pieces in
            let required = terms(pieces.filter { !$0.isExcluded })
            return required.isEmpty ? nil : Clause(required: required, excluded: terms(pieces.filter(\.isExcluded)))
        }
    }

    private static func plainWords(_ text: String, _ isUnfinished: Bool, _ version: FoldingVersion) -> [Clause] {
        let words = SearchWords.words(in: text, version: version)
        var required = words.filter { !StopWords.contains($0) }.map { Term(words: [$0]) }
        if isUnfinished, let last = words.last, required.last?.words == [last], text.last.map({ $0.isLetter || $0.isNumber }) == true {
            required[required.count - 1].isPrefix = SearchWords.isBeginning(last)
        }
        required = unique(required)
        return required.isEmpty ? [] : [Clause(required: required)]
    }

    private static func terms(_ pieces: [QueryReader.Piece]) -> [Term] {
        unique(
            pieces.compactMap { piece in
                let isCommon = !piece.isQuoted && !piece.isPrefix && piece.words.allSatisfy(StopWords.contains)
                return isCommon ? nil : Term(words: piece.words, isPrefix: piece.isPrefix, isOption: piece.isExcluded && !piece.isQuoted)
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
    struct Piece: Equatable {
        /// Never empty.
        var words: [String]
        var isQuoted = false
        var isExcluded = false
        var isPrefix = false
    }

    private let characters: [Character]
    private let isUnfinished: Bool
    private let version: FoldingVersion

    init(_ text: String, isUnfinished: Bool, version: FoldingVersion) {
        characters = Array(text)
        self.isUnfinished = isUnfinished
        self.version = version
    }

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
            let isExcluded = characters[at] == "-" && at + 1 < characters.count && !characters[at + 1].isWhitespace && characters[at + 1] != "-"
            if isExcluded { at += 1 }
            if Self.quotes.contains(characters[at]) {
                guard let end = characters[(at + 1)...].firstIndex(where: Self.quotes.contains) else { return nil }
                let words = words(characters[(at + 1)..<end])
                if !words.isEmpty { alternatives[alternatives.count - 1].append(Piece(words: words, isQuoted: true, isExcluded: isExcluded)) }
                at = end + 1
                continue
            }
            let end = characters[at...].firstIndex { $0.isWhitespace || Self.quotes.contains($0) } ?? characters.count
            let token = characters[at..<end]
            at = end
            if String(token) == "OR", !isExcluded {
                alternatives.append([])
                continue
            }
            let words = words(token)
            guard let last = words.last else { continue }
            let isGrowing =
                isUnfinished && end == characters.count && !isExcluded && (token.last?.isLetter ?? false || token.last?.isNumber ?? false)
                && SearchWords.isBeginning(last) && !(words.count == 1 && StopWords.contains(last))
            alternatives[alternatives.count - 1].append(
                Piece(words: words, isExcluded: isExcluded, isPrefix: token.last == "*" || isGrowing))
        }
        if alternatives == [[]] { return [] }
        return alternatives.allSatisfy { $0.contains { !$0.isExcluded } } ? alternatives : nil
    }

    private func words(_ characters: ArraySlice<Character>) -> [String] { SearchWords.words(in: String(characters), version: version) }
}
