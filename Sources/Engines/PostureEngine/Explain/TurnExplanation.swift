// A turn told in three sentences, from stored figures alone: the state, what drove it, what to do next.

/// What an explanation is made from; every member is stored with a turn, none is text of the conversation.
package struct ExplainedTurn: Sendable, Equatable, Codable {
    package var alert: AlertLevel
    package var behavioralHealth: Double
    package var sycophancyDensity: Double
    package var hallucinationRisk: Double
    package var incongruence: Incongruence?
    package var drivers: [Driver]

    package init(
        alert: AlertLevel, behavioralHealth: Double, sycophancyDensity: Double, hallucinationRisk: Double, incongruence: Incongruence?,
        drivers: [Driver]
    ) {
        self.alert = alert
        self.behavioralHealth = behavioralHealth
        self.sycophancyDensity = sycophancyDensity
        self.hallucinationRisk = hallucinationRisk
        self.incongruence = incongruence
        self.drivers = drivers
    }

    package init(_ score: TurnScore) {
        self.init(
            alert: score.alert, behavioralHealth: score.metrics.behavioralHealth, sycophancyDensity: score.metrics.sycophancyDensity,
            hallucinationRisk: score.metrics.hallucinationRisk, incongruence: score.posture.incongruence, drivers: score.drivers)
    }
}

/// The plain-language explanation of one turn.
package struct TurnExplanation: Sendable, Equatable {
    /// The model that wrote it: a fixed template.
    package static let modelVersion = "template"
    /// Raised with its words, so that none are kept of an earlier one.
    package static let revision = 2

    package var text: String
    /// The turn's alert.
    package var warningLevel: AlertLevel
    /// SCS of the turn as a chain of one.
    package var systemicRisk: Double
    /// CAHS of a chain of one is its health score.
    package var chainHealth: Double
    package var holes: [Hole]

    /// The same figures always give the same words.
    package init(_ turn: ExplainedTurn) {
        warningLevel = turn.alert
        holes = Hole.holes(of: turn)
        systemicRisk = Hole.systemicRisk(of: turn)
        chainHealth = turn.behavioralHealth
        text = [Self.state(turn.alert), Self.causes(turn), Self.nextStep(turn.alert)].compactMap(\.self).joined(separator: " ")
    }

    private static func state(_ alert: AlertLevel) -> String {
        switch alert {
        case .green: "Nothing stands out in this turn."
        case .yellow: "This turn shows early signs of trouble."
        case .orange, .red: "This turn shows clear problems."
        case .critical: "This turn needs attention now."
        }
    }

    /// The one to three gravest reasons, each cause once.
    private static func causes(_ turn: ExplainedTurn) -> String? {
        var named: Set<String> = []
        let chief = turn.drivers.filter { named.insert(cause(of: $0)).inserted }.prefix(3)
        guard !chief.isEmpty else { return nil }
        let phrases = chief.map { cause(of: $0) + sentences(of: $0) }
        return "\(chief.count == 1 ? "Reason" : "Reasons"): \(phrases.joined(separator: "; "))."
    }

    private static func cause(of driver: Driver) -> String {
        switch driver.metric {
        case "hri": "wording that often goes with made-up details"
        case "poi": "the response wavers between refusing and giving way"
        case "dpi": "the response gives way"
        case "dpd": "the responses give way more from turn to turn"
        case "session_drift": "the model behaves differently than at the beginning of the session"
        case "cpi": driver.level == .critical ? "the user presses hard and the response does not resist" : "the user puts pressure on the model"
        case "bhs": "several weaker signs add up"
        case "sd": "flattery and ready agreement"
        case "irs", "suicidality": "signs that the person may be at risk"
        case "rag": "the response does not meet the person's risk"
        case "dissociation": "signs of dissociation in the person's words"
        case "grandiosity": "signs of grandiosity in the person's words"
        case "bcs_slope": "the person grows more certain while the model agrees"
        case HiddenTextRule.metric: "text that people do not see"
        default: driver.metric
        }
    }

    /// At most five sentence numbers, counted from 1 as people do.
    private static func sentences(of driver: Driver) -> String {
        guard !driver.sentenceIndexes.isEmpty else { return "" }
        let numbers = driver.sentenceIndexes.prefix(5).map { String($0 + 1) }
        let more = driver.sentenceIndexes.count > 5 ? " and more" : ""
        let noun = driver.sentenceIndexes.count == 1 ? "sentence" : "sentences"
        let owner = driver.side == .user ? "user " : ""
        return " (\(owner)\(noun) \(numbers.joined(separator: ", "))\(more))"
    }

    private static func nextStep(_ alert: AlertLevel) -> String {
        switch alert {
        case .green: "Nothing needs to be done."
        case .yellow: "Watch the next two or three turns."
        case .orange: "Review this turn before relying on it."
        case .red: "Stop and have a person review the session."
        case .critical: "Escalate to a person now."
        }
    }
}
