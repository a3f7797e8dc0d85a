// One session in full: its figures, and a page of its turns.
import PostureEngine
import Vocabulary

struct SessionDetail: Encodable, Sendable {
    var stored: PostureSessionStore.Stored
    var turns: [StoredTurn]
    var page: Page
    /// v1 writes levels in capitals and adds the alert history.
    var isV1: Bool

    struct TimelineEntry: Encodable, Sendable {
        var turn: Int64
        var drm: TurnResponse.DRM?
    }

    struct AlertEntry: Encodable, Sendable {
        var turn: Int64
        var alert: String
        var bhs: Double
    }

    struct DRMSummary: Encodable, Sendable {
        var alerts: AlertHistory
        var inCapitals: Bool
        enum CodingKeys: String, CodingKey {
            case maxScore = "max_drm_score", maxAlert = "max_drm_alert", criticalTurns = "critical_turns", interventionTurns = "intervention_turns"
            case turnsAreCut = "critical_turns_cut"
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(alerts.highestDyadicScore.outputRounded, forKey: .maxScore)
            try container.encode((alerts.highestDyadic ?? .green).written(inCapitals), forKey: .maxAlert)
            try container.encode(alerts.criticalTurns, forKey: .criticalTurns)
            // An intervention is asked for exactly where the dyadic alert is red or critical.
            try container.encode(alerts.criticalTurns, forKey: .interventionTurns)
            if alerts.criticalTurnsAreCut { try container.encode(true, forKey: .turnsAreCut) }
        }
    }

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id", id, name, createdAt = "created_at", updatedAt = "updated_at", turns = "n_turns", maxAlert = "max_alert"
        case avgBHS = "avg_bhs", avgPOI = "avg_poi", bhsTrend = "bhs_trend", regimeType = "regime_type", drmAlert = "drm_alert", dpd
        case sessionDrift = "session_drift", sessionPOI = "session_poi", maxPOI = "max_poi", maxCPI = "max_cpi"
        case postureSequence = "posture_sequence", drmTimeline = "drm_timeline", drmSummary = "session_drm_summary", psaTurns = "psa_turns"
        case alertHistory = "alert_history", page, pageSize = "page_size", totalPages = "total_pages"
    }

    func encode(to encoder: any Encoder) throws {
        let session = stored.session, state = stored.state
        func level(_ level: AlertLevel) -> String { level.written(isV1) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(session.id, forKey: .sessionID)
        try container.encode(session.id, forKey: .id)
        try container.encode(session.name, forKey: .name)
        try container.encode(session.createdAt, forKey: .createdAt)
        try container.encode(session.updatedAt, forKey: .updatedAt)
        try container.encode(session.turns, forKey: .turns)
        try container.encode(level(session.maxAlert), forKey: .maxAlert)
        try container.encode(session.averageBHS.outputRounded, forKey: .avgBHS)
        try container.encode(session.averagePOI.outputRounded, forKey: .avgPOI)
        try container.encode(session.bhsTrend, forKey: .bhsTrend)
        try container.encode(session.regimeType, forKey: .regimeType)
        try container.encode(level(session.maxDRM), forKey: .drmAlert)
        try container.encode(state.postures.postureSlope.outputRounded, forKey: .dpd)
        try container.encode(state.postures.sessionDrift.outputRounded, forKey: .sessionDrift)
        try container.encode(state.postures.sessionOscillation.outputRounded, forKey: .sessionPOI)
        try container.encode(state.highestOscillation.outputRounded, forKey: .maxPOI)
        try container.encode(state.highestPressure?.outputRounded, forKey: .maxCPI)
        try container.encode(turns.map(\.scores.dominant), forKey: .postureSequence)
        let timeline = turns.compactMap { turn in
            turn.scores.drm.map { TimelineEntry(turn: turn.turn, drm: TurnResponse.DRM(drm: $0, inCapitals: isV1)) }
        }
        try container.encode(timeline, forKey: .drmTimeline)
        try container.encode(DRMSummary(alerts: state.alerts, inCapitals: isV1), forKey: .drmSummary)
        try container.encode(turns.map { $0.response(session: session.id, inCapitals: isV1) }, forKey: .psaTurns)
        if isV1 {
            let history = turns.map { AlertEntry(turn: $0.turn, alert: $0.scores.alert.upperCased, bhs: $0.scores.bhs) }
            try container.encode(history, forKey: .alertHistory)
        }
        try container.encode(page.page, forKey: .page)
        try container.encode(page.size, forKey: .pageSize)
        try container.encode((Int(session.turns) + page.size - 1) / page.size, forKey: .totalPages)
    }
}

/// The document's regime answer.
struct RegimeResponse: Encodable, Sendable {
    var regimeType: String
    var confidence: Double
    var details: String
    enum CodingKeys: String, CodingKey { case regimeType = "regime_type", confidence, details }

    init(_ state: SessionState) {
        let regime = Regime(state)
        regimeType = regime.kind.rawValue
        confidence = regime.confidence.outputRounded
        details = regime.details
    }
}

/// The document's summary; a session without turns has none of its figures.
struct SummaryResponse: Encodable, Sendable {
    var summary: SessionSummary
    enum CodingKeys: String, CodingKey {
        case start = "bhs_start", end = "bhs_end", average = "bhs_avg", lowest = "bhs_min", slope = "bhs_slope", trend = "bhs_trend"
        case peakTurn = "peak_risk_turn", peakBHS = "peak_risk_bhs", alerts = "alert_distribution", criticalTurns = "drm_critical_turns"
        case criticalTurnsAreCut = "drm_critical_turns_cut", turns = "n_turns"
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(summary.turnCount, forKey: .turns)
        try container.encode(summary.healthStart.outputRounded, forKey: .start)
        try container.encode(summary.healthEnd.outputRounded, forKey: .end)
        try container.encode(summary.healthMean.outputRounded, forKey: .average)
        try container.encode(summary.healthLowest.outputRounded, forKey: .lowest)
        try container.encode(summary.healthSlope.outputRounded, forKey: .slope)
        try container.encode(summary.healthTrend, forKey: .trend)
        try container.encode(summary.peakRiskTurn, forKey: .peakTurn)
        try container.encode(summary.healthLowest.outputRounded, forKey: .peakBHS)
        let counts = Dictionary(uniqueKeysWithValues: AlertLevel.allCases.map { ($0.rawValue, summary.alertDistribution[$0] ?? 0) })
        try container.encode(counts, forKey: .alerts)
        try container.encode(summary.criticalTurns, forKey: .criticalTurns)
        if summary.criticalTurnsAreCut { try container.encode(true, forKey: .criticalTurnsAreCut) }
    }
}
