/// Reads the columns that `EventColumnWriter` wrote, in the same order. Hostile bytes throw; they cannot make it read past the
/// end, trap, or allocate more than a small multiple of the block's length.
struct EventColumnReader {
    let count: Int
    private var body: ByteReader
    private let strings: [String]
    private var lastBitmap: ArraySlice<UInt8> = []

    /// Takes the head behind magic and version, and the table of strings.
    init(_ reader: ByteReader) throws(MalformedBytes) {
        body = reader
        count = try body.count()
        var strings: [String] = []
        for _ in 0..<(try body.count()) {
            let length = try body.count()
            strings.append(try body.string(length))
        }
        self.strings = strings
        // Every event has a kind of one byte at least.
        guard count <= body.remaining else { throw body.malformed }
    }

    /// Asserts that nothing is left over.
    func finish() throws(MalformedBytes) {
        guard body.remaining == 0 else { throw body.malformed }
    }

    // MARK: Columns without gaps

    @inline(__always)
    mutating func bytes(below limit: Int, _ set: (Int, UInt8) -> Void) throws(MalformedBytes) {
        for index in 0..<count { set(index, try code(below: limit)) }
    }

    @inline(__always)
    mutating func decimals(_ set: (Int, Double) -> Void) throws(MalformedBytes) {
        let scale = try decimalScale()
        var previous: Int64 = 0
        for index in 0..<count { set(index, try decimal(scale, &previous)) }
    }

    /// Calls `set` for each event whose flag is up.
    @inline(__always)
    mutating func flags(_ set: (Int) -> Void) throws(MalformedBytes) {
        let presence = try presence()
        for index in 0..<count where presence[index] { set(index) }
    }

    /// Calls `set` with the symbols 1…`largest`; events of symbol 0 are passed over.
    @inline(__always)
    mutating func runs(upTo largest: Int, _ set: (Int, Int) -> Void) throws(MalformedBytes) {
        var index = 0
        while index < count {
            let symbol = try body.unsigned()
            let length = try body.unsigned()
            guard symbol <= UInt64(largest), length > 0, length <= UInt64(count - index) else { throw body.malformed }
            let end = index + Int(length)
            if symbol > 0 {
                for each in index..<end { set(each, Int(symbol)) }
            }
            index = end
        }
    }

    @inline(__always)
    mutating func stringRuns(_ set: (Int, String) -> Void) throws(MalformedBytes) {
        let strings = strings
        try runs(upTo: strings.count) { set($0, strings[$1 - 1]) }
    }

    // MARK: Columns with gaps

    @inline(__always)
    mutating func optionalBytes(below limit: Int, _ set: (Int, UInt8) -> Void) throws(MalformedBytes) {
        let presence = try presence()
        for index in 0..<count where presence[index] { set(index, try code(below: limit)) }
    }

    @inline(__always)
    mutating func optionalIntegers(_ set: (Int, Int) -> Void) throws(MalformedBytes) {
        let presence = try presence()
        var previous: Int64 = 0
        for index in 0..<count where presence[index] {
            previous &+= try body.signed()
            set(index, Int(previous))
        }
    }

    @inline(__always)
    mutating func optionalDecimals(_ set: (Int, Double) -> Void) throws(MalformedBytes) {
        let presence = try presence()
        if case .nowhere = presence { return }
        let scale = try decimalScale()
        var previous: Int64 = 0
        for index in 0..<count where presence[index] { set(index, try decimal(scale, &previous)) }
    }

    // MARK: Codings

    private enum PresenceMap {
        case nowhere, everywhere
        case bitmap(ArraySlice<UInt8>)

        @inline(__always)
        subscript(_ index: Int) -> Bool {
            switch self {
            case .nowhere: false
            case .everywhere: true
            case .bitmap(let bits): bits[bits.startIndex + index >> 3] & 1 << UInt8(index & 7) != 0
            }
        }
    }

    private mutating func presence() throws(MalformedBytes) -> PresenceMap {
        switch try body.byte() {
        case Presence.nowhere: return .nowhere
        case Presence.everywhere: return .everywhere
        case Presence.bitmap:
            lastBitmap = try body.take((count + 7) / 8)
            return .bitmap(lastBitmap)
        case Presence.sameBitmap:
            guard lastBitmap.count == (count + 7) / 8 else { throw body.malformed }
            return .bitmap(lastBitmap)
        default: throw body.malformed
        }
    }

    @inline(__always)
    private mutating func code(below limit: Int) throws(MalformedBytes) -> UInt8 {
        let code = try body.byte()
        guard Int(code) < limit else { throw body.malformed }
        return code
    }

    /// The scale of a column of decimals, or nil for raw doubles.
    private mutating func decimalScale() throws(MalformedBytes) -> Int? {
        let scale = try body.byte()
        if scale == Decimals.raw { return nil }
        guard Int(scale) < Decimals.powersOfTen.count else { throw body.malformed }
        return Int(scale)
    }

    @inline(__always)
    private mutating func decimal(_ scale: Int?, _ previous: inout Int64) throws(MalformedBytes) -> Double {
        guard let scale else { return try body.double() }
        previous &+= try body.signed()
        return Double(previous) / Decimals.powersOfTen[scale]
    }
}
