// Slows down guessing, per account and per address, without ever locking anybody out for good.
import Storage
import Vocabulary

enum LoginThrottle {
    /// Failures that cost nothing: 5 for an account from one network, 20 from anywhere, 100 per network behind which many people may sit
    /// (our choice).
    static let perAccountAndNetwork: Int64 = 5
    static let perAccount: Int64 = 20
    static let perNetwork: Int64 = 100

    private static func allowance(_ subject: String) -> Int64 {
        subject.hasPrefix("account-from:") ? perAccountAndNetwork : subject.hasPrefix("account:") ? perAccount : perNetwork
    }

    /// Who guesses the password of a login that is open to them is slowed down like who guesses it from without.
    static func passwordSubjects(_ email: String, network: String) -> [String] {
        ["account:password:" + email, "account-from:password:\(network):\(email)"]
    }

    /// The longest wait: 15 minutes for whoever guesses; a minute for the account as a whole, so that nobody can keep its owner out (our choice).
    private static func longestWait(_ subject: String) -> Double { subject.hasPrefix("account:") ? 60 : longestWaitSeconds }
    static let longestWaitSeconds = 900.0

    /// Failures are forgotten an hour after the last one (our choice).
    private static let memory = 3600.0

    /// Notes an attempt as failed until it succeeds.
    /// - Throws: tooManyRequests, with the same words for everybody, when one of the subjects must wait.
    static func begin(_ subjects: [String], now: Timestamp, in database: any SQLDatabase) async throws {
        let wait: Double? = try await database.transaction { db in
            for subject in subjects.sorted() {
                let row = try await db.first(
                    "SELECT blocked_until FROM login_throttle WHERE subject = $1 \(db.dialect.forUpdate)", [.text(subject)])
                let wait = Timestamp(microseconds: try row?.int("blocked_until") ?? 0).seconds(since: now)
                if wait > 0 { return wait }
            }
            for subject in subjects.sorted() { try await count(subject, now: now, in: db) }
            return nil
        }
        if let wait { throw Problem(.tooManyRequests, "Too many failed logins; try again later", retryAfter: max(1, Int(wait.rounded(.up)))) }
    }

    private static func count(_ subject: String, now: Timestamp, in db: any SQLSession) async throws {
        let row = try await db.first(
            """
            INSERT INTO login_throttle (subject, failures, blocked_until, updated_at) VALUES ($1, 1, 0, $2)
            ON CONFLICT (subject) DO UPDATE SET updated_at = $2,
                failures = CASE WHEN login_throttle.updated_at < $3 THEN 1 ELSE login_throttle.failures + 1 END
            RETURNING failures
            """,
            [.text(subject), .integer(now.microseconds), .integer(now.adding(seconds: -memory).microseconds)])
        let over = (try row?.int("failures") ?? 0) - allowance(subject)
        guard over >= 0 else { return }
        var wait = 1.0
        for _ in 0..<min(over, 10) { wait *= 2 }
        try await db.execute(
            "UPDATE login_throttle SET blocked_until = $2 WHERE subject = $1",
            [.text(subject), .integer(now.adding(seconds: min(wait, longestWait(subject))).microseconds)])
    }

    /// The password was right: the account's failures are forgotten, the attempt is taken back from its network's.
    static func succeeded(account: [String], address: String? = nil, in database: any SQLDatabase) async throws {
        try await database.transaction { db in
            for subject in account.sorted() { try await db.execute("DELETE FROM login_throttle WHERE subject = $1", [.text(subject)]) }
            guard let address else { return }
            try await db.execute("UPDATE login_throttle SET failures = failures - 1 WHERE subject = $1 AND failures > 0", [.text(address)])
        }
    }

    /// Forgets the failures of an account, from wherever they came.
    static func forget(account: String, in db: any SQLSession) async throws {
        try await db.execute(
            "DELETE FROM login_throttle WHERE subject IN ($1, $2) OR subject LIKE $3 ESCAPE '\\'",
            [.text("account:" + account), .text("account:password:" + account), .text("account-from:%:" + SQLText.escapedForLike(account))])
    }

    /// Deletes what is no longer remembered.
    static func purge(now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM login_throttle WHERE updated_at < $1", [.integer(now.adding(seconds: -memory).microseconds)])
    }
}
