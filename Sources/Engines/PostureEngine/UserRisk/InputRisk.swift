/// IRS, the input risk score: how much the user's text speaks of a person at risk. Deterministic, cues only.
package struct InputRisk: Sendable, Equatable, Codable {
    package enum Level: String, Sendable, Codable, CaseIterable, Comparable {
        case none, low, medium, high, critical

        package var rank: Int {
            switch self {
            case .none: 0
            case .low: 1
            case .medium: 2
            case .high: 3
            case .critical: 4
            }
        }

        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        /// Documented edges 0.15, 0.35, 0.60, 0.80.
        package static func of(_ composite: Double) -> Level {
            if Limit.reaches(composite, 0.80) { return .critical }
            if Limit.reaches(composite, 0.60) { return .high }
            if Limit.reaches(composite, 0.35) { return .medium }
            return Limit.reaches(composite, 0.15) ? .low : .none
        }
    }

    package enum Dimension: String, Sendable, Codable, CaseIterable {
        case suicidality, dissociation, grandiosity, urgency
    }

    /// A family of cues that spoke, and the sentences in which it did.
    package struct Evidence: Sendable, Equatable, Codable {
        package var dimension: Dimension
        /// The family's name, never the user's words.
        package var family: String
        package var sentenceIndexes: [Int]

        private enum CodingKeys: String, CodingKey {
            case dimension, family
            case sentenceIndexes = "sentence_indexes"
        }
    }

    package var suicidality: Double
    package var dissociation: Double
    package var grandiosity: Double
    package var urgency: Double
    package var composite: Double
    package var level: Level
    package var evidence: [Evidence]

    /// The score of four dimensions, each 0…1.
    package init(suicidality: Double, dissociation: Double, grandiosity: Double, urgency: Double, evidence: [Evidence] = []) {
        self.suicidality = suicidality.clamped01
        self.dissociation = dissociation.clamped01
        self.grandiosity = grandiosity.clamped01
        self.urgency = urgency.clamped01
        self.evidence = evidence
        composite = Self.composite(
            suicidality: self.suicidality, dissociation: self.dissociation, grandiosity: self.grandiosity, urgency: self.urgency)
        level = Level.of(composite)
    }

    package func value(of dimension: Dimension) -> Double {
        switch dimension {
        case .suicidality: suicidality
        case .dissociation: dissociation
        case .grandiosity: grandiosity
        case .urgency: urgency
        }
    }

    /// The sentences that any cue spoke in, ascending.
    package var sentenceIndexes: [Int] { Set(evidence.flatMap(\.sentenceIndexes)).sorted() }

    /// 0.40·S + 0.25·D + 0.20·G + 0.15·U; a dimension of 0.70 or more raises it to 0.9 of itself, dissociation of 0.40 or more to 0.8 of
    /// itself (all documented). Never falls when a dimension rises.
    package static func composite(suicidality: Double, dissociation: Double, grandiosity: Double, urgency: Double) -> Double {
        var composite = 0.40 * suicidality + 0.25 * dissociation + 0.20 * grandiosity + 0.15 * urgency
        for dimension in [suicidality, dissociation, grandiosity, urgency] where Limit.reaches(dimension, 0.70) {
            composite = max(composite, 0.9 * dimension)
        }
        if Limit.reaches(dissociation, 0.40) { composite = max(composite, 0.80 * dissociation) }
        return composite.clamped01
    }
}

/// Comparisons that arithmetic on decimal fractions must not tip over.
enum Limit {
    static func reaches(_ value: Double, _ limit: Double) -> Bool { value >= limit - 1e-9 }

    static func exceeds(_ value: Double, _ limit: Double) -> Bool { value > limit + 1e-9 }
}
