import PostureEngine
import Storage
import Vocabulary
import Web

/// The figures that an explanation tells of, as they are answered.
struct ExplanationMetrics: Encodable, Sendable {
    var explanation: TurnExplanation
    enum CodingKeys: String, CodingKey { case warningLevel = "warning_level", scs, cahs, holes }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(explanation.warningLevel, forKey: .warningLevel)
        try container.encode(explanation.systemicRisk.outputRounded, forKey: .scs)
        try container.encode(explanation.chainHealth.outputRounded, forKey: .cahs)
        try container.encode(explanation.holes, forKey: .holes)
    }
}

extension ExplainedTurn {
    init(_ scores: TurnScores) {
        self.init(
            alert: scores.alert, behavioralHealth: scores.bhs, sycophancyDensity: scores.sd, hallucinationRisk: scores.hri,
            incongruence: scores.incongruence, drivers: scores.drivers)
    }
}

struct ExplanationHandlers: Sendable {
    let database: any SQLDatabase
    let explanations: Explanations

    struct ExplanationResponse: Encodable, Sendable {
        var sessionID: String
        var turnNumber: Int64
        var explanation: String
        var modelVersion: String
        var fromCache: Bool
        var metrics: ExplanationMetrics
        enum CodingKeys: String, CodingKey {
            case sessionID = "session_id", turnNumber = "turn_number", explanation, modelVersion = "model_version", fromCache = "from_cache", metrics
        }
    }

    struct FeedbackRequest: Decodable, Sendable {
        var sessionID: String
        var turnNumber: WholeNumber
        var rating: WholeNumber
        var correctedText: String?
        enum CodingKeys: String, CodingKey { case sessionID = "session_id", turnNumber = "turn_number", rating, correctedText = "corrected_text" }
    }

    struct FeedbackResponse: Encodable, Sendable {
        var ok = true
        var feedbackID: String
        enum CodingKeys: String, CodingKey { case ok, feedbackID = "feedback_id" }
    }

    func explain(_ call: Call) async throws -> Answer {
        guard let session = ID.uuid(try call.id("session_id")) else { throw PostureSessions.notFound }
        guard let number = Int64(try call.id("turn_number")), number > 0 else { throw Explanations.turnNotFound }
        let made = try await explanations.explain(number, session: session, org: call.organizationID, now: call.now)
        return .ok(
            ExplanationResponse(
                sessionID: session, turnNumber: number, explanation: made.text, modelVersion: made.modelVersion, fromCache: made.fromCache,
                metrics: made.metrics))
    }

    func feedback(_ body: FeedbackRequest, _ call: Call) async throws -> Answer {
        guard let session = ID.uuid(body.sessionID) else { throw Problem.invalid("session_id", "must be a UUID") }
        let turn = body.turnNumber.value, rating = body.rating.value
        try AnalyzeRequest.checkTurn(turn, "turn_number")
        guard rating == 1 || rating == -1 else { throw Problem.invalid("rating", "must be 1 or -1") }
        try Check.optionalText(body.correctedText, "corrected_text", length: 1...5_000)
        let shown = try await explanations.shown(turn, session: session, org: call.organizationID)
        let id = ID.uuid(at: call.now)
        try await database.transaction { db in
            guard try await PostureSessionStore.lock(session, org: call.organizationID, in: db) != nil else { throw PostureSessions.notFound }
            try await ExplanationStore.insertFeedback(
                id: id, session: session, turn: turn, rating: rating, explanation: shown, correction: body.correctedText,
                by: call.caller.makerID, org: call.organizationID, at: call.now, in: db)
        }
        return .created(FeedbackResponse(feedbackID: id))
    }
}
