import Foundation

extension String {
    /// The text in Unicode's normal form C. Swift takes texts for equal that look the same, databases only those of the same bytes: what is
    /// looked up or counted by is brought to one form first.
    package var normalized: String {
        // Nothing below U+0300 is ever changed or joined with its neighbour (Unicode 15, NFC_Quick_Check), and its UTF-8 begins below 0xCC.
        utf8.allSatisfy { $0 < 0xCC } ? self : precomposedStringWithCanonicalMapping
    }

    /// The text in normal form D, letters and their accents apart.
    package var decomposed: String { utf8.allSatisfy { $0 < 0x80 } ? self : decomposedStringWithCanonicalMapping }

    /// Without the spaces and tabs around it. Foundation's own way of trimming copies the text into UTF-16 and back.
    package var trimmed: String {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = utf8.first, let last = utf8.last, isBlank(first) || isBlank(last) else { return self }
        guard let start = utf8.firstIndex(where: { !isBlank($0) }), let end = utf8.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(self[start...end])
    }
}
