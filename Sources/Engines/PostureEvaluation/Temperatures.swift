import Foundation
import PostureEngine

/// What probabilities are cooled by before their confidence is measured, fitted on rows that the model had not seen.
///
/// One for all answers; or, of two classes, one for each answer: a model trained on balanced classes is too sure of the rarer class and not sure
/// enough of the other, which no single temperature can mend. No answer changes.
package struct Temperatures: Sendable {
    private let ofAnswer: [Double]

    /// One temperature for all.
    package init(shared probabilities: [[Double]], _ labels: [Int]) {
        ofAnswer = [Self.fitted(probabilities, labels, Array(probabilities.indices))]
    }

    /// One for each of two answers where that earns its place: where it makes the labels likelier by more than half the logarithm of their
    /// number (the price of a parameter by Bayes' information criterion). Else one for all.
    package init(ofEachAnswer probabilities: [[Double]], _ labels: [Int]) {
        let shared = Temperatures(shared: probabilities, labels)
        guard probabilities.first?.count == 2 else {
            self = shared
            return
        }
        let own = Temperatures(
            ofAnswer: (0..<2).map { answer in
                Self.fitted(probabilities, labels, probabilities.indices.filter { probabilities[$0].largestIndex == answer })
            })
        let gain = shared.loss(probabilities, labels) - own.loss(probabilities, labels)
        self = gain > 0.5 * log(Double(labels.count)) ? own : shared
    }

    private init(ofAnswer: [Double]) { self.ofAnswer = ofAnswer }

    package func applied(to probabilities: [[Double]]) -> [[Double]] {
        probabilities.map { row in
            let temperature = ofAnswer.count == 1 ? ofAnswer[0] : ofAnswer[row.largestIndex]
            return Head.softmax(Self.logits(row).map { $0 / temperature })
        }
    }

    private func loss(_ probabilities: [[Double]], _ labels: [Int]) -> Double {
        zip(applied(to: probabilities), labels).reduce(0) { $0 - log(max(1e-12, $1.0[$1.1])) }
    }

    private static func fitted(_ probabilities: [[Double]], _ labels: [Int], _ rows: [Int]) -> Double {
        rows.isEmpty ? 1 : Calibration.temperature(rows.map { logits(probabilities[$0]) }, rows.map { labels[$0] }, isBalanced: false)
    }

    private static func logits(_ probabilities: [Double]) -> [Double] { probabilities.map { log(max($0, 1e-12)) } }
}
