import Foundation

/// Scores a session against the person it claims to be. Pure and deterministic: the same values in, the same assessment out.
package struct Matcher {
    /// Stored with every score; changes whenever the same input may score differently.
    package static let version = "match-1"

    /// - Parameters:
    ///   - profile: nil or empty when nothing was learned yet.
    ///   - population: the state that `profile` and `cohort` were built for.
    ///   - cohort: other identities, or nil.
    package static func assess(
        session: SessionFeatures, profile: Profile?, population: Population, cohort: Cohort?, thresholds: Thresholds
    ) -> Assessment {
        assess(session: session, prepared: population.prepare(session), profile: profile, population: population, cohort: cohort, thresholds: thresholds)
    }

    /// As above, for a session that is prepared already.
    package static func assess(
        session: SessionFeatures, prepared: PreparedSession, profile: Profile?, population: Population, cohort: Cohort?, thresholds: Thresholds
    ) -> Assessment {
        guard let profile, profile.sessionCount > 0, profile.inputKind == session.inputKind else {
            return withoutBaseline(session, profile: profile, thresholds: thresholds)
        }
        var flags = session.redFlags
        let typing = TypingVerdict(prepared.typing, profile.typing, population, cohort)
        var evidence = [typing.category(prepared.typing, profile.typing, population)]
        for category in Category.allCases where category != .typing {
            evidence.append(CategoryEvidence(category: category, llr: nil, quality: 0, weight: CategoryEvidence.weight(of: category)))
        }
        if typing.nearestOtherID != nil { flags.append(sharedProfileFlag) }
        let results = evidence.map(result)
        let logOdds = min(max(results.reduce(0) { $0 + $1.contribution }, -Calibration.mostLogOdds), Calibration.mostLogOdds)
        let heard = results.filter { $0.isAvailable && CategoryEvidence.weight(of: $0.category) > 0 }
        let score = Score.capped(
            heard.isEmpty ? Score.withoutBaseline : Score.value(logOdds: logOdds, sessions: profile.sessionCount), by: flags)
        let status = thresholds.status(of: score)
        return Assessment(
            score: score, status: status,
            confidence: Score.confidence(sessions: profile.sessionCount, qualities: results.filter(\.isAvailable).map(\.quality)),
            signals: results.filter(\.isAvailable).map(\.category), reasons: Reasons.chosen(from: results, sessions: profile.sessionCount),
            redFlags: flags, categories: results, summary: Reasons.summary(status: status, results: results, flags: flags),
            baselineSessions: profile.sessionCount, nearestOtherID: typing.nearestOtherID, logOdds: heard.isEmpty ? nil : logOdds)
    }

    private static func result(_ evidence: CategoryEvidence) -> CategoryResult {
        let llr = evidence.llr.map { evidence.category == .typing ? $0 : min(max($0, -2), 2) }
        // Typing is calibrated for its length already; the other categories count by what they saw.
        let factor = evidence.category == .typing ? evidence.weight : evidence.weight * evidence.quality
        return CategoryResult(
            category: evidence.category, isAvailable: llr != nil, quality: evidence.quality, llr: llr, contribution: (llr ?? 0) * factor,
            severity: llr.map(Severity.init(llr:)) ?? .none, reasons: evidence.reasons)
    }

    private static func withoutBaseline(_ session: SessionFeatures, profile: Profile?, thresholds: Thresholds) -> Assessment {
        let score = Score.capped(Score.withoutBaseline, by: session.redFlags)
        let building = Reasons.baselineBuilding(sessions: profile?.sessionCount ?? 0, isOtherDevice: (profile?.sessionCount ?? 0) > 0)
        let results = Category.allCases.map {
            CategoryResult(category: $0, isAvailable: false, quality: 0, llr: nil, contribution: 0, severity: .none, reasons: [])
        }
        let status = thresholds.status(of: score)
        return Assessment(
            score: score, status: session.redFlags.contains { $0.capsScore && $0.severity > .mild } ? status : .review, confidence: 0.30,
            signals: [], reasons: [building], redFlags: session.redFlags, categories: results,
            summary: Reasons.summary(status: status, results: results, flags: session.redFlags), baselineSessions: 0, nearestOtherID: nil,
            logOdds: nil)
    }

    /// Observed, not capping: the distance of 3 was never measured (`decisions.md` 18).
    private static let sharedProfileFlag = RedFlag(
        code: "shared_profile", category: .typing, severity: .moderate,
        description: "The typing fits another known person much better than the claimed one.", capsScore: false)
}
