// The calendar: days since 1970 of a date, and times written as text.

/// A date of the Gregorian calendar, as counted in UTC.
package enum CivilDate {
    /// Days from 1 January 1970 to a date of the year 0 or later. Months and days are not checked.
    package static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        // Years are counted from March, so that the leap day is the last day of a year.
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    package static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Timestamp {
    /// Reads a time of RFC 3339: `2026-03-07T12:00:00Z`, `2026-03-07T13:00:00.5+01:00`. What is finer than a microsecond is cut off.
    /// Nil when the text is none, or names a day or hour that there is not. A leap second is the second after it.
    package init?(iso8601 text: String) {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int, in range: ClosedRange<Int>) -> Int? {
            guard rest.count >= digits, rest.prefix(digits).allSatisfy({ (48...57).contains($0) }) else { return nil }
            let value = rest.prefix(digits).reduce(0) { $0 * 10 + Int($1) - 48 }
            rest.removeFirst(digits)
            return range.contains(value) ? value : nil
        }
        func skip(_ characters: String) -> Bool {
            guard let first = rest.first, characters.utf8.contains(first) else { return false }
            rest.removeFirst()
            return true
        }
        guard let year = number(4, in: 1...9999), skip("-"), let month = number(2, in: 1...12), skip("-"),
            let day = number(2, in: 1...CivilDate.dayCount(year: year, month: month)), skip("Tt"),
            let hour = number(2, in: 0...23), skip(":"), let minute = number(2, in: 0...59), skip(":"), let second = number(2, in: 0...60)
        else { return nil }
        var fraction = 0
        if skip(".") {
            let digits = rest.prefix { (48...57).contains($0) }
            guard !digits.isEmpty else { return nil }
            for index in 0..<6 { fraction = fraction * 10 + (index < digits.count ? Int(digits[digits.startIndex + index]) - 48 : 0) }
            rest.removeFirst(digits.count)
        }
        var offset = 0
        if !skip("Zz") {
            let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
            guard skip("+-"), let hours = number(2, in: 0...23), skip(":"), let minutes = number(2, in: 0...59) else { return nil }
            offset = sign * (hours * 60 + minutes)
        }
        guard rest.isEmpty else { return nil }
        let days = CivilDate.daysSince1970(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + (minute - offset) * 60 + second
        self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(fraction))
    }
}

extension Timestamp {
    /// As `init(iso8601:)`, and a date alone, which is its midnight in UTC.
    package init?(iso8601OrDate text: String) {
        self.init(iso8601: text.utf8.count == 10 ? text + "T00:00:00Z" : text)
    }
}

extension Timestamp: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = Timestamp(iso8601: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be a time such as 2026-03-07T12:00:00Z")
        }
        self = time
    }
}
