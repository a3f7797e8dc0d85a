// Halves of characters in JSON. Programs that count in UTF-16 cut texts between the two halves of an emoji; JSON decoders then refuse everything
// around it.

package enum LoneSurrogates {
    /// Makes JSON readable: each half without its other half becomes U+FFFD. False when there was none.
    @discardableResult
    package static func replace(in json: inout [UInt8]) -> Bool {
        rewrite(&json) { _ in [0xEF, 0xBF, 0xBD] }
    }

    /// Makes JSON readable and keeps the halves apart, so that a `HalfJoiner` can put together what two texts hold of one character.
    @discardableResult
    package static func mark(in json: inout [UInt8]) -> Bool {
        rewrite(&json) { half in Array(String(standIn(for: half)).utf8) }
    }

    /// The stand-ins that `mark` writes. They lie in a private-use area: a text that uses these itself loses them, in such JSON alone.
    static func standIn(for half: UInt16) -> Unicode.Scalar { Unicode.Scalar(firstStandIn + UInt32(half - 0xD800)) ?? "\u{FFFD}" }

    static func half(of scalar: Unicode.Scalar) -> UInt16? {
        (firstStandIn..<firstStandIn + 0x800).contains(scalar.value) ? UInt16(scalar.value - firstStandIn) + 0xD800 : nil
    }

    private static let firstStandIn: UInt32 = 0x10F000

    private static func rewrite(_ json: inout [UInt8], _ replacement: (UInt16) -> [UInt8]) -> Bool {
        // Most texts have neither an escaped nor an encoded half.
        guard json.contains(where: { $0 == UInt8(ascii: "\\") || $0 == 0xED }) else { return false }
        var result: [UInt8] = []
        var copied = 0, place = 0
        func put(_ half: UInt16, length: Int) {
            result += json[copied..<place]
            result += replacement(half)
            place += length
            copied = place
        }
        while place < json.count {
            if let half = encoded(json, place) {
                put(half, length: 3)
            } else if json[place] != UInt8(ascii: "\\") {
                place += 1
            } else if let half = escaped(json, place) {
                if half < 0xDC00, let low = escaped(json, place + 6), low >= 0xDC00 { place += 12 } else { put(half, length: 6) }
            } else {
                place += 2
            }
        }
        guard copied > 0 else { return false }
        json = result + json[copied...]
        return true
    }

    /// The half that `\ud83d` at this place is.
    private static func escaped(_ json: [UInt8], _ place: Int) -> UInt16? {
        guard place + 6 <= json.count, json[place] == UInt8(ascii: "\\"), json[place + 1] == UInt8(ascii: "u") else { return nil }
        var value: UInt16 = 0
        for byte in json[(place + 2)..<(place + 6)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return (0xD800...0xDFFF).contains(value) ? value : nil
    }

    /// The half whose own three bytes stand at this place: what UTF-8 forbids and some encoders write.
    private static func encoded(_ json: [UInt8], _ place: Int) -> UInt16? {
        guard json[place] == 0xED, place + 3 <= json.count, (0xA0...0xBF).contains(json[place + 1]), (0x80...0xBF).contains(json[place + 2]) else {
            return nil
        }
        return 0xD000 | UInt16(json[place + 1] & 0x3F) << 6 | UInt16(json[place + 2] & 0x3F)
    }
}

/// Takes texts out of JSON that `LoneSurrogates.mark` has prepared, in order, and joins the halves of characters across them.
package struct HalfJoiner: Sendable {
    private var high: UInt16?

    package init() {}

    /// The text with its characters whole: a half at its end waits for the next text, one that finds no other becomes U+FFFD.
    package mutating func take(_ text: String) -> String {
        // Stand-ins begin with the byte F4.
        guard high != nil || text.utf8.contains(0xF4) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard let half = LoneSurrogates.half(of: scalar) else {
                flush(into: &result)
                result.append(scalar)
                continue
            }
            if let first = high, half >= 0xDC00 {
                high = nil
                let value = 0x10000 + (UInt32(first - 0xD800) << 10 | UInt32(half - 0xDC00))
                result.append(Unicode.Scalar(value) ?? "\u{FFFD}")
                continue
            }
            flush(into: &result)
            if half < 0xDC00 { high = half } else { result.append("\u{FFFD}") }
        }
        return String(result)
    }

    /// What still waited when no text follows.
    package mutating func end() -> String {
        var result = String.UnicodeScalarView()
        flush(into: &result)
        return String(result)
    }

    private mutating func flush(into result: inout String.UnicodeScalarView) {
        guard high != nil else { return }
        high = nil
        result.append("\u{FFFD}")
    }

    /// A text that stands for itself.
    package static func whole(_ text: String) -> String {
        var joiner = HalfJoiner()
        return joiner.take(text) + joiner.end()
    }
}
