// What this capability tells the others through the outbox.
import Outbox
import Storage
import Vocabulary
import Web

package enum BiometricsEvent: String, Sendable, CaseIterable {
    case sessionCompleted = "session.completed"
    case analysisCompleted = "analysis.completed"
    case signalAlert = "signal.alert"

    package static let family = "stradum"
}

extension Outbox {
    /// Records an event with its data in the transaction that made it true.
    func record(
        _ event: BiometricsEvent, _ data: some Encodable & Sendable, org: String, unless other: BiometricsEvent? = nil, at now: Timestamp,
        in db: any SQLSession
    ) async throws {
        let id = ID.new(.event)
        let body = try JSON.encode(EventEnvelope(id: id, type: event.rawValue, timestamp: now, data: data))
        try await record(
            type: event.rawValue, family: BiometricsEvent.family, organizationID: org, body: body, unlessSubscribedTo: other?.rawValue,
            eventID: id, at: now, in: db)
    }
}
