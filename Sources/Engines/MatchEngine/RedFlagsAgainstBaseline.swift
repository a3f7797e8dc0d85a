import Foundation

extension RedFlagRules {
    /// Fields that make a pattern of recall (documented).
    static let segmentedFields = 3
    /// Learned sessions after which the person's own habits count (documented).
    private static let habitSessions = 3
    /// Correlation of the logarithms of the key intervals above which a session is a copy (documented).
    private static let copyCorrelation = 0.999

    /// The red flags of a session in the light of the person's earlier ones: those that the session shows by itself (`session.redFlags`),
    /// less a paste into identity fields that the person pastes into habitually, plus what only the comparison shows (`segmented_recall`,
    /// `replayed_session` against the last ten learned sessions). Most severe first. Use this list instead of `session.redFlags` wherever
    /// a baseline is at hand.
    package static func againstBaseline(session: SessionFeatures, baseline: BehaviorBaseline) -> [RedFlag] {
        var flags = session.redFlags
        if baseline.sessionCount >= habitSessions {
            let isHabit = session.pace.pastedIdentityFields.allSatisfy { name in
                2 * baseline.pastes[BehaviorBaseline.hash(name), default: 0] >= baseline.sessionCount
            }
            if isHabit { flags.removeAll { $0.code == "paste_identity_field" } }
            if session.navigation.segmentedIdentityFields >= segmentedFields, baseline.segmentedSessions == 0 {
                flags.append(RedFlag(
                    code: "segmented_recall", category: .navigation, severity: .moderate,
                    description: "Personal data were typed in pieces with breaks, unlike in all earlier sessions.", capsScore: false))
            }
        }
        let rhythm = BehaviorBaseline.rhythm(session)
        if !flags.contains(where: { $0.code == RedFlag.replayedSession.code }), baseline.rhythms.contains(where: { isCopy(rhythm, of: $0) }) {
            flags.append(.replayedSession)
        }
        return sorted(flags)
    }

    /// Whether two rhythms agree place by place in at least 39 intervals of eight or more different lengths. Logarithms, so that one long
    /// pause in both does not pass for agreement.
    static func isCopy(_ rhythm: [Float], of other: [Float]) -> Bool {
        let pairs = zip(rhythm, other).filter { !$0.isNaN && !$1.isNaN }.map { (Double($0), Double($1)) }
        let count = Double(pairs.count)
        guard pairs.count >= IntervalFingerprint.neededKeys - 1, Set(pairs.map { ($0.0 * 50).rounded() }).count >= 8 else { return false }
        let meanA = pairs.reduce(0) { $0 + $1.0 } / count
        let meanB = pairs.reduce(0) { $0 + $1.1 } / count
        var aa = 0.0
        var bb = 0.0
        var ab = 0.0
        for (a, b) in pairs {
            aa += (a - meanA) * (a - meanA)
            bb += (b - meanB) * (b - meanB)
            ab += (a - meanA) * (b - meanB)
        }
        return aa > 0 && bb > 0 && ab / (aa * bb).squareRoot() > copyCorrelation
    }
}
