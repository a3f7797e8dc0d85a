import Foundation

/// Other people of the organization, against whom a score is normalised: what fits everybody proves nothing (`biometrics.md` 4.5).
package struct Cohort: Sendable {
    private let members: [SessionFeatures.InputKind: KindCohort]

    /// Documented: at most 64 profiles.
    package static let mostProfiles = 64
    /// Sessions of others that are scored against the claimed profile. Our choice: the best third of 72 are the documented 24.
    package static let mostSessions = 72

    /// - Parameters:
    ///   - profiles: of other identities; the first 64 count.
    ///   - sessions: of other identities; the first 72 count.
    ///   - population: the state that the profiles were made for.
    package init(profiles: [(id: String, profile: Profile)], sessions: [SessionFeatures], population: Population) {
        self.init(profiles: profiles, prepared: sessions.prefix(Cohort.mostSessions).map(population.prepare))
    }

    package init(profiles: [(id: String, profile: Profile)], prepared: [PreparedSession]) {
        var members: [SessionFeatures.InputKind: KindCohort] = [:]
        for kind in SessionFeatures.InputKind.allCases {
            let parts = profiles.prefix(Cohort.mostProfiles).compactMap { id, profile in profile.part(for: kind).map { (id, $0.typing) } }
            guard parts.count >= Calibration.fewestInCohort else { continue }
            members[kind] = KindCohort(
                ids: parts.map(\.0),
                typing: TypingCohort(
                    baselines: parts.map(\.1),
                    sessions: prepared.filter { $0.inputKind == kind }.prefix(Cohort.mostSessions).map(\.typing)))
        }
        self.members = members
    }

    /// The others who use this kind of device; nil when they are fewer than the documented 8.
    func members(using kind: SessionFeatures.InputKind) -> KindCohort? { members[kind] }
}

/// The others of one kind of device.
struct KindCohort: Sendable {
    let ids: [String]
    let typing: TypingCohort
}

/// The typing of the others, and how near they come.
struct TypingCohort: Sendable {
    let baselines: [TypingBaseline]
    let sessions: [PreparedTyping]

    /// How near others come, per path of evidence; nil where too few others show it.
    struct Norm: Sendable {
        var texts: [Int: Double] = [:]
        var zoneUnits: Double?
        var zoneVectors: Double?
    }

    /// What the others' sessions score against one claimed profile; the same for every session that claims it.
    func view(of claimed: TypingBaseline, scope: TypingComparison.Scope, _ population: TypingPopulation) -> Norm {
        TypingCohort.nearest(
            sessions.map { TypingComparison($0, claimed, population, scope: scope, detail: .ratios) }, most: Calibration.nearestSessions)
    }

    /// What a session scores against the others; the same whomever it claims to be.
    func scores(
        of test: PreparedTyping, scope: TypingComparison.Scope, depth: Double, _ population: TypingPopulation,
        detail: TypingComparison.Detail = .all
    ) -> [TypingComparison] {
        baselines.map { TypingComparison(test, $0, population, scope: scope, depthLimit: depth, detail: detail) }
    }

    /// What is to be taken off: the documented mean of both views, less of it while the cohort is small.
    func norm(_ scores: [TypingComparison], view: Norm) -> Norm {
        let near = TypingCohort.nearest(scores, most: Calibration.nearestProfiles)
        let share = Calibration.cohortShare * Double(baselines.count) / Double(baselines.count + Calibration.fewestInCohort)
        func join(_ a: Double?, _ b: Double?) -> Double? {
            guard let a else { return nil }
            return share * (a + (b ?? a))
        }
        var norm = Norm(zoneUnits: join(near.zoneUnits, view.zoneUnits), zoneVectors: join(near.zoneVectors, view.zoneVectors))
        for (index, value) in near.texts { norm.texts[index] = join(value, view.texts[index]) }
        return norm
    }

    private static func nearest(_ scores: [TypingComparison], most: Int) -> Norm {
        var norm = Norm()
        norm.zoneUnits = mean(ofHighest: most, scores.compactMap(\.zoneUnits))
        norm.zoneVectors = mean(ofHighest: most, scores.compactMap(\.zoneVectors))
        var texts: [Int: [Double]] = [:]
        for score in scores { for known in score.known { texts[known.index, default: []].append(known.logRatio) } }
        for (index, values) in texts { norm.texts[index] = mean(ofHighest: most, values) }
        return norm
    }

    /// The mean of the highest third, at most `most` of them; nil for fewer than `fewestInCohort` values.
    private static func mean(ofHighest most: Int, _ values: [Double]) -> Double? {
        guard values.count >= Calibration.fewestInCohort else { return nil }
        let count = min(most, max(values.count / 3, 4))
        return values.sorted(by: >).prefix(count).reduce(0, +) / Double(count)
    }
}
