// What a session remembers of its health scores; its size does not grow with the turns.

/// Mean and spread of a stream of values (Welford's method).
package struct RunningMoments: Sendable, Equatable, Codable {
    package private(set) var count = 0
    package private(set) var mean = 0.0
    private var squares = 0.0

    private enum CodingKeys: String, CodingKey {
        case count = "n"
        case mean = "m"
        case squares = "q"
    }

    package init() {}

    package mutating func add(_ value: Double) {
        count += 1
        let distance = value - mean
        mean += distance / Double(count)
        squares += distance * (value - mean)
    }

    /// Population standard deviation; 0 without values.
    package var deviation: Double { count == 0 ? 0 : (max(squares, 0) / Double(count)).squareRoot() }
}

/// The course of the health score (BHS) over a session.
package struct HealthHistory: Sendable, Equatable, Codable {
    /// One turn's score. `position` counts the turns of the session from 0, `turn` is the number that the caller gave.
    package struct Point: Sendable, Equatable, Codable {
        package var position: Int
        package var turn: Int
        package var value: Double

        private enum CodingKeys: String, CodingKey {
            case position = "p"
            case turn = "t"
            case value = "v"
        }
    }

    /// A stretch between two turns.
    package struct Stretch: Sendable, Equatable, Codable {
        package var from: Point
        package var to: Point

        private enum CodingKeys: String, CodingKey {
            case from = "f"
            case to = "t"
        }

        package var turns: Int { to.position - from.position + 1 }
        package var fall: Double { from.value - to.value }
        package var fallPerTurn: Double { turns < 2 ? 0 : fall / Double(turns - 1) }
    }

    package private(set) var first: Point?
    package private(set) var last: Point?
    /// The turn with the lowest score, the earliest of several.
    package private(set) var lowest: Point?
    package private(set) var highestValue = 0.0
    package private(set) var health = RunningMoments()
    package private(set) var oscillation = RunningMoments()
    /// The longest run of falls from turn to turn; of equally long ones the one that falls most, then the earlier.
    package private(set) var longestDecline: Stretch?
    private var currentDecline: Stretch?
    /// The largest fall from one turn to the next, the earliest of several; `nil` while nothing fell.
    package private(set) var largestDrop: Stretch?
    /// How often the direction changed between falls and rises of at least 0.15.
    package private(set) var directionChanges = 0
    private var lastDirection = 0

    private enum CodingKeys: String, CodingKey {
        case first = "f"
        case last = "l"
        case lowest = "w"
        case highestValue = "h"
        case health = "b"
        case oscillation = "o"
        case longestDecline = "ld"
        case currentDecline = "cd"
        case largestDrop = "dr"
        case directionChanges = "dc"
        case lastDirection = "dl"
    }

    package init() {}

    mutating func add(turn: Int, health value: Double, oscillation poi: Double) {
        let point = Point(position: health.count, turn: turn, value: value)
        if let last { compare(last, with: point) }
        if first == nil { first = point }
        if value < (lowest?.value ?? .infinity) { lowest = point }
        highestValue = max(highestValue, value)
        health.add(value)
        oscillation.add(poi)
        last = point
    }

    private mutating func compare(_ before: Point, with point: Point) {
        let fall = before.value - point.value
        if fall > Self.equality {
            let run = Stretch(from: currentDecline?.from ?? before, to: point)
            currentDecline = run
            if let longest = longestDecline {
                if (run.turns, run.fall) > (longest.turns, longest.fall) { longestDecline = run }
            } else {
                longestDecline = run
            }
            if fall > (largestDrop?.fall ?? 0) { largestDrop = Stretch(from: before, to: point) }
        } else {
            currentDecline = nil
        }
        guard abs(fall) >= Self.swing - Self.equality else { return }
        let direction = fall > 0 ? -1 : 1
        if lastDirection == -direction { directionChanges += 1 }
        lastDirection = direction
    }

    /// A difference from which a rise or fall counts as a swing (our choice).
    private static let swing = 0.15
    /// Differences below are the arithmetic's, not the session's.
    private static let equality = 1e-9
}
