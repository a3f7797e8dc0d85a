import Foundation
import HTTPTypes
import Testing
import Vocabulary
import Web

private let limit = RateLimit(burst: 10, perSecond: 1)
private let start = Timestamp(seconds: 1_772_884_800)

@Suite("Rate limiter")
struct RateLimiterTests {
    @Test("a full limiter looks at a handful of buckets for each new one, and never holds more than it may")
    func boundedWork() {
        let limiter = RateLimiter(capacity: 1_000)
        let requests = 50_000
        for number in 0..<requests { _ = limiter.take(.address(network: "n\(number)"), limit: limit, now: start) }
        let work = limiter.work
        #expect(work.held <= 1_000)
        #expect(work.examined <= 8 * requests, "\(work.examined)")
    }

    @Test("a request of a known subject looks at no other bucket, however full the limiter is")
    func knownSubject() {
        let limiter = RateLimiter(capacity: 100)
        for number in 0..<100 { _ = limiter.take(.address(network: "n\(number)"), limit: limit, now: start) }
        let before = limiter.work.examined
        for number in 0..<100 { _ = limiter.take(.address(network: "n\(number)"), limit: limit, now: start) }
        #expect(limiter.work.examined == before)
    }

    @Test("buckets that have filled up are dropped in quiet times, and the exhausted one is kept")
    func forgets() throws {
        let limiter = RateLimiter(capacity: 10_000)
        for number in 0..<1_000 { _ = limiter.take(.address(network: "n\(number)"), limit: limit, now: start) }
        let later = start.adding(seconds: 5)
        for _ in 0..<10 { _ = limiter.take(.address(network: "busy"), limit: limit, now: later) }
        for number in 0..<600 { _ = limiter.take(.address(network: "m\(number)"), limit: limit, now: later) }
        #expect(limiter.work.held < 700, "\(limiter.work.held)")
        #expect(try #require(limiter.take(.address(network: "busy"), limit: limit, now: later)).retryAfter != nil)
    }

    @Test("a flood of new subjects forgets the fullest buckets first: who waits goes on waiting")
    func floodKeepsTheExhausted() throws {
        let limiter = RateLimiter(capacity: 500)
        for _ in 0..<10 { _ = limiter.take(.caller("guesser"), limit: limit, now: start) }
        for number in 0..<5_000 { _ = limiter.take(.address(network: "n\(number)"), limit: limit, now: start) }
        #expect(try #require(limiter.take(.caller("guesser"), limit: limit, now: start)).retryAfter != nil)
    }

    @Test("looking takes no token, and refuses nobody that has one")
    func refusal() throws {
        let limiter = RateLimiter()
        #expect(limiter.refusal(.caller("a"), limit: limit, now: start) == nil)
        for _ in 0..<10 { _ = limiter.take(.caller("a"), limit: limit, now: start) }
        #expect(try #require(limiter.refusal(.caller("a"), limit: limit, now: start)).retryAfter == 1)
        #expect(limiter.refusal(.caller("a"), limit: limit, now: start.adding(seconds: 1)) == nil)
        #expect(limiter.refusal(.caller("a"), limit: .none, now: start) == nil)
    }

    @Test("one text names another allowance for each kind of subject")
    func kinds() {
        let limiter = RateLimiter()
        let subjects: [RateSubject] = [
            .address(network: "x"), .registration(network: "x"), .postureTrial(network: "x"), .caller("x"), .personalKey("x"), .login(session: "x"),
            .modelTest(user: "x"),
        ]
        let one = RateLimit(burst: 1, perSecond: 0.001)
        for subject in subjects { #expect(limiter.take(subject, limit: one, now: start)?.retryAfter == nil) }
        for subject in subjects { #expect(limiter.take(subject, limit: one, now: start)?.retryAfter != nil) }
    }

    @Test(
        "an address has one name in whatever spelling, and IPv4 within IPv6 is not one network",
        arguments: [
            ("203.0.113.9", "::ffff:203.0.113.9", true), ("2001:db8::1", "2001:0DB8:0:0::2", true),
            ("::ffff:203.0.113.9", "::ffff:203.0.113.10", false),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
        ])
    func networks(_ one: String, _ other: String, _ areSame: Bool) {
        #expect((RateLimiter.network(one) == RateLimiter.network(other)) == areSame)
    }
}

@Suite("Credentials of a request")
struct CredentialTests {
    private static func fields(_ name: HTTPField.Name, _ values: [String]) -> HTTPFields {
        HTTPFields(values.map { HTTPField(name: name, value: $0) })
    }

    @Test(
        "the session cookie is found wherever it stands, every time it is given",
        arguments: [
            (["stratam_session=a"], ["a"]), (["x=1; stratam_session=a; stratam_session=b"], ["a", "b"]),
            (["stratam_session=a; x=1", "y=2; stratam_session=b"], ["a", "b"]), (["stratam_session=\"a\""], ["a"]),
            (["stratam_session=;stratam_session=b==", "stratam_session_old=c"], ["", "b=="]), (["x; stratam_session"], []), ([], []),
        ])
    func cookies(_ headers: [String], _ values: [String]) {
        #expect(SessionCookie.values(Self.fields(.cookie, headers)) == values)
    }

    @Test(
        "bearer tokens are found in each Authorization header, whatever else a proxy adds",
        arguments: [
            (["Bearer a"], ["a"]), (["Basic dTpw", "Bearer a"], ["a"]), (["bearer a", "BEARER  b "], ["a", "b"]), (["a"], []), (["Bearer"], []),
        ])
    func bearers(_ headers: [String], _ tokens: [String]) {
        #expect(Self.fields(.authorization, headers).bearerTokens == tokens)
    }

    @Test(
        "secrets are the same when every byte is",
        arguments: [("a", "a", true), ("a", "b", false), ("", "a", false), ("\u{E4}", "a\u{308}", false), ("K", "\u{212A}", false)])
    func secrets(_ one: String, _ other: String, _ areSame: Bool) { #expect(Secrets.areSame(one, other) == areSame) }
}
