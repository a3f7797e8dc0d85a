import Foundation

/// The typing of one session against one baseline, before calibration.
struct TypingComparison: Sendable {
    /// A text that the population knows.
    struct KnownText: Sendable {
        var index: Int
        var logRatio: Double
        /// What the comparison can say at all.
        var information: Double
        var keys: Int
        var depth: Double
    }

    var known: [KnownText] = []
    /// All other texts that both sides typed, as one.
    var tied: TiedTextModel.Verdict?
    /// The zone comparisons; nil when too few units are common.
    var zoneUnits: Double?
    var zoneVectors: Double?
    var zoneInformation = 0.0
    /// Keys typed as part of a text that the baseline knows.
    var coveredKeys = 0

    /// What a comparison looks at.
    enum Scope: Sendable {
        /// Texts, and zone units where texts do not cover nearly all keys.
        case needed
        /// Only texts, or both: as the claimed person's own comparison needed.
        case texts, textsAndZones
    }

    /// How much of a comparison is wanted.
    enum Detail: Sendable {
        case all
        /// Only what cohort normalisation reads: the ratios of known texts and of zones.
        case ratios
    }

    /// - Parameter depthLimit: the baseline is treated as if it had no more sessions than this; for cohort profiles deeper than the claimed one.
    init(
        _ test: PreparedTyping, _ baseline: TypingBaseline, _ population: TypingPopulation, scope: Scope = .needed, depthLimit: Double = .infinity,
        detail: Detail = .all
    ) {
        guard test.isUsable, baseline.usableCount > 0 else { return }
        compareTexts(test, baseline, population, depthLimit, detail)
        switch scope {
        case .texts: return
        case .needed where uncoveredShare(of: test) == 0: return
        case .needed, .textsAndZones: break
        }
        zoneUnits = population.zoneUnits.logRatio(test.zones, baseline: baseline.zones)
        // Only the shipped line asks for it.
        if detail == .all, population.calibration.zones == nil {
            zoneInformation = population.zoneUnits.information(test.zones, baseline: baseline.zones)
        }
        if let model = population.zoneVectors, let mean = baseline.zoneVector, let vector = test.zoneVector, zoneUnits != nil {
            zoneVectors = model.logRatio(vector, against: model.expectation(of: mean, count: min(baseline.effectiveCount, depthLimit)))
        }
    }

    /// The share of the session's keys that zone units must speak for; 0 when a common text covers nine tenths.
    func uncoveredShare(of test: PreparedTyping) -> Double {
        let share = max(0, 1 - Double(coveredKeys) / Double(max(test.keyCount, 1)))
        return share > 0.1 || (known.isEmpty && tied == nil) ? share : 0
    }

    /// What the others' comparisons must look at for this one to be normalised.
    var scopeForOthers: Scope { zoneUnits == nil ? .texts : .textsAndZones }

    private mutating func compareTexts(
        _ test: PreparedTyping, _ baseline: TypingBaseline, _ population: TypingPopulation, _ limit: Double, _ detail: Detail
    ) {
        var baseSide: [TiedTextModel.Observation] = []
        var testSide: [TiedTextModel.Observation] = []
        var counts: [Double] = []
        var tiedKeys = 0
        // A text of the session is compared once, with the form of it that the person typed most often.
        var seenTexts: Set<TypedText.Address> = []
        var seenIndices: Set<Int> = []
        // By position: a baseline may hold hundreds of texts, and copying each would cost more than comparing it.
        for place in baseline.texts.indices {
            if let index = baseline.texts[place].knownIndex {
                guard let seen = test.known[index], seenIndices.insert(index).inserted else { continue }
                let model = population.texts[index]
                let count = min(baseline.texts[place].effectiveCount, limit)
                let expected = model.expectation(of: baseline.texts[place].knownMean, count: count, repeats: baseline.texts[place].repeats)
                let ratio = model.logRatio(seen.vectors, repeats: seen.repeats, against: expected)
                let information = detail == .all ? model.information(repeats: seen.repeats, against: expected) : 0
                known.append(KnownText(index: index, logRatio: ratio, information: information, keys: seen.keys, depth: count))
                coveredKeys += seen.keys * seen.repeats
            } else if detail == .all {
                let found = test.texts.indices.first { index in
                    baseline.texts[place].address.accepts(test.texts[index].address) && !seenTexts.contains(test.texts[index].address)
                }
                guard let found, let seen = test.texts[found].aligned(to: baseline.texts[place].address) else { continue }
                let text = baseline.texts[place]
                seenTexts.insert(test.texts[found].address)
                baseSide.append(text.observation)
                testSide.append(population.tied.observe(seen.row, address: text.address, repeats: seen.repeats))
                counts.append(min(text.effectiveCount, limit))
                tiedKeys += text.address.keyCount * seen.repeats
            }
        }
        guard !testSide.isEmpty else { return }
        let verdict = population.tied.compare(baseline: baseSide, counts: counts, test: testSide)
        guard verdict.keys >= TypedText.fewestKeys - 1 else { return }
        tied = verdict
        coveredKeys += tiedKeys
    }
}
