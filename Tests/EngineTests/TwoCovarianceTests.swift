import Foundation
import MatchEngine
import MatchEvaluation
import Testing

@Suite("The two-covariance comparison")
struct TwoCovarianceTests {
    private let single = TwoCovariance(mean: [1], between: Matrix(diagonal: [4]), within: Matrix(diagonal: [1]), degreesOfFreedom: 4)

    @Test("one dimension by hand: the formula of the document, number by number")
    func byHand() throws {
        let model = try #require(single)
        // ψ = 4; baseline 3 over two sessions, test 2: a = 2, b = 1, g = 4/4.5, v_s = 4/9 + 1, v_d = 5, d = 1 − 16/9.
        let g = 4 / 4.5
        let vs = 4 * (1 - g) + 1
        let d = 1 - g * 2
        let expected = 2.5 * (log(1 + 1 / (4 * 5.0)) - log(1 + d * d / (4 * vs))) + 0.5 * (log(5.0) - log(vs))
        let value = model.logRatio(model.project([2]), against: model.expectation(of: model.project([3]), count: 2))
        #expect(abs(value - expected) < 1e-12)
    }

    @Test("a test at the baseline speaks for the person, one far away against, and the terms add up")
    func direction() throws {
        let model = try #require(
            TwoCovariance(
                mean: [0, 0], between: Matrix(diagonal: [2, 1]), within: Matrix(diagonal: [0.5, 0.5]), degreesOfFreedom: 4))
        let baseline = model.expectation(of: model.project([2, -1.5]), count: 3)
        let near = model.project([2, -1.5])
        let far = model.project([-2, 1.5])
        #expect(model.logRatio(near, against: baseline) > 1)
        #expect(model.logRatio(far, against: baseline) < -1)
        #expect(abs(model.terms(near, against: baseline).reduce(0, +) - model.logRatio(near, against: baseline)) < 1e-12)
    }

    @Test("the sum over many units is that of their logarithms, also where products would leave the range of numbers")
    func sums() {
        var generator = SeededGenerator(seed: 12)
        for exponent in [0.0, 3, 40, 120] {
            var sum = StudentRatioSum(degreesOfFreedom: 4)
            var expected = 0.0
            for _ in 0..<400 {
                let size = pow(10, Double.random(in: -exponent...exponent, using: &generator))
                let ratio = StudentRatio(
                    deviation: size, variance: Double.random(in: 0.1...3, using: &generator), generalDeviation: size * 2,
                    generalVariance: Double.random(in: 0.1...3, using: &generator) * pow(size, 0.1), degreesOfFreedom: 4)
                sum.add(ratio)
                expected += ratio.logarithm(degreesOfFreedom: 4)
            }
            #expect(expected.isFinite)
            #expect(abs(sum.value - expected) < 1e-9 * max(1, abs(expected)))
        }
    }

    @Test("more baseline sessions promise more, and the promise is never negative")
    func information() throws {
        let model = try #require(single)
        let promises = [1.0, 2, 3, 6].map { model.information(against: model.expectation(of: model.project([3]), count: $0)) }
        #expect(promises == promises.sorted())
        #expect(promises.allSatisfy { $0 > 0 })
    }

    @Test("rotating the features changes nothing")
    func rotation() throws {
        let turn = Matrix(rows: 2, columns: 2).map { $0 }
        var rotation = turn
        rotation[0, 0] = 0.6
        rotation[0, 1] = -0.8
        rotation[1, 0] = 0.8
        rotation[1, 1] = 0.6
        let between = Matrix(diagonal: [3, 1])
        let within = Matrix(diagonal: [0.5, 0.4])
        let plain = try #require(TwoCovariance(mean: [0, 0], between: between, within: within, degreesOfFreedom: 4))
        let turned = try #require(
            TwoCovariance(
                mean: [0, 0], between: rotation * between * rotation.transposed, within: rotation * within * rotation.transposed, degreesOfFreedom: 4)
        )
        func value(_ model: TwoCovariance, _ map: ([Double]) -> [Double]) -> Double {
            model.logRatio(model.project(map([0.7, 1.1])), against: model.expectation(of: model.project(map([0.9, 0.4])), count: 3))
        }
        #expect(abs(value(plain) { $0 } - value(turned) { rotation * $0 }) < 1e-9)
    }

    @Test("covariances of many made-up people are found again")
    func estimate() throws {
        var generator = SeededGenerator(seed: 4)
        func normal() -> Double { Normal.quantile((Double(generator.below(1_000_000)) + 0.5) / 1_000_000) }
        let people = (0..<600).map { _ -> [[Double]] in
            let own = [2 * normal(), normal()]
            return (0..<6).map { _ in [own[0] + 0.5 * normal(), own[1] + normal()] }
        }
        let estimate = try #require(TwoCovarianceEstimate(identities: people))
        #expect(abs(estimate.between[0, 0] - 4) < 0.6 && abs(estimate.between[1, 1] - 1) < 0.25 && abs(estimate.between[0, 1]) < 0.25)
        #expect(abs(estimate.within[0, 0] - 0.25) < 0.03 && abs(estimate.within[1, 1] - 1) < 0.1)
    }

    @Test("too few people give no estimate")
    func tooFew() {
        #expect(TwoCovarianceEstimate(identities: [[[1], [2]]]) == nil)
        #expect(TwoCovarianceEstimate(identities: [[[1]], [[2]], [[3]]]) == nil)
    }
}

@Suite("Logistic calibration")
struct LogisticLineTests {
    @Test("the line of two shifted normals is found, and stays finite for trials that never overlap")
    func lines() throws {
        let levels = (0..<2000).map { (Double($0) + 0.5) / 2000 }
        let genuine = levels.map { 2 + Normal.quantile($0) }
        let impostor = levels.map { Normal.quantile($0) }
        let line = try #require(LogisticLine(genuine: genuine, impostor: impostor))
        // ln of the density ratio: (4x − 4)/2 = 2x − 2; the slight pull to 0 costs a few per cent.
        #expect(abs(line.slope - 2) < 0.12 && abs(line.offset + 2) < 0.12)
        let separate = try #require(LogisticLine(genuine: [3, 4, 5], impostor: [-3, -4, -5]))
        #expect(separate.slope.isFinite && separate.slope > 0)
    }

    @Test("trials that run the wrong way round calibrate nothing")
    func reversed() {
        #expect(LogisticLine(genuine: [0, 0.1, -0.1], impostor: [5, 6, 7]) == nil)
        #expect(LogisticLine(genuine: [1, 1], impostor: [1, 1]) == nil)
    }
}
