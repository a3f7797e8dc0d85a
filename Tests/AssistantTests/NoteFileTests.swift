import Foundation
import Support
import Testing
import Vocabulary

@testable import Assistant

/// Pieces that break a careless reader of Markdown, and ordinary ones.
private let oddPieces = [
    "plain words", "\n", "\r\n", "\r", "\n\n---\n", "\r\n\r\n---\r\n", "---", "# Title", "## 2026-03-07", "Tags: `a`, `b`", "<!--", "-->", "--!>",
    "<!-- vault/1 entry {} -->", "\n<!-- vault/1 entry {\"bytes\":3} -->\n\n## 2026-03-07\n\nabc\n\n---\n\n", "<!-- vault/1 export {} -->", " ", "\t",
    "é", "e\u{301}", "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", "日本語",
    "\u{202E}right to left", "\u{7}", "`code`", "```", "\\", "\"", "{\"entries\":[]}",
    "\u{FEFF}", "\u{2028}", "ﬁ", "İ", "a\u{0}b".replacing("\u{0}", with: ""),
]

@Suite("Notes and their files")
struct NoteFileTests {
    let now = Timestamp(iso8601: "2026-03-07T12:00:00Z") ?? Timestamp(microseconds: 0)

    private func note(_ content: String, tags: [String] = [], at time: Timestamp? = nil) -> VaultEntry {
        let time = time ?? now
        return VaultEntry(
            id: ID.uuid(at: time), shelf: .personal("usr_a", in: "org_a"), content: content, tags: tags, source: .chat,
            sourceReference: content.utf8.count.isMultiple(of: 2) ? "https://example.com/<a>?b=-->" : nil, createdBy: "usr_a", createdAt: time,
            updatedAt: time.adding(seconds: 1), revision: 1, importID: nil)
    }

    private func markdown(_ entries: [VaultEntry]) throws -> [UInt8] {
        Array((try NoteMarkdown.opening(scope: "personal", at: now) + entries.map { try NoteMarkdown.entry(ExportedNote($0)) }.joined()).utf8)
    }

    @Test("whatever notes hold, a Markdown file of them is read back as it was", arguments: UInt64(1)...40)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let entries: [VaultEntry] = try (0..<Int.random(in: 0...12, using: &random)).map { _ in
            let pieces = (0..<Int.random(in: 1...9, using: &random)).map { _ in oddPieces.randomElement(using: &random) ?? "" }
            let content = ("x" + pieces.joined()).normalized
            let tags = (0..<Int.random(in: 0...4, using: &random)).map { _ in oddPieces.randomElement(using: &random) ?? "" }
            return note(content, tags: try NoteTags.written(tags.filter { (try? NoteTags.written([$0])) != nil }))
        }
        let read = try NoteFile.markdown(try markdown(entries), now: now)
        #expect(read.map(\.content).map { Array($0.utf8) } == entries.map(\.content).map { Array($0.utf8) })
        #expect(read.map(\.tags) == entries.map(\.tags))
        #expect(read.map(\.id) == entries.map(\.id))
        #expect(read.map(\.createdAt) == entries.map(\.createdAt))
        #expect(read.map(\.updatedAt) == entries.map(\.updatedAt))
        #expect(read.map(\.source) == entries.map(\.source))
        #expect(read.map(\.sourceReference) == entries.map(\.sourceReference))
    }

    @Test("no tag ends the comment that carries it")
    func commentsStayWhole() throws {
        let text = try NoteMarkdown.entry(ExportedNote(note("x", tags: ["-->", "<b>"])))
        let comment = text.prefix { $0 != "\n" }
        #expect(comment.hasSuffix(" -->"))
        #expect(!comment.dropLast(4).contains(">"))
    }

    @Test("a file that an editor changed is still read: other line ends, words added")
    func editedFiles() throws {
        let entries = [note("First line\nsecond line", tags: ["a"]), note("Alone")]
        let text = String(decoding: try markdown(entries), as: UTF8.self)
        let windows = try NoteFile.markdown(Array(text.replacing("\n", with: "\r\n").utf8), now: now)
        #expect(windows.map(\.content) == ["First line\r\nsecond line", "Alone"])
        let longer = try NoteFile.markdown(Array(text.replacing("second line", with: "second line, longer\n\n---\n\nand a third").utf8), now: now)
        #expect(longer.map(\.content) == ["First line\nsecond line, longer\n\n---\n\nand a third", "Alone"])
    }

    @Test(
        "what is no export is refused",
        arguments: ["", "# Title\n\nText", "<!-- vault/1 something -->", "<!-- vault/1 entry {\"tags\": 3} -->\n\nx\n\n---\n"])
    func foreignFiles(text: String) {
        #expect(throws: Problem.self) { try NoteFile.markdown(Array(text.utf8), now: now) }
    }

    @Test("a file of JSON says which note is wrong and why")
    func jsonProblems() throws {
        func field(_ json: String) -> String? {
            do { _ = try NoteFile.json(Array(json.utf8), now: now) } catch { return (error as? Problem)?.field }
            return nil
        }
        #expect(field(#"{"entries":[{"content":"a"},{"content":" "}]}"#) == "entries[1].content")
        #expect(field(#"{"entries":[{"content":"a","tags":["x",""]}]}"#) == "entries[0].tags[1]")
        #expect(field(#"{"entries":[{"content":"a","created_at":"yesterday"}]}"#) == "entries[0].created_at")
        #expect(field(#"{"entries":[{"content":"a","source":"dream"}]}"#) == "entries[0].source")
        #expect(field(#"{"entries":[{"content":"a","entry_id":"7"}]}"#) == "entries[0].entry_id")
        #expect(field(#"{"format":"vault/2","entries":[]}"#) == "format")
        let id = "0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11"
        let twice = #"{"entries":[{"content":"a","entry_id":"\#(id)"},{"content":"b","entry_id":"\#(id.uppercased())"}]}"#
        #expect(field(twice) == "entries[1].entry_id")
        #expect(try NoteFile.json(Array(#"{"entries":[]}"#.utf8), now: now).isEmpty)
    }

    @Test("tags are written in one way")
    func tags() throws {
        #expect(try NoteTags.written(["  Work Stuff ", "WORK\t\nstuff", "Cafe\u{301}", "CAFÉ", "x"]) == ["work-stuff", "café", "x"])
        for piece in oddPieces {
            guard let once = try? NoteTags.written([piece]) else { continue }
            #expect(try NoteTags.written(once) == once, "\(piece)")
        }
        #expect(throws: Problem.self) { try NoteTags.written(["a\u{7}"]) }
        #expect(throws: Problem.self) { try NoteTags.written([String(repeating: "a", count: 65)]) }
        #expect(try NoteTags.written([String(repeating: "\u{1F469}", count: 64)]).count == 1)
        #expect(throws: Problem.self) { try NoteTags.written((0...20).map { "t\($0)" }) }
        #expect(try NoteTags.written((0...20).map { "t\($0 % 20)" }).count == 20)
    }

    @Test("a note has 1 to 65,536 characters, counted in normal form, and is not blank")
    func contents() throws {
        #expect(try NoteText.content(String(repeating: "\u{1F600}", count: 65_536)).unicodeScalars.count == 65_536)
        #expect(throws: Problem.self) { try NoteText.content(String(repeating: "é", count: 65_537)) }
        // Two scalars that are one in normal form.
        #expect(try NoteText.content(String(repeating: "e\u{301}", count: 65_536)).unicodeScalars.count == 65_536)
        for blank in ["", " ", "\n\t\u{3000}\u{2003}"] { #expect(throws: Problem.self) { try NoteText.content(blank) } }
        #expect(try NoteText.content("  kept as it is \r\n") == "  kept as it is \r\n")
        #expect(throws: Problem.self) { try NoteText.content("a\u{0}b") }
    }

    @Test("a text is cut at whole characters")
    func cutting() {
        #expect("héllo".clipped(toBytes: 2, mark: "") == "h")
        #expect("héllo".clipped(toBytes: 3, mark: "") == "hé")
        #expect("\u{1F600}".clipped(toBytes: 3, mark: "") == "")
        #expect("abc".clipped(toBytes: 3, mark: "") == "abc")
        #expect("abc".clipped(toBytes: 0, mark: "") == "")
    }
}

@Suite("Vectors of notes")
struct NoteVectorTests {
    private func vector(_ random: inout SeededGenerator) -> [Float] { (0..<384).map { _ in Float.random(in: -1...1, using: &random) } }

    @Test("eight bits a number move a cosine by less than 0.01", arguments: UInt64(1)...20)
    func precision(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let one = vector(&random)
        let other = zip(one, vector(&random)).map { $0 * Float(seed) / 20 + $1 }
        func length(_ vector: [Float]) -> Float { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        let exact = zip(one, other).reduce(Float(0)) { $0 + $1.0 * $1.1 } / length(one) / length(other)
        let packed = try #require(NoteVector(one)), second = try #require(NoteVector(other))
        #expect(packed.bytes.count == 388)
        #expect(abs(try #require(packed.cosine(second)) - exact) < 0.01)
        #expect(try #require(packed.cosine(packed)) > 0.999)
    }

    @Test("what is no direction has no vector, and vectors of other sizes are not compared")
    func oddVectors() throws {
        #expect(NoteVector([Float]()) == nil)
        #expect(NoteVector([0, 0, 0]) == nil)
        #expect(NoteVector([.nan, 1]) == nil)
        #expect(NoteVector([.infinity, 1]) == nil)
        #expect(try #require(NoteVector([1, 0])).cosine(try #require(NoteVector([1, 0, 0]))) == nil)
    }

    @Test("a note is read in pieces that lose nothing up to 6,400 characters")
    func pieces() {
        let long = (0..<700).map { "word\($0)" }.joined(separator: " ")
        let pieces = NoteVector.pieces(of: long)
        #expect(pieces.allSatisfy { $0.unicodeScalars.count <= NoteVector.pieceLength })
        #expect(pieces.joined() == long)
        #expect(NoteVector.pieces(of: String(repeating: "x", count: 100_000)).count == NoteVector.pieceLimit)
        #expect(NoteVector.pieces(of: "short") == ["short"])
    }

    @Test("two lists in one: the sum of 1 / (60 + rank)")
    func fusion() {
        let scores = ReciprocalRank.scores([["a", "b"], ["b", "c"]])
        #expect(scores["a"] == 1 / 61.0)
        #expect(scores["b"] == 1 / 62.0 + 1 / 61.0)
        #expect(scores["c"] == 1 / 62.0)
    }
}
