// Finds the words of a query in words that were encoded before, one comparison of bytes at a time.
import Foundation

/// The distinct words of some terms, each with a number.
struct WordMatcher: Sendable {
    struct Pattern: Hashable, Sendable {
        var bytes: [UInt8]
        var isPrefix: Bool
    }

    private(set) var patterns: [Pattern] = []
    /// Most words are refused by their first letter.
    private var mayBegin = [Bool](repeating: false, count: 256)

    /// For each term, the numbers of its words.
    private(set) var terms: [[Int]] = []

    init(_ terms: [SearchQuery.Term]) {
        self.terms = terms.map { term in
            term.words.enumerated().map { place, word in
                let pattern = Pattern(bytes: Array(word.utf8), isPrefix: term.isPrefix && place == term.words.count - 1)
                if let known = patterns.firstIndex(of: pattern) { return known }
                patterns.append(pattern)
                if let first = pattern.bytes.first { mayBegin[Int(first)] = true }
                return patterns.count - 1
            }
        }
    }

    /// Calls `found` with the number of each pattern that this word is.
    @inline(__always)
    func match(_ word: UnsafeRawBufferPointer, _ found: (Int) -> Void) {
        guard let first = word.first, mayBegin[Int(first)] else { return }
        for number in patterns.indices {
            let size = patterns[number].bytes.count
            guard word.count == size || (patterns[number].isPrefix && word.count > size) else { continue }
            let difference = patterns[number].bytes.withUnsafeBytes { bytes in
                // Neither is empty: both have a first letter.
                guard let sought = bytes.baseAddress, let given = word.baseAddress else { return Int32(1) }
                return memcmp(sought, given, size)
            }
            if difference == 0 { found(number) }
        }
    }

    /// A term's place in a text: in words, from 0.
    struct Occurrence: Equatable {
        var term: Int
        var words: Range<Int>
    }

    /// Where the terms stand, given where their words stand. `places` rises; a place may have several patterns.
    func occurrences(_ places: [(place: Int, pattern: Int)], into occurrences: inout [Occurrence]) {
        occurrences.removeAll(keepingCapacity: true)
        for (index, found) in places.enumerated() {
            for (number, term) in terms.enumerated() where term[0] == found.pattern {
                if term.count == 1 || isPhrase(term, from: index, in: places) {
                    occurrences.append(Occurrence(term: number, words: found.place..<found.place + term.count))
                }
            }
        }
    }

    private func isPhrase(_ term: [Int], from index: Int, in places: [(place: Int, pattern: Int)]) -> Bool {
        let start = places[index].place
        var next = 1
        for (place, pattern) in places[(index + 1)...] {
            if place > start + next { return false }
            if place == start + next, pattern == term[next] {
                next += 1
                if next == term.count { return true }
            }
        }
        return false
    }
}
