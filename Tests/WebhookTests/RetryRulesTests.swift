import OutboundHTTP
import Testing
import Vocabulary

@testable import Webhooks

private let now = Timestamp(microseconds: 784_111_777_000_000)  // Sun, 06 Nov 1994 08:49:37 GMT

private func verdict(_ status: Int, retryAfter: String? = nil, failedTries: Int = 0, random: Double = 0.5) -> Verdict {
    let headers = retryAfter.map { [(name: "Retry-After", value: $0)] } ?? []
    return RetryRules.verdict(
        of: .response(OutboundResponse(status: status, headers: headers)), failedTries: failedTries, at: now, random: random)
}

private func wait(_ verdict: Verdict) -> Double? {
    if case .retry(let seconds) = verdict { seconds } else { nil }
}

@Suite("Retry rules")
struct RetryRulesTests {
    @Test("every 2xx is a success and nothing else is", arguments: [200, 201, 202, 204, 299])
    func success(status: Int) { #expect(verdict(status) == .delivered) }

    @Test("redirects, refusals and errors are failures", arguments: [100, 301, 302, 307, 400, 401, 404, 429, 500, 503])
    func failure(status: Int) { #expect(wait(verdict(status)) == 5) }

    @Test("410 means gone and a refused target is dead at once")
    func final() {
        #expect(verdict(410) == .gone)
        guard let refusal = refusal() else { Issue.record("not refused"); return }
        #expect(RetryRules.verdict(of: .refused(refusal), failedTries: 0, at: now, random: 0.5) == .dead)
    }

    private func refusal() -> TargetRefusal? {
        do { _ = try TargetPolicy().vet("https://127.0.0.1/") } catch { return error }
        return nil
    }

    @Test("the waits follow the table and the tenth failure is the last")
    func table() {
        let waits = (0..<9).map { wait(RetryRules.verdict(of: .failed(.timedOut), failedTries: $0, at: now, random: 0.5)) }
        #expect(waits == [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400])
        #expect(RetryRules.verdict(of: .failed(.timedOut), failedTries: 9, at: now, random: 0.5) == .dead)
    }

    @Test("chance spreads a wait over 0.9 to 1.1 of itself")
    func jitter() throws {
        #expect(abs(try #require(wait(verdict(500, failedTries: 1, random: 0))) - 270) < 1e-9)
        #expect(abs(try #require(wait(verdict(500, failedTries: 1, random: 0.999_999))) - 330) < 1e-3)
    }

    @Test("Retry-After counts for overload alone, never shortens our wait, and never exceeds a day", arguments: [
        (503, "120", 120.0), (429, "60", 60), (502, "2", 5), (504, "999999", 86_400), (500, "120", 5), (404, "120", 5),
        (503, "Sun, 06 Nov 1994 08:59:37 GMT", 600), (503, "Sun, 06 Nov 1994 07:49:37 GMT", 5), (503, "soon", 5), (503, "-3", 5), (503, "", 5),
    ])
    func retryAfter(status: Int, header: String, expected: Double) { #expect(wait(verdict(status, retryAfter: header)) == expected) }

    @Test("dates are read over leap years and refused when malformed", arguments: [
        ("Thu, 01 Jan 1970 00:00:10 GMT", 10.0 as Double?), ("Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_800),
        ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200), ("Thu, 31 Dec 2026 23:59:59 GMT", 1_798_761_599),
        ("Thu, 01 Foo 1970 00:00:00 GMT", nil), ("Thu, 01 Jan 1970 24:00:00 GMT", nil), ("Thu, 01 Jan 1970 00:00 GMT", nil),
        ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Thu, 01 Jan 1970 00:00:00 CET", nil),
    ])
    func dates(text: String, expected: Double?) {
        #expect(RetryRules.seconds(retryAfter: text, at: Timestamp(microseconds: 0)) == expected)
    }
}
