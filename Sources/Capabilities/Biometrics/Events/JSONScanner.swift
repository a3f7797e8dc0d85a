// Walks JSON text (RFC 8259) in place, byte by byte. It builds no tree and copies nothing; the hot path reads its values
// straight from the request's body.

/// Where a text stops being JSON, being text, or being acceptable, and why.
struct JSONFault: Error, Equatable {
    enum Reason: Equatable {
        case unexpectedEnd, unexpectedByte, malformedNumber, malformedEscape
        case controlCharacter, nulCharacter, loneSurrogate, invalidUTF8
        case nestedTooDeep, tooLong
    }

    var reason: Reason
    /// The byte, counted from 0, at which it was noticed.
    var offset: Int
}

/// One value, as far as it has been looked at. Arrays and objects have been checked and passed over.
enum JSONToken {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case text(JSONText)
    case array
    case object
}

/// The inside of a string: a range of the scanned bytes, already known to be valid UTF-8 with valid escapes.
struct JSONText {
    var start: Int
    var end: Int
    var isEscaped: Bool
}

struct JSONScanner {
    /// How deep arrays and objects may be nested, the outermost being 1. *Our choice*: a batch needs 4 levels, customers' own
    /// event data a few more, and a recursive reader must end somewhere.
    static let maximumDepth = 32

    /// Valid as long as the body that it points into: a scanner never leaves the closure that lends it the bytes.
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The only place that touches memory. Past the end it answers 0, which no rule of the grammar accepts.
    @inline(__always)
    private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    var isAtEnd: Bool { position >= bytes.count }

    func fault(_ reason: JSONFault.Reason, at offset: Int? = nil) -> JSONFault {
        let offset = offset ?? position
        return JSONFault(reason: offset >= bytes.count ? .unexpectedEnd : reason, offset: min(offset, bytes.count))
    }

    // MARK: Punctuation

    /// Passes white space; answers the byte that follows without taking it (0 at the end).
    @inline(__always)
    mutating func next() -> UInt8 {
        var index = position
        var found = byte(index)
        while found == 0x20 || found == 0x0A || found == 0x0D || found == 0x09 {
            index += 1
            found = byte(index)
        }
        position = index
        return found
    }

    /// Takes `expected` after white space, or says where it is missing.
    @inline(__always)
    mutating func take(_ expected: UInt8) throws(JSONFault) {
        guard next() == expected else { throw fault(.unexpectedByte) }
        position += 1
    }

    /// After a member or item: true when another one follows, false when `close` ended the container.
    @inline(__always)
    mutating func more(until close: UInt8) throws(JSONFault) -> Bool {
        let found = next()
        guard found == UInt8(ascii: ",") || found == close else { throw fault(.unexpectedByte) }
        position += 1
        return found != close
    }

    /// After an opening bracket: true, with the bracket taken, when the container is empty.
    @inline(__always)
    mutating func closesAtOnce(_ close: UInt8) -> Bool {
        guard next() == close else { return false }
        position += 1
        return true
    }

    /// The name of an object's member and the colon behind it.
    @inline(__always)
    mutating func name() throws(JSONFault) -> JSONText {
        guard next() == UInt8(ascii: "\"") else { throw fault(.unexpectedByte) }
        let name = try text()
        try take(UInt8(ascii: ":"))
        return name
    }

    // MARK: Values

    /// Takes one value of any kind. `depth` is that of the container it stands in.
    mutating func value(depth: Int) throws(JSONFault) -> JSONToken {
        let first = next()
        switch first {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "{"):
            try passObject(depth: depth + 1)
            return .object
        case UInt8(ascii: "["):
            try passArray(depth: depth + 1)
            return .array
        case UInt8(ascii: "t"):
            try literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        default: throw fault(.unexpectedByte)
        }
    }

    private mutating func literal(_ word: StaticString) throws(JSONFault) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard byte(position) == word.utf8Start[offset] else { throw fault(.unexpectedByte) }
            position += 1
        }
    }

    private mutating func passObject(depth: Int) throws(JSONFault) {
        guard depth <= Self.maximumDepth else { throw fault(.nestedTooDeep) }
        position += 1
        if closesAtOnce(UInt8(ascii: "}")) { return }
        repeat {
            _ = try name()
            _ = try value(depth: depth)
        } while try more(until: UInt8(ascii: "}"))
    }

    private mutating func passArray(depth: Int) throws(JSONFault) {
        guard depth <= Self.maximumDepth else { throw fault(.nestedTooDeep) }
        position += 1
        if closesAtOnce(UInt8(ascii: "]")) { return }
        repeat { _ = try value(depth: depth) } while try more(until: UInt8(ascii: "]"))
    }

    private mutating func number() throws(JSONFault) -> JSONNumber {
        var number = JSONNumber(start: position)
        var index = position
        if byte(index) == UInt8(ascii: "-") {
            number.isNegative = true
            index += 1
        }
        @inline(__always) func digit(_ index: Int) -> UInt8? {
            let value = byte(index) &- UInt8(ascii: "0")
            return value < 10 ? value : nil
        }
        guard let leading = digit(index) else { throw fault(.malformedNumber, at: index) }
        number.append(leading)
        index += 1
        if leading != 0 {
            while let next = digit(index) {
                number.append(next)
                index += 1
            }
        }
        if byte(index) == UInt8(ascii: ".") {
            index += 1
            guard digit(index) != nil else { throw fault(.malformedNumber, at: index) }
            while let next = digit(index) {
                number.appendFraction(next)
                index += 1
            }
        }
        if byte(index) | 0x20 == UInt8(ascii: "e") {
            index += 1
            let sign = byte(index)
            if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { index += 1 }
            guard digit(index) != nil else { throw fault(.malformedNumber, at: index) }
            var exponent = 0
            while let next = digit(index) {
                exponent = min(exponent * 10 + Int(next), 100_000)
                index += 1
            }
            number.hasExponent = true
            number.exponent += sign == UInt8(ascii: "-") ? -exponent : exponent
        }
        number.end = index
        position = index
        return number
    }

    /// Takes a string whose opening quote is the next byte.
    private mutating func text() throws(JSONFault) -> JSONText {
        let start = position + 1
        var index = start
        var isEscaped = false
        while true {
            index = passPlain(index)
            let found = byte(index)
            if found == UInt8(ascii: "\"") { break }
            if found == UInt8(ascii: "\\") {
                isEscaped = true
                index = try passEscape(index)
            } else if found >= 0x80 {
                index = try passMultibyte(index)
            } else {
                throw fault(found == 0 ? .nulCharacter : .controlCharacter, at: index)
            }
        }
        position = index + 1
        return JSONText(start: start, end: index, isEscaped: isEscaped)
    }

    /// The index of the next byte that is no plain ASCII: a quote, a backslash, a control character, part of a longer
    /// character, or the end. Looks at eight bytes at a time (after "Determine if a word has a byte less than n", S. E. Anderson,
    /// Bit Twiddling Hacks); the lowest bit found is exact, those above it need not be.
    @inline(__always)
    private func passPlain(_ start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101, tops: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quote = word ^ (ones &* 0x22), backslash = word ^ (ones &* 0x5C)
            let special = ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word | word) & tops
            if special != 0 { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count {
            let found = bytes[index]
            if found < 0x20 || found >= 0x80 || found == 0x22 || found == 0x5C { break }
            index += 1
        }
        return index
    }

    /// The index behind one multi-byte character (the well-formed sequences of Unicode 15, table 3-7).
    private func passMultibyte(_ index: Int) throws(JSONFault) -> Int {
        let lead = byte(index)
        var second: ClosedRange<UInt8> = 0x80...0xBF
        let length: Int
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw fault(.invalidUTF8, at: index)
        }
        guard second.contains(byte(index + 1)) else { throw fault(.invalidUTF8, at: index) }
        for offset in 2..<max(length, 2) where byte(index + offset) & 0xC0 != 0x80 { throw fault(.invalidUTF8, at: index) }
        return index + length
    }

    /// The index behind one escape, which begins at `index`. A surrogate pair counts as one.
    private func passEscape(_ index: Int) throws(JSONFault) -> Int {
        switch byte(index + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            guard let unit = hexUnit(index + 2) else { throw fault(.malformedEscape, at: index) }
            switch unit {
            case 0: throw fault(.nulCharacter, at: index)
            case 0xD800...0xDBFF:
                guard byte(index + 6) == UInt8(ascii: "\\"), byte(index + 7) == UInt8(ascii: "u"), let low = hexUnit(index + 8),
                    (0xDC00...0xDFFF).contains(low)
                else { throw fault(.loneSurrogate, at: index) }
                return index + 12
            case 0xDC00...0xDFFF: throw fault(.loneSurrogate, at: index)
            default: return index + 6
            }
        default: throw fault(.malformedEscape, at: index + 1)
        }
    }

    private func hexUnit(_ index: Int) -> UInt32? {
        var unit: UInt32 = 0
        for offset in 0..<4 {
            let digit: UInt8
            switch byte(index + offset) {
            case let found where found &- UInt8(ascii: "0") < 10: digit = found - UInt8(ascii: "0")
            case let found where (found | 0x20) &- UInt8(ascii: "a") < 6: digit = (found | 0x20) - UInt8(ascii: "a") + 10
            default: return nil
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    // MARK: What was scanned

    /// The bytes from one offset to another, as they stand in the body.
    @inline(__always)
    func slice(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }

    func string(_ text: JSONText) -> String {
        text.isEscaped ? unescaped(text) : String(decoding: slice(text.start, text.end), as: UTF8.self)
    }

    private func unescaped(_ text: JSONText) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.end - text.start)
        var index = text.start
        while index < text.end {
            let found = byte(index)
            guard found == UInt8(ascii: "\\") else {
                result.append(found)
                index += 1
                continue
            }
            let kind = byte(index + 1)
            index += 2
            switch kind {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                var code = hexUnit(index) ?? 0
                index += 4
                if (0xD800...0xDBFF).contains(code) {
                    code = 0x10000 + (code - 0xD800) << 10 + (hexUnit(index + 2) ?? 0xDC00) - 0xDC00
                    index += 6
                }
                if let scalar = Unicode.Scalar(code) { result.append(contentsOf: String(Character(scalar)).utf8) }
            default: result.append(kind)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    func double(_ number: JSONNumber) -> Double { number.double(slice(number.start, number.end)) }

    func integer(_ number: JSONNumber) -> Int? { number.integer(slice(number.start, number.end)) }
}
