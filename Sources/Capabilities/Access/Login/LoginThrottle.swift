// Slows down guessing, per account and per address, without ever locking anybody out for good.
import Storage
import Vocabulary

enum LoginThrottle {
    /// Failures that cost nothing: 5 per account, 100 per address behind which many people may sit (our choice).
    private static func allowance(_ subject: String) -> Int64 { subject.hasPrefix("account:") ? 5 : 100 }
    /// The longest wait: 15 minutes (our choice). Failures are forgotten an hour after the last one.
    private static let longestWait = 900.0
    private static let memory = 3600.0

    /// - Throws: tooManyRequests, with the same words for everybody.
    static func check(_ subjects: [String], now: Timestamp, in db: any SQLSession) async throws {
        for subject in subjects {
            guard let row = try await db.first("SELECT blocked_until FROM login_throttle WHERE subject = $1", [.text(subject)]) else { continue }
            let wait = Timestamp(microseconds: try row.int("blocked_until")).seconds(since: now)
            guard wait <= 0 else {
                throw Problem(.tooManyRequests, "Too many failed logins; try again later", retryAfter: max(1, Int(wait.rounded(.up))))
            }
        }
    }

    static func recordFailure(_ subjects: [String], now: Timestamp, in database: any SQLDatabase) async throws {
        try await database.transaction { db in
            for subject in subjects.sorted() {
                let row = try await db.first(
                    """
                    INSERT INTO login_throttle (subject, failures, blocked_until, updated_at) VALUES ($1, 1, 0, $2)
                    ON CONFLICT (subject) DO UPDATE SET updated_at = $2,
                        failures = CASE WHEN login_throttle.updated_at < $3 THEN 1 ELSE login_throttle.failures + 1 END
                    RETURNING failures
                    """,
                    [.text(subject), .integer(now.microseconds), .integer(now.adding(seconds: -memory).microseconds)])
                let over = (try row?.int("failures") ?? 0) - allowance(subject)
                guard over >= 0 else { continue }
                var wait = 1.0
                for _ in 0..<min(over, 10) { wait *= 2 }
                try await db.execute(
                    "UPDATE login_throttle SET blocked_until = $2 WHERE subject = $1",
                    [.text(subject), .integer(now.adding(seconds: min(wait, longestWait)).microseconds)])
            }
        }
    }

    static func forget(_ subject: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM login_throttle WHERE subject = $1", [.text(subject)])
    }
}
