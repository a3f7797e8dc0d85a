import Foundation

/// Figures of merit, as the field defines them.
package enum Measures {
    package static func accuracy(_ predicted: [Int], _ labels: [Int]) -> Double {
        guard !labels.isEmpty else { return 0 }
        return Double(zip(predicted, labels).filter { $0 == $1 }.count) / Double(labels.count)
    }

    /// F1 of one class; 0 when it is never predicted and never there.
    package static func f1(_ predicted: [Int], _ labels: [Int], of label: Int) -> Double {
        var hits = 0
        var wrong = 0
        for (guess, truth) in zip(predicted, labels) {
            if guess == label && truth == label { hits += 1 } else if guess == label || truth == label { wrong += 1 }
        }
        return hits == 0 ? 0 : 2 * Double(hits) / Double(2 * hits + wrong)
    }

    /// Mean F1 over the classes that occur in the labels or the predictions.
    package static func macroF1(_ predicted: [Int], _ labels: [Int]) -> Double {
        let classes = Set(predicted).union(labels).sorted()
        return classes.isEmpty ? 0 : classes.map { f1(predicted, labels, of: $0) }.reduce(0, +) / Double(classes.count)
    }

    /// Area under the receiver operating characteristic: the chance that a positive scores above a negative, ties counting half.
    package static func auroc(_ scores: [Double], _ isPositive: [Bool]) -> Double {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        let positives = isPositive.filter { $0 }.count
        let negatives = isPositive.count - positives
        guard positives > 0, negatives > 0 else { return 0.5 }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end + 1 < order.count && scores[order[end + 1]] == scores[order[start]] { end += 1 }
            let rank = Double(start + end) / 2 + 1
            for position in start...end where isPositive[order[position]] { rankSum += rank }
            start = end + 1
        }
        return (rankSum - Double(positives) * Double(positives + 1) / 2) / (Double(positives) * Double(negatives))
    }

    /// Average precision: Σ (recall step) · precision, thresholds at every distinct score.
    package static func averagePrecision(_ scores: [Double], _ isPositive: [Bool]) -> Double {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let positives = Double(isPositive.filter { $0 }.count)
        guard positives > 0 else { return 0 }
        var seen = 0.0
        var hits = 0.0
        var sum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end + 1 < order.count && scores[order[end + 1]] == scores[order[start]] { end += 1 }
            let fresh = Double((start...end).filter { isPositive[order[$0]] }.count)
            seen += Double(end - start + 1)
            hits += fresh
            sum += fresh / positives * hits / seen
            start = end + 1
        }
        return sum
    }

    /// Share of the positives above the threshold that lets at most `rate` of the negatives through.
    package static func recall(atFalsePositiveRate rate: Double, _ scores: [Double], _ isPositive: [Bool]) -> Double {
        let limit = threshold(atFalsePositiveRate: rate, zip(scores, isPositive).filter { !$0.1 }.map(\.0))
        let positives = zip(scores, isPositive).filter { $0.1 }.map(\.0)
        return positives.isEmpty ? 0 : Double(positives.filter { $0 > limit }.count) / Double(positives.count)
    }

    /// The smallest score such that at most `rate` of the negatives lie above it.
    package static func threshold(atFalsePositiveRate rate: Double, _ negatives: [Double]) -> Double {
        let sorted = negatives.sorted(by: >)
        let allowed = Int(Double(sorted.count) * rate)
        return allowed < sorted.count ? sorted[allowed] : -.infinity
    }

    /// Expected calibration error: mean gap between confidence and accuracy over equal-width bins of the confidence, weighted by their share.
    package static func calibrationError(_ confidences: [Double], _ isRight: [Bool], bins: Int = 15) -> Double {
        guard !confidences.isEmpty else { return 0 }
        var count = [Double](repeating: 0, count: bins)
        var confidence = count
        var right = count
        for (value, isRight) in zip(confidences, isRight) {
            let bin = min(bins - 1, max(0, Int(value * Double(bins))))
            count[bin] += 1
            confidence[bin] += value
            if isRight { right[bin] += 1 }
        }
        return (0..<bins).reduce(0) { $0 + abs(confidence[$1] - right[$1]) } / Double(confidences.count)
    }
}

extension Array where Element == Double {
    /// Position of the largest element, the first on a tie; 0 when empty.
    package var largestIndex: Int {
        var best = 0
        for index in indices where self[index] > self[best] { best = index }
        return best
    }
}
