/// Reads comma-separated text: quoted fields, either line end, a byte order mark, blank lines.
package struct LabelledTable: Sendable {
    package let header: [String]
    package let rows: [[String]]

    package init(_ content: String) {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        func text(_ bytes: [UInt8]) -> String {
            let whole = String(decoding: bytes, as: UTF8.self)
            return wasQuoted ? whole : whole.trimmed
        }
        var bytes = Array(content.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if byte == UInt8(ascii: "\"") {
                    if index < bytes.endIndex, bytes[index] == byte {
                        field.append(byte)
                        index += 1
                    } else {
                        isQuoted = false
                    }
                } else {
                    field.append(byte)
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty:
                isQuoted = true
                wasQuoted = true
            case UInt8(ascii: ","):
                record.append(text(field))
                field.removeAll(keepingCapacity: true)
                wasQuoted = false
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if !record.isEmpty || !field.isEmpty || wasQuoted {
                    record.append(text(field))
                    records.append(record)
                }
                record.removeAll(keepingCapacity: true)
                field.removeAll(keepingCapacity: true)
                wasQuoted = false
            default: field.append(byte)
            }
        }
        if !record.isEmpty || !field.isEmpty {
            record.append(text(field))
            records.append(record)
        }
        header = records.first ?? []
        rows = Array(records.dropFirst())
    }

    /// The position of a column by name, in any case.
    package func column(_ name: String) -> Int? { header.firstIndex { $0.lowercased() == name } }
}

extension String {
    fileprivate var trimmed: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}

/// Why a file cannot be evaluated.
package struct EvaluationError: Error, CustomStringConvertible, Equatable {
    package let description: String
    package init(_ description: String) { self.description = description }
}
