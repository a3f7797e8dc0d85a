/// C4 over the sentences of one response.
struct PersuasionReader: Sendable {
    private let heads: SentenceHeads

    init(_ heads: Heads?) { self.heads = SentenceHeads(.c4, heads) }

    func read(_ response: [FormedSentence]) -> [SentenceReading] {
        response.map { sentence in sentence.isNeutral ? .neutral(.c4) : PressureClassifier.riskier(sentence.forms.map(read)) }
    }

    private func read(_ form: FormedSentence.Form) -> SentenceReading {
        let matches = PersuasionCues.set.matches(in: form.prepared.text)
        var probabilities = heads.probabilities(
            form.prepared, embedding: form.embedding, activations: PersuasionCues.set.activations(of: matches))
        Mention.soften(&probabilities, form.prepared, matches)
        return SentenceReading(probabilities, threshold: heads.threshold(hasEmbedding: form.embedding != nil))
    }
}
