// Cues of several families behind one index by first word, so that a sentence costs microseconds whatever their number.

/// What a cue found.
package struct CueMatch: Sendable, Equatable {
    /// The cue's index in its set.
    package var cue: Int
    /// The family that the cue belongs to.
    package var family: Int
    package var weight: Double
    /// The words it covers.
    package var words: Range<Int>
    /// A negation stands shortly before (never for cues that do not yield to one).
    package var isNegated: Bool
    /// Within quotation marks that do not enclose the whole sentence.
    package var isQuoted: Bool
    /// In a sentence about a behaviour, a phrase or somebody's words, rather than in the behaviour itself.
    package var isMention: Bool

    /// Any guard holds.
    package var isGuarded: Bool { isNegated || isQuoted || isMention }
}

/// The cues of one classifier (or of one purpose), in families; a family is usually one code.
package struct CueSet: Sendable {
    package let name: String
    /// The names of the families, in the order of their indexes.
    package let families: [String]
    package let cues: [Cue]
    private let familyOfCue: [Int]
    private var byWord: [UInt64: [Int32]] = [:]
    private var byStem: [UInt32: [Int32]] = [:]
    private var anywhere: [Int32] = []

    /// A set of one family, named like the set.
    package init(_ name: String, _ cues: [Cue]) {
        self.init(name, families: [(name, cues)])
    }

    package init(_ name: String, families: [(name: String, cues: [Cue])]) {
        self.name = name
        self.families = families.map(\.name)
        cues = families.flatMap(\.cues)
        familyOfCue = families.enumerated().flatMap { index, family in family.cues.map { _ in index } }
        for (index, cue) in cues.enumerated() {
            guard let first = cue.program.firstWords else {
                anywhere.append(Int32(index))
                continue
            }
            for key in first.keys { byWord[key, default: []].append(Int32(index)) }
            for stemKey in Set(first.stems.map { CueText.stemKey($0[...]) }) { byStem[stemKey, default: []].append(Int32(index)) }
        }
    }

    /// Every place where a cue matches, at most one match per cue and first word, in reading order.
    package func matches(in text: CueText) -> [CueMatch] {
        var found: [CueMatch] = []
        var quotations = text.quotations[...]
        var quotedUpTo = 0  // how far the quotations reach that have begun
        for position in text.words.indices {
            while let quotation = quotations.first, quotation.lowerBound <= position {
                quotedUpTo = max(quotedUpTo, quotation.upperBound)
                quotations.removeFirst()
            }
            let isMention = text.mention?.contains(position) ?? false
            visitCandidates(at: position, in: text) { index, family in
                guard let end = cues[index].program.end(of: text, from: position), end > position else { return }
                found.append(
                    CueMatch(
                        cue: index, family: family, weight: cues[index].weight, words: position..<end,
                        isNegated: cues[index].yieldsToNegation && NegationGuard.negates(text, before: position),
                        isQuoted: end <= quotedUpTo, isMention: isMention))
            }
        }
        return found
    }

    /// Calls `visit` with every cue that could begin at the word, once each, and its family.
    func visitCandidates(at position: Int, in text: CueText, _ visit: (_ cue: Int, _ family: Int) -> Void) {
        let word = text.words[position]
        let exact = byWord[word.key]
        if let exact {
            for cue in exact { visit(Int(cue), familyOfCue[Int(cue)]) }
        }
        if let stems = byStem[word.stemKey] {
            for cue in stems where exact?.contains(cue) != true { visit(Int(cue), familyOfCue[Int(cue)]) }
        }
        for cue in anywhere { visit(Int(cue), familyOfCue[Int(cue)]) }
    }

    /// How strongly each family speaks in the sentence, 0…1 each: 1 − Π(1 − weight) over its distinct cues (noisy-or),
    /// guarded matches left out.
    package func activations(in text: CueText) -> [Double] { activations(of: matches(in: text)) }

    package func activations(of matches: [CueMatch]) -> [Double] {
        var silence = [Double](repeating: 1, count: families.count)
        var counted: Set<Int> = []
        for match in matches where !match.isGuarded && counted.insert(match.cue).inserted {
            silence[match.family] *= 1 - match.weight
        }
        return silence.map { 1 - $0 }
    }
}

/// What a set of cues finds in one sentence: how strongly each family speaks, and whether everything it found was only talked about.
package struct CueReading: Sendable, Equatable {
    package var activations: [Double]
    /// Cues were found, each of them quoted or in a sentence about behaviour; nothing else speaks.
    package var isOnlyMentioned: Bool

    package init(_ set: CueSet, _ text: CueText) {
        let matches = set.matches(in: text)
        activations = set.activations(of: matches)
        isOnlyMentioned = matches.contains { $0.isQuoted || $0.isMention } && !matches.contains { !$0.isGuarded && $0.weight >= Self.leastSpeaking }
    }

    /// Lighter cues are in many harmless sentences: they do not make a mention a deed (our choice).
    private static let leastSpeaking = 0.5
}
