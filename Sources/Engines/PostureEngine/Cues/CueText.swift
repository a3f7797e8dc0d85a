// A sentence prepared once for every cue set: its words in one spelling, and what the guards need to know.

/// The words of a sentence in the one spelling that cues are written in: lower case, straight apostrophes, contractions
/// spelled out (`can't` and `cannot` are `can not`, `I'll` is `i will`), hyphens and underscores as gaps between words.
/// Preparing it takes time linear in the sentence.
package struct CueText: Sendable {
    /// One word. Its bytes lie in `bytes[start..<end]`.
    package struct Word: Sendable {
        var start: Int32
        var end: Int32
        /// FNV-1a over the bytes: equal words have equal keys.
        var key: UInt64
        /// The first three bytes (fewer in shorter words), under which stems are looked up.
        var stemKey: UInt32
        /// A comma, colon, dash, bracket or quotation mark stands between this word and the one before.
        package var followsBreak: Bool
        /// Written in capitals, two letters or more.
        package var isCapitals: Bool
    }

    package private(set) var words: [Word] = []
    private(set) var bytes: [UInt8] = []
    /// Half-open ranges of words between quotation marks that close, in the order of their beginnings. One around all words counts only where the
    /// text says more than that.
    package private(set) var quotations: [Range<Int>] = []
    /// All of it is quoted, in a text that says more than that.
    package let isQuotation: Bool
    /// What the characters tell, apart from the words.
    package private(set) var marks = Marks()
    /// The words, up to the last, in which the sentence talks about words and deeds rather than doing them; found by `MentionGuard`.
    package private(set) var mention: Range<Int>?

    /// Counts of characters.
    package struct Marks: Sendable, Equatable {
        package var scalars = 0
        package var letters = 0
        package var capitals = 0
        package var digits = 0
        /// Neither letter, digit nor white space.
        package var symbols = 0
        /// Letters outside ASCII.
        package var foreignLetters = 0
        package var questionMarks = 0
        package var exclamationMarks = 0
        package var endsInQuestion = false
        package var endsInColon = false
    }

    package init(_ sentence: String, quotation: Sentence.Quotation = .none) {
        var reader: CueTextReader
        switch quotation {
        case .none, .whole:
            reader = CueTextReader(capacity: sentence.utf8.count)
            reader.read(sentence)
        case .part(let mark, let goesOn):
            reader = CueTextReader(capacity: sentence.utf8.count, openedBy: mark)
            reader.read(sentence, isCutOff: goesOn)
        }
        words = reader.words
        bytes = reader.bytes
        marks = reader.marks
        let whole = 0..<reader.words.count
        isQuotation = quotation == .whole
        quotations = isQuotation ? [whole] : reader.quotations.filter { $0 != whole }.sorted { $0.lowerBound < $1.lowerBound }
        mention = MentionGuard.range(in: self)
    }

    /// The word as cues see it.
    package func word(_ index: Int) -> String {
        String(decoding: bytes[Int(words[index].start)..<Int(words[index].end)], as: UTF8.self)
    }

    /// All words, separated by blanks.
    package var normalized: String { words.indices.map(word).joined(separator: " ") }

    /// Capitals among the letters, 0…1; 0 without letters.
    package var capitalsRatio: Double { marks.letters == 0 ? 0 : Double(marks.capitals) / Double(marks.letters) }

    func starts(_ index: Int, with stem: [UInt8]) -> Bool {
        let word = words[index]
        guard Int(word.end - word.start) >= stem.count else { return false }
        let start = Int(word.start)
        for offset in stem.indices where bytes[start + offset] != stem[offset] { return false }
        return true
    }

    /// The key of a word's bytes.
    static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    static func stemKey(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var key: UInt32 = 0
        for byte in bytes.prefix(3) { key = key << 8 | UInt32(byte) }
        return key
    }
}
