/// SplitMix64 (Steele, Lea & Flood 2014): a small generator whose sequence a seed fixes on every machine, so that splits,
/// simulated people and test cases can be repeated.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A whole number in 0 ..< bound; 0 for a bound below 1. The bias of the modulus is far below anything measured here.
    package mutating func below(_ bound: Int) -> Int {
        bound > 0 ? Int(next() % UInt64(bound)) : 0
    }

    /// A permutation of 0 ..< count (Fisher–Yates).
    package mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<max(count, 0))
        for i in stride(from: order.count - 1, through: 1, by: -1) { order.swapAt(i, below(i + 1)) }
        return order
    }
}
