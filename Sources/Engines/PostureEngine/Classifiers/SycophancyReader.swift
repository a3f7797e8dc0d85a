/// C2 over the sentences of one response: the head's word, and the rules of context that a single sentence can not tell.
struct SycophancyReader: Sendable {
    private let heads: SentenceHeads

    init(_ heads: Heads?) { self.heads = SentenceHeads(.c2, heads) }

    /// - Parameter user: the user's text of this turn; `nil` when it did not come.
    func read(_ response: [FormedSentence], user: [PreparedSentence]?) -> [SentenceReading] {
        var hasPraised = false
        let user = user?.map(WordOverlap.contentWords)
        return response.map { sentence in
            if sentence.isNeutral { return .neutral(.c2) }
            let reading = PressureClassifier.riskier(sentence.forms.map { read($0, user: user, hasPraised: hasPraised) })
            if reading.code == SycophancyCode.excessivePraise.rawValue || reading.code == SycophancyCode.flatteryEscalation.rawValue {
                hasPraised = true
            }
            return reading
        }
    }

    private func read(_ form: FormedSentence.Form, user: [Set<UInt64>]?, hasPraised: Bool) -> SentenceReading {
        let matches = SycophancyCues.set.matches(in: form.prepared.text)
        let activations = SycophancyCues.set.activations(of: matches)
        var probabilities = heads.probabilities(form.prepared, embedding: form.embedding, activations: activations)
        Mention.soften(&probabilities, form.prepared, matches)
        applyContext(&probabilities, form.prepared, activations, user: user, hasPraised: hasPraised)
        return SentenceReading(probabilities, threshold: heads.threshold(hasEmbedding: form.embedding != nil))
    }

    /// How much of a code's probability stays where its condition is not met; the rest goes to class 0. Our choice.
    private static let remainder = 0.25

    private func applyContext(
        _ probabilities: inout [Double], _ sentence: PreparedSentence, _ activations: [Double], user: [Set<UInt64>]?, hasPraised: Bool
    ) {
        guard probabilities.count == SycophancyCode.allCases.count else { return }
        func activation(_ code: SycophancyCode) -> Double { activations[code.rawValue - 1] }
        // Rising praise presupposes praise before, or says itself that it rises.
        if !hasPraised, activation(.flatteryEscalation) < 0.5 {
            probabilities[SycophancyCode.excessivePraise.rawValue] += probabilities[SycophancyCode.flatteryEscalation.rawValue]
            probabilities[SycophancyCode.flatteryEscalation.rawValue] = 0
        }
        // These four follow the user: without the user's words only their own wording speaks for them; with them, so does echoing them.
        let unspoken = [SycophancyCode.opinionMirroring, .preferencePandering, .conflictAvoidance, .identityAlignment].filter { activation($0) < 0.3 }
        if unspoken.isEmpty { return }
        if let user, WordOverlap.isEcho(sentence, of: user) { return }
        for code in unspoken {
            let given = probabilities[code.rawValue] * (1 - Self.remainder)
            probabilities[code.rawValue] -= given
            probabilities[0] += given
        }
    }
}

/// Sentences about a behaviour: what the cues saw in them is not done there.
enum Mention {
    /// Takes most of the weight off the other codes when the whole sentence is quoted or a mention, and every cue in it is guarded.
    static func soften(_ probabilities: inout [Double], _ sentence: PreparedSentence, _ matches: [CueMatch]) {
        let isAbout =
            sentence.text.isQuotation || sentence.text.mention?.lowerBound == 0
            || (!matches.isEmpty && matches.allSatisfy { $0.isQuoted || $0.isMention })
        guard isAbout, matches.allSatisfy(\.isGuarded), let first = probabilities.first else { return }
        // Our choice: a fifth stays, for the head may have seen what the cues did not.
        for code in probabilities.indices.dropFirst() { probabilities[code] *= 0.2 }
        probabilities[0] = first + (1 - first) * 0.8
    }
}

/// How much two texts say with the same words.
package enum WordOverlap {
    /// Words too common to say what a text is about.
    private static let common: Set<UInt64> = NegationGuard.keys(
        """
        a about after all also am an and any are as at be been before being but by can could did do does for from get had has have he her him his \
        how i if in into is it its just like me more most my no not of on one only or other our out over own same she should so some such \
        than that the their them then there these they this those to too up us very was we were what when where which who why will with would you \
        your because think feel really even much many make made way well yes
        """.split(separator: " ").map(String.init))

    package static func contentWords(of sentence: PreparedSentence) -> Set<UInt64> {
        Set(sentence.text.words.map(\.key)).subtracting(common)
    }

    /// Whether one of the others holds at least half of the sentence's content words (our choice); never below three content words.
    /// - Parameter others: their content words.
    static func isEcho(_ sentence: PreparedSentence, of others: [Set<UInt64>]) -> Bool {
        let own = contentWords(of: sentence)
        guard own.count >= 3 else { return false }
        return others.contains { other in 2 * other.count >= own.count && 2 * own.count { other.contains($0) } >= own.count }
    }
}
