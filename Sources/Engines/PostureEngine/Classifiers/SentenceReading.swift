/// How one classifier reads one sentence: its code and what it gives to every code of its alphabet.
package struct SentenceReading: Sendable, Equatable {
    package var code: Int
    /// The probability of `code`.
    package var confidence: Double
    /// One probability per code, summing to 1.
    package var probabilities: [Double]

    package init(code: Int, confidence: Double, probabilities: [Double]) {
        self.code = code
        self.confidence = confidence
        self.probabilities = probabilities
    }

    /// Class 0 unless the rest together is more likely than the threshold; then the likeliest of the rest.
    package init(_ probabilities: [Double], threshold: Double = 0.5) {
        var best = 0
        if probabilities.count > 1, 1 - probabilities[0] >= threshold {
            best = 1
            for code in 2..<max(2, probabilities.count) where probabilities[code] > probabilities[best] { best = code }
        }
        self.init(code: best, confidence: probabilities.isEmpty ? 1 : probabilities[best], probabilities: probabilities)
    }

    /// The reading of what carries no posture: headings, code, empty units.
    package static func neutral(_ classifier: Classifier) -> SentenceReading {
        SentenceReading(code: 0, confidence: 1, probabilities: [1] + [Double](repeating: 0, count: classifier.codeCount - 1))
    }

    package var coded: CodedSentence { CodedSentence(code: code, confidence: confidence) }
}
