import Foundation

/// A text that many people of an organization type (a phrase, a shared form value), with the organization's own covariances.
package struct PopulationText: Sendable {
    package let address: TypedText.Address
    package let identityCount: Int
    private let maps: RankGaussianMap?
    private let segments: [Segment]
    /// How often one session repeats the text, on average.
    private let repeats: Double

    /// Fewer people say too little about a covariance; the cold model then does better. Our choice.
    package static let fewestIdentities = 4
    /// The rank-Gaussian map needs this many (documented).
    package static let identitiesForRanks = 8
    /// Longer texts are compared in pieces of about this many keys, which bounds the cost of the eigenproblem. Our choice.
    private static let longestSegment = 32
    private static let degreesOfFreedom = 4.0

    /// A run of keys with its own solved model.
    private struct Segment: Sendable {
        /// Positions of its features in the text's row.
        var features: [Int]
        var model: TwoCovariance
        var mean: [Double]
        var total: Matrix
    }

    /// A session's vectors in comparable form, one per segment.
    package typealias Vectors = [[Double]]

    /// - Parameters:
    ///   - identities: per identity the sessions' texts, all aligned to `address`.
    ///   - cold: the covariances for organizations without people, mixed in by `λ = P/(P + 10)` (documented).
    package init?(address: TypedText.Address, identities: [[TypedText]], cold: TiedTextModel.Constants) {
        let people = identities.filter { !$0.isEmpty }
        guard people.count >= PopulationText.fewestIdentities else { return nil }
        self.address = address
        identityCount = people.count
        let sessions = people.flatMap(\.self)
        repeats = sessions.reduce(0) { $0 + Double(min($1.repeats, TiedTextModel.mostRepeats)) } / Double(sessions.count)
        let maps =
            people.count >= PopulationText.identitiesForRanks
            ? RankGaussianMap(samples: sessions.flatMap(\.rows), features: address.featureCount) : nil
        self.maps = maps
        let vectors = people.map { person in
            PopulationText.filled(person.map { PopulationText.vector(of: $0, maps) })
        }
        let scales = maps == nil ? nil : PopulationText.scales(sessions.map(\.row))
        var segments: [Segment] = []
        for features in PopulationText.segmentFeatures(keys: address.keyCount) {
            let parts = vectors.map { $0.map { vector in features.map { vector[$0] } } }
            guard
                let segment = PopulationText.fit(
                    parts, features: features, keys: address.keyCount, scales: scales, repeats: repeats, cold: cold)
            else { return nil }
            segments.append(segment)
        }
        self.segments = segments
    }

    // MARK: - Comparing

    /// The vectors of a session; nil when fewer than half of the times were measured.
    package func vectors(of text: TypedText) -> Vectors? {
        let vector = PopulationText.vector(of: text, maps)
        guard 2 * vector.count(where: \.isNaN) <= vector.count else { return nil }
        return segments.map { segment in
            segment.model.project(PopulationText.completed(segment.features.map { vector[$0] }, segment.mean, segment.total))
        }
    }

    /// - Parameters:
    ///   - baseline: mean vectors of the baseline.
    ///   - count: n_e, sessions that the mean is worth.
    ///   - repeats: mean repeats of the text in a baseline session.
    package func expectation(of baseline: Vectors, count: Double, repeats sessionRepeats: Double) -> [TwoCovariance.Expectation] {
        let worth = count * RepeatNoise.relative(Int(repeats.rounded())) / RepeatNoise.relative(Int(sessionRepeats.rounded()))
        return zip(segments, baseline).map { $0.model.expectation(of: $1, count: worth) }
    }

    /// The log-likelihood ratio in nats, not calibrated.
    package func logRatio(_ test: Vectors, repeats testRepeats: Int, against expected: [TwoCovariance.Expectation]) -> Double {
        let worth = RepeatNoise.relative(Int(repeats.rounded())) / RepeatNoise.relative(min(testRepeats, TiedTextModel.mostRepeats))
        var sum = 0.0
        for index in segments.indices { sum += segments[index].model.logRatio(test[index], against: expected[index], count: worth) }
        return sum
    }

    /// What such a comparison can say at all, in nats (`TwoCovariance.information`).
    package func information(repeats testRepeats: Int, against expected: [TwoCovariance.Expectation]) -> Double {
        let worth = RepeatNoise.relative(Int(repeats.rounded())) / RepeatNoise.relative(min(testRepeats, TiedTextModel.mostRepeats))
        return segments.indices.reduce(0) { $0 + segments[$1].model.information(against: expected[$1], count: worth) }
    }

    // MARK: - Fitting

    private static func fit(
        _ identities: [[[Double]]], features: [Int], keys: Int, scales: [Double]?, repeats: Double, cold: TiedTextModel.Constants
    ) -> Segment? {
        guard let estimate = TwoCovarianceEstimate(identities: identities) else { return nil }
        let people = Double(estimate.identityCount)
        let (shrinkBetween, shrinkWithin) = Calibration.shrinkage(identities: estimate.identityCount)
        let share = Calibration.populationShare(identities: estimate.identityCount)
        let prior = coldCovariances(features, keys: keys, scales: scales, repeats: repeats, cold: cold)
        let own = estimate.between.shrunkToDiagonal(shrinkBetween)
        // The mean itself is known only as well as that many people tell it: 1/P of a person's variance comes on top.
        var between = (1 + 1 / people) * Matrix.combine(own, share, prior.between, 1 - share)
        var within = Matrix.combine(estimate.within.shrunkToDiagonal(shrinkWithin), share, prior.within, 1 - share)
        between = between.withEigenvalues(atLeast: 1e-4)
        within = within.withEigenvalues(atLeast: 1e-3 * (within.diagonal.max() ?? 1))
        guard let model = TwoCovariance(mean: estimate.mean, between: between, within: within, degreesOfFreedom: degreesOfFreedom)
        else { return nil }
        return Segment(features: features, model: model, mean: estimate.mean, total: between + within)
    }

    /// The cold constants as matrices over the given features, in the units of the mapped features.
    private static func coldCovariances(
        _ features: [Int], keys: Int, scales: [Double]?, repeats: Double, cold: TiedTextModel.Constants
    ) -> (between: Matrix, within: Matrix) {
        let places = features.map { place($0, keys: keys) }
        var between = Matrix(rows: features.count, columns: features.count)
        var within = between
        for (i, a) in places.enumerated() {
            for (j, b) in places.enumerated() {
                let scale = scales.map { $0[features[i]] * $0[features[j]] } ?? 1
                var u = cold.tempoBetween[a.kind, b.kind]
                var e = cold.tempoSitting[a.kind, b.kind] + cold.tempoRepeat[a.kind, b.kind] / repeats
                if a.position == b.position {
                    u += cold.ownBetween[a.kind, b.kind]
                    e += cold.ownSitting[a.kind, b.kind] + cold.ownRepeat[a.kind, b.kind] / repeats
                }
                between[i, j] = u / scale
                within[i, j] = e / scale
            }
        }
        return (between, within)
    }

    private static func place(_ feature: Int, keys: Int) -> (kind: Int, position: Int) {
        if feature < keys { return (0, feature) }
        return feature < 2 * keys - 1 ? (1, feature - keys) : (2, feature - 2 * keys + 1)
    }

    /// The features of each piece of a text: the holds of its keys and the times that start at them.
    private static func segmentFeatures(keys: Int) -> [[Int]] {
        let pieces = (keys + longestSegment - 1) / longestSegment
        return (0..<pieces).map { piece in
            let range = (piece * keys / pieces)..<((piece + 1) * keys / pieces)
            let starts = range.filter { $0 + 1 < keys }
            return Array(range) + starts.map { keys + $0 } + starts.map { 2 * keys - 1 + $0 }
        }
    }

    private static func vector(of text: TypedText, _ maps: RankGaussianMap?) -> [Double] {
        guard let maps else { return text.row }
        return TypedText.mean(of: text.rows.map(maps.map))
    }

    /// Standard deviation of each feature, to bring cold constants to the scale of normal scores.
    private static func scales(_ rows: [[Double]]) -> [Double] {
        let mean = TypedText.mean(of: rows)
        let squares = rows.map { zip($0, mean).map { ($0 - $1) * ($0 - $1) } }
        return TypedText.mean(of: squares).map { $0.isNaN ? 1 : max($0, 1e-4).squareRoot() }
    }

    /// Fills a person's gaps with that person's mean, or 0 where the person never shows the feature.
    private static func filled(_ rows: [[Double]]) -> [[Double]] {
        guard rows.contains(where: { $0.contains(where: \.isNaN) }) else { return rows }
        let mean = TypedText.mean(of: rows)
        return rows.map { row in zip(row, mean).map { !$0.isNaN ? $0 : $1.isNaN ? 0 : $1 } }
    }

    /// Fills gaps with what the other features let expect of anybody: `μ_m + T_mo T_oo⁻¹ (x_o − μ_o)`.
    private static func completed(_ row: [Double], _ mean: [Double], _ total: Matrix) -> [Double] {
        let gaps = row.indices.filter { row[$0].isNaN }
        if gaps.isEmpty { return row }
        let known = row.indices.filter { !row[$0].isNaN }
        var result = row
        guard !known.isEmpty, let lower = total.block(known, known).cholesky() else {
            for gap in gaps { result[gap] = mean[gap] }
            return result
        }
        let solved = lower.backwardSolve(lower.forwardSolve(known.map { row[$0] - mean[$0] }))
        for gap in gaps {
            var value = mean[gap]
            for (index, feature) in known.enumerated() { value += total[gap, feature] * solved[index] }
            result[gap] = value
        }
        return result
    }
}
