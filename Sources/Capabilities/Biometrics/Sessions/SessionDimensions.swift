// What a session counts towards: the totals of the lists and of the overview.
import Access
import Crypto
import Foundation
import MatchEngine
import Storage
import Vocabulary
import Web

/// Names of counters. The separator cannot stand in metadata keys, which hold no control characters.
enum Dimension {
    private static let separator = "\u{1F}"

    static let sessions = "sessions"
    static let identities = "identities"
    static let accounts = "accounts"
    static let alerts = "alerts"
    /// Identities with at least three learned sessions: those that the organization's population can be learned from.
    static let enrolled = "identities:enrolled"
    /// Sessions in all baselines together.
    static let learned = "sessions:learned"

    static func status(_ status: Session.Status) -> String { "sessions:status=\(status.rawValue)" }
    static func match(_ status: Session.MatchStatus) -> String { "sessions:match=\(status.rawValue)" }
    static func created(on day: Timestamp) -> String { "sessions:day=\(day.startOfDay.seconds)" }
    static func alerts(on day: Timestamp) -> String { "alerts:day=\(day.startOfDay.seconds)" }
    static func alerts(account: String) -> String { "alerts:account=\(account)" }
    static func metadata(key: String) -> String { "sessions:meta=\(key.normalized)" }
    static func metadata(key: String, value: String) -> String { "sessions:meta=\(key.normalized)\(separator)\(value)" }
    static func category(_ category: Category) -> String { "sessions:category=\(category.rawValue)" }
    static func category(_ category: Category, _ severity: Severity) -> String {
        "sessions:category=\(category.rawValue)\(separator)\(severity.rawValue)"
    }
    static func severity(_ severity: Severity) -> String { "sessions:severity=\(severity.rawValue)" }
    static func analyses(identity: String) -> String { "analyses:identity=\(separator)\(identity)" }
}

/// How a metadata value stands in the index: its text, or its hash when long or not a scalar.
enum MetadataText {
    static func index(_ value: JSONValue) throws -> String { index(try value.filterText ?? JSON.text(value)) }

    /// 256 bytes at most stand as they are (our choice: an index entry must stay small).
    static func index(_ text: String) -> String {
        let text = text.normalized
        guard text.utf8.count > 256 else { return text }
        return "sha256:" + SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }
}

extension Session {
    /// The counters that include this session. `categories` are those of its analysis.
    func dimensions(categories: [Category: Severity]) throws -> Set<String> {
        var dimensions: Set<String> = [Dimension.sessions, Dimension.status(status), Dimension.created(on: createdAt)]
        if let matchStatus { dimensions.insert(Dimension.match(matchStatus)) }
        for (key, value) in metadata {
            dimensions.insert(Dimension.metadata(key: key))
            dimensions.insert(Dimension.metadata(key: key, value: try MetadataText.index(value)))
        }
        for (category, severity) in categories {
            dimensions.insert(Dimension.category(category))
            dimensions.insert(Dimension.category(category, severity))
            dimensions.insert(Dimension.severity(severity))
        }
        return dimensions
    }
}

enum SessionCounting {
    /// Moves the counters from what a session was to what it is. Nil = it is not there.
    static func move(from old: Set<String>?, to new: Set<String>?, org: String, in db: any SQLSession) async throws {
        try await Counters.add(changes(from: old, to: new), org: org, in: db)
    }

    static func changes(from old: Set<String>?, to new: Set<String>?) -> [String: Int] {
        var changes: [String: Int] = [:]
        for dimension in (new ?? []).subtracting(old ?? []) { changes[dimension] = 1 }
        for dimension in (old ?? []).subtracting(new ?? []) { changes[dimension] = -1 }
        return changes
    }
}
