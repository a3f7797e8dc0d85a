import Foundation
import MatchEngine

/// Published comparisons of free typing by the keys themselves, for measuring the product against; it never sees keys.
struct FreeTextClassics {
    enum Method: String, CaseIterable {
        /// Gunetti & Picardi (ACM TISSEC 2005): relative order and absolute similarity of two-key times.
        case gunettiPicardi = "gunetti_picardi_ra"
        case absolute = "gunetti_picardi_a"
        /// Instance-based tail area density (Ayotte and others 2020).
        case tailArea = "tail_area"
        case scaledManhattan = "scaled_manhattan"
    }

    /// Logarithms of press-to-press times of one session, by pair of keys.
    typealias Digraphs = [Int: [Double]]

    private var pairNumbers: [String: Int] = [:]

    mutating func digraphs(of keys: [KeystrokeTable.Key]) -> Digraphs {
        var times: Digraphs = [:]
        for (first, second) in zip(keys, keys.dropFirst()) {
            let interval = second.pressed - first.pressed
            guard interval > 5, interval < 2000 else { continue }
            let name = first.name + "\u{0}" + second.name
            let number = pairNumbers[name] ?? pairNumbers.count
            pairNumbers[name] = number
            times[number, default: []].append(log(interval))
        }
        return times
    }

    /// Variance of single times within a person, per pair, over the background; pairs that few people type are left out.
    static func withinVariances(_ background: [[Digraphs]]) -> [Int: Double] {
        var variances: [Int: [Double]] = [:]
        for person in background {
            for (pair, values) in merged(person) where values.count > 2 {
                let mean = values.reduce(0, +) / Double(values.count)
                variances[pair, default: []].append(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
            }
        }
        return variances.filter { $0.value.count >= max(3, background.count / 3) }.mapValues {
            max(RankGaussianMap.quantile($0.sorted(), 0.5), 1e-3)
        }
    }

    static func merged(_ sessions: [Digraphs]) -> Digraphs {
        sessions.reduce(into: Digraphs()) { $0.merge($1, uniquingKeysWith: +) }
    }

    /// Scores of a test against a baseline, higher = more alike.
    static func scores(_ test: Digraphs, baseline: [Digraphs], within: [Int: Double]) -> [(Method, Double)] {
        let all = merged(baseline)
        let distances = baseline.map { relative($0, test) + absolute($0, test) }
        return [
            (.gunettiPicardi, -distances.reduce(0, +) / Double(max(distances.count, 1))),
            (.absolute, -absolute(all, test)),
            (.tailArea, tailArea(all, test)),
            (.scaledManhattan, scaledManhattan(all, test, within)),
        ]
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

    /// Pairs that both have, in a fixed order.
    private static func shared(_ a: Digraphs, _ b: Digraphs) -> [Int] { b.keys.filter { a[$0] != nil }.sorted() }

    private static func relative(_ a: Digraphs, _ b: Digraphs) -> Double {
        let pairs = shared(a, b)
        guard pairs.count >= 4 else { return 0.5 }
        func ranks(_ times: Digraphs) -> [Int] {
            let means = pairs.map { mean(times[$0] ?? []) }
            let order = means.indices.sorted { (means[$0], $0) < (means[$1], $1) }
            var ranks = [Int](repeating: 0, count: pairs.count)
            for (rank, index) in order.enumerated() { ranks[index] = rank }
            return ranks
        }
        let disorder = zip(ranks(a), ranks(b)).reduce(0) { $0 + abs($1.0 - $1.1) }
        let count = pairs.count
        return Double(disorder) / (Double(count * count - count % 2) / 2)
    }

    private static func absolute(_ a: Digraphs, _ b: Digraphs) -> Double {
        let pairs = shared(a, b)
        guard !pairs.isEmpty else { return 0.5 }
        let unlike = pairs.count { abs(mean(a[$0] ?? []) - mean(b[$0] ?? [])) > log(1.25) }
        return Double(unlike) / Double(pairs.count)
    }

    private static func tailArea(_ baseline: Digraphs, _ test: Digraphs) -> Double {
        var sum = 0.0
        var count = 0.0
        for pair in shared(baseline, test) {
            guard let known = baseline[pair]?.sorted(), known.count >= 3 else { continue }
            for value in test[pair] ?? [] {
                let below = Double(known.count { $0 < value }) / Double(known.count)
                sum += min(below, 1 - below).squareRoot()
                count += 1
            }
        }
        return count > 0 ? sum / count : 0
    }

    private static func scaledManhattan(_ baseline: Digraphs, _ test: Digraphs, _ within: [Int: Double]) -> Double {
        var sum = 0.0
        var count = 0.0
        for pair in shared(baseline, test) {
            guard let variance = within[pair] else { continue }
            sum += abs(mean(baseline[pair] ?? []) - mean(test[pair] ?? [])) / variance.squareRoot()
            count += 1
        }
        // Nothing in common counts as three deviations.
        return count > 0 ? -sum / count : -3
    }
}
