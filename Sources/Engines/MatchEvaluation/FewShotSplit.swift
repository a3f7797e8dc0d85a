import MatchEngine

extension FewShotProtocol {
    /// One division of the people, with what the background teaches.
    struct Split {
        private let background: [Material]
        private let tested: [Material]
        private let isColdStart: Bool
        private let repeats: Int
        private let population: Population
        private let tests: [[Test]]
        private let cohortSessions: [PreparedSession]
        /// Mean absolute deviation of each timing within a background person.
        private let populationDeviation: [Double]

        private struct Test {
            var key: Int
            var session: PreparedSession
            var mean: [Double]
        }

        init(background: [Material], tested: [Material], isColdStart: Bool, repeats: Int, generator: inout SeededGenerator) {
            self.background = background
            self.tested = tested
            self.isColdStart = isColdStart
            self.repeats = repeats
            let population = isColdStart ? .coldStart : Population.fit(identities: background.map { $0.all.map(TimingTable.session) })
            self.population = population
            var key = 0
            tests = tested.map { person in
                let order = generator.permutation(person.tests.count).prefix(FewShotProtocol.testsPerPerson)
                return order.map { index in
                    key += 1
                    let rows = person.tests[index]
                    return Test(key: key, session: population.prepare(TimingTable.session(rows)), mean: TypedText.mean(of: rows.map(\.values)))
                }
            }
            cohortSessions =
                isColdStart
                ? []
                : background.flatMap { person in
                    person.all.suffix(FewShotProtocol.cohortSessionsPerPerson).map { population.prepare(TimingTable.session($0)) }
                }
            populationDeviation = Split.deviation(background)
        }

        private static func deviation(_ people: [Material]) -> [Double] {
            let deviations = people.map { person -> [Double] in
                let rows = person.all.joined().map(\.values)
                let width = rows.first?.count ?? 0
                let median = (0..<width).map { column -> Double in
                    let sorted = rows.map { $0[column] }.filter { !$0.isNaN }.sorted()
                    return sorted.isEmpty ? .nan : RankGaussianMap.quantile(sorted, 0.5)
                }
                return TypedText.mean(of: rows.map { row in zip(row, median).map { abs($0 - $1) } })
            }
            return TypedText.mean(of: deviations).map { $0.isNaN ? 1 : max($0, 1e-3) }
        }

        func run(
            depth: Int, generator: inout SeededGenerator, rates: inout [String: [Int: SplitRates]], outcomes: inout OutcomeCounts
        ) {
            // Own draws for the cohort, so that a cold start sees the same trials.
            var cohortGenerator = SeededGenerator(seed: generator.next())
            let cohort = self.cohort(depth: depth, generator: &cohortGenerator)
            var batch = MatcherBatch(population: population, cohort: cohort)
            var trials: [Method: [PersonTrials]] = [:]
            for (person, material) in tested.enumerated() {
                guard let baseline = material.baseline(depth, repeats: repeats, generator: &generator) else { continue }
                let profile = Profile.build(sessions: baseline.map { (TimingTable.session($0), 0) }, population: population)
                let detectors = self.detectors(baseline.flatMap { $0.map(\.values) })
                var own: [Method: PersonTrials] = [:]
                for (other, sessions) in tests.enumerated() {
                    for test in sessions {
                        func note(_ method: Method, _ score: Double) {
                            guard !score.isNaN else { return }
                            if other == person {
                                own[method, default: .init()].genuine.append(score)
                            } else {
                                own[method, default: .init()].impostor.append(score)
                            }
                        }
                        let outcome = batch.score(test.session, sessionKey: test.key, against: profile, profileKey: person)
                        if let logOdds = outcome.logOdds {
                            note(.mien, logOdds)
                            let status = Thresholds().status(of: outcome.score)
                            outcomes.add(isGenuine: other == person, match: status == .match, mismatch: status == .mismatch)
                        }
                        for (method, score) in detectors { note(method, score(test.mean)) }
                    }
                }
                for (method, measured) in own { trials[method, default: []].append(measured) }
            }
            // With fewer than three people left the rates would say nothing.
            guard (trials[.mien]?.count ?? 0) >= min(3, tested.count) else { return }
            for (method, measured) in trials { rates[method.rawValue, default: [:]][depth, default: .init()].add(measured) }
        }

        private func cohort(depth: Int, generator: inout SeededGenerator) -> Cohort? {
            guard !isColdStart else { return nil }
            var profiles: [(id: String, profile: Profile)] = []
            for (index, person) in background.enumerated() {
                guard let rows = person.baseline(depth, repeats: repeats, generator: &generator) else { continue }
                profiles.append(("\(index)", Profile.build(sessions: rows.map { (TimingTable.session($0), 0) }, population: population)))
            }
            return Cohort(profiles: profiles, prepared: cohortSessions)
        }

        private func detectors(_ rows: [[Double]]) -> [(Method, ([Double]) -> Double)] {
            let mean = TypedText.mean(of: rows)
            func distance(_ test: [Double], _ scale: (Int) -> Double) -> Double {
                var sum = 0.0
                for index in mean.indices where !test[index].isNaN && !mean[index].isNaN { sum += abs(test[index] - mean[index]) / scale(index) }
                return -sum
            }
            var detectors: [(Method, ([Double]) -> Double)] = [
                (.manhattan, { distance($0) { _ in 1 } }),
                (.scaledManhattanPopulation, { distance($0) { populationDeviation[$0] } }),
            ]
            if rows.count > 1 {
                let own = TypedText.mean(of: rows.map { row in zip(row, mean).map { abs($0 - $1) } }).map { max($0.isNaN ? 1 : $0, 1e-3) }
                detectors.append((.scaledManhattan, { distance($0) { own[$0] } }))
            }
            return detectors
        }
    }
}
