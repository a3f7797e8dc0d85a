// What every text goes through once, where it enters the engine: one spelling for what has many, and out of sight what readers do not see.
import Foundation

/// A text in one spelling.
///
/// HTML entities are decoded, letters and digits in compatibility forms (full-width, circled, mathematical, ligatures) are the plain ones,
/// whatever stands for an apostrophe within a word is `'`, every blank is a space, every line ends in `\n`, and invisible characters are gone. What
/// those carried is in `hidden`.
struct PlainText {
    var visible: [Unicode.Scalar]
    var hidden: [HiddenText]

    init(_ text: String) {
        guard text.utf8.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "\\") }) else {
            visible = Self.withLines(Array(text.unicodeScalars))
            hidden = []
            return
        }
        let decoded = text.utf8.contains(UInt8(ascii: "&")) ? Entities.decoded(text) : text
        let (rest, hidden) = HiddenText.separated(from: Array(decoded.precomposedStringWithCanonicalMapping.unicodeScalars))
        visible = Self.withApostrophes(Self.folded(Self.withLines(rest)))
        self.hidden = hidden
    }

    /// The text in one spelling, for what is compared with sentences.
    static func string(_ text: String) -> String { Segmenter.string(PlainText(text).visible) }

    /// One kind of newline.
    private static func withLines(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var lines: [Unicode.Scalar] = []
        lines.reserveCapacity(scalars.count)
        var isAfterReturn = false
        for scalar in scalars {
            switch scalar.value {
            case 0x0D, 0x85, 0x2028, 0x2029, 0x0B, 0x0C: lines.append("\n")
            case 0x0A: if !isAfterReturn { lines.append(scalar) }
            default: lines.append(scalar)
            }
            isAfterReturn = scalar.value == 0x0D
        }
        return lines
    }

    private static func folded(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count)
        for scalar in scalars {
            let value = scalar.value
            if value < 0x80 {
                result.append(scalar)
            } else if CharacterKind.isInvisible(value), !(0xE0000...0xE007F).contains(value) {
                // Tags that are still here belong to a flag.
                continue
            } else if isVariationSelector(value) {
                // After a letter it would take a word apart; after a sign it chooses between picture and text.
                if let last = result.last, !isLetter(last) { result.append(scalar) }
            } else if Segmenter.isBlank(scalar) {
                result.append(" ")
            } else if mayBeCompatibilityForm(value) {
                result.append(contentsOf: plainForm(scalar))
            } else {
                result.append(scalar)
            }
        }
        return result
    }

    private static func isVariationSelector(_ value: UInt32) -> Bool { (0xFE00...0xFE0F).contains(value) }

    /// Where Unicode keeps other forms of letters and digits.
    private static func mayBeCompatibilityForm(_ value: UInt32) -> Bool {
        switch value {
        case 0x2B0...0x2B8, 0x1D2C...0x1D6A, 0x2071...0x207F, 0x2090...0x209C, 0x2100...0x218B, 0x2460...0x24EA, 0x3200...0x33FF, 0xFB00...0xFDFF,
            0xFE70...0xFEFC, 0xFF10...0xFFDC, 0x1D400...0x1D7FF, 0x1EE00...0x1EEFF, 0x1F110...0x1F16F:
            true
        default: false
        }
    }

    /// The letters and digits that a character stands for; itself where it stands for more than that.
    private static func plainForm(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        // Trade marks and the like are signs.
        if (0x2100...0x214F).contains(scalar.value), scalar.properties.generalCategory == .otherSymbol { return [scalar] }
        let plain = Array(String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars)
        return plain.allSatisfy { CharacterKind.isWordScalar($0.value) } ? plain : [scalar]
    }

    /// Within a word, one apostrophe for all the characters that people and programs write for it.
    private static func withApostrophes(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count)
        var index = 0
        var isCode = false
        while index < scalars.count {
            let length = isCode ? 0 : apostrophe(in: scalars, at: index)
            if length == 0, scalars[index] == "`" { isCode.toggle() }
            if scalars[index] == "\n" { isCode = false }
            result.append(length > 0 ? "'" : scalars[index])
            index += max(1, length)
        }
        return result
    }

    /// How many characters at this place are an apostrophe; 0 where none is.
    private static func apostrophe(in scalars: [Unicode.Scalar], at index: Int) -> Int {
        let value = scalars[index].value
        let length: Int
        switch value {
        case 0x5C: length = escapedLength(scalars, at: index)
        // The bytes of U+2019 read as Windows-1252.
        case 0xE2 where index + 2 < scalars.count && scalars[index + 1].value == 0x20AC && scalars[index + 2].value == 0x2122: length = 3
        case 0x60: length = endsContraction(scalars, after: index) ? 1 : 0
        default: length = CharacterKind.isApostrophe(value) || likenesses.contains(value) ? 1 : 0
        }
        guard length > 0, index > 0, index + length < scalars.count, isLetter(scalars[index - 1]), isLetter(scalars[index + length]) else { return 0 }
        return length
    }

    /// Acute and grave accents, primes and their modifier letters, and the apostrophes of other scripts.
    private static let likenesses: Set<UInt32> = [
        0xB4, 0x2B9, 0x2BB, 0x2BD, 0x2C8, 0x2CA, 0x2CB, 0x384, 0x55A, 0x5F3, 0x1FBD, 0x1FBF, 0x1FEF, 0x1FFD, 0x201B, 0x2032, 0x2035, 0xA78B, 0xA78C,
    ]

    /// Markdown's `\'`, or the escape of an apostrophe in JSON.
    private static func escapedLength(_ scalars: [Unicode.Scalar], at index: Int) -> Int {
        let next = scalars[(index + 1)...].prefix(5)
        if next.first == "'" { return 2 }
        return ["u2019", "u0027", "u02bc"].contains(String(String.UnicodeScalarView(next)).lowercased()) ? 6 : 0
    }

    /// A backtick opens and closes code elsewhere.
    private static func endsContraction(_ scalars: [Unicode.Scalar], after index: Int) -> Bool {
        let ending = scalars[(index + 1)...].prefix(3).prefix { isLetter($0) }
        guard ending.count <= 2 else { return false }
        let letters = String(String.UnicodeScalarView(ending)).lowercased()
        guard ["t", "s", "m", "d", "re", "ve", "ll"].contains(letters) else { return false }
        return ending.endIndex == scalars.count || scalars[ending.endIndex] != "`"
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        CharacterKind.isWordScalar(scalar.value) && !(0x30...0x39).contains(scalar.value) && !likenesses.contains(scalar.value)
    }
}
