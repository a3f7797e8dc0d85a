import Testing

@testable import SearchEngine

@Suite("The query language")
struct SearchQueryTests {
    private func shown(_ text: String) -> String? {
        SearchQuery.parse(text)?.tsquery(in: [SearchScope(prefix: "")])
    }

    @Test(
        "What is written is what is sought",
        arguments: [
            ("cat dog", "((cat&dog))"), ("cat  cat", "((cat))"), ("\"black cat\"", "(((black<->cat)))"), ("cat -dog", "((cat&!(dog&!2odog)))"),
            ("cat -\"black dog\"", "((cat&!(black<->dog)))"), ("cat OR dog", "((cat|dog))"), ("big cat OR dog bird", "((big&cat|dog&bird))"),
            ("cat*", "((cat:*))"), ("e-mail", "(((e<->mail)))"), ("e-mai*", "(((e<->mai:*)))"), ("\u{201C}black cat\u{201D}", "(((black<->cat)))"),
            ("foo - bar", "((foo&bar))"), ("cat \"\" dog", "((cat&dog))"), ("the cat", "((cat))"), ("\"to be\"", "(((to<->be)))"),
            ("\"the\"", "((the))"),
            ("the*", "((the:*))"), ("cat -the", "((cat))"), ("it's cat", "((cat))"), ("cat OR the", "((cat))"), ("Cat or Dog", "((cat&dog))"),
            ("cat\"dog\"", "((cat&dog))"), ("AND NOT NEAR", "((near))"), ("-cat dog", "((dog&!(cat&!2ocat)))"),
            ("serve --port", "((serve&port))"), ("--no-cache", "(((no<->cache)))"), ("serve --port 8080", "((serve&port&zx8080))"),
            ("--verbose", "((verbose))"),
            ("git commit -m", "((git&commit))"), ("rm -rf", "((rm&!(rf&!2orf)))"), ("cat ---dog", "((cat&dog))"),
            ("cat --\"black dog\"", "((cat&(black<->dog)))"), ("ﬁnal", "((final|zy01uo1nal))"),
        ])
    func language(_ text: String, _ sought: String) {
        #expect(shown(text) == sought)
    }

    @Test(
        "What is malformed is read as plain words",
        arguments: [
            ("\"black cat", "((black&cat))"), ("cat OR", "((cat))"), ("OR cat", "((cat))"), ("cat OR OR dog", "((cat&dog))"), ("-cat", "((cat))"),
            ("cat OR -dog", "((cat&dog))"), ("-v", "((v))"), ("-\"black cat\"", "((black&cat))"), ("cat \" dog", "((cat&dog))"),
        ])
    func malformed(_ text: String, _ sought: String) {
        #expect(shown(text) == sought)
    }

    @Test(
        "Stop words, operators and signs alone seek nothing",
        arguments: ["", "   ", "the", "to be OR not to be", "OR", "\"", "\"\"", "-", "*", "&|!()", "it's"]
    )
    func nothing(_ text: String) {
        #expect(SearchQuery.parse(text) == nil)
    }

    @Test("Both databases are asked under each scope, with the marks of each list")
    func scopes() throws {
        let query = try #require(SearchQuery.parse("big cat* -dog OR \"a bird\""))
        let scopes = [SearchScope(prefix: "k1"), SearchScope(prefix: "k2")]
        #expect(
            query.tsquery(in: [scopes[0]], marks: [["2cweb", "2capi"], ["2ruser"]])
                == "((k1big&k1cat:*&!(k1dog&!k12odog)|(k1a<->k1bird))&(k12cweb|k12capi)&(k12ruser))")
        #expect(query.fts5(in: scopes).hasPrefix("((((k1big AND k1cat *) NOT ((k1dog NOT k12odog))) OR (k1a + k1bird))) OR (((("))
    }

    @Test("Any text is a query or seeks nothing, and is rendered with nothing but words and operators")
    func anyText() {
        var random = Seeded(4)
        var found = 0
        for _ in 0..<10_000 {
            let text = Fuzz.text(&random, pieces: 16)
            guard let query = SearchQuery.parse(text) else { continue }
            found += 1
            #expect(query.clauses.allSatisfy { !$0.required.isEmpty && ($0.required + $0.excluded).allSatisfy { !$0.words.isEmpty } })
            let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789 ()+*ANDORT&|!<->:")
            #expect(query.fts5(in: [SearchScope(prefix: "k")]).allSatisfy(allowed.contains), "\(text)")
            #expect(query.tsquery(in: [SearchScope(prefix: "k")]).allSatisfy(allowed.contains), "\(text)")
        }
        #expect(found > 5_000)
    }

    @Test(
        "While a query is written its last word is sought by its beginning",
        arguments: [
            ("lavend", "((lavend:*))"), ("dried laven", "((dried&laven:*))"), ("lavend ", "((lavend))"), ("Lavend", "((lavend:*))"),
            ("lavend.", "((lavend))"), ("lavend*", "((lavend:*))"), ("e-ma", "(((e<->ma:*)))"), ("20", "((zx20:*))"), ("zo", "((zzo:*))"),
            ("\"dried laven", "((dried&laven:*))"), ("\"dried laven\"", "(((dried<->laven)))"), ("bird OR ca", "((bird|ca:*))"),
            ("cat -dog", "((cat&!(dog&!2odog)))"),
            // One letter begins too many words, and stop words are words already.
            ("l", "((l))"), ("2", "((zx2))"), ("z", "((zz))"), ("cat t", "((cat))"), ("cat the", "((cat))"), ("cat thea", "((cat&thea:*))"),
        ])
    func unfinished(_ text: String, _ sought: String) {
        #expect(SearchQuery.parse(text, isUnfinished: true)?.tsquery(in: [SearchScope(prefix: "")]) == sought)
    }

    @Test("Marks: short values are exact, long ones stay apart by their hash, all are letters and digits")
    func marks() {
        #expect(IndexText.mark("c", "web") == "2cweb")
        #expect(IndexText.mark("c", "Web") != IndexText.mark("c", "web"))
        let long = String(repeating: "t", count: 100)
        #expect(IndexText.mark("t", long + "a") != IndexText.mark("t", long + "b"))
        #expect(IndexText.mark("t", long).utf8.count == 58)
        #expect(IndexText.mark("h", "0190f1d2-aaaa-7bbb-8ccc-0123456789ab").utf8.count < 58)
        #expect(IndexText.mark("t", "größe x'y").utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) })
    }

    @Test("An index row holds each word under its scope; a left-out word keeps its place free")
    func documents() {
        let words = IndexedWords(title: "Black cat", body: "a black cat 7")
        let scope = SearchScope(prefix: "k1")
        #expect(IndexText.tsvector(words, marks: "2cweb", in: scope) == "k1black:1 k1cat:2 k1a:4 k1black:5 k1cat:6 k1zx7:7 k12cweb")
    }
}
