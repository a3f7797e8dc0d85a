import Foundation

/// How agitated a user's text is, 0…1: repeated words, unusual word lengths, short bursts and absolute words. The public formula
/// cannot call a plain sentence calm; this one can (our choice).
package struct UserActivity: Sendable, Equatable {
    /// 0.35·(1 − distinct/all words)·min(1, words/20) + 0.25·H + 0.20·bursts + 0.20·certainty.
    package var composite: Double
    /// Hedges ("maybe", "I think") per sentence, 0…1.
    package var hedgeRatio: Double

    package enum Trend: String, Sendable {
        case rising, stable, falling
    }

    package init(_ sentences: [Sentence]) { self.init(sentences.map(\.cueText)) }

    init(_ sentences: [CueText]) {
        guard !sentences.isEmpty else {
            (composite, hedgeRatio) = (0, 0)
            return
        }
        let count = Double(sentences.count)
        let hedges = sentences.reduce(0) { $0 + Self.countOfPlaces(Self.hedges, in: $1) }
        let absolutes = sentences.reduce(0) { $0 + Self.countOfPlaces(Self.absolutes, in: $1) }
        hedgeRatio = min(Double(hedges) / count, 1)

        var wordKeys: Set<UInt64> = []
        var lengths: [Int: Int] = [:]
        var total = 0
        for sentence in sentences {
            for word in sentence.words {
                total += 1
                wordKeys.insert(word.key)
                lengths[Int(word.end - word.start), default: 0] += 1
            }
        }
        let words = Double(max(total, 1))
        let repetition = total == 0 ? 0 : 1 - Double(wordKeys.count) / words
        let entropy = lengths.sorted { $0.key < $1.key }.reduce(0.0) { sum, entry in
            let share = Double(entry.value) / words
            return sum - share * log2(share)
        }
        let unusualLengths = total == 0 ? 0 : min(abs(entropy - Self.usualLengthEntropy) / Self.usualLengthEntropy, 1)
        let bursts = Double(sentences.count { $0.words.count <= 3 }) / count
        let certainty = min(Double(absolutes) / count, 1)
        composite = (0.35 * repetition * min(1, words / 20) + 0.25 * unusualLengths + 0.20 * bursts + 0.20 * certainty).clamped01
    }

    /// Rising when each of the last three values exceeds the one before, falling likewise; stable below three values (documented).
    package static func trend(of values: [Double]) -> Trend {
        let last = values.suffix(3)
        guard last.count == 3 else { return .stable }
        let steps = zip(last, last.dropFirst())
        if steps.allSatisfy({ $0 < $1 }) { return .rising }
        return steps.allSatisfy { $0 > $1 } ? .falling : .stable
    }

    /// Places at which any cue of the set begins.
    private static func countOfPlaces(_ set: CueSet, in text: CueText) -> Int {
        Set(set.matches(in: text).map(\.words.lowerBound)).count
    }

    /// Entropy of word lengths in ordinary English prose, in bits (our choice).
    private static let usualLengthEntropy = 2.6

    private static let hedges = CueSet(
        "hedges",
        [
            "maybe|perhaps|possibly|probably|apparently|presumably|supposedly|arguably", "might|could|may", "seems|seem|seemed",
            "i (think|guess|suppose|believe|wonder|feel like)", "not (sure|certain|so sure|entirely sure)", "unsure|uncertain",
            "kind of|sort of|kinda|sorta", "i do not know (if|whether)", "it (looks|sounds) like",
            "(in my opinion|as far as i know|i might be wrong)",
        ].map { Cue($0, 1, yieldsToNegation: false) })

    private static let absolutes = CueSet(
        "absolutes",
        [
            "always|never|everyone|everybody|nobody|everything|nothing|must|obviously|definitely|certainly|absolutely|completely|totally",
            "undeniabl*|unquestionabl*|forever|impossible|only one|no one", "(no doubt|of course|all the time|every single)",
        ].map { Cue($0, 1, yieldsToNegation: false) })
}

/// BCS, the slope of a user's conviction over the last turns.
package enum ConvictionSlope {
    /// How many turns it looks back (documented).
    static let turns = 5
    /// Per turn: above the first the user spirals into certainty (documented).
    static let spiraling = 0.05

    /// Least-squares slope of (1 − hedge ratio) over the last five values; positive = more certain from turn to turn. 0 below two.
    package static func value(of hedgeRatios: [Double]) -> Double { LeastSquares.slope(hedgeRatios.suffix(turns).map { 1 - $0 }) }
}
