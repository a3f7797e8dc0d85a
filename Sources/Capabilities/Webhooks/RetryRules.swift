// What an answer means for a delivery, and when to try again. Values in, values out.
import OutboundHTTP
import Vocabulary

/// What becomes of a delivery after an attempt.
enum Verdict: Sendable, Equatable {
    case delivered
    case retry(afterSeconds: Double)
    /// Never again.
    case dead
    /// Never again, and nothing else to this endpoint either.
    case gone
}

enum RetryRules {
    /// Seconds to wait after failure 1…9; failure 10 is the last. *Documented*: the example of Standard Webhooks.
    static let waits: [Double] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    /// A wait that the endpoint asks for counts up to this. *Our choice*: the longest of our own.
    static let longestWait = 86_400.0
    /// Answers whose `Retry-After` counts.
    static let statusesThatMayAskToWait: Set<Int> = [429, 502, 503, 504]

    /// Failures in a row after which an endpoint gets one probe a minute. *Our choice.*
    static let failuresThatOpenTheCircuit = 10
    static let probeSeconds = 60.0
    /// An endpoint without success for this long, and with as many failures as open the circuit, is disabled. *Our choice.*
    static let hoursUntilDisabled = 120.0
    static let hoursUntilNotice = [24.0, 72.0]
    /// How long a disabled endpoint's queue is held before it is cancelled. *Our choice.*
    static let daysHeld = 7.0

    /// - Parameters:
    ///   - failedTries: failures before this attempt.
    ///   - random: uniform in 0..<1; spreads a wait over 0.9…1.1 of itself.
    static func verdict(of result: OutboundResult, failedTries: Int, at now: Timestamp, random: Double) -> Verdict {
        switch result {
        case .refused:
            return .dead
        case .failed:
            return afterFailure(failedTries + 1, askedSeconds: 0, random: random)
        case .response(let response):
            if (200...299).contains(response.status) { return .delivered }
            if response.status == 410 { return .gone }
            let asked = statusesThatMayAskToWait.contains(response.status) ? response.header("retry-after") : nil
            return afterFailure(failedTries + 1, askedSeconds: asked.flatMap { seconds(retryAfter: $0, at: now) } ?? 0, random: random)
        }
    }

    private static func afterFailure(_ failure: Int, askedSeconds: Double, random: Double) -> Verdict {
        guard failure <= waits.count else { return .dead }
        let own = waits[failure - 1] * (0.9 + 0.2 * random)
        return .retry(afterSeconds: max(own, min(askedSeconds, longestWait)))
    }

    /// Seconds from now that a `Retry-After` asks for, written as seconds or as a date; nil when it is neither.
    static func seconds(retryAfter text: String, at now: Timestamp) -> Double? {
        let text = text.trimmingPrefix { $0 == " " }
        if (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Double(text) { return seconds }
        return seconds(httpDate: text).map { max(0, $0 - now.seconds) }
    }

    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers may send (RFC 9110, 5.6.7).
    private static func seconds(httpDate text: some StringProtocol) -> Double? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]), (1...31).contains(day),
            (1970...9999).contains(year)
        else { return nil }
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let time = parts[4].split(separator: ":").compactMap { Int($0) }
        guard let month = names.firstIndex(of: String(parts[2])), time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]),
            (0...60).contains(time[2])
        else { return nil }
        let days = CivilDate.daysSince1970(year: year, month: month + 1, day: day)
        return Double(days * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2])
    }
}
