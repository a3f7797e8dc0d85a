// One turn in, everything the product says about it out.

/// What a turn is scored from.
package struct TurnInput: Sendable {
    /// The turn's number as the caller counts.
    package var turn: Int
    package var postures: Postures
    /// What the turn's texts say by themselves.
    package var texts: TurnTexts
    package var thresholds: PostureThresholds
    /// The session before this turn; a fresh one for a turn by itself.
    package var session: SessionState

    package init(
        turn: Int = 1, postures: Postures, texts: TurnTexts, thresholds: PostureThresholds = PostureThresholds(),
        session: SessionState = SessionState()
    ) {
        self.turn = turn
        self.postures = postures
        self.texts = texts
        self.thresholds = thresholds
        self.session = session
    }

    /// The same, reading the texts at once.
    package init(
        turn: Int = 1, postures: Postures, response: [Sentence], user: [Sentence]? = nil, readsUserRisk: Bool = false,
        thresholds: PostureThresholds = PostureThresholds(), session: SessionState = SessionState()
    ) {
        self.init(
            turn: turn, postures: postures, texts: TurnTexts(response: response, user: user, readsUserRisk: readsUserRisk),
            thresholds: thresholds, session: session)
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
    /// The user's side; all five present or all five absent.
    package var inputRisk: InputRisk?
    package var adequacy: ResponseAdequacy?
    package var gap: ResponseGap?
    package var dyadic: DyadicRisk?
    package var activity: UserActivity?
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
    /// Scores a turn: arithmetic on what its texts were found to say. The same input gives the same score, on every machine and at every time.
    package static func score(_ input: TurnInput) -> TurnScore {
        let metrics = TurnMetrics(input.postures, confidence: input.thresholds.sentenceConfidence)
        var session = input.session
        session.begin(turn: input.turn, input.postures.c1, metrics)
        let posture = PostureAlert(
            metrics, postures: input.postures, history: session.history, hiddenText: input.texts.hiddenText, thresholds: input.thresholds)
        let user = input.texts.userSide
        let dyadic = user.map { user in
            session.addUser(hedgeRatio: user.activity.hedgeRatio, activity: user.activity.composite)
            return DyadicRisk(
                DyadicInput(
                    user.risk, user.adequacy, alert: posture.level, metrics: metrics, incongruence: posture.incongruence, user: session.user))
        }
        let alert = max(posture.level, dyadic?.level ?? .green)
        // The dyadic module repeats the posture alert as a rule of its own; its reasons are already there.
        let dyadicDrivers = dyadic?.drivers.filter { $0.metric != DyadicRule.postureAlertMetric } ?? []
        let drivers = (posture.drivers + dyadicDrivers).byGravity
        session.finish(turn: input.turn, alert: alert, dyadic: dyadic, inputRisk: user?.risk.composite)
        return TurnScore(
            turn: input.turn, metrics: metrics, sessionOscillation: session.postures.sessionOscillation,
            postureSlope: session.postures.postureSlope, sessionDrift: session.postures.sessionDrift, posture: posture,
            inputRisk: user?.risk, adequacy: user?.adequacy, gap: dyadic?.gap, dyadic: dyadic, activity: user?.activity, alert: alert,
            drivers: drivers, details: details(drivers), warnings: input.texts.warnings, session: session)
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
