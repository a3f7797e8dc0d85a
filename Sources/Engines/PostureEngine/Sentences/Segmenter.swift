// From a text to its sentences: markdown first, then punctuation. Time and memory are linear in the text.
import Foundation

package enum Segmenter {
    /// The most sentences read of one text (our choice; the document keeps its own limit to itself).
    package static let sentenceLimit = 400

    /// Sentences of hidden text that are read of one text, besides the visible ones (our choice).
    private static let hiddenLimit = 40

    /// Takes a text apart. Units without a letter or digit are dropped, so the answer may hold no sentence at all. What is hidden in the text comes
    /// last.
    package static func segment(_ text: String) -> Segmentation {
        let plain = PlainText(text)
        let markdown = MarkdownReader.read(plain.visible)
        let hidden = plain.hidden.flatMap(sentences).prefix(hiddenLimit)
        var result = Segmentation(sentences: [], truncated: false, codeBlocks: markdown.codeBlocks)
        let passages = QuotedPassages.passages(in: markdown.lines)
        var lazy: [Int] = []
        reading: for (line, passages) in zip(markdown.lines, passages) {
            for unit in line.kind == .heading ? [line.text[...]] : SentenceSplitter.split(line.text) {
                guard var sentence = sentence(unit, kind: line.kind) else { continue }
                guard result.sentences.count < sentenceLimit - hidden.count else {
                    result.truncated = true
                    break reading
                }
                sentence.quotation = line.isQuoted ? .whole : quotation(of: unit, passages)
                if line.isLazy { lazy.append(result.sentences.count) }
                result.sentences.append(sentence)
            }
        }
        // A text that only quotes speaks for itself: in the lines without a mark if there are any, else in all of them.
        if !result.sentences.contains(where: { !$0.isQuotation && $0.kind != .heading }) {
            for index in lazy.isEmpty ? Array(result.sentences.indices) : lazy where result.sentences[index].isQuotation {
                result.sentences[index].quotation = .none
            }
        }
        result.sentences += hidden
        return result
    }

    private static func sentences(of hidden: HiddenText) -> [Sentence] {
        switch hidden {
        case .data(let count):
            var sentence = Sentence("[\(count) hidden characters]")
            sentence.hidden = .data
            return [sentence]
        case .text(let text):
            return MarkdownReader.read(PlainText(text).visible).lines.flatMap { line in
                SentenceSplitter.split(line.text).compactMap { unit in
                    var sentence = sentence(unit, kind: .prose)
                    sentence?.hidden = .text
                    return sentence
                }
            }
        }
    }

    /// What of a unit stands in the quoted passages of its line.
    private static func quotation(of unit: ArraySlice<Unicode.Scalar>, _ passages: [QuotedPassages.Passage]) -> Sentence.Quotation {
        guard !passages.isEmpty, let first = unit.firstIndex(where: { CharacterKind.isWordScalar($0.value) }),
            let last = unit.lastIndex(where: { CharacterKind.isWordScalar($0.value) })
        else { return .none }
        if passages.contains(where: { $0.range.contains(first) && $0.range.contains(last) }) { return .whole }
        let opened = passages.first { $0.range.lowerBound < unit.startIndex && $0.range.contains(first) }?.mark
        let goesOn = passages.contains { $0.range.contains(last) && $0.range.upperBound > unit.endIndex }
        return opened == nil && !goesOn ? .none : .part(openedBy: opened, goesOn: goesOn)
    }

    private static func sentence(_ unit: ArraySlice<Unicode.Scalar>, kind: Sentence.Kind) -> Sentence? {
        var unit = unit
        while let first = unit.first, isBlank(first) { unit.removeFirst() }
        while let last = unit.last, isBlank(last) { unit.removeLast() }
        guard unit.contains(where: { CharacterKind.isWordScalar($0.value) }) else { return nil }
        return Sentence(string(unit), kind: kind, respaced: AgglutinatedText.respaced(unit).map(string))
    }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x20, 0x7F, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}
