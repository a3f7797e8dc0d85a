import Foundation

/// The uncased WordPiece tokenizer: drops control characters, lower-cases, strips accents, splits at blanks, punctuation and ideographs,
/// and takes the longest known piece again and again. The numbers are those of the reference tokenizer with the same vocabulary.
package struct WordPiece: Sendable {
    /// Tokens of a sentence at most, [CLS] and [SEP] included; the model was trained so (documented).
    package static let longest = 256
    /// A word of more characters is unknown as a whole (documented).
    private static let longestWord = 100

    package let count: Int
    private let trie: PieceTrie
    private let table = CharacterTable.shared
    private let unknown: Int32
    private let begin: Int32
    private let end: Int32
    /// Literals that stand for themselves wherever a text holds them, in this very spelling.
    private let literals: [(text: [UInt8], token: Int32)]

    /// `vocabulary` has one token a line, numbered from 0.
    package init(vocabulary: Data) throws {
        var lines = vocabulary.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count <= Int(Int32.max) else { throw EncoderError("the vocabulary has too many lines") }
        var trie = PieceTrie(expected: lines.count)
        var special: [String: Int32] = [:]
        for (index, line) in lines.enumerated() {
            let token = Int32(index)
            let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") { special[String(decoding: text, as: UTF8.self)] = token }
            if text.count > 2, text.starts(with: [UInt8(ascii: "#"), UInt8(ascii: "#")]) {
                trie.insert(text.dropFirst(2), from: PieceTrie.wordInside, piece: token)
            } else if !text.isEmpty {
                trie.insert(text, from: PieceTrie.wordStart, piece: token)
            }
        }
        guard let unknown = special["[UNK]"], let begin = special["[CLS]"], let end = special["[SEP]"] else {
            throw EncoderError("the vocabulary lacks [UNK], [CLS] or [SEP]")
        }
        self.trie = trie
        self.unknown = unknown
        self.begin = begin
        self.end = end
        count = lines.count
        literals = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].compactMap { name in special[name].map { (Array(name.utf8), $0) } }
    }

    package func tokens(_ text: String) -> [Int32] {
        var tokens: [Int32] = []
        tokens.reserveCapacity(48)
        append(text, to: &tokens)
        return tokens
    }

    /// Appends the tokens of one text, 2…`longest` of them.
    func append(_ text: String, to tokens: inout [Int32]) {
        var text = text
        text.withUTF8 { bytes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4 * Self.longestWord + 4) { room in
                var reader = Reader(tokenizer: self, bytes: bytes, room: room, limit: tokens.count + Self.longest - 1)
                tokens.append(begin)
                reader.read(into: &tokens)
                tokens.append(end)
            }
        }
    }

    /// One pass over one text, gathering a word at a time in `room`.
    private struct Reader {
        let tokenizer: WordPiece
        let bytes: UnsafeBufferPointer<UInt8>
        let room: UnsafeMutableBufferPointer<UInt8>
        /// How many tokens there may be before the closing one.
        let limit: Int
        private var size = 0
        private var characters = 0

        init(tokenizer: WordPiece, bytes: UnsafeBufferPointer<UInt8>, room: UnsafeMutableBufferPointer<UInt8>, limit: Int) {
            self.tokenizer = tokenizer
            self.bytes = bytes
            self.room = room
            self.limit = limit
        }

        mutating func read(into tokens: inout [Int32]) {
            var index = 0
            while index < bytes.count, tokens.count < limit {
                let first = bytes[index]
                if first == UInt8(ascii: "["), let literal = tokenizer.literals.first(where: { matches($0.text, at: index) }) {
                    finishWord(&tokens)
                    add(literal.token, &tokens)
                    index += literal.text.count
                    continue
                }
                let scalar: UInt32
                if first < 0x80 {
                    scalar = UInt32(first)
                    index += 1
                } else {
                    scalar = decode(at: &index)
                }
                take(scalar, &tokens)
            }
            finishWord(&tokens)
        }

        private func matches(_ literal: [UInt8], at index: Int) -> Bool {
            index + literal.count <= bytes.count && literal.indices.allSatisfy { bytes[index + $0] == literal[$0] }
        }

        /// The scalar of two to four bytes at `index`, which moves behind it. A Swift string holds no invalid UTF-8.
        @inline(__always)
        private func decode(at index: inout Int) -> UInt32 {
            let first = UInt32(bytes[index])
            let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            var scalar = first & (0x7F >> UInt32(length))
            for offset in 1..<length where index + offset < bytes.count { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
            index += length
            return min(scalar, 0x10_FFFF)
        }

        @inline(__always)
        private mutating func take(_ scalar: UInt32, _ tokens: inout [Int32]) {
            let entry = tokenizer.table.entry(scalar)
            let value = CharacterTable.value(entry)
            switch CharacterTable.kind(entry) {
            case CharacterTable.Kind.letter:
                push(value == 0 ? scalar : value)
            case CharacterTable.Kind.blank:
                finishWord(&tokens)
            case CharacterTable.Kind.dropped:
                break
            case CharacterTable.Kind.alone:
                finishWord(&tokens)
                push(value == 0 ? scalar : value)
                finishWord(&tokens)
            case CharacterTable.Kind.expanding:
                for part in tokenizer.table.expansions[Int(value)] { push(part) }
            default:
                let parts = HangulSyllable.parts(scalar)
                push(parts.0)
                push(parts.1)
                if parts.2 != 0 { push(parts.2) }
            }
        }

        /// Adds one scalar to the word as UTF-8, unless the word is too long already.
        @inline(__always)
        private mutating func push(_ scalar: UInt32) {
            characters += 1
            guard characters <= WordPiece.longestWord else { return }
            if scalar < 0x80 {
                room[size] = UInt8(truncatingIfNeeded: scalar)
                size += 1
            } else if scalar < 0x800 {
                room[size] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
                room[size + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
                size += 2
            } else if scalar < 0x1_0000 {
                room[size] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
                room[size + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
                room[size + 2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
                size += 3
            } else {
                room[size] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
                room[size + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
                room[size + 2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
                room[size + 3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
                size += 4
            }
        }

        @inline(__always)
        private func add(_ token: Int32, _ tokens: inout [Int32]) {
            if tokens.count < limit { tokens.append(token) }
        }

        /// Cuts the word into pieces; one that cannot be cut to its end is unknown as a whole.
        private mutating func finishWord(_ tokens: inout [Int32]) {
            guard characters > 0 else { return }
            defer {
                size = 0
                characters = 0
            }
            guard characters <= WordPiece.longestWord else { return add(tokenizer.unknown, &tokens) }
            let word = UnsafeBufferPointer(rebasing: room[..<size])
            let before = tokens.count
            var position = 0
            var start = PieceTrie.wordStart
            while position < size {
                guard let match = tokenizer.trie.longest(word, at: position, from: start) else {
                    tokens.removeSubrange(before...)
                    return add(tokenizer.unknown, &tokens)
                }
                tokens.append(match.piece)
                position = match.end
                start = PieceTrie.wordInside
            }
            if tokens.count > limit { tokens.removeSubrange(limit...) }
        }
    }
}
