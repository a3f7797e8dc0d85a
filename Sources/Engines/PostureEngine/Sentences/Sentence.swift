/// One unit of a text: what every classifier gives one code to.
package struct Sentence: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable {
        case prose, heading, listItem
    }

    /// What of a sentence is quoted beyond the quotation marks that it has itself. Quoted words are not one's own.
    package enum Quotation: Sendable, Equatable, Codable {
        case none
        /// It begins within a quotation (the mark that opened that), or one that begins in it goes on, or both.
        case part(openedBy: UInt32?, goesOn: Bool)
        /// All of it is, in a text that says more than that.
        case whole
    }

    /// What people do not see of a text.
    package enum Hidden: String, Sendable, Codable {
        /// Decoded words.
        case text
        /// Invisible characters that could not be read; the sentence only says how many.
        case data
    }

    package var text: String
    package var kind: Kind
    package var quotation = Quotation.none
    package var hidden: Hidden?
    /// The same sentence with run-together words taken apart (`ignoreallprevious…`), where that was necessary. Both forms are
    /// scored and the riskier reading counts.
    package var respaced: String?

    package init(_ text: String, kind: Kind = .prose, respaced: String? = nil) {
        self.text = text
        self.kind = kind
        self.respaced = respaced
    }

    package var isQuotation: Bool { quotation == .whole }
    /// Neither a title nor a list item nor somebody else's words.
    var isOwnProse: Bool { kind == .prose && !isQuotation && hidden != .data }
    /// The sentence as cues read it, run-together words taken apart.
    var cueText: CueText { CueText(respaced ?? text, quotation: quotation) }
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
