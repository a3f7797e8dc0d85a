/// A sentence read once for all classifiers.
package struct PreparedSentence: Sendable {
    package let string: String
    package let text: CueText
    package let surface: SurfaceCounts
    package let words: WordBag

    package init(_ string: String, quotation: Sentence.Quotation = .none) {
        self.string = string
        text = CueText(string, quotation: quotation)
        surface = SurfaceCounts(string)
        words = WordBag(text)
    }
}
