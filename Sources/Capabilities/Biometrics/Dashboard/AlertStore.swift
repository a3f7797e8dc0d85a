import Storage
import Vocabulary

/// The document's AlertItem.
struct AlertItem: Encodable, Sendable {
    var analysis: Analysis
    var accountName: String?
    var sessionCreatedAt: Timestamp
    var eventCount: Int

    enum CodingKeys: String, CodingKey {
        case analysisID = "analysis_id", sessionID = "session_id", identityID = "identity_id", accountID = "account_id", accountName = "account_name"
        case analyzedAt = "analyzed_at", matchScore = "match_score", matchStatus = "match_status", confidence, summary, reasons
        case sessionCreatedAt = "session_created_at", eventCount = "event_count"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(analysis.id, forKey: .analysisID)
        try container.encode(analysis.sessionID, forKey: .sessionID)
        try container.encode(analysis.identityID, forKey: .identityID)
        try container.encode(analysis.accountID, forKey: .accountID)
        try container.encode(accountName, forKey: .accountName)
        try container.encode(analysis.analyzedAt, forKey: .analyzedAt)
        try container.encode(analysis.score, forKey: .matchScore)
        try container.encode(analysis.matchStatus, forKey: .matchStatus)
        try container.encode(analysis.confidence, forKey: .confidence)
        try container.encode(analysis.result.summary, forKey: .summary)
        try container.encode(analysis.result.reasons, forKey: .reasons)
        try container.encode(sessionCreatedAt, forKey: .sessionCreatedAt)
        try container.encode(eventCount, forKey: .eventCount)
    }
}

enum AlertStore {
    /// Analyses that were no match, newest first.
    static func list(account: String?, page: Page, org: String, in db: any SQLSession) async throws -> [AlertItem] {
        var arguments: [SQLValue] = [.text(org), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        if let account { arguments.append(.text(account)) }
        let byAccount = account == nil ? "" : " AND account_id = $4"
        return try await db.query(
            """
            WITH page AS (SELECT id FROM analyses WHERE organization_id = $1 AND match_status <> 'match'\(byAccount)
                ORDER BY analyzed_at DESC, id DESC LIMIT $2 OFFSET $3)
            SELECT \(AnalysisStore.columns), a.name AS account_name, s.created_at AS session_created_at, s.event_count AS event_count
            FROM page JOIN analyses n ON n.organization_id = $1 AND n.id = page.id \(AnalysisStore.verdicts)
            JOIN sessions s ON s.organization_id = n.organization_id AND s.id = n.session_id
            LEFT JOIN accounts a ON a.organization_id = n.organization_id AND a.id = n.account_id
            ORDER BY n.analyzed_at DESC, n.id DESC
            """, arguments
        ).map { row in
            AlertItem(
                analysis: try AnalysisStore.analysis(row), accountName: try row.optionalText("account_name"),
                sessionCreatedAt: Timestamp(microseconds: try row.int("session_created_at")), eventCount: Int(try row.int("event_count")))
        }
    }
}
