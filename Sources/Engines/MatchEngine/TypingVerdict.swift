/// The typing category of one assessment: comparison, cohort and calibration put together.
struct TypingVerdict: Sendable {
    let comparison: TypingComparison
    let evidence: TypingEvidence
    /// The cohort member whom the session fits better by more than `sharedProfileMargin`.
    let nearestOtherID: String?

    /// Log-odds by which another person must fit better to be named (documented).
    private static let sharedProfileMargin = 3.0

    init(_ test: PreparedTyping, _ baseline: TypingBaseline, _ population: TypingPopulation, _ cohort: KindCohort?) {
        let comparison = TypingComparison(test, baseline, population)
        guard let cohort else {
            self.init(comparison, test, baseline, population, cohort: nil, view: .init(), others: [])
            return
        }
        let scope = comparison.scopeForOthers
        self.init(
            comparison, test, baseline, population, cohort: cohort, view: cohort.typing.view(of: baseline, scope: scope, population),
            others: cohort.typing.scores(of: test, scope: scope, depth: baseline.effectiveCount, population))
    }

    /// With the cohort's part computed already, which many trials share.
    init(
        _ comparison: TypingComparison, _ test: PreparedTyping, _ baseline: TypingBaseline, _ population: TypingPopulation, cohort: KindCohort?,
        view: TypingCohort.Norm, others: [TypingComparison]
    ) {
        let norm = cohort.map { $0.typing.norm(others, view: view) } ?? .init()
        self.comparison = comparison
        evidence = TypingEvidence(comparison, test: test, baseline: baseline, norm: norm, calibration: population.calibration)
        var nearest: String?
        if let cohort, let own = evidence.plainLogOdds {
            var best = own + TypingVerdict.sharedProfileMargin
            for (index, other) in others.enumerated() {
                let baseline = cohort.typing.baselines[index]
                if let value = TypingEvidence.logOdds(other, test, baseline, .init(), population.calibration), value > best {
                    best = value
                    nearest = cohort.ids[index]
                }
            }
        }
        nearestOtherID = nearest
    }

    /// The verdict as a category, with reasons.
    func category(_ test: PreparedTyping, _ baseline: TypingBaseline, _ population: TypingPopulation) -> CategoryEvidence {
        CategoryEvidence(
            category: .typing, llr: evidence.logOdds, quality: evidence.logOdds == nil ? 0 : evidence.quality,
            weight: CategoryEvidence.weight(of: .typing),
            reasons: TypingReasons.reasons(evidence, comparison, test, baseline, population))
    }
}
