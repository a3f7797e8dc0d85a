// The column codings of an event block, as written; `EventColumnReader` reads them back.
//
// presence   0 nowhere · 1 everywhere · 2 a bitmap follows, lowest bit first · 3 the last bitmap once more
// integers   presence, then zigzag varint differences
// decimals   a scale k of 0…6 and zigzag varint differences of whole numbers n that mean n / 10^k; or 255 and raw doubles.
//            A scale is used only where n / 10^k gives back every double of the column exactly.
// runs       (symbol, length) varints until the column is full; a symbol of 0 is "none", others count from 1

enum Presence {
    static let nowhere: UInt8 = 0, everywhere: UInt8 = 1, bitmap: UInt8 = 2, sameBitmap: UInt8 = 3
}

enum Decimals {
    static let powersOfTen: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
    static let raw: UInt8 = 255
    /// Whole numbers up to here are exact as doubles.
    static let largest = 9_007_199_254_740_992.0

    /// `value` × 10^`scale`, rounded; nil beyond what a double tells exactly (and for what is no number).
    @inline(__always)
    static func whole(_ value: Double, _ scale: Int) -> Int64? {
        let scaled = value * powersOfTen[scale]
        guard abs(scaled) <= largest else { return nil }
        return Int64(scaled + (scaled < 0 ? -0.5 : 0.5))
    }

    /// The smallest scale, from `least` on, at which a whole number stands for exactly this double (the sign of zero included).
    @inline(__always)
    static func scale(of value: Double, from least: Int) -> Int? {
        var scale = least
        while scale < powersOfTen.count {
            guard let whole = whole(value, scale) else { return nil }
            if (Double(whole) / powersOfTen[scale]).bitPattern == value.bitPattern { return scale }
            scale += 1
        }
        return nil
    }
}

struct EventColumnWriter {
    private let count: Int
    private var body = ByteWriter()
    private var strings: [String] = []
    private var stringSymbols: [String: Int] = [:]
    private var lastBitmap: [UInt8] = []
    private var bitmap: [UInt8]
    // Room that the columns use one after another.
    private var integers: [Int64] = []
    private var doubles: [Double] = []

    init(count: Int) {
        self.count = count
        bitmap = [UInt8](repeating: 0, count: (count + 7) / 8)
        body.reserve(count * 12 + 64)
        doubles.reserveCapacity(count)
        integers.reserveCapacity(count)
    }

    // MARK: Columns without gaps

    @inline(__always)
    mutating func bytes(_ value: (Int) -> UInt8) {
        for index in 0..<count { body.byte(value(index)) }
    }

    @inline(__always)
    mutating func decimals(_ value: (Int) -> Double) {
        doubles.removeAll(keepingCapacity: true)
        for index in 0..<count { doubles.append(value(index)) }
        writeDoubles()
    }

    @inline(__always)
    mutating func flags(_ isSet: (Int) -> Bool) {
        var found = 0
        clearBitmap()
        for index in 0..<count where isSet(index) {
            bitmap[index >> 3] |= 1 << UInt8(index & 7)
            found += 1
        }
        writePresence(found)
    }

    @inline(__always)
    mutating func runs(_ symbol: (Int) -> Int) {
        var start = 0
        while start < count {
            let current = symbol(start)
            var end = start + 1
            while end < count, symbol(end) == current { end += 1 }
            body.unsigned(UInt64(current))
            body.unsigned(UInt64(end - start))
            start = end
        }
    }

    /// Runs over the block's table of strings.
    @inline(__always)
    mutating func stringRuns(_ string: (Int) -> String?) {
        var start = 0
        while start < count {
            let current = string(start)
            var end = start + 1
            while end < count, Self.isSame(string(end), current) { end += 1 }
            body.unsigned(UInt64(symbol(current)))
            body.unsigned(UInt64(end - start))
            start = end
        }
    }

    // MARK: Columns with gaps

    @inline(__always)
    mutating func optionalBytes(_ value: (Int) -> UInt8?) {
        integers.removeAll(keepingCapacity: true)
        clearBitmap()
        for index in 0..<count {
            guard let value = value(index) else { continue }
            bitmap[index >> 3] |= 1 << UInt8(index & 7)
            integers.append(Int64(value))
        }
        writePresence(integers.count)
        for value in integers { body.byte(UInt8(truncatingIfNeeded: value)) }
    }

    @inline(__always)
    mutating func optionalIntegers(_ value: (Int) -> Int?) {
        integers.removeAll(keepingCapacity: true)
        clearBitmap()
        for index in 0..<count {
            guard let value = value(index) else { continue }
            bitmap[index >> 3] |= 1 << UInt8(index & 7)
            integers.append(Int64(value))
        }
        writePresence(integers.count)
        var previous: Int64 = 0
        for value in integers {
            body.signed(value &- previous)
            previous = value
        }
    }

    @inline(__always)
    mutating func optionalDecimals(_ value: (Int) -> Double?) {
        doubles.removeAll(keepingCapacity: true)
        clearBitmap()
        for index in 0..<count {
            guard let value = value(index) else { continue }
            bitmap[index >> 3] |= 1 << UInt8(index & 7)
            doubles.append(value)
        }
        writePresence(doubles.count)
        if !doubles.isEmpty { writeDoubles() }
    }

    // MARK: Codings

    private mutating func clearBitmap() {
        for index in bitmap.indices { bitmap[index] = 0 }
    }

    private mutating func writePresence(_ found: Int) {
        if found == 0 {
            body.byte(Presence.nowhere)
        } else if found == count {
            body.byte(Presence.everywhere)
        } else if bitmap == lastBitmap {
            body.byte(Presence.sameBitmap)
        } else {
            body.byte(Presence.bitmap)
            body.append(bitmap)
            lastBitmap = bitmap
        }
    }

    private mutating func writeDoubles() {
        guard let scale = scaleOfAll() else {
            body.byte(Decimals.raw)
            for value in doubles { body.double(value) }
            return
        }
        body.byte(UInt8(scale))
        var previous: Int64 = 0
        for value in integers {
            body.signed(value &- previous)
            previous = value
        }
    }

    /// The scale at which whole numbers stand for all `doubles` exactly; these numbers are then in `integers`.
    private mutating func scaleOfAll() -> Int? {
        var scale = 0
        var index = 0
        integers.removeAll(keepingCapacity: true)
        while index < doubles.count {
            guard let needed = Decimals.scale(of: doubles[index], from: scale), let whole = Decimals.whole(doubles[index], needed) else {
                return nil
            }
            if needed > scale, index > 0 {
                // All from the start at the finer scale.
                integers.removeAll(keepingCapacity: true)
                index = 0
            } else {
                integers.append(whole)
                index += 1
            }
            scale = needed
        }
        return scale
    }

    private mutating func symbol(_ string: String?) -> Int {
        guard let string else { return 0 }
        if let known = stringSymbols[string], Self.isSame(strings[known - 1], string) { return known }
        strings.append(string)
        stringSymbols[string] = strings.count
        return strings.count
    }

    /// Equal byte for byte. Swift's `==` also takes differently composed accents for the same.
    @inline(__always)
    private static func isSame(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        // Short strings lie in these two words whole, longer ones point to one storage when one was copied from the other.
        let leftWords = unsafeBitCast(left, to: (UInt64, UInt64).self), rightWords = unsafeBitCast(right, to: (UInt64, UInt64).self)
        return leftWords == rightWords || left.utf8.elementsEqual(right.utf8)
    }

    // MARK: The whole

    /// The finished block: head, table of strings, columns.
    func block(magic: UInt8, version: UInt8) -> [UInt8] {
        var block = ByteWriter()
        block.reserve(body.bytes.count + strings.reduce(16) { $0 + $1.utf8.count + 2 })
        block.byte(magic)
        block.byte(version)
        block.unsigned(UInt64(count))
        block.unsigned(UInt64(strings.count))
        for string in strings {
            block.unsigned(UInt64(string.utf8.count))
            block.append(string.utf8)
        }
        block.append(body.bytes)
        return block.bytes
    }
}
