import Foundation

/// Turns the typing comparison into one calibrated verdict with reasons.
struct TypingEvidence: Sendable {
    /// Calibrated log-odds; nil when typing abstains.
    let logOdds: Double?
    /// The same without cohort normalisation, for comparing one person with another.
    let plainLogOdds: Double?
    let quality: Double

    /// - Parameter norm: what others score; empty without a cohort.
    init(_ comparison: TypingComparison, test: PreparedTyping, baseline: TypingBaseline, norm: TypingCohort.Norm, calibration: TypingCalibration) {
        quality = min(1, Double(test.keyCount) / Calibration.keysForFullQuality)
        plainLogOdds = TypingEvidence.logOdds(comparison, test, baseline, .init(), calibration)
        logOdds = TypingEvidence.logOdds(comparison, test, baseline, norm, calibration)
    }

    /// Texts that both sides typed speak first; zone units speak for the keys that no common text covers, in proportion, so that no key
    /// is counted twice. Text length needs no further factor: calibration has seen it.
    static func logOdds(
        _ comparison: TypingComparison, _ test: PreparedTyping, _ baseline: TypingBaseline, _ norm: TypingCohort.Norm,
        _ calibration: TypingCalibration
    ) -> Double? {
        var parts: [(value: Double, keys: Int)] = []
        for known in comparison.known {
            if let own = norm.texts[known.index], let line = calibration.textsInCohort[safe: known.index] ?? nil {
                parts.append((line.logOdds(known.logRatio - own, depth: known.depth), known.keys))
            } else if let line = calibration.texts[safe: known.index] ?? nil {
                parts.append((line.logOdds(known.logRatio, depth: known.depth), known.keys))
            } else {
                parts.append((Calibration.populationText.logOdds(known.logRatio, information: known.information), known.keys))
            }
        }
        if let tied = comparison.tied {
            parts.append((Calibration.tiedText.logOdds(tied.tempo + tied.positions, information: tied.information), tied.keys))
        }
        parts.sort { $0.keys > $1.keys }
        var sum = 0.0
        for (index, part) in parts.enumerated() { sum += (index == 0 ? 1 : Calibration.furtherTextShare) * part.value }
        let uncovered = comparison.uncoveredShare(of: test)
        if uncovered > 0, let zones = zoneLogOdds(comparison, baseline, norm, calibration) {
            let worth = min(1, Double(test.keyCount) * uncovered / Calibration.keysForZones)
            sum += (parts.isEmpty ? 1 : Calibration.furtherTextShare) * worth * zones
            return sum
        }
        return parts.isEmpty ? nil : sum
    }

    private static func zoneLogOdds(
        _ comparison: TypingComparison, _ baseline: TypingBaseline, _ norm: TypingCohort.Norm, _ calibration: TypingCalibration
    ) -> Double? {
        guard let units = comparison.zoneUnits else { return nil }
        if let own = calibration.zonesInCohort, let others = norm.zoneUnits, let otherVectors = norm.zoneVectors,
            let vectors = comparison.zoneVectors
        {
            return own.logOdds(units: units - others, vectors: vectors - otherVectors, depth: baseline.effectiveCount)
        }
        return calibration.zones?.logOdds(units: units, vectors: comparison.zoneVectors, depth: baseline.effectiveCount)
            ?? Calibration.zones.logOdds(units, information: comparison.zoneInformation)
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
