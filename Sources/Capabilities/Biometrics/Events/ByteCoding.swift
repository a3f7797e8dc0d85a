// The bytes of an event block: variable-length integers, bitmaps and lengths, written and read back with every bound checked.

/// Grows a block.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ capacity: Int) { bytes.reserveCapacity(capacity) }
    mutating func byte(_ value: UInt8) { bytes.append(value) }
    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// LEB128: seven bits a byte, lowest first, the top bit saying that more follow.
    @inline(__always)
    mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Zigzag: small numbers of either sign become small unsigned ones.
    @inline(__always)
    mutating func signed(_ value: Int64) { unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    mutating func double(_ value: Double) {
        var bits = value.bitPattern.littleEndian
        withUnsafeBytes(of: &bits) { bytes.append(contentsOf: $0) }
    }
}

/// What a reader throws when bytes are not what a writer wrote.
struct MalformedBytes: Error, Equatable { var offset: Int }

/// Reads a block back. Never goes past the end.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var remaining: Int { bytes.count - offset }
    var malformed: MalformedBytes { MalformedBytes(offset: offset) }

    @inline(__always)
    mutating func byte() throws(MalformedBytes) -> UInt8 {
        guard offset < bytes.count else { throw malformed }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func take(_ count: Int) throws(MalformedBytes) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw malformed }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    @inline(__always)
    mutating func unsigned() throws(MalformedBytes) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            // The tenth byte has room for one bit.
            guard shift < 63 || next <= 1 else { throw malformed }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    @inline(__always)
    mutating func signed() throws(MalformedBytes) -> Int64 {
        let value = try unsigned()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A count of things that take at least one byte each, so that no hostile count allocates more than the block is long.
    mutating func count() throws(MalformedBytes) -> Int {
        let value = try unsigned()
        guard value <= UInt64(remaining) else { throw malformed }
        return Int(value)
    }

    mutating func double() throws(MalformedBytes) -> Double {
        var bits: UInt64 = 0
        for (index, byte) in try take(8).enumerated() { bits |= UInt64(byte) << UInt64(index * 8) }
        return Double(bitPattern: bits)
    }

    mutating func string(_ count: Int) throws(MalformedBytes) -> String {
        guard let string = String(validating: try take(count), as: UTF8.self) else { throw malformed }
        return string
    }
}
