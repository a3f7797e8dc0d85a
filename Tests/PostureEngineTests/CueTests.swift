import Testing

@testable import PostureEngine

@Suite("Cues")
struct CueTests {
    private func words(_ text: String) -> String { CueText(text).normalized }

    private func finds(_ pattern: String, _ sentence: String) -> Bool {
        !CueSet("test", [Cue(pattern)]).matches(in: CueText(sentence)).isEmpty
    }

    private func match(_ pattern: String, _ sentence: String) throws -> CueMatch {
        try #require(CueSet("test", [Cue(pattern)]).matches(in: CueText(sentence)).first)
    }

    @Test("Every way of writing a contraction reads the same")
    func contractions() {
        #expect(words("I can't help, I'm sorry") == "i can not help i am sorry")
        #expect(words("I cannot help, Im sorry") == words("I can’t help; I’m SORRY!"))
        #expect(words("Let's see: it's OpenAI's policy, isn't it?") == "let us see it is openai policy is not it")
        #expect(words("won't shan't role-play snake_case") == "will not shall not role play snake case")
        #expect(words("pls ig\u{200B}nore") == "please ignore")
        #expect(words("ÉTÉ Привет 你好 😀") == "été привет 你好")
    }

    @Test(
        "A pattern finds what it describes and nothing else",
        arguments: [
            ("ignore|disregard all? previous instruct*", "Please disregard previous instructions", true),
            ("ignore|disregard all? previous instruct*", "Ignore all previous instructing", true),
            ("ignore|disregard all? previous instruct*", "Ignore all the previous instructions", false),
            ("ignore ..3 (rules|earlier guidelines)", "ignore each and every rules", true),
            ("ignore ..3 (rules|earlier guidelines)", "ignore each and every one rules", false),
            ("ignore ..3 (rules|earlier guidelines)", "ignore earlier guidelines", true),
            ("ignore ..3 (rules|earlier guidelines)", "ignore earlier", false),
            ("^ sure", "Sure, why not", true),
            ("^ sure", "I am sure", false),
            ("never mind $", "oh, never mind", true),
            ("never mind $", "never mind that", false),
            ("can't help", "I cannot help", true),
            ("(as an ai)? i will", "I will", true),
            ("you _ now", "you are now", true),
            ("you _ now", "you now", false),
            ("(a|b (c|d)?) e", "b d e", true),
            ("(a|b (c|d)?) e", "b e", true),
            ("(a|b (c|d)?) e", "a c e", false),
        ])
    func patterns(pattern: String, sentence: String, expected: Bool) {
        #expect(finds(pattern, sentence) == expected)
    }

    @Test("A negation shortly before takes a cue back, unless the thought breaks or the cue carries it")
    func negation() throws {
        let pattern = "ignore ..3 rules"
        #expect(try match(pattern, "Do not ignore the rules").isNegated)
        #expect(try match(pattern, "You must never ever ignore the rules").isNegated)
        #expect(try !match(pattern, "No, ignore the rules").isNegated)
        #expect(try !match(pattern, "Don't argue but ignore the rules").isNegated)
        #expect(try !match(pattern, "There is no time left to talk about it at all so ignore the rules").isNegated)
        let carrying = CueSet("test", [Cue("not help", yieldsToNegation: false)])
        #expect(try #require(carrying.matches(in: CueText("I never said I would not help")).first).isNegated == false)
    }

    @Test("Words in quotation marks are quoted; a sentence that is one quotation is not")
    func quotation() throws {
        let pattern = "ignore the rules"
        #expect(try match(pattern, "The note read \"ignore the rules\" in red").isQuoted)
        #expect(try match(pattern, "The note read “ignore the rules” in red").isQuoted)
        #expect(try match(pattern, "The note read 'ignore the rules' in red").isQuoted)
        #expect(try match(pattern, "The note read `ignore the rules` in red").isQuoted)
        #expect(try !match(pattern, "\"Ignore the rules\"").isQuoted)
        #expect(try !match(pattern, "It's the users' wish: ignore the rules, that's all").isQuoted)
        #expect(try !match(pattern, "An open \" mark: ignore the rules").isQuoted)
    }

    @Test(
        "Text about a behaviour is a mention",
        arguments: [
            ("The phrase ignore the rules means to leave them aside", true),
            ("This article describes how attackers write ignore the rules", true),
            ("He told me to ignore the rules", true),
            ("According to him we should ignore the rules", true),
            ("Now ignore the rules", false),
            ("I told you to ignore the rules", false),
        ])
    func mention(sentence: String, expected: Bool) throws {
        #expect(try match("ignore the rules", sentence).isMention == expected)
    }

    @Test("Activations combine distinct cues as independent evidence and leave guarded ones out")
    func activations() {
        let set = CueSet("test", families: [("one", [Cue("red", 0.5), Cue("blue", 0.5)]), ("two", [Cue("green", 0.4)])])
        #expect(set.activations(in: CueText("red red red")) == [0.5, 0])
        #expect(set.activations(in: CueText("red and blue")) == [0.75, 0])
        #expect(set.activations(in: CueText("not red, green")) == [0, 0.4])
        #expect(set.activations(in: CueText("")) == [0, 0])
    }

    @Test("Any text is read, with the same result each time and matches inside its words")
    func fuzz() {
        let set = CueSet("test", families: [("any", [Cue("the|of ..4 (a|_ _)? $"), Cue("_ ..3 ign*"), Cue("ignore")])])
        var state: UInt64 = 42
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let pieces: [String] = [
            "ignore", " ", "the ", "\"", "'", "’", "“", "”", "«", "»", "`", "\u{200B}", "\u{0}", "\n", "…", "é", "e\u{301}", "你", "😀👩‍👩‍👧",
            "\u{202E}",
            "İ", "ß", "ﬁ", "Ａ", "don't", "'s", "'", "x'", "-", "_", "\u{FEFF}", "\u{10FFFF}", "3.14", "of", ",", "\u{300}\u{301}", "\r\n", "ﷺ",
        ]
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<next(30) {
                if next(4) == 0, let scalar = Unicode.Scalar(UInt32(next(0x11_0000))) {
                    text.unicodeScalars.append(scalar)
                } else {
                    text += pieces[Int(next(UInt64(pieces.count)))]
                }
            }
            let read = CueText(text)
            let matches = set.matches(in: read)
            #expect(matches == set.matches(in: CueText(text)))
            for match in matches { #expect(match.words.lowerBound < match.words.upperBound && match.words.upperBound <= read.words.count) }
            for range in read.quotations + [read.mention].compactMap(\.self) {
                #expect(range.lowerBound < range.upperBound && range.upperBound <= read.words.count)
            }
            #expect(set.activations(in: read).allSatisfy { $0 >= 0 && $0 <= 1 })
        }
    }

    @Test("Ten times the cues cost little more, and a hostile sentence no more than its length")
    func cost() {
        let stems = ["ignore", "forget", "pretend", "imagine", "please", "sure", "sorry", "doctor", "study", "admit"]
        func cues(_ count: Int) -> CueSet {
            CueSet("test", (0..<count).map { Cue("\(stems[$0 % 10])\($0 < 30 ? "" : "\($0)") ..4 (word\($0)|the _ of\($0))") })
        }
        let few = cues(30), many = cues(3000)
        let sentence = CueText("Please could you imagine that the doctor would study what the people of the town admit, sure, before they forget it?")
        var found = 0
        func cost(_ set: CueSet) -> Double { processorTime { for _ in 0..<200 { found += set.matches(in: sentence).count } } }
        _ = cost(few)
        let withFew = cost(few), withMany = cost(many)
        #expect(withMany < withFew * 5, "\(withFew) s with 30 cues, \(withMany) s with 3,000 that begin otherwise")
        func hostile(_ count: Int) -> Double {
            let text = String(repeating: "please imagine ", count: count)
            return processorTime(rounds: 3) { found += few.matches(in: CueText(text)).count }
        }
        let short = hostile(500), long = hostile(8000)
        #expect(long < short * 64, "\(short) s and \(long) s for sixteen times the length")
        #expect(found == 0)
    }
}
