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
    private var quotationMarks: QuotationMarks
    private var last: UInt32 = 0

    private static let apostrophe: UInt32 = 0x27

    /// - Parameter openedBy: the mark that opened the quotation in which the sentence begins.
    init(capacity: Int, openedBy mark: UInt32? = nil) {
        quotationMarks = QuotationMarks(openedBy: mark)
        bytes.reserveCapacity(capacity + 16)
        words.reserveCapacity(capacity / 5 + 4)
    }

    /// - Parameter isCutOff: a quotation goes on after the sentence.
    mutating func read(_ sentence: String, isCutOff: Bool = false) {
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
        if isCutOff, let range = quotationMarks.rest(upTo: words.count) { quotations.append(range) }
        marks.endsInQuestion = last == 0x3F
        marks.endsInColon = last == 0x3A
    }

    private mutating func take(_ scalar: Unicode.Scalar, after previous: UInt32, before next: UInt32) {
        let value = scalar.value
        marks.scalars += 1
        if value > 0x20, value != 0xA0 { last = value }
        if CharacterKind.isInvisible(value) { return }
        // A variation selector within a word.
        if !current.isEmpty, (0xFE00...0xFE0F).contains(value) { return }
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
        } else if value >= 0x80, CharacterKind.isWordScalar(value), !CharacterKind.isApostrophe(value) {
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
        if CharacterKind.isApostrophe(value), !current.isEmpty, CharacterKind.isWordScalar(next) {
            current.append(UInt8(Self.apostrophe))
            return
        }
        endWord()
        switch value {
        case 0x2D, 0x5F, 0x2E, 0x2F, 0x2A: break  // joins words, or ends an abbreviation: no break in the thought
        default:
            pendingBreak = true
            if let range = quotationMarks.take(value, after: previous, before: next, at: words.count) { quotations.append(range) }
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
}

/// The few questions about characters that reading words asks, answered by ranges: fast, and the same everywhere.
enum CharacterKind {
    static func asciiLetter(_ value: UInt32) -> (lower: UInt8, isCapital: Bool)? {
        if value >= 0x61, value <= 0x7A { return (UInt8(value), false) }
        if value >= 0x41, value <= 0x5A { return (UInt8(value + 0x20), true) }
        return nil
    }

    /// What leaves no mark on paper: soft hyphens, joiners, fillers, directions, tags. Words that are split by them read as one.
    static func isInvisible(_ value: UInt32) -> Bool {
        switch value {
        case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF,
            0xFFA0, 0xFFF9...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            true
        default: false
        }
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
