import Storage
import Support
import Testing
import Vocabulary

@Suite("Sessions under odd names and late in life", .serialized)
struct SessionEdgeTests {
    @Test("An id that needs encoding works in every path")
    func encodedIDs() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session("order 77:é@x", events: 120)
            let path = "order%2077%3A%C3%A9%40x"
            #expect(try await server.post("sessions/\(path)/metadata", as: acme.publishable, ["metadata": ["a": 1]]).status == 200)
            #expect(try await server.post("sessions/\(path)/complete", as: acme.publishable, [:]).status == 200)
            let identity = try await acme.identity()
            try await server.post("identities/link", as: acme.secret, ["session_id": .string(id), "identity_id": .string(identity)])
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            for place in ["sessions/\(path)", "sessions/\(path)/timeline", "analysis/session/\(path)/score"] {
                #expect(try await server.get(place, as: acme.owner).status == 200, "\(place)")
            }
            #expect(try await server.get("sessions/%FF", as: acme.owner).status == 404)
            #expect(try await server.delete("sessions/\(path)", as: acme.owner).status == 204)
        }
    }

    @Test("A plus in a query is a space, as clients write it")
    func queries() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let first = try await server.post("identities/resolve?external_id=John+Smith", as: acme.secret)
            #expect(first["external_id"] == "John Smith")
            #expect(try await server.post("identities/resolve?external_id=John%20Smith", as: acme.secret)["identity_id"] == first["identity_id"])
        }
    }

    @Test("A beacon from a page of a logged-in person is taken by its key, not refused for its cookie")
    func beaconWithCookie() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            let body: JSONValue = [
                "session_id": .string(id), "publishable_key": .string(acme.publishableKey), "events": .array(TestOrganization.keyEvents(4)),
            ]
            let reply = try await server.send(.post, "sessions/events", body, headers: ["Cookie": "stratam_session=\(acme.token)"])
            #expect(reply["accepted"] == 4)
            let large = Array(repeating: UInt8(ascii: " "), count: 70_000)
            #expect(try await server.send(.post, "sessions/events", bytes: large).status == 413)
        }
    }

    @Test("A stopped capture abandons its session; the form's server may still complete it")
    func ended() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let id = try await acme.session()
            let body: JSONValue = ["session_id": .string(id), "ended": true, "dropped_events": 12, "events": .array(TestOrganization.keyEvents(4))]
            try await server.post("sessions/events", as: acme.publishable, body)
            let session = try await server.get("sessions/\(id)", as: acme.owner)
            #expect(session["status"] == "abandoned")
            #expect(session["dropped_events"] == 12)
            #expect(try await server.post("sessions/\(id)/complete", as: acme.secret)["status"] == "completed")
        }
    }

    @Test("What was purged before it was analyzed is gone, and is not taken for an empty session")
    func purged() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            let id = try await acme.linkedSession(to: identity)
            try await server.server.database.execute("DELETE FROM session_event_batches")
            #expect(try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)]).status == 410)
            #expect(try await server.get("identities/\(identity)", as: acme.owner)["learned_sessions"] == 0)
        }
    }

    @Test("A session in which nothing was done teaches nothing")
    func emptySessions() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            let id = try await acme.linkedSession(to: identity, events: 0)
            #expect(try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)]).status == 200)
            #expect(try await server.get("identities/\(identity)", as: acme.owner)["learned_sessions"] == 0)
        }
    }

    @Test("A timeline once looked at is kept, though the session was never analyzed", arguments: TestDatabases.available)
    func timelineIsKept(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let id = try await acme.session(events: 40)
            #expect(try await server.get("sessions/\(id)/timeline", as: acme.secret).status == 200)
            let database = server.server.database
            #expect(try await database.query("SELECT session_id FROM session_features").isEmpty, "a session that goes on is not kept")
            try await server.post("sessions/\(id)/complete", as: acme.secret, [:])
            let before = try await server.get("sessions/\(id)/timeline", as: acme.secret)
            #expect(before.status == 200)
            try await database.execute("DELETE FROM session_event_batches")
            #expect(try await server.get("sessions/\(id)/timeline", as: acme.secret).json == before.json)
            #expect(try await server.delete("sessions/\(id)", as: acme.owner).status == 204)
            #expect(try await database.query("SELECT session_id FROM session_features").isEmpty)
        }
    }

    @Test(
        "Letters are the same however they are put together: metadata and accounts are found and counted by both", arguments: TestDatabases.available)
    func normalForms(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let composed = "caf\u{E9}", decomposed = "cafe\u{301}"
            let identity = try await acme.identity()
            var sessions: [String] = []
            for text in [composed, decomposed] {
                let id = try await acme.session(metadata: [text: .string(text)])
                sessions.append(id)
                try await server.post("sessions/\(id)/complete", as: acme.secret, [:])
                let link: JSONValue = ["session_id": .string(id), "identity_id": .string(identity), "account_id": .string(text)]
                #expect(try await server.post("identities/link", as: acme.secret, link).status == 200)
            }
            let queries = ["caf%C3%A9", "cafe%CC%81"].flatMap {
                ["metadata_key=\($0)", "metadata_key=\($0)&metadata_value=\($0)", "account_id=\($0)"]
            }
            for query in queries {
                let list = try await server.get("sessions?\(query)", as: acme.owner)
                #expect(list["total"] == 2, "\(query)")
                guard case .array(let found)? = list["sessions"] else { throw Problem(.internalError, "no list: \(list.text)") }
                #expect(found.count == 2, "\(query)")
            }
            #expect(try await server.get("accounts", as: acme.owner)["total"] == 1)
            #expect(try await server.get("identities?account_id=cafe%CC%81", as: acme.owner)["total"] == 1)
            // Put together otherwise, it is no change; and nothing is left of what is deleted.
            try await server.post("sessions/\(sessions[0])/metadata", as: acme.secret, ["metadata": [decomposed: .string(decomposed)]])
            for id in sessions { #expect(try await server.delete("sessions/\(id)", as: acme.owner).status == 204) }
            for query in queries { #expect(try await server.get("sessions?\(query)", as: acme.owner)["total"] == 0, "\(query)") }
            let left = "SELECT dimension FROM counters WHERE dimension LIKE 'sessions:meta=%' GROUP BY dimension HAVING SUM(count) <> 0"
            #expect(try await server.server.database.query(left).isEmpty)
        }
    }

    @Test("The wrong person stays the wrong person through a new analysis", arguments: TestDatabases.available)
    func verdictsStay(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let one = try await acme.identity("one"), two = try await acme.identity("two")
            let id = try await acme.linkedSession(to: one)
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            let given = try await server.post("analysis/session/\(id)/feedback", as: acme.owner, ["verdict": "wrong_person", "note": "called them"])
            #expect(given["feedback"]?["by"] == .string("user:\(acme.ownerID)"))
            // Linked away and back: a new analysis of the same person.
            try await server.post("identities/link", as: acme.secret, ["session_id": .string(id), "identity_id": .string(two)])
            try await server.post("identities/link", as: acme.secret, ["session_id": .string(id), "identity_id": .string(one)])
            let again = try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            #expect(again["feedback"] == given["feedback"])
            #expect(try await server.get("identities/\(one)", as: acme.owner)["learned_sessions"] == 0)
            // And nobody's session is confirmed for somebody else.
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id), "identity_id": .string(two)])
            #expect(try await server.post("analysis/session/\(id)/feedback", as: acme.secret, ["verdict": "right_person"]).status == 409)
        }
    }

    @Test("Deleting a person takes back what was found about others by comparing with them", arguments: TestDatabases.available)
    func comparedWithDeleted(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let one = try await acme.identity("one"), two = try await acme.identity("two")
            let id = try await acme.linkedSession(to: one)
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id), "identity_id": .string(two)])
            #expect(try await server.delete("identities/\(two)", as: acme.owner).status == 204)
            let session = try await server.get("sessions/\(id)", as: acme.owner)
            #expect(session["status"] == "completed")
            #expect(session["match_status"] == .null)
            #expect(try await server.get("dashboard/overview", as: acme.owner)["risk_distribution"] == ["match": 0, "review": 0, "mismatch": 0])
        }
    }

    @Test("Nothing of a deleted session's metadata stays anywhere", arguments: TestDatabases.available)
    func erased(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let id = try await acme.session(metadata: ["candidate_id": "anna@x.org"])
            #expect(try await server.delete("sessions/\(id)", as: acme.owner).status == 204)
            let left = try await server.server.database.query(
                "SELECT dimension FROM counters GROUP BY dimension HAVING SUM(count) <> 0 OR dimension LIKE '%anna%'")
            #expect(left.isEmpty, "\(left)")
        }
    }
}
