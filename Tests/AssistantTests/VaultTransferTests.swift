import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Vault: exports and imports")
struct VaultTransferTests {
    /// The notes of an exported file without their ids and times of making.
    private func notes(_ reply: Reply, ids: Bool) -> [JSONValue] {
        reply.entries.map { entry in
            guard case .object(var members) = entry else { return entry }
            if !ids { members["entry_id"] = nil }
            return .object(members)
        }
    }

    private let odd = [
        "plain", "\n\n---\n\n", "<!-- vault/1 entry {} -->", "-->", "\r\n", "## 2026-03-07\n\nTags: `x`", "e\u{301}", "日本語",
        "\u{1F469}\u{200D}\u{1F467}",
        "\u{202E}", "\u{7}", "\"\\", "{\"entries\": []}", "\u{2028}", "\t", "\u{FEFF}",
    ]

    @Test(
        "export, import and export again give the same notes, in both formats, with their ids or new ones", arguments: TestDatabases.available,
        [UInt64(1), 2, 3])
    func roundTrip(dialect: Dialect, seed: UInt64) async throws {
        try await withServer(on: dialect) { server in
            var random = SeededGenerator(seed: seed)
            let vault = try await server.organization().vault
            for _ in 0..<70 {
                let content = "n" + (0..<Int.random(in: 1...5, using: &random)).map { _ in odd.randomElement(using: &random) ?? "" }.joined()
                let body: JSONValue = [
                    "content": .string(content), "tags": .array((0..<Int.random(in: 0...3, using: &random)).map { .string("Tag \($0)") }),
                    "source_ref": "https://example.com/?a=<b>",
                ]
                let made = try await vault.post("remember", body)
                try #require(made.status == 200, "\(made.text)")
                if Bool.random(using: &random) { server.clock.advance(seconds: Double.random(in: 0...2, using: &random)) }
                if Bool.random(using: &random), let id = made["entry_id"]?.stringValue { try await vault.update(id, ["tags": ["changed"]]) }
            }
            let first = try await vault.get("export.json")
            #expect(first.header("Content-Disposition") == "attachment; filename=\"vault-personal-20260307.json\"")
            #expect(first.header("Cache-Control") == "no-store")
            #expect(first.header("X-Content-Type-Options") == "nosniff")
            #expect(first["format"] == "vault/1")
            #expect(first.number("count") == 70)
            #expect(first.entries.count == 70)
            let markdown = try await vault.get("export.md")
            #expect(markdown.header("Content-Type") == "text/markdown; charset=utf-8")
            for (file, type) in [(first.bytes, "application/json"), (markdown.bytes, "text/markdown; charset=utf-8")] {
                // Elsewhere, with the ids of the file: equal in everything.
                let other = try await server.organization("Other").vault
                let taken = try await other.load(file, type: type)
                #expect(taken.number("imported") == 70, "\(taken.text)")
                #expect(taken.number("skipped") == 0)
                #expect(notes(try await other.get("export.json"), ids: true) == notes(first, ids: true))
                // Once more changes nothing.
                #expect(try await other.load(file, type: type).number("skipped") == 70)
                #expect(try await other.get("list").total == 70)
                // With new ids all is there twice; a third vault has it once.
                #expect(try await other.load(file, type: type, query: "?new_ids=1").number("imported") == 70)
                #expect(try await other.get("list").total == 140)
                let third = try await server.organization("Third").vault
                #expect(try await third.load(file, type: type, query: "?new_ids=true").number("imported") == 70)
                let again = try await third.get("export.json")
                #expect(notes(again, ids: false) == notes(first, ids: false))
                let known = Set(first.ids)
                #expect(!again.ids.contains { known.contains($0) })
                // What was taken in is found, and counted by its tags.
                #expect(try await third.get("tags")["tags"] == (try await vault.get("tags"))["tags"])
                #expect(try await third.get("list?tag=changed").total == (try await vault.get("list?tag=changed")).total)
                #expect(try await third.get("list?q=%22tags%22&limit=1").total == (try await vault.get("list?q=%22tags%22&limit=1")).total)
            }
        }
    }

    @Test("an export can be of a tag, a time or a search, oldest first", arguments: TestDatabases.available)
    func filteredExports(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            for number in 0..<200 {
                let content = "Note \(number) \(number.isMultiple(of: 3) ? "fizz" : "")"
                try await vault.remember(content, tags: number.isMultiple(of: 2) ? ["even"] : [])
            }
            func numbers(_ query: String) async throws -> [Int] {
                try await vault.get("export.json?\(query)").entries.compactMap { entry in
                    entry["content"]?.stringValue?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                }
            }
            #expect(try await numbers("") == Array(0..<200))
            #expect(try await numbers("tag=even") == Array(stride(from: 0, to: 200, by: 2)))
            #expect(try await numbers("since=2026-03-07T12:03:00Z") == Array(180..<200))
            #expect(try await numbers("q=fizz") == Array(stride(from: 0, to: 200, by: 3)))
            #expect(try await numbers("q=fizz&tag=even") == Array(stride(from: 0, to: 200, by: 6)))
            #expect(try await numbers("q=the") == [])
            let shared = try await vault.get("export.md?\(vault.sharedQuery)")
            #expect(shared.header("Content-Disposition") == "attachment; filename=\"vault-org-20260307.md\"")
            #expect(shared.text.hasPrefix("# Vault of the organization"))
            #expect(try await vault.load(shared.bytes, type: "text/markdown").number("total") == 0)
        }
    }

    @Test("an import with one bad note takes in none of them", arguments: TestDatabases.available)
    func allOrNothing(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            let notes = (0..<300).map { #"{"content":"Note \#($0)"}"# } + [#"{"content":" "}"#]
            let reply = try await vault.load(Array(#"{"entries":[\#(notes.joined(separator: ","))]}"#.utf8))
            #expect(reply.status == 400)
            #expect(reply["field"] == "entries[300].content")
            #expect(try await vault.get("list").total == 0)
            for (bytes, type, status) in [
                (Array("{".utf8), "application/json", 400), (Array("[]".utf8), "application/json", 400), (Array(" ".utf8), "text/markdown", 400),
                (Array("{}".utf8), "image/png", 415), ([0xFF], "text/markdown", 400),
                (Array(#"{"entries":[],"entries":[1]}"#.utf8), "application/json", 400),
            ] {
                #expect(try await vault.load(bytes, type: type).status == status)
            }
            #expect(try await vault.load(Array(#"{"entries":[]}"#.utf8), query: "?new_ids=perhaps").status == 400)
            #expect(try await server.server.database.first("SELECT COUNT(*) AS n FROM vault_entries")?.int("n") == 0)
        }
    }

    @Test("ids that are somebody else's come in under new ones and tell nothing", arguments: TestDatabases.available)
    func foreignIDs(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let one = try await organization.vault(.member).vault, other = try await organization.vault(.member).vault
            let id = try await one.remember("Mine")
            let file = try await one.get("export.json").bytes
            let taken = try await other.load(file)
            #expect(taken.number("imported") == 1)
            #expect(try await other.contents() == ["Mine"])
            #expect(try await other.get("entry?entry_id=\(id)").status == 404)
            #expect(try await one.contents() == ["Mine"])
            // Onto the organization's shelf as well.
            #expect(try await one.load(file, query: "?\(one.sharedQuery)").number("renamed") == 1)
            #expect(try await other.contents(one.sharedQuery) == ["Mine"])
        }
    }

    @Test("with server-sent events an import tells of its progress and then of its outcome", arguments: TestDatabases.available)
    func progress(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            let notes = (0..<450).map { #"{"content":"Note \#($0)","tags":["bulk"]}"# }
            let file = Array(#"{"entries":[\#(notes.joined(separator: ","))]}"#.utf8)
            let reply = try await vault.load(file, accept: "text/event-stream")
            #expect(reply.header("Content-Type")?.hasPrefix("text/event-stream") == true)
            let events = reply.text.split(separator: "\n\n").map { $0.split(separator: "\n").map(String.init) }
            #expect(events.last?.first == "event: done")
            #expect(events.last?.last == #"data: {"imported":450,"ok":true,"renamed":0,"skipped":0,"total":450}"#)
            #expect(events.dropLast().allSatisfy { $0.first == "event: progress" })
            #expect(events.dropLast().contains { $0.last?.contains(#""total":450"#) == true })
            #expect(try await vault.get("list?tag=bulk").total == 450)
            #expect(try await vault.get("list?q=note").total == 450)
            // What is wrong with the file is told before the stream begins.
            #expect(try await vault.load(Array(#"{"entries":[{"content":""}]}"#.utf8), accept: "text/event-stream").status == 400)
        }
    }

    private func imports(_ server: TestServer) -> VaultImports {
        VaultImports(database: server.server.database, clock: { server.clock.now }, logger: server.server.logger)
    }

    /// Stages entries as an import does that has not come further.
    private func stage(_ count: Int, _ server: TestServer, onto shelf: VaultShelf, state: VaultImportStore.State) async throws -> String {
        let database = server.server.database, now = server.clock.now.inMilliseconds, id = ID.uuid(at: server.clock.now)
        try await VaultImportStore.begin(id, on: shelf, by: shelf.holder, now: now, in: database)
        let entries = (0..<count).map { number in
            VaultEntry(
                id: ID.uuid(at: now), shelf: shelf, content: "Staged \(number)", tags: ["staged"], source: .import, createdBy: shelf.holder,
                createdAt: now, updatedAt: now, revision: 1)
        }
        try await database.transaction { db in
            _ = try await VaultEntryStore.stage(
                entries.map { ($0, VaultEntries.hash(of: $0.content)) }, org: shelf.organizationID, importID: id, in: db)
            if state == .published {
                #expect(try await VaultImportStore.leaveStaging(id, org: shelf.organizationID, for: .published, now: now, in: db))
                try await VaultTagStore.countEntries(count, on: shelf, in: db)
            }
        }
        return entries[0].id
    }

    @Test("while an import is staging nobody sees its notes; after a crash they are removed", arguments: TestDatabases.available)
    func stagedNotes(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault
            try await vault.remember("There before")
            let id = try await stage(250, server, onto: .personal(organization.ownerID, in: organization.id), state: .staging)
            #expect(try await vault.contents() == ["There before"])
            #expect(try await vault.contents("source=import") == [])
            #expect(try await vault.contents("q=staged") == [])
            #expect(try await vault.get("list").total == 1)
            #expect(try await vault.get("tags").total == 0)
            #expect(try await vault.get("export.json").entries.count == 1)
            #expect(try await vault.get("entry?entry_id=\(id)").status == 404)
            #expect(try await vault.update(id, ["content": "x"]).status == 404)
            #expect(try await vault.post("remember", ["content": "Staged 0"])["similar"] == nil)
            #expect(try await imports(server).recover() == 0)
            server.clock.advance(seconds: VaultImports.patience + 1)
            #expect(try await imports(server).recover() == 1)
            #expect(try await server.server.database.first("SELECT COUNT(*) AS n FROM vault_entries")?.int("n") == 2)
            #expect(try await server.server.database.first("SELECT COUNT(*) AS n FROM vault_imports")?.int("n") == 0)
        }
    }

    @Test(
        "after a crash behind its publication an import is indexed to its end, with what happened to its notes meanwhile",
        arguments: TestDatabases.available)
    func publishedNotes(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault
            let id = try await stage(250, server, onto: .personal(organization.ownerID, in: organization.id), state: .published)
            #expect(try await vault.get("list").total == 250)
            #expect(try await vault.contents().count == 200)
            // Changing, sharing and deleting work before it is indexed.
            let ids = try await vault.get("list?limit=3").ids.filter { $0 != id }
            #expect(try await vault.update(id, ["content": "Changed meanwhile"]).number("revision") == 2)
            #expect(try await vault.contents("q=meanwhile") == ["Changed meanwhile"])
            #expect(try await vault.update(ids[0], ["org_id": .string(vault.organization)]).status == 200)
            #expect(try await vault.post("delete", ["entry_id": .string(ids[1])]).status == 200)
            server.clock.advance(seconds: VaultImports.patience + 1)
            #expect(try await imports(server).recover() == 1)
            #expect(try await vault.get("list").total == 248)
            #expect(try await vault.get("list?tag=staged").total == 248)
            #expect(try await vault.get("list?q=staged").total == 247)
            #expect(try await vault.get("list?tag=staged&\(vault.sharedQuery)").total == 1)
            #expect(try await imports(server).recover() == 0)
        }
    }

    @Test("one import that cannot be ended keeps no other from it, and is given up with its reason", arguments: TestDatabases.available)
    func failingImport(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let database = server.server.database
            let bad = try await server.organization(), good = try await server.organization("Good")
            let id = try await stage(3, server, onto: .personal(bad.ownerID, in: bad.id), state: .published)
            // Its note has a row under its tag already, which indexing it runs into.
            try await database.execute(
                """
                INSERT INTO vault_entry_tags (organization_id, holder, tag, created_at, entry_id)
                SELECT organization_id, holder, 'staged', created_at, id FROM vault_entries WHERE id = $1
                """, [.text(id)])
            server.clock.advance(seconds: 1)
            _ = try await stage(120, server, onto: .personal(good.ownerID, in: good.id), state: .published)
            for number in 1...VaultImports.tries {
                server.clock.advance(seconds: VaultImports.patience + 1)
                #expect(try await imports(server).recover() == (number == 1 ? 2 : 1))
                #expect(try await good.vault.get("list?q=staged").total == 120)
            }
            server.clock.advance(seconds: VaultImports.patience + 1)
            #expect(try await imports(server).recover() == 0)
            let row = try await database.first("SELECT organization_id, state, failures, failure FROM vault_imports")
            #expect(try row?.text("organization_id") == bad.id)
            #expect(try row?.int("failures") == Int64(VaultImports.tries))
            #expect(try row?.optionalText("failure")?.isEmpty == false)
            // Published is published.
            #expect(try await bad.vault.get("list").total == 3)
        }
    }

    @Test("notes that do not say when they were made stand in their order, a millisecond each; too many are refused")
    func timelessNotes() throws {
        let now = Timestamp(seconds: 1_772_884_800)
        let file = (0..<5).map { $0 == 2 ? #"{"content":"2","created_at":"2020-01-01T00:00:00Z"}"# : #"{"content":"\#($0)"}"# }
        let notes = try NoteFile.json(Array(#"{"entries":[\#(file.joined(separator: ","))]}"#.utf8), now: now)
        #expect([0, 1, 3, 4].map { now.microseconds - notes[$0].createdAt.microseconds } == [3_000, 2_000, 1_000, 0])
        let many = Array(#"{"entries":[\#(Array(repeating: #"{"content":"x"}"#, count: NoteFile.countLimit + 1).joined(separator: ","))]}"#.utf8)
        let problem = #expect(throws: Problem.self) { try NoteFile.json(many, now: now) }
        #expect(problem?.field == "entries" && problem?.kind == .malformed)
    }

    @Test("others write while a large import runs", arguments: TestDatabases.available)
    func othersWrite(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault, other = try await server.organization("Other").vault
            let notes = (0..<3_000).map { #"{"content":"Note \#($0) of many","tags":["bulk","n\#($0 % 50)"]}"# }
            let file = Array(#"{"entries":[\#(notes.joined(separator: ","))]}"#.utf8)
            async let taken = vault.load(file)
            var written = 0
            for number in 0..<25 {
                try await other.remember("Beside it \(number)")
                written += 1
            }
            #expect(try await taken.number("imported") == 3_000)
            #expect(written == 25)
            #expect(try await vault.get("list").total == 3_000)
            #expect(try await vault.get("list?tag=n7&q=many").total == 60)
        }
    }
}
