import MatchEngine

/// Protocol P2 (`biometrics.md` 2): what the product lives with. Some people are the background, the others are tested; few baseline
/// sessions from different early sittings; tests from the last sittings; impostors have practised as long as the person.
struct FewShotProtocol {
    let table: TimingTable
    let keysPerSession: Int
    let isColdStart: Bool
    let splits: Int
    let seed: UInt64

    static let depths = [1, 2, 3, 6, 10]
    /// 25 of 51 people are background; other counts in proportion.
    private static let backgroundShare = 25.0 / 51
    static let testsPerPerson = 20
    /// The first repetitions of a long sitting are warming up.
    static let warmUpRows = 5
    static let cohortSessionsPerPerson = 3

    private var repeats: Int { max(1, Int((Double(keysPerSession) / Double(table.keyCount)).rounded())) }

    func run() throws -> EvaluationReport {
        let material = table.people.compactMap { Material($0, repeats: repeats) }
        guard material.count >= 4 else {
            throw EvaluationError("This protocol needs four people with enough rows for a baseline and tests; the file has \(material.count).")
        }
        var report = EvaluationReport(
            protocol: "fewshot", people: material.count, splits: splits, keysPerSession: repeats * table.keyCount, isColdStart: isColdStart)
        addNotes(material, to: &report)
        var rates: [String: [Int: SplitRates]] = [:]
        var outcomes: [Int: OutcomeCounts] = [:]
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<splits {
            let order = generator.permutation(material.count)
            let backgroundCount = min(max(Int((Double(material.count) * FewShotProtocol.backgroundShare).rounded()), 1), material.count - 2)
            let background = order[..<backgroundCount].map { material[$0] }
            let tested = order[backgroundCount...].map { material[$0] }
            let split = Split(
                background: background, tested: tested, isColdStart: isColdStart, repeats: repeats, generator: &generator)
            for depth in FewShotProtocol.depths {
                split.run(depth: depth, generator: &generator, rates: &rates, outcomes: &outcomes[depth, default: OutcomeCounts()])
            }
        }
        for depth in FewShotProtocol.depths where rates["mien"]?[depth] == nil {
            report.notes.append("n=\(depth) is left out: too few people have \(depth) baseline sessions of \(repeats * table.keyCount) keys.")
        }
        for method in Method.allCases {
            for depth in FewShotProtocol.depths {
                if let measured = rates[method.rawValue]?[depth] { report.add(method.rawValue, sessions: depth, measured) }
            }
        }
        report.outcomes = FewShotProtocol.depths.compactMap { outcomes[$0]?.outcome(sessions: $0) }
        guard !report.results.isEmpty else { throw EvaluationError("The file gives no trials for this protocol.") }
        return report
    }

    private func addNotes(_ material: [Material], to report: inout EvaluationReport) {
        if table.skippedRows > 0 { report.notes.append("\(table.skippedRows) rows could not be read.") }
        let left = table.people.count - material.count
        if left > 0 { report.notes.append("\(left) people have too few rows and are left out.") }
        if repeats * table.keyCount != keysPerSession {
            report.notes.append("A session has \(repeats * table.keyCount) keys: the text of \(table.keyCount) keys, \(repeats) times.")
        }
        if material.contains(where: { !$0.hasSittings }) {
            report.notes.append("Under three sittings: the first 60 % of a person's rows are baseline, the last 40 % tests.")
        }
    }

    enum Method: String, CaseIterable {
        case mien
        case scaledManhattan = "scaled_manhattan"
        case scaledManhattanPopulation = "scaled_manhattan_population"
        case manhattan
    }

    /// One person's rows, parted into early sittings and tests.
    struct Material {
        let hasSittings: Bool
        let baselineSittings: [[TimingTable.Repetition]]
        let tests: [[TimingTable.Repetition]]
        /// All sessions in order of time, for the background.
        let all: [[TimingTable.Repetition]]

        init?(_ person: TimingTable.Person, repeats: Int) {
            let sittings = person.sittings
            hasSittings = sittings.count >= 3
            var late: [[TimingTable.Repetition]]
            if hasSittings {
                let tested = max(1, sittings.count / 4)
                baselineSittings = Array(sittings.dropLast(tested))
                late = Array(sittings.suffix(tested))
            } else {
                let early = Int(Double(person.repetitions.count) * 0.6)
                baselineSittings = [Array(person.repetitions.prefix(early))]
                late = [Array(person.repetitions.dropFirst(early))]
            }
            tests = late.flatMap { Material.chunks($0, repeats) }
            all = (baselineSittings + late).flatMap { Material.chunks($0, repeats) }
            guard !tests.isEmpty, baselineSittings.contains(where: { $0.count >= repeats }) else { return nil }
        }

        private static func chunks(_ rows: [TimingTable.Repetition], _ size: Int) -> [[TimingTable.Repetition]] {
            (0..<(rows.count / size)).map { Array(rows[($0 * size)..<(($0 + 1) * size)]) }
        }

        /// `count` sessions of consecutive rows from different early sittings, in turn; nil when the rows do not suffice.
        func baseline(_ count: Int, repeats: Int, generator: inout SeededGenerator) -> [[TimingTable.Repetition]]? {
            var taken = [[Range<Int>]](repeating: [], count: baselineSittings.count)
            var sessions: [[TimingTable.Repetition]] = []
            var passes = 0
            while sessions.count < count {
                guard passes <= count else { return nil }
                passes += 1
                for (place, rows) in baselineSittings.enumerated() where sessions.count < count {
                    let warmUp = rows.count > 2 * repeats + FewShotProtocol.warmUpRows + 5 ? FewShotProtocol.warmUpRows : 0
                    let free = (warmUp..<max(rows.count - repeats + 1, warmUp)).filter { start in
                        !taken[place].contains { $0.overlaps(start..<(start + repeats)) }
                    }
                    guard !free.isEmpty else { continue }
                    // Of a single sitting the sessions are packed, so that as many fit as there are.
                    let start = baselineSittings.count < count ? Material.packed(free, repeats, &generator) : free[generator.below(free.count)]
                    taken[place].append(start..<(start + repeats))
                    sessions.append(Array(rows[start..<(start + repeats)]))
                }
            }
            return sessions
        }

        private static func packed(_ free: [Int], _ repeats: Int, _ generator: inout SeededGenerator) -> Int {
            let aligned = free.filter { $0 % repeats == 0 }
            let choice = aligned.isEmpty ? free : aligned
            return choice[generator.below(choice.count)]
        }
    }
}
