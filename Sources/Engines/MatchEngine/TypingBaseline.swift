import Foundation

/// The typing of one person over the learned sessions.
struct TypingBaseline: Sendable {
    /// A text that this person typed in some of the sessions.
    struct Text: Sendable {
        var address: TypedText.Address
        var observation: TiedTextModel.Observation
        var effectiveCount: Double
        var sessionCount: Int
        /// Where the population knows the text: its index and the mean vectors.
        var knownIndex: Int?
        var knownMean: PopulationText.Vectors
        var repeats: Double
    }

    let texts: [Text]
    let zones: ZoneObservation
    let zoneVector: [Double]?
    let usableCount: Int
    let effectiveCount: Double

    init(_ sessions: [PreparedTyping], weights: [Double], population: TypingPopulation) {
        let usable = sessions.indices.filter { sessions[$0].isUsable }
        usableCount = usable.count
        effectiveCount = SessionWeights.effectiveCount(usable.map { weights[$0] })
        texts = TypingBaseline.texts(usable.map { (sessions[$0], weights[$0]) }, population)
        zones = usable.reduce(into: ZoneObservation()) { $0.merge(sessions[$1].zones, weight: weights[$1]) }
        let vectors = usable.compactMap { index in sessions[index].zoneVector.map { ($0, weights[index]) } }
        zoneVector = vectors.isEmpty ? nil : RobustMean.weighted(vectors.map(\.0), vectors.map(\.1))
    }

    private static func texts(_ sessions: [(typing: PreparedTyping, weight: Double)], _ population: TypingPopulation) -> [Text] {
        var groups: [(address: TypedText.Address, members: [(text: TypedText, weight: Double)])] = []
        for (typing, weight) in sessions {
            for text in typing.texts {
                if let known = groups.firstIndex(where: { $0.address.accepts(text.address) }) {
                    if let aligned = text.aligned(to: groups[known].address) { groups[known].members.append((aligned, weight)) }
                } else {
                    groups.append((text.address, [(text, weight)]))
                }
            }
        }
        return groups.sorted { $0.members.count > $1.members.count }.map { group in
            let weights = group.members.map(\.weight)
            let row = RobustMean.weighted(group.members.map(\.text.row), weights) {
                population.tied.outlierLimit(feature: $0, keys: group.address.keyCount)
            }
            let repeats = group.members.reduce(0) { $0 + Double($1.text.repeats) } / Double(group.members.count)
            var text = Text(
                address: group.address,
                observation: population.tied.observe(row, address: group.address, repeats: Int(repeats.rounded())),
                effectiveCount: SessionWeights.effectiveCount(weights), sessionCount: group.members.count, knownIndex: nil, knownMean: [],
                repeats: repeats)
            guard let index = population.index(of: group.address) else { return text }
            let vectors = sessions.compactMap { session in session.typing.known[index].map { ($0.vectors, session.weight) } }
            guard let segments = vectors.first?.0.count else { return text }
            text.knownIndex = index
            text.knownMean = (0..<segments).map { segment in
                // In the model's directions a person's own sessions have unit spread.
                RobustMean.weighted(vectors.map { $0.0[segment] }, vectors.map(\.1)) { _ in Calibration.outlierDeviations }
            }
            return text
        }
    }
}

/// The mean of a baseline that one odd session cannot spoil (`biometrics.md` 4.3, robust).
enum RobustMean {
    /// Weighted mean per feature over the values that are numbers. With four or more sessions each feature leaves out the one furthest from
    /// its median if that lies further off than `limit`. The documented rule leaves it out in any case; measured, that costs a third more
    /// errors at six sessions, since rare hesitations belong to a person's mean.
    static func weighted(_ rows: [[Double]], _ weights: [Double], limit: (Int) -> Double = { _ in .infinity }) -> [Double] {
        guard let width = rows.first?.count else { return [] }
        if rows.count == 1 { return rows[0] }
        var result = [Double](repeating: .nan, count: width)
        var entries: [(value: Double, weight: Double)] = []
        for feature in 0..<width {
            entries.removeAll(keepingCapacity: true)
            for (row, weight) in zip(rows, weights) where !row[feature].isNaN { entries.append((row[feature], weight)) }
            if entries.count >= Calibration.sessionsForRobustMean, limit(feature).isFinite {
                entries.sort { $0.value < $1.value }
                let middle = entries.count / 2
                let median = entries.count % 2 == 1 ? entries[middle].value : 0.5 * (entries[middle - 1].value + entries[middle].value)
                let below = median - entries[0].value
                let above = entries[entries.count - 1].value - median
                if max(below, above) > limit(feature) { entries.remove(at: below > above ? 0 : entries.count - 1) }
            }
            let total = entries.reduce(0) { $0 + $1.weight }
            if total > 0 { result[feature] = entries.reduce(0) { $0 + $1.value * $1.weight } / total }
        }
        return result
    }
}
