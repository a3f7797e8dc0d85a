/// C3 over the sentences of one response. The heads say how much the wording resembles unsupported detail; which code it gets follows rules of
/// the surface, for only few of the codes have labelled sentences behind them.
struct HallucinationReader: Sendable {
    private let heads: SentenceHeads

    init(_ heads: Heads?) { self.heads = SentenceHeads(.c3, heads) }

    func read(_ response: [FormedSentence]) -> [SentenceReading] {
        response.map { sentence in sentence.isNeutral ? .neutral(.c3) : PressureClassifier.riskier(sentence.forms.map(read)) }
    }

    private func read(_ form: FormedSentence.Form) -> SentenceReading {
        let sentence = form.prepared
        let matches = HallucinationCues.set.matches(in: sentence.text)
        let activations = HallucinationCues.set.activations(of: matches)
        var probabilities = heads.probabilities(sentence, embedding: form.embedding, activations: activations)
        Mention.soften(&probabilities, sentence, matches.filter { !Self.mentionIsTheCue.contains($0.family) })
        if sentence.text.marks.endsInQuestion { Self.move(&probabilities, share: 0.8) }
        Self.applySurface(&probabilities, sentence, activations)
        return SentenceReading(probabilities, threshold: heads.threshold(hasEmbedding: form.embedding != nil))
    }

    /// Families whose cues look like mentions by nature: unnamed sources and words put in a mouth.
    private static let mentionIsTheCue: Set<Int> = Set(["H2", "H5"].compactMap { HallucinationCues.set.families.firstIndex(of: $0) })

    private static func move(_ probabilities: inout [Double], share: Double) {
        guard let first = probabilities.first else { return }
        for code in probabilities.indices.dropFirst() { probabilities[code] *= 1 - share }
        probabilities[0] = first + (1 - first) * share
    }

    /// Codes that name a pattern need the pattern; what the head gave them without it goes to the code that the surface shows: figures (H6), exact
    /// circumstance (H1), else names and events (H4).
    static func applySurface(_ probabilities: inout [Double], _ sentence: PreparedSentence, _ activations: [Double]) {
        guard probabilities.count == HallucinationCode.allCases.count else { return }
        let families = HallucinationCues.set.families
        func activation(_ family: String) -> Double { families.firstIndex(of: family).map { activations[$0] } ?? 0 }
        let surface = sentence.surface
        let fallback: HallucinationCode =
            surface.preciseNumbers > 0 || activation("H6") >= 0.45
            ? .statisticalHallucination
            : surface.numbers - surface.years >= 2 || activation("H1") >= 0.5 ? .overSpecification : .detailConfabulation
        let isCited = surface.brackets >= 2 && surface.numbers > 0
        let holds: [HallucinationCode: Bool] = [
            .phantomAttribution: activation("H2") >= 0.4 && !isCited,
            .confidenceHedgeMismatch: activation("certainty") >= 0.4 && activation("hedge") >= 0.4,
            .authorityMisattribution: activation("H5") >= 0.5,
            .selfCorrection: activation("H7") >= 0.5,
            .statisticalHallucination: surface.numbers > 0 || activation("H6") >= 0.3,
            .overSpecification: surface.numbers > 0 || activation("H1") >= 0.3,
        ]
        for (code, isMet) in holds.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where !isMet && code != fallback {
            probabilities[fallback.rawValue] += probabilities[code.rawValue]
            probabilities[code.rawValue] = 0
        }
    }
}

/// How far passages that the caller retrieved support a sentence: a figure beside C3, never part of it.
package struct EvidenceSupport: Sendable, Equatable, Codable {
    /// Shares of the sentence's numbers, names and content words that the passages hold, 0…1; `nil` where it has none.
    package var numbers: Double?
    package var names: Double?
    package var words: Double?

    /// The mean of the shares that exist; 1 for a sentence with nothing to support.
    package var share: Double {
        let shares = [numbers, names, words].compactMap { $0 }
        return shares.isEmpty ? 1 : shares.reduce(0, +) / Double(shares.count)
    }

    /// Numbers, names and content words that no passage holds, each counted once.
    package var unsupportedTerms: Int

    package init(_ sentence: PreparedSentence, evidence: [PreparedSentence]) {
        self.init(sentence, words: Set(evidence.flatMap { $0.text.words.map(\.key) }))
    }

    /// - Parameter passages: keys of the words in the passages, gathered once for all sentences.
    init(_ sentence: PreparedSentence, words passages: Set<UInt64>) {
        let tokens = sentence.string.split(whereSeparator: \.isWhitespace).map { $0.drop { !$0.isLetter && !$0.isNumber } }
        func share(_ keys: [UInt64]) -> Double? {
            keys.isEmpty ? nil : Double(keys.filter(passages.contains).count) / Double(keys.count)
        }
        func keys(_ tokens: [Substring]) -> [UInt64] { tokens.flatMap { CueText(String($0)).words.map(\.key) } }
        let figures = keys(tokens.filter { $0.first?.isNumber == true })
        let capitals = keys(tokens.dropFirst().filter { $0.first?.isUppercase == true })
        let content = WordOverlap.contentWords(of: sentence)
        numbers = share(figures)
        names = share(capitals)
        words = share(content.sorted())
        unsupportedTerms = content.union(figures).union(capitals).subtracting(passages).count
    }
}
