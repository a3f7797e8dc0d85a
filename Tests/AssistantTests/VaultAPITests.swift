import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

@Suite("Vault: entries, their tags and revisions")
struct VaultAPITests {
    @Test("what is remembered is listed, newest first, and found by the next request", arguments: TestDatabases.available)
    func remembering(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            let first = try await vault.remember("The dentist is called Zahnlos", tags: ["Health Care", "people"])
            let second = try await vault.remember("Bread from the corner\nopens at seven", tags: ["food"])
            let list = try await vault.get("list")
            #expect(list.entries.compactMap { $0["entry_id"]?.stringValue } == [second, first])
            #expect(list.total == 2)
            #expect(list["has_more"] == false)
            #expect(list["limit"] == 50)
            let entry = list.entries[1]
            #expect(entry["tags"] == ["health-care", "people"])
            #expect(entry["scope"] == "personal")
            #expect(entry["org_id"] == .null)
            #expect(entry["source"] == "api")
            #expect(entry["revision"] == 1)
            #expect(entry["created_at"] == "2026-03-07T12:00:00.000Z")
            let found = try await vault.get("list?q=zahnlos")
            #expect(found.entries.compactMap { $0["entry_id"]?.stringValue } == [first])
            #expect(found.entries.first?["snippet"]?.stringValue?.contains("<mark>Zahnlos</mark>") == true)
            #expect(found.entries.first?["score"]?.doubleValue ?? 0 > 0)
            #expect(try await vault.get("list?q=nothing").total == 0)
            // Only stop words, and what no query language understands.
            for odd in ["the", "%22", "-", "OR+OR", "%22a", "((", "*"] {
                #expect(try await vault.get("list?q=\(odd)").status == 200, "\(odd)")
            }
        }
    }

    @Test("lists are narrowed by tags, source and time, and their totals are exact", arguments: TestDatabases.available)
    func filters(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            for number in 0..<12 {
                var tags = ["all"]
                if number.isMultiple(of: 2) { tags.append("even") }
                if number.isMultiple(of: 3) { tags.append("three") }
                try await vault.remember("Note \(number)", tags: tags)
            }
            func numbers(_ query: String) async throws -> [Int] {
                let reply = try await vault.get("list?limit=200&\(query)")
                let found = reply.entries.compactMap { $0["content"]?.stringValue.flatMap { Int($0.dropFirst(5)) } }
                #expect(reply.total == Int64(found.count), "\(query)")
                return found
            }
            #expect(try await numbers("tag=even&tag=three") == [6, 0])
            #expect(try await numbers("tag=THREE&tag=all&tag=three") == [9, 6, 3, 0])
            #expect(try await numbers("tag=unknown&tag=all") == [])
            #expect(try await numbers("source=api") == Array((0..<12).reversed()))
            #expect(try await numbers("source=chat") == [])
            #expect(try await numbers("tag=even&source=api&since=2026-03-07T12:00:04Z") == [10, 8, 6, 4])
            #expect(try await numbers("since=2026-03-07T12:00:03Z&until=2026-03-07T12:00:05Z") == [4, 3])
            #expect(try await numbers("q=note&tag=three&until=2026-03-07T12:00:04%2B00:00").sorted() == [0, 3])
            let window = try await vault.get("list?limit=5&offset=5")
            #expect(window.entries.count == 5)
            #expect(window.total == 12)
            #expect(window["has_more"] == true)
            #expect(window.entries.first?["content"] == "Note 6")
            let tagged = try await vault.get("list?tag=even&limit=2&offset=1")
            #expect(tagged.entries.compactMap { $0["content"]?.stringValue } == ["Note 8", "Note 6"])
            #expect(tagged.total == 6)
            let tags = try await vault.get("tags")
            #expect(tags["tags"] == [["tag": "all", "count": 12], ["tag": "even", "count": 6], ["tag": "three", "count": 4]])
            #expect(tags.total == 3)
        }
    }

    @Test("bad input is refused with the field's name", arguments: TestDatabases.available)
    func badInput(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            for (path, field) in [
                ("list?scope=org", "org_id"), ("list?org_id=\(vault.organization)", "org_id"), ("list?scope=all", "scope"), ("list?limit=0", "limit"),
                ("list?limit=201", "limit"), ("list?offset=100001", "offset"), ("list?q=", "q"), ("list?q=%20", "q"), ("list?tag=", "tag"),
                ("list?q=\(String(repeating: "a", count: 257))", "q"), ("list?source=dream", "source"), ("list?since=monday", "since"),
                ("entry?entry_id={x}", "entry_id"), ("entry", "entry_id"), ("history?entry_id=1", "entry_id"), ("tags?scope=x", "scope"),
            ] {
                let reply = try await vault.get(path)
                #expect(reply.status == 400, "\(path)")
                #expect(reply["ok"] == false)
                #expect(reply["field"]?.stringValue == field, "\(path): \(reply.text)")
            }
            let long = String(repeating: "ä", count: 65_537)
            for (body, field): (JSONValue, String) in [
                (["tags": []], "content"), (["content": "  "], "content"), (["content": 3], "content"), (["content": .string(long)], "content"),
                (["content": "a", "tags": ["ok", " "]], "tags[1]"), (["content": "a", "tags": "x"], "tags"),
                (["content": "a", "org_id": "x"], "org_id"),
                (["content": "a", "tags": .array((0..<21).map { .string("t\($0)") })], "tags"), (["content": "a", "source_ref": ""], "source_ref"),
            ] {
                let reply = try await vault.post("remember", body)
                #expect(reply.status == 400, "\(reply.text)")
                #expect(reply["field"]?.stringValue == field, "\(reply.text)")
            }
            let id = try await vault.remember("A note")
            #expect(try await vault.update(id, [:]).code == "nothing_to_update")
            #expect(try await vault.update(id, ["content": " "])["field"] == "content")
            #expect(try await vault.update(id, ["restore_revision": 1, "content": "b"])["field"] == "restore_revision")
            #expect(try await vault.update("nonsense", ["content": "b"])["field"] == "entry_id")
            #expect(try await vault.update(ID.uuid(at: server.clock.now), ["content": "b"]).status == 404)
            #expect(try await vault.post("remember", ["content": .string(String(long.dropLast()))]).status == 200)
            #expect(try await vault.get("list").total == 2)
        }
    }

    @Test("equal notes are two entries, and the second is told of the first", arguments: TestDatabases.available)
    func similar(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let organization = try await server.organization()
            let vault = organization.vault
            var ids: [String] = []
            for _ in 0..<5 {
                // The same in normal form C.
                let content = ids.count.isMultiple(of: 2) ? "Cafe\u{301}" : "Café"
                let made = try await vault.post("remember", ["content": .string(content)])
                #expect(made.texts("similar") == Array(ids.reversed().prefix(3)))
                #expect((made["similar"] == nil) == ids.isEmpty)
                ids.append(made["entry_id"]?.stringValue ?? "")
                server.clock.advance(seconds: 1)
            }
            #expect(Set(ids).count == 5)
            #expect(try await vault.post("remember", ["content": "Café", "org_id": .string(vault.organization)])["similar"] == nil)
            #expect(try await organization.vault(.member).vault.post("remember", ["content": "Café"])["similar"] == nil)
        }
    }

    @Test("an update keeps what was, up to 20 revisions, and any of them comes back", arguments: TestDatabases.available)
    func revisions(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            let id = try await vault.remember("Version 1", tags: ["one"])
            for number in 2...25 {
                let reply = try await vault.update(
                    id, ["content": .string("Version \(number)"), "expected_revision": .integer(Int64(number - 1))])
                #expect(reply.number("revision") == Int64(number), "\(reply.text)")
                server.clock.advance(seconds: 1)
            }
            let stale = try await vault.update(id, ["content": "Lost", "expected_revision": 24])
            #expect(stale.status == 409)
            #expect(stale.code == "stale")
            #expect(stale.number("revision") == 25)
            // Nothing changed, nothing counted.
            #expect(try await vault.update(id, ["content": "Version 25", "tags": ["ONE"]]).number("revision") == 25)
            let history = try await vault.get("history?entry_id=\(id)")
            #expect(history.number("revision") == 25)
            let revisions = history.items("revisions")
            #expect(revisions.compactMap { $0["content"]?.stringValue } == (5...24).reversed().map { "Version \($0)" })
            #expect(revisions.last?["revision"] == 5)
            #expect(revisions.last?["changed_at"] == "2026-03-07T12:00:04.000Z")
            #expect(try await vault.update(id, ["restore_revision": 4]).status == 404)
            try await vault.update(id, ["tags": ["two"]])
            #expect(try await vault.update(id, ["restore_revision": 7]).number("revision") == 27)
            let entry = try await vault.entry(id)
            #expect(entry["content"] == "Version 7")
            #expect(entry["tags"] == ["one"])
            #expect(entry["created_at"] == "2026-03-07T12:00:00.000Z")
            #expect(try await vault.get("tags")["tags"] == [["tag": "one", "count": 1]])
            #expect(try await vault.contents("q=version+7") == ["Version 7"])
            #expect(try await vault.contents("q=25") == [])
            #expect(try await vault.contents("tag=two") == [])
            #expect(try await vault.contents("tag=one") == ["Version 7"])
        }
    }

    @Test("what is deleted is gone, with all that hung on it, and the log says so", arguments: TestDatabases.available)
    func deleting(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            let id = try await vault.remember("Secret plan", tags: ["plans"])
            try await vault.update(id, ["content": "Secret plan, second version"])
            let other = try await vault.remember("Other", tags: ["plans"])
            #expect(try await vault.post("delete", ["entry_id": .string(id.uppercased())])["ok"] == true)
            #expect(try await vault.post("delete", ["entry_id": .string(id)]).status == 404)
            #expect(try await vault.get("entry?entry_id=\(id)").status == 404)
            #expect(try await vault.get("history?entry_id=\(id)").status == 404)
            #expect(try await vault.contents("q=secret") == [])
            #expect(try await vault.get("list").total == 1)
            #expect(try await vault.get("tags")["tags"] == [["tag": "plans", "count": 1]])
            try await vault.post("delete", ["entry_id": .string(other)])
            for table in ["vault_entries", "vault_revisions", "vault_entry_tags", "vault_tags", "vault_vectors"] {
                #expect(try await server.server.database.first("SELECT COUNT(*) AS n FROM \(table)")?.int("n") == 0, "\(table)")
            }
            let rows = try await server.server.database.query(
                "SELECT target_id FROM audit_records WHERE action = 'vault.entry.deleted' ORDER BY number")
            #expect(try rows.map { try $0.text("target_id") } == [id, other])
        }
    }

    @Test("each entry goes into the outbox with the transaction that stores it, long ones cut", arguments: TestDatabases.available)
    func outbox(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            let id = try await vault.remember("x" + String(repeating: "é", count: 5_000), tags: ["long"], shared: true)
            let rows = try await server.server.database.query("SELECT body, family FROM outbox_events WHERE type = 'vault.entry'")
            #expect(rows.count == 1)
            let event = try JSONValue(parsing: String(decoding: try #require(rows.first).bytes("body"), as: UTF8.self))
            #expect(try rows.first?.text("family") == "stratam")
            #expect(event["type"] == "vault.entry")
            #expect(event["timestamp"] == "2026-03-07T12:00:00.000Z")
            #expect(event["data"]?["entry_id"]?.stringValue == id)
            #expect(event["data"]?["scope"] == "org")
            #expect(event["data"]?["org_id"]?.stringValue == vault.organization)
            #expect(event["data"]?["content"]?.stringValue?.utf8.count == 8_191)
            // Whatever a note holds, its event is JSON that says the same.
            let odd = "\" \\ / \n\r\n\t \u{1} \u{1F} \u{7F} \u{2028} \u{1F469}\u{200D}\u{1F467} </script> é"
            try await vault.remember(odd, tags: ["a\"b\\", "日本"])
            let stored = try await server.server.database.query("SELECT body FROM outbox_events WHERE type = 'vault.entry' ORDER BY created_at")
            let second = try JSONValue(parsing: String(decoding: try #require(stored.last).bytes("body"), as: UTF8.self))
            #expect(second["data"]?["content"] == .string(odd))
            #expect(second["data"]?["tags"] == ["a\"b\\", "日本"])
            #expect(second["data"]?["org_id"] == .null)
        }
    }

    @Test("a repeated request with the same key remembers once", arguments: TestDatabases.available)
    func idempotency(dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let vault = try await server.organization().vault
            let first = try await vault.post("remember", ["content": "Once"], headers: ["Idempotency-Key": "abc"])
            let again = try await vault.post("remember", ["content": "Once"], headers: ["Idempotency-Key": "abc"])
            #expect(first["entry_id"] == again["entry_id"])
            #expect(again.header("Idempotent-Replay") == "true")
            #expect(try await vault.get("list").total == 1)
        }
    }

    @Test("counts stay those of the entries, whatever happens to them", arguments: TestDatabases.available, [UInt64(1), 2])
    func counts(dialect: Dialect, seed: UInt64) async throws {
        try await withServer(on: dialect) { server in
            var random = SeededGenerator(seed: seed)
            let organization = try await server.organization()
            let callers = [organization.vault, try await organization.vault(.member).vault]
            var ids: [(id: String, caller: Int)] = []
            func tags() -> [String] { (0..<Int.random(in: 0...3, using: &random)).map { _ in "t\(Int.random(in: 0..<4, using: &random))" } }
            for _ in 0..<80 {
                let caller = Int.random(in: 0..<2, using: &random)
                let known = ids.randomElement(using: &random)
                switch (Int.random(in: 0..<8, using: &random), known) {
                case (0...2, _), (_, nil):
                    ids.append((try await callers[caller].remember("Note", tags: tags(), shared: Bool.random(using: &random)), caller))
                case (3, let known?): try await callers[known.caller].update(known.id, ["tags": .array(tags().map(JSONValue.string))])
                case (4, let known?): try await callers[known.caller].update(known.id, ["org_id": .string(callers[0].organization)])
                case (5, let known?): try await callers[known.caller].update(known.id, ["org_id": .null, "tags": ["t1"]])
                case (6, let known?):
                    #expect(try await callers[known.caller].post("delete", ["entry_id": .string(known.id)]).status == 200)
                    ids.removeAll { $0.id == known.id }
                case (_, let known?):
                    try await callers[known.caller].update(known.id, ["content": .string("Note \(Int.random(in: 0..<9, using: &random))")])
                }
            }
            let database = server.server.database
            let shelves = try await database.query("SELECT holder, entries FROM vault_shelves WHERE entries <> 0 ORDER BY holder")
            let counted = try await database.query("SELECT holder, COUNT(*) AS entries FROM vault_entries GROUP BY holder ORDER BY holder")
            func pairs(_ rows: [SQLRow]) throws -> [String] { try rows.map { "\(try $0.text("holder")) \(try $0.int("entries"))" } }
            #expect(try pairs(shelves) == pairs(counted))
            let tagCounts = try await database.query("SELECT holder, tag, entries FROM vault_tags ORDER BY holder, tag")
            let tagged = try await database.query(
                "SELECT holder, tag, COUNT(*) AS entries FROM vault_entry_tags GROUP BY holder, tag ORDER BY holder, tag")
            func lines(_ rows: [SQLRow]) throws -> [String] {
                try rows.map { "\(try $0.text("holder")) \(try $0.text("tag")) \(try $0.int("entries"))" }
            }
            #expect(try lines(tagCounts) == lines(tagged))
            let stored = try await database.query("SELECT holder, tags FROM vault_entries")
            let held = try stored.flatMap { row in try row.text("tags").split(separator: "\n").map { "\(try row.text("holder")) \($0)" } }
            #expect(held.count == Int(try tagged.reduce(0) { $0 + (try $1.int("entries")) }))
            for caller in callers {
                for query in ["", caller.sharedQuery] {
                    let list = try await caller.get("list?limit=200&\(query)")
                    #expect(list.total == Int64(list.entries.count))
                    #expect(try await caller.contents("q=note&\(query)").count == list.entries.count)
                }
            }
        }
    }
}
