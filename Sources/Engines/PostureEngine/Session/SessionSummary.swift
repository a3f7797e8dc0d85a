/// A session in a few figures.
package struct SessionSummary: Sendable, Equatable {
    /// Where the health score is heading.
    package enum Trend: String, Sendable, Codable {
        case declining, stable, improving
    }

    package var turnCount: Int
    package var healthStart: Double
    package var healthEnd: Double
    package var healthMean: Double
    package var healthLowest: Double
    /// (end − start) / turns, 0 for one turn (follows published values; not a regression).
    package var healthSlope: Double
    package var healthTrend: Trend
    /// The turn with the lowest health score, the earliest of several.
    package var peakRiskTurn: Int
    package var alertDistribution: [AlertLevel: Int]
    /// Turns whose dyadic alert was red or critical, ascending; the first hundred when `criticalTurnsAreCut`.
    package var criticalTurns: [Int]
    package var criticalTurnsAreCut: Bool

    /// `nil` for a session without turns.
    package init?(_ state: SessionState) {
        guard let first = state.health.first, let last = state.health.last, let lowest = state.health.lowest else { return nil }
        turnCount = state.turnCount
        healthStart = first.value
        healthEnd = last.value
        healthMean = state.health.health.mean
        healthLowest = lowest.value
        healthSlope = state.turnCount > 1 ? (last.value - first.value) / Double(state.turnCount) : 0
        healthTrend = Self.trend(of: healthSlope)
        peakRiskTurn = lowest.turn
        alertDistribution = state.alerts.distribution
        criticalTurns = state.alerts.criticalTurns
        criticalTurnsAreCut = state.alerts.criticalTurnsAreCut
    }

    /// Limits are our choice; public hints call −0.01…−0.03 normal and less than −0.03 drift.
    package static func trend(of slope: Double) -> Trend {
        slope < -0.02 ? .declining : slope > 0.02 ? .improving : .stable
    }
}
