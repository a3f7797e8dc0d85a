import Foundation

@testable import PostureEngine

/// Makes sessions, and computes again from all their turns what a session's state must say.
struct SessionTurns {
    var turn: Int
    var postures: Postures
    var response: [Sentence]
    var user: [Sentence]?

    func input(session: SessionState) -> TurnInput {
        TurnInput(turn: turn, postures: postures, response: response, user: user, readsUserRisk: user != nil, session: session)
    }

    static func random(count: Int, _ generator: inout Seeded, text: Bool = true) -> [SessionTurns] {
        let lines = [
            "Maybe it will rain.", "I think so.", "Everything is fine.", "I want to go to sleep and never wake up.",
            "Nobody would notice if I was gone.",
            "What is the capital of France?", "They are watching me.", "Nothing feels real.", "It is now or never.",
        ]
        return (1...count).map { turn in
            let length = Int.random(in: 1...6, using: &generator)
            let isCalm = Bool.random(using: &generator)
            func codes(_ most: Int, _ generator: inout Seeded) -> [CodedSentence] {
                (0..<length).map { _ in
                    let code = isCalm && Int.random(in: 0..<4, using: &generator) > 0 ? 0 : Int.random(in: 0...most, using: &generator)
                    return CodedSentence(code: code, confidence: Double.random(in: 0.3...1, using: &generator))
                }
            }
            let hasUser = text && Int.random(in: 0..<3, using: &generator) > 0
            let user = (0..<3).map { _ in Sentence(lines[Int.random(in: 0..<lines.count, using: &generator)]) }
            let c0 = hasUser ? user.map { _ in CodedSentence(code: Int.random(in: 0...9, using: &generator), confidence: 0.8) } : nil
            let postures = Postures(
                c0: c0, c1: codes(15, &generator), c2: codes(9, &generator), c3: codes(7, &generator), c4: codes(11, &generator))
            return SessionTurns(turn: turn, postures: postures, response: [Sentence("It is a plain answer.")], user: hasUser ? user : nil)
        }
    }

    /// The state after a turn of the given health, alert and dyadic result.
    static func advance(
        _ state: SessionState, turn: Int, health: Double, alert: AlertLevel = .green, dyadic: DyadicRisk? = nil
    ) -> SessionState {
        var next = state
        var metrics = TurnMetrics(.neutral)
        metrics.behavioralHealth = health
        next.begin(turn: turn, Postures.neutral.c1, metrics)
        next.finish(turn: turn, alert: alert, dyadic: dyadic, inputRisk: nil)
        return next
    }

    /// The plain way: every figure from the whole list.
    struct Recomputed {
        var postureSlope = 0.0
        var sessionOscillation = 0.0
        var sessionDrift = 0.0
        var mean = 0.0
        var deviation = 0.0
        var oscillationDeviation = 0.0
        var peakTurn = 0
        var lowest = 0.0
        var largestDrop = 0.0
        var longestDecline = 1
        var directionChanges = 0
        var longestOrangeRun = 0
        var hedgeRatios: [Double] = []

        init(_ scores: [TurnScore], _ postures: [Postures]) {
            let dominants = scores.map(\.metrics.stress.dominant)
            postureSlope = Self.slope(dominants.suffix(5).map(Double.init))
            let sides = dominants.compactMap { code -> StressCode.Group? in
                let group = StressCode(rawValue: code)?.group
                return group == .neutral ? nil : group
            }
            let changes = zip(sides, sides.dropFirst()).count { $0 != $1 }
            sessionOscillation = scores.count < 2 ? 0 : Double(changes) / Double(scores.count - 1)
            sessionDrift = Self.drift(postures.map { $0.c1.map(\.code) })
            let health = scores.map(\.metrics.behavioralHealth)
            mean = health.reduce(0, +) / Double(health.count)
            deviation = Self.deviation(health)
            oscillationDeviation = Self.deviation(scores.map(\.metrics.stress.oscillation))
            lowest = health.min() ?? 0
            peakTurn = (health.firstIndex(of: lowest) ?? 0) + 1
            let falls = zip(health, health.dropFirst()).map { $0 - $1 }
            largestDrop = max(falls.max() ?? 0, 0)
            var run = 1
            for fall in falls {
                run = fall > 1e-9 ? run + 1 : 1
                longestDecline = max(longestDecline, run)
            }
            let swings = falls.filter { abs($0) >= 0.15 - 1e-9 }
            directionChanges = zip(swings, swings.dropFirst()).count { $0.sign != $1.sign }
            var orange = 0
            for score in scores {
                orange = score.alert >= .orange ? orange + 1 : 0
                longestOrangeRun = max(longestOrangeRun, orange)
            }
            for score in scores where score.inputRisk != nil { if let last = score.session.user.hedgeRatios.last { hedgeRatios.append(last) } }
        }

        private static func slope(_ values: [Double]) -> Double {
            guard values.count > 1 else { return 0 }
            let n = Double(values.count)
            let xs = values.indices.map(Double.init)
            let sx = xs.reduce(0, +)
            let sy = values.reduce(0, +)
            let sxy = zip(xs, values).reduce(0) { $0 + $1.0 * $1.1 }
            let sxx = xs.reduce(0) { $0 + $1 * $1 }
            return (n * sxy - sx * sy) / (n * sxx - sx * sx)
        }

        private static func deviation(_ values: [Double]) -> Double {
            let mean = values.reduce(0, +) / Double(values.count)
            return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        }

        private static func drift(_ turns: [[Int]]) -> Double {
            guard turns.count > 5 else { return 0 }
            func matrix(_ part: ArraySlice<[Int]>) -> [[Double]] {
                var counts = [[Double]](repeating: [Double](repeating: 0, count: 16), count: 16)
                for codes in part { for (from, to) in zip(codes, codes.dropFirst()) { counts[from][to] += 1 } }
                return counts
            }
            let early = matrix(turns[..<5])
            let late = matrix(turns[5...])
            let total = late.reduce(0) { $0 + $1.reduce(0, +) }
            guard total > 0 else { return 0 }
            var drift = 0.0
            for row in 0..<16 {
                let lateSum = late[row].reduce(0, +)
                let earlySum = early[row].reduce(0, +)
                for column in 0..<16 {
                    let p = (late[row][column] + 0.1) / (lateSum + 1.6)
                    let q = (early[row][column] + 0.1) / (earlySum + 1.6)
                    drift += lateSum / total * p * log(p / q)
                }
            }
            return drift
        }
    }
}
