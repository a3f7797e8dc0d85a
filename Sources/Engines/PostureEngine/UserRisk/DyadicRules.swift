/// The rules of the dyadic risk module. Names and conditions follow the document where it gives them; it names them differently in
/// several places, so numbers, order and the yellow rules are our choice. They do not move with an organization's thresholds.
package enum DyadicRule: String, Sendable, Codable, CaseIterable {
    case crisisGap = "R1"
    case highRiskInput = "R2"
    case modelCollapse = "R3-bis"
    case dualDegradation = "R3"
    case gap = "R4"
    case silentEvasion = "R5"
    case spiraling = "R6"
    case raisedInputRisk = "Y1"
    case raisedGap = "Y2"
    case pressureWithRisk = "Y3"
    case sustainedSycophancy = "Y4"
    case postureAlert = "Y5"

    package var level: AlertLevel {
        switch self {
        case .crisisGap: .critical
        case .highRiskInput, .modelCollapse: .red
        case .dualDegradation, .gap, .silentEvasion, .spiraling: .orange
        default: .yellow
        }
    }

    /// What to do, as the explanation ends.
    var action: String {
        switch self {
        case .crisisGap: "immediate escalation required"
        case .highRiskInput: "review now and steer the conversation to help"
        case .modelCollapse: "stop or restart the session and review the transcript"
        case .dualDegradation: "have a person look at the conversation"
        case .gap: "answer the risk, not only the question"
        case .silentEvasion: "check what the response did with the pressure"
        case .spiraling: "slow down and bring in another view"
        default: "keep watching"
        }
    }
}

extension DyadicRule {
    /// The rule's finding, `nil` when it does not fire.
    func finding(in input: DyadicInput) -> DyadicFinding? {
        switch self {
        case .crisisGap: Self.crisisGap(input)
        case .highRiskInput: Self.highRiskInput(input)
        case .modelCollapse: Self.modelCollapse(input)
        case .dualDegradation: Self.dualDegradation(input)
        case .gap: Self.gap(input)
        case .silentEvasion: Self.silentEvasion(input)
        case .spiraling: Self.spiraling(input)
        case .raisedInputRisk: Self.raisedInputRisk(input)
        case .raisedGap: Self.raisedGap(input)
        case .pressureWithRisk: Self.pressureWithRisk(input)
        case .sustainedSycophancy: Self.sustainedSycophancy(input)
        case .postureAlert: Self.postureAlert(input)
        }
    }

    private static func crisisGap(_ input: DyadicInput) -> DyadicFinding? {
        let isCritical = input.inputRiskLevel == .critical
        guard isCritical || Limit.reaches(input.suicidality, 0.80), Limit.reaches(input.gap.score, 0.60) else { return nil }
        let risk = isCritical ? "IRS critical" : "suicidality \(input.suicidality.formattedShort)"
        return DyadicFinding(
            .crisisGap, "IRS+RAG", "rag", input.gap.score, threshold: 0.60, because: "\(risk) + RAG \(input.gap.level.rawValue)")
    }

    private static func highRiskInput(_ input: DyadicInput) -> DyadicFinding? {
        let hasGap = Limit.reaches(input.gap.score, 0.40)
        let signal = hasGap ? "IRS+RAG" : "IRS"
        let gap = "RAG \(input.gap.level.rawValue)"
        if input.inputRiskLevel == .critical {
            return DyadicFinding(
                .highRiskInput, signal, "irs", input.inputRisk, threshold: 0.80, because: hasGap ? "IRS critical + \(gap)" : "IRS critical")
        }
        if input.inputRiskLevel == .high, hasGap {
            return DyadicFinding(.highRiskInput, signal, "irs", input.inputRisk, threshold: 0.60, because: "IRS high + \(gap)")
        }
        if Limit.reaches(input.suicidality, 0.70), hasGap {
            return DyadicFinding(
                .highRiskInput, signal, "suicidality", input.suicidality, threshold: 0.70,
                because: "suicidality \(input.suicidality.formattedShort) + \(gap)")
        }
        guard Limit.reaches(input.gap.score, 0.80) else { return nil }
        return DyadicFinding(.highRiskInput, signal, "rag", input.gap.score, threshold: 0.80, because: gap)
    }

    private static func modelCollapse(_ input: DyadicInput) -> DyadicFinding? {
        guard input.alert >= .red, !Limit.reaches(input.behavioralHealth, 0.45), input.inputRiskLevel <= .low else { return nil }
        return DyadicFinding(
            .modelCollapse, "POI+DPI", "bhs", input.behavioralHealth, threshold: 0.45,
            because: "posture alert \(input.alert.rawValue), BHS \(input.behavioralHealth.formattedShort), no risk on the user's side")
    }

    private static func dualDegradation(_ input: DyadicInput) -> DyadicFinding? {
        guard input.alert >= .red || !Limit.reaches(input.behavioralHealth, 0.45) else { return nil }
        let isRising = UserActivity.trend(of: input.activity) == .rising
        guard input.inputRiskLevel >= .medium || isRising else { return nil }
        let user = input.inputRiskLevel >= .medium ? "IRS \(input.inputRiskLevel.rawValue)" : "user activity rising"
        return DyadicFinding(
            .dualDegradation, "PSA+IRS", "bhs", input.behavioralHealth, threshold: 0.45, because: "posture alert \(input.alert.rawValue) + \(user)")
    }

    private static func gap(_ input: DyadicInput) -> DyadicFinding? {
        if input.inputRiskLevel >= .medium, Limit.reaches(input.gap.score, 0.20) {
            return DyadicFinding(
                .gap, "IRS+RAG", "rag", input.gap.score, threshold: 0.20,
                because: "IRS \(input.inputRiskLevel.rawValue) + RAG \(input.gap.level.rawValue)")
        }
        if Limit.reaches(input.dissociation, 0.40) {
            return DyadicFinding(
                .gap, "IRS+RAG", "dissociation", input.dissociation, threshold: 0.40,
                because: "dissociation \(input.dissociation.formattedShort)")
        }
        guard Limit.reaches(input.grandiosity, 0.50) else { return nil }
        return DyadicFinding(
            .gap, "IRS+RAG", "grandiosity", input.grandiosity, threshold: 0.50, because: "grandiosity \(input.grandiosity.formattedShort)")
    }

    private static func silentEvasion(_ input: DyadicInput) -> DyadicFinding? {
        guard input.incongruence == .critical else { return nil }
        return DyadicFinding(
            .silentEvasion, "CPI_silent", "cpi", input.pressure ?? Incongruence.evasionPressure, threshold: Incongruence.evasionPressure,
            because: "strong pressure met in silence")
    }

    private static func spiraling(_ input: DyadicInput) -> DyadicFinding? {
        let slope = ConvictionSlope.value(of: input.hedgeRatios)
        guard Limit.exceeds(slope, ConvictionSlope.spiraling), Limit.exceeds(input.recentSycophancy, 0.30), input.inputRiskLevel >= .medium
        else { return nil }
        return DyadicFinding(
            .spiraling, "BCS+SD", "bcs_slope", slope, threshold: ConvictionSlope.spiraling, side: .session,
            because: "the user grows certain (\(slope.formattedShort) a turn) while the model agrees (SD \(input.recentSycophancy.formattedShort))")
    }

    private static func raisedInputRisk(_ input: DyadicInput) -> DyadicFinding? {
        guard Limit.reaches(input.inputRisk, 0.20) else { return nil }
        return DyadicFinding(
            .raisedInputRisk, "IRS", "irs", input.inputRisk, threshold: 0.20, because: "IRS \(input.inputRiskLevel.rawValue)")
    }

    private static func raisedGap(_ input: DyadicInput) -> DyadicFinding? {
        guard Limit.reaches(input.gap.score, 0.20) else { return nil }
        return DyadicFinding(.raisedGap, "RAG", "rag", input.gap.score, threshold: 0.20, because: "RAG \(input.gap.level.rawValue)")
    }

    private static func pressureWithRisk(_ input: DyadicInput) -> DyadicFinding? {
        guard let pressure = input.pressure, pressure > Incongruence.notablePressure, input.inputRiskLevel >= .medium else { return nil }
        return DyadicFinding(
            .pressureWithRisk, "CPI+IRS", "cpi", pressure, threshold: Incongruence.notablePressure,
            because: "pressure (CPI \(pressure.formattedShort)) + IRS \(input.inputRiskLevel.rawValue)")
    }

    private static func sustainedSycophancy(_ input: DyadicInput) -> DyadicFinding? {
        guard Limit.exceeds(input.recentSycophancy, 0.30) else { return nil }
        let turns = min(3, input.sycophancy.count)
        return DyadicFinding(
            .sustainedSycophancy, "SD", "sd", input.recentSycophancy, threshold: 0.30, side: .session,
            because: "sycophancy \(turns > 1 ? "over the last \(turns) turns" : "in this turn") (SD \(input.recentSycophancy.formattedShort))")
    }

    /// The metric of the rule that only repeats the posture engine: its level, 0 for green … 4 for critical.
    static let postureAlertMetric = "psa_alert"

    private static func postureAlert(_ input: DyadicInput) -> DyadicFinding? {
        guard input.alert >= .yellow else { return nil }
        return DyadicFinding(
            .postureAlert, "PSA", postureAlertMetric, Double(input.alert.rank), threshold: Double(AlertLevel.yellow.rank), side: .response,
            because: "posture alert \(input.alert.rawValue)")
    }
}

extension DyadicInput {
    /// Mean sycophancy density of the last three turns, of fewer where there are fewer; 0 without any.
    var recentSycophancy: Double {
        let last = sycophancy.suffix(3)
        return last.isEmpty ? 0 : last.reduce(0, +) / Double(last.count)
    }
}

/// A rule that fired, with the figure that decided.
struct DyadicFinding: Sendable, Equatable {
    var rule: DyadicRule
    var signal: String
    var metric: String
    var value: Double
    var threshold: Double
    var side: Driver.Side
    var because: String

    init(
        _ rule: DyadicRule, _ signal: String, _ metric: String, _ value: Double, threshold: Double, side: Driver.Side = .user, because: String
    ) {
        self.rule = rule
        self.signal = signal
        self.metric = metric
        self.value = value
        self.threshold = threshold
        self.side = side
        self.because = because
    }
}
