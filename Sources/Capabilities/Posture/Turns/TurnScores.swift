// The numbers of one turn, as they are stored and answered.
import PostureEngine

/// Every score of a turn, rounded, under its name in the API.
struct TurnScores: Codable, Sendable, Equatable {
    var poi: Double
    var pe: Double
    var dpi: Double
    var mps: Int
    /// The most frequent C1 code.
    var dominant: Int
    var sessionPOI: Double
    var sd: Double
    var hri: Double
    var pd: Double
    var td: Int
    /// Without a user's text there is none.
    var cpi: Double?
    var bhs: Double
    var dpd: Double
    var sessionDrift: Double
    var alert: AlertLevel
    /// The posture engine's own level, before the dyadic risk module is merged in.
    var psaAlert: AlertLevel
    var incongruence: Incongruence?
    /// One sentence: what decided the alert.
    var details: String
    var drivers: [Driver]
    var irs: IRS?
    var ras: RAS?
    var rag: RAG?
    var drm: DRM?
    /// Kept for the turns that follow; not answered.
    var userActivity: Activity?
    var turnType: TurnType
    var warnings: [String]
    var truncated: Bool
    var engineVersion: String
    /// Where passages were sent with the turn.
    var evidence: Support?

    enum TurnType: String, Codable, Sendable { case full, agentOnly = "agent_only" }

    enum CodingKeys: String, CodingKey {
        case poi, pe, dpi, mps, dominant, sessionPOI = "session_poi", sd, hri, pd, td, cpi, bhs, dpd, sessionDrift = "session_drift", alert
        case psaAlert = "psa_alert", incongruence, details, drivers, irs, ras, rag, drm, userActivity = "user_activity", turnType = "turn_type"
        case warnings, truncated, engineVersion = "engine_version", evidence
    }

    /// The user's side as `/analyze` spells it.
    struct IRS: Codable, Sendable, Equatable {
        var composite: Double
        var level: String
        var suicidality: Double
        var dissociation: Double
        var grandiosity: Double
        var urgency: Double
        enum CodingKeys: String, CodingKey {
            case composite = "irs_composite", level = "irs_level", suicidality = "suicidality_signal", dissociation = "dissociation_signal"
            case grandiosity = "grandiosity_signal", urgency = "urgency_signal"
        }
    }

    struct RAS: Codable, Sendable, Equatable {
        var composite: Double
        var level: String
        var crisisAcknowledgment: Double
        var redirectionPresent: Double
        var boundaryMaintained: Double
        var realityGrounding: Double
        enum CodingKeys: String, CodingKey {
            case composite = "ras_composite", level = "ras_level", crisisAcknowledgment = "crisis_acknowledgment"
            case redirectionPresent = "redirection_present", boundaryMaintained = "boundary_maintained", realityGrounding = "reality_grounding"
        }
    }

    /// How far passages support the response: a share for each sentence, and how many terms none of them holds.
    struct Support: Codable, Sendable, Equatable {
        var support: [Double]
        var unsupportedTerms: Int
        enum CodingKeys: String, CodingKey { case support, unsupportedTerms = "unsupported_terms" }
    }

    struct Activity: Codable, Sendable, Equatable {
        var composite: Double
        var hedgeRatio: Double
        enum CodingKeys: String, CodingKey { case composite, hedgeRatio = "hedge_ratio" }
    }

    struct RAG: Codable, Sendable, Equatable {
        var score: Double
        var level: String
    }

    struct DRM: Codable, Sendable, Equatable {
        var alert: AlertLevel
        var score: Double
        var interventionRequired: Bool
        var interventionType: String?
        var primarySignal: String
        var bcsSlope: Double
        var explanation: String
        enum CodingKeys: String, CodingKey {
            case alert = "drm_alert", score = "drm_score", interventionRequired = "intervention_required", interventionType = "intervention_type"
            case primarySignal = "primary_signal", bcsSlope = "bcs_slope", explanation
        }

        /// `intervention_type` is there also when it is null.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(alert, forKey: .alert)
            try container.encode(score, forKey: .score)
            try container.encode(interventionRequired, forKey: .interventionRequired)
            try container.encode(interventionType, forKey: .interventionType)
            try container.encode(primarySignal, forKey: .primarySignal)
            try container.encode(bcsSlope, forKey: .bcsSlope)
            try container.encode(explanation, forKey: .explanation)
        }
    }
}
