// Takes a text apart into words and writes each so that every database indexes exactly it.

/// Walks over a text, word by word.
///
/// A word is written in ASCII letters and digits and begins with a letter. The writing is a prefix code: it keeps beginnings, so that a word begins
/// with another exactly if their encodings do. Letters `a` to `y` and digits stand for themselves; `z` opens everything else: `zz` is the letter z,
/// `zx` opens a word that begins with a digit, `z` with three digits to base 32 is a character below 32,768, `zy` with five is any other.
package struct WordScanner {
    /// Longer words are known by so many folded characters (our choice: beyond it are hashes and keys, which differ before).
    static let longestWord = 64

    private let bytes: [UInt8]
    private let ascii = Self.foldedASCII
    private let version: FoldingVersion
    private var at = 0
    /// The parts of the character at `at` that have been read: few have more than one.
    private var part = 0
    /// The word that `next` has found.
    package private(set) var encoded: [UInt8] = []
    /// Where it stands, in bytes of `source`. Words of one character share it.
    package private(set) var range = 0..<0
    /// The text that is walked over: normalised where that makes a difference.
    package let source: String

    package init(_ text: String, version: FoldingVersion = .current) {
        self.version = version
        source = WordFolding.normalized(text, version: version)
        bytes = Array(source.utf8)
        encoded.reserveCapacity(Self.longestWord)
    }

    /// For each ASCII character: what it folds to, or 0 for what separates.
    private static let foldedASCII: [UInt8] = (UInt8(0)..<128).map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        default: 0
        }
    }

    /// Finds the next word; false at the end.
    package mutating func next() -> Bool {
        encoded.removeAll(keepingCapacity: true)
        var count = 0
        var start = at
        var end = at
        var kind = FoldedCharacter.Kind.letter
        while at < bytes.count {
            let byte = bytes[at]
            if byte < 0x80 {
                let folded = ascii[Int(byte)]
                if folded == 0 || kind != .letter {
                    if count > 0 { break }
                    at += 1
                    continue
                }
                if count == 0 { start = at }
                at += 1
                end = at
                count += 1
                if count <= Self.longestWord { append(folded) }
                continue
            }
            let (value, length) = scalar()
            let found = folded(value)
            switch found.kind {
            case .separator:
                if count > 0 { return finish(start..<end) }
                skip(length, of: found.parts)
                continue
            case .dropped:
                if count > 0 { end = at + length }
                skip(length, of: found.parts)
                continue
            case .mark where count == 0:
                skip(length, of: found.parts)
                continue
            case .alone where count > 0: return finish(start..<end)
            case .letter where count > 0 && kind != .letter, .signed where count > 0 && kind != .signed: return finish(start..<end)
            case .mark, .letter, .alone, .signed: break
            }
            if count == 0 {
                start = at
                kind = found.kind
            }
            end = at + length
            if found.single != 0 {
                count += 1
                if count <= Self.longestWord { append(found.single) }
            }
            for scalar in found.several {
                count += 1
                if count <= Self.longestWord { append(scalar) }
            }
            skip(length, of: found.parts)
        }
        return count > 0 ? finish(start..<end) : false
    }

    /// Goes on behind the part of a character that has been read.
    @inline(__always)
    private mutating func skip(_ length: Int, of parts: Int) {
        part += 1
        if part >= parts {
            part = 0
            at += length
        }
    }

    private mutating func finish(_ range: Range<Int>) -> Bool {
        self.range = range
        return true
    }

    private struct Folded {
        var kind: FoldedCharacter.Kind
        var single: UInt32 = 0
        var several: [UInt32] = []
        var parts = 1
    }

    /// The part of a character that comes next.
    @inline(__always)
    private func folded(_ value: UInt32) -> Folded {
        if version == .current, let simple = WordFolding.simple(value) { return Folded(kind: simple.kind, single: simple.scalar) }
        let pieces = WordFolding.fold(value, version: version)
        guard part < pieces.count else { return Folded(kind: .dropped) }
        return Folded(kind: pieces[part].kind, several: pieces[part].scalars, parts: pieces.count)
    }

    /// The character at `at`, which is not ASCII. Strings hold valid UTF-8.
    private func scalar() -> (value: UInt32, length: Int) {
        func trail(_ offset: Int) -> UInt32 { at + offset < bytes.count ? UInt32(bytes[at + offset] & 0x3F) : 0 }
        let lead = UInt32(bytes[at])
        switch lead {
        case 0xF0...: return ((lead & 0x07) << 18 | trail(1) << 12 | trail(2) << 6 | trail(3), 4)
        case 0xE0...: return ((lead & 0x0F) << 12 | trail(1) << 6 | trail(2), 3)
        default: return ((lead & 0x1F) << 6 | trail(1), 2)
        }
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        if encoded.isEmpty, byte <= UInt8(ascii: "9") { encoded += [UInt8(ascii: "z"), UInt8(ascii: "x")] }
        if byte == UInt8(ascii: "z") { encoded.append(byte) }
        encoded.append(byte)
    }

    private mutating func append(_ value: UInt32) {
        if value < 0x80, ascii[Int(value)] == UInt8(value) { return append(UInt8(value)) }
        WordEncoding.append(value, to: &encoded)
    }
}

enum WordEncoding {
    private static let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)

    /// A character that is no ASCII letter or digit.
    static func append(_ value: UInt32, to encoded: inout [UInt8]) {
        let isShort = value < 32_768
        encoded.append(UInt8(ascii: "z"))
        if !isShort { encoded.append(UInt8(ascii: "y")) }
        for place in stride(from: isShort ? 2 : 4, through: 0, by: -1) { encoded.append(digits[Int(value >> (5 * UInt32(place))) & 31]) }
    }

    /// Any text, exactly, in ASCII letters and digits: one value, one encoding.
    static func exactly(_ text: String) -> [UInt8] {
        var encoded: [UInt8] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."y", "0"..."9": encoded.append(UInt8(scalar.value))
            case "z": encoded += [UInt8(ascii: "z"), UInt8(ascii: "z")]
            default: append(scalar.value, to: &encoded)
            }
        }
        return encoded
    }
}
