import Testing

@testable import SearchEngine

@Suite("Snippets")
struct SnippetTests {
    private func snippet(_ text: String, _ query: String) throws -> String { Snippet.html(of: text, for: try #require(SearchQuery.parse(query))) }

    @Test(
        "Hits stand in marks, everything else is escaped",
        arguments: [
            ("The cat sat.", "cat", "The <mark>cat</mark> sat"),
            ("<b>cat</b> & \"dog\" 'x'", "dog", "b&gt;cat&lt;/b&gt; &amp; &quot;<mark>dog</mark>&quot; &#39;x"),
            ("a black cat, a black dog", "\"black cat\"", "a <mark>black cat</mark>, a black dog"), ("Café CAFÉ", "cafe", "<mark>Café CAFÉ</mark>"),
            ("新しい東京の本", "東京", "新しい<mark>東京</mark>の本"), ("cats catalog dog", "cat*", "<mark>cats catalog</mark> dog"),
            ("nothing here", "cat", "nothing here"),
            ("line\n\n  break cat", "cat", "line break <mark>cat</mark>"), ("it's the cat", "the cat", "it&#39;s the <mark>cat</mark>"),
            ("", "cat", ""), ("…", "cat", ""), ("カタカナと", "ｶﾀｶﾅ", "<mark>カタカナ</mark>と"), ("ｶﾞｲﾄﾞ &", "ガイド", "<mark>ガイド</mark>"),
            ("a \u{FB01}nal <cut>", "final", "a <mark>\u{FB01}nal</mark> &lt;cut"), ("㍿日本 x", "株式会社", "<mark>㍿</mark>日本 x"),
            ("㍿日本 x", "会社", "<mark>㍿</mark>日本 x"), ("5㎏ of flour", "kg", "5<mark>㎏</mark> of flour"), ("say ﷺ now", "صلى", "say <mark>ﷺ</mark> now"),
            ("a\u{202E}b cat", "cat", "ab <mark>cat</mark>"), ("cat dog", "-dog cat", "<mark>cat</mark> dog"),
        ])
    func examples(_ text: String, _ query: String, _ html: String) throws {
        #expect(try snippet(text, query) == html)
    }

    @Test("A far hit is shown with words around it; two far ones in two fragments")
    func windows() throws {
        let filler = (0..<200).map { "w\($0)" }.joined(separator: " ")
        let one = try snippet("\(filler) cat \(filler)", "cat")
        #expect(one.contains("w199 <mark>cat</mark> w0"))
        #expect(SearchWords.words(in: one.replacing("<mark>", with: " ").replacing("</mark>", with: " ")).count == 30)
        let two = try snippet("cat \(filler) dog \(filler)", "cat dog")
        #expect(two.hasPrefix("<mark>cat</mark> w0"))
        #expect(two.contains(" … <mark>dog</mark> w0"))
    }

    @Test("Endless words and gaps are cut")
    func long() throws {
        #expect(try snippet(String(repeating: "x", count: 60_000) + " cat", "cat").count < 100)
        #expect(try snippet("cat" + String(repeating: "-", count: 60_000) + "dog", "cat") == "<mark>cat</mark> … dog")
        #expect(try snippet(String(repeating: "👨‍👩‍👧‍👦", count: 10_000), "👩").count < 2_000)
    }

    @Test("Whatever the text and the query: 30 words at most, and no markup but marks, which open and close in turn")
    func anyText() throws {
        var random = Seeded(6)
        var marked = 0
        for _ in 0..<5_000 {
            let query = Fuzz.text(&random, pieces: 4)
            guard let parsed = SearchQuery.parse(query) else { continue }
            let html = Snippet.html(of: Fuzz.text(&random, pieces: 80), for: parsed)
            // By scalars, as a browser reads: an accent may follow a tag.
            var rest = Array(html.unicodeScalars)[...]
            var isOpen = false
            var text = String.UnicodeScalarView()
            func begins(_ sign: String) -> Bool { rest.starts(with: sign.unicodeScalars) }
            while let first = rest.first {
                if begins("<mark>") || begins("</mark>") {
                    let opens = begins("<mark>")
                    #expect(opens != isOpen, "\(html)")
                    isOpen = opens
                    marked += 1
                    rest = rest.dropFirst(opens ? 6 : 7)
                    continue
                }
                #expect(!["<", ">", "\"", "'"].contains(first), "\(html)")
                if first == "&" {
                    let entity = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].first(where: begins)
                    #expect(entity != nil, "\(html)")
                    rest = rest.dropFirst(entity?.count ?? 1)
                    text.append(" ")
                    continue
                }
                text.append(first)
                rest = rest.dropFirst()
            }
            #expect(!isOpen)
            #expect(SearchWords.words(in: String(text)).count <= 30, "\(html.unicodeScalars.map(\.value))")
        }
        #expect(marked > 500)
    }
}
