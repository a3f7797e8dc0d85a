// Several filters at once: whichever index leads, the same sessions come.
import Foundation
import Storage
import Support
import Testing
import Vocabulary

@Suite("Combined filters")
struct CombinedFilterTests {
    @Test("Every pair and triple of filters lists what a plain query finds, in order", arguments: TestDatabases.available)
    func combinations(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let people = try await [acme.identity("a"), acme.identity("b")]
            for number in 0..<14 {
                let session = try await acme.session(events: 5 + number, metadata: ["form": .string(number % 3 == 0 ? "login" : "checkout")])
                server.clock.advance(minutes: 0.1)
                if number % 7 == 6 { continue }
                try await server.post("sessions/\(session)/complete", as: acme.secret, [:])
                try await server.post(
                    "identities/link", as: acme.secret,
                    ["session_id": .string(session), "identity_id": .string(people[number % 2]), "account_id": .string("acct_\(number % 3)")])
                if number % 4 != 3 { try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(session)]) }
            }
            let filters: [(query: String, sql: String)] = [
                ("identity_id=\(people[0])", "s.identity_id = '\(people[0])'"),
                ("account_id=acct_1", "s.account_id = 'acct_1'"),
                ("status=analyzed", "s.status = 'analyzed'"),
                ("status=completed", "s.status = 'completed'"),
                ("match_status=review", "s.match_status = 'review'"),
                ("metadata_key=form", "EXISTS (SELECT 1 FROM session_metadata m WHERE m.session_id = s.id AND m.key = 'form')"),
                (
                    "metadata_key=form&metadata_value=login",
                    "EXISTS (SELECT 1 FROM session_metadata m WHERE m.session_id = s.id AND m.key = 'form' AND m.value = 'login')"
                ),
                ("category=typing", "EXISTS (SELECT 1 FROM session_categories c WHERE c.session_id = s.id AND c.category = 'typing')"),
                ("category_severity=none", "EXISTS (SELECT 1 FROM session_categories c WHERE c.session_id = s.id AND c.severity = 'none')"),
                (
                    "category=typing&category_severity=none",
                    "EXISTS (SELECT 1 FROM session_categories c WHERE c.session_id = s.id AND c.category = 'typing' AND c.severity = 'none')"
                ),
            ]
            var some = 0
            for first in filters.indices {
                for second in filters.indices where second > first {
                    for third in [nil] + Array(filters.indices.filter { $0 > second }).map(Optional.some) {
                        let chosen = [first, second] + (third.map { [$0] } ?? [])
                        // One name can be given only once.
                        let names = chosen.flatMap { filters[$0].query.split(separator: "&").map { $0.prefix { $0 != "=" } } }
                        guard Set(names).count == names.count else { continue }
                        // Given together the two are one filter, the severity of that category.
                        guard !Set(chosen.map { filters[$0].query }).isSuperset(of: ["category=typing", "category_severity=none"]) else { continue }
                        let query = chosen.map { filters[$0].query }.joined(separator: "&")
                        let wanted = try await server.server.database.query(
                            "SELECT s.id AS id FROM sessions s WHERE \(chosen.map { filters[$0].sql }.joined(separator: " AND ")) "
                                + "ORDER BY s.created_at DESC, s.id DESC"
                        ).map { try $0.text("id") }
                        let reply = try await server.get("sessions?\(query)", as: acme.owner)
                        guard case .array(let sessions)? = reply["sessions"] else { Issue.record("\(query): \(reply)"); continue }
                        #expect(sessions.compactMap { $0["session_id"]?.stringValue } == wanted, "\(query)")
                        #expect(reply["total"] == .integer(Int64(wanted.count)), "\(query)")
                        if !wanted.isEmpty { some += 1 }
                    }
                }
            }
            #expect(some > 10)
        }
    }
}
