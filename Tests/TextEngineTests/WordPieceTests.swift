import Foundation
import Testing

@testable import TextEngine

@Suite("WordPiece, tiny vocabulary")
struct WordPieceTests {
    private func words(_ text: String) throws -> [String] {
        try WordPiece(vocabulary: TinyModel.vocabulary).tokens(text).map { TinyModel.words[Int($0)] }
    }

    @Test(
        "words are cut into the longest known pieces",
        arguments: [
            ("", []), ("undo", ["un", "##do"]), ("UNDOING the", ["un", "##do", "##ing", "the"]), ("undone", ["[UNK]"]), ("do!", ["do", "!"]),
            ("the,a", ["the", ",", "a"]), ("a中a", ["a", "中", "a"]), ("É e\u{301}", ["e", "e"]), ("ÉÉ", ["e", "##e"]), ("d\u{0}o", ["do"]),
            ("한", ["ᄒ", "##ᅡ", "##ᆫ"]), ("하", ["ᄒ", "##ᅡ"]), ("do\u{A0}a", ["do", "a"]),
            ("x[SEP]a[cls]", ["[UNK]", "[SEP]", "a", "[UNK]", "[UNK]", "[UNK]"]),
        ] as [(String, [String])])
    func pieces(text: String, expected: [String]) throws {
        #expect(try words(text) == ["[CLS]"] + expected + ["[SEP]"])
    }

    @Test("a word of a hundred characters is read, a longer one is unknown")
    func longWords() throws {
        let known = "e" + String(repeating: "e", count: 99)
        #expect(try words(known).count == 102)
        #expect(try words(known + "e") == ["[CLS]", "[UNK]", "[SEP]"])
    }

    @Test("at most 256 tokens, the last one always [SEP], however the text is cut")
    func longTexts() throws {
        for text in [String(repeating: "undoing ", count: 90), String(repeating: "!", count: 100_000), String(repeating: "[SEP]", count: 300)] {
            let tokens = try words(text)
            #expect(tokens.count == 256)
            #expect(tokens.first == "[CLS]")
            #expect(tokens.last == "[SEP]")
        }
        #expect(try words(String(repeating: "undoing ", count: 90))[254] == "##do")
    }

    @Test("no sequence of scalars breaks it")
    func anyScalars() throws {
        let tokenizer = try WordPiece(vocabulary: TinyModel.vocabulary)
        for start in stride(from: UInt32(0), to: 0x11_0000, by: 64) {
            let text = String(String.UnicodeScalarView((start..<start + 64).compactMap(Unicode.Scalar.init)))
            #expect((2...256).contains(tokenizer.tokens(text).count))
        }
        var dice = Dice(state: 3)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...120, using: &dice)
            let scalars = (0..<count).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x10_FFFF, using: &dice)) }
            #expect((2...256).contains(tokenizer.tokens(String(String.UnicodeScalarView(scalars))).count))
        }
    }

    @Test("lines that end in CR LF are the same vocabulary")
    func carriageReturns() throws {
        let other = try WordPiece(vocabulary: Data((TinyModel.words.joined(separator: "\r\n") + "\r\n").utf8))
        #expect(other.count == TinyModel.words.count)
        #expect(other.tokens("undoing!") == (try WordPiece(vocabulary: TinyModel.vocabulary).tokens("undoing!")))
    }

    @Test("Hangul syllables decompose as the standard says")
    func hangul() {
        for syllable in stride(from: HangulSyllable.first, through: HangulSyllable.last, by: 1) {
            let parts = HangulSyllable.parts(syllable)
            let expected = Unicode.Scalar(syllable).map { String($0).decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value) }
            #expect([parts.0, parts.1, parts.2].filter { $0 != 0 } == expected)
        }
    }
}
