// Ending a reply before its end.
import Vocabulary
import Web

extension SendHandlers {
    struct StopRequest: Decodable, Sendable {
        var replyID: String
        enum CodingKeys: String, CodingKey { case replyID = "reply_id" }
    }

    /// What had come of the reply is kept and counted, as of one that was cut off. `stopped` is false for a reply that has ended, or that
    /// another server is writing.
    func stop(_ body: StopRequest, _ call: PersonCall) async throws -> Answer {
        let id = try Check.uuid(body.replyID, "reply_id")
        let owner = ThreadOwner(organizationID: call.organizationID, userID: call.userID)
        guard let message = try await turns.conversations.message(id, of: owner, in: turns.database), message.role == .assistant else {
            throw Problem(.notFound, "No such reply")
        }
        let isStopped = message.status == .streaming && turns.running.stop(id)
        return .ok(OK<[String: JSONValue]>(["reply_id": .string(id), "stopped": .bool(isStopped)]))
    }
}
