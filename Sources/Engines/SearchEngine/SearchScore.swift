// Ranks the texts that an index has found. Pure arithmetic on what is stored, so every database gives the same order.
import Foundation

/// The score of texts for one query.
///
///     score = rank × (1 + 0.15 · e^(−age in days / 30))
///     rank  = (1 + 0.5 · closeness) · Σ over the terms found  w · f · (k + 1) / (f + k · (1 − b + b · length / 60))
///     f     = times in the body + 3 × times in the title
///     w     = 1 + ln(candidates / candidates with this term)
///
/// The age factor is documented. The rest is BM25 (Robertson and Zaragoza 2009) with k = 1.2 and b = 0.5; our choices: 60 words as the usual
/// length, the title's weight, rarity counted among the candidates (there is no table of frequencies to keep), and closeness: of a clause with
/// several terms, the words that they have over the words of the shortest stretch that holds them all. Only a text's lead, its first 256 words,
/// is looked at; a longer one that holds the terms further down is scored as if each stood there once.
package struct SearchScore {
    private static let saturation = 1.2, lengthShare = 0.5, usualLength = 60.0
    private static let titleWeight = 3.0, closenessWeight = 0.5
    private static let freshness = 0.15, freshnessDays = 30.0

    private let matcher: WordMatcher
    /// For each clause, its terms.
    private let clauses: [[Int]]

    private var counts: [Float] = []
    private var texts: [(length: Double, closeness: Double, ageDays: Double)] = []
    private var candidatesWithTerm: [Int]

    private var places: [(place: Int, pattern: Int)] = []
    private var occurrences: [WordMatcher.Occurrence] = []

    package init(_ query: SearchQuery) {
        let terms = query.soughtTerms
        matcher = WordMatcher(terms)
        clauses = query.clauses.map { clause in clause.required.compactMap { terms.firstIndex(of: $0) } }
        candidatesWithTerm = Array(repeating: 0, count: terms.count)
    }

    /// Takes a text that the query matches: its lead, how many words it has in all, and its age in days.
    package mutating func add(lead: String, count: Int, ageDays: Double) {
        var lead = lead
        lead.withUTF8 { add(lead: UnsafeRawBufferPointer($0), count: count, ageDays: ageDays) }
    }

    package mutating func add(lead: UnsafeRawBufferPointer, count: Int, ageDays: Double) {
        places.removeAll(keepingCapacity: true)
        let (seen, titleEnd) = scan(lead)
        matcher.occurrences(places, into: &occurrences)
        let terms = candidatesWithTerm.count
        let first = counts.count
        counts.append(contentsOf: repeatElement(0, count: terms))
        for occurrence in occurrences {
            counts[first + occurrence.term] += occurrence.words.lowerBound < titleEnd ? Float(Self.titleWeight) : 1
        }
        // Found beyond the lead: of a query without alternatives every term must be there.
        if count > seen {
            if clauses.count == 1 {
                for term in clauses[0] where counts[first + term] == 0 { counts[first + term] = 1 }
            } else if occurrences.isEmpty, let term = clauses.first?.first {
                counts[first + term] = 1
            }
        }
        for term in 0..<terms where counts[first + term] > 0 { candidatesWithTerm[term] += 1 }
        texts.append((Double(count), closeness(), max(0, ageDays)))
    }

    /// The scores of all texts, in the order in which they were added.
    package func scores() -> [Double] {
        let terms = candidatesWithTerm.count
        let weights = candidatesWithTerm.map { 1 + log(Double(texts.count) / Double(max(1, $0))) }
        return texts.enumerated().map { index, text in
            let norm = Self.saturation * (1 - Self.lengthShare + Self.lengthShare * text.length / Self.usualLength)
            var rank = 0.0
            for term in 0..<terms {
                let frequency = Double(counts[index * terms + term])
                if frequency > 0 { rank += weights[term] * frequency * (Self.saturation + 1) / (frequency + norm) }
            }
            rank *= 1 + Self.closenessWeight * text.closeness
            return rank * (1 + Self.freshness * exp(-text.ageDays / Self.freshnessDays))
        }
    }

    /// Notes where patterns stand; returns how many words there are, and where the title ends.
    private mutating func scan(_ lead: UnsafeRawBufferPointer) -> (words: Int, titleEnd: Int) {
        var place = 0
        var titleEnd = 0
        var start = 0
        let space = UInt8(ascii: " ")
        var at = 0
        while at <= lead.count {
            if at < lead.count, lead[at] != space {
                at += 1
                continue
            }
            if at > start {
                if at == start + 1, lead[start] == UInt8(ascii: "1") { titleEnd = place }
                let here = place
                matcher.match(UnsafeRawBufferPointer(rebasing: lead[start..<at])) { places.append((here, $0)) }
                place += 1
            }
            at += 1
            start = at
        }
        return (place, titleEnd)
    }

    /// Of the clause whose terms stand closest together: 1 where they stand side by side. 0 where no clause has several terms or none is complete.
    private func closeness() -> Double {
        var best = 0.0
        for clause in clauses where clause.count > 1 {
            let size = clause.reduce(0) { $0 + matcher.terms[$1].count }
            var last: [Int: Range<Int>] = [:]
            for occurrence in occurrences where clause.contains(occurrence.term) {
                last[occurrence.term] = occurrence.words
                guard last.count == clause.count, let start = last.values.map(\.lowerBound).min(), let end = last.values.map(\.upperBound).max()
                else { continue }
                best = max(best, min(1, Double(size) / Double(end - start)))
            }
        }
        return best
    }
}
