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
    let sessions: PostureSessions

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

    static let turnNotFound = Problem(.notFound, "Turn not found")

    func explain(_ call: Call) async throws -> Answer {
        guard let session = ID.uuid(try call.id("session_id")) else { throw PostureSessions.notFound }
        guard let number = Int64(try call.id("turn_number")), number > 0 else { throw Self.turnNotFound }
        let (made, fromCache) = try await explanation(number, session: session, org: call.organizationID, now: call.now)
        return .ok(
            ExplanationResponse(
                sessionID: session, turnNumber: number, explanation: made.text, modelVersion: made.modelVersion, fromCache: fromCache,
                metrics: made.metrics))
    }

    func feedback(_ body: FeedbackRequest, _ call: Call) async throws -> Answer {
        guard let session = ID.uuid(body.sessionID) else { throw Problem.invalid("session_id", "must be a UUID") }
        let turn = body.turnNumber.value, rating = body.rating.value
        try AnalyzeRequest.checkTurn(turn, "turn_number")
        guard rating == 1 || rating == -1 else { throw Problem.invalid("rating", "must be 1 or -1") }
        try Check.optionalText(body.correctedText, "corrected_text", length: 1...5_000)
        let (made, _) = try await explanation(turn, session: session, org: call.organizationID, now: call.now)
        let id = ID.uuid(at: call.now)
        try await database.transaction { db in
            guard try await PostureSessionStore.lock(session, org: call.organizationID, in: db) != nil else { throw PostureSessions.notFound }
            try await ExplanationStore.insertFeedback(
                id: id, session: session, turn: turn, rating: rating, explanation: made.text, correction: body.correctedText,
                by: call.caller.makerID, org: call.organizationID, at: call.now, in: db)
        }
        return .created(FeedbackResponse(feedbackID: id))
    }

    private struct Made: Sendable {
        var text: String
        var modelVersion: String
        var metrics: ExplanationMetrics
    }

    /// The explanation that is kept for these figures, or a new one, which is then kept.
    private func explanation(_ number: Int64, session: String, org: String, now: Timestamp) async throws -> (Made, fromCache: Bool) {
        guard let turn = try await TurnStore.find(number, session: session, org: org, in: database) else {
            guard try await PostureSessionStore.exists(session, org: org, in: database) else { throw PostureSessions.notFound }
            throw Self.turnNotFound
        }
        let explained = ExplainedTurn(turn.scores)
        let made = TurnExplanation(explained)
        let metrics = ExplanationMetrics(explanation: made)
        let hash = Ledger.hash(try JSON.text(explained) + TurnExplanation.modelVersion)
        if let kept = try await ExplanationStore.find(number, session: session, org: org, in: database), kept.metricsHash == hash {
            return (Made(text: kept.text, modelVersion: kept.modelVersion, metrics: metrics), true)
        }
        try await database.transaction { db in
            guard try await PostureSessionStore.lock(session, org: org, in: db) != nil else { throw PostureSessions.notFound }
            try await ExplanationStore.keep(
                .init(metricsHash: hash, text: made.text, modelVersion: TurnExplanation.modelVersion), turn: number, session: session, org: org,
                at: now, in: db)
        }
        return (Made(text: made.text, modelVersion: TurnExplanation.modelVersion, metrics: metrics), false)
    }
}
