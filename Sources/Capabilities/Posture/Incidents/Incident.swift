import PostureEngine
import Vocabulary

/// A session archived because something happened in it: codes and numbers, never text. What is stored is never changed.
struct Incident: Sendable {
    enum Origin: String, Sendable { case auto, manual }

    var id: String
    var sessionID: String
    var sessionName: String
    var origin: Origin
    var trigger: IncidentTrigger
    var maxAlert: AlertLevel
    var turns: Int64
    var archivedAt: Timestamp
}

/// An incident with what was archived, which may be large.
struct ArchivedIncident: Sendable {
    var incident: Incident
    /// The JSON that was archived, byte for byte.
    var content: String
}

/// What is archived of a session.
struct IncidentContent: Codable, Sendable {
    struct Turn: Codable, Sendable {
        var turn: Int64
        var bhs: Double
        var alert: AlertLevel
        var c0: [Int]?
        var c1: [Int]
        var c2: [Int]
        var c3: [Int]
        var c4: [Int]
        var dominant: Int
        var sd: Double
        var drmAlert: AlertLevel?
        enum CodingKeys: String, CodingKey { case turn, bhs, alert, c0, c1, c2, c3, c4, dominant = "c1_dominant", sd, drmAlert = "drm_alert" }
    }

    struct DRMSummary: Codable, Sendable {
        var criticalTurns: [Int]
        /// True where there were more of them than are listed; else nil.
        var criticalTurnsAreCut: Bool?
        var maxIRS: Double
        var maxDRMScore: Double
        var interventionRequired: Bool
        enum CodingKeys: String, CodingKey {
            case criticalTurns = "critical_turns", criticalTurnsAreCut = "critical_turns_cut", maxIRS = "max_irs"
            case maxDRMScore = "max_drm_score", interventionRequired = "intervention_required"
        }
    }

    var id: String
    var sessionID: String
    var sessionName: String
    var trigger: String
    var triggers: [String]
    var maxAlert: AlertLevel
    /// All turns of the session at that moment.
    var turns: Int64
    var sessionCreatedAt: String
    var archivedAt: String
    var regime: String
    var drmSummary: DRMSummary
    /// The last 200 turns at most.
    var postureSequence: [Turn]
    var engineVersion: String

    enum CodingKeys: String, CodingKey {
        case id, sessionID = "session_id", sessionName = "session_name", trigger, triggers, maxAlert = "max_alert", turns
        case sessionCreatedAt = "session_created_at", archivedAt = "archived_at", regime, drmSummary = "drm_summary"
        case postureSequence = "posture_sequence", engineVersion = "engine_version"
    }

    /// Turns that an incident holds (our choice: what led to it, and a size that does not grow with the session).
    static let turnLimit = 200
}
