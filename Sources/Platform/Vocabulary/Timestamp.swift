import Foundation

/// A moment, in microseconds since 1970 (UTC). Stored as an integer, written as ISO 8601.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(seconds: Double) { microseconds = Int64((seconds * 1_000_000).rounded()) }

    package var seconds: Double { Double(microseconds) / 1_000_000 }

    /// The wall clock. Rooms never call it: they are handed a `Clock`.
    package static func wallClock() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    package func adding(seconds: Double) -> Timestamp { Timestamp(microseconds: microseconds + Int64(seconds * 1_000_000)) }
    package func seconds(since other: Timestamp) -> Double { Double(microseconds - other.microseconds) / 1_000_000 }

    /// Midnight UTC of this day.
    package var startOfDay: Timestamp {
        let day: Int64 = 86_400_000_000
        let days = microseconds >= 0 ? microseconds / day : (microseconds - day + 1) / day
        return Timestamp(microseconds: days * day)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// `2026-03-07T12:00:00Z`, with a fraction only where there is one: `2026-03-07T12:00:00.123456Z`.
    package var iso8601: String { written(fractionDigits: nil) }

    /// `2026-03-07T12:00:00.000Z`: always three digits of the second, what is finer cut off.
    package var iso8601Milliseconds: String { written(fractionDigits: 3) }

    /// - Parameter fractionDigits: 3, or nil for six digits where there is a fraction and none where there is not.
    private func written(fractionDigits: Int?) -> String {
        var seconds = microseconds / 1_000_000
        var fraction = microseconds % 1_000_000
        if fraction < 0 { fraction += 1_000_000; seconds -= 1 }
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
        let clock = "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
        if fractionDigits == 3 { return "\(date)T\(clock).\(padded(Int(fraction) / 1_000, 3))Z" }
        return fraction == 0 ? "\(date)T\(clock)Z" : "\(date)T\(clock).\(padded(Int(fraction), 6))Z"
    }
}

extension Timestamp: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

/// A time as the Stratam family writes it: always with milliseconds.
package struct Milliseconds: Encodable, Sendable, Equatable {
    package var time: Timestamp

    package init(_ time: Timestamp) { self.time = time }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(time.iso8601Milliseconds)
    }
}

/// Where a room asks for the time; tests set their own.
package typealias Clock = @Sendable () -> Timestamp
