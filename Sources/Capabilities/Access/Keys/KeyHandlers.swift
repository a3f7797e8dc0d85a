import Audit
import Storage
import Vocabulary
import Web

struct KeyHandlers: Sendable {
    let database: any SQLDatabase
    let keys: KnownKeys<KeyStore.Known>

    struct CreateRequest: Decodable, Sendable {
        var label: String
        var mode: String?
        var allowedOrigins: [String]?
        enum CodingKeys: String, CodingKey { case label, mode, allowedOrigins = "allowed_origins" }
    }

    struct NewKeyResponse: Encodable, Sendable {
        var pair: NewKeyPair
        var createdAt: Timestamp
        enum CodingKeys: String, CodingKey {
            case id = "key_id", label, mode, publishableKey = "publishable_key", secretKey = "secret_key", allowedOrigins = "allowed_origins"
            case createdAt = "created_at"
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(pair.id, forKey: .id)
            try container.encode(pair.label, forKey: .label)
            try container.encode(pair.mode, forKey: .mode)
            try container.encode(pair.publishableKey, forKey: .publishableKey)
            try container.encode(pair.secretKey, forKey: .secretKey)
            try container.encode(pair.allowedOrigins, forKey: .allowedOrigins)
            try container.encode(createdAt, forKey: .createdAt)
        }
    }

    struct KeyResponse: Encodable, Sendable {
        var key: APIKey
        enum CodingKeys: String, CodingKey {
            case id = "key_id", label, mode, publishableKey = "publishable_key", secretPrefix = "secret_key_prefix", allowedOrigins =
                "allowed_origins"
            case createdAt = "created_at", lastUsedAt = "last_used_at", revokedAt = "revoked_at"
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(key.id, forKey: .id)
            try container.encode(key.label, forKey: .label)
            try container.encode(key.mode, forKey: .mode)
            try container.encode(key.publishableKey, forKey: .publishableKey)
            try container.encode(key.secretPrefix, forKey: .secretPrefix)
            try container.encode(key.allowedOrigins, forKey: .allowedOrigins)
            try container.encode(key.createdAt, forKey: .createdAt)
            try container.encode(key.lastUsedAt, forKey: .lastUsedAt)
            try container.encode(key.revokedAt, forKey: .revokedAt)
        }
    }

    func create(_ body: CreateRequest, _ call: MemberCall) async throws -> Answer {
        try Check.text(body.label, "label", length: 1...100)
        guard let mode = Mode(rawValue: body.mode ?? "live") else { throw Problem.invalid("mode", "must be one of live, test") }
        let origins = body.allowedOrigins ?? []
        guard origins.count <= 20 else { throw Problem.invalid("allowed_origins", "may have at most 20 entries") }
        for (index, origin) in origins.enumerated() {
            guard origin.count <= 300,
                origin.wholeMatch(of: /https?:\/\/([A-Za-z0-9]([A-Za-z0-9\-.]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/) != nil
            else {
                throw Problem.invalid("allowed_origins[\(index)]", "must be an origin such as https://shop.example")
            }
        }
        let pair = NewKeyPair.generate(label: body.label, mode: mode, allowedOrigins: origins)
        try await database.transaction { db in
            try await KeyStore.insert(pair, org: call.organizationID, by: call.member.userID, at: call.now, in: db)
            try await Audit.record(call.author.entry(.keyCreated, "key", pair.id, change: ["family": "stradum", "mode": mode.rawValue]), in: db)
        }
        return .created(NewKeyResponse(pair: pair, createdAt: call.now))
    }

    func list(_ call: MemberCall) async throws -> Answer {
        let page = try call.page()
        let keys = try await KeyStore.list(org: call.organizationID, page: page, in: database)
        let total = try await KeyStore.count(org: call.organizationID, in: database)
        return .ok(ListResponse("keys", keys.map(KeyResponse.init), total: total, page: page))
    }

    func revoke(_ call: MemberCall) async throws -> Answer {
        let id = try call.id("key_id")
        try await database.transaction { db in
            guard try await KeyStore.revoke(id, org: call.organizationID, at: call.now, in: db) else {
                throw Problem(.notFound, "API key not found")
            }
            try await Audit.record(call.author.entry(.keyRevoked, "key", id), in: db)
        }
        try await keys.revoke(on: database)
        return .noContent
    }
}
