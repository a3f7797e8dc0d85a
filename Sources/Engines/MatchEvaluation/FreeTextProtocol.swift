import MatchEngine

/// Protocol P3 (`biometrics.md` 2): free writing; the product sees key zones only.
struct FreeTextProtocol {
    let table: KeystrokeTable
    let keysPerSession: Int
    let isColdStart: Bool
    let splits: Int
    let seed: UInt64

    private static let cohortSessionsPerPerson = 3

    func run() throws -> EvaluationReport {
        let material = FreeTextTrials.material(table, keysPerSession: keysPerSession)
        guard material.count >= 4 else {
            throw EvaluationError(
                "This protocol needs four people with two sessions of \(keysPerSession) keys each; the file has \(material.count).")
        }
        var report = EvaluationReport(
            protocol: "freetext", people: material.count, splits: splits, keysPerSession: keysPerSession, isColdStart: isColdStart)
        addNotes(material, to: &report)
        let sources = Sources(material)
        var rates: [String: [Int: SplitRates]] = [:]
        var outcomes: [Int: OutcomeCounts] = [:]
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<splits {
            guard let trials = FreeTextTrials.make(material, generator: &generator) else { continue }
            run(trials, sources, &rates, &outcomes)
        }
        for depth in FreeTextTrials.depths where rates["mien"]?[depth] == nil {
            report.notes.append("n=\(depth) is left out: too few people have \(depth) baseline sessions from different sittings.")
        }
        for method in ["mien"] + FreeTextClassics.Method.allCases.map(\.rawValue) {
            for depth in FreeTextTrials.depths {
                if let measured = rates[method]?[depth] { report.add(method, sessions: depth, measured) }
            }
        }
        report.outcomes = FreeTextTrials.depths.compactMap { outcomes[$0]?.outcome(sessions: $0) }
        guard !report.results.isEmpty else { throw EvaluationError("The file gives no trials for this protocol.") }
        return report
    }

    private func addNotes(_ material: [FreeTextTrials.PersonMaterial], to report: inout EvaluationReport) {
        if table.skippedRows > 0 { report.notes.append("\(table.skippedRows) rows could not be read.") }
        let left = table.people.count - material.count
        if left > 0 { report.notes.append("\(left) people have fewer than two sessions and are left out.") }
        if material.contains(where: { !$0.hasSittings }) {
            report.notes.append("Of people with one sitting the first 60 % of their sessions are baseline, the rest tests.")
        }
        if material.contains(where: { $0.all.contains { $0.keys.count < keysPerSession } }) {
            report.notes.append("Sittings shorter than \(keysPerSession) keys are used whole.")
        }
    }

    /// What does not depend on the split: every session's features and times by key, by session number.
    struct Sources {
        var features: [Int: SessionFeatures] = [:]
        var keyed: [Int: FreeTextClassics.Session] = [:]

        init(_ material: [FreeTextTrials.PersonMaterial]) {
            var classics = FreeTextClassics()
            for session in material.flatMap(\.all) {
                let events = KeystrokeTable.events(of: session.keys, startingAt: 1_700_000_000)
                features[session.number] = FeatureExtractor.features(of: events, device: DeviceTraits())
                keyed[session.number] = classics.session(of: session.keys)
            }
        }

        func features(_ session: FreeTextTrials.Session) -> SessionFeatures { features[session.number] ?? SessionFeatures() }
        func keyed(_ session: FreeTextTrials.Session) -> FreeTextClassics.Session { keyed[session.number] ?? .init() }
    }

    private func run(
        _ trials: FreeTextTrials, _ sources: Sources, _ rates: inout [String: [Int: SplitRates]], _ outcomes: inout [Int: OutcomeCounts]
    ) {
        let population =
            isColdStart
            ? .coldStart : Population.fit(identities: trials.background.map { $0.sessions.map(sources.features) })
        let within = FreeTextClassics.withinVariances(trials.background.map { $0.sessions.map(sources.keyed) })
        var prepared: [Int: PreparedSession] = [:]
        for test in trials.tested.flatMap(\.tests) where prepared[test.session.number] == nil {
            prepared[test.session.number] = population.prepare(sources.features(test.session))
        }
        for depth in FreeTextTrials.depths {
            var batch = MatcherBatch(population: population, cohort: cohort(trials, sources, population, depth: depth))
            var measured: [String: [PersonTrials]] = [:]
            for person in trials.tested where person.baseline.count >= depth {
                let baseline = person.baseline.prefix(depth)
                let profile = Profile.build(sessions: baseline.map { (sources.features($0), 0) }, population: population)
                var own: [String: PersonTrials] = [:]
                for (session, isGenuine) in person.tests {
                    func note(_ method: String, _ score: Double) {
                        if isGenuine {
                            own[method, default: .init()].genuine.append(score)
                        } else {
                            own[method, default: .init()].impostor.append(score)
                        }
                    }
                    if let test = prepared[session.number] {
                        let outcome = batch.score(test, sessionKey: session.number, against: profile, profileKey: person.person)
                        if let logOdds = outcome.logOdds {
                            note("mien", logOdds)
                            let status = Thresholds().status(of: outcome.score)
                            outcomes[depth, default: .init()].add(
                                isGenuine: isGenuine, match: status == .match, mismatch: status == .mismatch)
                        }
                    }
                    let scores = FreeTextClassics.scores(sources.keyed(session), baseline: baseline.map(sources.keyed), within: within)
                    for (method, score) in scores { note(method.rawValue, score) }
                }
                for (method, trials) in own { measured[method, default: []].append(trials) }
            }
            guard (measured["mien"]?.count ?? 0) >= min(3, trials.tested.count) else { continue }
            for (method, people) in measured { rates[method, default: [:]][depth, default: .init()].add(people) }
        }
    }

    private func cohort(_ trials: FreeTextTrials, _ sources: Sources, _ population: Population, depth: Int) -> Cohort? {
        guard !isColdStart else { return nil }
        let profiles = trials.background.map { person in
            (id: person.id, profile: Profile.build(sessions: person.baseline.prefix(depth).map { (sources.features($0), 0) }, population: population))
        }
        let sessions = trials.background.flatMap { $0.sessions.suffix(FreeTextProtocol.cohortSessionsPerPerson) }
        return Cohort(profiles: profiles, prepared: sessions.map { population.prepare(sources.features($0)) })
    }
}
