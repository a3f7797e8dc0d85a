// After a reply: how it behaves, sentence by sentence.
import Jobs
import Logging
import Storage
import Vocabulary
import Web

/// What the posture engine makes of a reply; stored with it and shown beside it.
package struct ReplyPosture: Sendable, Equatable {
    /// `green` to `critical`.
    package var alert: String
    package var engineVersion: String
    /// The whole reading: `alert`, `drivers`, scores, `engine_version`, as `/api/v2/psa/analyze` spells them.
    package var reading: JSONValue

    package init(alert: String, engineVersion: String, reading: JSONValue) {
        self.alert = alert
        self.engineVersion = engineVersion
        self.reading = reading
    }
}

/// Reads replies in the background. Until then the message says `pending`; where reading fails for good, `failed`.
struct ReplyPostureJob: Sendable {
    /// What is read, and on whose behalf.
    typealias Read = @Sendable (_ organizationID: String, _ text: String, _ userText: String?) async throws -> ReplyPosture

    static let kind = "reply-posture"
    /// Tries in all, and the seconds before the second and the third (our choice: the engine fails only when the server is overloaded).
    static let attempts = 3
    static let pauses = [20.0, 120.0]

    /// Which reply, and how often it was tried.
    struct Work: Codable, Sendable {
        var organizationID: String
        var userID: String
        var replyID: String
        var attempt = 1

        init(owner: ThreadOwner, replyID: String) {
            organizationID = owner.organizationID
            userID = owner.userID
            self.replyID = replyID
        }

        var owner: ThreadOwner { ThreadOwner(organizationID: organizationID, userID: userID) }
    }

    let database: any SQLDatabase
    let conversations: Conversations
    let jobs: Jobs
    let read: Read
    let clock: Clock
    let logger: Logger

    static func enqueue(_ work: Work, _ jobs: Jobs, at time: Timestamp? = nil, in db: any SQLSession) async throws {
        try await jobs.enqueue(kind, try JSON.text(work), at: time, key: work.replyID, in: db)
    }

    func run(_ payload: String) async throws {
        guard let work = try? JSON.decode(Work.self, stored: payload.utf8) else { throw GiveUp("its payload cannot be read") }
        let owner = work.owner
        // Gone, or read already by a run whose server died before it could say so.
        guard let reply = try await conversations.message(work.replyID, of: owner, in: database), reply.postureState == .pending else { return }
        let question = try await conversations.recent(1, in: reply.threadID, before: reply.number, of: owner, in: database).last
        do {
            let userText = question.flatMap { $0.role == .user ? $0.content : nil }
            let posture = try await read(work.organizationID, reply.content, userText)
            try await conversations.setPosture(try JSON.text(posture.reading), ofReply: work.replyID, of: owner, in: database)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as SQLError {
            throw error
        } catch {
            logger.warning(
                "a reply's posture could not be read", metadata: ["reply": "\(work.replyID)", "attempt": "\(work.attempt)", "error": "\(error)"])
            guard work.attempt < Self.attempts else {
                try await conversations.setPosture(nil, ofReply: work.replyID, of: owner, in: database)
                return
            }
            var next = work
            next.attempt += 1
            let time = clock().adding(seconds: Self.pauses[min(work.attempt, Self.pauses.count) - 1])
            let later = next
            try await database.transaction { db in try await Self.enqueue(later, jobs, at: time, in: db) }
        }
    }
}
