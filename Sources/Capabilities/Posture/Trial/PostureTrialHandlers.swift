// The backend of the page /posture: reads a pasted conversation and forgets it. For members, or where the operator opens it for everybody;
// small and throttled for both.
import PostureEngine
import Vocabulary
import Web

struct PostureTrialHandlers: Sendable {
    let reader: TurnReader
    let instance: PostureInstanceSettings
    let limiter: RateLimiter

    /// What one visitor may ask for (our choice: some ten pages of conversation, as fast as a person reads results).
    static let characterLimit = 50_000
    static let turnLimit = 60
    static let rate = RateLimit(burst: 12, perSecond: 0.5)

    func addOpenRoutes(to api: APIRoutes) {
        api.open(.get, "posture/config") { _ in config() }
        api.open(.post, "posture/analyze") { (body: TrialRequest, call: OpenCall) in try await analyze(body, call.facts) }
    }

    func addMemberRoutes(to api: APIRoutes) {
        api.member(.get, "posture/config") { _ in config() }
        api.member(.post, "posture/analyze") { (body: TrialRequest, call: MemberCall) in try await analyze(body, call.facts) }
    }

    // MARK: What the page must know

    struct ConfigResponse: Encodable, Sendable {
        struct Code: Encodable, Sendable {
            var code: String
            var name: String
        }
        struct Limits: Encodable, Sendable {
            var characters: Int
            var turns: Int
        }
        var codes: [String: [Code]]
        var titles: [String: String]
        var thresholds: PostureThresholds
        var limits: Limits
        var hasEncoder: Bool
        var engineVersion: String
        enum CodingKeys: String, CodingKey {
            case codes, titles, thresholds, limits, hasEncoder = "encoder", engineVersion = "engine_version"
        }
    }

    private func config() -> Answer {
        let codes = Classifier.allCases.map { classifier in
            let own = (0..<classifier.codeCount).map { ConfigResponse.Code(code: "\(classifier.letter)\($0)", name: classifier.name(of: $0) ?? "") }
            return (classifier.rawValue, own)
        }
        return .ok(
            ConfigResponse(
                codes: Dictionary(uniqueKeysWithValues: codes),
                titles: Dictionary(uniqueKeysWithValues: Classifier.allCases.map { ($0.rawValue, $0.title) }),
                thresholds: PostureThresholds(mode: instance.mode), limits: .init(characters: Self.characterLimit, turns: Self.turnLimit),
                hasEncoder: reader.description.hasEncoder, engineVersion: reader.description.version))
    }

    // MARK: Reading

    struct TrialRequest: Decodable, Sendable {
        var text: String
    }

    /// A turn as `/analyze` answers a dry run, with its number.
    struct TrialTurn: Encodable, Sendable {
        var number: Int64
        var response: TurnResponse
        private enum CodingKeys: String, CodingKey { case turn }
        func encode(to encoder: any Encoder) throws {
            try response.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(number, forKey: .turn)
        }
    }

    struct TrialResponse: Encodable, Sendable {
        var readAs: Transcript.Form
        var leftOut: [String]
        var turns: [TrialTurn]
        var summary: SummaryResponse?
        var regime: RegimeResponse?
        enum CodingKeys: String, CodingKey { case readAs = "read_as", leftOut = "left_out", turns, summary, regime }
    }

    private func analyze(_ body: TrialRequest, _ call: RequestFacts) async throws -> Answer {
        try throttle(call)
        guard body.text.unicodeScalars.count <= Self.characterLimit else {
            throw Problem.invalid("text", "may have at most \(Self.characterLimit) characters here; the API takes longer ones")
        }
        let transcript: Transcript
        do {
            transcript = try TranscriptReader.read(body.text)
        } catch let error as TranscriptError {
            throw Problem.invalid("text", error.description)
        }
        guard transcript.turns.count <= Self.turnLimit else {
            throw Problem.invalid("text", "may have at most \(Self.turnLimit) turns here; the API takes longer conversations")
        }
        return .ok(try await read(transcript))
    }

    /// Everybody without a key together, as one that waits for the workers; no organization has this id.
    private static let owner = "posture-trial"

    /// All turns as one session, whatever they say of sessions.
    private func read(_ transcript: Transcript) async throws -> TrialResponse {
        var state = SessionState()
        var turns: [TrialTurn] = []
        for (index, turn) in transcript.turns.enumerated() {
            let number = Int64(index + 1)
            let request = AnalyzeRequest(
                responseText: turn.responseText, inputText: turn.inputText, sessionID: nil, sessionName: nil, turn: nil, dryRun: true,
                userText: turn.userText, analyzeUserTurn: nil, saveText: false, evidence: nil)
            let (reading, outcome) = try await reader.read(
                request, for: Self.owner,
                readsUserRisk: instance.readsUserRisk, thresholds: PostureThresholds(mode: instance.mode), turn: number,
                in: SessionCourse(after: state))
            state = outcome.state
            turns.append(
                TrialTurn(
                    number: number,
                    response: TurnResponse(
                        place: nil, postures: reading.postures, scores: outcome.scores, sentences: reading.sentences,
                        userSentences: reading.userSentences)))
        }
        let isSession = turns.count > 1
        return TrialResponse(
            readAs: transcript.form, leftOut: transcript.leftOut, turns: turns,
            summary: isSession ? SessionSummary(state).map { SummaryResponse(summary: $0) } : nil, regime: isSession ? RegimeResponse(state) : nil)
    }

    private func throttle(_ call: RequestFacts) throws {
        let subject = RateSubject.postureTrial(network: RateLimiter.network(call.clientAddress))
        if let wait = limiter.take(subject, limit: Self.rate, now: call.now)?.retryAfter {
            throw Problem(.tooManyRequests, "That was quick. Please wait a moment before the next one", retryAfter: wait)
        }
    }
}
