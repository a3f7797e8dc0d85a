// What conversations tell the others through the outbox.
import Outbox
import Storage
import Vocabulary
import Web

/// The data of `conversation.start`.
struct ConversationStarted: Encodable, Sendable {
    static let type = "conversation.start"

    var threadID: String
    var channel: Channel
    var title: String
    var firstMessagePreview: String
    enum CodingKeys: String, CodingKey { case threadID = "thread_id", channel, title, firstMessagePreview = "first_message_preview" }
}

extension Outbox {
    func record(_ started: ConversationStarted, org: String, at now: Timestamp, in db: any SQLSession) async throws {
        let id = ID.new(.event)
        let body = try JSON.encode(EventEnvelope(id: id, type: ConversationStarted.type, timestamp: now, data: started))
        try await record(
            type: ConversationStarted.type, family: "stratam", organizationID: org, body: body, eventID: id, at: now, in: db)
    }
}
