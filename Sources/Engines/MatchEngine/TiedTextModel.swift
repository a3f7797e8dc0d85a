import Foundation

/// Compares a text that no background population is known for (cold start): every key position shares one set of variances.
///
/// A position i carries the vector (hold of key i, press-to-press and release-to-press time to the next key). Around the means of its key
/// zones it is `tempo + own`: `tempo` is common to all positions, `own` is the position's. Persons, sittings and repeats each have a 3 × 3
/// covariance for both. The mean over positions then speaks for the tempo, and each position's deviation from that mean for itself; both
/// are two-covariance models of at most three dimensions, so a text of any length costs next to nothing.
/// `biometrics.md` 4.6 ties positions per kind only; keeping the three times of one position together measured 10–20 % fewer errors.
package struct TiedTextModel: Sendable {
    /// The covariances, each 3 × 3 in the order hold, press-to-press, release-to-press.
    package struct Constants: Sendable {
        package var tempoBetween: Matrix
        package var ownBetween: Matrix
        package var tempoSitting: Matrix
        package var ownSitting: Matrix
        package var tempoRepeat: Matrix
        package var ownRepeat: Matrix
        /// How far a position's mean over all people strays from what its keys let expect.
        package var positionMeans: Matrix
        /// The same for protected text, whose keys are not known.
        package var protectedPositionMeans: Matrix
        /// How far a text's tempo over all people strays from what its keys let expect.
        package var textTempo: Matrix
    }

    package let constants: Constants
    /// Own parts by repeats (1…`mostRepeats`) and by which of the three times are there (bit mask 1…7).
    private let own: [[TwoCovariance?]]
    private let ownProtected: [[TwoCovariance?]]

    /// More repeats than this in one session say little more (sittings vary too).
    package static let mostRepeats = 5
    private static let degreesOfFreedom = 4.0

    package init(constants: Constants) {
        self.constants = constants
        own = TiedTextModel.ownModels(constants, positionMeans: constants.positionMeans)
        ownProtected = TiedTextModel.ownModels(constants, positionMeans: constants.protectedPositionMeans)
    }

    private static func ownModels(_ constants: Constants, positionMeans: Matrix) -> [[TwoCovariance?]] {
        (1...mostRepeats).map { repeats in
            (0..<8).map { mask in
                let kinds = kinds(mask)
                guard !kinds.isEmpty else { return nil }
                let between = (constants.ownBetween + positionMeans).block(kinds, kinds)
                let within = noise(constants.ownSitting, constants.ownRepeat, repeats).block(kinds, kinds)
                return TwoCovariance(
                    mean: [Double](repeating: 0, count: kinds.count), between: between, within: within, degreesOfFreedom: degreesOfFreedom)
            }
        }
    }

    /// What the model says of one comparison.
    package struct Verdict: Sendable, Equatable {
        /// Evidence of the common tempo and of the single positions, in nats, not calibrated.
        package var tempo = 0.0
        package var positions = 0.0
        /// What such a comparison can say at all, in nats (`TwoCovariance.information`).
        package var information = 0.0
        /// Key positions compared.
        package var keys = 0
        /// The part of `positions` that the single kinds contribute, shared out by their deviations.
        package var byKind = [0.0, 0.0, 0.0]
    }

    /// A text of one side: deviations from the zone means, with what the comparison needs of it.
    package struct Observation: Sendable, Equatable {
        var deviations: [Double]
        var keys: Int
        var repeats: Int
        var isProtected: Bool
    }

    package func observe(_ row: [Double], address: TypedText.Address, repeats: Int) -> Observation {
        let expected = KeyExpectation.row(for: address.zones)
        return Observation(
            deviations: row.indices.map { row[$0] - expected[$0] }, keys: address.keyCount,
            repeats: min(max(repeats, 1), TiedTextModel.mostRepeats), isProtected: address.isProtected)
    }

    /// How far a baseline session may lie from the median in one feature of a text.
    func outlierLimit(feature: Int, keys: Int) -> Double {
        let kind = feature < keys ? 0 : feature < 2 * keys - 1 ? 1 : 2
        let variance =
            constants.tempoSitting[kind, kind] + constants.ownSitting[kind, kind] + constants.tempoRepeat[kind, kind]
            + constants.ownRepeat[kind, kind]
        return Calibration.outlierDeviations * variance.squareRoot()
    }

    /// Compares texts that stand side by side; several fields count as one longer text, so that the tempo is weighed once.
    /// - Parameter counts: n_e per text, the independent sessions that its baseline mean is worth.
    package func compare(baseline: [Observation], counts: [Double], test: [Observation]) -> Verdict {
        var verdict = Verdict()
        // Pass 1: the mean deviation of both sides over the positions that both have.
        var sums = [[Double]](repeating: [0, 0], count: 3)
        var shared = [0, 0, 0]
        forEachShared(baseline, test) { kind, _, _, base, seen in
            sums[kind][0] += base
            sums[kind][1] += seen
            shared[kind] += 1
        }
        let kinds = (0..<3).filter { shared[$0] > 1 }
        guard !kinds.isEmpty else { return verdict }
        let baseMean = (0..<3).map { shared[$0] > 0 ? sums[$0][0] / Double(shared[$0]) : 0 }
        let testMean = (0..<3).map { shared[$0] > 0 ? sums[$0][1] / Double(shared[$0]) : 0 }
        verdict.keys = shared.max() ?? 0
        let length = Double(max(verdict.keys, 2))
        let repeats = test.map(\.repeats).max() ?? 1
        let count = averageCount(counts, baseline, test)
        let tempo = tempo(baseMean, testMean, kinds, length: length, repeats: repeats, count: count)
        verdict.tempo = tempo.ratio
        verdict.information = tempo.information
        // Pass 2: what each position says beyond the tempo. One position's worth was spent on the mean.
        let kept = 1 - 1 / length
        for (index, seen) in test.enumerated() where index < baseline.count {
            let models = (seen.isProtected ? ownProtected : own)[seen.repeats - 1]
            let textCount = counts[index] * relativeNoise(seen.repeats) / relativeNoise(baseline[index].repeats)
            for position in 0..<seen.keys {
                var mask = 0
                var base: [Double] = []
                var now: [Double] = []
                for kind in 0..<3 {
                    guard let slot = slot(kind, position, seen.keys) else { continue }
                    let a = baseline[index].deviations[slot]
                    let b = seen.deviations[slot]
                    if a.isNaN || b.isNaN { continue }
                    mask |= 1 << kind
                    base.append(a - baseMean[kind])
                    now.append(b - testMean[kind])
                }
                guard mask > 0, let model = models[mask] else { continue }
                let expectation = model.expectation(of: model.project(base), count: textCount)
                let value = kept * model.logRatio(model.project(now), against: expectation)
                verdict.positions += value
                verdict.information += kept * model.information(against: expectation)
                share(value, base, now, mask, into: &verdict.byKind)
            }
        }
        return verdict
    }

    private func tempo(
        _ base: [Double], _ test: [Double], _ kinds: [Int], length: Double, repeats: Int, count: Double
    )
        -> (ratio: Double, information: Double)
    {
        let own = constants.ownBetween + constants.positionMeans
        let between = Matrix.combine(constants.tempoBetween + constants.textTempo, 1, own, 1 / length)
        let within = Matrix.combine(
            TiedTextModel.noise(constants.tempoSitting, constants.tempoRepeat, repeats), 1,
            TiedTextModel.noise(constants.ownSitting, constants.ownRepeat, repeats), 1 / length)
        guard
            let model = TwoCovariance(
                mean: [Double](repeating: 0, count: kinds.count), between: between.block(kinds, kinds), within: within.block(kinds, kinds),
                degreesOfFreedom: TiedTextModel.degreesOfFreedom)
        else { return (0, 0) }
        let expectation = model.expectation(of: model.project(kinds.map { base[$0] }), count: count)
        return (model.logRatio(model.project(kinds.map { test[$0] }), against: expectation), model.information(against: expectation))
    }

    /// Shares a position's evidence among the times that deviate, for the reasons' sake.
    private func share(_ value: Double, _ base: [Double], _ now: [Double], _ mask: Int, into byKind: inout [Double]) {
        let kinds = TiedTextModel.kinds(mask)
        let weights = kinds.indices.map { index -> Double in
            let spread = constants.ownRepeat[kinds[index], kinds[index]] + constants.ownBetween[kinds[index], kinds[index]]
            return (now[index] - base[index]) * (now[index] - base[index]) / spread + 0.1
        }
        let total = weights.reduce(0, +)
        for (index, kind) in kinds.enumerated() { byKind[kind] += value * weights[index] / total }
    }

    private func forEachShared(_ baseline: [Observation], _ test: [Observation], _ body: (Int, Int, Int, Double, Double) -> Void) {
        for (index, seen) in test.enumerated() where index < baseline.count {
            for position in 0..<seen.keys {
                for kind in 0..<3 {
                    guard let slot = slot(kind, position, seen.keys) else { continue }
                    let a = baseline[index].deviations[slot]
                    let b = seen.deviations[slot]
                    if !a.isNaN, !b.isNaN { body(kind, index, position, a, b) }
                }
            }
        }
    }

    private func averageCount(_ counts: [Double], _ baseline: [Observation], _ test: [Observation]) -> Double {
        var sum = 0.0
        var keys = 0.0
        for (index, seen) in test.enumerated() where index < baseline.count {
            sum += counts[index] * relativeNoise(seen.repeats) / relativeNoise(baseline[index].repeats) * Double(seen.keys)
            keys += Double(seen.keys)
        }
        return keys > 0 ? sum / keys : 1
    }

    /// Where kind 0 hold, 1 press-to-press or 2 release-to-press of a key lies in a row; nil after the last key.
    private func slot(_ kind: Int, _ position: Int, _ keys: Int) -> Int? {
        switch kind {
        case 0: position
        case 1: position + 1 < keys ? keys + position : nil
        default: position + 1 < keys ? 2 * keys - 1 + position : nil
        }
    }

    private func relativeNoise(_ repeats: Int) -> Double { RepeatNoise.relative(repeats) }

    private static func noise(_ sitting: Matrix, _ single: Matrix, _ repeats: Int) -> Matrix {
        Matrix.combine(sitting, 1, single, 1 / Double(repeats))
    }

    private static func kinds(_ mask: Int) -> [Int] { (0..<3).filter { mask & (1 << $0) != 0 } }
}

/// How much repeats of a text within one session quiet its noise.
package enum RepeatNoise {
    /// Share of the within-person variance that a whole sitting has in common. Our choice: 0.25, between the 0.15 of single positions and
    /// the 0.6 of the tempo that were measured on the people the cold constants come from.
    private static let sittingShare = 0.25

    /// Variance of a session's mean over `repeats`, relative to a single one.
    package static func relative(_ repeats: Int) -> Double {
        sittingShare + (1 - sittingShare) / Double(max(repeats, 1))
    }
}
