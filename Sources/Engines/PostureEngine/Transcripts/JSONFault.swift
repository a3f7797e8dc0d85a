// Says in which line a text that begins like JSON stops being it; decoders differ in whether and how they tell.

/// Reads JSON for its form alone: nothing is kept, depth costs no stack.
struct JSONFault {
    /// Whether a text can only be meant as JSON: a brace or bracket, then a quote or another of them. `[1] See the notes.` and
    /// `{not json` are text.
    static func isMeant(_ text: String) -> Bool {
        let marks = text.unicodeScalars.lazy.filter { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }.prefix(2)
        guard let first = marks.first, let second = marks.dropFirst().first else { return false }
        switch first {
        case "{": return second == "\"" || second == "}"
        case "[": return second == "\"" || second == "{" || second == "["
        default: return false
        }
    }

    /// The line, from 1, of the first byte that no JSON has there; the last line when the text ends too early. Values may follow one another
    /// if each begins on a new line. Nil when there is no fault.
    static func line(of text: String) -> Int? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = JSONFault(bytes: bytes)
            return reader.isWhole() ? nil : reader.line
        }
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0
    private var line = 1

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            if byte == 0x0A { line += 1 }
            place += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func isWhole() -> Bool {
        var lastLine = 0
        while true {
            skipBlanks()
            if next == nil { return true }
            guard line > lastLine, takeValue() else { return false }
            lastLine = line
        }
    }

    /// One value with all that is in it; `open` holds the brackets around the place.
    private mutating func takeValue() -> Bool {
        var open: [UInt8] = []
        while true {
            skipBlanks()
            if take("{") {
                skipBlanks()
                if !take("}") {
                    guard takeKey() else { return false }
                    open.append(UInt8(ascii: "}"))
                    continue
                }
            } else if take("[") {
                skipBlanks()
                if !take("]") {
                    open.append(UInt8(ascii: "]"))
                    continue
                }
            } else {
                guard takeScalar() else { return false }
            }
            // A value has ended: so may what holds it.
            while true {
                guard let close = open.last else { return true }
                skipBlanks()
                guard next == close else { break }
                place += 1
                open.removeLast()
            }
            guard take(",") else { return false }
            if open.last == UInt8(ascii: "}") {
                guard takeKey() else { return false }
            }
        }
    }

    private mutating func takeKey() -> Bool {
        skipBlanks()
        guard takeString() else { return false }
        skipBlanks()
        return take(":")
    }

    private mutating func takeString() -> Bool {
        guard take("\"") else { return false }
        while let byte = next, byte >= 0x20 {
            place += 1
            if byte == UInt8(ascii: "\"") { return true }
            if byte == UInt8(ascii: "\\") { place += 1 }
        }
        place = min(place, bytes.count)
        return false
    }

    /// A string, a number or a word. Numbers are taken by their characters alone.
    private mutating func takeScalar() -> Bool {
        if next == UInt8(ascii: "\"") { return takeString() }
        let start = place
        while let byte = next, Self.isWordByte(byte) { place += 1 }
        let word = bytes[start..<place]
        guard let first = word.first else { return false }
        let isNumber = first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        return isNumber || ["true", "false", "null"].contains { word.elementsEqual($0.utf8) }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
