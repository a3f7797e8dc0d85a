import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Imports: notes of other programs")
struct ImportedNotesTests {
    private let now = Timestamp(seconds: 1_772_884_800)

    private func read(_ bytes: [UInt8], name: String? = nil, isJSON: Bool = false) throws -> ImportedNotes {
        try ImportedNotes.read(bytes, isJSON: isJSON, name: name, now: now)
    }

    private func one(_ text: String, name: String? = nil) throws -> ImportedNote {
        let file = try read(Array(text.utf8), name: name)
        #expect(file.notes.count == 1)
        return file.notes[0]
    }

    @Test("a Markdown file is a note: its text unchanged, its tags from the front matter and from within, its times")
    func frontMatter() throws {
        let text = """
            ---
            title: Bees
            tags: [Garden, "Bee Keeping", 'x']
            created: 2024-05-01 09:30
            updated: 2024-06-01T10:00:00+02:00
            ---
            See [[Honey|the honey]] and [[Garden#Soil]] #summer/2024 `#code` not#this #42

            ```
            #fenced
            ```
            """
        let note = try one(text, name: "Bees.md")
        #expect(note.content.contains("[[Honey|the honey]] and [[Garden#Soil]]"))
        #expect(note.content.hasPrefix("---\ntitle: Bees\ntags: [Garden, \"Bee Keeping\", 'x']\n"))
        #expect(note.content.contains("---\n# Bees\n\nSee [[Honey"))
        #expect(note.tags == ["garden", "bee-keeping", "x", "summer/2024"])
        #expect(note.createdAt == Timestamp(iso8601: "2024-05-01T09:30:00Z"))
        #expect(note.updatedAt == Timestamp(iso8601: "2024-06-01T08:00:00Z"))
        #expect(note.sourceReference == "Bees.md")
        #expect(note.source == .import && note.hasForeignWords)
    }

    @Test("tags are found however the front matter writes them")
    func tagForms() throws {
        for (matter, tags) in [
            ("tags:\n  - one\n  - two words", ["one", "two-words"]), ("tags: one, two", ["one", "two"]), ("tags: one two", ["one", "two"]),
            ("tag: '#one'", ["one"]), ("tags: []", []), ("tags:", []), ("Tags:\n- \"a/b\"", ["a/b"]), ("aliases: [x]\ntags: [one]", ["one"]),
        ] {
            #expect(try one("---\n\(matter)\n---\ntext").tags == tags, "\(matter)")
            #expect(try one("---\r\n\(matter.replacing("\n", with: "\r\n"))\r\n---\r\ntext").tags == tags, "\(matter) with CRLF")
        }
        let many = (0..<40).map { "#t\($0)" }.joined(separator: " ")
        #expect(try one(many).tags.count == 20)
        #expect(try one("# Heading\n\n#\(String(repeating: "a", count: 65)) #ok").tags == ["ok"])
        // No front matter: a rule, or one that never ends.
        #expect(try one("text\n---\ntags: [x]\n---\n").tags == [])
        #expect(try one("---\ntags: [x]\ntext").tags == [])
    }

    @Test("a text that begins with its title keeps it; another gets its file's name")
    func titles() throws {
        #expect(try one("# My title\n\nText", name: "other.md").content == "# My title\n\nText")
        #expect(try one("Shopping\nmilk", name: "Shopping.txt").content == "Shopping\nmilk")
        #expect(try one("milk", name: "Shopping.txt").content == "# Shopping\n\nmilk")
        #expect(try one("## Part\n\nText").content == "## Part\n\nText")
    }

    @Test("what a file is, its content says, whatever it is called or sent as")
    func byContent() throws {
        let export = #"{"format":"vault/1","entries":[{"content":"Ours"}]}"#
        for name in ["notes.md", "notes.json", "notes.txt", "notes"] { #expect(try one(export, name: name).content == "Ours") }
        #expect(try one("[link](https://example.com) and {braces}", name: "x.md").content.hasSuffix("[link](https://example.com) and {braces}"))
        #expect(try one("[ ] buy milk").content == "[ ] buy milk")
        #expect(try one("{{template}} and more").content == "{{template}} and more")
        let archive = ZipBuilder.archive([("a.md", "# A")])
        #expect(try read(archive, name: "a.md").notes.count == 1)
        #expect(try read(archive, isJSON: true).notes.count == 1)
        let utf16: [UInt8] = [0xFF, 0xFE] + "# Grüße".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try read(utf16).notes.map(\.content) == ["# Grüße"])
        #expect(try read([0xEF, 0xBB, 0xBF] + Array("# Mark".utf8)).notes.map(\.content) == ["# Mark"])
        // A text about our export is no export.
        let about = "# About\n\n" + String(repeating: "words ", count: 200) + "\n<!-- vault/1 entry {} -->\n"
        #expect(try one(about).content == about)
    }

    @Test("an Obsidian vault comes in with what of it is a note, and says what is none")
    func obsidian() throws {
        let archive = ZipBuilder.archive([
            ("Vault/.obsidian/app.json", "{}"), ("Vault/Projects/Alpha.md", "#work [[Beta]]"), ("Vault/Beta.md", "# Beta\n"),
            ("Vault/picture.png", "\u{1}\u{2}"), ("Vault/drawing.canvas", "{\"nodes\":[]}"), ("Vault/Empty.md", " \n"), ("__MACOSX/._Beta.md", "x"),
            ("Vault/Long.md", String(repeating: "x", count: 65_537)), ("Vault/data.json", "{\"a\": 1}"), ("../out.md", "x"),
        ])
        let file = try read(archive)
        #expect(file.notes.map(\.sourceReference) == ["Vault/Projects/Alpha.md", "Vault/Beta.md"])
        #expect(file.notes.map(\.content) == ["# Alpha\n\n#work [[Beta]]", "# Beta\n"])
        #expect(file.notes[0].tags == ["work"])
        #expect(file.notes[0].createdAt == Timestamp(iso8601: "2026-03-07T12:30:10Z"))
        let reasons = Dictionary(uniqueKeysWithValues: file.passedOver.groups.map { ($0.reason, $0.count) })
        #expect(
            reasons == [
                "is a hidden file": 2, "is no note": 2, "is empty": 1, "has more than 65536 characters": 1, "is no export that is known here": 1,
                "has a name that leads out of the archive": 1,
            ])
        #expect(file.passedOver.groups.first { $0.reason == "is no note" }?.examples == ["Vault/picture.png", "Vault/drawing.canvas"])
    }

    @Test("of ChatGPT's export the memories and custom instructions are notes, each once; conversations are counted")
    func chatGPT() throws {
        let conversation = #"""
            {"title":"T","mapping":{
              "a":{"message":{"author":{"role":"user"},"content":{"content_type":"user_editable_context",
                "user_profile":"I keep bees","user_instructions":"Be brief"}},"parent":null},
              "b":{"message":{"author":{"role":"assistant"},"recipient":"bio","create_time":1700000000.5,
                "content":{"content_type":"text","parts":["Has two hives"]}},"parent":"a"}},
             "current_node":"b","conversation_id":"c1"}
            """#
        let file = try read(
            ZipBuilder.archive([("conversations.json", "[\(conversation),\(conversation)]"), ("chat.html", "<html>"), ("user.json", "{}")]))
        #expect(file.conversations == 2)
        #expect(file.notes.map(\.content) == ["I keep bees", "Be brief", "Has two hives"])
        #expect(file.notes.map(\.tags) == [["chatgpt", "custom-instructions"], ["chatgpt", "custom-instructions"], ["chatgpt", "memory"]])
        #expect(file.notes[2].createdAt == Timestamp(microseconds: 1_700_000_000_500_000))
        #expect(file.notes.allSatisfy { $0.hasForeignWords })
    }

    @Test("of Claude's export memories and the texts of projects are notes")
    func claude() throws {
        let projects = #"""
            [{"uuid":"p","name":"Hive","prompt_template":"Answer as a beekeeper","docs":[
              {"filename":"plan.md","content":"Step one #plan","created_at":"2025-01-02T03:04:05.678901+00:00"}]}]
            """#
        let memories = #"[{"conversations_memory":"Keeps bees","project_memories":{"p":"Builds hives"}}]"#
        let file = try read(ZipBuilder.archive([("projects.json", projects), ("memories.json", memories), ("conversations.json", "[]")]))
        #expect(file.notes.map(\.content) == ["Answer as a beekeeper", "# plan\n\nStep one #plan", "Keeps bees", "Builds hives"])
        #expect(file.notes[1].tags == ["claude", "plan"])
        #expect(file.notes[1].sourceReference == "Claude: Hive/plan.md")
        #expect(file.notes[1].createdAt == Timestamp(iso8601: "2025-01-02T03:04:05.678Z"))
    }

    @Test("our own export in an archive is all or nothing; in two forms it counts once")
    func ownExportInArchive() throws {
        let id = "0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11"
        let json = #"{"format":"vault/1","entries":[{"entry_id":"\#(id)","content":"Ours"}]}"#
        let file = try read(ZipBuilder.archive([("one.json", json), ("two.json", json)]))
        #expect(file.notes.map(\.id) == [id])
        #expect(file.passedOver.groups.count == 1)
        let problem = #expect(throws: Problem.self) {
            try read(ZipBuilder.archive([("good.md", "x"), ("bad.json", #"{"entries":[{"content":" "}]}"#)]))
        }
        #expect(problem?.message == "bad.json: entries[0].content: must not be blank")
    }

    @Test("a file without a note says why", arguments: [
        ([UInt8](), "is empty"), (Array(" \n".utf8), "is empty"), ([0x89, 0x50, 0xFF, 0x00], "is no text in UTF-8"),
        (ZipBuilder.archive([("a.png", "x")]), "a.png is no note"),
    ])
    func nothing(bytes: [UInt8], reason: String) throws {
        let problem = #expect(throws: Problem.self) { try read(bytes) }
        #expect(problem?.code == "nothing_to_import")
        #expect(problem?.message.contains(reason) == true, "\(problem?.message ?? "")")
    }

    @Test("an archive is imported once, however often it is sent, and its notes are found", arguments: TestDatabases.available)
    func overTheWire(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            let archive = ZipBuilder.archive([("Notes/Lavender.md", "Needs sun #garden"), ("Notes/Thyme.md", "Needs less"), ("a.png", "x")])
            for type in ["application/zip", "application/octet-stream"] {
                let reply = try await vault.load(archive, type: type)
                #expect(reply.number("total") == 2, "\(reply.text)")
                #expect(reply.number(type == "application/zip" ? "imported" : "skipped") == 2)
                #expect(reply["passed_over"] == [["reason": "is no note", "count": 1, "examples": ["a.png"]]])
            }
            #expect(try await vault.contents("q=lavender") == ["# Lavender\n\nNeeds sun #garden"])
            #expect(try await vault.get("list?tag=garden").entries.first?["source_ref"] == "Notes/Lavender.md")
            let plain = try await vault.load(Array("Just text".utf8), type: "text/plain", query: "?name=Idea.txt")
            #expect(plain.number("imported") == 1)
            #expect(try await vault.contents("q=idea") == ["# Idea\n\nJust text"])
            #expect(try await vault.load([1], type: "image/png").status == 415)
            #expect(try await vault.load(Array(archive.dropLast(30)), type: "application/zip").code == "bad_archive")
        }
    }
}
