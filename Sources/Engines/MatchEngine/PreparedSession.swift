/// A session made ready for comparing with one state of the population: transformed, ranked, projected.
package struct PreparedSession: Sendable {
    package let inputKind: SessionFeatures.InputKind
    package let typing: PreparedTyping
}

/// The typing of one session, ready for comparing.
package struct PreparedTyping: Sendable {
    let keyCount: Int
    /// False when an input method composed the text or too few keys were typed.
    let isUsable: Bool
    let texts: [TypedText]
    /// Vectors of the texts that the population knows, by index of the population's text.
    let known: [Int: (vectors: PopulationText.Vectors, repeats: Int, keys: Int)]
    let zones: ZoneObservation
    /// The zone vector in the population's directions; nil without a population.
    let zoneVector: [Double]?
}
