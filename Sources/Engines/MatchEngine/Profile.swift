import Foundation

/// What the engine knows of one person: sufficient statistics of the learned sessions, made for one state of the population. Sessions with
/// a keyboard and with a touch screen are kept apart and never compared.
package struct Profile: Sendable {
    private let parts: [SessionFeatures.InputKind: ProfilePart]

    /// Learned sessions over all kinds of device.
    package var sessionCount: Int { parts.values.reduce(0) { $0 + $1.sessionCount } }

    /// Learned sessions of one kind of device.
    package func sessionCount(of kind: SessionFeatures.InputKind) -> Int { parts[kind]?.sessionCount ?? 0 }

    /// The kind of device that most learned sessions were made with.
    package var inputKind: SessionFeatures.InputKind {
        sessionCount(of: .touch) > sessionCount(of: .desktop) ? .touch : .desktop
    }

    /// Learns sessions, given in any order.
    /// - Parameter ageDays: how long ago a session was made; negative ages count as 0.
    package static func build(sessions: [(features: SessionFeatures, ageDays: Double)], population: Population) -> Profile {
        let inOrder = sessions.enumerated().sorted { ($1.element.ageDays, $0.offset) < ($0.element.ageDays, $1.offset) }.map(\.element)
        var parts: [SessionFeatures.InputKind: ProfilePart] = [:]
        for kind in SessionFeatures.InputKind.allCases {
            let own = inOrder.filter { $0.features.inputKind == kind }
            if !own.isEmpty { parts[kind] = ProfilePart(own, kind: kind, population: population) }
        }
        return Profile(parts: parts)
    }

    func part(for kind: SessionFeatures.InputKind) -> ProfilePart? { parts[kind] }
}

/// One person's learned sessions of one kind of device.
struct ProfilePart: Sendable {
    let sessionCount: Int
    let typing: TypingBaseline
    let behavior: BehaviorBaseline

    /// - Parameter sessions: at least one, oldest first, all of `kind`.
    init(_ sessions: [(features: SessionFeatures, ageDays: Double)], kind: SessionFeatures.InputKind, population: Population) {
        sessionCount = sessions.count
        let weights = sessions.map { pow(0.5, max($0.ageDays, 0) / Calibration.halfLifeDays) }
        let models = population.typing(for: kind)
        typing = TypingBaseline(sessions.map { models.prepare(TypingSource($0.features)) }, weights: weights, population: models)
        behavior = BehaviorBaseline.build(from: sessions.map(\.features), pointers: population.pointers)
    }
}

/// How much aged sessions are worth.
enum SessionWeights {
    /// Kish's effective sample size `(Σw)²/Σw²` of the weights, at most `mostEffectiveSessions`.
    static func effectiveCount(_ weights: [Double]) -> Double {
        let sum = weights.reduce(0, +)
        let squares = weights.reduce(0) { $0 + $1 * $1 }
        return squares > 0 ? min(sum * sum / squares, Calibration.mostEffectiveSessions) : 0
    }
}
