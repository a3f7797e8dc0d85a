import Foundation

/// The two-covariance model of a feature vector: `x = μ + u + e` with `u ~ N(0, B)` per person and `e ~ N(0, W)` per session
/// (`biometrics.md` 4.3). Solved once into directions in which both covariances are diagonal; a comparison is then a sum over these.
package struct TwoCovariance: Sendable, Equatable {
    package let mean: [Double]
    /// ψ: variance between persons over variance within a person, per direction, ≥ 0, descending.
    package let ratios: [Double]
    /// V with `VᵀWV = I`, kept transposed (one direction per row).
    private let directions: Matrix
    /// ν of the Student tails (documented: 4, measured better than Gauss).
    package let degreesOfFreedom: Double

    /// Returns nil when `within` is not positive definite.
    package init?(mean: [Double], between: Matrix, within: Matrix, degreesOfFreedom: Double) {
        guard let (ratios, directions) = Matrix.generalizedEigen(between, within) else { return nil }
        self.mean = mean
        self.ratios = ratios.map { max($0, 0) }
        self.directions = directions.transposed
        self.degreesOfFreedom = degreesOfFreedom
    }

    package var dimensions: Int { ratios.count }

    /// `Vᵀ(x − μ)`: the form in which vectors are compared.
    package func project(_ x: [Double]) -> [Double] {
        directions * zip(x, mean).map { $0 - $1 }
    }

    /// What a baseline predicts of the next session, per direction; made once per baseline.
    package struct Expectation: Sendable, Equatable {
        /// `g·a`, the expected position.
        var centre: [Double]
        /// `ψ(1 − g)`, what is not yet known of the person.
        var uncertainty: [Double]
    }

    /// - Parameters:
    ///   - baseline: the projected mean of the baseline sessions.
    ///   - count: n_e, how many independent sessions that mean is worth.
    package func expectation(of baseline: [Double], count: Double) -> Expectation {
        var centre = baseline
        var uncertainty = ratios
        for i in ratios.indices {
            let gain = ratios[i] / (ratios[i] + 1 / count)
            centre[i] = gain * baseline[i]
            uncertainty[i] = ratios[i] * (1 - gain)
        }
        return Expectation(centre: centre, uncertainty: uncertainty)
    }

    /// The log-likelihood ratio that a projected session `test` was made by the person behind `expected` rather than by anyone:
    /// `ℓ = Σ (ν+1)/2 [ln(1 + b²/(ν v_d)) − ln(1 + d²/(ν v_s))] + ½ [ln v_d − ln v_s]`.
    /// - Parameters:
    ///   - count: k_e, how many independent sessions the test is worth; 1 for one session.
    ///   - spread: the person's own within-variance relative to the population's; 1 when not known.
    package func logRatio(_ test: [Double], against expected: Expectation, count: Double = 1, spread: Double = 1) -> Double {
        var sum = StudentRatioSum(degreesOfFreedom: degreesOfFreedom)
        forEachRatio(test, expected, count, spread) { sum.add($1) }
        return sum.value
    }

    /// As `logRatio`, but the term of each direction.
    package func terms(_ test: [Double], against expected: Expectation, count: Double = 1, spread: Double = 1) -> [Double] {
        var terms = [Double](repeating: 0, count: dimensions)
        forEachRatio(test, expected, count, spread) { terms[$0] = $1.logarithm(degreesOfFreedom: degreesOfFreedom) }
        return terms
    }

    /// What the comparison can say at all: the ratio to expect, in nats, when the person is the same and the model holds; `Σ ½ ln(v_d/v_s)`.
    package func information(against expected: Expectation, count: Double = 1) -> Double {
        var sum = 0.0
        for i in ratios.indices { sum += 0.5 * log((ratios[i] + 1 / count) / (expected.uncertainty[i] + 1 / count)) }
        return sum
    }

    private func forEachRatio(_ test: [Double], _ expected: Expectation, _ count: Double, _ spread: Double, _ body: (Int, StudentRatio) -> Void) {
        for i in ratios.indices {
            let same = expected.uncertainty[i] + spread / count
            let different = ratios[i] + 1 / count
            body(
                i,
                StudentRatio(
                    deviation: test[i] - expected.centre[i], variance: same, generalDeviation: test[i], generalVariance: different,
                    degreesOfFreedom: degreesOfFreedom))
        }
    }
}

/// The ratio of two Student densities of one quantity: `t_ν(deviation; variance) / t_ν(generalDeviation; generalVariance)`.
package struct StudentRatio: Sendable {
    /// `(1 + b²/(ν·V)) / (1 + d²/(ν·v))`, which the density has to the power of ½(ν + 1).
    let tails: Double
    /// `V / v`, which it has to the power of ½.
    let variances: Double

    package init(deviation: Double, variance: Double, generalDeviation: Double, generalVariance: Double, degreesOfFreedom nu: Double) {
        let same = 1 + deviation * deviation / (nu * variance)
        let different = 1 + generalDeviation * generalDeviation / (nu * generalVariance)
        tails = different / same
        variances = generalVariance / variance
    }

    package func logarithm(degreesOfFreedom nu: Double) -> Double { 0.5 * (nu + 1) * log(tails) + 0.5 * log(variances) }
}

/// The sum of the logarithms of many ratios. It multiplies as long as a product stays far from the ends of `Double`, because a logarithm of each
/// would be most of what a comparison costs.
package struct StudentRatioSum: Sendable {
    private let degreesOfFreedom: Double
    private var sum = 0.0
    private var tails = 1.0
    private var variances = 1.0

    package init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    package mutating func add(_ ratio: StudentRatio) {
        tails *= ratio.tails
        variances *= ratio.variances
        // One factor more cannot leave the range, unless it is out of it by itself.
        if !(1e-100...1e100).contains(tails) || !(1e-100...1e100).contains(variances) { fold() }
    }

    private mutating func fold() {
        sum += 0.5 * (degreesOfFreedom + 1) * log(tails) + 0.5 * log(variances)
        tails = 1
        variances = 1
    }

    package var value: Double { sum + 0.5 * (degreesOfFreedom + 1) * log(tails) + 0.5 * log(variances) }
}
