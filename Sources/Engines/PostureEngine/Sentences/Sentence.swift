/// One unit of a text: what every classifier gives one code to.
package struct Sentence: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable {
        case prose, heading, listItem
    }

    package var text: String
    package var kind: Kind
    /// The same sentence with run-together words taken apart (`ignoreallprevious…`), where that was necessary. Both forms are
    /// scored and the riskier reading counts.
    package var respaced: String?

    package init(_ text: String, kind: Kind = .prose, respaced: String? = nil) {
        self.text = text
        self.kind = kind
        self.respaced = respaced
    }
}

/// A text taken apart.
package struct Segmentation: Sendable, Equatable {
    package var sentences: [Sentence]
    /// The text had more sentences than are read; the rest is ignored.
    package var truncated: Bool
    /// The contents of the fenced code blocks, which are not sentences.
    package var codeBlocks: [String]

    /// What the encoder is given: the text of every sentence, each followed by its respaced form where it has one.
    package var forms: [String] { Self.forms(of: sentences) }

    package static func forms(of sentences: [Sentence]) -> [String] {
        sentences.flatMap { sentence in sentence.respaced.map { [sentence.text, $0] } ?? [sentence.text] }
    }
}
