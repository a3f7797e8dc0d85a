// What disguised text looks like, whatever it says: the part of C0 that no word list can see.

/// Numbers 0…1 read from the characters of a sentence of the user's.
struct PressureMarks: Sendable, Equatable {
    /// Letters outside ASCII among the letters.
    var foreign = 0.0
    /// Words that are no frequent English word, among all words of three letters and more.
    var unknown = 0.0
    /// A long word that mixes letters and digits or cases as encoded data does.
    var encoded = 0.0
    /// Words with digits or signs in the place of letters, among all.
    var leet = 0.0
    /// How much of the sentence repeats itself, word for word.
    var repeated = 0.0
    /// Single letters in a row: words spelled out.
    var spelled = 0.0
    /// Signs among the characters.
    var symbols = 0.0

    static let names = ["marks.foreign", "marks.unknown", "marks.encoded", "marks.leet", "marks.repeated", "marks.spelled", "marks.symbols"]

    var vector: [Float] { [foreign, unknown, encoded, leet, repeated, spelled, symbols].map(Float.init) }

    init(_ string: String, _ text: CueText) {
        let marks = text.marks
        if marks.letters > 0 { foreign = Double(marks.foreignLetters) / Double(marks.letters) }
        if marks.scalars > 0 { symbols = min(1, 3 * Double(marks.symbols) / Double(marks.scalars)) }
        readWords(text)
        readTokens(string)
    }

    private mutating func readWords(_ text: CueText) {
        var long = 0
        var strange = 0
        var singles = 0
        var longestSingles = 0
        var seen: Set<UInt64> = []
        for word in text.words {
            seen.insert(word.key)
            let length = Int(word.end - word.start)
            singles = length == 1 ? singles + 1 : 0
            longestSingles = max(longestSingles, singles)
            guard length >= 3 else { continue }
            long += 1
            if !FrequentWords.keys.contains(word.key) { strange += 1 }
        }
        if long > 0 { unknown = Double(strange) / Double(long) }
        if longestSingles >= 4 { spelled = 1 }
        if text.words.count >= 8 { repeated = max(0, 1 - Double(seen.count) / Double(text.words.count) - 0.35) / 0.65 }
    }

    private mutating func readTokens(_ string: String) {
        var tokens = 0
        var disguised = 0
        for token in string.utf8.split(separator: 0x20) {
            tokens += 1
            if Self.isLeet(Array(token)) { disguised += 1 }
            if Self.isEncoded(token) { encoded = 1 }
        }
        if tokens > 0 { leet = min(1, 2 * Double(disguised) / Double(tokens)) }
    }

    /// `h4ck`, `p@ssw0rd`: a digit or sign between letters.
    private static func isLeet(_ token: [UInt8]) -> Bool {
        guard token.count >= 3, token.count <= 24 else { return false }
        var swaps = 0
        for index in 1..<(token.count - 1) where isSwap(token[index]) && isLetter(token[index - 1]) && isLetter(token[index + 1]) { swaps += 1 }
        return swaps > 0 && !token.contains(UInt8(ascii: "/")) && !token.contains(UInt8(ascii: "."))
    }

    /// Twenty characters and more without a blank, of letters and digits, in which cases or digits alternate often.
    private static func isEncoded(_ token: Substring.UTF8View.SubSequence) -> Bool {
        guard token.count >= 20 else { return false }
        var changes = 0
        var kinds = 0
        var last = 0
        for byte in token {
            let kind: Int
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): kind = 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): kind = 2
            case UInt8(ascii: "0")...UInt8(ascii: "9"): kind = 4
            case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: ","): kind = last
            default: return false
            }
            if kind != last { changes += 1 }
            kinds |= kind
            last = kind
        }
        return kinds.nonzeroBitCount >= 2 && changes * 4 >= token.count
    }

    private static func isSwap(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "5"), UInt8(ascii: "7"), UInt8(ascii: "@"),
            UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "|"):
            true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
}
