import Testing

@testable import Assistant

@Suite("Words of a web page")
struct HTMLTextTests {
    @Test("title and text are read, scripts and styles are not")
    func page() {
        let page = HTMLText.read(
            """
            <!DOCTYPE html><html><head><title>News &amp; more</title><style>p { color: red }</style><meta charset=utf-8></head>
            <body><h1>Head</h1><p>One  <b>two</b>&nbsp;three.</p><script>if (a < b) alert("</p>")</script>
            <ul><li>first<li>second</ul><!-- gone > still gone --><p title="a > b">Last &#8364; &#x20AC; &unknown; & plain</p></body></html>
            """)
        #expect(page.title == "News & more")
        #expect(page.text == "Head\n\nOne two three.\n\n- first\n- second\n\nLast € € &unknown; & plain")
    }

    @Test(
        "whatever it is given, it ends",
        arguments: [
            "", "<", "</", "<!", "<!--", "<a", "<a href='", "<script>", "<title>", "a < b > c", "&", "&#", "&#xFFFFFFFF;", "&#0;", "<<<<>>>>",
            String(repeating: "<div><!--", count: 5_000), String(repeating: "</script", count: 5_000), String(repeating: "<svg>", count: 5_000),
            "\u{FEFF}\0\u{1}text",
        ])
    func odd(_ html: String) {
        let text = HTMLText.read(html).text
        #expect(!text.unicodeScalars.contains("\0"))
        #expect(text.utf8.count <= html.utf8.count)
    }

    @Test("random bytes of markup never crash it")
    func fuzz() {
        var state: UInt64 = 7
        let alphabet = Array("<>/!-=\"'& ;#xabscripttle\n\u{E9}\u{1F600}".unicodeScalars)
        for _ in 0..<400 {
            var text = String.UnicodeScalarView()
            for _ in 0..<200 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            _ = HTMLText.read(String(text))
        }
    }
}
