import Access
import Audit
import MatchEngine
import Outbox
import Storage
import Vocabulary
import Web

/// What can be done with a session.
struct Sessions: Sendable {
    let database: any SQLDatabase
    let outbox: Outbox
    let identities: Identities

    /// - Throws: conflict when the organization has a session of this id.
    func create(_ session: Session, org: String) async throws -> Session {
        try await database.transaction { db in
            guard try await SessionStore.insert(session, org: org, in: db) else {
                throw Problem(.conflict, "A session with this id exists already", field: "session_id")
            }
            try await SessionStore.indexMetadata(session, org: org, in: db)
            try await SessionCounting.move(from: nil, to: try session.dimensions(categories: [:]), org: org, in: db)
        }
        return session
    }

    struct Completion: Sendable {
        var identityID: String?
        var fieldValues: [String: JSONValue]
        var metadata: [String: JSONValue]
        var author: Session.Author
    }

    /// Marks a session as submitted. Doing so again answers the same and changes nothing.
    /// - Throws: notFound, or conflict when the session has expired or was rejected.
    func complete(_ id: String, _ completion: Completion, org: String, now: Timestamp) async throws -> Session {
        let completed: Session = try await database.transaction { db in
            guard var session = try await SessionStore.lock(id, org: org, in: db) else { throw Problem(.notFound, "Session not found") }
            switch session.status {
            case .completed, .analyzed: return session
            case .expired, .rejected: throw Problem(.conflict, "The session is \(session.status.rawValue) and cannot be completed")
            // Whoever left the page may still have sent the form.
            case .active, .abandoned: break
            }
            let before = try session.dimensions(categories: [:])
            session.status = .completed
            session.completedAt = now
            session.updatedAt = now
            if !completion.fieldValues.isEmpty {
                let values = try await ProtectedNames.of(session: id, org: org, in: db).removed(from: completion.fieldValues)
                session.fieldValues.merge(values) { _, new in new }
            }
            session.merge(metadata: completion.metadata, by: completion.author)
            try SessionLimits.checkMetadata(session.metadata)
            if let identityID = completion.identityID {
                try await identities.attach(&session, to: identityID, by: completion.author, account: nil, org: org, now: now, in: db)
            }
            try await SessionStore.update(session, org: org, in: db)
            if !completion.metadata.isEmpty { try await SessionStore.indexMetadata(session, org: org, in: db) }
            try await SessionCounting.move(from: before, to: try session.dimensions(categories: [:]), org: org, in: db)
            try await outbox.record(BiometricsEvent.sessionCompleted, SessionResponse(session), org: org, at: now, in: db)
            return session
        }
        await outbox.announce(on: database)
        return completed
    }

    /// Adds and overwrites metadata keys while the session is not over.
    func mergeMetadata(
        _ metadata: [String: JSONValue], _ id: String, by author: Session.Author, org: String, now: Timestamp
    ) async throws -> Session {
        try await database.transaction { db in
            guard var session = try await SessionStore.lock(id, org: org, in: db) else { throw Problem(.notFound, "Session not found") }
            guard session.status == .active || session.status == .completed || session.status == .analyzed else {
                throw Problem(.conflict, "The session is \(session.status.rawValue); its metadata can no longer change")
            }
            let categories = try await SessionStore.categories(id, org: org, in: db)
            let before = try session.dimensions(categories: categories)
            session.merge(metadata: metadata, by: author)
            try SessionLimits.checkMetadata(session.metadata)
            session.updatedAt = now
            try await SessionStore.update(session, org: org, in: db)
            try await SessionStore.indexMetadata(session, org: org, in: db)
            try await SessionCounting.move(from: before, to: try session.dimensions(categories: categories), org: org, in: db)
            return session
        }
    }

    /// Removes a session with its events, features and analysis.
    func delete(_ id: String, org: String, by author: AuditAuthor) async throws {
        try await database.transaction { db in
            guard let session = try await SessionStore.lock(id, org: org, in: db) else { throw Problem(.notFound, "Session not found") }
            try await Self.remove(session, org: org, in: db)
            try await Audit.record(author.entry(.deleted, "session", id), in: db)
        }
    }

    /// Takes a session out of everything that counts it, then out of the tables.
    static func remove(_ session: Session, org: String, in db: any SQLSession) async throws {
        let categories = try await SessionStore.categories(session.id, org: org, in: db)
        try await AnalysisStore.remove(session: session.id, org: org, in: db)
        try await SessionCounting.move(from: try session.dimensions(categories: categories), to: nil, org: org, in: db)
        try await Baselines.unlearn(session.id, org: org, in: db)
        if let identityID = session.identityID { try await IdentityStore.countSessions(-1, identityID, org: org, in: db) }
        if let accountID = session.accountID { try await AccountStore.countSessions(-1, accountID, org: org, in: db) }
        try await SessionStore.delete(session.id, org: org, in: db)
    }

    /// Makes an analyzed session a completed one again.
    @discardableResult
    static func forgetAnalysis(of session: Session, org: String, in db: any SQLSession) async throws -> Session {
        var session = session
        let before = try session.dimensions(categories: try await SessionStore.categories(session.id, org: org, in: db))
        try await AnalysisStore.remove(session: session.id, org: org, in: db)
        if session.status == .analyzed { session.status = .completed }
        session.matchStatus = nil
        session.matchScore = nil
        try await SessionStore.update(session, org: org, in: db)
        try await SessionStore.replaceCategories([:], of: session, org: org, in: db)
        try await SessionCounting.move(from: before, to: try session.dimensions(categories: [:]), org: org, in: db)
        return session
    }
}

/// Sizes of what customers hand us (our choice: generous for what is described, small enough to list).
enum SessionLimits {
    static func checkMetadata(_ metadata: [String: JSONValue], _ field: String = "metadata") throws {
        try Check.object(metadata, field, bytes: 16_384)
        for key in metadata.keys where key.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            throw Problem.invalid(field, "keys may not hold control characters")
        }
    }
    static func checkDeviceInfo(_ info: [String: JSONValue]) throws { try Check.object(info, "device_info", bytes: 16_384) }
    static func checkFieldValues(_ values: [String: JSONValue]) throws { try Check.object(values, "field_values", bytes: 65_536) }
}
