// The piece of a text that shows why it was found.

/// At most 30 words in at most two fragments, as HTML that is safe to insert: `<mark>` and `</mark>` are the only tags, everything else is escaped.
package enum Snippet {
    private static let length = 30
    /// When the words found lie further apart: two fragments of half the length (our choice).
    private static let fragmentLength = 15
    /// After the first hit so many words are looked at for a better place (our choice), so that long texts cost no more than others.
    private static let reach = 2_000
    /// Longer words and longer stretches without words are cut (our choice).
    private static let longestWord = 60, longestGap = 24

    private struct Word {
        var range: Range<Int>
        /// The sought terms that it belongs to.
        var terms: Set<Int> = []
    }

    /// The text's beginning where nothing of the query is found in it.
    package static func html(of text: String, for query: SearchQuery) -> String {
        var scanner = WordScanner(text)
        let words = words(of: &scanner, for: query)
        let bytes = Array(scanner.source.utf8)
        guard !words.isEmpty else { return "" }
        return windows(words).map { fragment(words[$0], bytes) }.joined(separator: " … ")
    }

    private static func words(of scanner: inout WordScanner, for query: SearchQuery) -> [Word] {
        let matcher = WordMatcher(query.soughtTerms)
        var words: [Word] = []
        var places: [(place: Int, pattern: Int)] = []
        while scanner.next(), places.isEmpty || words.count < places[0].place + reach {
            let place = words.count
            scanner.encoded.withUnsafeBytes { word in matcher.match(word) { places.append((place, $0)) } }
            words.append(Word(range: scanner.range))
        }
        var occurrences: [WordMatcher.Occurrence] = []
        matcher.occurrences(places, into: &occurrences)
        for occurrence in occurrences { for place in occurrence.words where place < words.count { words[place].terms.insert(occurrence.term) } }
        return characters(words)
    }

    /// One word for those that are written in one character, as `㍿`: it is shown once.
    private static func characters(_ words: [Word]) -> [Word] {
        var shown: [Word] = []
        for word in words {
            if let last = shown.last, last.range.upperBound > word.range.lowerBound {
                shown[shown.count - 1].terms.formUnion(word.terms)
                shown[shown.count - 1].range = last.range.lowerBound..<max(last.range.upperBound, word.range.upperBound)
            } else {
                shown.append(word)
            }
        }
        return shown
    }

    /// The ranges of words to show, in their order.
    private static func windows(_ words: [Word]) -> [Range<Int>] {
        let hits = words.indices.filter { !words[$0].terms.isEmpty }
        guard let first = hits.first, let last = hits.last else { return [0..<min(length, words.count)] }
        let sought = hits.reduce(into: Set<Int>()) { $0.formUnion(words[$1].terms) }
        let single = best(hits, words, length, without: [], avoiding: nil)
        let isEnough = last - first < length || single.terms == sought
        if isEnough { return [centered(single.range, length, hits, words.count)] }
        let one = best(hits, words, fragmentLength, without: [], avoiding: nil)
        let two = best(hits, words, fragmentLength, without: one.terms, avoiding: one.range)
        let ranges = [one.range, two.range].filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        // Each begins at a hit and ends where its length or the text does.
        guard ranges.count == 2, ranges[0].upperBound < ranges[1].lowerBound else { return [centered(single.range, length, hits, words.count)] }
        return ranges
    }

    /// The window that has the most terms not seen yet, then the most hits, then comes first; it begins at a hit.
    private static func best(
        _ hits: [Int], _ words: [Word], _ size: Int, without known: Set<Int>, avoiding taken: Range<Int>?
    ) -> (range: Range<Int>, terms: Set<Int>) {
        var best = (range: 0..<0, terms: Set<Int>(), rank: (-1, -1))
        for (number, start) in hits.enumerated() {
            let range = start..<min(words.count, start + size)
            if let taken, range.overlaps(taken) { continue }
            var terms: Set<Int> = []
            var count = 0
            for hit in hits[number...] {
                guard hit < range.upperBound else { break }
                terms.formUnion(words[hit].terms)
                count += 1
            }
            let rank = (terms.subtracting(known).count, count)
            if rank > best.rank { best = (range, terms, rank) }
        }
        return (best.range, best.terms)
    }

    /// The window moved back, so that some words stand before its first hit too; the hits in it stay.
    private static func centered(_ window: Range<Int>, _ size: Int, _ hits: [Int], _ count: Int) -> Range<Int> {
        let last = hits.last { $0 < window.upperBound } ?? window.lowerBound
        let start = max(0, window.lowerBound - (size - (last + 1 - window.lowerBound)) / 2)
        let end = min(count, start + size)
        return max(0, min(start, end - size))..<end
    }

    private static func fragment(_ words: ArraySlice<Word>, _ bytes: [UInt8]) -> String {
        var html = ""
        var previous: Word?
        for word in words {
            if let previous {
                let isOneHit = !previous.terms.isDisjoint(with: word.terms)
                let gap = bytes[previous.range.upperBound..<word.range.lowerBound]
                if !previous.terms.isEmpty, !isOneHit { html += "</mark>" }
                html += gap.count > longestGap ? " … " : escaped(gap)
                if !word.terms.isEmpty, previous.terms.isEmpty || !isOneHit { html += "<mark>" }
            } else if !word.terms.isEmpty {
                html += "<mark>"
            }
            html += shown(bytes[word.range])
            previous = word
        }
        if let previous, !previous.terms.isEmpty { html += "</mark>" }
        return html
    }

    private static func shown(_ word: ArraySlice<UInt8>) -> String {
        guard word.count > longestWord else { return escaped(word) }
        let text = String(decoding: word, as: UTF8.self)
        return text.unicodeScalars.count > longestWord
            ? escaped(Array(String(String.UnicodeScalarView(text.unicodeScalars.prefix(longestWord))).utf8)[...]) + "…" : escaped(word)
    }

    /// Blanks and control characters become single spaces; what turns the direction of writing around is left out.
    private static func escaped(_ bytes: ArraySlice<UInt8>) -> String {
        var html = ""
        var isAfterSpace = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let isSpace = scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            defer { isAfterSpace = isSpace }
            if isSpace {
                if !isAfterSpace { html += " " }
                continue
            }
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": break
            default: html.unicodeScalars.append(scalar)
            }
        }
        return html
    }
}
