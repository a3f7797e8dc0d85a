import Access
import Audit
import Storage
import Vocabulary
import Web

/// The document's IdentityResponse; `learned_sessions`, `test_learned_sessions` and `updated_at` are ours to add.
struct IdentityResponse: Encodable, Sendable {
    var identity: Identity
    enum CodingKeys: String, CodingKey {
        case id = "identity_id", externalID = "external_id", accountIDs = "account_ids", createdAt = "created_at", updatedAt = "updated_at"
        case sessionCount = "session_count", learnedSessions = "learned_sessions", testLearnedSessions = "test_learned_sessions", metadata
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(identity.id, forKey: .id)
        try container.encode(identity.externalID, forKey: .externalID)
        try container.encode(identity.accountIDs, forKey: .accountIDs)
        try container.encode(identity.createdAt, forKey: .createdAt)
        try container.encode(identity.updatedAt, forKey: .updatedAt)
        try container.encode(identity.sessionCount, forKey: .sessionCount)
        try container.encode(identity.learnedCount, forKey: .learnedSessions)
        try container.encode(identity.testLearnedCount, forKey: .testLearnedSessions)
        try container.encode(identity.metadata, forKey: .metadata)
    }
}

struct IdentityHandlers: Sendable {
    let database: any SQLDatabase
    let identities: Identities
    let models: OrganizationModels

    struct CreateRequest: OptionalBody, Sendable {
        var externalID: String?
        var accountID: String?
        var accountName: String?
        var accountURI: String?
        var metadata: [String: JSONValue]?
        enum CodingKeys: String, CodingKey {
            case externalID = "external_id", accountID = "account_id", accountName = "account_name", accountURI = "account_uri", metadata
        }
    }

    struct LinkRequest: Decodable, Sendable {
        var sessionID: String
        var identityID: String
        var accountID: String?
        var accountName: String?
        var accountURI: String?
        enum CodingKeys: String, CodingKey {
            case sessionID = "session_id", identityID = "identity_id", accountID = "account_id", accountName = "account_name", accountURI =
                "account_uri"
        }
    }

    private static func account(_ id: String?, _ name: String?, _ uri: String?) throws -> AccountTag? {
        try Check.optionalText(id, "account_id", length: 1...128)
        try Check.optionalText(name, "account_name", length: 1...200)
        try Check.optionalText(uri, "account_uri", length: 1...2048)
        guard let id else {
            guard name == nil, uri == nil else { throw Problem.invalid("account_id", "is needed beside account_name or account_uri") }
            return nil
        }
        return AccountTag(id: id.normalized, name: name, uri: uri)
    }

    func create(_ body: CreateRequest, _ call: Call) async throws -> Answer {
        try Check.optionalText(body.externalID, "external_id", length: 1...256)
        try SessionLimits.checkMetadata(body.metadata ?? [:])
        var identity = Identity(id: ID.new(.identity), externalID: body.externalID, createdAt: call.now)
        identity.metadata = body.metadata ?? [:]
        let account = try Self.account(body.accountID, body.accountName, body.accountURI)
        return .created(IdentityResponse(identity: try await identities.create(identity, account: account, org: call.organizationID)))
    }

    func link(_ body: LinkRequest, _ call: Call) async throws -> Answer {
        try Check.text(body.sessionID, "session_id", length: 1...128)
        try Check.text(body.identityID, "identity_id", length: 1...128)
        let account = try Self.account(body.accountID, body.accountName, body.accountURI)
        let session = try await identities.link(
            session: body.sessionID, to: body.identityID, account: account, org: call.organizationID, now: call.now)
        return .ok(SessionResponse(session))
    }

    func resolve(_ call: Call) async throws -> Answer {
        guard let externalID = try call.query.text("external_id", limit: 256) else {
            throw Problem.invalid("external_id", "is required in the query")
        }
        try Check.text(externalID, "external_id", length: 1...256)
        return .ok(IdentityResponse(identity: try await identities.resolve(externalID: externalID, org: call.organizationID, now: call.now)))
    }

    func list(_ call: Call) async throws -> Answer {
        let page = try call.page("account_id")
        let account = try call.query.text("account_id", limit: 128)?.normalized
        let found = try await IdentityStore.list(account: account, page: page, org: call.organizationID, in: database)
        let total: Int
        if let account {
            total = try await AccountStore.find(account, org: call.organizationID, in: database)?.identityCount ?? 0
        } else {
            total = try await Counters.total(Dimension.identities, org: call.organizationID, in: database)
        }
        return .ok(ListResponse("identities", found.map(IdentityResponse.init), total: total, page: page))
    }

    func get(_ call: Call) async throws -> Answer {
        guard let identity = try await IdentityStore.find(try call.id("identity_id"), org: call.organizationID, in: database) else {
            throw Problem(.notFound, "Identity not found")
        }
        return .ok(IdentityResponse(identity: identity))
    }

    func delete(_ call: MemberCall) async throws -> Answer {
        try await identities.delete(try call.id("identity_id"), org: call.organizationID, by: call.author)
        await models.forget(call.organizationID)
        return .noContent
    }

    /// Forgets the learned baseline; the sessions and their analyses stay.
    func reset(_ call: Call) async throws -> Answer {
        if case .member(let member) = call.caller, member.role < .admin {
            throw Problem(.forbidden, "This needs the role admin; yours is \(member.role.rawValue)")
        }
        let id = try call.id("identity_id")
        let identity = try await database.transaction { db in
            guard try await IdentityStore.lock(id, org: call.organizationID, in: db) else { throw Problem(.notFound, "Identity not found") }
            try await Baselines.reset(id, org: call.organizationID, in: db)
            let identity = try await IdentityStore.find(id, org: call.organizationID, in: db)
            try await Audit.record(call.author.entry(.baselineReset, "identity", id), in: db)
            return identity
        }
        await models.forget(call.organizationID)
        guard let identity else { throw Problem(.notFound, "Identity not found") }
        return .ok(IdentityResponse(identity: identity))
    }

    struct ExportResponse: Encodable, Sendable {
        var identity: IdentityResponse
        var sessions: [SessionResponse]
        var analyses: [ScoreResponse]
        var exportedAt: Timestamp
        enum CodingKeys: String, CodingKey { case identity, sessions, analyses, exportedAt = "exported_at" }
    }

    /// Everything stored about a person, for that person.
    func export(_ call: MemberCall) async throws -> Answer {
        let id = try call.id("identity_id")
        guard let identity = try await IdentityStore.find(id, org: call.organizationID, in: database) else {
            throw Problem(.notFound, "Identity not found")
        }
        let sessions = try await IdentityStore.sessions(of: id, org: call.organizationID, in: database)
        let analyses = try await AnalysisStore.all(identity: id, org: call.organizationID, in: database)
        if !call.isHead { try await Audit.recordAlone(call.author.entry(.exported, "identity", id), in: database) }
        return .large(
            ExportResponse(
                identity: IdentityResponse(identity: identity), sessions: sessions.map(SessionResponse.init),
                analyses: analyses.map(ScoreResponse.init),
                exportedAt: call.now))
    }
}

extension AuditAction {
    static let baselineReset = AuditAction("identity.baseline_reset")
}
