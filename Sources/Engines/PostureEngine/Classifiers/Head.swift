import Foundation

/// One trained linear layer: inputs → one probability per class.
///
/// `probability[k] = softmax((W·x + b) / temperature)[k]`, with `x` = the sentence's embedding (when the head has one) followed by its cues in
/// the order of `cueNames`. A head reads cues by name: cues it never saw are ignored, cues that are gone count as 0, so that cue
/// lists may change before the heads are trained again.
package struct Head: Sendable, Equatable {
    /// `c0` … `c4`, with a suffix for variants: `c1.message`, `c2.cues`.
    package let name: String
    /// What each output means, in order: the integer part of a documented code, as text, or a zone's name.
    package let classes: [String]
    /// Length of the embedding part of the input; 0 when the head reads cues alone.
    package let embeddingLength: Int
    package let cueNames: [String]
    /// Divides the logits; fitted so that confidences match observed shares (> 0).
    package let temperature: Double
    /// Probability of anything but class 0 from which on class 0 is given up; chosen by the share of ordinary sentences above it (0…1).
    package let threshold: Double
    /// Row-major: for each class `embeddingLength + cueNames.count` weights and the intercept last.
    package let weights: [Float]

    package var inputLength: Int { embeddingLength + cueNames.count }

    /// `nil` when the weights do not have the promised size or a number is not usable.
    package init?(
        name: String, classes: [String], embeddingLength: Int, cueNames: [String], temperature: Double, threshold: Double, weights: [Float]
    ) {
        guard classes.count > 1, embeddingLength >= 0, temperature > 0, temperature.isFinite, threshold.isFinite,
            weights.count == classes.count * (embeddingLength + cueNames.count + 1), weights.allSatisfy(\.isFinite)
        else { return nil }
        self.name = name
        self.classes = classes
        self.embeddingLength = embeddingLength
        self.cueNames = cueNames
        self.temperature = temperature
        self.threshold = threshold
        self.weights = weights
    }

    /// For every input of the head, where it stands in a cue vector whose entries are called `names`; −1 when it is not there.
    package func positions(in names: [String]) -> [Int] {
        var index: [String: Int] = [:]
        for (position, name) in names.enumerated() { index[name] = position }
        return cueNames.map { index[$0] ?? -1 }
    }

    /// Probabilities of the classes, summing to 1. Sums run in a fixed order in double precision, so the result does not
    /// depend on the machine's vector units.
    /// - Parameters:
    ///   - embedding: may be empty for a head without an embedding part; otherwise `embeddingLength` numbers.
    ///   - cues: the whole cue vector of the classifier.
    ///   - positions: what `positions(in:)` answered for that vector's names.
    package func probabilities(embedding: [Float], cues: [Float], positions: [Int]) -> [Double] {
        precondition(embeddingLength == 0 || embedding.count == embeddingLength, "an embedding of another encoder")
        var logits = [Double](repeating: 0, count: classes.count)
        let stride = inputLength + 1
        for row in classes.indices {
            let base = row * stride
            var sum = Double(weights[base + inputLength])
            for column in 0..<embeddingLength { sum += Double(weights[base + column]) * Double(embedding[column]) }
            for (column, position) in positions.enumerated() where position >= 0 && cues[position] != 0 {
                sum += Double(weights[base + embeddingLength + column]) * Double(cues[position])
            }
            logits[row] = sum / temperature
        }
        return Self.softmax(logits)
    }

    package static func softmax(_ logits: [Double]) -> [Double] {
        let highest = logits.max() ?? 0
        let powers = logits.map { exp($0 - highest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }
}
