/// Everything that a session must remember so that its next turn can be scored and its summary, drift, regime and incident triggers
/// told, without reading a turn again. Turns come in the order of their numbers; one that comes late needs the state folded anew, from what
/// is kept of the turns around it (`PastTurn`). A few kilobytes at most, at turn 10 as at turn 10,000; it equals what a recomputation from all
/// turns gives. Holds numbers and codes only, never text.
package struct SessionState: Sendable, Equatable, Codable {
    /// Raised when the meaning of a member changes; an older state is then recomputed from the turns.
    package static let currentVersion = 1

    package private(set) var version = SessionState.currentVersion
    package private(set) var turnCount = 0
    /// The highest turn number so far; 0 before the first.
    package private(set) var lastTurn = 0
    package private(set) var postures = PostureHistory()
    package private(set) var health = HealthHistory()
    package private(set) var user = UserHistory()
    package private(set) var alerts = AlertHistory()
    package private(set) var highestOscillation = 0.0
    /// Highest pressure index of the user's texts, `nil` while there were none.
    package private(set) var highestPressure: Double?

    private enum CodingKeys: String, CodingKey {
        case version = "v"
        case turnCount = "n"
        case lastTurn = "t"
        case postures = "p"
        case health = "h"
        case user = "u"
        case alerts = "a"
        case highestOscillation = "mp"
        case highestPressure = "mc"
    }

    package init() {}

    /// What the posture rules need to know of the session, this turn included.
    package var history: PostureAlert.History {
        PostureAlert.History(
            postureSlope: postures.postureSlope, sessionDrift: postures.hasDriftEvidence ? postures.sessionDrift : 0)
    }

    /// The first half of a turn: what its alert depends on.
    mutating func begin(turn: Int, _ sentences: [CodedSentence], _ metrics: TurnMetrics) {
        begin(turn: turn, sentences, PastTurn.Figures(metrics))
    }

    mutating func addUser(hedgeRatio: Double, activity: Double) { user.add(hedgeRatio: hedgeRatio, activity: activity) }

    /// The second half: what came out.
    mutating func finish(turn: Int, alert: AlertLevel, dyadic: DyadicRisk?, inputRisk: Double?) {
        let rating = dyadic.map { AlertHistory.DyadicRating(level: $0.level, score: $0.score) }
        alerts.add(turn: turn, alert: alert, dyadic: rating, inputRisk: inputRisk)
    }

    /// Takes in a turn that was scored before, as it was scored then.
    package mutating func add(_ past: PastTurn) {
        begin(turn: past.turn, past.sentences, past.figures)
        if let user = past.user { addUser(hedgeRatio: user.hedgeRatio, activity: user.activity) }
        alerts.add(turn: past.turn, alert: past.alert, dyadic: past.dyadic, inputRisk: past.inputRisk)
    }

    private mutating func begin(turn: Int, _ sentences: [CodedSentence], _ figures: PastTurn.Figures) {
        turnCount += 1
        lastTurn = max(lastTurn, turn)
        postures.add(sentences, dominant: figures.dominant)
        user.add(sycophancyDensity: figures.sycophancyDensity)
        health.add(turn: turn, health: figures.health, oscillation: figures.oscillation)
        highestOscillation = max(highestOscillation, figures.oscillation)
        if let pressure = figures.pressure { highestPressure = max(highestPressure ?? 0, pressure) }
    }
}
