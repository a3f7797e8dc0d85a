// One turn in, everything the product says about it out.

/// What a turn is scored from.
package struct TurnInput: Sendable {
    /// The turn's number as the caller counts.
    package var turn: Int
    package var postures: Postures
    /// The sentences that C1 to C4 read, in their order.
    package var response: [Sentence]
    /// The sentences that C0 read, `nil` when there was no text on the user's side.
    package var user: [Sentence]?
    /// Whether `user` is a person's own text whose risk is to be read (IRS, RAS, RAG, DRM). False leaves that side out everywhere.
    package var readsUserRisk: Bool
    package var thresholds: PostureThresholds
    /// The session before this turn; a fresh one for a turn by itself.
    package var session: SessionState

    package init(
        turn: Int = 1, postures: Postures, response: [Sentence], user: [Sentence]? = nil, readsUserRisk: Bool = false,
        thresholds: PostureThresholds = PostureThresholds(), session: SessionState = SessionState()
    ) {
        self.turn = turn
        self.postures = postures
        self.response = response
        self.user = user
        self.readsUserRisk = readsUserRisk
        self.thresholds = thresholds
        self.session = session
    }
}

/// A text whose language the cues cannot read.
package struct LanguageWarning: Sendable, Equatable, Codable {
    /// The warning's name on the wire.
    package static let code = "language_unsupported"

    package var side: Driver.Side
    package var language: Language

    package init(side: Driver.Side, language: Language) {
        self.side = side
        self.language = language
    }

    /// The warning as people read it.
    package var message: String {
        let text = side == .user ? "The user's text" : "The response"
        return "\(text) does not seem to be English (\(language.rawValue)); scores may miss what it says."
    }
}

/// Everything about one turn. Numbers are not rounded; `Double.outputRounded` is how they are answered.
package struct TurnScore: Sendable, Equatable {
    package var turn: Int
    package var metrics: TurnMetrics
    /// session_poi, DPD and session drift, this turn included.
    package var sessionOscillation: Double
    package var postureSlope: Double
    package var sessionDrift: Double
    /// The posture engine's own level (`psa_alert`), with the incongruence state and its drivers.
    package var posture: PostureAlert
    /// The user's side; all four present or all four absent.
    package var inputRisk: InputRisk?
    package var adequacy: ResponseAdequacy?
    package var gap: ResponseGap?
    package var dyadic: DyadicRisk?
    /// The graver of the two engines.
    package var alert: AlertLevel
    /// Every reason of both engines, gravest first; empty when the alert is green.
    package var drivers: [Driver]
    /// The chief reasons in words, without any of the text.
    package var details: String
    package var warnings: [LanguageWarning]
    /// The session after this turn.
    package var session: SessionState

    /// `full` when the user's side was read, else `agent_only` (documented).
    package var turnType: String { inputRisk == nil ? "agent_only" : "full" }
}

package enum TurnScorer {
    /// Scores a turn. The same input gives the same score, on every machine and at every time.
    package static func score(_ input: TurnInput) -> TurnScore {
        let metrics = TurnMetrics(input.postures, confidence: input.thresholds.sentenceConfidence)
        var session = input.session
        session.begin(turn: input.turn, input.postures.c1, metrics)
        let posture = PostureAlert(metrics, postures: input.postures, history: session.history, thresholds: input.thresholds)
        let userSide = userSide(of: input, metrics, posture, &session)
        let alert = max(posture.level, userSide?.dyadic.level ?? .green)
        // The dyadic module repeats the posture alert as a rule of its own; its reasons are already there.
        let dyadicDrivers = userSide?.dyadic.drivers.filter { $0.metric != DyadicRule.postureAlertMetric } ?? []
        let drivers = (posture.drivers + dyadicDrivers).byGravity
        session.finish(turn: input.turn, alert: alert, dyadic: userSide?.dyadic, inputRisk: userSide?.risk.composite)
        return TurnScore(
            turn: input.turn, metrics: metrics, sessionOscillation: session.postures.sessionOscillation,
            postureSlope: session.postures.postureSlope, sessionDrift: session.postures.sessionDrift, posture: posture,
            inputRisk: userSide?.risk, adequacy: userSide?.adequacy, gap: userSide?.dyadic.gap, dyadic: userSide?.dyadic, alert: alert,
            drivers: drivers, details: details(drivers), warnings: warnings(input), session: session)
    }

    private struct UserSide {
        var risk: InputRisk
        var adequacy: ResponseAdequacy
        var dyadic: DyadicRisk
    }

    private static func userSide(
        of input: TurnInput, _ metrics: TurnMetrics, _ posture: PostureAlert, _ session: inout SessionState
    ) -> UserSide? {
        guard input.readsUserRisk, let user = input.user else { return nil }
        let userTexts = user.map { CueText($0.respaced ?? $0.text) }
        let risk = InputRiskReader.read(userTexts, isProse: user.map { $0.kind == .prose })
        let adequacy = AdequacyReader.read(input.response)
        let activity = UserActivity(userTexts)
        session.addUser(hedgeRatio: activity.hedgeRatio, activity: activity.composite)
        let dyadic = DyadicRisk(
            DyadicInput(risk, adequacy, alert: posture.level, metrics: metrics, incongruence: posture.incongruence, user: session.user))
        return UserSide(risk: risk, adequacy: adequacy, dyadic: dyadic)
    }

    private static func warnings(_ input: TurnInput) -> [LanguageWarning] {
        var warnings: [LanguageWarning] = []
        let response = LanguageDetector.detect(input.response.map(\.text))
        if !response.isSupported { warnings.append(LanguageWarning(side: .response, language: response)) }
        if let user = input.user {
            let language = LanguageDetector.detect(user.map(\.text))
            if !language.isSupported { warnings.append(LanguageWarning(side: .user, language: language)) }
        }
        return warnings
    }

    /// The three gravest reasons, one for each metric.
    private static func details(_ drivers: [Driver]) -> String {
        var metrics: Set<String> = []
        let chief = drivers.filter { metrics.insert($0.metric).inserted }.prefix(3)
        guard let first = chief.first else { return "Normal operation." }
        let rest = chief.dropFirst().map(\.reason)
        return ([first.reason.prefix(1).uppercased() + first.reason.dropFirst()] + rest).joined(separator: "; ") + "."
    }
}
