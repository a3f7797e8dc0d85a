import Foundation
import PostureEngine
import Testing

@testable import PostureEvaluation

@Suite("Learning")
struct LearningTests {
    @Test("L-BFGS finds the minimum of a quadratic and of Rosenbrock's valley")
    func minimizer() {
        let quadratic = Minimizer.lowest(from: [5, -3]) { point, gradient in
            gradient = [2 * (point[0] - 1), 20 * (point[1] + 2)]
            return (point[0] - 1) * (point[0] - 1) + 10 * (point[1] + 2) * (point[1] + 2)
        }
        #expect(abs(quadratic[0] - 1) < 1e-4 && abs(quadratic[1] + 2) < 1e-4)
        let valley = Minimizer.lowest(from: [-1.2, 1], tolerance: 1e-6) { point, gradient in
            let (x, y) = (point[0], point[1])
            gradient = [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)]
            return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x)
        }
        #expect(abs(valley[0] - 1) < 1e-3 && abs(valley[1] - 1) < 1e-3)
    }

    /// Rows, labels and figures are those of scripts/check-logistic-regression, which asks scikit-learn for the same.
    @Test("logistic regression gives the weights that scikit-learn gives")
    func sameAsReference() {
        var two = FeatureTable(denseCount: 2)
        let rows: [[Float]] = [[0, 1], [1, 0], [2, 1], [3, 3], [1, 2], [4, 1], [0, 0], [2, 3]]
        for row in rows { two.append(dense: row) }
        let binary = LogisticRegression.fit(
            two, rows: Array(rows.indices), labels: [0, 0, 0, 1, 0, 1, 0, 1], classCount: 2, settings: .init(c: 2))
        for (ours, reference) in zip(binary.weights, ReferenceWeights.binary) { #expect(abs(ours - reference) < 2e-3) }
        let three = LogisticRegression.fit(
            two, rows: Array(rows.indices), labels: [0, 1, 2, 2, 0, 1, 0, 2], classCount: 3, settings: .init(c: 2))
        for (ours, reference) in zip(three.weights, ReferenceWeights.three) { #expect(abs(ours - reference) < 2e-3) }
    }

    @Test("the same rows give the same weights to the last bit")
    func deterministic() {
        var generator = SplitMix64(seed: 5)
        var table = FeatureTable(denseCount: 7, wordCount: 3)
        var labels: [Int] = []
        for _ in 0..<200 {
            table.append(dense: (0..<7).map { _ in Float(generator.below(1000)) / 500 - 1 }, words: [Int32(generator.below(3))], value: 0.5)
            labels.append(generator.below(4))
        }
        let fits = (0..<3).map { _ in
            LogisticRegression.fit(table, rows: Array(labels.indices), labels: labels, classCount: 4, settings: .init(c: 1)).weights
        }
        #expect(fits[0].map(\.bitPattern) == fits[1].map(\.bitPattern) && fits[1].map(\.bitPattern) == fits[2].map(\.bitPattern))
    }

    @Test("class weights make a rare class count as much as a frequent one")
    func balance() {
        var table = FeatureTable(denseCount: 1)
        var labels: [Int] = []
        for index in 0..<100 {
            table.append(dense: [0])
            labels.append(index < 5 ? 1 : 0)
        }
        let model = LogisticRegression.fit(table, rows: Array(labels.indices), labels: labels, classCount: 2, settings: .init(c: 1))
        #expect(abs(model.probabilities(table, row: 0)[1] - 0.5) < 1e-3)
    }

    @Test("a group is never divided among folds, and row order does not matter")
    func folds() {
        let groups = (0..<300).map { "group-\($0 % 37)" }
        let folds = Folds.grouped(groups)
        for group in Set(groups) { #expect(Set(groups.indices.filter { groups[$0] == group }.map { folds[$0] }).count == 1) }
        #expect(Set(folds) == [0, 1, 2, 3, 4])
        #expect(Array(Folds.grouped(groups.reversed()).reversed()) == folds)
    }
}

/// What scikit-learn 1.9 answers: weights of the columns, then the intercept.
enum ReferenceWeights {
    static let binary = [1.385032, 1.076025, -4.630369]
    static let three = [-1.295227, 0.406586, 1.407238, 0.878179, -1.124700, -0.028118, 0.417049, 0.718113, -1.379120]
}

@Suite("Measures")
struct MeasureTests {
    @Test("AUROC counts ordered pairs, ties as half")
    func auroc() {
        #expect(Measures.auroc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) == 0.75)
        #expect(Measures.auroc([1, 1, 1, 1], [true, false, true, false]) == 0.5)
        #expect(Measures.auroc([1, 2], [true, true]) == 0.5)
    }

    @Test("average precision is the mean precision at each found positive")
    func averagePrecision() {
        #expect(abs(Measures.averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) - 0.8333333) < 1e-6)
    }

    @Test("macro-F1 weighs classes alike")
    func macroF1() {
        #expect(Measures.macroF1([0, 0, 0, 0], [0, 0, 0, 1]) == (6.0 / 7) / 2)
        #expect(Measures.accuracy([0, 0, 0, 0], [0, 0, 0, 1]) == 0.75)
    }

    @Test("the threshold of a false-positive rate lets no more than that through")
    func falsePositives() {
        let negatives = (0..<200).map { Double($0) }
        let limit = Measures.threshold(atFalsePositiveRate: 0.01, negatives)
        #expect(negatives.filter { $0 > limit }.count == 2)
        #expect(Measures.recall(atFalsePositiveRate: 0.01, negatives + [500], negatives.map { _ in false } + [true]) == 1)
    }

    @Test("confidence that is right as often as it says has no calibration error")
    func calibration() {
        let confidences = [Double](repeating: 0.75, count: 4)
        #expect(Measures.calibrationError(confidences, [true, true, true, false]) == 0)
        #expect(abs(Measures.calibrationError(confidences, [false, false, false, false]) - 0.75) < 1e-12)
    }
}
