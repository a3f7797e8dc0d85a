/// What a session must know of a turn that was scored before, so that its state can be folded anew without reading any text.
package struct PastTurn: Sendable, Equatable {
    /// Metrics that go into the session.
    package struct Figures: Sendable, Equatable {
        /// The most frequent C1 code.
        package var dominant: Int
        /// BHS, POI, SD and, where there was a user's text, CPI.
        package var health: Double
        package var oscillation: Double
        package var sycophancyDensity: Double
        package var pressure: Double?

        package init(dominant: Int, health: Double, oscillation: Double, sycophancyDensity: Double, pressure: Double?) {
            self.dominant = dominant
            self.health = health
            self.oscillation = oscillation
            self.sycophancyDensity = sycophancyDensity
            self.pressure = pressure
        }

        init(_ metrics: TurnMetrics) {
            self.init(
                dominant: metrics.stress.dominant, health: metrics.behavioralHealth, oscillation: metrics.stress.oscillation,
                sycophancyDensity: metrics.sycophancyDensity, pressure: metrics.pressure)
        }
    }

    /// The user's side, where it was read.
    package struct User: Sendable, Equatable {
        package var hedgeRatio: Double
        package var activity: Double

        package init(hedgeRatio: Double, activity: Double) {
            self.hedgeRatio = hedgeRatio
            self.activity = activity
        }
    }

    package var turn: Int
    /// C1 of the response.
    package var sentences: [CodedSentence]
    package var figures: Figures
    package var user: User?
    package var alert: AlertLevel
    package var dyadic: AlertHistory.DyadicRating?
    /// Composite of IRS.
    package var inputRisk: Double?

    package init(
        turn: Int, sentences: [CodedSentence], figures: Figures, user: User?, alert: AlertLevel, dyadic: AlertHistory.DyadicRating?,
        inputRisk: Double?
    ) {
        self.turn = turn
        self.sentences = sentences
        self.figures = figures
        self.user = user
        self.alert = alert
        self.dyadic = dyadic
        self.inputRisk = inputRisk
    }
}
