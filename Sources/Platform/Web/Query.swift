// What stands after the question mark of an address.
import Vocabulary

/// The decoded query string. Of a name given twice the last counts, except where all are asked for.
package struct Query: Sendable {
    private var values: [String: [String]]

    package init(_ values: [String: String]) { self.values = values.mapValues { [$0] } }
    package init(repeated values: [String: [String]]) { self.values = values }

    var names: some Collection<String> { values.keys }

    /// The text given for `name`; nil when it is not there.
    /// - Throws: malformed when it is longer than `limit` characters or holds a NUL.
    package func text(_ name: String, limit: Int = 512) throws -> String? {
        guard let value = values[name]?.last else { return nil }
        return try checked(value, name, limit)
    }

    private func checked(_ value: String, _ name: String, _ limit: Int) throws -> String {
        guard value.unicodeScalars.count <= limit else { throw Problem.invalid(name, "may have at most \(limit) characters") }
        guard !value.unicodeScalars.contains("\0") else { throw Problem.invalid(name, "may not hold the character U+0000") }
        return value
    }

    /// All texts given for `name`, in their order; none when it is not there.
    /// - Throws: malformed when there are more than `most`, or one is longer than `limit` characters or holds a NUL.
    package func texts(_ name: String, limit: Int = 512, most: Int = 20) throws -> [String] {
        let all = values[name] ?? []
        guard all.count <= most else { throw Problem.invalid(name, "may be given at most \(most) times") }
        return try all.map { try checked($0, name, limit) }
    }

    /// `1`, `true`, `yes` and `0`, `false`, `no`, in capitals or small.
    package func boolean(_ name: String) throws -> Bool? {
        switch values[name]?.last?.lowercased() {
        case nil: nil
        case "1", "true", "yes": true
        case "0", "false", "no": false
        default: throw Problem.invalid(name, "must be 1, true or yes, or 0, false or no")
        }
    }

    /// A time of ISO 8601 with `Z` or an offset, or a date alone: its midnight in UTC.
    package func time(_ name: String) throws -> Timestamp? {
        // A plus sign that was not escaped arrives as the space it stands for.
        try values[name]?.last.map { try Check.time($0.replacing(" ", with: "+"), name) }
    }

    /// A UUID, in lower case.
    package func uuid(_ name: String) throws -> String? { try values[name]?.last.map { try Check.uuid($0, name) } }

    package func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = values[name]?.last else { return nil }
        guard let number = Int(value), range.contains(number), value.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Problem.invalid(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// One of a closed set of words.
    package func choice<Word: RawRepresentable & CaseIterable>(_ name: String, as type: Word.Type) throws -> Word? where Word.RawValue == String {
        guard let value = values[name]?.last else { return nil }
        guard let word = Word(rawValue: value) else {
            throw Problem.invalid(name, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}
