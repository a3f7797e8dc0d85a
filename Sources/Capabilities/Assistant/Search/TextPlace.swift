// Where a text stands in the index: its number, which follows from its time, and the scope of its words.
import SearchEngine
import Vocabulary

/// Places rise with time: milliseconds in the upper bits, and below them 20 bits of the id's hash, which keep texts of one millisecond apart.
enum TextPlace {
    private static let hashBits = 20
    /// A text whose place is taken by another gets the next free one within so many, and is looked for there (our choice: of one millisecond a
    /// hundred thousand texts fit; a look reads only those that are there, in nearly all cases one).
    static let alternatives: Int64 = 4_096

    static func first(_ key: TextKey) -> Int64 {
        // All of its alternatives lie within the millisecond.
        // The fingerprint's upper bits hardly know the last letter: multiplied by 2^64 over the golden ratio they do.
        let hash = Int64((IndexText.fingerprint(key.id) &* 0x9E37_79B9_7F4A_7C15) >> (64 - UInt64(hashBits)))
        return start(of: key.createdAt) + hash % ((1 << hashBits) - alternatives)
    }

    static func places(_ key: TextKey) -> ClosedRange<Int64> { first(key)...first(key) + alternatives - 1 }

    /// The lowest place of a moment's millisecond.
    static func start(of time: Timestamp) -> Int64 {
        let milliseconds = time.microseconds.quotientAndRemainder(dividingBy: 1_000).quotient
        return min(max(0, milliseconds), 1 << 42) << Int64(hashBits)
    }

    /// The highest place of a moment's millisecond.
    static func end(of time: Timestamp) -> Int64 { start(of: time) + (1 << hashBits) - 1 }
}

/// The index is divided by owner and by time: a period is 2^31 milliseconds, not quite 25 days (our choice: long enough that a rare word is looked up
/// in few of them, short enough that what a period holds can be looked through at once). Words are indexed under owner and period, so
/// a search goes back in time period by period and stops when it has enough.
enum TextPeriod {
    /// Bits of a place below the period's number. The schema's triggers know it too.
    static let bits: Int64 = 51

    static func of(_ place: Int64) -> Int64 { place >> bits }

    static func places(of period: Int64) -> ClosedRange<Int64> { (period << bits)...(period << bits | (1 << bits - 1)) }

    private static let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

    /// Seven letters and digits: five for the owner, two for the period. Owners whose five are the same (one pair in 40 million) share
    /// a piece of the index; their texts stay apart, since every hit's owner is checked.
    static func scope(_ owner: TextOwner, _ period: Int64) -> SearchScope {
        var hash = IndexText.fingerprint(owner.organizationID + "/" + owner.name)
        hash ^= hash >> 32
        var letters: [UInt8] = [UInt8(ascii: "a") + UInt8(hash % 26)]
        hash /= 26
        for _ in 0..<4 {
            letters.append(digits[Int(hash % 36)])
            hash /= 36
        }
        // Two digits reach to the year 2058; later periods share the last one.
        let number = Int(min(max(0, period), 36 * 36 - 1))
        return SearchScope(prefix: String(decoding: letters + [digits[number / 36], digits[number % 36]], as: UTF8.self))
    }
}
