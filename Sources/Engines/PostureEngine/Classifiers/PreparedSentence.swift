/// A sentence read once for all classifiers.
package struct PreparedSentence: Sendable {
    package let string: String
    package let text: CueText
    package let surface: SurfaceCounts
    package let words: WordBag

    package init(_ string: String) {
        self.string = string
        text = CueText(string)
        surface = SurfaceCounts(string)
        words = WordBag(text)
    }
}
