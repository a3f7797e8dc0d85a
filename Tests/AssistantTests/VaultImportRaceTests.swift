import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

/// A file of notes with ids of their own.
private struct NotesFile {
    let ids: [String]

    init(_ count: Int, at now: Timestamp) { ids = (0..<count).map { _ in ID.uuid(at: now) } }

    var bytes: [UInt8] { bytes(isReversed: false) }

    func bytes(isReversed: Bool) -> [UInt8] {
        var notes = ids.enumerated().map { #"{"entry_id":"\#($0.element)","content":"Note \#($0.offset)","tags":["bulk"]}"# }
        if isReversed { notes.reverse() }
        return Array(#"{"entries":[\#(notes.joined(separator: ","))]}"#.utf8)
    }

    /// What an import of the first notes leaves that has come no further.
    func stage(_ count: Int, _ server: TestServer, onto shelf: VaultShelf, _ state: VaultImportStore.State = .staging) async throws {
        let database = server.server.database, now = server.clock.now.inMilliseconds, id = ID.uuid(at: now)
        try await VaultImportStore.begin(id, on: shelf, by: shelf.holder, now: now, in: database)
        let rows = ids.prefix(count).enumerated().map { index, id in
            let entry = VaultEntry(
                id: id, shelf: shelf, content: "Note \(index)", tags: ["bulk"], source: .import, createdBy: shelf.holder, createdAt: now,
                updatedAt: now, revision: 1)
            return (entry: entry, hash: VaultEntries.hash(of: entry.content))
        }
        try await database.transaction { db in
            _ = try await VaultEntryStore.stage(rows, org: shelf.organizationID, importID: id, in: db)
            guard state != .staging else { return }
            #expect(try await VaultImportStore.leaveStaging(id, org: shelf.organizationID, for: state, now: now, in: db))
            if state == .published { try await VaultTagStore.countEntries(count, on: shelf, in: db) }
        }
    }
}

@Suite("Vault: imports in each other's way")
struct VaultImportRaceTests {
    /// The file is there once, under its own ids, found by tag and word, and no entry is left that no one sees.
    private func expectExactly(_ file: NotesFile, in vault: VaultCaller, _ query: String = "") async throws {
        let database = vault.server.server.database
        let exported = try await vault.get("export.json?\(query)")
        #expect(Set(exported.ids) == Set(file.ids))
        #expect(exported.ids.count == file.ids.count)
        for filter in ["", "tag=bulk", "q=note"] {
            #expect(try await vault.get("list?\(filter)&\(query)").total == Int64(file.ids.count), "\(filter)")
        }
        #expect(try await database.first("SELECT COUNT(*) AS n FROM vault_entries WHERE import_id IS NOT NULL")?.int("n") == 0)
        #expect(try await database.first("SELECT COUNT(*) AS n FROM vault_imports")?.int("n") == 0)
    }

    private func expect(_ reply: Reply, imported: Int, skipped: Int, renamed: Int = 0) {
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.number("imported") == Int64(imported), "\(reply.text)")
        #expect(reply.number("skipped") == Int64(skipped), "\(reply.text)")
        #expect(reply.number("renamed") == Int64(renamed), "\(reply.text)")
    }

    @Test(
        "what a dead import staged is taken over: the same file twice more is there once, under its own ids", arguments: TestDatabases.available,
        [VaultImportStore.State.staging, .abandoned])
    func afterCrash(dialect: Dialect, state: VaultImportStore.State) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault, file = NotesFile(330, at: server.clock.now)
            try await file.stage(230, server, onto: .personal(organization.ownerID, in: organization.id), state)
            server.clock.advance(seconds: VaultImportIDs.patience + 1)
            expect(try await vault.load(file.bytes), imported: 330, skipped: 0)
            expect(try await vault.load(file.bytes), imported: 0, skipped: 330)
            try await expectExactly(file, in: vault)
        }
    }

    @Test("a dead import that was published is brought to its end by the next one of its notes", arguments: TestDatabases.available)
    func publishedBefore(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault, file = NotesFile(250, at: server.clock.now)
            try await file.stage(250, server, onto: .personal(organization.ownerID, in: organization.id), .published)
            #expect(try await vault.get("list?q=note").total == 0)
            server.clock.advance(seconds: VaultImportIDs.patience + 1)
            expect(try await vault.load(file.bytes), imported: 0, skipped: 250)
            try await expectExactly(file, in: vault)
        }
    }

    @Test(
        "while the same notes are being stored on a shelf another import of them is refused, and changes nothing", arguments: TestDatabases.available)
    func underWay(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault, file = NotesFile(120, at: server.clock.now)
            let other = NotesFile(50, at: server.clock.now)
            try await file.stage(40, server, onto: .shared(in: organization.id))
            let refused = try await vault.load(file.bytes, query: "?\(vault.sharedQuery)")
            #expect(refused.status == 409)
            #expect(refused.code == "import_in_progress")
            #expect(refused.header("Retry-After") == "5")
            #expect(try await server.server.database.first("SELECT COUNT(*) AS n FROM vault_entries")?.int("n") == 40)
            // Told in a stream as well; other notes are not kept waiting.
            let told = try await vault.load(file.bytes, query: "?\(vault.sharedQuery)", accept: "text/event-stream")
            #expect(told.text.contains("event: error") && told.text.contains("import_in_progress"), "\(told.text)")
            expect(try await vault.load(other.bytes, query: "?\(vault.sharedQuery)"), imported: 50, skipped: 0)
            server.clock.advance(seconds: VaultImportIDs.patience + 1)
            expect(try await vault.load(file.bytes, query: "?\(vault.sharedQuery)"), imported: 120, skipped: 0)
        }
    }

    @Test("an import that was given up by another one stores nothing more", arguments: TestDatabases.available)
    func overtaken(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let shelf = VaultShelf.shared(in: organization.id), file = NotesFile(10, at: server.clock.now), database = server.server.database
            try await file.stage(10, server, onto: shelf)
            let id = try #require(try await database.first("SELECT id FROM vault_imports")?.text("id"))
            server.clock.advance(seconds: VaultImportIDs.patience + 1)
            expect(try await organization.vault.load(file.bytes, query: "?\(organization.vault.sharedQuery)"), imported: 10, skipped: 0)
            let now = server.clock.now
            #expect(try await VaultImportStore.touch(id, org: organization.id, .staging, now: now, in: database) == false)
            #expect(try await VaultImportStore.leaveStaging(id, org: organization.id, for: .published, now: now, in: database) == false)
            try await expectExactly(file, in: organization.vault, organization.vault.sharedQuery)
        }
    }

    @Test("several people who import one file at once onto the shared shelf leave it there once", arguments: TestDatabases.available)
    func atOnce(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let file = NotesFile(420, at: server.clock.now)
            let people = [organization.vault, try await organization.vault(.member).vault, try await organization.vault(.admin).vault]
            let query = "?\(organization.vault.sharedQuery)"
            // Forwards and backwards, so that neither always meets the other at its first note.
            let backwards = file.bytes(isReversed: true)
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for (index, vault) in people.enumerated() {
                    group.addTask { try await vault.load(index == 1 ? backwards : file.bytes, query: query) }
                }
                return try await group.reduce(into: [Reply]()) { $0.append($1) }
            }
            for reply in replies {
                #expect(reply.status == 200 || reply.code == "import_in_progress", "\(reply.text)")
                #expect(reply.status != 200 || reply.number("renamed") == 0, "\(reply.text)")
            }
            for vault in people {
                let again = try await vault.load(file.bytes, query: query)
                #expect(again.number("renamed") == 0, "\(again.text)")
            }
            expect(try await people[0].load(backwards, query: query), imported: 0, skipped: 420)
            try await expectExactly(file, in: people[1], people[1].sharedQuery)
        }
    }

    @Test("a note whose id is someone else's comes in once, however often the file is imported", arguments: TestDatabases.available)
    func renamedOnce(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let one = try await organization.vault(.member), other = try await organization.vault(.member).vault
            let file = NotesFile(130, at: server.clock.now)
            // Seen or not makes no difference: the first import of the owner of the ids is still under way.
            try await file.stage(60, server, onto: .personal(one.id, in: organization.id))
            expect(try await other.load(file.bytes), imported: 130, skipped: 0, renamed: 60)
            server.clock.advance(seconds: VaultImportIDs.patience + 1)
            expect(try await one.vault.load(file.bytes), imported: 130, skipped: 0, renamed: 70)
            for vault in [one.vault, other] {
                expect(try await vault.load(file.bytes), imported: 0, skipped: 130)
                #expect(try await vault.get("list").total == 130)
            }
            // Also when the one that has the id is gone, and when a renamed one was shared.
            let renamed = try #require(try await other.get("export.json").ids.first { !file.ids.contains($0) })
            #expect(try await one.vault.post("delete", ["entry_id": .string(file.ids[0])]).status == 200)
            expect(try await other.load(file.bytes), imported: 0, skipped: 130)
            #expect(try await other.update(renamed, ["org_id": .string(other.organization)]).status == 200)
            #expect(try await other.load(file.bytes).number("imported") == 1)
            expect(try await other.load(file.bytes), imported: 0, skipped: 130)
        }
    }

    @Test("notes without ids are recognized by what they say, equal ones by their number", arguments: TestDatabases.available)
    func namelessNotes(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault, other = try await organization.vault(.member).vault
            let file = Array(#"{"entries":[{"content":"a"},{"content":"b","tags":["x"]},{"content":"a"},{"content":"b"}]}"#.utf8)
            expect(try await vault.load(file), imported: 4, skipped: 0)
            server.clock.advance(seconds: 60)
            expect(try await vault.load(file), imported: 0, skipped: 4)
            // On every shelf by itself.
            expect(try await other.load(file), imported: 4, skipped: 0)
            expect(try await vault.load(file, query: "?\(vault.sharedQuery)"), imported: 4, skipped: 0)
            expect(try await vault.load(Array(#"{"entries":[{"content":"a"},{"content":"a"},{"content":"a"}]}"#.utf8)), imported: 1, skipped: 2)
            expect(try await vault.load(file, query: "?new_ids=1"), imported: 4, skipped: 0)
            #expect(try await vault.get("list").total == 9)
        }
    }
}
