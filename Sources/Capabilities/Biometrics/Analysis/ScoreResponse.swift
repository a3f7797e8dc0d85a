import Vocabulary

/// The document's ScoreResponse.
package struct ScoreResponse: Encodable, Sendable {
    let analysis: Analysis

    init(_ analysis: Analysis) { self.analysis = analysis }

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id", identityID = "identity_id", analyzedAt = "analyzed_at", matchStatus = "match_status", result, signals, reasons,
            context
        case feedback
    }
    enum ResultKeys: String, CodingKey { case score, matchStatus = "match_status", confidence }
    enum ContextKeys: String, CodingKey { case baselineSessions = "baseline_sessions", summary }
    enum FeedbackKeys: String, CodingKey { case verdict, note, by, at }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(analysis.sessionID, forKey: .sessionID)
        try container.encode(analysis.identityID, forKey: .identityID)
        try container.encode(analysis.analyzedAt, forKey: .analyzedAt)
        // The document's own integration example reads the status at this level too.
        try container.encode(analysis.matchStatus, forKey: .matchStatus)
        var result = container.nestedContainer(keyedBy: ResultKeys.self, forKey: .result)
        try result.encode(analysis.score, forKey: .score)
        try result.encode(analysis.matchStatus, forKey: .matchStatus)
        try result.encode(analysis.confidence, forKey: .confidence)
        try container.encode(analysis.result.signals, forKey: .signals)
        try container.encode(analysis.result.reasons, forKey: .reasons)
        var context = container.nestedContainer(keyedBy: ContextKeys.self, forKey: .context)
        try context.encode(analysis.baselineSessions, forKey: .baselineSessions)
        try context.encode(analysis.result.summary, forKey: .summary)
        if let verdict = analysis.verdict {
            var feedback = container.nestedContainer(keyedBy: FeedbackKeys.self, forKey: .feedback)
            try feedback.encode(verdict.word, forKey: .verdict)
            try feedback.encode(verdict.note, forKey: .note)
            try feedback.encode(verdict.by, forKey: .by)
            try feedback.encode(verdict.at, forKey: .at)
        }
    }
}

/// A ScoreResponse with all five categories, the red flags and the engine that made it.
struct DetailResponse: Encodable, Sendable {
    let analysis: Analysis
    enum CodingKeys: String, CodingKey { case analysisID = "analysis_id", categories, redFlags = "red_flags", engineVersion = "engine_version" }

    func encode(to encoder: any Encoder) throws {
        try ScoreResponse(analysis).encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(analysis.id, forKey: .analysisID)
        try container.encode(analysis.result.categories, forKey: .categories)
        try container.encode(analysis.result.redFlags, forKey: .redFlags)
        try container.encode(analysis.engineVersion, forKey: .engineVersion)
    }
}
