// What a session remembers of its postures; its size does not grow with the turns.

import Foundation

/// The dominant postures and the transitions between sentences, so far.
package struct PostureHistory: Sendable, Equatable, Codable {
    /// Dominant C1 codes of the last five turns, oldest first.
    package private(set) var lastDominants: [Int] = []
    private var turns = 0
    /// Changes of side in the sequence of dominant postures, and the side it was on last.
    private var sideChanges = 0
    private var lastSide: StressCode.Group?
    /// Transitions between consecutive sentences inside the first five turns, and inside the later ones.
    private var early = TransitionCounts()
    private var late = TransitionCounts()

    private enum CodingKeys: String, CodingKey {
        case turns = "n"
        case lastDominants = "d"
        case sideChanges = "x"
        case lastSide = "s"
        case early = "e"
        case late = "l"
    }

    package init() {}

    mutating func add(_ sentences: [CodedSentence], dominant: Int) {
        turns += 1
        lastDominants.append(dominant)
        if lastDominants.count > Self.slopeTurns { lastDominants.removeFirst() }
        let side = (StressCode(rawValue: dominant) ?? .neutral).group
        if side != .neutral {
            if let lastSide, lastSide != side { sideChanges += 1 }
            lastSide = side
        }
        let codes = sentences.map { StressCode(rawValue: $0.code)?.rawValue ?? 0 }
        for (from, to) in zip(codes, codes.dropFirst()) {
            if turns <= Self.earlyTurns { early.add(from, to) } else { late.add(from, to) }
        }
    }

    /// DPD: least-squares slope of the dominant codes over the last five turns; 0 below two turns (documented).
    package var postureSlope: Double { LeastSquares.slope(lastDominants.map(Double.init)) }

    /// POI over the dominant postures of all turns (documented).
    package var sessionOscillation: Double { turns < 2 ? 0 : Double(sideChanges) / Double(turns - 1) }

    /// Session drift in nats: Σ wᵢ · KL(lateᵢ ‖ earlyᵢ) over the rows of the two transition matrices, each count raised by 0.1, wᵢ the
    /// share of late transitions that leave code i. 0 while there are fewer than six turns (details are our choice).
    package var sessionDrift: Double {
        guard turns > Self.earlyTurns, late.total > 0 else { return 0 }
        var drift = 0.0
        for row in 0..<TransitionCounts.codes {
            let lateRow = late.row(row)
            let lateTotal = lateRow.reduce(0, +)
            guard lateTotal > 0 else { continue }
            let earlyRow = early.row(row)
            let lateMass = lateTotal + Self.smoothing * Double(TransitionCounts.codes)
            let earlyMass = earlyRow.reduce(0, +) + Self.smoothing * Double(TransitionCounts.codes)
            var divergence = 0.0
            for (l, e) in zip(lateRow, earlyRow) {
                let p = (l + Self.smoothing) / lateMass
                divergence += p * log(p / ((e + Self.smoothing) / earlyMass))
            }
            drift += lateTotal / Double(late.total) * divergence
        }
        return max(drift, 0)
    }

    /// Whether the later turns hold enough transitions for the drift to mean something. Our choice: with fewer, the smoothing alone
    /// lets a short answer after long ones look like drift; from eight on it stays below 0.3 nats.
    package var hasDriftEvidence: Bool { late.total >= 8 }

    private static let slopeTurns = 5
    private static let earlyTurns = 5
    private static let smoothing = 0.1
}

/// How often one code follows another, kept sparse.
struct TransitionCounts: Sendable, Equatable, Codable {
    static let codes = StressCode.allCases.count

    private var counts: [Int: Int] = [:]
    private(set) var total = 0

    init() {}

    mutating func add(_ from: Int, _ to: Int) {
        counts[from * Self.codes + to, default: 0] += 1
        total += 1
    }

    func row(_ from: Int) -> [Double] { (0..<Self.codes).map { Double(counts[from * Self.codes + $0] ?? 0) } }

    /// Written as cell, count, cell, count …, in the order of cells.
    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for (cell, count) in counts.sorted(by: { $0.key < $1.key }) {
            try list.encode(cell)
            try list.encode(count)
        }
    }

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        while !list.isAtEnd {
            let cell = try list.decode(Int.self)
            let count = try list.decode(Int.self)
            guard (0..<Self.codes * Self.codes).contains(cell), count > 0 else {
                throw DecodingError.dataCorruptedError(in: list, debugDescription: "a transition count is out of range")
            }
            counts[cell, default: 0] += count
            total += count
        }
    }
}
