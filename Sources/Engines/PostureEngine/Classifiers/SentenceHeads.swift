import Foundation

/// The heads of one classifier, bound to the cues of this build: probabilities per sentence, with or without embeddings.
package struct SentenceHeads: Sendable {
    package let classifier: Classifier
    private let full: Head?
    private let cuesAlone: Head?

    /// `name` is the head's name in the file (`c2`; its variant without embeddings is `c2.cues`).
    package init(_ classifier: Classifier, _ heads: Heads?, name: String? = nil) {
        let name = name ?? classifier.rawValue
        let names = ClassifierFeatures.cueNames(for: classifier)
        self.classifier = classifier
        full = heads?[name]?.bound(to: names)
        cuesAlone = heads?[name + ".cues"]?.bound(to: names)
    }

    package var isTrained: Bool { full != nil }
    package var classCount: Int { full?.classes.count ?? classifier.codeCount }

    /// Probability of leaving class 0 from which on the sentence does so.
    package func threshold(hasEmbedding: Bool) -> Double { (hasEmbedding ? full : cuesAlone)?.threshold ?? 0.5 }

    /// One probability per class. Without trained heads the cues alone decide: softmax over 4 × activation, with 3 for
    /// class 0 (our choice: one strong cue wins, a weak one does not).
    package func probabilities(_ sentence: PreparedSentence, embedding: [Float]?, activations: [Double]) -> [Double] {
        let cues = ClassifierFeatures.cueVector(for: classifier, sentence, activations: activations)
        if let embedding, let full { return full.probabilities(embedding: embedding, cues: cues, words: sentence.words) }
        if let cuesAlone { return cuesAlone.probabilities(embedding: [], cues: cues, words: sentence.words) }
        var logits = [Double](repeating: 0, count: classifier.codeCount)
        logits[0] = 3
        for (family, activation) in zip(ClassifierFeatures.cueSet(for: classifier).families, activations) {
            if let code = ClassifierFeatures.code(ofFamily: family, for: classifier) { logits[code] = max(logits[code], 4 * activation) }
        }
        return Head.softmax(logits)
    }
}
