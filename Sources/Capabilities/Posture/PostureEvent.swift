// What this capability tells the others through the outbox.
import Outbox
import PostureEngine
import Storage
import Vocabulary
import Web

package enum PostureEvent: String, Sendable, CaseIterable {
    case alert = "psa.alert"
    case incidentArchived = "psa.incident.archived"

    package static let family = "psa"
}

/// The data of `psa.alert`: figures of the turn, no text.
struct AlertEventData: Encodable, Sendable {
    var sessionID: String
    var sessionName: String
    var turn: Int64
    var alert: AlertLevel
    var psaAlert: AlertLevel
    var bhs: Double
    var drmAlert: AlertLevel?
    var drivers: [Driver]
    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id", sessionName = "session_name", turn, alert, psaAlert = "psa_alert", bhs, drmAlert = "drm_alert", drivers
    }
}

extension Outbox {
    /// Records an event with its data in the transaction that made it true.
    func record(_ event: PostureEvent, _ data: some Encodable & Sendable, org: String, at now: Timestamp, in db: any SQLSession) async throws {
        let id = ID.new(.event)
        let body = try JSON.encode(EventEnvelope(id: id, type: event.rawValue, timestamp: now, data: data))
        try await record(
            type: event.rawValue, family: PostureEvent.family, organizationID: org, body: body, eventID: id, at: now, in: db)
    }
}
