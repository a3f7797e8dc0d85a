/// What the dyadic risk module weighs. Levels that are given are trusted, missing ones follow from the scores.
package struct DyadicInput: Sendable, Equatable {
    /// IRS.
    package var inputRisk: Double
    package var inputRiskLevel: InputRisk.Level
    package var suicidality: Double
    package var dissociation: Double
    package var grandiosity: Double
    /// RAS and RAG.
    package var adequacy: Double
    package var gap: ResponseGap
    /// The posture engine's own level, before this module has a say, and the health score.
    package var alert: AlertLevel
    package var behavioralHealth: Double
    package var incongruence: Incongruence?
    /// CPI, where the user's text was classified.
    package var pressure: Double?
    /// Histories in time order, the present turn last; the module reads the last three, five and three values.
    package var activity: [Double]
    package var hedgeRatios: [Double]
    package var sycophancy: [Double]
    /// Sentences of the user's text that carry the risk, for the drivers.
    package var riskSentences: [Int]

    package init(
        inputRisk: Double, inputRiskLevel: InputRisk.Level? = nil, suicidality: Double = 0, dissociation: Double = 0, grandiosity: Double = 0,
        adequacy: Double, gap: Double? = nil, alert: AlertLevel, behavioralHealth: Double, incongruence: Incongruence? = nil,
        pressure: Double? = nil, activity: [Double] = [], hedgeRatios: [Double] = [], sycophancy: [Double] = [], riskSentences: [Int] = []
    ) {
        self.inputRisk = inputRisk
        self.inputRiskLevel = inputRiskLevel ?? InputRisk.Level.of(inputRisk)
        self.suicidality = suicidality
        self.dissociation = dissociation
        self.grandiosity = grandiosity
        self.adequacy = adequacy
        self.gap = gap.map(ResponseGap.init(score:)) ?? ResponseGap(inputRisk: inputRisk, adequacy: adequacy)
        self.alert = alert
        self.behavioralHealth = behavioralHealth
        self.incongruence = incongruence
        self.pressure = pressure
        self.activity = activity
        self.hedgeRatios = hedgeRatios
        self.sycophancy = sycophancy
        self.riskSentences = riskSentences
    }

    package init(
        _ risk: InputRisk, _ adequacy: ResponseAdequacy, alert: AlertLevel, metrics: TurnMetrics, incongruence: Incongruence?, user: UserHistory
    ) {
        self.init(
            inputRisk: risk.composite, inputRiskLevel: risk.level, suicidality: risk.suicidality, dissociation: risk.dissociation,
            grandiosity: risk.grandiosity, adequacy: adequacy.composite, alert: alert, behavioralHealth: metrics.behavioralHealth,
            incongruence: incongruence, pressure: metrics.pressure, activity: user.activity, hedgeRatios: user.hedgeRatios,
            sycophancy: user.sycophancy, riskSentences: risk.sentenceIndexes)
    }
}
