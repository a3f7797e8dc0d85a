/// Writes numbers and text into bytes; `ByteReader` reads them back.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    package init() {}

    /// A base-128 varint, lowest bits first.
    package mutating func write(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Zigzag: small numbers of either sign stay short.
    package mutating func write(_ value: Int) {
        write(UInt64(bitPattern: Int64(value << 1) ^ Int64(value >> (Int.bitWidth - 1))))
    }

    package mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func write(_ value: Double) { write(bits: value.bitPattern) }

    package mutating func write(_ value: Float) {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(bits: UInt64) {
        withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(short value: Int16) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func write<Element>(_ elements: [Element], each write: (Element, inout ByteWriter) -> Void) {
        self.write(UInt64(elements.count))
        for element in elements { write(element, &self) }
    }
}

/// Reads what `ByteWriter` wrote. Throws `FeatureCodecError` and never reads beyond the end, whatever the bytes are.
package struct ByteReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var remaining: Int { bytes.count - position }

    package mutating func readByte() throws -> UInt8 {
        guard position < bytes.count else { throw FeatureCodecError.truncated }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func readVarint() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let byte = try readByte()
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                // One number, one spelling: a needless last byte is no encoding of ours.
                if byte == 0, shift > 0 { break }
                return value
            }
        }
        throw FeatureCodecError.malformed("number")
    }

    package mutating func readInt() throws -> Int {
        let zigzag = try readVarint()
        return Int(truncatingIfNeeded: Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1))
    }

    package mutating func readBool() throws -> Bool {
        switch try readByte() {
        case 0: false
        case 1: true
        default: throw FeatureCodecError.malformed("truth value")
        }
    }

    package mutating func readBits() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) { value |= UInt64(try readByte()) << shift }
        return value
    }

    package mutating func readDouble() throws -> Double { Double(bitPattern: try readBits()) }

    package mutating func readFloat() throws -> Float {
        var value: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) { value |= UInt32(try readByte()) << shift }
        return Float(bitPattern: value)
    }

    package mutating func readShort() throws -> Int16 {
        let low = UInt16(try readByte())
        return Int16(bitPattern: low | UInt16(try readByte()) << 8)
    }

    package mutating func readText() throws -> String {
        let count = try readCount(smallestElement: 1)
        guard let text = String(validating: bytes[position ..< position + count], as: UTF8.self) else { throw FeatureCodecError.malformed("text") }
        position += count
        return text
    }

    package mutating func readCase<Case: RawRepresentable<String>>() throws -> Case {
        let text = try readText()
        guard let value = Case(rawValue: text) else { throw FeatureCodecError.malformed("\(Case.self)") }
        return value
    }

    package mutating func readZone() throws -> BehaviorEvent.Zone {
        guard let zone = BehaviorEvent.Zone(rawValue: try readByte()) else { throw FeatureCodecError.malformed("zone") }
        return zone
    }

    /// A count of elements that take at least `smallestElement` bytes each, so that a wrong count cannot ask for more than is there.
    package mutating func readCount(smallestElement: Int) throws -> Int {
        let count = try readVarint()
        guard count <= UInt64(bytes.count) else { throw FeatureCodecError.truncated }
        try require(Int(count), bytesEach: smallestElement)
        return Int(count)
    }

    package func require(_ count: Int, bytesEach: Int) throws {
        guard bytesEach == 0 || count <= remaining / bytesEach else { throw FeatureCodecError.truncated }
    }

    package mutating func readArray<Element>(
        smallestElement: Int, _ read: (inout ByteReader) throws -> Element
    ) throws -> [Element] {
        let count = try readCount(smallestElement: smallestElement)
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0 ..< count { elements.append(try read(&self)) }
        return elements
    }

    package mutating func expectFormat(_ expected: UInt64) throws {
        let found = try readVarint()
        guard found == expected else { throw FeatureCodecError.unknownFormat(found) }
    }

    package func expectEnd() throws {
        guard position == bytes.count else { throw FeatureCodecError.malformed("bytes after the end") }
    }
}
