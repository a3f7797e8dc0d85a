// What a character is to search: part of a word, a word by itself, or what stands between words; and which form of it counts.
import Foundation

/// One character, folded. Case, diacritics and form are off: `É` and `e` are one letter, as are `ß` and `ss`, `Ａ` and `a`, `ﬁ` and `fi`, `٣` and `3`.
struct FoldedCharacter: Equatable {
    enum Kind: UInt32 {
        /// Ends a word.
        case separator
        /// Leaves no trace: accents, joiners, variation selectors.
        case dropped
        /// Goes on a word, and begins none: vowel signs and the like.
        case mark
        /// A letter or digit.
        case letter
        /// A word by itself: scripts that are written without spaces, and emoji.
        case alone
        /// A letter or digit that a sign stands for, as `㎏` for kg: such letters form words with their like, apart from those around them.
        case signed
    }

    var kind: Kind
    /// One scalar, seldom two; none where nothing is left.
    var scalars: [UInt32]
}

/// Which characters are one. Raised whenever a text's words change; the index keeps the version that its texts were written with.
package enum FoldingVersion: Int64, Sendable, CaseIterable {
    /// Compatibility forms were letters of their own, and `ʼ` was one.
    case first = 1
    case compatibility = 2

    package static let current = FoldingVersion.compatibility
}

enum WordFolding {
    /// Letters without a decomposition that readers take for others (our choice: what European keyboards have).
    private static let spelledOut: [UInt32: String] = [
        0xDF: "ss", 0xE6: "ae", 0xF0: "d", 0xF8: "o", 0xFE: "th", 0x111: "d", 0x127: "h", 0x131: "i", 0x142: "l", 0x153: "oe", 0x3C2: "\u{3C3}",
    ]

    /// Up to here characters are looked up; beyond it they are worked out, which for the scripts there is a comparison or two.
    private static let tableEnd: UInt32 = 0x2000

    /// One entry for each character below `tableEnd`: its kind in the upper bits, the scalar in the lower 21. `expanded` marks the few of two.
    private static let table: [UInt32] = (0..<tableEnd).map { value in
        guard let scalar = Unicode.Scalar(value) else { return 0 }
        let pieces = pieces(of: scalar)
        guard let folded = pieces.first, pieces.count == 1, folded.scalars.count <= 1 else { return expanded }
        return folded.kind.rawValue << 21 | (folded.scalars.first ?? 0)
    }
    private static let expanded: UInt32 = .max

    /// Kind and scalar of a character that folds to one scalar at most; nil where it folds to more.
    @inline(__always)
    static func simple(_ value: UInt32) -> (kind: FoldedCharacter.Kind, scalar: UInt32)? {
        if value < tableEnd {
            let entry = table[Int(value)]
            if entry == expanded { return nil }
            return (FoldedCharacter.Kind(rawValue: entry >> 21) ?? .separator, entry & 0x1F_FFFF)
        }
        // Han and kana, by far the most of what stands here.
        if (0x4E00...0x9FFF).contains(value) { return (.alone, value) }
        return nil
    }

    /// What a character is made of, each part folded; one part for nearly all.
    static func fold(_ value: UInt32, version: FoldingVersion = .current) -> [FoldedCharacter] {
        guard let scalar = Unicode.Scalar(value) else { return [FoldedCharacter(kind: .separator, scalars: [])] }
        if version == .first { return [work(scalar)] }
        if let simple = simple(value) { return [FoldedCharacter(kind: simple.kind, scalars: simple.scalar == 0 ? [] : [simple.scalar])] }
        return pieces(of: scalar)
    }

    private static func pieces(of scalar: Unicode.Scalar) -> [FoldedCharacter] {
        if apostrophes.contains(scalar.value) { return [FoldedCharacter(kind: .separator, scalars: [])] }
        guard mayStandForOthers(scalar.value) else { return [work(scalar)] }
        let category = scalar.properties.generalCategory
        let isSign = category == .otherSymbol
        let isWord = [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber, .otherNumber].contains(
            category)
        guard isSign || isWord else { return [work(scalar)] }
        var plain = Array(String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars)
        if plain == [scalar] { return [work(scalar)] }
        // Vowel points that stand alone are spelled with a space before them.
        if plain.first == " ", plain.dropFirst().allSatisfy({ $0.properties.generalCategory == .nonspacingMark }) { plain.removeFirst() }
        return plain.map { part in
            var piece = work(part)
            if isSign, piece.kind == .letter { piece.kind = .signed }
            return piece
        }
    }

    /// Letters by category, but written for the apostrophe, which takes words apart.
    private static let apostrophes: Set<UInt32> = [0x2BB, 0x2BC]

    /// False for what is met most and never stands for anything else: working that out costs a microsecond.
    private static func mayStandForOthers(_ value: UInt32) -> Bool {
        switch value {
        case ..<0xA0, 0x3041...0x3096, 0x30A1...0x30FE, 0x3400...0x9FFF, 0xAC00...0xD7A3, 0x1F300...0x1FAFF, 0x20000...0x2F7FF, 0x30000...: false
        default: true
        }
    }

    private static func work(_ scalar: Unicode.Scalar) -> FoldedCharacter {
        let value = scalar.value
        // Full-width forms of ASCII.
        if (0xFF01...0xFF5E).contains(value), let plain = Unicode.Scalar(value - 0xFEE0) { return work(plain) }
        if isAccent(value) || (0xFE00...0xFE0F).contains(value) || (0x1F3FB...0x1F3FF).contains(value) {
            return FoldedCharacter(kind: .dropped, scalars: [])
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            return FoldedCharacter(kind: isWrittenWithoutSpaces(value) ? .alone : .letter, scalars: foldedLetter(scalar))
        case .decimalNumber:
            guard let digit = properties.numericValue, digit >= 0, digit < 10 else { return FoldedCharacter(kind: .letter, scalars: [value]) }
            return FoldedCharacter(kind: .letter, scalars: [0x30 + UInt32(digit)])
        case .letterNumber, .otherNumber: return FoldedCharacter(kind: .letter, scalars: [value])
        case .nonspacingMark, .spacingMark, .enclosingMark:
            return isVowelPoint(value) ? FoldedCharacter(kind: .dropped, scalars: []) : FoldedCharacter(kind: .mark, scalars: [value])
        // The zero-width space is for breaking lines between words.
        case .format: return FoldedCharacter(kind: value == 0x200B ? .separator : .dropped, scalars: [])
        case .otherSymbol where value >= 0x2600 && properties.isEmoji: return FoldedCharacter(kind: .alone, scalars: [value])
        default: return FoldedCharacter(kind: .separator, scalars: [])
        }
    }

    private static func foldedLetter(_ scalar: Unicode.Scalar) -> [UInt32] {
        var folded: [UInt32] = []
        for lower in scalar.properties.lowercaseMapping.unicodeScalars where !isAccent(lower.value) {
            let parts = String(lower).decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
            let bare = parts.filter { !isAccent($0) }
            for part in bare.count < parts.count ? bare : [lower.value] {
                if let spelled = spelledOut[part] { folded += spelled.unicodeScalars.map(\.value) } else { folded.append(part) }
            }
        }
        return folded
    }

    /// Combining diacritical marks, as they are put on Latin, Greek and Cyrillic.
    private static func isAccent(_ value: UInt32) -> Bool {
        (0x300...0x36F).contains(value) || (0x1AB0...0x1AFF).contains(value) || (0x1DC0...0x1DFF).contains(value)
            || (0x20D0...0x20FF).contains(value) || (0xFE20...0xFE2F).contains(value)
    }

    /// Points of Hebrew and Arabic, which most texts leave out.
    private static func isVowelPoint(_ value: UInt32) -> Bool {
        (0x591...0x5BD).contains(value) || [0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x670].contains(value) || (0x64B...0x65F).contains(value)
    }

    /// Han, kana, Thai, Lao, Burmese and Khmer (our choice: their letters are indexed one by one, and a row of them is sought as a phrase).
    private static func isWrittenWithoutSpaces(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// The text in normal form C, where that can make a difference to search. Accents are dropped anyway, so Latin, Greek and Cyrillic never need it.
    /// Half-width kana and Hangul are made whole with what follows them: their voicing marks and vowels are characters of their own.
    static func normalized(_ text: String, version: FoldingVersion = .current) -> String {
        guard version != .first, text.unicodeScalars.contains(where: isHalfWidth) else { return composed(text) }
        var result = "", run = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHalfWidth(scalar) {
                run.append(scalar)
                continue
            }
            if !run.isEmpty { result += String(run).precomposedStringWithCompatibilityMapping }
            run = String.UnicodeScalarView()
            result.unicodeScalars.append(scalar)
        }
        return composed(result + String(run).precomposedStringWithCompatibilityMapping)
    }

    private static func isHalfWidth(_ scalar: Unicode.Scalar) -> Bool { (0xFF66...0xFFDC).contains(scalar.value) }

    private static func composed(_ text: String) -> String {
        let needsForm = text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case ..<0x590, 0x1E00...0x20CF, 0x2190...0x2BFF, 0x3000...0x3098, 0x309B...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7A3, 0xFE0F,
                0xFF00...0xFFEF, 0x1F000...0x1FFFF:
                false
            default: true
            }
        }
        return needsForm ? text.precomposedStringWithCanonicalMapping : text
    }
}
