import Foundation

/// How pointers move among people: the background against which one person's movements stand out (`biometrics.md` 4.4).
///
/// Two witnesses are heard. The histogram likelihood ratio asks stroke by stroke in which of 24 equally likely bins each feature falls; the
/// two-covariance ratio (4.3) asks where the mean stroke lies, in normal scores. On the Balabit sessions the first alone reaches a pooled
/// AUC of 0.914, the second 0.926, both together 0.938.
package struct MouseBackground: Sendable {
    /// People it was learned from.
    package let personCount: Int
    /// Which of the 25 features of a stroke are used.
    let features: [Int]
    /// Per used feature the 23 inner edges of the bins.
    let edges: [[Double]]
    /// Per used feature the share of the background in each bin.
    let shares: [[Double]]
    let ranks: RankGaussianMap
    /// Nil with fewer than three people.
    let movement: TwoCovariance?
    let calibration: MouseCalibration

    /// Bins per feature (documented).
    static let binCount = 24
    /// Strokes that make one mean vector for the two-covariance model. Our choice: about a short form's worth.
    static let blockLength = 40
    /// Strokes a session needs to count as a block. Our choice.
    private static let shortestBlock = 15
    /// Strokes of the background that are read, spread evenly. Our choice; quantiles are known well enough from these.
    private static let mostStrokes = 20_000
    private static let degreesOfFreedom = 4.0

    /// Learns from people's sessions of one input kind: person → session → strokes. Nil when there are no strokes at all.
    package init?(people: [[[[Float]]]], features: [Int] = Array(0 ..< Strokes.featureCount), calibration: MouseCalibration = .allFeatures) {
        let rows = people.map { $0.map { $0.filter { $0.count == Strokes.featureCount }.map { row in features.map { Double(row[$0]) } } } }
        var all = rows.flatMap { $0.flatMap(\.self) }
        guard all.count >= MouseBackground.binCount else { return nil }
        if all.count > MouseBackground.mostStrokes {
            let step = Double(all.count) / Double(MouseBackground.mostStrokes)
            all = (0 ..< MouseBackground.mostStrokes).map { all[Int(Double($0) * step)] }
        }
        let ranks = RankGaussianMap(samples: all, features: features.count)
        let blocks = rows.map { sessions in
            sessions.filter { $0.count >= MouseBackground.shortestBlock }.flatMap { MouseBackground.blocks(of: $0, ranks) }
        }
        self.init(
            personCount: people.count { $0.contains { !$0.isEmpty } }, features: features, samples: all, ranks: ranks,
            movement: MouseBackground.movement(of: blocks.filter { !$0.isEmpty }), calibration: calibration)
    }

    init(personCount: Int, features: [Int], samples: [[Double]], ranks: RankGaussianMap, movement: TwoCovariance?, calibration: MouseCalibration) {
        self.personCount = personCount
        self.features = features
        self.ranks = ranks
        self.movement = movement
        self.calibration = calibration
        var edges: [[Double]] = []
        var shares: [[Double]] = []
        for feature in features.indices {
            let sorted = samples.map { $0[feature] }.sorted()
            let own = (1 ..< MouseBackground.binCount).map { RankGaussianMap.quantile(sorted, Double($0) / Double(MouseBackground.binCount)) }
            var counts = [Double](repeating: 1, count: MouseBackground.binCount)
            for value in sorted { counts[MouseBackground.bin(of: value, own)] += 1 }
            edges.append(own)
            shares.append(counts.map { $0 / Double(sorted.count + MouseBackground.binCount) })
        }
        self.edges = edges
        self.shares = shares
    }

    /// The bin of a value: how many edges lie at or below it.
    static func bin(of value: Double, _ edges: [Double]) -> Int {
        var low = 0
        var high = edges.count
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The used features of the strokes; strokes of another length are left out.
    func rows(of strokes: [[Float]]) -> [[Double]] {
        strokes.filter { $0.count == Strokes.featureCount }.map { stroke in features.map { Double(stroke[$0]) } }
    }

    /// The mean of the strokes in normal scores.
    static func meanScores(of rows: ArraySlice<[Double]>, _ ranks: RankGaussianMap) -> [Double] {
        guard let width = rows.first?.count else { return [] }
        return (0 ..< width).map { ranks.sum(of: rows, feature: $0) / Double(rows.count) }
    }

    private static func blocks(of session: [[Double]], _ ranks: RankGaussianMap) -> [[Double]] {
        let count = max(1, session.count / blockLength)
        return (0 ..< count).map { meanScores(of: session[($0 * session.count / count) ..< (($0 + 1) * session.count / count)], ranks) }
    }

    /// Few people tell little of how features go together between people, many strokes tell much of how they do within one: hence nine
    /// tenths of B and one tenth of W move to the diagonal. Our choice; .5 to 1 for B and .1 to .3 for W differ by less than .005 in AUC.
    private static func movement(of people: [[[Double]]]) -> TwoCovariance? {
        guard people.count >= 3, let estimate = TwoCovarianceEstimate(identities: people) else { return nil }
        var between = estimate.between.shrunkToDiagonal(0.9)
        for feature in 0 ..< between.rows { between[feature, feature] = max(between[feature, feature], 0.02) }
        between = between.withEigenvalues(atLeast: 1e-4)
        let within = estimate.within.shrunkToDiagonal(0.1)
        return TwoCovariance(
            mean: estimate.mean, between: between, within: within.withEigenvalues(atLeast: 1e-3 * (within.diagonal.max() ?? 1)),
            degreesOfFreedom: degreesOfFreedom)
    }
}

/// One person's pointer movements: counts and means, made for one background.
package struct MouseProfile: Sendable, Equatable {
    package let strokeCount: Int
    /// Per used feature the strokes in each bin.
    let counts: [[UInt32]]
    /// Mean of the strokes in normal scores.
    let meanScores: [Double]

    package init(strokes: [[Float]], background: MouseBackground) {
        let rows = background.rows(of: strokes)
        strokeCount = rows.count
        var counts = [[UInt32]](repeating: Array(repeating: 0, count: MouseBackground.binCount), count: background.features.count)
        for feature in counts.indices {
            let edges = background.edges[feature]
            for row in rows { counts[feature][MouseBackground.bin(of: row[feature], edges)] += 1 }
        }
        self.counts = counts
        meanScores = MouseBackground.meanScores(of: rows[...], background.ranks)
    }
}

/// Compares the strokes of a session with a profile.
package enum MouseModel {
    /// Fewer strokes abstain (documented).
    package static let neededInProfile = 30
    package static let neededInTest = 10
    /// Strokes of the background that every profile starts with, and the most that one stroke may say (documented).
    private static let priorStrokes = 60.0
    private static let mostPerStroke = 8.0
    /// A profile is worth at most this many blocks, a test between a quarter and three. Our choice, flat from 6 to 20 and 1 to 6.
    private static let mostBlocksInProfile = 20.0

    /// The calibrated log-likelihood ratio in nats that the person of `profile` made the strokes of `test`; nil when there are too few
    /// strokes on either side. `background` is the one the profile was made for.
    package static func score(_ test: [[Float]], profile: MouseProfile, background: MouseBackground) -> Double? {
        logOdds(test, profile: profile, background: background).map { min(max($0, -background.calibration.most), background.calibration.most) }
    }

    /// As `score`, without its bounds.
    package static func logOdds(_ test: [[Float]], profile: MouseProfile, background: MouseBackground) -> Double? {
        let rows = background.rows(of: test)
        guard rows.count >= neededInTest, profile.strokeCount >= neededInProfile else { return nil }
        return background.calibration.logOdds(
            histogram: histogramRatio(rows, profile, background), movement: movementRatio(rows, profile, background),
            profileStrokes: profile.strokeCount)
    }

    /// Mean over strokes of `Σ_f ln p_user[bin] / p_background[bin]`, each stroke clipped.
    static func histogramRatio(_ rows: [[Double]], _ profile: MouseProfile, _ background: MouseBackground) -> Double {
        let ratios = background.features.indices.map { feature in
            background.shares[feature].indices.map { bin in
                let general = background.shares[feature][bin]
                let own = (Double(profile.counts[feature][bin]) + priorStrokes * general) / (Double(profile.strokeCount) + priorStrokes)
                return log(own / general)
            }
        }
        var sum = 0.0
        for row in rows {
            var stroke = 0.0
            for feature in row.indices { stroke += ratios[feature][MouseBackground.bin(of: row[feature], background.edges[feature])] }
            sum += min(max(stroke, -mostPerStroke), mostPerStroke)
        }
        return sum / Double(rows.count)
    }

    /// The two-covariance ratio of the mean strokes; nil when the background has none.
    static func movementRatio(_ rows: [[Double]], _ profile: MouseProfile, _ background: MouseBackground) -> Double? {
        guard let model = background.movement else { return nil }
        let block = Double(MouseBackground.blockLength)
        let expected = model.expectation(
            of: model.project(profile.meanScores), count: min(Double(profile.strokeCount) / block, mostBlocksInProfile))
        let test = model.project(MouseBackground.meanScores(of: rows[...], background.ranks))
        return model.logRatio(test, against: expected, count: min(max(Double(rows.count) / block, 0.25), 3))
    }

    /// For comparison in evaluations: minus the distance between mean stroke and mean profile in normal scores, summed over features.
    package static func manhattan(_ test: [[Float]], profile: MouseProfile, background: MouseBackground) -> Double? {
        let rows = background.rows(of: test)
        guard !rows.isEmpty, profile.strokeCount > 0 else { return nil }
        return -zip(MouseBackground.meanScores(of: rows[...], background.ranks), profile.meanScores).reduce(0) { $0 + abs($1.0 - $1.1) }
    }

    /// For comparison in evaluations: the documented histogram ratio alone, not calibrated.
    package static func histogram(_ test: [[Float]], profile: MouseProfile, background: MouseBackground) -> Double? {
        let rows = background.rows(of: test)
        guard rows.count >= neededInTest, profile.strokeCount >= neededInProfile else { return nil }
        return histogramRatio(rows, profile, background)
    }
}
