// An answer held against the passages that it was to be drawn from: two figures beside C3 that never change a code or HRI.

/// What passages support of an answer.
package struct EvidenceReading: Sendable, Equatable {
    /// For each sentence the share of its numbers, names and content words that the passages hold, 0…1; 1 with nothing to support.
    /// An answer without a sentence has one, like its codes.
    package var support: [Double]
    /// Numbers, names and content words that no passage holds, summed over the sentences.
    package var unsupportedTerms: Int

    /// Passages that a caller may hand over, and characters of each (documented).
    package static let passageLimit = 20
    package static let characterLimit = 20_000

    package init(response: [Sentence], passages: [String]) {
        let words = Set(passages.flatMap { CueText(PlainText.string($0)).words.map(\.key) })
        let sentences = response.map { EvidenceSupport(PreparedSentence($0.text), words: words) }
        support = sentences.isEmpty ? [1] : sentences.map(\.share)
        unsupportedTerms = sentences.reduce(0) { $0 + $1.unsupportedTerms }
    }
}
