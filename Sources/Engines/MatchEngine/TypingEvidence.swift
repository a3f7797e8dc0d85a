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
        _ comparison: TypingComparison, _ test: PreparedTyping, _ baseline: TypingBaseline, _ norm: TypingCohort.Norm, _ calibration: TypingCalibration
    ) -> Double? {
        var parts: [(value: Double, keys: Int)] = []
        for known in comparison.known {
            if let own = norm.texts[known.index], let line = calibration.textsInCohort[safe: known.index] ?? nil {
                parts.append((line.logOdds(known.logRatio - own, depth: known.depth), known.keys))
            } else {
                let line = (calibration.texts[safe: known.index] ?? nil) ?? Calibration.populationText
                parts.append((line.logOdds(known.logRatio, depth: known.depth), known.keys))
            }
        }
        if let tied = comparison.tied {
            parts.append((calibration.tied.logOdds(calibration.tiedEvidence(tied), depth: comparison.tiedDepth), tied.keys))
        }
        parts.sort { $0.keys > $1.keys }
        var sum = 0.0
        for (index, part) in parts.enumerated() { sum += (index == 0 ? 1 : Calibration.furtherTextShare) * part.value }
        let uncovered = comparison.uncoveredShare(of: test)
        if uncovered > 0, let zones = zoneLogOdds(comparison, baseline, norm, calibration) {
            let worth = min(1, Double(test.keyCount) * uncovered / Calibration.keysForFullQuality)
            sum += (parts.isEmpty ? 1 : Calibration.furtherTextShare) * worth * zones
            return sum
        }
        return parts.isEmpty ? nil : sum
    }

    private static func zoneLogOdds(
        _ comparison: TypingComparison, _ baseline: TypingBaseline, _ norm: TypingCohort.Norm, _ calibration: TypingCalibration
    ) -> Double? {
        guard let raw = calibration.zoneEvidence(comparison.zoneUnits, comparison.zoneVectors) else { return nil }
        if let line = calibration.zonesInCohort, let units = norm.zoneUnits {
            let taken = calibration.zoneEvidence(units, comparison.zoneVectors == nil ? nil : norm.zoneVectors ?? 0) ?? 0
            return line.logOdds(raw - taken, depth: baseline.effectiveCount)
        }
        return calibration.zones.logOdds(raw, depth: baseline.effectiveCount)
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
