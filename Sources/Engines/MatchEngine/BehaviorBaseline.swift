import Foundation

/// What a comparison needs of a person's learned sessions besides the typing model: sums over all, field order and rhythm of the last ten.
package struct BehaviorBaseline: Sendable {
    package let inputKind: SessionFeatures.InputKind
    package let sessionCount: Int
    /// Per `BehaviorTrait`.
    let traits: [TypingFeatures.Moments]
    /// Field orders as hashes of the names, of the most recent sessions.
    let fieldOrders: [[UInt64]]
    /// Sessions in which each identity field was pasted into, by hash of its name.
    let pastes: [UInt64: Int]
    /// Sessions in which three or more identity fields were typed in bursts.
    let segmentedSessions: Int
    /// Nil when the population has no background for this kind of input.
    let pointer: MouseProfile?
    /// ln of the down-down times of the most recent sessions, NaN where none was measured.
    let rhythms: [[Float]]

    /// Sessions of which order and rhythm are kept. Our choice.
    private static let mostRecent = 10
    private static let longestRhythm = 160

    /// Learns from sessions in order of time; those of another kind of device than the first are left out. `pointers` must be the one that
    /// sessions are compared with later.
    package static func build(from sessions: [SessionFeatures], pointers: PointerPopulation) -> BehaviorBaseline {
        let kind = sessions.first?.inputKind ?? .desktop
        let own = sessions.filter { $0.inputKind == kind }
        return BehaviorBaseline(own, kind, pointers)
    }

    private init(_ sessions: [SessionFeatures], _ kind: SessionFeatures.InputKind, _ pointers: PointerPopulation) {
        inputKind = kind
        sessionCount = sessions.count
        traits = BehaviorTrait.allCases.map { trait in
            sessions.reduce(into: TypingFeatures.Moments()) { moments, session in
                if let value = trait.value(of: session) { moments.add(value) }
            }
        }
        let recent = sessions.suffix(BehaviorBaseline.mostRecent)
        fieldOrders = recent.map(BehaviorBaseline.fieldOrder)
        rhythms = recent.map(BehaviorBaseline.rhythm).filter { !$0.isEmpty }
        pastes = sessions.reduce(into: [:]) { counts, session in
            for name in session.pace.pastedIdentityFields { counts[BehaviorBaseline.hash(name), default: 0] += 1 }
        }
        segmentedSessions = sessions.count { $0.navigation.segmentedIdentityFields >= RedFlagRules.segmentedFields }
        pointer = pointers.background(for: kind).map { MouseProfile(strokes: sessions.flatMap(\.strokes), background: $0) }
    }

    static func hash(_ name: String) -> UInt64 {
        var hash = FNV1a()
        hash.combine(name)
        return hash.value
    }

    static func fieldOrder(_ session: SessionFeatures) -> [UInt64] { session.navigation.fields.map { hash($0.name) } }

    /// The session's key rhythm in the order of its fields; empty under the 40 keys that a replay is told by.
    static func rhythm(_ session: SessionFeatures) -> [Float] {
        let times = session.typing.fields.flatMap { $0.downDown + [.nan] }.prefix(longestRhythm)
        let logs = times.map { seconds in TimingTransform.downDown(Double(seconds)).map { Float($0) } ?? Float.nan }
        return logs.count { !$0.isNaN } >= IntervalFingerprint.neededKeys - 1 ? Array(logs) : []
    }
}
