import Foundation

/// From calibrated log-odds to the score people see, 0–100 (`biometrics.md` 4.7).
package enum Score {
    /// Without any learned session there is nothing to compare (documented).
    package static let withoutBaseline = 60.0
    /// A severe red flag keeps the score below mismatch, a moderate one below match (documented).
    package static let severeCap = 39.9
    package static let moderateCap = 71.9

    /// Evidence depth by number of baseline sessions: 0.30 to 0.90 at six (documented).
    package static func depthConfidence(sessions: Int) -> Double {
        0.30 + 0.10 * Double(min(max(sessions, 0), 6))
    }

    /// The score of log-odds `l` at a baseline of `sessions`, one decimal. Shallow baselines are tempered: doubt against a person counts
    /// less and the benefit of the doubt is larger, so that early doubt falls into review instead of mismatch (documented).
    package static func value(logOdds l: Double, sessions: Int) -> Double {
        let confidence = depthConfidence(sessions: sessions)
        let bounded = min(max(l, -Calibration.mostLogOdds), Calibration.mostLogOdds)
        let tempered = (bounded < 0 ? (confidence - 0.15) * bounded : bounded) + 0.9 * (1 - confidence)
        return rounded(100 / (1 + exp(-tempered)))
    }

    /// Confidence of an assessment: depth times the mean quality of the categories that were there; 0.30 … 0.90 (`decisions.md` 13).
    package static func confidence(sessions: Int, qualities: [Double]) -> Double {
        let quality = qualities.isEmpty ? 0 : qualities.reduce(0, +) / Double(qualities.count)
        let value = depthConfidence(sessions: sessions) * (0.7 + 0.3 * quality)
        return min(max((value * 100).rounded() / 100, 0.30), 0.90)
    }

    package static func capped(_ score: Double, by flags: [RedFlag]) -> Double {
        let worst = flags.filter(\.capsScore).map(\.severity).max()
        return switch worst {
        case .severe: min(score, severeCap)
        case .moderate: min(score, moderateCap)
        case .mild, nil: score
        }
    }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// Where an organization draws its lines (documented defaults).
package struct Thresholds: Sendable, Equatable {
    /// From this score on a session matches.
    package var match = 72.0
    /// From this score on, and below `match`, a person should look; below it is a mismatch.
    package var review = 40.0

    package init(match: Double = 72.0, review: Double = 40.0) {
        self.match = match
        self.review = review
    }

    package func status(of score: Double) -> Assessment.Status {
        score >= match ? .match : score >= review ? .review : .mismatch
    }
}
