import Foundation

/// The stronger form of the zone comparison (`biometrics.md` 4.3): the units' most probable deviations as one vector, on the population's
/// main directions, compared by the two-covariance model. It knows which units go together, so it needs a population.
package struct ZoneVectorModel: Sendable {
    private let units: [Int]
    private let mean: [Double]
    /// One main direction per row.
    private let directions: Matrix
    private let model: TwoCovariance

    /// Documented: at most 60 directions.
    private static let mostDirections = 60
    /// Documented for free text; shrinkage of B and W towards their diagonals.
    private static let shrinkage = 0.5
    private static let degreesOfFreedom = 5.0

    /// - Parameters:
    ///   - identities: per identity the posterior deviations of its sessions (507 each); identities with one session add nothing to W.
    /// Returns nil when there are too few people, sessions or common units.
    package init?(identities: [[[Double]]]) {
        let people = identities.filter { $0.count >= 2 }
        guard people.count >= 8 else { return nil }
        let needed = max(4, people.count / 3)
        let units = (0..<ZoneObservation.unitCount).filter { unit in people.count { $0.contains { $0[unit] != 0 } } >= needed }
        guard units.count >= 6 else { return nil }
        let vectors = people.map { $0.map { session in units.map { session[$0] } } }
        let all = vectors.flatMap(\.self)
        let mean = TypedText.mean(of: all)
        var covariance = Matrix(rows: units.count, columns: units.count)
        for vector in all { covariance.addOuterProduct(of: zip(vector, mean).map { $0 - $1 }, factor: 1 / Double(all.count)) }
        let (values, eigenvectors) = covariance.symmetricEigen()
        let kept = values.prefix(min(ZoneVectorModel.mostDirections, all.count - 1)).count { $0 > 1e-9 * max(values[0], 1e-12) }
        guard kept > 0 else { return nil }
        let directions = eigenvectors.block(Array(units.indices), Array(0..<kept)).transposed
        let projected = vectors.map { $0.map { directions * zip($0, mean).map { $0 - $1 } } }
        guard let estimate = TwoCovarianceEstimate(identities: projected) else { return nil }
        let trace = estimate.within.diagonal.reduce(0, +)
        let within =
            estimate.within.shrunkToDiagonal(ZoneVectorModel.shrinkage)
            + 1e-3 * trace / Double(kept) * Matrix(identity: kept)
        let shrunk = estimate.between.shrunkToDiagonal(ZoneVectorModel.shrinkage)
        let largest = shrunk.diagonal.max() ?? 0
        guard
            let model = TwoCovariance(
                mean: [Double](repeating: 0, count: kept), between: shrunk.withEigenvalues(atLeast: 1e-4 * max(largest, 1e-9)), within: within,
                degreesOfFreedom: ZoneVectorModel.degreesOfFreedom)
        else { return nil }
        self.units = units
        self.mean = mean
        self.directions = directions
        self.model = model
    }

    /// The form in which sessions are compared and averaged.
    package func project(_ deviations: [Double]) -> [Double] {
        model.project(directions * zip(units, mean).map { deviations[$0] - $1 })
    }

    package func expectation(of baseline: [Double], count: Double) -> TwoCovariance.Expectation {
        model.expectation(of: baseline, count: count)
    }

    package func logRatio(_ test: [Double], against expected: TwoCovariance.Expectation) -> Double {
        model.logRatio(test, against: expected)
    }
}
