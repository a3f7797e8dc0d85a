/// Recognises a session that was recorded and sent again: its key intervals are the same, whenever it starts.
package enum IntervalFingerprint {
    /// Fewer keys can agree by chance, or by a robot's even rhythm (documented, `biometrics.md` 6).
    package static let neededKeys = 40
    /// Where a millisecond ends and the next begins. Our choice: browsers stamp in whole steps of 5 µs to 1 ms, and no such step lies
    /// within 2 µs of this offset, while a shifted start time moves a 64-bit Unix time by less than 0.5 µs.
    private static let offsetMs = 0.4625

    /// A hash of the rounded intervals of the keys in order; nil under 40 keys. Even rhythms (fewer than 8 different intervals) have
    /// none: two robots are no replay of each other.
    package static func hash(of keystrokes: [Keystroke]) -> Int64? {
        guard keystrokes.count >= neededKeys else { return nil }
        var hash = FNV1a()
        var different: Set<Int64> = []
        for (key, next) in zip(keystrokes, keystrokes.dropFirst()) {
            let interval = steps(next.pressed - key.pressed)
            different.insert(interval)
            hash.combine(UInt64(bitPattern: interval))
            hash.combine(UInt64(bitPattern: key.hold.map(steps) ?? -1))
        }
        guard different.count >= 8 else { return nil }
        return Int64(bitPattern: hash.value)
    }

    /// Whole milliseconds of a time in seconds, cut at `offsetMs`.
    static func steps(_ seconds: Double) -> Int64 {
        Int64(min(max(seconds * 1000 + offsetMs, 0), 1e12).rounded(.down))
    }
}

/// The FNV-1a hash of Fowler, Noll and Vo, 64 bits: the same value on every machine and in every process.
package struct FNV1a: Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    package init() {}

    package mutating func combine(_ word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            value ^= (word >> shift) & 0xff
            value = value &* 0x100_0000_01b3
        }
    }

    package mutating func combine(_ text: String) {
        for byte in text.utf8 {
            value ^= UInt64(byte)
            value = value &* 0x100_0000_01b3
        }
        combine(UInt64(text.utf8.count))
    }
}
