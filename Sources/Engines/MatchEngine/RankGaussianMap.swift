import Foundation

/// Maps each feature to normal scores by its ranks in a background population (`biometrics.md` 4.2), so that odd scales and long tails
/// of one keyboard or text do not matter.
package struct RankGaussianMap: Sendable, Equatable {
    /// Per feature the background's quantiles, ascending.
    private let quantiles: [[Double]]
    /// The normal scores of the quantiles: `z_j = Φ⁻¹((j − ½)/Q)`.
    private let scores: [Double]

    /// Number of quantiles: 512 where there are that many values (documented range 257–512), fewer otherwise.
    package static let quantileCount = 512

    /// - Parameter samples: one row per observation; NaN entries are left out of their feature.
    package init(samples: [[Double]], features: Int) {
        let count = max(8, min(RankGaussianMap.quantileCount, samples.count))
        let levels = (0..<count).map { (Double($0) + 0.5) / Double(count) }
        scores = levels.map(Normal.quantile)
        quantiles = (0..<features).map { feature in
            let sorted = samples.map { $0[feature] }.filter { !$0.isNaN }.sorted()
            return sorted.isEmpty ? [] : levels.map { RankGaussianMap.quantile(sorted, $0) }
        }
    }

    /// The normal score of `value`; flat outside the background's range, NaN for NaN, 0 for a feature never seen.
    package func map(_ value: Double, feature: Int) -> Double {
        quantiles[feature].withUnsafeBufferPointer { q in scores.withUnsafeBufferPointer { RankGaussianMap.map(value, q, $0) } }
    }

    package func map(_ row: [Double]) -> [Double] {
        row.enumerated().map { map($1, feature: $0) }
    }

    /// The sum of the normal scores of one feature over many rows.
    func sum(of rows: ArraySlice<[Double]>, feature: Int) -> Double {
        quantiles[feature].withUnsafeBufferPointer { q in
            scores.withUnsafeBufferPointer { scores in
                var sum = 0.0
                for row in rows { sum += RankGaussianMap.map(row[feature], q, scores) }
                return sum
            }
        }
    }

    private static func map(_ value: Double, _ q: UnsafeBufferPointer<Double>, _ scores: UnsafeBufferPointer<Double>) -> Double {
        guard !value.isNaN else { return .nan }
        guard let first = q.first, let last = q.last else { return 0 }
        if value < first { return scores[0] }
        if value > last { return scores[scores.count - 1] }
        // The last quantile that is not above the value.
        var low = 0
        var high = q.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if q[middle] <= value { low = middle } else { high = middle }
        }
        if q[low] == value { return tied(q, scores, upTo: low) }
        let next = low + 1
        return scores[low] + (scores[next] - scores[low]) * (value - q[low]) / (q[next] - q[low])
    }

    /// The mean score of all quantiles equal to the one at `last`, the last of them: times on a coarse clock come in ties.
    private static func tied(_ q: UnsafeBufferPointer<Double>, _ scores: UnsafeBufferPointer<Double>, upTo last: Int) -> Double {
        var start = last
        while start > 0, q[start - 1] == q[last] { start -= 1 }
        var sum = 0.0
        for index in start...last { sum += scores[index] }
        return sum / Double(last - start + 1)
    }

    /// The quantile of ascending values by linear interpolation between order statistics.
    package static func quantile(_ sorted: [Double], _ level: Double) -> Double {
        let position = level * Double(sorted.count - 1)
        let low = Int(position)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
    }
}

/// The standard normal distribution.
package enum Normal {
    /// `Φ⁻¹(p)` for p in 0…1 exclusive, to about 1e-9: Acklam's rational approximation, then one Halley step on `erfc`.
    package static func quantile(_ p: Double) -> Double {
        let a = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.3577518672690, -30.66479806614716, 2.506628277459239]
        let b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572]
        let c = [
            -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783,
        ]
        let d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416]
        var x: Double
        if p < 0.02425 || p > 0.97575 {
            let q = (-2 * log(min(p, 1 - p))).squareRoot()
            let top = ((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]
            let bottom = (((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1
            x = p < 0.5 ? top / bottom : -top / bottom
        } else {
            let q = p - 0.5
            let r = q * q
            let top = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q
            let bottom = ((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1
            x = top / bottom
        }
        let error = 0.5 * erfc(-x / 2.0.squareRoot()) - p
        let step = error * (2 * Double.pi).squareRoot() * exp(x * x / 2)
        x -= step / (1 + x * step / 2)
        return x
    }
}
