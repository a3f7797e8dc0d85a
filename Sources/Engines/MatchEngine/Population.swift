/// What behaviour looks like among the people of an organization: the prior against which one person's habits stand out.
package struct Population: Sendable {
    /// Identities with enough sessions to learn from (documented: 3).
    package let identityCount: Int
    private let desktop: TypingPopulation
    private let touch: TypingPopulation
    let pointers: PointerPopulation

    /// Sessions that an identity needs to count (documented).
    package static let fewestSessions = 3
    /// Bounds on what is read, spread evenly over the given; they keep the cost of `fit` in seconds. Our choice.
    private static let mostIdentities = 256
    private static let mostSessions = 100

    /// No population: the shipped constants alone.
    package static let coldStart = Population(identityCount: 0, desktop: .coldStart, touch: .coldStart, pointers: .coldStart)

    private init(identityCount: Int, desktop: TypingPopulation, touch: TypingPopulation, pointers: PointerPopulation) {
        self.identityCount = identityCount
        self.desktop = desktop
        self.touch = touch
        self.pointers = pointers
    }

    /// Learns from labelled sessions, one array per identity in order of time; keyboards and touch screens apart. Few people change little:
    /// what is learned is mixed with the shipped constants by `λ = P/(P + 10)`. The same input gives the same population.
    package static func fit(identities: [[SessionFeatures]]) -> Population {
        func typing(_ kind: SessionFeatures.InputKind) -> TypingPopulation {
            let people = identities.map { $0.filter { $0.inputKind == kind } }.filter { $0.count >= fewestSessions }
            return TypingPopulation.fit(spread(people, mostIdentities).map { spread($0, mostSessions).map(TypingSource.init) })
        }
        return Population(
            identityCount: identities.count { $0.count >= fewestSessions }, desktop: typing(.desktop), touch: typing(.touch),
            pointers: PointerPopulation.fit(identities: spread(identities, mostIdentities)))
    }

    func typing(for kind: SessionFeatures.InputKind) -> TypingPopulation {
        switch kind {
        case .desktop: desktop
        case .touch: touch
        }
    }

    /// Makes a session ready to be compared with profiles of this population.
    package func prepare(_ session: SessionFeatures) -> PreparedSession {
        PreparedSession(inputKind: session.inputKind, typing: typing(for: session.inputKind).prepare(TypingSource(session)))
    }

    /// At most `most` elements, evenly spread, in order.
    private static func spread<Element>(_ elements: [Element], _ most: Int) -> [Element] {
        guard elements.count > most else { return elements }
        return (0..<most).map { elements[$0 * elements.count / most] }
    }
}
