import Foundation

/// What an evaluation measured, for people and for machines.
package struct EvaluationReport: Sendable, Encodable {
    /// One method at one number of baseline sessions.
    package struct Result: Sendable, Encodable {
        package var method: String
        package var sessions: Int
        package var perUserEER: Double
        package var pooledEER: Double
        package var trials: Int
        package var perUserStandardError: Double
        package var pooledStandardError: Double

        enum CodingKeys: String, CodingKey {
            case method, sessions, trials
            case perUserEER = "per_user_eer"
            case pooledEER = "pooled_eer"
            case perUserStandardError = "per_user_standard_error"
            case pooledStandardError = "pooled_standard_error"
        }
    }

    /// How the product's own thresholds would have called the trials, as shares.
    package struct Outcome: Sendable, Encodable {
        package struct Shares: Sendable, Encodable {
            package var match: Double
            package var review: Double
            package var mismatch: Double
        }
        package var sessions: Int
        package var genuine: Shares
        package var impostor: Shares
    }

    /// `km`, `fewshot` or `freetext`.
    package var `protocol`: String
    package var results: [Result]
    package var outcomes: [Outcome]
    package var people: Int
    package var splits: Int
    package var keysPerSession: Int
    package var isColdStart: Bool
    /// What was left out and why, one sentence each.
    package var notes: [String]

    enum CodingKeys: String, CodingKey {
        case `protocol`, results, outcomes, people, splits, notes
        case keysPerSession = "keys_per_session"
        case isColdStart = "cold_start"
    }

    package init(
        protocol name: String, results: [Result] = [], outcomes: [Outcome] = [], people: Int = 0, splits: Int = 1, keysPerSession: Int = 0,
        isColdStart: Bool = false, notes: [String] = []
    ) {
        `protocol` = name
        self.results = results
        self.outcomes = outcomes
        self.people = people
        self.splits = splits
        self.keysPerSession = keysPerSession
        self.isColdStart = isColdStart
        self.notes = notes
    }

    package mutating func add(_ method: String, sessions: Int, _ rates: SplitRates) {
        guard !rates.isEmpty else { return }
        func round(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
        results.append(
            Result(
                method: method, sessions: sessions, perUserEER: round(rates.perUserRate), pooledEER: round(rates.pooledRate), trials: rates.trials,
                perUserStandardError: round(rates.perUserError), pooledStandardError: round(rates.pooledError)))
    }

    /// The report as JSON, with a stable order of keys.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The report as a table: a line per method, a column per number of baseline sessions, per-user and pooled rates.
    package func table() -> String {
        let depths = Set(results.map(\.sessions)).sorted()
        var methods: [String] = []
        for result in results where !methods.contains(result.method) { methods.append(result.method) }
        let width = max(12, (methods.map(\.count).max() ?? 0) + 2)
        var lines = [headline, "Equal error rates, per user / pooled ± standard error over splits, by number of baseline sessions:", ""]
        lines.append(pad("method", width) + depths.map { pad("n=\($0)", 24) }.joined())
        for method in methods {
            let cells = depths.map { depth -> String in
                guard let result = results.first(where: { $0.method == method && $0.sessions == depth }) else { return pad("–", 24) }
                let error = splits > 1 ? String(format: " ±%.4f", result.pooledStandardError) : ""
                return pad(String(format: "%.4f/%.4f", result.perUserEER, result.pooledEER) + error, 24)
            }
            lines.append(pad(method, width) + cells.joined())
        }
        if !outcomes.isEmpty {
            lines += ["", "Called match / review / mismatch by the product (72 and 40):", pad("", width) + pad("genuine", 26) + "impostor"]
            for outcome in outcomes {
                lines.append(pad("n=\(outcome.sessions)", width) + pad(text(outcome.genuine), 26) + text(outcome.impostor))
            }
        }
        if !notes.isEmpty { lines += [""] + notes }
        return lines.joined(separator: "\n")
    }

    private var headline: String {
        let start = isColdStart ? ", cold start" : ""
        let keys = keysPerSession > 0 ? ", \(keysPerSession) keys a session" : ""
        return "Protocol \(self.protocol): \(people) people, \(splits) \(splits == 1 ? "split" : "splits")\(keys)\(start)."
    }

    private func text(_ shares: Outcome.Shares) -> String {
        String(format: "%.3f / %.3f / %.3f", shares.match, shares.review, shares.mismatch)
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}

/// Counts the product's verdicts.
struct OutcomeCounts: Sendable {
    private var counts: [[Int]] = [[0, 0, 0], [0, 0, 0]]

    mutating func add(isGenuine: Bool, match: Bool, mismatch: Bool) {
        counts[isGenuine ? 0 : 1][match ? 0 : mismatch ? 2 : 1] += 1
    }

    func outcome(sessions: Int) -> EvaluationReport.Outcome? {
        func shares(_ row: [Int]) -> EvaluationReport.Outcome.Shares? {
            let total = Double(row.reduce(0, +))
            guard total > 0 else { return nil }
            let parts = row.map { (Double($0) / total * 10_000).rounded() / 10_000 }
            return .init(match: parts[0], review: parts[1], mismatch: parts[2])
        }
        guard let genuine = shares(counts[0]), let impostor = shares(counts[1]) else { return nil }
        return .init(sessions: sessions, genuine: genuine, impostor: impostor)
    }
}
