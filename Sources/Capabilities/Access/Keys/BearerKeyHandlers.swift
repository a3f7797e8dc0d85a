import Audit
import Storage
import Vocabulary
import Web

/// The `psa_` keys of an organization: list, create, delete.
struct BearerKeyHandlers: Sendable {
    let database: any SQLDatabase
    let keys: KnownKeys<BearerKeyStore.Known>

    /// Keys of one organization (our choice).
    static let limit = 200

    struct CreateRequest: Decodable, Sendable { var label: String }

    struct KeyResponse: Encodable, Sendable {
        var key: BearerKey
        /// The whole key, in the answer to its making alone.
        var text: String?
        enum CodingKeys: String, CodingKey { case id, key, label, prefix, createdAt = "created_at", lastUsedAt = "last_used_at" }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(key.id, forKey: .id)
            try container.encodeIfPresent(text, forKey: .key)
            try container.encode(key.label, forKey: .label)
            try container.encode(key.prefix, forKey: .prefix)
            try container.encode(key.createdAt, forKey: .createdAt)
            try container.encode(key.lastUsedAt, forKey: .lastUsedAt)
        }
    }

    func create(_ body: CreateRequest, _ call: MemberCall) async throws -> Answer {
        try Check.text(body.label, "label", length: 1...100)
        let new = NewBearerKey.generate(family: .psa, label: body.label, at: call.now)
        try await database.transaction { db in
            guard try await BearerKeyStore.count(family: .psa, org: call.organizationID, in: db) < Self.limit else {
                throw Problem(.conflict, "There are \(Self.limit) keys already; delete one first")
            }
            try await BearerKeyStore.insert(new, family: .psa, org: call.organizationID, by: call.member.userID, in: db)
            try await Audit.record(call.author.entry(.keyCreated, "key", new.key.id, change: ["family": "psa"]), in: db)
        }
        return .created(KeyResponse(key: new.key, text: new.text))
    }

    func list(_ call: MemberCall) async throws -> Answer {
        let page = try call.page()
        let found = try await BearerKeyStore.list(family: .psa, org: call.organizationID, page: page, in: database)
        let total = try await BearerKeyStore.count(family: .psa, org: call.organizationID, in: database)
        return .ok(ListResponse("keys", found.map { KeyResponse(key: $0) }, total: total, page: page))
    }

    func delete(_ call: MemberCall) async throws -> Answer {
        let id = try call.id("key_id")
        try await database.transaction { db in
            guard try await BearerKeyStore.delete(id, family: .psa, org: call.organizationID, in: db) else {
                throw Problem(.notFound, "API key not found")
            }
            try await Audit.record(call.author.entry(.keyRevoked, "key", id), in: db)
        }
        try await keys.revoke(on: database)
        return .noContent
    }
}
