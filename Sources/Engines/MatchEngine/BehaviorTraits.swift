import Foundation

/// A habit besides typing rhythm, as one number per session, on a scale on which sessions of one person scatter evenly.
///
/// Nobody has labelled data for these yet. Typical value, variance between people and within one are therefore our choice, from experience
/// with forms and wide enough to stay mild; they shape reasons, not the score (`decisions.md` 18).
enum BehaviorTrait: Int, CaseIterable, Sendable {
    case pointerSpeed, pointerStraightness, clickDistance
    case fieldDwell, hesitation, identityHesitation, tabShare, revisits, pauses
    case correctionShare, burstLength, noticing
    case duration, firstAction, focusLosses, pastes, autofills

    var category: Category {
        switch self {
        case .pointerSpeed, .pointerStraightness, .clickDistance: .mouse
        case .fieldDwell, .hesitation, .identityHesitation, .tabShare, .revisits, .pauses: .navigation
        case .correctionShare, .burstLength, .noticing: .correction
        case .duration, .firstAction, .focusLosses, .pastes, .autofills: .session
        }
    }

    /// μ, B and W.
    var prior: (mean: Double, between: Double, within: Double) {
        switch self {
        case .pointerSpeed: (5.9, 0.20, 0.10)
        case .pointerStraightness: (0.7, 0.010, 0.010)
        case .clickDistance: (0.35, 0.010, 0.010)
        case .fieldDwell: (1.6, 0.25, 0.25)
        case .hesitation, .identityHesitation: (0, 0.25, 0.35)
        case .tabShare: (0, 3, 1)
        case .revisits: (0.5, 0.2, 0.3)
        case .pauses: (1, 0.3, 0.3)
        case .correctionShare: (-3, 0.5, 0.4)
        case .burstLength: (0.5, 0.15, 0.2)
        case .noticing: (-0.9, 0.15, 0.2)
        case .duration: (4, 0.5, 0.3)
        case .firstAction: (0.7, 0.5, 0.6)
        case .focusLosses, .pastes, .autofills: (0.2, 0.3, 0.15)
        }
    }

    /// The habit's number; nil when the session does not show it.
    func value(of session: SessionFeatures) -> Double? {
        let navigation = session.navigation
        let correction = session.correction
        let pace = session.pace
        let value: Double?
        switch self {
        case .pointerSpeed: value = strokeMean(.meanSpeed, session)
        case .pointerStraightness: value = strokeMean(.straightness, session)
        case .clickDistance: value = navigation.clickDistance.count >= 3 ? navigation.clickDistance.mean : nil
        case .fieldDwell:
            let stays = navigation.fields.filter { $0.seconds > 0 }.map { log(Double($0.seconds)) }
            value = stays.count >= 2 ? Sample.median(stays) : nil
        case .hesitation: value = firstKeyDelay(navigation.fields)
        case .identityHesitation: value = firstKeyDelay(navigation.fields.filter(\.isIdentity))
        case .tabShare:
            let moves = navigation.tabMoves + navigation.pointerMoves
            value = moves >= 2 ? log((Double(navigation.tabMoves) + 0.5) / (Double(navigation.pointerMoves) + 0.5)) : nil
        case .revisits: value = navigation.fields.count >= 2 ? log(1 + Double(navigation.revisits)) : nil
        case .pauses: value = session.typing.keyCount >= 20 ? log(1 + Double(navigation.pauses)) : nil
        case .correctionShare:
            // logit of (c + ½)/(N + 1), `biometrics.md` 4.2.
            let edits = Double(correction.editCount) + 0.5
            value = correction.keyCount >= 30 ? log(edits / (Double(correction.keyCount) + 1 - edits)) : nil
        case .burstLength: value = correction.burstCount >= 2 ? log(Double(correction.editCount) / Double(correction.burstCount)) : nil
        case .noticing: value = correction.noticing.count >= 2 ? correction.noticing.mean : nil
        case .duration: value = session.eventCount > 0 ? log(1 + pace.totalSeconds) : nil
        case .firstAction: value = pace.firstActionSeconds.isNaN ? nil : log(0.1 + pace.firstActionSeconds)
        case .focusLosses: value = session.eventCount > 0 ? log(1 + Double(pace.focusLosses)) : nil
        case .pastes: value = session.eventCount > 0 ? log(1 + Double(pace.pasteCount)) : nil
        case .autofills: value = session.eventCount > 0 ? log(1 + Double(pace.autofillCount)) : nil
        }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    private func strokeMean(_ feature: Strokes.Feature, _ session: SessionFeatures) -> Double? {
        let strokes = session.strokes.filter { $0.count == Strokes.featureCount }
        return strokes.count >= MouseModel.neededInTest ? Sample.mean(strokes.map { Double($0[feature.rawValue]) }) : nil
    }

    private func firstKeyDelay(_ fields: [NavigationFeatures.Field]) -> Double? {
        let delays = fields.filter { !$0.firstKeyDelay.isNaN }.map { log(0.1 + Double(max(0, $0.firstKeyDelay))) }
        return delays.count >= 2 ? Sample.mean(delays) : nil
    }
}

/// How a session's trait compares with the same trait in the baseline.
struct TraitComparison: Sendable {
    var trait: BehaviorTrait
    /// Log-likelihood ratio in nats, between −2 and 2.
    var logOdds: Double
    /// What the session shows, minus what was expected, on the trait's scale.
    var difference: Double

    /// The univariate form of `biometrics.md` 4.3 with ν = 5. The within-variance is the prior's, worth four sessions, joined with the
    /// person's own scatter. Nil when either side does not show the trait.
    init?(_ trait: BehaviorTrait, _ session: SessionFeatures, _ baseline: TypingFeatures.Moments) {
        guard baseline.count > 0, let value = trait.value(of: session) else { return nil }
        let prior = trait.prior
        let count = Double(min(baseline.count, 6))
        let freedom = Double(baseline.count - 1)
        let within = max((4 * prior.within + baseline.squaredDeviations) / (4 + freedom), 0.25 * prior.within)
        let gain = prior.between / (prior.between + within / count)
        let expected = prior.mean + gain * (baseline.mean - prior.mean)
        difference = value - baseline.mean
        self.trait = trait
        let ratio = StudentRatio(
            deviation: value - expected, variance: prior.between * (1 - gain) + within, generalDeviation: value - prior.mean,
            generalVariance: prior.between + within, degreesOfFreedom: 5)
        logOdds = min(max(ratio.logarithm(degreesOfFreedom: 5), -2), 2)
    }
}
