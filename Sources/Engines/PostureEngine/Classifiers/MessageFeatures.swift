/// The input of the heads that read a whole message at once: embeddings as mean and maximum of the sentences, cues as maximum and mean,
/// words as they occur anywhere. The same in training and in use.
package enum MessageFeatures {
    /// Length of the embedding part for embeddings of `dimensions` numbers.
    package static func embeddingLength(_ dimensions: Int) -> Int { 2 * dimensions }

    /// Names of the entries of `cueVector`, in order.
    package static func cueNames(for classifier: Classifier) -> [String] {
        let names = ClassifierFeatures.cueNames(for: classifier)
        return names.map { "max." + $0 } + names.map { "mean." + $0 }
    }

    /// Mean, then maximum of the sentences' embeddings; empty without sentences.
    package static func embedding(_ embeddings: [[Float]]) -> [Float] {
        let (mean, maximum) = pooled(embeddings)
        return mean + maximum
    }

    /// Maximum, then mean of the sentences' cue vectors; empty without sentences.
    package static func cueVector(_ vectors: [[Float]]) -> [Float] {
        let (mean, maximum) = pooled(vectors)
        return maximum + mean
    }

    private static func pooled(_ vectors: [[Float]]) -> (mean: [Float], maximum: [Float]) {
        guard var mean = vectors.first else { return ([], []) }
        var maximum = mean
        for vector in vectors.dropFirst() {
            for index in mean.indices {
                mean[index] += vector[index]
                maximum[index] = max(maximum[index], vector[index])
            }
        }
        for index in mean.indices { mean[index] /= Float(vectors.count) }
        return (mean, maximum)
    }
}

/// The heads that read the messages of one classifier, with or without embeddings.
struct MessageHeads: Sendable {
    private let full: Head?
    private let cuesAlone: Head?

    init(_ classifier: Classifier, _ heads: Heads?) {
        let names = MessageFeatures.cueNames(for: classifier)
        full = heads?[classifier.rawValue + ".message"]?.bound(to: names)
        cuesAlone = heads?[classifier.rawValue + ".message.cues"]?.bound(to: names)
    }

    /// One probability per class of the head, under the class's name, and the head's threshold; `nil` without a head or sentences.
    func probabilities(_ sentences: [PreparedSentence], cues: [[Float]], embeddings: [[Float]]?) -> (classes: [String: Double], threshold: Double)? {
        guard !sentences.isEmpty else { return nil }
        let head: Head
        var embedding: [Float] = []
        if let full, let embeddings {
            head = full
            embedding = MessageFeatures.embedding(embeddings)
        } else if let cuesAlone {
            head = cuesAlone
        } else {
            return nil
        }
        let values = head.probabilities(
            embedding: embedding, cues: MessageFeatures.cueVector(cues), words: WordBag(merging: sentences.map(\.words)))
        var classes: [String: Double] = [:]
        for (name, value) in zip(head.classes, values) { classes[name, default: 0] += value }
        return (classes, head.threshold)
    }
}
