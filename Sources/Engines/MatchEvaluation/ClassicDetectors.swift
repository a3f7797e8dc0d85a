import Foundation
import MatchEngine

/// The anomaly detectors of Killourhy & Maxion (DSN 2009) on raw timings: trained on one person's repetitions, higher scores mean more alike.
enum ClassicDetector: String, CaseIterable {
    case scaledManhattan = "scaled_manhattan"
    case scaledManhattanMedian = "scaled_manhattan_median"
    case nearestNeighbourMahalanobis = "nearest_neighbour_mahalanobis"
    case outlierCount = "outlier_count"
    case mahalanobis
    case filteredManhattan = "filtered_manhattan"
    case manhattan
    case euclidean

    /// Nil when the training rows do not determine the detector.
    func trained(on rows: [[Double]]) -> (([Double]) -> Double)? {
        guard rows.count >= 2, let width = rows.first?.count else { return nil }
        let mean = TypedText.mean(of: rows)
        switch self {
        case .manhattan: return { -ClassicDetector.distance($0, mean) { abs($0) } }
        case .euclidean: return { -ClassicDetector.distance($0, mean) { $0 * $0 } }
        case .scaledManhattan:
            return ClassicDetector.scaled(centre: mean, rows)
        case .scaledManhattanMedian:
            let median = (0..<width).map { column in RankGaussianMap.quantile(rows.map { $0[column] }.sorted(), 0.5) }
            return ClassicDetector.scaled(centre: median, rows)
        case .filteredManhattan:
            let deviation = ClassicDetector.deviations(rows, mean)
            let filtered = (0..<width).map { column -> Double in
                let kept = rows.map { $0[column] }.filter { abs($0 - mean[column]) <= 3 * deviation[column] }
                return kept.isEmpty ? mean[column] : kept.reduce(0, +) / Double(kept.count)
            }
            return { -ClassicDetector.distance($0, filtered) { abs($0) } }
        case .outlierCount:
            let deviation = ClassicDetector.deviations(rows, mean)
            return { row in
                var outliers = 0.0
                var sum = 0.0
                for column in 0..<width {
                    let z = abs(row[column] - mean[column]) / deviation[column]
                    if z > 1.96 { outliers += 1 }
                    sum += z
                }
                // Ties are broken by the mean deviation.
                return -outliers - 1e-6 * sum
            }
        case .mahalanobis:
            guard let root = ClassicDetector.inverseRoot(rows, mean) else { return nil }
            let centre = root * mean
            return { row in -ClassicDetector.distance(root * row, centre) { $0 * $0 } }
        case .nearestNeighbourMahalanobis:
            guard let root = ClassicDetector.inverseRoot(rows, mean) else { return nil }
            let known = rows.map { root * $0 }
            return { row in
                let place = root * row
                return -(known.map { ClassicDetector.distance(place, $0) { $0 * $0 } }.min() ?? 0)
            }
        }
    }

    private static func scaled(centre: [Double], _ rows: [[Double]]) -> ([Double]) -> Double {
        let spread = centre.indices.map { column in
            max(rows.reduce(0) { $0 + abs($1[column] - centre[column]) } / Double(rows.count), 1e-9)
        }
        return { row in
            var sum = 0.0
            for column in centre.indices { sum += abs(row[column] - centre[column]) / spread[column] }
            return -sum
        }
    }

    private static func distance(_ a: [Double], _ b: [Double], _ part: (Double) -> Double) -> Double {
        var sum = 0.0
        for index in a.indices { sum += part(a[index] - b[index]) }
        return sum
    }

    private static func deviations(_ rows: [[Double]], _ mean: [Double]) -> [Double] {
        mean.indices.map { column in
            let sum = rows.reduce(0) { $0 + ($1[column] - mean[column]) * ($1[column] - mean[column]) }
            return max((sum / Double(rows.count - 1)).squareRoot(), 1e-9)
        }
    }

    /// A with `AᵀA` = pseudo-inverse of the covariance. Release-to-press times are differences of the others, so it is singular.
    private static func inverseRoot(_ rows: [[Double]], _ mean: [Double]) -> Matrix? {
        var covariance = Matrix(rows: mean.count, columns: mean.count)
        for row in rows { covariance.addOuterProduct(of: zip(row, mean).map { $0 - $1 }, factor: 1 / Double(rows.count - 1)) }
        let (values, vectors) = covariance.symmetricEigen()
        guard let largest = values.first, largest > 0 else { return nil }
        var root = vectors.transposed
        for (index, value) in values.enumerated() {
            let factor = value > 1e-15 * largest ? 1 / value.squareRoot() : 0
            for column in mean.indices { root[index, column] *= factor }
        }
        return root
    }
}
