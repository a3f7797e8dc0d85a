/// What the engine says of one session that claims to be one person.
package struct Assessment: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable { case match, review, mismatch }

    /// 0–100, one decimal.
    package var score: Double
    package var status: Status
    /// Depth of the evidence, 0.30–0.90; never accuracy.
    package var confidence: Double
    /// The categories that had something to say.
    package var signals: [Category]
    /// One to six findings, weightiest first.
    package var reasons: [Reason]
    package var redFlags: [RedFlag]
    /// All five categories, in the documented order.
    package var categories: [CategoryResult]
    /// One plain sentence.
    package var summary: String
    package var baselineSessions: Int
    /// The cohort member whom the session fits best, when it fits that one much better than the claimed person.
    package var nearestOtherID: String?
    /// Calibrated log-odds behind the score, before tempering and caps; nil without a baseline.
    package var logOdds: Double?
}

/// What one category contributed.
package struct CategoryResult: Sendable, Equatable {
    package var category: Category
    package var isAvailable: Bool
    /// 0…1, see `CategoryEvidence.quality`.
    package var quality: Double
    /// Calibrated log-odds; nil when the category abstains.
    package var llr: Double?
    /// What it added to the log-odds of the score.
    package var contribution: Double
    package var severity: Severity
    package var reasons: [Reason]
}
