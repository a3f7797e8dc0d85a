// JSON values to and from the bytes of the wire.
import Foundation
import ModelText
import Vocabulary

extension JSONValue {
    /// Nil when `bytes` are not one JSON value in UTF-8. Halves of characters become U+FFFD.
    init?(bytes: some Collection<UInt8>) {
        var bytes = Array(bytes)
        LoneSurrogates.replace(in: &bytes)
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
        self = value
    }

    init?(text: String) { self.init(bytes: Array(text.utf8)) }

    /// Members sorted by name, so that one value always gives the same text. Nil for numbers that JSON does not know.
    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    var bytes: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { [UInt8]($0) }
    }

    /// A whole number that is not negative.
    var count: Int? {
        switch self {
        case .integer(let value) where value >= 0: Int(exactly: value)
        case .number(let value) where value >= 0: Int(exactly: value.rounded())
        default: nil
        }
    }

    var arrayValue: [JSONValue]? {
        if case .array(let items) = self { items } else { nil }
    }

    var isObject: Bool {
        if case .object = self { true } else { false }
    }
}
