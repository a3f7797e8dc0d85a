import Foundation
import PostureEngine

/// A labelled task: examples, how they are divided, and what is measured.
package struct LabelledTask: Sendable {
    package enum Metric: Sendable {
        case accuracy, macroF1, auroc, averagePrecision, recallAtOnePercent, calibrationError
        /// F1 of one class.
        case f1(Int, String)

        package var name: String {
            switch self {
            case .accuracy: "accuracy"
            case .macroF1: "macro-F1"
            case .auroc: "AUROC"
            case .averagePrecision: "AP"
            case .recallAtOnePercent: "recall@1%FPR"
            case .calibrationError: "ECE, less is better"
            case .f1(_, let name): "F1 \(name)"
            }
        }
    }

    /// How training and test part ways.
    package enum Division: Sendable {
        /// Five folds that keep groups together.
        case folds
        /// Train on these sentences or messages, test on the task's examples.
        case trained(on: [Example])
    }

    package var name: String
    package var classifier: Classifier
    package var unit: FeatureMaker.Unit
    package var classCount: Int
    package var examples: [Example]
    package var division: Division
    package var metrics: [Metric]
    /// Sentences of our own that join the training rows of our model, labelled in the task's classes.
    package var own: [Example]
    /// The class that a family of cues votes for.
    package var lexiconClass: @Sendable (String) -> Int?

    package func results(_ embeddings: SentenceEmbeddings) -> [TaskResult] {
        let run = CrossValidation(classifier, unit, classCount: classCount, embeddings: embeddings)
        let recipe = CrossValidation.ours(classifier)
        let texts = run.prepare(examples)
        let ownTexts = run.prepare(own)
        let ours: [[Double]]
        let references: [[[Double]]]
        let training: [Example]
        switch division {
        case .folds:
            let folds = Folds.grouped(examples.map(\.group))
            let raw = run.outOfFold(examples, texts, folds: folds, extra: own, extraTexts: ownTexts, recipe: recipe)
            ours = calibrated(raw, folds)
            references = CrossValidation.referenceGrid.map { run.outOfFold(examples, texts, folds: folds, recipe: $0) }
            training = examples
        case .trained(let rows):
            let rowTexts = run.prepare(rows)
            let raw = run.scores(training: rows + own, rowTexts + ownTexts, test: texts, recipe: recipe)
            ours = measuresCalibration ? tempered(raw, by: innerTemperature(run, rows, rowTexts, ownTexts, recipe)) : raw
            references = CrossValidation.referenceGrid.map { run.scores(training: rows, rowTexts, test: texts, recipe: $0) }
            training = rows
        }
        var counts = [Int](repeating: 0, count: classCount)
        for example in training { counts[example.label] += 1 }
        let prior = counts.map { Double($0) / Double(max(1, training.count)) }
        let lexicon = texts.map(votes)
        return metrics.map { metric in
            let candidates = references.map { value(metric, $0) }
            let best = { if case .calibrationError = metric { candidates.min() } else { candidates.max() } }()
            return TaskResult(
                name: name, metric: metric.name, ours: value(metric, ours), reference: best, lexicon: value(metric, lexicon),
                majority: value(metric, examples.map { _ in prior }), n: examples.count)
        }
    }

    private var measuresCalibration: Bool { metrics.contains { if case .calibrationError = $0 { true } else { false } } }

    /// Every fold's probabilities, their temperature fitted on the other folds' unseen rows.
    private func calibrated(_ probabilities: [[Double]], _ folds: [Int]) -> [[Double]] {
        var result = probabilities
        for fold in Set(folds).sorted() {
            let others = probabilities.indices.filter { folds[$0] != fold }
            let temperature = Calibration.temperature(
                others.map { Self.logits(probabilities[$0]) }, others.map { examples[$0].label }, isBalanced: false)
            for row in probabilities.indices where folds[row] == fold { result[row] = tempered([probabilities[row]], by: temperature)[0] }
        }
        return result
    }

    private func innerTemperature(
        _ run: CrossValidation, _ rows: [Example], _ texts: [PreparedText], _ ownTexts: [PreparedText], _ recipe: CrossValidation.Recipe
    ) -> Double {
        let folds = Folds.grouped(rows.map(\.group), count: 3)
        let unseen = run.outOfFold(rows, texts, folds: folds, extra: own, extraTexts: ownTexts, recipe: recipe)
        return Calibration.temperature(unseen.map(Self.logits), rows.map(\.label), isBalanced: false)
    }

    private func tempered(_ probabilities: [[Double]], by temperature: Double) -> [[Double]] {
        probabilities.map { Head.softmax(Self.logits($0).map { $0 / temperature }) }
    }

    private static func logits(_ probabilities: [Double]) -> [Double] { probabilities.map { log(max($0, 1e-12)) } }

    /// The cues alone: each family's strongest activation over the sentences votes for its class; nothing = class 0.
    private func votes(_ text: PreparedText) -> [Double] {
        let set = ClassifierFeatures.cueSet(for: classifier)
        var strongest = [Double](repeating: 0, count: classCount)
        for sentence in text.sentences {
            for (family, activation) in zip(set.families, set.activations(in: sentence.text)) {
                guard let vote = lexiconClass(family) else { continue }
                strongest[vote] = max(strongest[vote], activation)
            }
        }
        strongest[0] = max(strongest[0], 0.3)
        let total = strongest.reduce(0, +)
        return strongest.map { $0 / total }
    }

    private func value(_ metric: Metric, _ probabilities: [[Double]]) -> Double {
        let labels = examples.map(\.label)
        let predicted = probabilities.map(\.largestIndex)
        let scores = probabilities.map { 1 - $0[0] }
        let isPositive = labels.map { $0 != 0 }
        switch metric {
        case .accuracy: return Measures.accuracy(predicted, labels)
        case .macroF1: return Measures.macroF1(predicted, labels)
        case .auroc: return Measures.auroc(scores, isPositive)
        case .averagePrecision: return Measures.averagePrecision(scores, isPositive)
        case .recallAtOnePercent: return Measures.recall(atFalsePositiveRate: 0.01, scores, isPositive)
        case .calibrationError:
            return Measures.calibrationError(
                zip(probabilities, predicted).map { $0[$1] }, zip(predicted, labels).map { $0 == $1 })
        case .f1(let label, _): return Measures.f1(predicted, labels, of: label)
        }
    }
}
