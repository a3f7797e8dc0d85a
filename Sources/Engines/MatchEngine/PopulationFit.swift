import Foundation

/// Estimates a population's models, and calibrates them on people that they were not made from.
enum PopulationFit {
    /// Texts that so few identities share are no text of the organization. See `PopulationText.fewestIdentities`.
    static func models(_ people: [[TypingSource]], addresses: [TypedText.Address]? = nil) -> TypingPopulation {
        let cold = TiedTextModel(constants: .coldStart)
        let zones = ZoneUnitModel(prior: ZoneUnitModel(), identities: people.map { $0.filter(\.isUsable).map(\.zones) })
        let vectors =
            people.count >= PopulationText.identitiesForRanks
            ? ZoneVectorModel(identities: people.map { $0.filter(\.isUsable).map { zones.posteriorDeviations($0.zones) } }) : nil
        let texts = (addresses ?? sharedAddresses(people)).compactMap { address in
            PopulationText(
                address: address, identities: people.map { $0.compactMap { text(in: $0, at: address) } }.filter { $0.count >= 2 },
                cold: cold.constants)
        }
        return TypingPopulation(
            identityCount: people.count, tied: cold, zoneUnits: zones, zoneVectors: vectors, texts: texts, calibration: .shipped)
    }

    private static func text(in source: TypingSource, at address: TypedText.Address) -> TypedText? {
        source.texts.lazy.compactMap { $0.aligned(to: address) }.first
    }

    /// The texts that at least `PopulationText.fewestIdentities` people typed in two sessions each, the most shared first.
    private static func sharedAddresses(_ people: [[TypingSource]]) -> [TypedText.Address] {
        var sharers: [TypedText.Address: Int] = [:]
        for person in people {
            var sessions: [TypedText.Address: Int] = [:]
            for source in person {
                for address in Set(source.texts.map(\.address)) { sessions[address, default: 0] += 1 }
            }
            for (address, count) in sessions where count >= 2 { sharers[address, default: 0] += 1 }
        }
        let ordered = sharers.filter { $0.value >= PopulationText.fewestIdentities }.sorted {
            $0.value != $1.value
                ? $0.value > $1.value
                : ($0.key.field, $0.key.zones.map(\.name).joined()) < ($1.key.field, $1.key.zones.map(\.name).joined())
        }
        var chosen: [TypedText.Address] = []
        for (address, _) in ordered where !chosen.contains(where: { $0.accepts(address) }) && chosen.count < mostTexts { chosen.append(address) }
        return chosen
    }

    private static let mostTexts = 32

    // MARK: - Calibration

    private static let folds = 4
    private static let depths = [1, 2, 3, 6]
    private static let testsPerPerson = 6
    private static let impostorsPerPerson = 3

    /// One comparison of a fold's person with a session, before calibration.
    private struct Trial {
        var depth: Int
        var isGenuine: Bool
        var texts: [Int: (plain: Double, inCohort: Double?)]
        var zoneUnits: Double?
        var zoneVectors: Double?
        var cohortUnits: Double?
        var cohortVectors: Double?
    }

    /// Calibrates by models made from the other folds' people, so that the fit does not flatter itself.
    static func crossFittedCalibration(_ people: [[TypingSource]], texts: [PopulationText]) -> TypingCalibration {
        let addresses = texts.map(\.address)
        var trials: [Trial] = []
        for fold in 0..<folds {
            let inside = people.indices.filter { $0 % folds != fold }.map { people[$0] }
            let outside = people.indices.filter { $0 % folds == fold }.map { people[$0] }
            let population = models(inside, addresses: addresses)
            guard population.texts.map(\.address) == addresses else { continue }
            trials += self.trials(outside, cohort: inside, population)
        }
        var calibration = TypingCalibration.shipped
        calibration.texts = addresses.indices.map { index in
            fit(trials.compactMap { trial in trial.texts[index].map { (trial.depth, $0.plain, trial.isGenuine) } })
        }
        calibration.textsInCohort = addresses.indices.map { index in
            fit(
                trials.compactMap { trial in trial.texts[index]?.inCohort.map { (trial.depth, $0, trial.isGenuine) } })
        }
        calibration.zones = zones(trials.map { ($0.depth, $0.zoneUnits, $0.zoneVectors, $0.isGenuine) })
        calibration.zonesInCohort = zones(trials.map { ($0.depth, $0.cohortUnits, $0.cohortVectors, $0.isGenuine) })
        return calibration
    }

    /// Both comparisons weigh the same once brought to one spread.
    private static func zones(_ trials: [(depth: Int, units: Double?, vectors: Double?, isGenuine: Bool)]) -> ZoneCalibration? {
        let units = trials.compactMap(\.units)
        let vectors = trials.compactMap(\.vectors)
        guard units.count >= 50, vectors.count >= 50 else { return nil }
        let unitWeight = 1 / max(deviation(units), 1e-6)
        let vectorWeight = 1 / max(deviation(vectors), 1e-6)
        let line = fit(
            trials.compactMap { trial in
                ZoneCalibration.evidence(trial.units, trial.vectors, unitWeight: unitWeight, vectorWeight: vectorWeight).map {
                    (trial.depth, $0, trial.isGenuine)
                }
            })
        return line.map { ZoneCalibration(unitWeight: unitWeight, vectorWeight: vectorWeight, line: $0) }
    }

    private static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    private static func trials(_ outside: [[TypingSource]], cohort inside: [[TypingSource]], _ population: TypingPopulation) -> [Trial] {
        var trials: [Trial] = []
        let prepared = outside.map { $0.map(population.prepare) }
        let others = inside.map { $0.map(population.prepare) }
        for depth in depths {
            let cohort = TypingCohort(
                baselines: others.filter { $0.count > depth }.map { baseline($0, depth, population) },
                sessions: others.flatMap { $0.suffix(3) })
            // Every session against all others once, whomever it is then tried against.
            var known: [Int: [TypingComparison]] = [:]
            for (person, own) in prepared.enumerated() where own.count > depth {
                let claimed = baseline(own, depth, population)
                let view = cohort.view(of: claimed, scope: .textsAndZones, population)
                let early = earlySessions(own.count, depth)
                var tests = own.indices[early...].suffix(testsPerPerson).map { (person, $0) }
                for (other, sessions) in prepared.enumerated() where other != person {
                    tests += sessions.indices.suffix(impostorsPerPerson).map { (other, $0) }
                }
                for (maker, index) in tests {
                    let test = prepared[maker][index]
                    let raw = TypingComparison(test, claimed, population, scope: .textsAndZones, detail: .ratios)
                    let key = maker << 16 | index
                    let others =
                        known[key] ?? cohort.scores(of: test, scope: .textsAndZones, depth: Double(depth), population, detail: .ratios)
                    known[key] = others
                    let norm = cohort.norm(others, view: view)
                    trials.append(
                        Trial(
                            depth: depth, isGenuine: maker == person,
                            texts: Dictionary(
                                raw.known.map { known in
                                    (known.index, (known.logRatio, norm.texts[known.index].map { known.logRatio - $0 }))
                                }, uniquingKeysWith: { first, _ in first }),
                            zoneUnits: raw.zoneUnits, zoneVectors: raw.zoneVectors,
                            cohortUnits: norm.zoneUnits.flatMap { norm in raw.zoneUnits.map { $0 - norm } },
                            cohortVectors: norm.zoneVectors.flatMap { norm in raw.zoneVectors.map { $0 - norm } }))
                }
            }
        }
        return trials
    }

    /// Sessions before this index may be baseline, the rest are tests.
    private static func earlySessions(_ count: Int, _ depth: Int) -> Int {
        max(depth, min(count - 1, count * 3 / 4))
    }

    /// `depth` sessions evenly spread over the earlier ones.
    private static func baseline(_ sessions: [PreparedTyping], _ depth: Int, _ population: TypingPopulation) -> TypingBaseline {
        let early = earlySessions(sessions.count, depth)
        let chosen = (0..<depth).map { sessions[min($0 * early / depth + early / (2 * depth), early - 1)] }
        return TypingBaseline(chosen, weights: [Double](repeating: 1, count: depth), population: population)
    }

    private static func fit(_ trials: [(depth: Int, raw: Double, isGenuine: Bool)]) -> DepthCalibration? {
        var fitted: [(depth: Double, slope: Double, offset: Double)] = []
        for depth in depths {
            let own = trials.filter { $0.depth == depth }
            let genuine = own.filter(\.isGenuine).map(\.raw)
            let impostor = own.filter { !$0.isGenuine }.map(\.raw)
            guard genuine.count >= 20, impostor.count >= 20, let line = LogisticLine(genuine: genuine, impostor: impostor) else { continue }
            fitted.append((Double(depth), line.slope, line.offset))
        }
        guard !fitted.isEmpty else { return nil }
        return DepthCalibration(depths: fitted.map(\.depth), slopes: fitted.map(\.slope), offsets: fitted.map(\.offset))
    }
}

/// Two-parameter logistic regression with equal weight for genuine and impostor trials.
package struct LogisticLine: Sendable, Equatable {
    package let slope: Double
    package let offset: Double

    /// Newton's method with a slight pull of the slope to 0, which keeps separable trials finite. Nil when it does not settle or the
    /// slope is not positive.
    package init?(genuine: [Double], impostor: [Double]) {
        let all = genuine + impostor
        guard !genuine.isEmpty, !impostor.isEmpty else { return nil }
        let mean = all.reduce(0, +) / Double(all.count)
        let deviation = (all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)).squareRoot()
        guard deviation > 0, deviation.isFinite else { return nil }
        var a = 1.0
        var b = 0.0
        for _ in 0..<60 {
            var gradientA = 2e-3 * a
            var gradientB = 0.0
            var haa = 2e-3
            var hab = 0.0
            var hbb = 1e-9
            func add(_ values: [Double], _ label: Double) {
                let weight = 0.5 / Double(values.count)
                for value in values {
                    let x = (value - mean) / deviation
                    let p = 1 / (1 + exp(-(a * x + b)))
                    gradientA += weight * (p - label) * x
                    gradientB += weight * (p - label)
                    let h = weight * p * (1 - p)
                    haa += h * x * x
                    hab += h * x
                    hbb += h
                }
            }
            add(genuine, 1)
            add(impostor, 0)
            let determinant = haa * hbb - hab * hab
            guard determinant > 1e-15 else { break }
            let stepA = (hbb * gradientA - hab * gradientB) / determinant
            let stepB = (haa * gradientB - hab * gradientA) / determinant
            let damping = min(1, 2 / max(abs(stepA), abs(stepB), 1e-12))
            a -= damping * stepA
            b -= damping * stepB
            if max(abs(stepA), abs(stepB)) < 1e-9 { break }
        }
        guard a.isFinite, b.isFinite, a > 0 else { return nil }
        slope = a / deviation
        offset = b - a * mean / deviation
    }
}
