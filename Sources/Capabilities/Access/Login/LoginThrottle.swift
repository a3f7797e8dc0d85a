// Slows down guessing, per account and per address, without ever locking anybody out for good.
import Storage
import Vocabulary

enum LoginThrottle {
    /// Failures that cost nothing: 5 for an account from one network, 20 from anywhere, 100 per network behind which many people may sit
    /// (our choice).
    static let perAccountAndNetwork: Int64 = 5
    static let perAccount: Int64 = 20
    static let perNetwork: Int64 = 100

    /// What failures are counted for. Who guesses the password of a login that is open to them is slowed down like who guesses it from without,
    /// and counted apart, so that neither keeps the other out.
    enum Subject: Sendable, Hashable {
        case account(String)
        case accountFrom(String, network: String)
        case password(String)
        case passwordFrom(String, network: String)
        case address(network: String)

        /// How it is stored: the kind, then each part behind its length, so that no email address can be read as another subject.
        var stored: String {
            switch self {
            case .account(let email): Self.text("account", email)
            case .accountFrom(let email, let network): Self.text("account-from", email, network)
            case .password(let email): Self.text("password", email)
            case .passwordFrom(let email, let network): Self.text("password-from", email, network)
            case .address(let network): Self.text("address", network)
            }
        }

        /// What the stored text of an account's subjects from every network begins with.
        static func beginnings(_ email: String) -> [String] {
            ["account-from", "password-from"].map { text($0, email) + " " }
        }

        private static func text(_ kind: String, _ parts: String...) -> String {
            ([kind] + parts.map { "\($0.utf8.count):\($0)" }).joined(separator: " ")
        }

        fileprivate var allowance: Int64 {
            switch self {
            case .account, .password: LoginThrottle.perAccount
            case .accountFrom, .passwordFrom: LoginThrottle.perAccountAndNetwork
            case .address: LoginThrottle.perNetwork
            }
        }

        /// The longest wait: 15 minutes for one who guesses; a minute for the account as a whole, so that its owner cannot be kept out (our choice).
        fileprivate var longestWait: Double {
            switch self {
            case .account, .password: 60
            case .accountFrom, .passwordFrom, .address: LoginThrottle.longestWaitSeconds
            }
        }
    }

    static let longestWaitSeconds = 900.0

    /// Failures are forgotten an hour after the last one (our choice).
    private static let memory = 3600.0

    /// Notes an attempt as failed until it succeeds.
    /// - Throws: tooManyRequests, with the same words for everybody, when one of the subjects must wait.
    static func begin(_ subjects: [Subject], now: Timestamp, in database: any SQLDatabase) async throws {
        // No part of what the request does: with an Idempotency-Key it runs again if it goes no further than this.
        let wait: Double? = try await CommitMark.$current.withValue(nil) { try await count(subjects, now: now, in: database) }
        if let wait { throw Problem(.tooManyRequests, "Too many failed logins; try again later", retryAfter: max(1, Int(wait.rounded(.up)))) }
    }

    /// How long one of the subjects must wait; nil when none must, and all have been counted.
    private static func count(_ subjects: [Subject], now: Timestamp, in database: any SQLDatabase) async throws -> Double? {
        try await database.transaction { db in
            // In one order, so that two attempts cannot wait for one another.
            let subjects = subjects.sorted { $0.stored < $1.stored }
            for subject in subjects {
                let row = try await db.first(
                    "SELECT blocked_until FROM login_throttle WHERE subject = $1 \(db.dialect.forUpdate)", [.text(subject.stored)])
                let wait = Timestamp(microseconds: try row?.int("blocked_until") ?? 0).seconds(since: now)
                if wait > 0 { return wait }
            }
            for subject in subjects { try await count(subject, now: now, in: db) }
            return nil
        }
    }

    private static func count(_ subject: Subject, now: Timestamp, in db: any SQLSession) async throws {
        let row = try await db.first(
            """
            INSERT INTO login_throttle (subject, failures, blocked_until, updated_at) VALUES ($1, 1, 0, $2)
            ON CONFLICT (subject) DO UPDATE SET updated_at = $2,
                failures = CASE WHEN login_throttle.updated_at < $3 THEN 1 ELSE login_throttle.failures + 1 END
            RETURNING failures
            """,
            [.text(subject.stored), .integer(now.microseconds), .integer(now.adding(seconds: -memory).microseconds)])
        let over = (try row?.int("failures") ?? 0) - subject.allowance
        guard over >= 0 else { return }
        var wait = 1.0
        for _ in 0..<min(over, 10) { wait *= 2 }
        try await db.execute(
            "UPDATE login_throttle SET blocked_until = $2 WHERE subject = $1",
            [.text(subject.stored), .integer(now.adding(seconds: min(wait, subject.longestWait)).microseconds)])
    }

    /// The password was right: the account's failures are forgotten, the attempt is taken back from its network's.
    static func succeeded(account: [Subject], address: Subject? = nil, in database: any SQLDatabase) async throws {
        try await database.transaction { db in
            for subject in account.map(\.stored).sorted() {
                try await db.execute("DELETE FROM login_throttle WHERE subject = $1", [.text(subject)])
            }
            guard let address else { return }
            try await db.execute("UPDATE login_throttle SET failures = failures - 1 WHERE subject = $1 AND failures > 0", [.text(address.stored)])
        }
    }

    /// Forgets the failures of an account, from wherever they came.
    static func forget(account: String, in db: any SQLSession) async throws {
        let beginnings = Subject.beginnings(account).map { SQLValue.text(SQLText.escapedForLike($0) + "%") }
        try await db.execute(
            """
            DELETE FROM login_throttle WHERE subject IN ($1, $2) OR subject LIKE $3 ESCAPE '\\' OR subject LIKE $4 ESCAPE '\\'
            """, [.text(Subject.account(account).stored), .text(Subject.password(account).stored)] + beginnings)
    }

    /// Deletes what is no longer remembered.
    static func purge(now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM login_throttle WHERE updated_at < $1", [.integer(now.adding(seconds: -memory).microseconds)])
    }
}
