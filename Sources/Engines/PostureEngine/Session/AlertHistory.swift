/// What a session remembers of its alerts.
package struct AlertHistory: Sendable, Equatable, Codable {
    /// What the dyadic risk module found in one turn.
    package struct DyadicRating: Sendable, Equatable {
        package var level: AlertLevel
        package var score: Double

        package init(level: AlertLevel, score: Double) {
            self.level = level
            self.score = score
        }
    }

    /// Turns per level, green first.
    private var counts = [Int](repeating: 0, count: AlertLevel.allCases.count)
    /// Turns in a row, up to now and at most, whose alert was orange or worse.
    package private(set) var orangeRun = 0
    package private(set) var longestOrangeRun = 0
    package private(set) var highest = AlertLevel.green
    /// Turns that the dyadic risk module rated, and what it found.
    package private(set) var ratedTurns = 0
    package private(set) var highestDyadic: AlertLevel?
    package private(set) var highestDyadicScore = 0.0
    package private(set) var highestInputRisk = 0.0
    /// Turns whose dyadic alert was red or critical, ascending; the first hundred of them.
    package private(set) var criticalTurns: [Int] = []
    package private(set) var criticalTurnCount = 0

    private enum CodingKeys: String, CodingKey {
        case counts = "c"
        case orangeRun = "r"
        case longestOrangeRun = "lr"
        case highest = "h"
        case ratedTurns = "n"
        case highestDyadic = "dh"
        case highestDyadicScore = "ds"
        case highestInputRisk = "ih"
        case criticalTurns = "ct"
        case criticalTurnCount = "cn"
    }

    package init() {}

    package func turns(at level: AlertLevel) -> Int { counts.indices.contains(level.rank) ? counts[level.rank] : 0 }

    /// All five levels, those without turns too.
    package var distribution: [AlertLevel: Int] {
        Dictionary(uniqueKeysWithValues: AlertLevel.allCases.map { ($0, turns(at: $0)) })
    }

    /// Whether more turns were critical than `criticalTurns` lists.
    package var criticalTurnsAreCut: Bool { criticalTurnCount > criticalTurns.count }

    mutating func add(turn: Int, alert: AlertLevel, dyadic: DyadicRating?, inputRisk: Double?) {
        counts[alert.rank] += 1
        orangeRun = alert >= .orange ? orangeRun + 1 : 0
        longestOrangeRun = max(longestOrangeRun, orangeRun)
        highest = max(highest, alert)
        if let inputRisk { highestInputRisk = max(highestInputRisk, inputRisk) }
        guard let dyadic else { return }
        ratedTurns += 1
        highestDyadic = max(highestDyadic ?? .green, dyadic.level)
        highestDyadicScore = max(highestDyadicScore, dyadic.score)
        guard dyadic.level >= .red else { return }
        criticalTurnCount += 1
        guard criticalTurns.count < Self.listLimit else { return }
        let place = criticalTurns.firstIndex { $0 > turn } ?? criticalTurns.endIndex
        criticalTurns.insert(turn, at: place)
    }

    /// Our choice: the list stays readable and the state small.
    private static let listLimit = 100
}
