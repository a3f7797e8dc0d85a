import MatchEngine

/// Protocol P1 (`biometrics.md` 2): train on the first half of each person's repetitions, genuine tests are the second half, impostors the
/// first five repetitions of everybody else; EER per person, then the mean.
enum KillourhyMaxionProtocol {
    private static let impostorRows = 5

    static func run(_ table: TimingTable) throws -> EvaluationReport {
        guard table.people.count >= 2 else { throw EvaluationError("This protocol needs at least two people.") }
        var report = EvaluationReport(protocol: "km", people: table.people.count, keysPerSession: table.keyCount)
        let halfway = table.rowRange.lowerBound + (table.rowRange.upperBound - table.rowRange.lowerBound + 1) / 2
        var people: [(training: [TimingTable.Repetition], genuine: [TimingTable.Repetition], first: [TimingTable.Repetition])] = []
        var left: [String] = []
        for person in table.people {
            let rows = person.repetitions.filter(\.isComplete)
            var training = rows.filter { $0.row < halfway }
            var genuine = rows.filter { $0.row >= halfway }
            if training.count < 2 || genuine.isEmpty {
                training = Array(rows.prefix(rows.count / 2))
                genuine = Array(rows.suffix(rows.count - rows.count / 2))
            }
            guard training.count >= 2, !genuine.isEmpty else {
                left.append(person.id)
                continue
            }
            people.append((training, genuine, Array(rows.prefix(impostorRows))))
        }
        guard people.count >= 2 else { throw EvaluationError("Fewer than two people have enough complete rows.") }
        if !left.isEmpty { report.notes.append("Left out for want of complete rows: \(left.count) people.") }
        let depth = people.map(\.training.count).max() ?? 0
        report.notes.append("n counts the training repetitions of the longest training set.")
        addProduct(people.map(\.training), people.map(\.genuine), people.map(\.first), depth, to: &report)
        for detector in ClassicDetector.allCases {
            var trials: [PersonTrials] = []
            for (index, person) in people.enumerated() {
                guard let score = detector.trained(on: person.training.map(\.values)) else { continue }
                var own = PersonTrials()
                own.genuine = person.genuine.map { score($0.values) }
                own.impostor = people.enumerated().filter { $0.offset != index }.flatMap { $0.element.first.map { score($0.values) } }
                trials.append(own)
            }
            var rates = SplitRates()
            rates.add(trials)
            report.add(detector.rawValue, sessions: depth, rates)
        }
        return report
    }

    /// The product knows nobody else in this protocol: cold start, each repetition a session.
    private static func addProduct(
        _ training: [[TimingTable.Repetition]], _ genuine: [[TimingTable.Repetition]], _ first: [[TimingTable.Repetition]], _ depth: Int,
        to report: inout EvaluationReport
    ) {
        let population = Population.coldStart
        var batch = MatcherBatch(population: population, cohort: nil)
        func prepare(_ rows: [[TimingTable.Repetition]]) -> [[PreparedSession]] {
            rows.map { $0.map { population.prepare(TimingTable.session([$0])) } }
        }
        let tests = prepare(genuine)
        let impostors = prepare(first)
        var trials: [PersonTrials] = []
        for (index, rows) in training.enumerated() {
            let profile = Profile.build(sessions: rows.map { (TimingTable.session([$0]), 0) }, population: population)
            var own = PersonTrials()
            own.genuine = tests[index].compactMap { batch.score($0, sessionKey: 0, against: profile, profileKey: index).logOdds }
            own.impostor = impostors.enumerated().filter { $0.offset != index }.flatMap { $0.element }
                .compactMap { batch.score($0, sessionKey: 0, against: profile, profileKey: index).logOdds }
            trials.append(own)
        }
        var rates = SplitRates()
        rates.add(trials)
        report.add("mien", sessions: depth, rates)
    }
}
