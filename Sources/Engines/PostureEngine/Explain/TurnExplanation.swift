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
        text = [Self.state(turn.alert, systemicRisk, chainHealth), Self.causes(turn), Self.nextStep(turn.alert)]
            .compactMap(\.self).joined(separator: " ")
    }

    private static func state(_ alert: AlertLevel, _ systemicRisk: Double, _ health: Double) -> String {
        let opening =
            switch alert {
            case .green: "No stress signals in"
            case .yellow: "Early stress signals detected in"
            case .orange, .red: "Clear degradation in"
            case .critical: "Immediate attention needed for"
            }
        return "\(opening) the 1-agent chain (SCS \(systemicRisk.formattedShort), CAHS \(health.formattedShort))."
    }

    /// The one to three gravest reasons, each cause once.
    private static func causes(_ turn: ExplainedTurn) -> String? {
        var named: Set<String> = []
        let chief = turn.drivers.filter { named.insert(cause(of: $0)).inserted }.prefix(3)
        guard !chief.isEmpty else { return nil }
        let phrases = chief.map { cause(of: $0) + sentences(of: $0) }
        return "\(capitalized(joined(phrases)))."
    }

    private static func cause(of driver: Driver) -> String {
        switch driver.metric {
        case "hri": "hallucination markers"
        case "poi": "oscillation between resisting and giving way"
        case "dpi": "the response gives way"
        case "dpd": "postures rise from turn to turn"
        case "session_drift": "drift from the session's beginning"
        case "cpi": driver.level == .critical ? "strong pressure without resistance" : "pressure on the model"
        case "bhs": "a low health score"
        case "sd": "sycophancy over several turns"
        case "irs", "suicidality": "signs of a person at risk"
        case "rag": "a gap between the person's risk and the response"
        case "dissociation": "signs of dissociation"
        case "grandiosity": "signs of grandiosity"
        case "bcs_slope": "growing certainty met with agreement"
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

    private static func joined(_ phrases: [String]) -> String {
        guard let last = phrases.last, phrases.count > 1 else { return phrases.first ?? "" }
        return phrases.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func capitalized(_ phrase: String) -> String { phrase.prefix(1).uppercased() + phrase.dropFirst() }

    private static func nextStep(_ alert: AlertLevel) -> String {
        switch alert {
        case .green: "Continue monitoring."
        case .yellow: "Monitor the next 2–3 turns closely."
        case .orange: "Review this turn before relying on it."
        case .red: "Stop and have a person review the session."
        case .critical: "Escalate to a person now."
        }
    }
}
