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

    /// Transformed times of one session by what was timed.
    typealias Times = [Int: [Double]]

    /// One session by keys: logarithms of press-to-press times by pair, and these with holds and release-to-press times.
    struct Session {
        var pairs: Times = [:]
        var all: Times = [:]
    }

    private var numbers: [String: Int] = [:]

    private mutating func number(of name: String) -> Int {
        if let known = numbers[name] { return known }
        numbers[name] = numbers.count
        return numbers.count - 1
    }

    mutating func session(of keys: [KeystrokeTable.Key]) -> Session {
        var session = Session()
        for (index, key) in keys.enumerated() {
            let hold = key.released - key.pressed
            if hold > 5, hold < 1000 { session.all[number(of: "H\u{0}" + key.name), default: []].append(log(hold)) }
            guard index + 1 < keys.count else { continue }
            let next = keys[index + 1]
            let interval = next.pressed - key.pressed
            guard interval > 5, interval < 2000 else { continue }
            let pair = key.name + "\u{0}" + next.name
            let down = number(of: "D\u{0}" + pair)
            session.pairs[down, default: []].append(log(interval))
            session.all[down, default: []].append(log(interval))
            if !key.released.isNaN { session.all[number(of: "U\u{0}" + pair), default: []].append(asinh((next.pressed - key.released) / 50)) }
        }
        return session
    }

    /// Variance of single times within a person over the background; what few people type is left out.
    static func withinVariances(_ background: [[Session]]) -> [Int: Double] {
        var variances: [Int: [Double]] = [:]
        for person in background {
            for (pair, values) in merged(person.map(\.all)) where values.count > 2 {
                let mean = values.reduce(0, +) / Double(values.count)
                variances[pair, default: []].append(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
            }
        }
        return variances.filter { $0.value.count >= max(3, background.count / 3) }.mapValues {
            max(RankGaussianMap.quantile($0.sorted(), 0.5), 1e-3)
        }
    }

    private static func merged(_ sessions: [Times]) -> Times {
        sessions.reduce(into: Times()) { $0.merge($1, uniquingKeysWith: +) }
    }

    /// Scores of a test against a baseline, higher = more alike.
    static func scores(_ test: Session, baseline: [Session], within: [Int: Double]) -> [(Method, Double)] {
        let pairs = merged(baseline.map(\.pairs))
        let all = merged(baseline.map(\.all))
        let distances = baseline.map { relative($0.pairs, test.pairs) + absolute($0.pairs, test.pairs) }
        return [
            (.gunettiPicardi, -distances.reduce(0, +) / Double(max(distances.count, 1))),
            (.absolute, -absolute(pairs, test.pairs)),
            (.tailArea, tailArea(all, test.all)),
            (.scaledManhattan, scaledManhattan(all, test.all, within)),
        ]
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

    /// What both have, in a fixed order.
    private static func shared(_ a: Times, _ b: Times) -> [Int] { b.keys.filter { a[$0] != nil }.sorted() }

    private static func relative(_ a: Times, _ b: Times) -> Double {
        let pairs = shared(a, b)
        guard pairs.count >= 4 else { return 0.5 }
        func ranks(_ times: Times) -> [Int] {
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

    private static func absolute(_ a: Times, _ b: Times) -> Double {
        let pairs = shared(a, b)
        guard !pairs.isEmpty else { return 0.5 }
        let unlike = pairs.count { abs(mean(a[$0] ?? []) - mean(b[$0] ?? [])) > log(1.25) }
        return Double(unlike) / Double(pairs.count)
    }

    private static func tailArea(_ baseline: Times, _ test: Times) -> Double {
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

    private static func scaledManhattan(_ baseline: Times, _ test: Times, _ within: [Int: Double]) -> Double {
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
