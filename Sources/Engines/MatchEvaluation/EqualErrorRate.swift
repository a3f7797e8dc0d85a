/// Error rates of a set of scored trials. Higher scores mean more genuine.
package enum EqualErrorRate {
    /// Where false rejections (genuine below the threshold) and false acceptances (impostors at or above it) are equally frequent,
    /// interpolated between the two thresholds around the crossing. Nil without trials of both kinds.
    package static func value(genuine: [Double], impostor: [Double]) -> Double? {
        guard !genuine.isEmpty, !impostor.isEmpty else { return nil }
        let g = genuine.sorted()
        let i = impostor.sorted()
        var gBelow = 0
        var iBelow = 0
        var previous: (rejected: Double, accepted: Double)?
        while gBelow < g.count || iBelow < i.count {
            let rejected = Double(gBelow) / Double(g.count)
            let accepted = 1 - Double(iBelow) / Double(i.count)
            if accepted <= rejected {
                guard let last = previous else { return 0.5 * (rejected + accepted) }
                let before = last.accepted - last.rejected
                let share = before / (before - (accepted - rejected))
                return last.rejected + share * (rejected - last.rejected)
            }
            previous = (rejected, accepted)
            let threshold = min(gBelow < g.count ? g[gBelow] : .infinity, iBelow < i.count ? i[iBelow] : .infinity)
            while gBelow < g.count, g[gBelow] <= threshold { gBelow += 1 }
            while iBelow < i.count, i[iBelow] <= threshold { iBelow += 1 }
        }
        guard let last = previous else { return 0.5 }
        // Above the highest score everything is rejected.
        let before = last.accepted - last.rejected
        return last.rejected + before / (before + 1) * (1 - last.rejected)
    }
}

/// The trials of one person's profile.
package struct PersonTrials: Sendable {
    package var genuine: [Double] = []
    package var impostor: [Double] = []
    package init() {}
}

/// Error rates over several splits, with the spread between splits.
package struct SplitRates: Sendable {
    private var perUser: [Double] = []
    private var pooled: [Double] = []
    package private(set) var trials = 0

    package init() {}

    /// Adds the trials of one split, one entry per person.
    package mutating func add(_ people: [PersonTrials]) {
        let own = people.compactMap { EqualErrorRate.value(genuine: $0.genuine, impostor: $0.impostor) }
        guard !own.isEmpty,
            let all = EqualErrorRate.value(genuine: people.flatMap(\.genuine), impostor: people.flatMap(\.impostor))
        else { return }
        perUser.append(own.reduce(0, +) / Double(own.count))
        pooled.append(all)
        trials += people.reduce(0) { $0 + $1.genuine.count + $1.impostor.count }
    }

    package var isEmpty: Bool { pooled.isEmpty }
    package var perUserRate: Double { SplitRates.mean(perUser) }
    package var pooledRate: Double { SplitRates.mean(pooled) }
    /// Standard error of the mean over splits; 0 for one split.
    package var perUserError: Double { SplitRates.standardError(perUser) }
    package var pooledError: Double { SplitRates.standardError(pooled) }

    static func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

    static func standardError(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let centre = mean(values)
        let sum = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        return (sum / Double(values.count - 1) / Double(values.count)).squareRoot()
    }
}
