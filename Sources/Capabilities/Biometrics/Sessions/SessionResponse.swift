import Vocabulary
import Web

/// The document's SessionResponse; `sdk_version`, `page_url`, `dropped_events` and `mode` are ours to add.
package struct SessionResponse: Encodable, Sendable {
    package var session: Session

    package init(_ session: Session) { self.session = session }

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id", identityID = "identity_id", accountID = "account_id", accountName = "account_name", status
        case matchStatus = "match_status", matchScore = "match_score", createdAt = "created_at", updatedAt = "updated_at"
        case completedAt = "completed_at", eventCount = "event_count", metadata, deviceInfo = "device_info", fieldValues = "field_values"
        case sdkVersion = "sdk_version", pageURL = "page_url", droppedEvents = "dropped_events", mode
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(session.id, forKey: .sessionID)
        try container.encode(session.identityID, forKey: .identityID)
        try container.encode(session.accountID, forKey: .accountID)
        try container.encode(session.accountName, forKey: .accountName)
        try container.encode(session.status, forKey: .status)
        try container.encode(session.matchStatus, forKey: .matchStatus)
        try container.encode(session.matchScore, forKey: .matchScore)
        try container.encode(session.createdAt, forKey: .createdAt)
        try container.encode(session.updatedAt, forKey: .updatedAt)
        try container.encode(session.completedAt, forKey: .completedAt)
        try container.encode(session.eventCount, forKey: .eventCount)
        try container.encode(session.metadata, forKey: .metadata)
        try container.encode(session.deviceInfo, forKey: .deviceInfo)
        try container.encode(session.fieldValues, forKey: .fieldValues)
        try container.encode(session.sdkVersion, forKey: .sdkVersion)
        try container.encode(session.pageURL, forKey: .pageURL)
        try container.encode(session.droppedEvents, forKey: .droppedEvents)
        try container.encode(session.mode, forKey: .mode)
    }
}
