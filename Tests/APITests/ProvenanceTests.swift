// Who said so never outlives what was said: links, verdicts and metadata, in any order of calls.
import MatchEngine
import Storage
import Support
import Testing
import Vocabulary

@Suite("Provenance", .serialized)
struct ProvenanceTests {
    /// What one session must look like, kept beside the server by the rules alone.
    private struct Expected {
        var id: String
        var isCompleted = false
        var identity: String?
        var isLinkedBySecret = false
        /// Whom the present analysis compares with.
        var analyzedAs: String?
        /// Verdicts by person.
        var verdicts: [String: String] = [:]
        var metadata: [String: JSONValue] = [:]
        var secretKeys: Set<String> = []

        mutating func merge(_ key: String, _ value: JSONValue, bySecret: Bool) {
            guard bySecret || !secretKeys.contains(key) else { return }
            metadata[key] = value
            if bySecret { secretKeys.insert(key) }
        }

        mutating func link(_ identity: String, bySecret: Bool) {
            guard bySecret || !isLinkedBySecret else { return }
            if self.identity != identity, let analyzedAs, analyzedAs != identity { self.analyzedAs = nil }
            self.identity = identity
            isLinkedBySecret = bySecret
        }
    }

    @Test(
        "In any order of calls, a person is compared with and taught by whom the secret key named, never whom a page named over it",
        arguments: TestDatabases.available)
    func randomOrders(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            var people: [String] = []
            for name in ["one", "two", "three"] { people.append(try await acme.identity(name)) }
            var random = SeededGenerator(seed: 20_261_201)
            var contested = 0, taught = 0
            for _ in 0..<30 {
                let createdBySecret = random.below(2) == 0
                var expected = Expected(id: "stm_\(random.next())")
                expected.merge("a", "created", bySecret: createdBySecret)
                _ = try await acme.session(
                    expected.id, events: 24, metadata: ["a": "created"], as: createdBySecret ? acme.secret : acme.publishable)
                for step in 0..<12 {
                    let person = people[random.below(people.count)]
                    let bySecret = random.below(2) == 0
                    let caller = bySecret ? acme.secret : acme.publishable
                    // Most sessions begin with a link, so that a page has something to contradict.
                    switch step == 0 ? 0 : random.below(6) {
                    case 0, 1:
                        let link: JSONValue = ["session_id": .string(expected.id), "identity_id": .string(person)]
                        let reply = try await server.post("identities/link", as: caller, link)
                        #expect(reply.status == (bySecret ? 200 : 403))
                        if bySecret { expected.link(person, bySecret: true) }
                    case 2:
                        if !bySecret, expected.isLinkedBySecret, !expected.isCompleted, person != expected.identity { contested += 1 }
                        let body: JSONValue = ["identity_id": .string(person), "metadata": ["a": .integer(Int64(step))]]
                        #expect(try await server.post("sessions/\(expected.id)/complete", as: caller, body).status == 200)
                        guard !expected.isCompleted else { break }
                        expected.isCompleted = true
                        expected.link(person, bySecret: bySecret)
                        expected.merge("a", .integer(Int64(step)), bySecret: bySecret)
                    case 3:
                        let key = random.below(2) == 0 ? "a" : "b"
                        let body: JSONValue = ["metadata": [key: .integer(Int64(step))]]
                        #expect(try await server.post("sessions/\(expected.id)/metadata", as: caller, body).status == 200)
                        expected.merge(key, .integer(Int64(step)), bySecret: bySecret)
                    case 4:
                        let overridden = random.below(3) == 0 ? person : nil
                        var body: [String: JSONValue] = ["session_id": .string(expected.id)]
                        if let overridden { body["identity_id"] = .string(overridden) }
                        let reply = try await server.post("analysis/trigger", as: acme.secret, .object(body))
                        guard expected.isCompleted, let compared = overridden ?? expected.identity else {
                            #expect(reply.status == 409)
                            break
                        }
                        #expect(reply["identity_id"] == .string(compared))
                        expected.analyzedAs = compared
                    default:
                        let verdict = random.below(2) == 0 ? "right_person" : "wrong_person"
                        let reply = try await server.post(
                            "analysis/session/\(expected.id)/feedback", as: bySecret ? acme.secret : acme.owner, ["verdict": .string(verdict)])
                        guard let analyzedAs = expected.analyzedAs else {
                            #expect(reply.status == 404)
                            break
                        }
                        guard verdict == "wrong_person" || expected.identity == analyzedAs else {
                            #expect(reply.status == 409)
                            break
                        }
                        expected.verdicts[analyzedAs] = verdict
                    }
                    taught += try await check(expected, acme)
                }
            }
            #expect(contested >= 5, "a page contradicted the secret key \(contested) times")
            #expect(taught >= 20, "something was learned in \(taught) states")
        }
    }

    /// Compares one session with what it must be; returns by how many people it is learned.
    private func check(_ expected: Expected, _ acme: TestOrganization) async throws -> Int {
        let server = acme.server
        let session = try await server.get("sessions/\(expected.id)", as: acme.owner)
        #expect(session["identity_id"] == (expected.identity.map(JSONValue.string) ?? .null))
        #expect(session["metadata"] == .object(expected.metadata))
        #expect((session["match_status"] != .null) == (expected.analyzedAs != nil), "\(session.text)")
        let analysis = try await server.get("analysis/session/\(expected.id)", as: acme.secret)
        #expect(analysis.status == (expected.analyzedAs == nil ? 404 : 200))
        if let analyzedAs = expected.analyzedAs {
            #expect(analysis["identity_id"] == .string(analyzedAs))
            #expect(analysis["feedback"]?["verdict"] == expected.verdicts[analyzedAs].map(JSONValue.string))
        }
        let rows = try await server.server.database.query(
            "SELECT identity_id FROM learned_sessions WHERE session_id = $1", [.text(expected.id)])
        for row in rows {
            let taught = try row.text("identity_id")
            #expect(taught == expected.identity, "only the person it is linked to is taught")
            #expect(expected.verdicts[taught] != "wrong_person")
            #expect(expected.isLinkedBySecret || expected.verdicts[taught] == "right_person")
        }
        return rows.count
    }

    @Test("A page cannot move a session that the secret key linked, nor learn whether another identity is there", arguments: TestDatabases.available)
    func secretLinkStays(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let right = try await acme.identity("right"), wrong = try await acme.identity("wrong")
            for claimed in [wrong, "id_nobody"] {
                let id = try await acme.session(events: 24)
                try await server.post("identities/link", as: acme.secret, ["session_id": .string(id), "identity_id": .string(right)])
                let completed = try await server.post("sessions/\(id)/complete", as: acme.publishable, ["identity_id": .string(claimed)])
                #expect(completed.status == 200)
                #expect(completed["status"] == "completed")
                #expect(completed["identity_id"] == .string(right))
                let score = try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
                #expect(score["identity_id"] == .string(right))
            }
            #expect(try await server.get("identities/\(wrong)", as: acme.owner)["session_count"] == 0)
            #expect(try await server.get("identities/\(wrong)", as: acme.owner)["learned_sessions"] == 0)
        }
    }

    @Test("A page's link stays a page's link until the secret key confirms it", arguments: TestDatabases.available)
    func pageLinkIsConfirmed(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let person = try await acme.identity()
            let id = try await acme.session(events: 24)
            try await server.post("sessions/\(id)/complete", as: acme.publishable, ["identity_id": .string(person)])
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            #expect(try await server.get("identities/\(person)", as: acme.owner)["learned_sessions"] == 0)
            try await server.post("identities/link", as: acme.secret, ["session_id": .string(id), "identity_id": .string(person)])
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            #expect(try await server.get("identities/\(person)", as: acme.owner)["learned_sessions"] == 1)
        }
    }

    @Test(
        "A verdict is about one person: it survives comparisons with others, and takes nothing from their baselines",
        arguments: TestDatabases.available)
    func verdictsAreAboutOnePerson(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let one = try await acme.identity("one"), two = try await acme.identity("two")
            let id = try await acme.linkedSession(to: one, events: 24)
            func trigger(_ person: String? = nil) async throws -> Reply {
                var body: [String: JSONValue] = ["session_id": .string(id)]
                if let person { body["identity_id"] = .string(person) }
                return try await server.post("analysis/trigger", as: acme.secret, .object(body))
            }
            _ = try await trigger()
            let given = try await server.post(
                "analysis/session/\(id)/feedback", as: acme.owner, ["verdict": "right_person", "note": "seen at the counter"])
            #expect(given["feedback"]?["by"] == .string("user:\(acme.ownerID)"))
            // Compared with somebody else, and found to be somebody else: what is known of the first person stays.
            #expect(try await trigger(two)["feedback"] == nil)
            #expect(try await server.post("analysis/session/\(id)/feedback", as: acme.secret, ["verdict": "wrong_person"]).status == 200)
            #expect(try await server.get("identities/\(one)", as: acme.owner)["learned_sessions"] == 1)
            #expect(try await trigger()["feedback"] == given["feedback"])
            #expect(try await trigger(two)["feedback"]?["verdict"] == "wrong_person")
        }
    }

    @Test("A session that is linked to somebody else no longer shows the result of the first comparison", arguments: TestDatabases.available)
    func resultsDoNotMove(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let one = try await acme.identity("one"), two = try await acme.identity("two")
            let id = try await acme.linkedSession(to: one, events: 24)
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            #expect(try await server.get("dashboard/alerts", as: acme.owner)["total"] == 1)
            let moved = try await server.post("identities/link", as: acme.secret, ["session_id": .string(id), "identity_id": .string(two)])
            #expect(moved["status"] == "completed")
            #expect(moved["match_status"] == .null)
            #expect(moved["match_score"] == .null)
            #expect(try await server.get("analysis/session/\(id)", as: acme.secret).status == 404)
            #expect(try await server.get("dashboard/alerts", as: acme.owner)["total"] == 0)
            #expect(try await server.get("sessions?match_status=review", as: acme.owner)["total"] == 0)
            #expect(try await server.get("sessions?status=completed", as: acme.owner)["total"] == 1)
        }
    }

    @Test("An alert follows its session to another account", arguments: TestDatabases.available)
    func alertsFollowTheAccount(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let person = try await acme.identity()
            let id = try await acme.linkedSession(to: person, events: 24)
            func tag(_ account: String) async throws {
                try await server.post(
                    "identities/link", as: acme.secret,
                    ["session_id": .string(id), "identity_id": .string(person), "account_id": .string(account)])
            }
            func alerts(_ account: String) async throws -> JSONValue? {
                try await server.get("dashboard/alerts?account_id=\(account)", as: acme.owner)["total"]
            }
            try await tag("first")
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            #expect(try await alerts("first") == 1)
            try await tag("second")
            #expect(try await alerts("first") == 0)
            #expect(try await alerts("second") == 1)
            #expect(try await server.get("analysis/session/\(id)", as: acme.secret).status == 200)
        }
    }

    @Test("What the secret key wrote into the metadata a page adds to, but does not change", arguments: TestDatabases.available)
    func metadataKeepsItsWriter(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let id = try await acme.session(metadata: ["candidate_id": "c_1", "step": 1], as: acme.publishable)
            func merge(_ metadata: JSONValue, as caller: TestCaller) async throws -> JSONValue? {
                try await server.post("sessions/\(id)/metadata", as: caller, ["metadata": metadata])["metadata"]
            }
            // A page's own word it may change.
            #expect(try await merge(["step": 2], as: acme.publishable) == ["candidate_id": "c_1", "step": 2])
            #expect(try await merge(["candidate_id": "c_2"], as: acme.secret) == ["candidate_id": "c_2", "step": 2])
            #expect(
                try await merge(["candidate_id": "c_3", "report_id": "r_1"], as: acme.publishable)
                    == ["candidate_id": "c_2", "step": 2, "report_id": "r_1"])
            let completed = try await server.post(
                "sessions/\(id)/complete", as: acme.publishable, ["metadata": ["candidate_id": "c_4", "step": 3]])
            #expect(completed["metadata"] == ["candidate_id": "c_2", "step": 3, "report_id": "r_1"])
            #expect(try await server.get("sessions?metadata_key=candidate_id&metadata_value=c_2", as: acme.owner)["total"] == 1)
            #expect(try await server.get("sessions?metadata_key=candidate_id&metadata_value=c_4", as: acme.owner)["total"] == 0)
        }
    }
}
