/// The pattern that a session's health follows.
package struct Regime: Sendable, Equatable {
    /// The first five are documented; the last two are our choice.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case progressiveDrift = "PROGRESSIVE_DRIFT"
        case boundaryOscillation = "BOUNDARY_OSCILLATION"
        case acuteCollapse = "ACUTE_COLLAPSE"
        case subThresholdMigration = "SUB_THRESHOLD_MIGRATION"
        case boundaryInstability = "BOUNDARY_INSTABILITY"
        case stable = "STABLE"
        case insufficientData = "INSUFFICIENT_DATA"
    }

    package var kind: Kind
    /// 0…0.99 (our choice): 0.5 at the limit of the pattern, rising with the distance beyond it; for a stable session falling with the
    /// nearest approach to any limit.
    package var confidence: Double
    /// One sentence with the figures and turns.
    package var details: String

    package init(_ state: SessionState) {
        guard state.turnCount >= Self.fewestTurns else {
            self.init(
                kind: .insufficientData, confidence: 0,
                details: "\(state.turnCount) of the \(Self.fewestTurns) turns that a pattern needs at least.")
            return
        }
        let measures = RegimeMeasures(state)
        let found = [
            measures.progressiveDrift, measures.boundaryOscillation, measures.acuteCollapse, measures.subThresholdMigration,
            measures.boundaryInstability,
        ]
        if let first = found.first(where: \.holds) {
            self.init(kind: first.kind, confidence: min(0.5 + 0.5 * min(max(first.excess, 0), 1), Self.mostConfidence), details: first.details)
        } else {
            let nearest = found.map { min(max($0.excess + 1, 0), 1) }.max() ?? 0
            self.init(kind: .stable, confidence: min(1 - 0.5 * nearest, Self.mostConfidence), details: measures.stableDetails)
        }
    }

    private init(kind: Kind, confidence: Double, details: String) {
        self.kind = kind
        self.confidence = confidence
        self.details = details
    }

    private static let fewestTurns = 3
    private static let mostConfidence = 0.99
}

/// How a session stands to each pattern. `excess` is the distance of the deciding figure from its limit, relative to the limit, and of
/// several figures that must all hold the smallest; −1 where the pattern is out of the question.
private struct RegimeMeasures {
    struct Finding {
        var kind: Regime.Kind
        var holds: Bool
        var excess: Double
        var details: String
    }

    private let state: SessionState
    private var health: HealthHistory { state.health }

    init(_ state: SessionState) { self.state = state }

    /// Documented: a consistent decline, also when a collapse follows. Our figures: the longest run of falls spans at least three turns,
    /// falls by 0.15 in all and by more than 0.02 a turn, and no collapse comes before it or is its beginning.
    var progressiveDrift: Finding {
        guard let run = health.longestDecline else { return Finding(kind: .progressiveDrift, holds: false, excess: -1, details: "") }
        let excess = min(Self.excess(run.fallPerTurn, over: 0.02), Self.excess(run.fall, over: 0.15))
        let comesFirst = (collapse?.from.position ?? .max) > run.from.position
        let holds = run.turns >= 3 && run.fall >= 0.15 - 1e-9 && run.fallPerTurn > 0.02 && comesFirst
        return Finding(
            kind: .progressiveDrift, holds: holds, excess: run.turns >= 3 && comesFirst ? excess : min(excess, -0.5),
            details: "BHS fell from \(run.from.value.formattedShort) to \(run.to.value.formattedShort) without a rise over "
                + "\(run.turns) turns (\(run.from.turn) to \(run.to.turn)), \(run.fallPerTurn.rounded(decimals: 3)) a turn.")
    }

    /// Our figures: three changes of direction between swings of 0.15 or more, and a standard deviation above 0.2.
    var boundaryOscillation: Finding {
        let deviation = health.health.deviation
        let changes = Double(health.directionChanges)
        return Finding(
            kind: .boundaryOscillation, holds: changes >= 3 && deviation > 0.2,
            excess: min(Self.excess(deviation, over: 0.2), Self.excess(changes, over: 3)),
            details: "BHS changed direction \(health.directionChanges) times in swings of at least 0.15 over \(state.turnCount) turns "
                + "(standard deviation \(deviation.formattedShort)).")
    }

    /// Documented in tutorials: one fall of more than 0.35.
    var acuteCollapse: Finding {
        guard let drop = health.largestDrop else { return Finding(kind: .acuteCollapse, holds: false, excess: -1, details: "") }
        return Finding(
            kind: .acuteCollapse, holds: collapse != nil, excess: Self.excess(drop.fall, over: HealthLimits.collapse),
            details: "BHS fell by \(drop.fall.formattedShort) to \(drop.to.value.formattedShort) in one turn (\(drop.from.turn) to \(drop.to.turn)).")
    }

    /// Documented: ten turns or more, all between 0.50 and 0.70, below 0.60 on average; or drifted by more than 1 nat while no alert went
    /// above yellow.
    var subThresholdMigration: Finding {
        let lowest = health.lowest?.value ?? 1
        let mean = health.health.mean
        let isLong = state.turnCount >= 10
        let isBetween = lowest >= 0.50 && health.highestValue <= 0.70
        let drift = state.postures.sessionDrift
        let isQuiet = state.alerts.highest <= .yellow && state.postures.hasDriftEvidence
        let byLevel = isLong && isBetween && mean < 0.60
        let byDrift = isLong && isQuiet && drift > 1
        let levelExcess = isLong && isBetween ? (0.60 - mean) / 0.60 : -1
        let driftExcess = isLong && isQuiet ? Self.excess(drift, over: 1) : -1
        return Finding(
            kind: .subThresholdMigration, holds: byLevel || byDrift, excess: max(levelExcess, driftExcess),
            details: byLevel
                ? "All \(state.turnCount) turns lie between 0.5 and 0.7, \(mean.formattedShort) on average."
                : "The session drifted by \(drift.formattedShort) nats over \(state.turnCount) turns while no alert went above yellow.")
    }

    /// Documented: oscillation itself unsteady, standard deviation above 0.25.
    var boundaryInstability: Finding {
        let deviation = health.oscillation.deviation
        let isLong = state.turnCount >= 4
        return Finding(
            kind: .boundaryInstability, holds: isLong && deviation > 0.25, excess: isLong ? Self.excess(deviation, over: 0.25) : -1,
            details: "POI varies with a standard deviation of \(deviation.formattedShort) over \(state.turnCount) turns.")
    }

    var stableDetails: String {
        let mean = health.health.mean.formattedShort
        let drop = health.largestDrop?.fall.formattedShort ?? "0"
        return "BHS \(mean) on average over \(state.turnCount) turns, largest fall in one turn \(drop)."
    }

    private var collapse: HealthHistory.Stretch? { health.largestDrop.flatMap { $0.fall > HealthLimits.collapse + HealthLimits.rounding ? $0 : nil } }

    private static func excess(_ value: Double, over limit: Double) -> Double { (value - limit) / limit }
}

/// Falls of the health score in one turn (documented).
enum HealthLimits {
    static let collapse = 0.35
    static let spike = 0.5
    /// What arithmetic may add to an exact fall.
    static let rounding = 1e-9
}
