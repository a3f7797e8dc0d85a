import Foundation

/// One reason for a level: a metric that passed a threshold, and the sentences that made it do so.
package struct Driver: Sendable, Equatable, Codable {
    /// Which text the sentence indexes count in.
    package enum Side: String, Sendable, Codable {
        case response, user, session
    }

    /// The metric as the API names it: `poi`, `dpi`, `hri`, `bhs`, `irs`, …
    package var metric: String
    package var value: Double
    package var threshold: Double
    /// The level that this reason alone brings.
    package var level: AlertLevel
    package var side: Side
    /// Zero-based, ascending; empty when the reason lies in the session rather than in sentences.
    package var sentenceIndexes: [Int]
    /// In words, without any of the text: "hallucination risk 5 (red from 3.5)".
    package var reason: String

    private enum CodingKeys: String, CodingKey {
        case metric, value, threshold, level, side, reason
        case sentenceIndexes = "sentence_indexes"
    }

    package init(
        _ metric: String, _ value: Double, threshold: Double, level: AlertLevel, side: Side = .response, sentences: [Int] = [],
        reason: String
    ) {
        self.metric = metric
        self.value = value
        self.threshold = threshold
        self.level = level
        self.side = side
        sentenceIndexes = sentences
        self.reason = reason
    }

    /// The driver as it is answered: numbers rounded.
    package var output: Driver {
        var driver = self
        driver.value = value.outputRounded
        driver.threshold = threshold.outputRounded
        return driver
    }
}

extension [Driver] {
    /// Gravest first; among equals the order in which the rules stand.
    var byGravity: [Driver] {
        enumerated().sorted { ($1.element.level, $0.offset) < ($0.element.level, $1.offset) }.map(\.element)
    }

    var level: AlertLevel { map(\.level).max() ?? .green }
}

extension Double {
    /// At most two decimals, without trailing zeros, for sentences people read. The same in every locale.
    var formattedShort: String {
        let value = rounded(decimals: 2)
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return String(value)
    }
}
