import Storage
import Vocabulary
import Web

struct TrainingFlagHandlers: Sendable {
    let database: any SQLDatabase

    struct FlagRequest: Decodable, Sendable {
        var sessionID: String
        var turnNumber: WholeNumber?
        var note: String?
        enum CodingKeys: String, CodingKey { case sessionID = "session_id", turnNumber = "turn_number", note }
    }

    struct FlagResponse: Encodable, Sendable {
        var ok = true
        var flagID: String
        var status: String
        enum CodingKeys: String, CodingKey { case ok, flagID = "flag_id", status }
    }

    struct UnflagResponse: Encodable, Sendable {
        var ok = true
        var status = "unflagged"
        var removed: Int
    }

    func flag(_ body: FlagRequest, _ call: Call) async throws -> Answer {
        guard let session = ID.uuid(body.sessionID) else { throw Problem.invalid("session_id", "must be a UUID") }
        let turnNumber = body.turnNumber?.value
        if let turnNumber { try AnalyzeRequest.checkTurn(turnNumber, "turn_number") }
        try Check.optionalText(body.note, "note", length: 0...2_000)
        let (id, isNew) = try await database.transaction { db in
            guard try await PostureSessionStore.lock(session, org: call.organizationID, in: db) != nil else { throw PostureSessions.notFound }
            if let turnNumber, try await !TurnStore.exists(turnNumber, session: session, org: call.organizationID, in: db) {
                throw Problem(.notFound, "Turn not found")
            }
            return try await TrainingFlagStore.insert(
                session: session, turn: turnNumber ?? 0, note: body.note, org: call.organizationID, by: call.caller.makerID, at: call.now,
                in: db)
        }
        return .ok(FlagResponse(flagID: id, status: isNew ? "flagged" : "already_flagged"))
    }

    func unflag(_ call: Call) async throws -> Answer {
        let turn = try call.query.integer("turn_number", in: 1...Int(AnalyzeRequest.turnRange.upperBound))
        guard let session = ID.uuid(try call.id("session_id")),
            try await PostureSessionStore.exists(session, org: call.organizationID, in: database)
        else { throw PostureSessions.notFound }
        let removed = try await TrainingFlagStore.delete(session: session, turn: turn.map(Int64.init), org: call.organizationID, in: database)
        guard removed > 0 else { throw Problem(.notFound, "There is no such flag") }
        return .ok(UnflagResponse(removed: removed))
    }
}
