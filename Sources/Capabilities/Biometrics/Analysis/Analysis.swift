import MatchEngine
import Vocabulary

/// What was found about one session: made once, never edited.
struct Analysis: Sendable {
    var id: String
    var sessionID: String
    var identityID: String
    var accountID: String?
    var analyzedAt: Timestamp
    var score: Double
    var matchStatus: Session.MatchStatus
    var confidence: Double
    var baselineSessions: Int
    var engineVersion: String
    /// What it was made from; another input makes another analysis.
    var input: String
    var result: Result
    /// What a reviewer said of this session and this person.
    var verdict: Verdict?

    /// The part of an analysis that is stored as JSON.
    struct Result: Codable, Sendable {
        var signals: [String]
        var reasons: [ReasonRecord]
        var summary: String
        var categories: [CategoryRecord]
        var redFlags: [RedFlagRecord]
        enum CodingKeys: String, CodingKey { case signals, reasons, summary, categories, redFlags = "red_flags" }
    }

    struct ReasonRecord: Codable, Sendable {
        var code: String
        var category: String
        var severity: String
        var description: String
    }

    struct CategoryRecord: Codable, Sendable {
        var category: String
        var available: Bool
        var quality: Double
        var severity: String
        var contribution: Double
        var reasons: [ReasonRecord]
    }

    struct RedFlagRecord: Codable, Sendable {
        var code: String
        var category: String
        var severity: String
        var description: String
        var capsScore: Bool
        enum CodingKeys: String, CodingKey { case code, category, severity, description, capsScore = "caps_score" }
    }
}
