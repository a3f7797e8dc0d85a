import Storage
import Vocabulary
import Web

struct AnalysisHandlers: Sendable {
    let database: any SQLDatabase
    let analyses: Analyses

    struct TriggerRequest: Decodable, Sendable {
        var sessionID: String
        var identityID: String?
        enum CodingKeys: String, CodingKey { case sessionID = "session_id", identityID = "identity_id" }
    }

    struct FeedbackRequest: Decodable, Sendable {
        var verdict: String
        var note: String?
    }

    func trigger(_ body: TriggerRequest, _ call: Call) async throws -> Answer {
        try Check.text(body.sessionID, "session_id", length: 1...128)
        try Check.optionalText(body.identityID, "identity_id", length: 1...128)
        return .ok(
            ScoreResponse(
                try await analyses.trigger(
                    body.sessionID, identityOverride: body.identityID, mode: call.mode, org: call.organizationID, now: call.now)))
    }

    private func stored(_ call: Call) async throws -> Analysis {
        let id = try call.id("session_id")
        if let analysis = try await AnalysisStore.find(session: id, org: call.organizationID, in: database) { return analysis }
        guard try await SessionStore.find(id, org: call.organizationID, in: database) != nil else { throw Problem(.notFound, "Session not found") }
        throw Problem(.notFound, "The session has not been analyzed; trigger its analysis first")
    }

    func session(_ call: Call) async throws -> Answer { .ok(ScoreResponse(try await stored(call))) }

    func score(_ call: Call) async throws -> Answer { .ok(ScoreResponse(try await stored(call))) }

    func detail(_ call: Call) async throws -> Answer { .ok(DetailResponse(analysis: try await stored(call))) }

    func identity(_ call: Call) async throws -> Answer {
        let id = try call.id("identity_id"), page = try call.facts.page([], size: 200)
        guard try await IdentityStore.find(id, org: call.organizationID, in: database) != nil else { throw Problem(.notFound, "Identity not found") }
        let found = try await AnalysisStore.list(identity: id, page: page, org: call.organizationID, in: database)
        return .ok(found.map(ScoreResponse.init))
    }

    func feedback(_ body: FeedbackRequest, _ call: Call) async throws -> Answer {
        guard let word = Verdict.Word(rawValue: body.verdict) else {
            throw Problem.invalid("verdict", "must be one of right_person, wrong_person")
        }
        try Check.optionalText(body.note, "note", length: 1...2000)
        if case .member(let member) = call.caller, member.role < .member { throw Problem(.forbidden, "This needs the role member; yours is viewer") }
        let verdict = Verdict(word: word, note: body.note, by: call.caller.limitKey, at: call.now)
        let analysis = try await analyses.feedback(verdict, session: try call.id("session_id"), org: call.organizationID)
        return .ok(ScoreResponse(analysis))
    }
}
