import Foundation

/// The zone units of one or more sessions as dense arrays over all 507 units, so that comparing needs no look-ups.
package struct ZoneObservation: Sendable, Equatable {
    package static let unitCount = 507

    /// Instances per unit (weighted by age in a baseline) and their mean.
    package private(set) var counts = [Double](repeating: 0, count: unitCount)
    package private(set) var means = [Double](repeating: 0, count: unitCount)
    /// The units that occur, ascending.
    package private(set) var present: [Int] = []

    package init() {}

    package init(_ units: [TypingFeatures.Unit: TypingFeatures.Moments]) {
        for (unit, moments) in units where moments.count > 0 && moments.mean.isFinite {
            counts[unit.index] = Double(moments.count)
            means[unit.index] = moments.mean
        }
        present = counts.indices.filter { counts[$0] > 0 }
    }

    /// Adds another observation's instances, each counting `weight`.
    package mutating func merge(_ other: ZoneObservation, weight: Double) {
        for unit in other.present {
            let added = other.counts[unit] * weight
            let total = counts[unit] + added
            means[unit] += (other.means[unit] - means[unit]) * added / total
            counts[unit] = total
        }
        present = counts.indices.filter { counts[$0] > 0 }
    }

    /// Number of hold instances, which is the number of keys.
    package var keyCount: Double { present.reduce(0) { $1 < 169 ? $0 + counts[$1] : $0 } }
}

/// Compares typing of any text by its zone units: `H(z)`, `D(z1, z2)`, `U(z1, z2)` (`biometrics.md` 4.3, zone units).
package struct ZoneUnitModel: Sendable {
    /// Per unit: mean over people, variance between people, variance of single instances within one.
    package private(set) var means: [Double]
    package private(set) var between: [Double]
    package private(set) var within: [Double]

    /// ν of the Student tails (documented).
    private static let degreesOfFreedom = 5.0

    /// The shipped prior.
    package init(constants: ZoneUnitConstants = .coldStart, means table: ZoneMeans = .coldStart) {
        means = [Double](repeating: 0, count: ZoneObservation.unitCount)
        between = means
        within = means
        for unit in ZoneUnitModel.units {
            means[unit.index] = table[unit]
            between[unit.index] = constants.between[Int(unit.quantity.rawValue)]
            within[unit.index] = constants.within[Int(unit.quantity.rawValue)]
        }
    }

    /// The prior moved towards what a population shows, unit by unit: a unit typed by P people weighs `P/(P + 10)` (documented form).
    /// - Parameter identities: per identity its sessions.
    package init(prior: ZoneUnitModel, identities: [[ZoneObservation]]) {
        self = prior
        let merged = identities.map { sessions in
            sessions.reduce(into: ZoneObservation()) { $0.merge($1, weight: 1) }
        }
        for unit in 0..<ZoneObservation.unitCount {
            let people = merged.indices.filter { merged[$0].counts[unit] >= 2 }
            guard people.count >= 3 else { continue }
            var instanceVariances: [Double] = []
            for person in people {
                // Spread of session means about the person's mean, scaled up to single instances.
                let own = merged[person].means[unit]
                let sessions = identities[person].filter { $0.counts[unit] > 0 }
                guard sessions.count > 1 else { continue }
                let sum = sessions.reduce(0) { $0 + $1.counts[unit] * ($1.means[unit] - own) * ($1.means[unit] - own) }
                instanceVariances.append(sum / Double(sessions.count - 1))
            }
            let share = Double(people.count) / Double(people.count + 10)
            if !instanceVariances.isEmpty {
                let mean = instanceVariances.reduce(0, +) / Double(instanceVariances.count)
                within[unit] += share * (max(mean, 1e-3) - within[unit])
            }
            let values = people.map { merged[$0].means[unit] }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
            let noise = people.reduce(0) { $0 + within[unit] / merged[$1].counts[unit] } / Double(people.count)
            between[unit] += share * (max(variance - noise, 0.05 * within[unit]) - between[unit])
            // The prior mean is worth six people: less was worse for small organizations.
            means[unit] += Double(people.count) / Double(people.count + 6) * (mean - means[unit])
        }
    }

    /// Mean log-likelihood ratio over the units that both sides have: units depend on one another, so they are averaged, not summed.
    /// Returns nil with fewer than `fewestUnits` in common.
    package func logRatio(_ test: ZoneObservation, baseline: ZoneObservation) -> Double? {
        var sum = StudentRatioSum(degreesOfFreedom: ZoneUnitModel.degreesOfFreedom)
        var count = 0
        for unit in test.present where baseline.counts[unit] > 0 {
            sum.add(ratio(unit, test, baseline))
            count += 1
        }
        return count >= ZoneUnitModel.fewestUnits ? sum.value / Double(count) : nil
    }

    /// As `logRatio`, by quantity: hold, press-to-press, release-to-press; 0 where there is none.
    package func logRatiosByKind(_ test: ZoneObservation, baseline: ZoneObservation) -> [Double] {
        var sums = [0.0, 0.0, 0.0]
        var counts = [0.0, 0.0, 0.0]
        for unit in test.present where baseline.counts[unit] > 0 {
            sums[unit / 169] += ratio(unit, test, baseline).logarithm(degreesOfFreedom: ZoneUnitModel.degreesOfFreedom)
            counts[unit / 169] += 1
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    }

    /// What the comparison can say at all: the mean ratio to expect when the person is the same, in nats.
    package func information(_ test: ZoneObservation, baseline: ZoneObservation) -> Double {
        var sum = 0.0
        var count = 0.0
        for unit in test.present where baseline.counts[unit] > 0 {
            let spread = between[unit]
            let known = spread * within[unit] / (within[unit] + spread * baseline.counts[unit])
            let noise = within[unit] / test.counts[unit]
            sum += 0.5 * log((spread + noise) / (known + noise))
            count += 1
        }
        return count > 0 ? sum / count : 0
    }

    /// Our choice: below six common units (about four keys) nothing is said.
    package static let fewestUnits = 6

    private func ratio(_ unit: Int, _ test: ZoneObservation, _ baseline: ZoneObservation) -> StudentRatio {
        let spread = between[unit]
        let gain = spread / (spread + within[unit] / baseline.counts[unit])
        let b = test.means[unit] - means[unit]
        let noise = within[unit] / test.counts[unit]
        return StudentRatio(
            deviation: b - gain * (baseline.means[unit] - means[unit]), variance: spread * (1 - gain) + noise,
            generalDeviation: b, generalVariance: spread + noise, degreesOfFreedom: ZoneUnitModel.degreesOfFreedom)
    }

    /// The most probable deviation of the person behind the observation, per unit, in units of the spread between people:
    /// `y_u = [n_u B_u/(n_u B_u + W_u)]·(m_u − μ_u)/√B_u`, 0 if unseen (`biometrics.md` 4.3).
    package func posteriorDeviations(_ observation: ZoneObservation) -> [Double] {
        var y = [Double](repeating: 0, count: ZoneObservation.unitCount)
        for unit in observation.present {
            let evidence = observation.counts[unit] * between[unit]
            y[unit] = evidence / (evidence + within[unit]) * (observation.means[unit] - means[unit]) / between[unit].squareRoot()
        }
        return y
    }

    private static let units: [TypingFeatures.Unit] = {
        var units: [TypingFeatures.Unit] = []
        for first in BehaviorEvent.Zone.allCases {
            units.append(.init(.hold, first, first))
            for second in BehaviorEvent.Zone.allCases {
                units.append(.init(.downDown, first, second))
                units.append(.init(.upDown, first, second))
            }
        }
        return units
    }()
}

/// Shipped variances of zone units by quantity.
package struct ZoneUnitConstants: Sendable {
    package var between: [Double]
    package var within: [Double]
}
