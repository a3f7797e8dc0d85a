import Access
import Audit
import PostureEngine
import Storage
import Vocabulary
import Web

/// What can be done with a session besides adding turns.
struct PostureSessions: Sendable {
    let database: any SQLDatabase

    static let notFound = Problem(.notFound, "Session not found")

    /// - Throws: notFound.
    func find(_ call: Call) async throws -> PostureSessionStore.Stored {
        guard let id = ID.uuid(try call.id("session_id")),
            let stored = try await PostureSessionStore.find(id, org: call.organizationID, in: database)
        else { throw Self.notFound }
        return stored
    }

    /// Removes a session with its turns, texts, explanations and flags. Its incidents stay: they hold no text and are erased one by one.
    func delete(_ id: String, org: String, by author: AuditAuthor) async throws {
        try await database.transaction { db in
            guard let id = ID.uuid(id), let stored = try await PostureSessionStore.lock(id, org: org, in: db) else { throw Self.notFound }
            try await PostureCounting.move(from: stored.session, to: nil, org: org, in: db)
            try await PostureSessionStore.delete(id, org: org, in: db)
            try await Audit.record(author.entry(.deleted, "psa_session", id), in: db)
        }
    }
}
