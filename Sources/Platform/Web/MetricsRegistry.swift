// Counters, gauges and histograms, written out in Prometheus' text format.
import Synchronization

package final class MetricsRegistry: Sendable {
    private struct Histogram {
        var counts = Array(repeating: 0, count: MetricsRegistry.bounds.count)
        var sum = 0.0
        var total = 0

        mutating func add(_ value: Double, bucket: Int?) {
            if let bucket { counts[bucket] += 1 }
            sum += value
            total += 1
        }
    }

    private struct State {
        var help: [String: String] = [:]
        var counters: [String: [String: Double]] = [:]
        var gauges: [String: [String: Double]] = [:]
        var histograms: [String: [String: Histogram]] = [:]
    }

    /// Upper bounds of the buckets in seconds (our choice: 1 ms to 10 s).
    private static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let state = Mutex(State())

    package init() {}

    package func count(_ name: String, _ labels: [(String, String)] = [], by amount: Double = 1) {
        let key = Self.text(labels)
        state.withLock { $0.counters[name, default: [:]][key, default: 0] += amount }
    }

    package func set(_ name: String, _ labels: [(String, String)] = [], to value: Double) {
        let key = Self.text(labels)
        state.withLock { $0.gauges[name, default: [:]][key] = value }
    }

    package func observe(_ name: String, _ labels: [(String, String)] = [], seconds: Double) {
        let key = Self.text(labels)
        let bucket = Self.bounds.firstIndex { seconds <= $0 }
        // In place: a copy of the buckets for each request would be felt.
        state.withLock { $0.histograms[name, default: [:]][key, default: Histogram()].add(seconds, bucket: bucket) }
    }

    package func describe(_ name: String, _ help: String) { state.withLock { $0.help[name] = help } }

    /// Everything, in the text format 0.0.4.
    package func rendered() -> String {
        state.withLock { state in
            var lines: [String] = []
            func head(_ name: String, _ type: String) {
                if let help = state.help[name] { lines.append("# HELP \(name) \(help)") }
                lines.append("# TYPE \(name) \(type)")
            }
            for (name, series) in state.counters.sorted(by: { $0.key < $1.key }) {
                head(name, "counter")
                for (labels, value) in series.sorted(by: { $0.key < $1.key }) { lines.append("\(name)\(Self.braces(labels)) \(value)") }
            }
            for (name, series) in state.gauges.sorted(by: { $0.key < $1.key }) {
                head(name, "gauge")
                for (labels, value) in series.sorted(by: { $0.key < $1.key }) { lines.append("\(name)\(Self.braces(labels)) \(value)") }
            }
            for (name, series) in state.histograms.sorted(by: { $0.key < $1.key }) {
                head(name, "histogram")
                for (labels, histogram) in series.sorted(by: { $0.key < $1.key }) {
                    let prefix = labels.isEmpty ? "" : labels + ","
                    var cumulative = 0
                    for (bound, count) in zip(Self.bounds, histogram.counts) {
                        cumulative += count
                        lines.append("\(name)_bucket{\(prefix)le=\"\(bound)\"} \(cumulative)")
                    }
                    lines.append("\(name)_bucket{\(prefix)le=\"+Inf\"} \(histogram.total)")
                    lines.append("\(name)_sum\(Self.braces(labels)) \(histogram.sum)")
                    lines.append("\(name)_count\(Self.braces(labels)) \(histogram.total)")
                }
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    private static func braces(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func text(_ labels: [(String, String)]) -> String {
        var text = ""
        for (name, value) in labels {
            if !text.isEmpty { text += "," }
            text += name
            text += "=\""
            text += escaped(value)
            text += "\""
        }
        return text
    }

    /// Nearly no value holds anything to escape.
    private static func escaped(_ value: String) -> String {
        let isSpecial: (UInt8) -> Bool = { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") }
        guard value.utf8.contains(where: isSpecial) else { return value }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
