import Storage
import Vocabulary
import Web

struct SessionHandlers: Sendable {
    let database: any SQLDatabase
    let sessions: Sessions

    struct CreateRequest: OptionalBody, Sendable {
        var sessionID: String?
        var metadata: [String: JSONValue]?
        var deviceInfo: [String: JSONValue]?
        enum CodingKeys: String, CodingKey { case sessionID = "session_id", metadata, deviceInfo = "device_info" }
    }

    struct CompleteRequest: OptionalBody, Sendable {
        var identityID: String?
        var fieldValues: [String: JSONValue]?
        var metadata: [String: JSONValue]?
        enum CodingKeys: String, CodingKey { case identityID = "identity_id", fieldValues = "field_values", metadata }
    }

    struct MetadataRequest: Decodable, Sendable { var metadata: [String: JSONValue] }

    struct MetadataResponse: Encodable, Sendable {
        var sessionID: String
        var metadata: [String: JSONValue]
        enum CodingKeys: String, CodingKey { case sessionID = "session_id", metadata }
    }

    private static func author(_ call: Call) -> Session.Author { call.caller.kind == .secretKey ? .secret : .publishable }

    func create(_ body: CreateRequest, _ call: Call) async throws -> Answer {
        if let id = body.sessionID {
            try Check.text(id, "session_id", length: 1...128)
            guard !id.contains(where: \.isNewline), !id.contains("\t"), !id.contains("/") else {
                throw Problem.invalid("session_id", "may not hold a slash, a tab or a line break")
            }
        }
        try SessionLimits.checkMetadata(body.metadata ?? [:])
        try SessionLimits.checkDeviceInfo(body.deviceInfo ?? [:])
        var session = Session(id: body.sessionID ?? ID.new(.session), mode: call.mode, createdAt: call.now)
        session.merge(metadata: body.metadata ?? [:], by: Self.author(call))
        session.deviceInfo = body.deviceInfo ?? [:]
        return .created(SessionResponse(try await sessions.create(session, org: call.organizationID)))
    }

    func complete(_ body: CompleteRequest, _ call: Call) async throws -> Answer {
        try SessionLimits.checkFieldValues(body.fieldValues ?? [:])
        try SessionLimits.checkMetadata(body.metadata ?? [:])
        try Check.optionalText(body.identityID, "identity_id", length: 1...128)
        let completion = Sessions.Completion(
            identityID: body.identityID, fieldValues: body.fieldValues ?? [:], metadata: body.metadata ?? [:],
            author: Self.author(call))
        return .ok(SessionResponse(try await sessions.complete(try call.id("session_id"), completion, org: call.organizationID, now: call.now)))
    }

    func mergeMetadata(_ body: MetadataRequest, _ call: Call) async throws -> Answer {
        try SessionLimits.checkMetadata(body.metadata)
        let session = try await sessions.mergeMetadata(
            body.metadata, try call.id("session_id"), by: Self.author(call), org: call.organizationID, now: call.now)
        return .ok(MetadataResponse(sessionID: session.id, metadata: session.metadata))
    }

    func list(_ call: Call) async throws -> Answer {
        let page = try call.facts.page(SessionFilter.parameters)
        let filter = try SessionFilter(call.query)
        let driver = try await filter.driver(org: call.organizationID, in: database)
        let found = try await filter.page(page, drivenBy: driver, org: call.organizationID, in: database)
        let total = try await filter.total(drivenBy: driver, org: call.organizationID, in: database)
        return .ok(ListResponse("sessions", found.map(SessionResponse.init), total: total.total, isTotalCapped: total.isCapped, page: page))
    }

    func get(_ call: Call) async throws -> Answer {
        guard let session = try await SessionStore.find(try call.id("session_id"), org: call.organizationID, in: database) else {
            throw Problem(.notFound, "Session not found")
        }
        return .ok(SessionResponse(session))
    }

    func delete(_ call: MemberCall) async throws -> Answer {
        try await sessions.delete(try call.id("session_id"), org: call.organizationID, by: call.author)
        return .noContent
    }
}
