/// DRM, the dyadic risk module: the two sides of a conversation weighed together.
package struct DyadicRisk: Sendable, Equatable {
    /// What to do about it (names documented).
    package enum Intervention: String, Sendable, Codable {
        case crisisResources = "crisis_resources"
        case crisisIntervention = "crisis_intervention"
        case softRedirect = "soft_redirect"
    }

    package var level: AlertLevel
    /// 0…0.99.
    package var score: Double
    /// The gravest rule that fired, `nil` when none did.
    package var rule: DyadicRule?
    /// The documented name of the signal that decided: `IRS+RAG`, `BCS+SD`, …; `NONE` when nothing fired.
    package var primarySignal: String
    package var intervention: Intervention?
    /// BCS, the slope of the user's conviction.
    package var convictionSlope: Double
    package var gap: ResponseGap
    /// `LEVEL (rule): reason — action.`
    package var explanation: String
    /// Every rule that fired, gravest first.
    package var drivers: [Driver]

    package var interventionRequired: Bool { level >= .red }

    package init(_ input: DyadicInput) {
        // `allCases` stands in the order of precedence, gravest level first.
        let findings = DyadicRule.allCases.compactMap { $0.finding(in: input) }
        rule = findings.first?.rule
        level = rule?.level ?? .green
        primarySignal = findings.first?.signal ?? "NONE"
        gap = input.gap
        convictionSlope = ConvictionSlope.value(of: input.hedgeRatios)
        score = Self.score(input, level: level, convictionSlope: convictionSlope)
        intervention = Self.intervention(level, input)
        drivers = findings.map { finding in
            Driver(
                finding.metric, finding.value, threshold: finding.threshold, level: finding.rule.level, side: finding.side,
                sentences: finding.side == .user ? input.riskSentences : [], reason: "\(finding.rule.rawValue): \(finding.because)")
        }
        if let finding = findings.first {
            let word = level.rawValue.uppercased()
            explanation = "\(word) (\(finding.rule.rawValue)): \(finding.because) — \(finding.rule.action)."
        } else {
            explanation = "GREEN: all signals in normal range."
        }
    }

    /// w = 0.35·IRS + 0.30·RAG + 0.15·(1 − RAS) + 0.10·(1 − BHS) + 0.10·activity (documented), raised to the floor of its level and by up
    /// to 0.10 for growing conviction (our choice, which meets every published value).
    private static func score(_ input: DyadicInput, level: AlertLevel, convictionSlope: Double) -> Double {
        let weighted =
            0.35 * input.inputRisk + 0.30 * input.gap.score + 0.15 * (1 - input.adequacy) + 0.10 * (1 - input.behavioralHealth)
            + 0.10 * (input.activity.last ?? 0)
        let lift = level >= .orange ? min(0.10, 0.6 * max(0, convictionSlope)) : 0
        return min(max(weighted.clamped01, floor(of: level)) + lift, 0.99)
    }

    private static func floor(of level: AlertLevel) -> Double {
        switch level {
        case .green: 0
        case .yellow: 0.20
        case .orange: 0.45
        case .red: 0.72
        case .critical: 0.85
        }
    }

    /// A crisis that the model itself worsens calls for intervention, one it does not for resources; the document shows both.
    private static func intervention(_ level: AlertLevel, _ input: DyadicInput) -> Intervention? {
        switch level {
        case .critical: input.alert >= .yellow || input.behavioralHealth < 0.70 ? .crisisIntervention : .crisisResources
        case .red: .softRedirect
        default: nil
        }
    }
}
