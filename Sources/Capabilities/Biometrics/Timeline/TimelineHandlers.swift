import MatchEngine
import Storage
import Vocabulary
import Web

struct TimelineResponse: Encodable, Sendable {
    var sessionID: String
    var timeline: MatchEngine.Timeline

    enum CodingKeys: String, CodingKey { case sessionID = "session_id", durationMs = "duration_ms", fieldCount = "field_count", timeline }

    struct Field: Encodable, Sendable {
        var fieldName: String
        var fieldType: String
        var focusTimeMs: Int
        var keystrokeCount: Int
        var pasteDetected: Bool
        var revisits: Int
        enum CodingKeys: String, CodingKey {
            case fieldName = "field_name", fieldType = "field_type", focusTimeMs = "focus_time_ms", keystrokeCount = "keystroke_count"
            case pasteDetected = "paste_detected", revisits
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sessionID, forKey: .sessionID)
        try container.encode(timeline.durationMs, forKey: .durationMs)
        try container.encode(timeline.fields.count, forKey: .fieldCount)
        let fields = timeline.fields.map { field in
            Field(
                fieldName: field.name, fieldType: field.fieldType.rawValue, focusTimeMs: field.focusTimeMs, keystrokeCount: field.keystrokeCount,
                pasteDetected: field.pasteDetected, revisits: field.revisits)
        }
        try container.encode(fields, forKey: .timeline)
    }
}

struct TimelineHandlers: Sendable {
    let database: any SQLDatabase

    func get(_ call: Call) async throws -> Answer {
        guard let session = try await SessionStore.find(try call.id("session_id"), org: call.organizationID, in: database) else {
            throw Problem(.notFound, "Session not found")
        }
        let (stored, isNew) = try await FeatureStore.features(of: session, org: call.organizationID, in: database)
        if isNew, session.status != .active { await keep(stored, of: session, org: call.organizationID, now: call.now) }
        return .ok(TimelineResponse(sessionID: session.id, timeline: stored.timeline))
    }

    /// A session that takes no more events is extracted once, whether it is ever analyzed or not. The answer does not hang on it: the session may
    /// have been deleted meanwhile.
    private func keep(_ stored: FeatureStore.Stored, of session: Session, org: String, now: Timestamp) async {
        try? await database.transaction { db in
            guard let current = try await SessionStore.lock(session.id, org: org, in: db), current.eventCount == stored.eventCount else { return }
            try await FeatureStore.save(stored, session: session.id, org: org, now: now, in: db)
        }
    }
}
