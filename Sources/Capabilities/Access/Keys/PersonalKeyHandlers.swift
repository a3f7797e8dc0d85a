import Audit
import Storage
import Vocabulary
import Web

/// The `skk_` keys of a person: list, create, revoke.
struct PersonalKeyHandlers: Sendable {
    let database: any SQLDatabase
    let keys: KnownKeys<PersonalKeyStore.Known>

    /// Keys of one person (our choice).
    static let limit = 50
    /// What a key may do that was asked for without scopes (our choice: all but looking after keys and logins).
    static let usualScopes: Set<Scope> = [.read, .write]

    struct CreateRequest: Decodable, Sendable {
        var label: String
        var scopes: [String]?
        var expiresAt: String?
        enum CodingKeys: String, CodingKey { case label, scopes, expiresAt = "expires_at" }
    }

    struct RevokeRequest: Decodable, Sendable {
        var keyID: String
        enum CodingKeys: String, CodingKey { case keyID = "key_id" }
    }

    struct KeyResponse: Encodable, Sendable {
        var key: PersonalKey
        /// The whole key, in the answer to its making alone.
        var text: String?
        enum CodingKeys: String, CodingKey {
            case id = "key_id", key, label, prefix, scopes, createdAt = "created_at", lastUsedAt = "last_used_at", expiresAt = "expires_at"
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(key.id, forKey: .id)
            try container.encodeIfPresent(text, forKey: .key)
            try container.encode(key.label, forKey: .label)
            try container.encode(key.prefix, forKey: .prefix)
            try container.encode(Scope.allCases.filter(key.scopes.contains), forKey: .scopes)
            try container.encode(Milliseconds(key.createdAt), forKey: .createdAt)
            try container.encode(key.lastUsedAt.map(Milliseconds.init), forKey: .lastUsedAt)
            try container.encode(key.expiresAt.map(Milliseconds.init), forKey: .expiresAt)
        }
    }

    /// - Throws: forbidden for a key: keys make no keys, or a stolen one would never be rid of.
    func create(_ body: CreateRequest, _ call: PersonCall) async throws -> Answer {
        guard call.person.keyID == nil else { throw Problem(.forbidden, "A key cannot make keys; log in to make one", code: "login_required") }
        try Check.text(body.label, "label", length: 1...100)
        let scopes = try scopes(body.scopes)
        let expiresAt = try body.expiresAt.map { try Check.time($0, "expires_at") }
        if let expiresAt, expiresAt <= call.now { throw Problem.invalid("expires_at", "must lie in the future") }
        let new = NewPersonalKey.generate(label: body.label, scopes: scopes, expiresAt: expiresAt, at: call.now)
        try await database.transaction { db in
            // Of two at once the second waits for the first, and counts it.
            try await UserStore.lock(call.userID, org: call.organizationID, in: db)
            guard try await PersonalKeyStore.count(user: call.userID, org: call.organizationID, in: db) < Self.limit else {
                throw Problem(.conflict, "There are \(Self.limit) keys already; revoke one first", code: "too_many_keys")
            }
            try await PersonalKeyStore.insert(new, user: call.userID, org: call.organizationID, in: db)
            try await Audit.record(
                call.author.entry(.keyCreated, "key", new.key.id, change: ["family": "skk", "scopes": PersonalKey.text(scopes)]), in: db)
        }
        return .okOnce(OK(KeyResponse(key: new.key, text: new.text)))
    }

    private func scopes(_ names: [String]?) throws -> Set<Scope> {
        guard let names else { return Self.usualScopes }
        guard !names.isEmpty else { throw Problem.invalid("scopes", "must name at least one of read, write, admin") }
        return Set(
            try names.enumerated().map { index, name in
                guard let scope = Scope(rawValue: name) else { throw Problem.invalid("scopes[\(index)]", "must be one of read, write, admin") }
                return scope
            })
    }

    func list(_ call: PersonCall) async throws -> Answer {
        let window = try call.window()
        let found = try await PersonalKeyStore.list(user: call.userID, org: call.organizationID, window: window, in: database)
        let total = try await PersonalKeyStore.count(user: call.userID, org: call.organizationID, in: database)
        return .ok(WindowResponse("keys", found.map { KeyResponse(key: $0) }, total: total, window: window))
    }

    func revoke(_ body: RevokeRequest, _ call: PersonCall) async throws -> Answer {
        let id = try Check.uuid(body.keyID, "key_id")
        try await database.transaction { db in
            guard try await PersonalKeyStore.revoke(id, user: call.userID, org: call.organizationID, in: db) else {
                throw Problem(.notFound, "API key not found")
            }
            try await Audit.record(call.author.entry(.keyRevoked, "key", id), in: db)
        }
        try await keys.revoke(on: database)
        return .ok(OK())
    }
}
