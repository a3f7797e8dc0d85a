import Testing

@testable import SearchEngine

@Suite("Ranking")
struct SearchScoreTests {
    private struct Text {
        var title = ""
        var body: String
        var age = 0.0
    }

    private func scores(_ text: String, _ texts: [Text]) throws -> [Double] {
        var score = SearchScore(try #require(SearchQuery.parse(text)))
        for text in texts {
            let words = IndexedWords(title: text.title, body: text.body)
            score.add(lead: words.lead, count: words.count, ageDays: text.age)
        }
        return score.scores()
    }

    @Test("More often, in the title, in fewer words, closer together, newer: each ranks higher")
    func order() throws {
        let filler = String(repeating: "filler ", count: 40)
        func isFalling(_ query: String, _ texts: [Text]) throws {
            let scores = try scores(query, texts)
            #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 > $1 }, "\(query): \(scores)")
        }
        try isFalling("cat", [Text(body: "cat cat cat x"), Text(body: "cat cat x x"), Text(body: "cat x x x")])
        try isFalling("cat", [Text(title: "cat", body: "x y"), Text(body: "cat cat x y"), Text(body: "x y cat z")])
        try isFalling("cat", [Text(body: "cat"), Text(body: "cat " + filler)])
        try isFalling("black cat", [Text(body: "black cat x x x"), Text(body: "black x x cat x"), Text(body: "cat x x x black x x x")])
        try isFalling("cat", [Text(body: "cat"), Text(body: "cat", age: 1), Text(body: "cat", age: 30), Text(body: "cat", age: 3_000)])
        // The rarer alternative counts for more.
        let common = (0..<20).map { _ in Text(body: "cat x") }
        let ranked = try scores("cat OR lynx", common + [Text(body: "lynx x")])
        #expect(ranked[20] > ranked[0])
    }

    @Test("Age adds 15 % at most, and the formula holds")
    func age() throws {
        let scores = try scores("cat", [Text(body: "cat"), Text(body: "cat", age: 100_000), Text(body: "cat", age: -5)])
        #expect(abs(scores[0] / scores[1] - 1.15) < 1e-9)
        #expect(scores[0] == scores[2])
        let norm = 1.2 * (0.5 + 0.5 / 60)
        #expect(abs(scores[1] - 2.2 / (1 + norm)) < 1e-12)
    }

    @Test("Phrases count where they stand as such, beginnings where a word begins so")
    func terms() throws {
        let scores = try scores(
            "\"black cat\"", [Text(body: "black cat black cat"), Text(body: "black cat cat black"), Text(body: "cat black cat x")])
        #expect(scores[0] > scores[1])
        #expect(scores[1] == scores[2])
        let beginnings = try self.scores("cat*", [Text(body: "cats catalog dog"), Text(body: "cats dog dog")])
        #expect(beginnings[0] > beginnings[1])
    }

    @Test("Beyond the first 256 words a term counts once, with alternatives or without")
    func long() throws {
        let filler = String(repeating: "filler ", count: 300)
        for query in ["cat", "cat OR lynx", "black cat"] {
            let scores = try scores(
                query, [Text(body: "black cat " + filler), Text(body: filler + "black cat"), Text(body: filler + "black cat cat cat")])
            #expect(scores.allSatisfy { $0 > 0 && $0.isFinite })
            #expect(scores[0] >= scores[1])
        }
    }

    @Test("Any query over any texts gives finite scores that are not negative, whatever the order of the texts")
    func anyText() throws {
        var random = Seeded(5)
        var checked = 0
        for _ in 0..<2_000 {
            let query = Fuzz.text(&random, pieces: 8)
            guard SearchQuery.parse(query) != nil else { continue }
            let texts = (0..<5).map { _ in
                Text(title: Fuzz.text(&random, pieces: 2), body: Fuzz.text(&random, pieces: 30), age: Double.random(in: 0...400, using: &random))
            }
            let forward = try scores(query, texts), backward = try scores(query, texts.reversed())
            #expect(forward.allSatisfy { $0.isFinite && $0 >= 0 })
            #expect(forward == backward.reversed())
            checked += 1
        }
        #expect(checked > 500)
    }
}
