// Reads a sentence once, character by character: words, quotation spans and counts.

struct CueTextReader {
    private(set) var words: [CueText.Word] = []
    private(set) var bytes: [UInt8] = []
    private(set) var quotations: [Range<Int>] = []
    private(set) var marks = CueText.Marks()

    /// The word being read, in lower case.
    private var current: [UInt8] = []
    private var currentLetters = 0
    private var currentCapitals = 0
    private var pendingBreak = false
    /// Where open quotations began, with the mark that closes each.
    private var open: [(mark: UInt32, word: Int)] = []
    private var last: UInt32 = 0

    private static let apostrophe: UInt32 = 0x27
    /// Nested quotations beyond this depth are read as text: it bounds the search for a mark that never closes.
    private static let deepestQuotation = 8

    init(capacity: Int) {
        bytes.reserveCapacity(capacity + 16)
        words.reserveCapacity(capacity / 5 + 4)
    }

    mutating func read(_ sentence: String) {
        var scalars = sentence.unicodeScalars.makeIterator()
        guard var scalar = scalars.next() else { return }
        var previous: UInt32 = 0x20
        while true {
            let next = scalars.next()
            take(scalar, after: previous, before: next?.value ?? 0x20)
            previous = scalar.value
            guard let following = next else { break }
            scalar = following
        }
        endWord()
        marks.endsInQuestion = last == 0x3F
        marks.endsInColon = last == 0x3A
    }

    private mutating func take(_ scalar: Unicode.Scalar, after previous: UInt32, before next: UInt32) {
        let value = scalar.value
        marks.scalars += 1
        if value > 0x20, value != 0xA0 { last = value }
        if isInvisible(value) { return }
        if let letter = CharacterKind.asciiLetter(value) {
            marks.letters += 1
            currentLetters += 1
            if letter.isCapital {
                marks.capitals += 1
                currentCapitals += 1
            }
            current.append(letter.lower)
        } else if value >= 0x30, value <= 0x39 {
            marks.digits += 1
            current.append(UInt8(value))
        } else if value >= 0x80, CharacterKind.isWordScalar(value) {
            takeForeign(scalar)
        } else {
            takeMark(value, after: previous, before: next)
        }
    }

    private mutating func takeForeign(_ scalar: Unicode.Scalar) {
        marks.letters += 1
        marks.foreignLetters += 1
        currentLetters += 1
        let lower = scalar.properties.lowercaseMapping
        if lower.unicodeScalars.first != scalar {
            marks.capitals += 1
            currentCapitals += 1
        }
        current.append(contentsOf: lower.utf8)
    }

    private mutating func takeMark(_ value: UInt32, after previous: UInt32, before next: UInt32) {
        if value == 0x20 || value == 0x09 || value == 0x0A || value == 0x0D || value == 0xA0 {
            endWord()
            return
        }
        marks.symbols += 1
        if value == 0x3F { marks.questionMarks += 1 }
        if value == 0x21 { marks.exclamationMarks += 1 }
        if CharacterKind.isApostrophe(value) {
            if !current.isEmpty, CharacterKind.isWordScalar(next) {
                current.append(UInt8(Self.apostrophe))
                return
            }
            endWord()
            takeQuotation(Self.apostrophe, opens: !CharacterKind.isWordScalar(previous) && CharacterKind.isWordScalar(next))
            return
        }
        endWord()
        switch value {
        case 0x22, 0x60, 0xFF02: takeQuotation(value, opens: !open.contains { $0.mark == value })
        case 0x201C, 0x201E: takeQuotation(0x201D, opens: true)
        case 0x201D: takeQuotation(0x201D, opens: false)
        case 0xAB: takeQuotation(0xBB, opens: true)
        case 0xBB: takeQuotation(0xBB, opens: false)
        case 0x2D, 0x5F, 0x2E, 0x2F, 0x2A: break  // joins words, or ends an abbreviation: no break in the thought
        default: pendingBreak = true
        }
    }

    private mutating func takeQuotation(_ closing: UInt32, opens: Bool) {
        pendingBreak = true
        if opens {
            if open.count < Self.deepestQuotation { open.append((closing, words.count)) }
        } else if let index = open.lastIndex(where: { $0.mark == closing }) {
            if open[index].word < words.count { quotations.append(open[index].word..<words.count) }
            open.removeSubrange(index...)
        }
    }

    private mutating func endWord() {
        guard !current.isEmpty else { return }
        let isCapitals = currentLetters >= 2 && currentCapitals == currentLetters
        if let forms = Contractions.expand(current) {
            for form in forms { append(form, isCapitals: isCapitals) }
        } else {
            append(current, isCapitals: isCapitals)
        }
        current.removeAll(keepingCapacity: true)
        currentLetters = 0
        currentCapitals = 0
    }

    private mutating func append(_ word: [UInt8], isCapitals: Bool) {
        let start = bytes.count
        bytes.append(contentsOf: word)
        let slice = bytes[start...]
        words.append(
            CueText.Word(
                start: Int32(start), end: Int32(bytes.count), key: CueText.key(slice), stemKey: CueText.stemKey(slice),
                followsBreak: pendingBreak, isCapitals: isCapitals))
        pendingBreak = false
    }

    /// Zero-width characters and soft hyphens vanish: words split by them read as one.
    private func isInvisible(_ value: UInt32) -> Bool {
        value == 0xAD || value == 0xFEFF || (value >= 0x200B && value <= 0x200F) || (value >= 0x2060 && value <= 0x2064)
    }
}

/// The few questions about characters that reading words asks, answered by ranges: fast, and the same everywhere.
enum CharacterKind {
    static func asciiLetter(_ value: UInt32) -> (lower: UInt8, isCapital: Bool)? {
        if value >= 0x61, value <= 0x7A { return (UInt8(value), false) }
        if value >= 0x41, value <= 0x5A { return (UInt8(value + 0x20), true) }
        return nil
    }

    static func isApostrophe(_ value: UInt32) -> Bool {
        value == 0x27 || value == 0x2019 || value == 0x2018 || value == 0x02BC || value == 0xFF07
    }

    /// Letters and digits of any script; false for punctuation, symbols, emoji and separators.
    static func isWordScalar(_ value: UInt32) -> Bool {
        switch value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0..<0x80: false
        case 0xAA, 0xB5, 0xBA: true
        case 0x80...0xBF, 0xD7, 0xF7: false
        case 0x2000...0x2BFF, 0x3000...0x303F, 0xFE00...0xFE6F, 0xFEFF: false
        case 0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF40, 0xFF5B...0xFF65, 0xFFE0...0xFFFF: false
        case 0xE000...0xF8FF, 0x1F000...0x1FBFF, 0xE0000...0x10FFFF: false
        default: true
        }
    }
}
