// What the vault tells the others through the outbox.
import Outbox
import Storage
import Vocabulary
import Web

/// The data of `vault.entry`.
struct VaultEntryEvent: Encodable, Sendable {
    static let type = "vault.entry"
    static let family = "stratam"
    /// Bytes of the content that an event carries (documented: 8 KiB).
    static let contentLimit = 8 << 10

    var entry: VaultEntry
    enum CodingKeys: String, CodingKey { case id = "entry_id", scope, organizationID = "org_id", tags, source, content, createdAt = "created_at" }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entry.id, forKey: .id)
        try container.encode(entry.shelf.scope, forKey: .scope)
        try container.encode(entry.shelf.publicOrganizationID, forKey: .organizationID)
        try container.encode(entry.tags, forKey: .tags)
        try container.encode(entry.source.rawValue, forKey: .source)
        try container.encode(entry.content.clipped(toBytes: Self.contentLimit, mark: ""), forKey: .content)
        try container.encode(entry.createdAt.iso8601Milliseconds, forKey: .createdAt)
    }

    /// Its envelope; the time has milliseconds, as everywhere in this family.
    struct Envelope: Encodable {
        var id: String
        var type = VaultEntryEvent.type
        var timestamp: String
        var data: VaultEntryEvent
    }
}

extension Outbox {
    func record(_ event: VaultEntryEvent, org: String, at now: Timestamp, in db: any SQLSession) async throws {
        let id = ID.new(.event)
        let body = try JSON.encode(VaultEntryEvent.Envelope(id: id, timestamp: now.iso8601Milliseconds, data: event))
        try await record(
            type: VaultEntryEvent.type, family: VaultEntryEvent.family, organizationID: org, body: body, eventID: id, at: now, in: db)
    }
}
