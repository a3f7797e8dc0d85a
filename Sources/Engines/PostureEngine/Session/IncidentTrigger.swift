/// Why a session becomes an incident (names documented).
package enum IncidentTrigger: String, Sendable, Codable, CaseIterable {
    case dyadicRed = "DRM_RED"
    case healthSpike = "BCS_SPIKE"
    case consecutiveOrange = "CONSECUTIVE_ORANGE"
    case acuteCollapse = "ACUTE_COLLAPSE"
    case manualFlag = "MANUAL_FLAG"
}

extension SessionState {
    /// The triggers that the session meets, the primary one first; empty when none does. A flag by hand is always among them.
    package func triggers(isFlagged: Bool = false) -> [IncidentTrigger] {
        let largestDrop = health.largestDrop?.fall ?? 0
        return IncidentTrigger.allCases.filter { trigger in
            switch trigger {
            case .dyadicRed: alerts.criticalTurnCount > 0
            // Despite its documented name it is a fall of the health score.
            case .healthSpike: largestDrop > HealthLimits.spike + HealthLimits.rounding
            // Orange or worse (our choice): three reds in a row must not be missed.
            case .consecutiveOrange: alerts.longestOrangeRun >= 3
            case .acuteCollapse: largestDrop > HealthLimits.collapse + HealthLimits.rounding
            case .manualFlag: isFlagged
            }
        }
    }
}
