import PostureEngine

/// Turns texts into rows of numbers, the same way in training, evaluation and use.
package struct FeatureMaker: Sendable {
    /// What a row reads.
    package enum Inputs: Sendable {
        /// The sentence embedding alone: what a plain Python head reads.
        case embedding
        /// The embedding, the cues, and words.
        case everything
        /// Cues and words, for servers without a model.
        case cuesAndWords
    }

    /// Whether a text is one sentence, or a message of several: then embeddings and cues enter as mean and as maximum.
    package enum Unit: Sendable { case sentence, message }

    package let classifier: Classifier
    package let inputs: Inputs
    package let unit: Unit
    package let vocabulary: [String]
    private let columns: [UInt64: Int32]

    package init(_ classifier: Classifier, _ inputs: Inputs, _ unit: Unit = .sentence, vocabulary: [String] = []) {
        self.classifier = classifier
        self.inputs = inputs
        self.unit = unit
        self.vocabulary = inputs == .embedding ? [] : vocabulary
        var columns: [UInt64: Int32] = [:]
        for (column, entry) in self.vocabulary.enumerated() { columns[WordBag.key(of: entry)] = Int32(column) }
        self.columns = columns
    }

    package var embeddingLength: Int { inputs == .cuesAndWords ? 0 : (unit == .sentence ? 1 : 2) * 384 }

    package var cueNames: [String] {
        guard inputs != .embedding else { return [] }
        let names = ClassifierFeatures.cueNames(for: classifier)
        return unit == .sentence ? names : names.map { "max." + $0 } + names.map { "mean." + $0 }
    }

    package func table(_ texts: [PreparedText], _ embeddings: SentenceEmbeddings) -> FeatureTable {
        var table = FeatureTable(denseCount: embeddingLength + cueNames.count, wordCount: vocabulary.count)
        for text in texts {
            var dense: [Float] = []
            if inputs != .cuesAndWords { dense += pooled(text.sentences.map { embeddings[$0.string] }, maximumFirst: false) }
            guard inputs != .embedding else {
                table.append(dense: dense)
                continue
            }
            dense += pooled(text.sentences.map { ClassifierFeatures.cueVector(for: classifier, $0) }, maximumFirst: true)
            var seen: Set<Int32> = []
            var words: [Int32] = []
            for sentence in text.sentences {
                for key in sentence.words.keys { if let column = columns[key], seen.insert(column).inserted { words.append(column) } }
            }
            table.append(dense: dense, words: words, value: words.isEmpty ? 0 : 1 / Float(words.count).squareRoot())
        }
        return table
    }

    private func pooled(_ vectors: [[Float]], maximumFirst: Bool) -> [Float] {
        guard let first = vectors.first else { return [] }
        guard unit == .message else { return first }
        var mean = first
        var maximum = first
        for vector in vectors.dropFirst() {
            for index in vector.indices {
                mean[index] += vector[index]
                maximum[index] = max(maximum[index], vector[index])
            }
        }
        for index in mean.indices { mean[index] /= Float(vectors.count) }
        return maximumFirst ? maximum + mean : mean + maximum
    }

    /// The words and pairs that at least `least` texts hold, the most frequent first, at most `limit`. Ties go by spelling.
    package static func vocabulary(of texts: [PreparedText], least: Int = 3, limit: Int = 1500) -> [String] {
        var count: [String: Int] = [:]
        for text in texts {
            for entry in Set(text.sentences.flatMap { WordBag.entries(of: $0.text) }) { count[entry, default: 0] += 1 }
        }
        return count.filter { $0.value >= least }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map(\.key)
    }
}

/// A text cut into sentences and read by the cues once.
package struct PreparedText: Sendable {
    package let sentences: [PreparedSentence]

    /// One sentence as it stands.
    package init(sentence: String) { sentences = [PreparedSentence(sentence)] }

    /// A message, cut as the engine cuts it; at most `limit` sentences. An empty one becomes one sentence.
    package init(message: String, limit: Int = 400) {
        let cut = Segmenter.segment(message).sentences.prefix(limit).map(\.text)
        sentences = (cut.isEmpty ? [message] : Array(cut)).map { PreparedSentence($0) }
    }
}
