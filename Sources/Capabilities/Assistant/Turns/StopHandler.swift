// Ending a reply before its end.
import Storage
import Vocabulary
import Web

extension SendHandlers {
    struct StopRequest: Decodable, Sendable {
        var replyID: String
        enum CodingKeys: String, CodingKey { case replyID = "reply_id" }
    }

    /// What had come of the reply is kept and counted, as of one that was cut off. `stopped` is false for a reply that has ended. Where
    /// another server is writing it, that one notices within half a second.
    func stop(_ body: StopRequest, _ call: PersonCall) async throws -> Answer {
        let id = try Check.uuid(body.replyID, "reply_id")
        guard let message = try await turns.conversations.message(id, of: call.owner, in: turns.database), message.role == .assistant else {
            throw Problem(.notFound, "No such reply")
        }
        let isStopped = message.status == .streaming ? try await turns.stop(id, of: call.owner) : false
        return .ok(OK<[String: JSONValue]>(["reply_id": .string(id), "stopped": .bool(isStopped)]))
    }
}

extension Turns {
    /// Ends a reply before its end, whichever server writes it. False when it had ended.
    func stop(_ replyID: String, of owner: ThreadOwner) async throws -> Bool {
        if running.stop(replyID) { return true }
        return try await TurnStore.wishStop(reply: replyID, of: owner, in: database)
    }
}
