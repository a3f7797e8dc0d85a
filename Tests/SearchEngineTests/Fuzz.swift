/// Numbers that are the same in every run (splitmix64, documented constants).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Texts that try to break a reader: operators, quotes, markup, and characters from everywhere.
enum Fuzz {
    private static let pieces = [
        "cat", "dog", "the", "OR", "or", "AND", "NOT", "NEAR", "-", "--", "\"", "\"\"", "*", "**", "(", ")", ":", "&", "|", "!", "<->", "'",
        "''", "\\",
        "{", "}", "^", "+", "=", "%", "_", ",", ".", ";", "/*", "*/", "$1", "title:", "words : ", "<b>", "</mark>", "<mark>", "&amp;", "\n",
        "\t", " ",
        "  ", "É", "e\u{301}", "ß", "日本", "の", "สวัสดี", "한국", "नमस्ते", "مرحبا", "\u{202E}", "\u{200B}", "\u{200D}", "👩‍👩‍👧", "🇩🇪", "\u{FEFF}",
        "İ", "ﬁ",
        "\u{1F3FB}", "1", "2024", "zz", "z", "\u{7F}", "\u{1}", "a\u{30A}\u{323}", "\u{10FFFF}", "\u{FFFD}", "“", "”", "e-mail", "foo_bar",
    ]

    static func text(_ random: inout Seeded, pieces count: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...count, using: &random) {
            if Int.random(in: 0..<8, using: &random) == 0, let scalar = Unicode.Scalar(UInt32.random(in: 1...0x10FFFF, using: &random)) {
                text.unicodeScalars.append(scalar)
            } else {
                text += pieces.randomElement(using: &random) ?? ""
            }
            if Bool.random(using: &random) { text += " " }
        }
        return text
    }
}
