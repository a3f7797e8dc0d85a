import Foundation

/// Scores a session against the person it claims to be. Pure and deterministic: the same values in, the same assessment out.
package struct Matcher {
    /// Stored with every score; changes whenever the same input may score differently.
    package static let version = "match-1"

    /// - Parameters:
    ///   - profile: nil or empty when nothing was learned yet.
    ///   - population: the state that `profile` and `cohort` were built for.
    ///   - cohort: other identities, or nil.
    ///   - allowsAutomation: red flags that tell of a program are told and do not cap the score: for tests of an integration.
    package static func assess(
        session: SessionFeatures, profile: Profile?, population: Population, cohort: Cohort?, thresholds: Thresholds, allowsAutomation: Bool = false
    ) -> Assessment {
        assess(
            session: session, prepared: population.prepare(session), profile: profile, population: population, cohort: cohort,
            thresholds: thresholds, allowsAutomation: allowsAutomation)
    }

    /// As above, for a session that is prepared already.
    package static func assess(
        session: SessionFeatures, prepared: PreparedSession, profile: Profile?, population: Population, cohort: Cohort?, thresholds: Thresholds,
        allowsAutomation: Bool = false
    ) -> Assessment {
        func weighed(_ flags: [RedFlag]) -> [RedFlag] {
            allowsAutomation ? flags.map { $0.tellsOfAutomation ? $0.asObservation : $0 } : flags
        }
        guard let part = profile?.part(for: session.inputKind) else {
            return withoutBaseline(
                session, flags: weighed(session.redFlags), hasOtherKind: (profile?.sessionCount ?? 0) > 0, thresholds: thresholds)
        }
        var flags = weighed(RedFlagRules.againstBaseline(session: session, baseline: part.behavior))
        let models = population.typing(for: session.inputKind)
        let typing = TypingVerdict(prepared.typing, part.typing, models, cohort?.members(using: session.inputKind))
        if typing.nearestOtherID != nil { flags.append(.sharedProfile) }
        let evidence =
            [typing.category(prepared.typing, part.typing, models)]
            + BehaviorComparison.evidence(session: session, baseline: part.behavior, pointers: population.pointers)
        let results = evidence.map(result)
        let heard = results.filter { $0.isAvailable && CategoryEvidence.weight(of: $0.category) > 0 }
        let logOdds = min(max(results.reduce(0) { $0 + $1.contribution }, -Calibration.mostLogOdds), Calibration.mostLogOdds)
        let score = Score.capped(
            heard.isEmpty ? Score.withoutBaseline : Score.value(logOdds: logOdds, sessions: part.sessionCount), by: flags)
        let status = heard.isEmpty && score == Score.withoutBaseline ? .review : thresholds.status(of: score)
        return Assessment(
            score: score, status: status,
            confidence: Score.confidence(sessions: part.sessionCount, qualities: results.filter(\.isAvailable).map(\.quality)),
            signals: results.filter(\.isAvailable).map(\.category), reasons: Reasons.chosen(from: results), redFlags: flags,
            categories: results, summary: Reasons.summary(status: status, results: results, flags: flags),
            baselineSessions: part.sessionCount, nearestOtherID: typing.nearestOtherID, logOdds: heard.isEmpty ? nil : logOdds)
    }

    private static func result(_ evidence: CategoryEvidence) -> CategoryResult {
        let llr = evidence.llr.map { evidence.category == .typing ? $0 : min(max($0, -2), 2) }
        // Typing is calibrated for its length already; the other categories count by what they saw.
        let factor = evidence.category == .typing ? evidence.weight : evidence.weight * evidence.quality
        return CategoryResult(
            category: evidence.category, isAvailable: llr != nil, quality: evidence.quality, llr: llr, contribution: (llr ?? 0) * factor,
            severity: llr.map(Severity.init(llr:)) ?? .none, reasons: evidence.reasons)
    }

    /// Nothing to compare with: the documented 60.0 and review, unless a red flag that caps says otherwise.
    private static func withoutBaseline(
        _ session: SessionFeatures, flags: [RedFlag], hasOtherKind: Bool, thresholds: Thresholds
    ) -> Assessment {
        let score = Score.capped(Score.withoutBaseline, by: flags)
        let status: Assessment.Status = score < Score.withoutBaseline ? thresholds.status(of: score) : .review
        let results = Category.allCases.map {
            CategoryResult(category: $0, isAvailable: false, quality: 0, llr: nil, contribution: 0, severity: .none, reasons: [])
        }
        return Assessment(
            score: score, status: status, confidence: 0.30, signals: [], reasons: [Reasons.baselineBuilding(hasOtherKind: hasOtherKind)],
            redFlags: flags, categories: results, summary: Reasons.summary(status: status, results: results, flags: flags),
            baselineSessions: 0, nearestOtherID: nil, logOdds: nil)
    }
}
