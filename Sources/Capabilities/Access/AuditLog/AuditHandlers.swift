import Audit
import Storage
import Vocabulary
import Web

/// The audit log, for whoever runs an organization.
struct AuditHandlers: Sendable {
    let database: any SQLDatabase

    struct RecordResponse: Encodable, Sendable {
        var listing: AuditListing
        enum CodingKeys: String, CodingKey {
            case number, at, actor, actorID = "actor_id", action, result, targetType = "target_type", targetID = "target_id", orgID = "org_id"
            case address = "ip", requestID = "request_id", change = "diff_hash", previousHash = "prev_hash", hash
        }

        func encode(to encoder: any Encoder) throws {
            let record = listing.record, entry = record.entry
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(record.number, forKey: .number)
            try container.encode(Milliseconds(entry.at), forKey: .at)
            try container.encode(entry.actor.kind, forKey: .actor)
            try container.encode(entry.actor.id, forKey: .actorID)
            try container.encode(entry.action.name, forKey: .action)
            try container.encode(entry.result.rawValue, forKey: .result)
            try container.encode(entry.targetType, forKey: .targetType)
            try container.encode(entry.targetID, forKey: .targetID)
            try container.encode(entry.organizationID.map(StratamID.organization), forKey: .orgID)
            try container.encode(entry.address, forKey: .address)
            try container.encode(entry.requestID, forKey: .requestID)
            try container.encode(entry.change, forKey: .change)
            try container.encode(record.previousHash, forKey: .previousHash)
            try container.encode(listing.hash, forKey: .hash)
        }
    }

    /// Which chain is meant.
    enum Chain: String, CaseIterable, Sendable { case organization, instance }

    /// Newest first.
    func list(_ call: PersonCall) async throws -> Answer {
        let window = try call.window("chain", "since", "action")
        let chain = try call.query.choice("chain", as: Chain.self) ?? .organization
        guard chain == .organization || call.person.isInstanceAdmin else {
            throw Problem(.forbidden, "The instance's own log is for its administrators")
        }
        let filter = AuditFilter(since: try call.query.time("since"), action: try action(call))
        let found = try await AuditLog.list(
            filter, organization: chain == .organization ? call.organizationID : nil, limit: window.limit, offset: window.offset, in: database)
        return .ok(
            WindowResponse(
                "entries", found.listings.map(RecordResponse.init), total: found.total, isTotalCapped: found.isTotalCapped, window: window))
    }

    private func action(_ call: PersonCall) throws -> String? {
        guard let action = try call.query.text("action", limit: 64) else { return nil }
        guard !action.isEmpty, action.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 46 || $0 == 95 }) else {
            throw Problem.invalid("action", "must be the name of an action, such as key.created")
        }
        return action
    }
}
