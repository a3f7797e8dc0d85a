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

    /// Factors on the kinds of input. A plain head reads the embedding as it is.
    package struct Scales: Sendable {
        package var embedding: Float = 1
        package var surface: Float = 1
        package var cues: Float = 1
        package var words: Float = 1
    }

    package let classifier: Classifier
    package let inputs: Inputs
    /// The factor of every column, words last.
    package let factors: [Float]
    package let unit: Unit
    package let vocabulary: [String]
    private let columns: [UInt64: Int32]

    package init(_ classifier: Classifier, _ inputs: Inputs, _ unit: Unit = .sentence, vocabulary: [String] = [], scales: Scales = Scales()) {
        self.classifier = classifier
        self.inputs = inputs
        self.unit = unit
        self.vocabulary = inputs == .embedding ? [] : vocabulary
        var columns: [UInt64: Int32] = [:]
        for (column, entry) in self.vocabulary.enumerated() { columns[WordBag.key(of: entry)] = Int32(column) }
        self.columns = columns
        let length = Self.embeddingLength(inputs, unit)
        let cues = Self.cueNames(classifier, inputs, unit).map { $0.contains("surface.") ? scales.surface : scales.cues }
        let words = [Float](repeating: scales.words, count: self.vocabulary.count)
        factors = inputs == .embedding ? [Float](repeating: 1, count: length) : [Float](repeating: scales.embedding, count: length) + cues + words
    }

    package var embeddingLength: Int { Self.embeddingLength(inputs, unit) }
    package var cueNames: [String] { Self.cueNames(classifier, inputs, unit) }

    private static func embeddingLength(_ inputs: Inputs, _ unit: Unit) -> Int {
        inputs == .cuesAndWords ? 0 : unit == .sentence ? dimensions : MessageFeatures.embeddingLength(dimensions)
    }

    private static func cueNames(_ classifier: Classifier, _ inputs: Inputs, _ unit: Unit) -> [String] {
        guard inputs != .embedding else { return [] }
        return unit == .sentence ? ClassifierFeatures.cueNames(for: classifier) : MessageFeatures.cueNames(for: classifier)
    }

    /// Of the sentence encoder.
    package static let dimensions = 384

    /// Rows as the model learns them: every column times its factor.
    package func table(_ texts: [PreparedText], _ embeddings: SentenceEmbeddings) -> FeatureTable {
        var table = FeatureTable(denseCount: embeddingLength + cueNames.count, wordCount: vocabulary.count)
        for text in texts {
            var dense: [Float] = []
            if inputs != .cuesAndWords {
                let vectors = text.sentences.map { embeddings[$0.string] }
                dense += unit == .sentence ? vectors[0] : MessageFeatures.embedding(vectors)
            }
            guard inputs != .embedding else {
                table.append(dense: dense)
                continue
            }
            let cues = text.sentences.map { ClassifierFeatures.cueVector(for: classifier, $0) }
            dense += unit == .sentence ? cues[0] : MessageFeatures.cueVector(cues)
            for index in dense.indices { dense[index] *= factors[index] }
            let bag = unit == .sentence ? text.sentences[0].words : WordBag(merging: text.sentences.map(\.words))
            let words = Head.columns(of: bag, in: columns)
            table.append(dense: dense, words: words, value: words.isEmpty ? 0 : (factors.last ?? 1) / Float(words.count).squareRoot())
        }
        return table
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
