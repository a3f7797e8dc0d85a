import Access
import PostureEngine
import Storage
import Vocabulary
import Web

/// An incident in a list, and in the event that tells of it.
struct IncidentItem: Encodable, Sendable {
    var incident: Incident
    enum CodingKeys: String, CodingKey {
        case id, sessionID = "session_id", sessionName = "session_name", trigger, maxAlert = "max_alert", archivedAt = "archived_at", turns
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(incident.id, forKey: .id)
        try container.encode(incident.sessionID, forKey: .sessionID)
        try container.encode(incident.sessionName, forKey: .sessionName)
        try container.encode(incident.trigger, forKey: .trigger)
        try container.encode(incident.maxAlert.upperCased, forKey: .maxAlert)
        try container.encode(incident.archivedAt, forKey: .archivedAt)
        try container.encode(incident.turns, forKey: .turns)
    }
}

struct IncidentHandlers: Sendable {
    let database: any SQLDatabase
    let incidents: Incidents

    struct ArchiveResponse: Encodable, Sendable {
        var archived: ArchivedIncident?
        enum CodingKeys: String, CodingKey { case archived, reason, incidentID = "incident_id", trigger, triggers, incident }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(archived != nil, forKey: .archived)
            guard let archived else { return try container.encode("no_trigger", forKey: .reason) }
            let content = try JSON.decode(IncidentContent.self, stored: archived.content.utf8)
            try container.encode(archived.incident.id, forKey: .incidentID)
            try container.encode(content.trigger, forKey: .trigger)
            try container.encode(content.triggers, forKey: .triggers)
            try container.encode(IncidentItem(incident: archived.incident), forKey: .incident)
        }
    }

    struct IncidentList: Encodable, Sendable {
        var incidents: [IncidentItem]
        var total: Int
        var page: Int
        var perPage: Int
        enum CodingKeys: String, CodingKey { case incidents, total, page, perPage = "per_page", totalPages = "total_pages" }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(incidents, forKey: .incidents)
            try container.encode(total, forKey: .total)
            try container.encode(page, forKey: .page)
            try container.encode(perPage, forKey: .perPage)
            try container.encode((total + perPage - 1) / perPage, forKey: .totalPages)
        }
    }

    private func sessionID(_ call: Call) throws -> String {
        guard let id = ID.uuid(try call.id("session_id")) else { throw PostureSessions.notFound }
        return id
    }

    func archive(_ call: Call) async throws -> Answer {
        .ok(ArchiveResponse(archived: try await incidents.archive(try sessionID(call), org: call.organizationID, now: call.now)))
    }

    func flag(_ call: Call) async throws -> Answer {
        .ok(ArchiveResponse(archived: try await incidents.flag(try sessionID(call), org: call.organizationID, now: call.now)))
    }

    /// The document's "admin only": an administrator of this instance, in person or by a key of theirs, or whoever runs the organization.
    func list(_ call: Call) async throws -> Answer {
        let isAdmin =
            switch call.caller {
            case .member(let member): member.isInstanceAdmin || member.role >= .admin
            case .psaKey(let key): key.isInstanceAdmin
            case .publishableKey, .secretKey, .stratamKey: false
            }
        guard isAdmin else { throw Problem(.forbidden, "The list of incidents is for administrators") }
        let page = try call.facts.page([], sizeName: "per_page")
        let found = try await IncidentStore.list(page, org: call.organizationID, in: database)
        let total = try await Counters.total(PostureDimension.incidents, org: call.organizationID, in: database)
        return .ok(IncidentList(incidents: found.map(IncidentItem.init), total: total, page: page.page, perPage: page.size))
    }

    func get(_ call: Call) async throws -> Answer {
        guard let id = ID.uuid(try call.id("incident_id")), let archived = try await IncidentStore.find(id, org: call.organizationID, in: database)
        else { throw Incidents.notFound }
        // As it was archived, byte for byte.
        return .content(Array(archived.content.utf8), type: "application/json")
    }

    func delete(_ call: Call) async throws -> Answer {
        guard let id = ID.uuid(try call.id("incident_id")) else { throw Incidents.notFound }
        try await incidents.erase(id, org: call.organizationID, by: call.author, now: call.now)
        return .noContent
    }
}
