// Objects that give one name twice: which of the values counts would be anybody's guess.
import Foundation
import Vocabulary

enum RepeatedNames {
    private struct Member { var name: String; var value: Range<Int> }

    private struct Container {
        var start: Int
        var isObject: Bool
        var name: String?
        var members: [Member] = []
    }

    /// The first name that an object, at whatever depth, gives twice with different values. Equal values are no contradiction.
    /// - Parameter bytes: JSON; of what is none, the answer means nothing.
    static func first(in bytes: [UInt8]) -> String? {
        var open: [Container] = []
        var index = 0

        /// Notes a finished value in the object around it.
        func close(_ value: Range<Int>) {
            guard let last = open.indices.last, open[last].isObject, let name = open[last].name else { return }
            open[last].members.append(Member(name: name, value: value))
            open[last].name = nil
        }

        while index < bytes.count {
            let start = index
            switch bytes[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append(Container(start: index, isObject: bytes[index] == UInt8(ascii: "{")))
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard let container = open.popLast() else { return nil }
                if let name = repeated(container.members, bytes) { return name }
                index += 1
                close(container.start..<index)
            case UInt8(ascii: "\""):
                index = endOfText(bytes, from: index)
                if let last = open.indices.last, open[last].isObject, open[last].name == nil {
                    open[last].name = name(bytes[start..<index])
                } else {
                    close(start..<index)
                }
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                index += 1
            default:
                index += 1
                while index < bytes.count, !isEnd(bytes[index]) { index += 1 }
                close(start..<index)
            }
        }
        return nil
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte <= UInt8(ascii: " ")
    }

    /// The place behind the closing quotation mark.
    private static func endOfText(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return min(index + 1, bytes.count)
    }

    private static func name(_ quoted: ArraySlice<UInt8>) -> String {
        if quoted.contains(UInt8(ascii: "\\")), let text = value(quoted)?.stringValue { return text }
        return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) }

    private static func repeated(_ members: [Member], _ bytes: [UInt8]) -> String? {
        guard members.count > 1 else { return nil }
        var seen: [String: Range<Int>] = [:]
        for member in members {
            if let other = seen.updateValue(member.value, forKey: member.name), bytes[other] != bytes[member.value],
                value(bytes[other]) != value(bytes[member.value])
            {
                return member.name
            }
        }
        return nil
    }
}

extension JSON {
    /// As `decode(_:from:)`.
    /// - Throws: also where an object gives a name twice, with different values.
    package static func decodeUnambiguous<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        let value = try decode(type, from: bytes)
        if let name = RepeatedNames.first(in: bytes) {
            throw Problem(.malformed, "The request body gives the name \(name) twice, with different values", code: badJSON)
        }
        return value
    }
}
