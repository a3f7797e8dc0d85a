// Checks that several rooms make of what they are sent. Each throws `Problem.malformed` naming the field.
import Vocabulary

package enum Check {
    /// Text of `length` characters without control characters other than tab and line breaks.
    package static func text(_ value: String, _ field: String, length: ClosedRange<Int>) throws {
        guard length.contains(value.unicodeScalars.count) else {
            throw Problem.invalid(field, value.isEmpty ? "must not be empty" : "must have \(length.lowerBound) to \(length.upperBound) characters")
        }
        let bad = value.unicodeScalars.contains { $0.properties.generalCategory == .control && !($0 == "\t" || $0 == "\n" || $0 == "\r") }
        guard !bad else { throw Problem.invalid(field, "may not hold control characters") }
    }

    /// As `text`, where there is one.
    package static func optionalText(_ value: String?, _ field: String, length: ClosedRange<Int>) throws {
        if let value { try text(value, field, length: length) }
    }

    /// An object that customers hand us: at most 100 keys of 1–128 characters, nested at most 8 deep, at most `bytes` as JSON (our choice).
    package static func object(_ value: [String: JSONValue], _ field: String, bytes: Int) throws {
        guard value.count <= 100 else { throw Problem.invalid(field, "may have at most 100 keys") }
        for (key, member) in value {
            guard (1...128).contains(key.unicodeScalars.count) else { throw Problem.invalid(field, "keys must have 1 to 128 characters") }
            guard member.depth <= 8 else { throw Problem.invalid("\(field).\(key)", "is nested more than 8 deep") }
        }
        guard try JSON.encode(value).count <= bytes else { throw Problem.invalid(field, "may have at most \(bytes) bytes as JSON") }
    }

    /// An address with one @, a dot after it, and no spaces; at most 254 characters. In the form in which addresses are compared.
    package static func email(_ value: String, _ field: String) throws -> String {
        let email = EmailAddress.canonical(value)
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let good = email.unicodeScalars.count <= 254 && parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
            && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".") && !email.unicodeScalars.contains { $0.value <= 32 || $0.value == 127 }
        guard good else { throw Problem.invalid(field, "must be an email address") }
        return email
    }

    /// The lower-case form of a UUID of any version, 8-4-4-4-12 hexadecimal digits and nothing around them.
    package static func uuid(_ value: String, _ field: String) throws -> String {
        guard let id = ID.uuid(value) else { throw Problem.invalid(field, "must be a UUID such as 0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11") }
        return id
    }

    /// A time of ISO 8601 with `Z` or an offset, or a date alone: its midnight in UTC.
    package static func time(_ value: String, _ field: String) throws -> Timestamp {
        guard let time = Timestamp(iso8601OrDate: value) else {
            throw Problem.invalid(field, "must be a time such as 2026-03-07T12:00:00Z, or a date such as 2026-03-07")
        }
        return time
    }
}
