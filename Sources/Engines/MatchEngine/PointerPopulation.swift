/// The backgrounds of an organization's pointers, one per kind of input: mice and fingers are never compared.
package struct PointerPopulation: Sendable {
    package let desktop: MouseBackground
    /// Nil until enough people used a touch screen: there are no shipped constants for fingers, so the category abstains.
    package let touch: MouseBackground?

    /// The shipped constants for mice, nothing for fingers.
    package static let coldStart = PointerPopulation(desktop: .coldStart, touch: nil)

    /// People and strokes of each that make a background of one's own. Our choice, after the documented bound for rank maps (8 identities).
    private static let fewestPeople = 8
    private static let fewestStrokes = 60
    /// Strokes of one person that are read, spread evenly, so that a diligent user does not set the norm. Our choice.
    private static let mostStrokesOfOne = 1000

    private init(desktop: MouseBackground, touch: MouseBackground?) {
        self.desktop = desktop
        self.touch = touch
    }

    /// Learns from labelled sessions, one array per identity. What has too few people keeps the cold start. The same input gives the same
    /// result; a profile belongs to the population it was built with.
    package static func fit(identities: [[SessionFeatures]]) -> PointerPopulation {
        PointerPopulation(desktop: background(of: identities, .desktop) ?? .coldStart, touch: background(of: identities, .touch))
    }

    package func background(for kind: SessionFeatures.InputKind) -> MouseBackground? {
        switch kind {
        case .desktop: desktop
        case .touch: touch
        }
    }

    private static func background(of identities: [[SessionFeatures]], _ kind: SessionFeatures.InputKind) -> MouseBackground? {
        let people = identities
            .map { $0.filter { $0.inputKind == kind }.map(\.strokes) }
            .filter { $0.reduce(0) { $0 + $1.count } >= fewestStrokes }
            .map(limited)
        return people.count >= fewestPeople ? MouseBackground(people: people) : nil
    }

    private static func limited(_ sessions: [[[Float]]]) -> [[[Float]]] {
        let total = sessions.reduce(0) { $0 + $1.count }
        guard total > mostStrokesOfOne else { return sessions }
        let keep = max(1, sessions.count * mostStrokesOfOne / total)
        return (0 ..< keep).map { sessions[$0 * sessions.count / keep] }
    }
}
