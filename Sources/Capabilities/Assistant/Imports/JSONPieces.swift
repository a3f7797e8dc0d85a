// Takes large JSON apart, so that each piece is decoded by itself: memory follows the largest piece, and one bad piece spoils no other.

/// Where the pieces of a JSON value stand. The pieces themselves are only delimited here; decoding one shows whether it is valid.
struct JSONPieces {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The first byte that is no white space, behind a byte order mark if there is one.
    static func first(_ bytes: [UInt8]) -> Int? {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return bytes[start...].firstIndex { !isSpace($0) }
    }

    /// The elements of the array that the text is; nil when it is none.
    func elements() -> [Range<Int>]? { pieces(of: UInt8(ascii: "["), closing: UInt8(ascii: "]"), isObject: false)?.map(\.value) }

    /// The members of the object that stands in this range, the whole text by default; nil when it is none.
    func members(in range: Range<Int>? = nil) -> [String: Range<Int>]? {
        pieces(of: UInt8(ascii: "{"), closing: UInt8(ascii: "}"), in: range, isObject: true).map {
            Dictionary($0.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        }
    }

    private func pieces(
        of open: UInt8, closing close: UInt8, in range: Range<Int>? = nil, isObject: Bool
    ) -> [(name: String, value: Range<Int>)]? {
        guard var at = range?.lowerBound ?? Self.first(bytes), at < bytes.count, bytes[at] == open else { return nil }
        let end = range?.upperBound ?? bytes.count
        var found: [(String, Range<Int>)] = []
        at = space(at + 1)
        if at < end, bytes[at] == close { return range != nil || space(at + 1) == bytes.count ? found : nil }
        while at < end {
            var name = ""
            if isObject {
                guard bytes[at] == UInt8(ascii: "\""), let nameEnd = endOfText(at) else { return nil }
                name = String(decoding: bytes[(at + 1)..<(nameEnd - 1)], as: UTF8.self)
                at = space(nameEnd)
                guard at < end, bytes[at] == UInt8(ascii: ":") else { return nil }
                at = space(at + 1)
            }
            guard let valueEnd = endOfValue(at), valueEnd > at, valueEnd <= end else { return nil }
            found.append((name, at..<valueEnd))
            at = space(valueEnd)
            guard at < end else { return nil }
            if bytes[at] == close { return range != nil || space(at + 1) == bytes.count ? found : nil }
            guard bytes[at] == UInt8(ascii: ",") else { return nil }
            at = space(at + 1)
        }
        return nil
    }

    private func space(_ start: Int) -> Int {
        var at = start
        while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
        return at
    }

    private func endOfText(_ start: Int) -> Int? {
        var at = start + 1
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\\"): at += 2
            case UInt8(ascii: "\""): return at + 1
            default: at += 1
            }
        }
        return nil
    }

    private func endOfValue(_ start: Int) -> Int? {
        var at = start, depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard let end = endOfText(at) else { return nil }
                at = end
                if depth == 0 { return at }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The bracket behind a number or a word belongs to what is around it.
                guard depth > 0 else { return at }
                depth -= 1
                if depth == 0 { return at + 1 }
            case UInt8(ascii: ","): if depth == 0 { return at }
            default: if depth == 0, Self.isSpace(bytes[at]) { return at }
            }
            at += 1
        }
        return depth == 0 ? at : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
