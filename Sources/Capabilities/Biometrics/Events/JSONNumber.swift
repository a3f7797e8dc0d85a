/// A number as JSON spells it: its first 19 digits, the power of ten behind them, and where it stands in the text.
struct JSONNumber {
    var start: Int
    var end = 0
    var isNegative = false
    var hasExponent = false
    /// The value is `mantissa` × 10^`exponent` unless digits were dropped.
    private(set) var mantissa: UInt64 = 0
    var exponent = 0
    private var hasFraction = false
    private var isTruncated = false

    init(start: Int) { self.start = start }

    /// The largest mantissa to which one more digit can be added without overflow.
    private static let room: UInt64 = (UInt64.max - 9) / 10

    @inline(__always)
    mutating func append(_ digit: UInt8) {
        if mantissa <= Self.room {
            mantissa = mantissa &* 10 &+ UInt64(digit)
        } else {
            isTruncated = true
            exponent += 1
        }
    }

    @inline(__always)
    mutating func appendFraction(_ digit: UInt8) {
        hasFraction = true
        if mantissa <= Self.room {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            exponent -= 1
        } else {
            isTruncated = true
        }
    }

    /// The powers of ten that a double holds exactly.
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// The nearest double; infinite when there is none. `text` is the number's own spelling.
    ///
    /// A mantissa of at most 2^53 and a power of ten of at most 10^22 are both exact as doubles, so that one multiplication or
    /// division rounds once and hence correctly (Clinger, "How to read floating point numbers accurately", 1990). Everything
    /// else goes through the standard library's correctly rounding reader.
    func double(_ text: UnsafeRawBufferPointer) -> Double {
        guard !isTruncated, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else {
            return Double(String(decoding: text, as: UTF8.self)) ?? .infinity
        }
        let size = Double(mantissa)
        let value = exponent < 0 ? size / Self.powers[-exponent] : size * Self.powers[exponent]
        return isNegative ? -value : value
    }

    /// The value when it is a whole number that fits, whatever its spelling (`3`, `3.0`, `30e-1`).
    func integer(_ text: UnsafeRawBufferPointer) -> Int? {
        guard hasFraction || hasExponent || isTruncated else {
            return isNegative ? (mantissa <= UInt64(Int.max) ? -Int(mantissa) : nil) : Int(exactly: mantissa)
        }
        let value = double(text)
        return abs(value) <= 9_007_199_254_740_992 ? Int(exactly: value) : nil
    }
}
