/// One row of an answer. Reading a column that is not there, or of another type, throws: the store and the schema disagree.
package struct SQLRow: Sendable {
    /// Column name → position; shared by all rows of one answer.
    package let columns: [String: Int]
    package let values: [SQLValue]

    package init(columns: [String: Int], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    package subscript(_ name: String) -> SQLValue { columns[name].map { values[$0] } ?? .null }

    private func value(_ name: String) throws -> SQLValue {
        guard let index = columns[name] else { throw SQLError(.other, "no column '\(name)' in this answer") }
        return values[index]
    }

    package func optionalInt(_ name: String) throws -> Int64? {
        switch try value(name) {
        case .null: nil
        case .integer(let value): value
        case .real(let value) where value == value.rounded(): Int64(value)
        default: throw SQLError(.other, "column '\(name)' is not an integer")
        }
    }

    package func optionalDouble(_ name: String) throws -> Double? {
        switch try value(name) {
        case .null: nil
        case .real(let value): value
        case .integer(let value): Double(value)
        default: throw SQLError(.other, "column '\(name)' is not a number")
        }
    }

    package func optionalText(_ name: String) throws -> String? {
        switch try value(name) {
        case .null: nil
        case .text(let value): value
        default: throw SQLError(.other, "column '\(name)' is not text")
        }
    }

    package func optionalBytes(_ name: String) throws -> [UInt8]? {
        switch try value(name) {
        case .null: nil
        case .bytes(let value): value
        default: throw SQLError(.other, "column '\(name)' is not bytes")
        }
    }

    private func required<T>(_ value: T?, _ name: String) throws -> T {
        guard let value else { throw SQLError(.other, "column '\(name)' is null") }
        return value
    }

    package func int(_ name: String) throws -> Int64 { try required(optionalInt(name), name) }
    package func double(_ name: String) throws -> Double { try required(optionalDouble(name), name) }
    package func text(_ name: String) throws -> String { try required(optionalText(name), name) }
    package func bytes(_ name: String) throws -> [UInt8] { try required(optionalBytes(name), name) }
    package func bool(_ name: String) throws -> Bool { try int(name) != 0 }
}
