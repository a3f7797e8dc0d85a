import Foundation

/// One trained linear layer: inputs → one probability per class.
///
/// `probability[k] = softmax((W·x + b) / temperature)[k]`, with `x` = the sentence's embedding (when the head has one), its cues in
/// the order of `cueNames`, and the words of the head's vocabulary that occur in it, each 1/√(how many occur). A head reads cues by
/// name (`bound(to:)`): cues it never saw are ignored, cues that are gone count as 0, so that cue lists may change before the heads are
/// trained again.
package struct Head: Sendable, Equatable {
    /// `c0` … `c4`, with a suffix for variants: `c1.message`, `c2.cues`.
    package let name: String
    /// What each output means, in order: the integer part of a documented code, as text, or a zone's name.
    package let classes: [String]
    /// Length of the embedding part of the input; 0 when the head reads cues alone.
    package let embeddingLength: Int
    package let cueNames: [String]
    /// Words and word pairs with a weight of their own, as `WordBag` spells them.
    package let vocabulary: [String]
    /// Divides the logits; fitted so that confidences match observed shares (> 0).
    package let temperature: Double
    /// Probability of anything but class 0 from which on class 0 is given up; chosen by the share of ordinary sentences above it (0…1).
    package let threshold: Double
    /// Row-major: for each class `inputLength` weights and the intercept last.
    package let weights: [Float]
    private let columnOfWord: [UInt64: Int32]
    /// Where each cue stands in the vectors that come; −1 when it does not come.
    private var cuePositions: [Int]

    package var inputLength: Int { embeddingLength + cueNames.count + vocabulary.count }

    /// `nil` when the weights do not have the promised size or a number is not usable.
    package init?(
        name: String, classes: [String], embeddingLength: Int, cueNames: [String], vocabulary: [String] = [], temperature: Double,
        threshold: Double, weights: [Float]
    ) {
        guard classes.count > 1, embeddingLength >= 0, temperature > 0, temperature.isFinite, threshold.isFinite,
            weights.count == classes.count * (embeddingLength + cueNames.count + vocabulary.count + 1), weights.allSatisfy(\.isFinite)
        else { return nil }
        self.name = name
        self.classes = classes
        self.embeddingLength = embeddingLength
        self.cueNames = cueNames
        self.vocabulary = vocabulary
        self.temperature = temperature
        self.threshold = threshold
        self.weights = weights
        var columns: [UInt64: Int32] = [:]
        for (column, entry) in vocabulary.enumerated() { columns[WordBag.key(of: entry)] = Int32(column) }
        columnOfWord = columns
        cuePositions = Array(cueNames.indices)
    }

    /// The same head for cue vectors whose entries are called `names`.
    package func bound(to names: [String]) -> Head {
        var index: [String: Int] = [:]
        for (position, name) in names.enumerated() { index[name] = position }
        var head = self
        head.cuePositions = cueNames.map { index[$0] ?? -1 }
        return head
    }

    /// Probabilities of the classes, summing to 1. Sums run in a fixed order in double precision, so the result does not
    /// depend on the machine's vector units.
    /// - Parameters:
    ///   - embedding: `embeddingLength` numbers; not read by a head without an embedding part.
    ///   - cues: the cue vector, its entries called as the head was bound.
    package func probabilities(embedding: [Float], cues: [Float], words: WordBag) -> [Double] {
        Self.softmax(logits(embedding: embedding, cues: cues, words: words).map { $0 / temperature })
    }

    /// The scores before temperature and softmax.
    package func logits(embedding: [Float], cues: [Float], words: WordBag) -> [Double] {
        precondition(embeddingLength == 0 || embedding.count == embeddingLength, "an embedding of another encoder")
        let columns = words.keys.compactMap { columnOfWord[$0] }
        let wordValue = columns.isEmpty ? 0 : 1 / Double(columns.count).squareRoot()
        let stride = inputLength + 1
        let cueBase = embeddingLength
        let wordBase = embeddingLength + cueNames.count
        var logits = [Double](repeating: 0, count: classes.count)
        weights.withUnsafeBufferPointer { weights in
            for row in logits.indices {
                let base = row * stride
                var sum = Double(weights[base + inputLength])
                for column in 0..<embeddingLength { sum += Double(weights[base + column]) * Double(embedding[column]) }
                for (column, position) in cuePositions.enumerated() where position >= 0 && cues[position] != 0 {
                    sum += Double(weights[base + cueBase + column]) * Double(cues[position])
                }
                var wordSum = 0.0
                for column in columns { wordSum += Double(weights[base + wordBase + Int(column)]) }
                logits[row] = sum + wordSum * wordValue
            }
        }
        return logits
    }

    /// The columns of the vocabulary that occur in the sentence, for training.
    package static func columns(of words: WordBag, in vocabulary: [UInt64: Int32]) -> [Int32] { words.keys.compactMap { vocabulary[$0] } }

    package static func softmax(_ logits: [Double]) -> [Double] {
        let highest = logits.max() ?? 0
        let powers = logits.map { exp($0 - highest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }
}
