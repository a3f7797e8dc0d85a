import Testing

@testable import SearchEngine

@Suite("Words as search knows them")
struct SearchWordsTests {
    @Test(
        "Case, diacritics, width and form do not matter",
        arguments: [
            ("Café", "cafe"), ("CAFÉ", "cafe\u{301}"), ("Straße", "STRASSE"), ("Ørsted", "orsted"), ("Ångström", "angstrom"), ("Łódź", "lodz"),
            ("İstanbul", "istanbul"), ("ΟΔΟΣ", "οδος"), ("Ёлка", "елка"), ("Ｈｅｌｌｏ", "hello"), ("２０２４", "2024"), ("١٢٣", "123"),
            ("\u{212A}elvin", "kelvin"), ("が", "か\u{3099}"), ("한", "\u{1112}\u{1161}\u{11AB}"), ("שָׁלוֹם", "שלום"), ("œuvre", "oeuvre"),
            ("soft\u{AD}ware", "software"),
            ("क़", "\u{0958}"),
        ])
    func folded(_ one: String, _ other: String) {
        let words = SearchWords.words(in: one)
        #expect(words.count == 1)
        #expect(words == SearchWords.words(in: other))
    }

    @Test(
        "Compatibility forms are the letters that they stand for",
        arguments: [
            ("ｶﾀｶﾅ", "カタカナ"), ("ｶﾞｷﾞﾊﾟ", "ガギパ"), ("ﾊﾛｰ", "ハロー"), ("ﬁnal", "final"), ("o\u{FB03}ce", "office"), ("ﬆop", "stop"), ("Ｆｉｎａｌ１", "final1"),
            ("①②", "12"), ("Ⓗⓔⓛⓛⓞ", "hello"), ("𝐡𝒆𝓵𝔩𝕠", "hello"), ("㎏", "kg"), ("№", "no"), ("Ⅷ", "VIII"), ("x²", "x2"), ("ﻼ", "\u{644}\u{627}"),
            ("\u{FEE3}\u{FEAE}\u{FEA3}\u{FE92}\u{FE8E}", "\u{645}\u{631}\u{62D}\u{628}\u{627}"), ("ﷺ", "صلى الله عليه وسلم"), ("㍿", "株式会社"),
            ("㈱", "株"),
            ("⼈", "人"), ("ﾡￂ", "가"), ("ªº", "ao"), ("½", "1/2"), ("мʼяч", "м’яч"), ("Hawaiʻi", "Hawai'i"), ("ĳs", "ijs"),
        ])
    func compatibility(_ form: String, _ plain: String) {
        #expect(SearchWords.words(in: form) == SearchWords.words(in: plain))
        #expect(!SearchWords.words(in: form).isEmpty)
    }

    @Test(
        "A sign that stands for letters is a word beside what it stands at",
        arguments: [("Mien™", "mien tm"), ("5㎏", "5 kg"), ("20℃", "20 c"), ("a①", "a1")])
    func signs(_ text: String, _ words: String) {
        #expect(SearchWords.words(in: text) == SearchWords.words(in: words))
    }

    @Test("Options are known by the dash that they begin with")
    func options() {
        let text = "Run `tar -xzf a.tgz`, then serve --port=8080 (or -p) and git commit -m 'x'. - A bullet, a well-known word, 3 - 2."
        #expect(OptionWords.words(in: text) == ["xzzf", "port", "p", "m"])
        #expect(OptionWords.words(in: "--no-cache -9 -") == ["no", "zx9"])
    }

    @Test("Words end where letters and digits do; scripts without spaces give a word for each letter")
    func boundaries() {
        func count(_ text: String) -> Int { SearchWords.words(in: text).count }
        #expect(count("one two, three; four-five_six 7.8") == 8)
        #expect(count("東京都") == 3)
        #expect(count("abc東京def") == 4)
        #expect(count("ひらがな カタカナ") == 8)
        #expect(count("한국어 문장") == 2)
        #expect(count("नमस्ते दुनिया") == 2)
        #expect(count("ok 🎉🎉") == 3)
        #expect(count("👍🏽") == 1)
        #expect(count("zero\u{200B}width") == 2)
        #expect(count("  \n\t -- … !!! ") == 0)
        #expect(count("\u{301}\u{302}") == 0)
    }

    @Test("A word is written in ASCII letters and digits and begins with a letter")
    func encoding() {
        #expect(SearchWords.words(in: "hello") == ["hello"])
        #expect(SearchWords.words(in: "zoo") == ["zzoo"])
        #expect(SearchWords.words(in: "2024") == ["zx2024"])
        #expect(SearchWords.words(in: "x2") == ["x2"])
        #expect(SearchWords.words(in: "ж") == ["z11m"])
        var random = Seeded(1)
        var seen: Set<String> = []
        for _ in 0..<4_000 {
            for word in SearchWords.words(in: Fuzz.text(&random, pieces: 6)) {
                #expect(word.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }, "\(word)")
                #expect(word.utf8.first.map { (97...122).contains($0) } == true)
                #expect(word.utf8.count <= WordScanner.longestWord * 7 + 2)
                seen.insert(word)
            }
        }
        #expect(seen.count > 300)
    }

    @Test("The encoding keeps beginnings: one word begins with another exactly if their encodings do")
    func prefixLaw() {
        let letters = Array("aezbyxж日z29éß".unicodeScalars) + ["\u{1D400}", "\u{10400}", "한", "ऋ"]
        var random = Seeded(2)
        func word() -> String {
            var word = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...5, using: &random) { if let letter = letters.randomElement(using: &random) { word.append(letter) } }
            return String(word)
        }
        var prefixes = 0
        for _ in 0..<20_000 {
            let one = word(), other = Bool.random(using: &random) ? one + word() : word()
            guard let first = SearchWords.words(in: one).first, let second = SearchWords.words(in: other).first else { continue }
            // What folds to the same letters begins alike; letters that are words by themselves are left out of the comparison.
            guard SearchWords.words(in: one).count == 1, SearchWords.words(in: other).count == 1 else { continue }
            let plain = folded(one), longer = folded(other)
            #expect(second.hasPrefix(first) == longer.starts(with: plain), "\(one) \(other) \(first) \(second)")
            if second.hasPrefix(first) { prefixes += 1 }
        }
        #expect(prefixes > 1_000)
    }

    private func folded(_ text: String) -> [UInt32] { text.unicodeScalars.flatMap { WordFolding.fold($0.value).flatMap(\.scalars) } }

    @Test("Any text is taken apart, in pieces as in one, and every word's place lies within it")
    func anyText() {
        var random = Seeded(3)
        for _ in 0..<5_000 {
            let text = Fuzz.text(&random, pieces: 12)
            var scanner = WordScanner(text)
            var end = 0, last = 0..<0
            while scanner.next() {
                // Words of one character stand in the same place.
                #expect(scanner.range.lowerBound >= end || scanner.range == last)
                #expect(!scanner.range.isEmpty && scanner.range.upperBound <= scanner.source.utf8.count)
                end = scanner.range.upperBound
                last = scanner.range
            }
            let other = Fuzz.text(&random, pieces: 12)
            #expect(SearchWords.words(in: text + " " + other) == SearchWords.words(in: text) + SearchWords.words(in: other))
        }
    }

    @Test("Words that the index takes: the first 16,000, 400,000 bytes of them, and 255 times the same")
    func limits() {
        let many = IndexedWords(title: "", body: (0..<20_000).map { "w\($0)" }.joined(separator: " "))
        #expect(many.count == 16_000)
        #expect(many.lead.split(separator: " ").count == IndexedWords.leadLength)
        #expect(many.rest.split(separator: " ").count == 16_000 - IndexedWords.leadLength)
        let same = IndexedWords(title: "", body: String(repeating: "echo ", count: 300) + "end")
        let words = (same.lead + " " + same.rest).split(separator: " ")
        #expect(words.filter { $0 == "echo" }.count == 255)
        #expect(words.filter { $0 == "0" }.count == 45)
        #expect(words.last == "end")
        let wide = IndexedWords(title: "", body: String(repeating: "\u{9FFF}", count: 65_536))
        #expect(wide.lead.utf8.count + wide.rest.utf8.count < 500_000)
    }

    @Test("Title and body are kept apart by a word that no query holds")
    func titles() {
        #expect(IndexedWords(title: "Trip to Rome", body: "Tickets").lead == "trip to rome 1 tickets")
        #expect(IndexedWords(title: "", body: "Tickets").lead == "tickets")
        #expect(IndexedWords(title: "!!!", body: "Tickets").lead == "tickets")
        #expect(IndexedWords(title: "", body: "").count == 0)
    }
}
