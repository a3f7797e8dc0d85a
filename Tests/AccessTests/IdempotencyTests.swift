import Crypto
import Foundation
import Logging
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Access

private struct Fixture: Sendable {
    var database: any SQLDatabase
    var answers: IdempotentAnswers
    var user: Somebody

    /// Another server on the same database.
    func another() -> IdempotentAnswers { Fixture.server(database) }

    static let key = SymmetricKey(size: .bits256)
    static func server(_ database: any SQLDatabase) -> IdempotentAnswers {
        IdempotentAnswers(database: database, key: key, clock: { march }, logger: Logger(label: "tests"))
    }

    func request(_ key: String = "k1", path: String = "/api/vault/remember", body: String = "{}", user: Somebody? = nil) -> IdempotentRequest {
        let user = user ?? self.user
        return IdempotentRequest(
            organizationID: user.org, userID: user.id, path: path, key: key, contentHash: Array(SHA256.hash(data: Data(body.utf8))))
    }
}

private func withAnswers(_ dialect: Dialect, _ body: (Fixture) async throws -> Void) async throws {
    try await withTables(dialect) { database in
        try await body(Fixture(database: database, answers: Fixture.server(database), user: try await makeSomebody(in: database)))
    }
}

@Suite("A request that is sent again is done once")
struct IdempotencyTests {
    @Test("The same request gets the same answer for a day, byte for byte", arguments: TestDatabases.available)
    func replay(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            let request = fixture.request(), bytes = Array(#"{"ok":true,"entry_id":"é"}"#.utf8)
            #expect(try await fixture.answers.begin(request, march) == .fresh)
            try await fixture.answers.finish(request, KeptAnswer(status: 200, bytes: bytes))
            let later = march.adding(seconds: IdempotentAnswers.lifetimeSeconds - 1)
            #expect(try await fixture.answers.begin(request, later) == .replay(KeptAnswer(status: 200, bytes: bytes)))
            #expect(try await fixture.another().begin(request, later) == .replay(KeptAnswer(status: 200, bytes: bytes)))
            #expect(try await fixture.answers.begin(request, later.adding(seconds: 2)) == .fresh)
        }
    }

    @Test("Another body is a conflict; another key, path or user is another request", arguments: TestDatabases.available)
    func conflict(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            #expect(try await fixture.answers.begin(fixture.request(), march) == .fresh)
            #expect(try await fixture.answers.begin(fixture.request(body: "{ }"), march) == .conflict)
            try await fixture.answers.finish(fixture.request(), KeptAnswer(status: 200, bytes: [1]))
            #expect(try await fixture.answers.begin(fixture.request(body: "{ }"), march) == .conflict)
            // Also from the moment on in which a dead server's lease would be over: it may have done something.
            #expect(try await fixture.answers.begin(fixture.request("k2"), march) == .fresh)
            let late = march.adding(seconds: IdempotentAnswers.leaseSeconds)
            #expect(try await fixture.another().begin(fixture.request("k2", body: "{ }"), late) == .conflict)
            #expect(try await fixture.answers.begin(fixture.request(path: "/api/vault/delete"), march) == .fresh)
            let other = try await makeSomebody(in: fixture.database)
            #expect(try await fixture.answers.begin(fixture.request(user: other), march) == .fresh)
        }
    }

    @Test("Of many at the same moment one does the work, the others are told that it is being done", arguments: TestDatabases.available)
    func inProgress(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            let starts = try await withThrowingTaskGroup(of: IdempotencyStore.Start.self) { group in
                for index in 1...20 {
                    let server = index % 2 == 0 ? fixture.answers : fixture.another()
                    group.addTask { try await server.begin(fixture.request(), march) }
                }
                return try await group.reduce(into: [IdempotencyStore.Start]()) { $0.append($1) }
            }
            #expect(starts.filter { $0 == .fresh }.count == 1)
            #expect(starts.filter { $0 == .inProgress }.count == 19)
        }
    }

    @Test("What was given up may be tried again at once", arguments: TestDatabases.available)
    func abandon(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            #expect(try await fixture.answers.begin(fixture.request(), march) == .fresh)
            try await fixture.answers.abandon(fixture.request())
            #expect(try await fixture.answers.begin(fixture.request(), march) == .fresh)
            // Whoever does not hold the key changes nothing.
            try await fixture.another().abandon(fixture.request())
            try await fixture.another().finish(fixture.request(), KeptAnswer(status: 500, bytes: []))
            #expect(try await fixture.answers.begin(fixture.request(), march) == .inProgress)
        }
    }

    @Test("A crash frees the key when its lease is over, and not before; a request that takes long keeps it", arguments: TestDatabases.available)
    func crash(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            let dead = fixture.another()
            #expect(try await dead.begin(fixture.request(), march) == .fresh)
            let almost = march.adding(seconds: IdempotentAnswers.leaseSeconds - 1), over = march.adding(seconds: IdempotentAnswers.leaseSeconds)
            #expect(try await fixture.answers.begin(fixture.request(), almost) == .inProgress)
            try await dead.renew(fixture.request(), now: almost)
            #expect(try await fixture.answers.begin(fixture.request(), over) == .inProgress)
            let end = almost.adding(seconds: IdempotentAnswers.leaseSeconds)
            #expect(try await fixture.answers.begin(fixture.request(), end) == .fresh)
            // Should the dead one come back, its answer is not taken for this one's.
            try await dead.finish(fixture.request(), KeptAnswer(status: 200, bytes: [9]))
            #expect(try await fixture.another().begin(fixture.request(), end) == .inProgress)
            try await fixture.answers.finish(fixture.request(), KeptAnswer(status: 201, bytes: [1]))
            #expect(try await fixture.another().begin(fixture.request(), end) == .replay(KeptAnswer(status: 201, bytes: [1])))
        }
    }

    /// Commits something as the request.
    private func change(_ fixture: Fixture, _ answers: IdempotentAnswers, _ request: IdempotentRequest) async throws {
        _ = try await answers.store.run(request) {
            try await fixture.database.execute("UPDATE users SET email = email || 'x' WHERE id = $1", [.text(fixture.user.id)])
            return .noContent
        }
    }

    @Test("What broke off runs again only where nothing was committed", arguments: TestDatabases.available)
    func brokeOff(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            let answers = fixture.answers
            #expect(try await answers.begin(fixture.request(), march) == .fresh)
            _ = try await answers.store.run(fixture.request()) {
                _ = try await fixture.database.query("SELECT COUNT(*) AS n FROM users")
                return .noContent
            }
            try await answers.breakOff(fixture.request())
            #expect(try await answers.begin(fixture.request(), march) == .fresh)
            try await change(fixture, answers, fixture.request())
            #expect(try await fixture.another().begin(fixture.request(), march) == .inProgress)
            try await answers.breakOff(fixture.request())
            for server in [answers, fixture.another()] {
                guard case .replay(let kept) = try await server.begin(fixture.request(), march) else {
                    Issue.record("what was done is done again")
                    return
                }
                #expect(kept.status == 409)
                #expect(String(decoding: kept.bytes, as: UTF8.self).contains("answer_not_kept"))
            }
            #expect(try await answers.begin(fixture.request(body: "{ }"), march) == .conflict)
            #expect(try await answers.begin(fixture.request(), march.adding(seconds: IdempotentAnswers.lifetimeSeconds)) == .fresh)
            // What was refused runs again, whatever it has noted before.
            #expect(try await answers.begin(fixture.request("k2"), march) == .fresh)
            try await change(fixture, answers, fixture.request("k2"))
            try await answers.abandon(fixture.request("k2"))
            #expect(try await answers.begin(fixture.request("k2"), march) == .fresh)
        }
    }

    @Test("A server that dies after the change leaves a key that does it no second time, and cannot change anything itself any more",
        arguments: TestDatabases.available)
    func crashAfterChange(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            let dead = fixture.another(), over = march.adding(seconds: IdempotentAnswers.leaseSeconds)
            #expect(try await dead.begin(fixture.request(), march) == .fresh)
            try await change(fixture, dead, fixture.request())
            #expect(try await fixture.answers.begin(fixture.request(), march) == .inProgress)
            guard case .replay = try await fixture.answers.begin(fixture.request(), over) else {
                Issue.record("what was done is done again")
                return
            }
            // One that was only slow, and whose key somebody has taken since.
            let slow = fixture.another()
            #expect(try await slow.begin(fixture.request("k2"), march) == .fresh)
            #expect(try await fixture.answers.begin(fixture.request("k2"), over) == .fresh)
            await #expect(throws: Problem.self) { try await change(fixture, slow, fixture.request("k2")) }
            let email = try await fixture.database.first("SELECT email FROM users WHERE id = $1", [.text(fixture.user.id)])?.text("email")
            #expect(email?.hasSuffix("xx") == false && email?.hasSuffix("x") == true)
        }
    }

    @Test("Of an answer that is too large it is kept that there was one", arguments: TestDatabases.available)
    func tooLarge(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            #expect(try await fixture.answers.begin(fixture.request(), march) == .fresh)
            let bytes = [UInt8](repeating: 7, count: IdempotentAnswers.answerLimit + 1)
            try await fixture.answers.finish(fixture.request(), KeptAnswer(status: 200, bytes: bytes))
            guard case .replay(let kept) = try await fixture.answers.begin(fixture.request(), march) else {
                Issue.record("the key was forgotten")
                return
            }
            #expect(kept.status == 409)
            #expect(String(decoding: kept.bytes, as: UTF8.self).contains("answer_not_kept"))
        }
    }

    @Test(
        "Answers are sealed: the database shows nothing of them, and one row's answer does not open in another's place",
        arguments: TestDatabases.available)
    func sealed(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            let secret = "what somebody wrote down"
            for key in ["k1", "k2"] {
                #expect(try await fixture.answers.begin(fixture.request(key), march) == .fresh)
                try await fixture.answers.finish(fixture.request(key), KeptAnswer(status: 200, bytes: Array(secret.utf8)))
            }
            let stored = try #require(try await fixture.database.first("SELECT answer FROM idempotent_requests WHERE key = 'k1'")).bytes("answer")
            #expect(Data(stored).range(of: Data("somebody".utf8)) == nil)
            try await fixture.database.execute(
                "UPDATE idempotent_requests SET answer = (SELECT answer FROM idempotent_requests AS other WHERE other.key = 'k1') WHERE key = 'k2'")
            await #expect(throws: (any Error).self) { try await fixture.answers.begin(fixture.request("k2"), march) }
        }
    }

    @Test("What is over is removed, and nothing else", arguments: TestDatabases.available)
    func purge(dialect: Dialect) async throws {
        try await withAnswers(dialect) { fixture in
            for index in 0..<1_203 {
                try await fixture.database.execute(
                    """
                    INSERT INTO idempotent_requests (user_id, path, key, content_hash, status, answer, expires_at)
                    VALUES ($1, '/api', $2, $3, 200, $3, $4)
                    """, [.text(fixture.user.id), .text("k\(index)"), .bytes([1]), .integer(march.microseconds + Int64(index / 1_200))])
            }
            #expect(try await fixture.answers.purge(now: march) == 1_200)
            #expect(try await fixture.answers.purge(now: march) == 0)
            #expect(try await fixture.database.first("SELECT COUNT(*) AS n FROM idempotent_requests")?.int("n") == 3)
        }
    }
}
