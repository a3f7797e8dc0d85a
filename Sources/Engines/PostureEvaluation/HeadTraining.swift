import Foundation
import PostureEngine

/// `mien train`: from labelled sentences to the file of heads. Deterministic: the same rows give the same bytes.
package struct HeadTraining: Sendable {
    package let sets: TrainingSets
    package let embeddings: SentenceEmbeddings
    package let encoder: String
    private let report: @Sendable (String) -> Void

    package init(
        sets: TrainingSets, embeddings: SentenceEmbeddings, encoder: String, report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.sets = sets
        self.embeddings = embeddings
        self.encoder = encoder
        self.report = report
    }

    /// - Parameter only: names of the heads to train; `nil` = all.
    package func file(only: Set<String>? = nil) throws -> Data {
        var heads: [Head] = []
        var trainedOn: [UInt8] = []
        for plan in try sets.plans() where only?.contains(plan.name) ?? true {
            for example in plan.examples { trainedOn += Array("\(plan.name)\t\(example.label)\t\(example.text)\n".utf8) }
            let run = CrossValidation(plan.classifier, plan.unit, classCount: plan.classes.count, embeddings: embeddings)
            let texts = run.prepare(plan.examples)
            heads.append(try train(plan, texts, .everything, name: plan.name))
            heads.append(try train(plan, texts, .cuesAndWords, name: plan.name + ".cues"))
        }
        return try Heads.file(encoder: encoder, trainedOn: Heads.fingerprint(of: trainedOn), heads: heads)
    }

    /// Fits the head on all rows; the temperature and the shift of class 0 come from rows that the fitted copies had not seen.
    private func train(_ plan: TrainingSets.Plan, _ texts: [PreparedText], _ inputs: FeatureMaker.Inputs, name: String) throws -> Head {
        let recipe = CrossValidation.shipped(plan.classifier, inputs)
        let vocabulary = FeatureMaker.vocabulary(of: texts, limit: recipe.vocabularyLimit)
        let maker = FeatureMaker(plan.classifier, inputs, plan.unit, vocabulary: vocabulary, scales: recipe.scales)
        let table = maker.table(texts, embeddings)
        let labels = plan.examples.map(\.label)
        let weights = plan.examples.map { $0.weight * ($0.source == "own" ? recipe.ownWeight : 1) }
        let classCount = plan.classes.count
        let settings = LogisticRegression.Settings(c: recipe.c)
        let folds = Folds.grouped(plan.examples.map(\.group), count: 4)
        var unseen = [[Double]](repeating: [], count: labels.count)
        for fold in 0..<4 {
            let model = LogisticRegression.fit(
                table, rows: labels.indices.filter { folds[$0] != fold }, labels: labels, classCount: classCount, rowWeights: weights,
                settings: settings)
            for row in labels.indices where folds[row] == fold { unseen[row] = model.logits(table, row: row) }
        }
        let temperature = Calibration.temperature(unseen, labels)
        let ordinary = plan.examples.indices.filter { plan.examples[$0].source == TrainingSets.ordinary }
        let calm = ordinary.isEmpty ? labels.indices.filter { labels[$0] == 0 } : ordinary
        let shift = Calibration.shift(calm.map { unseen[$0] }, temperature: temperature, rate: plan.falsePositiveRate)
        let model = LogisticRegression.fit(
            table, rows: Array(labels.indices), labels: labels, classCount: classCount, rowWeights: weights, settings: settings)
        let recall = labels.indices.filter { labels[$0] != 0 }.map { Calibration.risk(unseen[$0], temperature: temperature, shift: shift) }
        report(
            "\(name): \(labels.count) rows, \(vocabulary.count) words, temperature \(String(format: "%.2f", temperature)), shift "
                + "\(String(format: "%.2f", shift)), unseen rows of other classes above the threshold "
                + String(format: "%.3f", Double(recall.filter { $0 >= 0.5 }.count) / Double(max(1, recall.count))))
        guard
            let head = Head(
                name: name, classes: plan.classes, embeddingLength: maker.embeddingLength, cueNames: maker.cueNames, vocabulary: vocabulary,
                temperature: temperature, threshold: 0.5,
                weights: flat(model, factors: maker.factors, classCount: classCount, shift: shift * temperature))
        else { throw PostureEvaluationError("The head \(name) did not converge.") }
        return head
    }

    /// One row of weights per class for inputs as they are, the shift added to class 0's intercept.
    private func flat(_ model: LogisticRegression, factors: [Float], classCount: Int, shift: Double) -> [Float] {
        let stride = model.inputLength + 1
        var weights = model.weights
        if classCount == 2 { weights = [Double](repeating: 0, count: stride) + weights }
        for index in weights.indices where index % stride < factors.count { weights[index] *= Double(factors[index % stride]) }
        weights[stride - 1] += shift
        return weights.map { Float($0) }
    }
}

/// Turns scores into honest confidences: one temperature, and one shift of class 0.
enum Calibration {
    /// The divisor of the logits, of a fixed ladder, under which the labels are likeliest; balanced = every class counting alike.
    static func temperature(_ logits: [[Double]], _ labels: [Int], isBalanced: Bool = true) -> Double {
        var mass: [Int: Double] = [:]
        for label in labels { mass[label, default: 0] += 1 }
        var best = (loss: Double.infinity, temperature: 1.0)
        for step in 0...30 {
            let temperature = 0.4 * pow(1.08, Double(step))
            var loss = 0.0
            for (row, label) in zip(logits, labels) {
                loss -= log(max(1e-12, Head.softmax(row.map { $0 / temperature })[label])) / (isBalanced ? mass[label] ?? 1 : 1)
            }
            if loss < best.loss { best = (loss, temperature) }
        }
        return best.temperature
    }

    /// What class 0's logit (after temperature) must gain so that at most `rate` of these rows leave class 0; never less than nothing.
    static func shift(_ logits: [[Double]], temperature: Double, rate: Double) -> Double {
        let margins = logits.map { row -> Double in
            let rest = row.dropFirst().map { exp(($0 - row[0]) / temperature) }.reduce(0, +)
            return log(max(rest, 1e-12))
        }
        let limit = Measures.threshold(atFalsePositiveRate: rate, margins)
        return limit.isFinite ? max(0, limit + 1e-6) : 0
    }

    /// Probability of leaving class 0.
    static func risk(_ logits: [Double], temperature: Double, shift: Double) -> Double {
        var row = logits.map { $0 / temperature }
        row[0] += shift
        return 1 - Head.softmax(row)[0]
    }
}
