/// Scores many sessions against many profiles, as evaluations do: the same comparison as `Matcher.assess`, with what a cohort says of a
/// session or of a profile computed once and kept.
package struct MatcherBatch: Sendable {
    package let population: Population
    package let cohort: Cohort?
    private var views: [ViewKey: TypingCohort.Norm] = [:]
    private var known: [ScoreKey: [TypingComparison]] = [:]

    private struct ViewKey: Hashable {
        var profile: Int
        var scope: TypingComparison.Scope
    }
    private struct ScoreKey: Hashable {
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
        self.cohort = cohort
    }

    /// - Parameters:
    ///   - sessionKey, profileKey: numbers that tell sessions and profiles apart within this batch.
    package mutating func score(_ session: PreparedSession, sessionKey: Int, against profile: Profile, profileKey: Int) -> Outcome {
        guard let part = profile.part(for: session.inputKind) else { return Outcome(logOdds: nil, score: Score.withoutBaseline) }
        let baseline = part.typing
        let models = population.typing(for: session.inputKind)
        let comparison = TypingComparison(session.typing, baseline, models)
        let others = cohort?.members(using: session.inputKind)
        var view = TypingCohort.Norm()
        var scores: [TypingComparison] = []
        if let others {
            let scope = comparison.scopeForOthers
            let viewKey = ViewKey(profile: profileKey, scope: scope)
            view = views[viewKey] ?? others.typing.view(of: baseline, scope: scope, models)
            views[viewKey] = view
            let scoreKey = ScoreKey(session: sessionKey, scope: scope, depth: baseline.effectiveCount)
            scores = known[scoreKey] ?? others.typing.scores(of: session.typing, scope: scope, depth: baseline.effectiveCount, models)
            known[scoreKey] = scores
        }
        let verdict = TypingVerdict(comparison, session.typing, baseline, models, cohort: others, view: view, others: scores)
        guard let logOdds = verdict.evidence.logOdds else { return Outcome(logOdds: nil, score: Score.withoutBaseline) }
        return Outcome(logOdds: logOdds, score: Score.value(logOdds: logOdds, sessions: part.sessionCount))
    }
}
