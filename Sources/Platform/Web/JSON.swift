// The one JSON reader and writer of every API: sorted keys, and errors that name the field.
import Foundation
import Vocabulary

package enum JSON {
    /// The code of bodies that are no JSON object that can be read (documented).
    static let badJSON = "bad_json"

    /// Bytes of `value`, keys sorted, so that the same value always gives the same bytes.
    package static func encode(_ value: any Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    package static func text(_ value: any Encodable) throws -> String { String(decoding: try encode(value), as: UTF8.self) }

    /// - Throws: `Problem.malformed` naming the field that is missing or of the wrong type.
    package static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        guard !bytes.isEmpty else { throw Problem(.malformed, "The request body is empty; a JSON object is expected", code: badJSON) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Problem(.malformed, "The request body is not valid UTF-8", code: badJSON) }
        if holdsNUL(bytes) { throw nulProblem(bytes) }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw problem(error)
        }
    }

    /// What this server wrote itself, read back: without the checks of a request, and what fails is no fault of the caller's.
    package static func decode<T: Decodable>(_ type: T.Type, stored bytes: some Sequence<UInt8>) throws -> T {
        try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// A raw zero byte, or the escape for one. An escaped backslash before `u0000` is text like any other.
    private static func holdsNUL(_ bytes: [UInt8]) -> Bool {
        if bytes.contains(0) { return true }
        let escape = Array("\\u0000".utf8)
        var start = bytes.startIndex
        while start < bytes.endIndex, let backslash = bytes[start...].firstIndex(of: escape[0]) {
            if bytes[backslash...].starts(with: escape) { return true }
            start = backslash + 2  // the byte after a backslash begins no escape, even if it is a backslash
        }
        return false
    }

    /// Names the first member that holds U+0000.
    private static func nulProblem(_ bytes: [UInt8]) -> Problem {
        func path(_ value: JSONValue, _ place: String) -> String? {
            switch value {
            case .string(let text): return text.unicodeScalars.contains("\0") ? place : nil
            case .array(let items):
                return items.enumerated().lazy.compactMap { path($0.element, "\(place)[\($0.offset)]") }.first
            case .object(let members):
                return members.sorted { $0.key < $1.key }.lazy.compactMap { name, member in
                    name.unicodeScalars.contains("\0") ? place : path(member, place.isEmpty ? name : "\(place).\(name)")
                }.first
            default: return nil
            }
        }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
            return Problem(.malformed, "The request body is not valid JSON", code: badJSON)
        }
        return .invalid(path(value, "") ?? "body", "may not hold the character U+0000")
    }

    private static func problem(_ error: DecodingError) -> Problem {
        switch error {
        case .keyNotFound(let key, let context):
            return .invalid(path(context.codingPath + [key]), "is required")
        case .valueNotFound(let type, let context):
            guard !context.codingPath.isEmpty else { return Problem(.malformed, "The request body must be \(name(type))", code: badJSON) }
            return .invalid(path(context.codingPath), "must not be null")
        case .typeMismatch(let type, let context):
            guard !context.codingPath.isEmpty else { return Problem(.malformed, "The request body must be \(name(type))", code: badJSON) }
            return .invalid(path(context.codingPath), "must be \(name(type))")
        case .dataCorrupted(let context):
            guard !context.codingPath.isEmpty else { return Problem(.malformed, "The request body is not valid JSON", code: badJSON) }
            return .invalid(path(context.codingPath), context.debugDescription)
        @unknown default:
            return Problem(.malformed, "The request body cannot be read", code: badJSON)
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { text, key in
            if let index = key.intValue { text += "[\(index)]" } else { text += (text.isEmpty ? "" : ".") + key.stringValue }
        }
    }

    private static func name(_ type: Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is Int.Type, is Int64.Type: "a whole number"
        case is Double.Type, is Float.Type: "a number"
        default: String(describing: type).hasPrefix("Array") ? "an array" : "an object"
        }
    }
}

extension JSONValue {
    /// Reads stored JSON text.
    package init(parsing text: String) throws { self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }
}
