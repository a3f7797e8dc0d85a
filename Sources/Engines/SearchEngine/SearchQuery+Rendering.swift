// The same query in the languages of both databases. Words are ASCII letters and digits, so nothing has to be quoted.

/// Where to look: every indexed word begins with the scope it was indexed under, so a scope's words lie together and apart from all others.
///
/// Scopes all have one length and begin with a letter.
package struct SearchScope: Sendable, Hashable {
    package let prefix: String
    package init(prefix: String) { self.prefix = prefix }
}

extension SearchQuery {
    /// A search for this query in any of the scopes, narrowed to texts that have, of each list of marks, at least one. A mark is what
    /// `IndexText.mark` writes. Neither list may be empty.
    package func fts5(in scopes: [SearchScope], marks: [[String]] = []) -> String {
        scopes.map { scope in
            let clauses = clauses.map { clause in
                let required = clause.required.map { $0.fts5(scope) }.joined(separator: " AND ")
                guard !clause.excluded.isEmpty else { return "(\(required))" }
                return "((\(required)) NOT (\(clause.excluded.map { $0.excludedFTS5(scope) }.joined(separator: " OR "))))"
            }
            let filters = marks.map { list in list.map { scope.prefix + $0 }.joined(separator: " OR ") }
            return "(" + ([clauses.joined(separator: " OR ")] + filters).map { "(\($0))" }.joined(separator: " AND ") + ")"
        }.joined(separator: " OR ")
    }

    /// The same as the text of a `tsquery`.
    package func tsquery(in scopes: [SearchScope], marks: [[String]] = []) -> String {
        scopes.map { scope in
            let clauses = clauses.map { clause in
                (clause.required.map { $0.tsquery(scope) } + clause.excluded.map { "!" + $0.excludedTSQuery(scope) }).joined(separator: "&")
            }
            let filters = marks.map { list in list.map { scope.prefix + $0 }.joined(separator: "|") }
            return "(" + ([clauses.joined(separator: "|")] + filters).map { "(\($0))" }.joined(separator: "&") + ")"
        }.joined(separator: "|")
    }
}

extension SearchQuery.Term {
    fileprivate func fts5(_ scope: SearchScope) -> String {
        let phrase = words.map { scope.prefix + $0 }.joined(separator: " + ")
        return isPrefix ? phrase + " *" : phrase
    }

    fileprivate func tsquery(_ scope: SearchScope) -> String {
        let phrase = words.map { scope.prefix + $0 }.joined(separator: "<->") + (isPrefix ? ":*" : "")
        return words.count > 1 ? "(\(phrase))" : phrase
    }

    /// What a text must not have: the term, unless as an option.
    private var option: String? { isOption ? words.first.map(OptionWords.mark) : nil }

    fileprivate func excludedFTS5(_ scope: SearchScope) -> String {
        option.map { "(\(fts5(scope)) NOT \(scope.prefix)\($0))" } ?? fts5(scope)
    }

    fileprivate func excludedTSQuery(_ scope: SearchScope) -> String {
        option.map { "(\(tsquery(scope))&!\(scope.prefix)\($0))" } ?? tsquery(scope)
    }
}

/// A text as each database's index takes it.
package enum IndexText {
    /// An exact value among the words: marks begin with a digit, so no query's word is one. Short values are written out, long ones
    /// end in a hash of 64 bits.
    package static func mark(_ kind: Character, _ value: String) -> String {
        var encoded = WordEncoding.exactly(value)
        if encoded.count > longestMark { encoded = encoded.prefix(longestMark - 16) + hexadecimal(fingerprint(value)) }
        return "2\(kind)" + String(decoding: encoded, as: UTF8.self)
    }

    /// Our choice: a UUID fits.
    private static let longestMark = 56

    /// FNV-1a, 64 bits (documented constants).
    package static func fingerprint(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    private static func hexadecimal(_ value: UInt64) -> [UInt8] {
        let digits = String(value, radix: 16)
        return Array((String(repeating: "0", count: 16 - digits.count) + digits).utf8)
    }

    /// As the text of a `tsvector`: words with their places, marks with none.
    package static func tsvector(_ words: IndexedWords, marks: String, in scope: SearchScope) -> String {
        let prefix = Array(scope.prefix.utf8)
        var text: [UInt8] = []
        text.reserveCapacity((words.lead.utf8.count + words.rest.utf8.count + marks.utf8.count) * 3)
        var place = 0
        func add(_ part: String, hasPlaces: Bool) {
            for word in part.utf8.split(separator: UInt8(ascii: " ")) {
                if hasPlaces { place += 1 }
                if hasPlaces, word.count == 1, let byte = word.first, byte <= UInt8(ascii: "9") { continue }
                if !text.isEmpty { text.append(UInt8(ascii: " ")) }
                text += prefix
                text += word
                if hasPlaces {
                    text.append(UInt8(ascii: ":"))
                    text += String(place).utf8
                }
            }
        }
        add(words.lead, hasPlaces: true)
        add(words.rest, hasPlaces: true)
        add(marks, hasPlaces: false)
        return String(decoding: text, as: UTF8.self)
    }
}
