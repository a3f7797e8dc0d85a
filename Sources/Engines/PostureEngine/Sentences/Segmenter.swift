// From a text to its sentences: markdown first, then punctuation. Time and memory are linear in the text.
import Foundation

package enum Segmenter {
    /// The most sentences read of one text (our choice; the document keeps its own limit to itself).
    package static let sentenceLimit = 400

    /// Takes a text apart. Units without a letter or digit are dropped, so the answer may hold no sentence at all.
    package static func segment(_ text: String) -> Segmentation {
        let markdown = MarkdownReader.read(normalized(text))
        var result = Segmentation(sentences: [], truncated: false, codeBlocks: markdown.codeBlocks)
        for line in markdown.lines {
            for unit in line.kind == .heading ? [line.text[...]] : SentenceSplitter.split(line.text) {
                guard let sentence = sentence(unit, kind: line.kind) else { continue }
                guard result.sentences.count < sentenceLimit else {
                    result.truncated = true
                    return result
                }
                result.sentences.append(sentence)
            }
        }
        return result
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

    /// Canonical composition, one kind of newline, no zero-width characters.
    private static func normalized(_ text: String) -> [Unicode.Scalar] {
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        let composed = isPlain ? text : text.precomposedStringWithCanonicalMapping
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(composed.utf8.count)
        var afterReturn = false
        for scalar in composed.unicodeScalars {
            switch scalar.value {
            case 0x0D, 0x85, 0x2028, 0x2029, 0x0B, 0x0C: scalars.append("\n")
            case 0x0A: if !afterReturn { scalars.append(scalar) }
            case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFEFF: break
            default: scalars.append(scalar)
            }
            afterReturn = scalar.value == 0x0D
        }
        return scalars
    }
}
