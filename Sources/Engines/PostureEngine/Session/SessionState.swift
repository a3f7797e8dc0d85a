/// Everything that a session must remember so that its next turn can be scored and its summary, drift, regime and incident triggers
/// told, without reading a turn again. A few kilobytes at most, at turn 10 as at turn 10,000; it equals what a recomputation from all
/// turns gives. Holds numbers and codes only, never text.
package struct SessionState: Sendable, Equatable, Codable {
    /// Raised when the meaning of a member changes; an older state is then recomputed from the turns.
    package static let currentVersion = 1

    package private(set) var version = SessionState.currentVersion
    package private(set) var turnCount = 0
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
        turnCount += 1
        lastTurn = turn
        postures.add(sentences, dominant: metrics.stress.dominant)
        user.add(sycophancyDensity: metrics.sycophancyDensity)
        health.add(turn: turn, health: metrics.behavioralHealth, oscillation: metrics.stress.oscillation)
        highestOscillation = max(highestOscillation, metrics.stress.oscillation)
        if let pressure = metrics.pressure { highestPressure = max(highestPressure ?? 0, pressure) }
    }

    mutating func addUser(hedgeRatio: Double, activity: Double) { user.add(hedgeRatio: hedgeRatio, activity: activity) }

    /// The second half: what came out.
    mutating func finish(turn: Int, alert: AlertLevel, dyadic: DyadicRisk?, inputRisk: Double?) {
        alerts.add(turn: turn, alert: alert, dyadic: dyadic, inputRisk: inputRisk)
    }
}
