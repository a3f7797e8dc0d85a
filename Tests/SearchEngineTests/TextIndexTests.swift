import Schema
import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant
@testable import SearchEngine

private let ann = TextOwner.user("usr_ann", organizationID: "org_one")
private let start = Timestamp(seconds: 1_760_000_000)

/// A database with the schema and the organizations that texts belong to.
private func withTexts(_ dialect: Dialect, _ body: (any SQLDatabase) async throws -> Void) async throws {
    try await TestDatabases.with(dialect, migrations: Schema.migrations(for: dialect)) { database in
        for organization in ["org_one", "org_two"] {
            try await database.execute(
                "INSERT INTO organizations (id, name, created_at) VALUES ($1, $1, 0)", [.text(organization)])
        }
        try await body(database)
    }
}

private func add(_ documents: [TextDocument], of owner: TextOwner = ann, to index: TextIndex = .messages, in database: any SQLDatabase) async throws {
    try await database.transaction { session in try await index.insert(documents, of: owner, in: session) }
}

private func find(
    _ text: String, of owners: [TextOwner] = [ann], filter: TextFilter = TextFilter(), offset: Int = 0, limit: Int = 200,
    index: TextIndex = .messages, in database: any SQLDatabase
) async throws -> TextResult {
    guard let query = SearchQuery.parse(text) else { return TextResult(hits: [], total: 0, isTotalCapped: false) }
    let now = start.adding(seconds: 40 * 86_400)
    return try await index.search(query, of: owners, filter: filter, offset: offset, limit: limit, now: now, in: database)
}

/// Whether a text should be found, worked out from its words one by one.
private func matches(_ query: SearchQuery, _ document: TextDocument) -> Bool {
    let parts = [SearchWords.words(in: document.title), SearchWords.words(in: document.body)]
    func has(_ term: SearchQuery.Term) -> Bool {
        parts.contains { words in
            words.indices.contains { start in
                start + term.words.count <= words.count
                    && term.words.indices.allSatisfy { place in
                        let word = words[start + place]
                        return term.isPrefix && place == term.words.count - 1 ? word.hasPrefix(term.words[place]) : word == term.words[place]
                    }
            }
        }
    }
    let options = OptionWords.words(in: document.title) + OptionWords.words(in: document.body)
    func isExcluded(_ term: SearchQuery.Term) -> Bool { has(term) && !(term.isOption && options.contains(term.words[0])) }
    return query.clauses.contains { $0.required.allSatisfy(has) && !$0.excluded.contains(where: isExcluded) }
}

private let corpus: [TextDocument] = Corpus.messages.enumerated().map { number, text in
    TextDocument(
        id: "0190f1d2-aaaa-7bbb-8ccc-\(100_000_000_000 + number)", createdAt: start.adding(seconds: Double(number) * 7_200),
        title: number % 40 == 0 ? "Day \(number / 40) of the diary" : "", body: text,
        marks: [
            TextMark(.channel, number % 3 == 0 ? "web" : "api"), TextMark(.role, number % 2 == 0 ? "user" : "assistant"),
            TextMark(.thread, "t\(number / 10)"),
        ])
}

@Suite("The text index")
struct TextIndexTests {
    @Test("200 messages in many languages: each query finds what its words say, and the same in the same order on both databases")
    func sameOnBoth() async throws {
        #expect(corpus.count >= 195)
        var answers: [Dialect: [String: [TextHit]]] = [:]
        for dialect in TestDatabases.available {
            var found: [String: [TextHit]] = [:]
            try await withTexts(dialect) { database in
                try await add(corpus, in: database)
                for text in Corpus.queries {
                    let result = try await find(text, in: database)
                    let expected = SearchQuery.parse(text).map { query in Set(corpus.filter { matches(query, $0) }.map(\.key.id)) } ?? []
                    #expect(Set(result.hits.map(\.id)) == expected, "\(dialect) \(text)")
                    #expect(result.total == result.hits.count && !result.isTotalCapped)
                    #expect(zip(result.hits, result.hits.dropFirst()).allSatisfy { $0.score >= $1.score })
                    found[text] = result.hits
                }
            }
            answers[dialect] = found
        }
        for (dialect, found) in answers { #expect(found == answers[.sqlite], "\(dialect)") }
        let all = answers[.sqlite] ?? [:]
        let withHits = Corpus.queries.filter { all[$0]?.isEmpty == false }
        #expect(withHits.count >= 60, "without: \(Corpus.queries.filter { all[$0]?.isEmpty != false })")
    }

    @Test("The best answer comes first, titles count, phrases end where titles do", arguments: TestDatabases.available)
    func knownAnswers(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            try await add(corpus, in: database)
            func first(_ text: String) async throws -> String? {
                try await find(text, in: database).hits.first.flatMap { hit in corpus.first { $0.key.id == hit.id }?.body }
            }
            #expect(try await first("black cat") == "The black cat sleeps on the red sofa.")
            #expect(try await first("東京都") == "東京都の天気予報は雨です。")
            #expect(try await first("\"not to be\"") == "To be or not to be, that is the question.")
            #expect(try await first("cumin soup") == "I will remember: less cumin in the lentil soup.")
            // Its title says so, its text does not.
            #expect(try await first("diary") == corpus[160].body)
            #expect(try await find("\"diary erinnere\"", in: database).total == 0)
            #expect(try await find("the", in: database).total == 0)
            #expect(try await find("\"the\"", in: database).total > 50)
        }
    }

    @Test(
        "Fuzzed queries, wild ones and such of the corpus' own words, are never an error and find what their words say",
        arguments: TestDatabases.available)
    func fuzzed(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            try await add(corpus, in: database)
            var random = Seeded(11)
            let words = Corpus.messages.flatMap { $0.split(separator: " ").map(String.init) }
            var hits = 0
            for number in 0..<1_500 {
                var text = ""
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    let word = words.randomElement(using: &random) ?? ""
                    switch Int.random(in: 0..<10, using: &random) {
                    case 0: text += " -" + word
                    case 1: text += " OR " + word
                    case 2: text += " " + word.prefix(Int.random(in: 1...4, using: &random)) + "*"
                    case 3: text += " \"" + word + " " + (words.randomElement(using: &random) ?? "") + "\""
                    case 4 where number % 2 == 0: text += Fuzz.text(&random, pieces: 6)
                    default: text += " " + word
                    }
                }
                let result = try await find(text, in: database)
                let expected = SearchQuery.parse(text).map { query in Set(corpus.filter { matches(query, $0) }.map(\.key.id)) } ?? []
                #expect(Set(result.hits.map(\.id)) == expected, "\(text)")
                hits += expected.count
            }
            #expect(hits > 3_000)
            for _ in 0..<1_500 { _ = try await find(Fuzz.text(&random, pieces: 14), in: database) }
        }
    }

    @Test("Fuzzed texts are indexed and taken back without a trace", arguments: TestDatabases.available)
    func fuzzedTexts(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            var random = Seeded(12)
            var documents = (0..<300).map { number in
                TextDocument(
                    id: "id \(number)", createdAt: start.adding(seconds: Double(Int.random(in: -90_000_000...90_000, using: &random))),
                    title: number % 5 == 0 ? Fuzz.text(&random, pieces: 4) : "", body: "probe " + Fuzz.text(&random, pieces: 60),
                    marks: [TextMark(.tag, Fuzz.text(&random, pieces: 3))])
            }
            documents.append(TextDocument(id: "empty", createdAt: start, body: ""))
            documents.append(TextDocument(id: "long", createdAt: start, body: String(repeating: "probe x\u{9FFF} ", count: 20_000)))
            try await add(documents, in: database)
            #expect(try await find("probe", limit: 1_000, in: database).total == 301)
            let all = documents
            try await database.transaction { session in
                try await TextIndex.messages.update(TextDocument(id: "long", createdAt: start, body: "short"), of: ann, in: session)
            }
            #expect(try await find("short", in: database).total == 1)
            #expect(try await find("probe", in: database).total == 300)
            try await database.transaction { session in try await TextIndex.messages.delete(all.map(\.key), of: ann, in: session) }
            #expect(try await find("probe OR short", in: database).total == 0)
            #expect(try await database.query("SELECT place FROM message_texts").isEmpty)
            if dialect == .sqlite {
                // FTS5 compares its index with what it was told; it has nothing left to say.
                try await database.execute("INSERT INTO message_words (message_words) VALUES ('integrity-check')")
                try await database.execute("INSERT INTO message_words (message_words) VALUES ('optimize')")
                #expect(try await database.first("SELECT COUNT(*) AS n FROM message_words_idx")?.int("n") == 0)
            }
        }
    }

    @Test("A text can be found as soon as its transaction has committed, and never if it has not", arguments: TestDatabases.available)
    func atOnce(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            for number in 0..<20 {
                let document = TextDocument(id: "m\(number)", createdAt: start.adding(seconds: Double(number)), body: "fresh number\(number)")
                try await add([document], in: database)
                #expect(try await find("number\(number)", in: database).hits.map(\.id) == ["m\(number)"])
            }
            struct Stop: Error {}
            await #expect(throws: Stop.self) {
                try await database.transaction { session in
                    try await TextIndex.messages.insert([TextDocument(id: "gone", createdAt: start, body: "phantom")], of: ann, in: session)
                    throw Stop()
                }
            }
            #expect(try await find("phantom", in: database).total == 0)
            #expect(try await find("fresh", in: database).total == 20)
        }
    }

    @Test("Nobody finds what is somebody else's; what is shared is found beside one's own", arguments: TestDatabases.available)
    func owners(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            let owners: [TextOwner] = [
                ann, .user("usr_bob", organizationID: "org_one"), .organization("org_one"), .user("usr_ann", organizationID: "org_two"),
                .organization("org_two"),
            ]
            for (number, owner) in owners.enumerated() {
                try await add([TextDocument(id: "of \(number)", createdAt: start, body: "secret plan")], of: owner, to: .vault, in: database)
            }
            for (number, owner) in owners.enumerated() {
                #expect(try await find("secret", of: [owner], index: .vault, in: database).hits.map(\.id) == ["of \(number)"])
                #expect(try await find("secret", of: [owner], in: database).total == 0)
            }
            #expect(Set(try await find("secret", of: [ann, owners[2]], index: .vault, in: database).hits.map(\.id)) == ["of 0", "of 2"])
            #expect(try await find("secret", of: [], index: .vault, in: database).total == 0)
            // Somebody else's key removes nothing.
            try await database.transaction { session in
                try await TextIndex.vault.delete([TextKey(id: "of 0", createdAt: start)], of: owners[1], in: session)
            }
            #expect(try await find("secret", of: [ann], index: .vault, in: database).total == 1)
        }
    }

    @Test("Filters: any of a list's marks, all lists, from a moment on and before another", arguments: TestDatabases.available)
    func filters(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            try await add(corpus, in: database)
            func ids(_ filter: TextFilter, _ text: String = "\"the\"") async throws -> Set<String> {
                Set(try await find(text, filter: filter, in: database).hits.map(\.id))
            }
            let query = try #require(SearchQuery.parse("\"the\""))
            func expected(_ holds: (Int) -> Bool) -> Set<String> {
                Set(corpus.enumerated().filter { holds($0.offset) && matches(query, $0.element) }.map(\.element.key.id))
            }
            #expect(try await ids(TextFilter(marks: [[TextMark(.channel, "web")]])) == expected { $0 % 3 == 0 })
            #expect(try await ids(TextFilter(marks: [[TextMark(.channel, "web"), TextMark(.channel, "api")]])) == expected { _ in true })
            #expect(try await ids(TextFilter(marks: [[TextMark(.channel, "web")], [TextMark(.role, "user")]])) == expected { $0 % 6 == 0 })
            #expect(try await ids(TextFilter(marks: [[TextMark(.thread, "t4")]])) == expected { $0 / 10 == 4 })
            #expect(try await ids(TextFilter(marks: [[TextMark(.channel, "sms")]])).isEmpty)
            #expect(try await ids(TextFilter(marks: [[]])) == expected { _ in true })
            // The OR of a query does not escape its filter.
            #expect(try await ids(TextFilter(marks: [[TextMark(.thread, "t4")]]), "black OR red OR telescope") == Set(corpus[44...47].map(\.key.id)))
            let since = corpus[20].key.createdAt, until = corpus[60].key.createdAt
            #expect(try await ids(TextFilter(since: since)) == expected { $0 >= 20 })
            #expect(try await ids(TextFilter(until: until)) == expected { $0 < 60 })
            #expect(try await ids(TextFilter(since: since, until: until)) == expected { (20..<60).contains($0) })
            #expect(try await ids(TextFilter(since: until, until: since)).isEmpty)
            #expect(try await ids(TextFilter(until: Timestamp(microseconds: -5))).isEmpty)
        }
    }

    @Test("Pages hang together; equal scores stand newest first, then by id", arguments: TestDatabases.available)
    func pages(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            // Old and new enough that the age makes no difference.
            let old = Timestamp(seconds: 0)
            let documents = (0..<60).map { TextDocument(id: "p\($0)", createdAt: old.adding(seconds: Double($0 / 3)), body: "equal words") }
            try await add(documents.shuffled(), in: database)
            let all = try await find("equal", in: database).hits.map(\.id)
            let expected = documents.sorted { ($0.key.createdAt, $0.key.id) > ($1.key.createdAt, $1.key.id) }.map(\.key.id)
            #expect(Set(all) == Set(expected))
            var paged: [String] = []
            for offset in stride(from: 0, to: 70, by: 7) {
                let page = try await find("equal", offset: offset, limit: 7, in: database)
                #expect(page.total == 60)
                paged += page.hits.map(\.id)
            }
            #expect(paged == all)
            #expect(all == expected)
        }
    }

    @Test("Beyond 5,000 the newest are ranked and the total says so; old periods are reached", arguments: TestDatabases.available)
    func capped(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            // Four years, sixty periods.
            let documents = (0..<5_200).map { number -> TextDocument in
                var body = number % 26 == 0 ? "rare common" : "common"
                if number == 3 { body = "first needle common" }
                return TextDocument(id: "c\(number)", createdAt: start.adding(seconds: Double(number - 5_200) * 24_000), body: body)
            }
            try await add(documents, in: database)
            let common = try await find("common", in: database)
            #expect(common.total == 5_000 && common.isTotalCapped)
            let last = try await find("common", offset: 4_990, in: database)
            #expect(last.hits.count == 10)
            // The oldest 200 are not among them.
            var seen: Set<String> = []
            for offset in stride(from: 0, to: 5_000, by: 500) {
                seen.formUnion(try await find("common", offset: offset, limit: 500, in: database).hits.map(\.id))
            }
            #expect(seen == Set(documents.suffix(5_000).map(\.key.id)))
            #expect(try await find("needle", in: database).hits.map(\.id) == ["c3"])
            let rare = try await find("rare", in: database)
            #expect(rare.total == 200 && !rare.isTotalCapped)
        }
    }

    @Test("Thousands of one moment find room, and each is found and removed by itself", arguments: TestDatabases.available)
    func oneMoment(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            let documents = (0..<3_000).map { TextDocument(id: "o\($0)", createdAt: start, body: "moment word\($0)") }
            try await add(documents, in: database)
            #expect(try await find("moment", in: database).total == 3_000)
            #expect(try await find("word1234", in: database).hits.map(\.id) == ["o1234"])
            try await database.transaction { session in
                try await TextIndex.messages.delete(documents.dropLast().map(\.key), of: ann, in: session)
            }
            #expect(try await find("moment", in: database).hits.map(\.id) == ["o2999"])
        }
    }

    @Test("Texts that all want one place are each found, changed and removed, in one batch or one by one", arguments: TestDatabases.available)
    func onePlace(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            // Ids whose first places are the same.
            let numbers = [
                0, 193075, 797377, 2_158_013, 5_217_241, 5_217_301, 6_166_411, 8_541_311, 9_504_527, 10_244_586,
                11_899_976, 12_154_443, 13_720_864, 13_804_414, 14_499_745, 16_740_305, 16_879_107, 16_967_222, 17_040_435, 17_168_625,
            ]
            let documents = numbers.map { TextDocument(id: "p\($0)", createdAt: start, body: "crowd") }
            #expect(Set(documents.map { TextPlace.first($0.key) }).count == 1)
            for batch in [documents[..<9], documents[9..<10], documents[10..<11], documents[11...]] { try await add(Array(batch), in: database) }
            #expect(try await find("crowd", in: database).total == 20)
            #expect(try await database.first("SELECT MAX(place) - MIN(place) AS n FROM message_texts")?.int("n") == 19)
            try await database.transaction { session in
                for document in documents {
                    try await TextIndex.messages.update(
                        TextDocument(id: document.key.id, createdAt: start, body: "throng"), of: ann, in: session)
                }
            }
            #expect(try await find("crowd", in: database).total == 0)
            #expect(try await find("throng", in: database).total == 20)
            try await database.transaction { session in
                try await TextIndex.messages.delete(documents.dropFirst().map(\.key), of: ann, in: session)
            }
            #expect(try await find("throng", in: database).hits.map(\.id) == [documents[0].key.id])
        }
    }

    @Test("An organization that goes takes its texts along", arguments: TestDatabases.available)
    func cascade(dialect: Dialect) async throws {
        try await withTexts(dialect) { database in
            try await add(corpus, in: database)
            try await database.execute("DELETE FROM organizations WHERE id = 'org_one'")
            #expect(try await find("cat", in: database).total == 0)
            #expect(try await database.query("SELECT owner FROM message_text_periods").isEmpty)
            if dialect == .sqlite { try await database.execute("INSERT INTO message_words (message_words) VALUES ('integrity-check')") }
        }
    }
}
