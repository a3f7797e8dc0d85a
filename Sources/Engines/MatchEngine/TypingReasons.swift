import Foundation

/// Says in plain words what about the typing agrees or differs, and in which direction.
enum TypingReasons {
    static func reasons(
        _ evidence: TypingEvidence, _ comparison: TypingComparison, _ test: PreparedTyping, _ baseline: TypingBaseline, _ population: TypingPopulation
    ) -> [Reason] {
        guard let logOdds = evidence.logOdds else { return [unavailable(test, baseline)] }
        var reasons = [rhythm(logOdds)]
        let shifts = TempoShift(test, baseline, population)
        if let hold = shifts.hold, hold.severity > .none { reasons.append(holdReason(hold)) }
        if let speed = shifts.downDown, speed.severity > .none { reasons.append(speedReason(speed)) }
        if let overlap = shifts.upDown, overlap.severity > .none, shifts.downDown?.severity ?? .none < overlap.severity {
            reasons.append(overlapReason(overlap))
        }
        // Where no tempo stands out but the rhythm differs, single transitions do.
        if logOdds < -1, reasons.count == 1 {
            reasons.append(
                Reason(
                    category: .typing, code: "key_transition_deviation", severity: Severity(llr: logOdds),
                    description: "The times between single keys differ from the usual pattern, although the overall speed is similar."))
        }
        return reasons
    }

    private static func unavailable(_ test: PreparedTyping, _ baseline: TypingBaseline) -> Reason {
        let why =
            !test.isUsable
            ? "Too little was typed in this session to compare."
            : baseline.usableCount == 0
                ? "The learned sessions hold no typing to compare with." : "What was typed has too little in common with the learned sessions."
        return Reason(category: .typing, code: "typing_unavailable", severity: .none, description: why)
    }

    private static func rhythm(_ logOdds: Double) -> Reason {
        let severity = Severity(llr: logOdds)
        return severity == .none
            ? Reason(
                category: .typing, code: "typing_rhythm_match", severity: .none,
                description: logOdds > 2
                    ? "The typing rhythm agrees closely with earlier sessions." : "The typing rhythm agrees with earlier sessions.")
            : Reason(
                category: .typing, code: "typing_rhythm_deviation", severity: severity,
                description: severity == .mild
                    ? "The typing rhythm differs slightly from earlier sessions." : "The typing rhythm differs from earlier sessions.")
    }

    private static func holdReason(_ shift: TempoShift.Shift) -> Reason {
        Reason(
            category: .typing, code: "key_hold_deviation", severity: shift.severity,
            description: "Keys are held \(percent(shift.difference)) \(shift.difference > 0 ? "longer" : "shorter") than usual.")
    }

    private static func speedReason(_ shift: TempoShift.Shift) -> Reason {
        // A longer interval is slower typing.
        let isSlower = shift.difference > 0
        return Reason(
            category: .typing, code: isSlower ? "typing_speed_slower" : "typing_speed_faster", severity: shift.severity,
            description: isSlower
                ? "Typing is slower: the time from key to key is \(percent(shift.difference)) longer than usual."
                : "Typing is faster: the time from key to key is \(percent(shift.difference)) shorter than usual.")
    }

    private static func overlapReason(_ shift: TempoShift.Shift) -> Reason {
        Reason(
            category: .typing, code: "rollover_habit_change", severity: shift.severity,
            description: shift.difference > 0
                ? "Keys are released earlier before the next one is pressed than usual." : "Keys overlap more with the next one than usual.")
    }

    private static func percent(_ logDifference: Double) -> String {
        "\(Int((abs(exp(logDifference) - 1) * 100).rounded())) %"
    }
}

/// How the overall tempo of a session differs from the baseline, over what both sides have in common.
struct TempoShift {
    struct Shift {
        /// Mean difference on the transformed scale.
        var difference: Double
        var severity: Severity
    }

    let hold: Shift?
    let downDown: Shift?
    let upDown: Shift?

    /// Standard deviations of the same person's tempo at which a shift is mild, moderate, severe. Our choice: about 5 %, 1 % and 0.1 %
    /// of a person's own sessions.
    private static let limits = [2.0, 2.7, 3.5]

    init(_ test: PreparedTyping, _ baseline: TypingBaseline, _ population: TypingPopulation) {
        var sums = [0.0, 0.0, 0.0]
        var weights = [0.0, 0.0, 0.0]
        for unit in test.zones.present where baseline.zones.counts[unit] > 0 {
            let kind = unit / 169
            let weight = 1 / (1 / test.zones.counts[unit] + 1 / baseline.zones.counts[unit])
            sums[kind] += weight * (test.zones.means[unit] - baseline.zones.means[unit])
            weights[kind] += weight
        }
        let constants = population.tied.constants
        let depth = max(baseline.effectiveCount, 1)
        let shifts = (0..<3).map { kind -> Shift? in
            guard weights[kind] >= 4 else { return nil }
            let single = constants.ownRepeat[kind, kind] + constants.ownSitting[kind, kind]
            let tempo = constants.tempoSitting[kind, kind] + constants.tempoRepeat[kind, kind]
            let deviation = (tempo * (1 + 1 / depth) + single / weights[kind]).squareRoot()
            let difference = sums[kind] / weights[kind]
            let size = abs(difference) / deviation
            let severity = Severity.allCases[TempoShift.limits.count { size >= $0 }]
            return Shift(difference: difference, severity: severity)
        }
        hold = shifts[0]
        downDown = shifts[1]
        upDown = shifts[2]
    }
}
