/// Scores many sessions against many profiles, as evaluations do: the same comparison as `Matcher.assess`, with what a cohort says of a
/// session or of a profile computed once and kept.
package struct MatcherBatch: Sendable {
    package let population: Population
    package let cohort: Cohort?
    private var views: [ViewKey: TypingCohort.Norm] = [:]
    private var others: [OtherKey: [TypingComparison]] = [:]

    private struct ViewKey: Hashable {
        var profile: Int
        var scope: TypingComparison.Scope
    }
    private struct OtherKey: Hashable {
        var session: Int
        var scope: TypingComparison.Scope
        var depth: Double
    }

    /// The typing of one session against one profile.
    package struct Outcome: Sendable, Equatable {
        /// Calibrated log-odds, not yet tempered or clipped; nil when typing abstains.
        package var logOdds: Double?
        package var score: Double
    }

    package init(population: Population, cohort: Cohort?) {
        self.population = population
        self.cohort = cohort.flatMap { $0.isLargeEnough ? $0 : nil }
    }

    /// - Parameters:
    ///   - sessionKey, profileKey: numbers that tell sessions and profiles apart within this batch.
    package mutating func score(_ session: PreparedSession, sessionKey: Int, against profile: Profile, profileKey: Int) -> Outcome {
        let baseline = profile.typing
        let comparison = TypingComparison(session.typing, baseline, population)
        let scope = comparison.scopeForOthers
        var view = TypingCohort.Norm()
        var scores: [TypingComparison] = []
        if let cohort {
            let viewKey = ViewKey(profile: profileKey, scope: scope)
            view = views[viewKey] ?? cohort.typing.view(of: baseline, scope: scope, population)
            views[viewKey] = view
            let otherKey = OtherKey(session: sessionKey, scope: scope, depth: baseline.effectiveCount)
            scores = others[otherKey] ?? cohort.typing.scores(of: session.typing, scope: scope, depth: baseline.effectiveCount, population)
            others[otherKey] = scores
        }
        let norm = cohort.map { $0.typing.norm(scores, view: view) } ?? .init()
        let evidence = TypingEvidence(comparison, test: session.typing, baseline: baseline, norm: norm, calibration: population.calibration)
        guard let logOdds = evidence.logOdds else { return Outcome(logOdds: nil, score: Score.withoutBaseline) }
        return Outcome(logOdds: logOdds, score: Score.value(logOdds: logOdds, sessions: profile.sessionCount))
    }
}
