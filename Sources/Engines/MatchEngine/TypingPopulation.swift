import Foundation

/// What typing looks like among people who use one kind of device: the prior against which one person's habits stand out.
struct TypingPopulation: Sendable {
    /// Identities with enough sessions to learn from.
    let identityCount: Int
    let tied: TiedTextModel
    let zoneUnits: ZoneUnitModel
    let zoneVectors: ZoneVectorModel?
    let texts: [PopulationText]
    let calibration: TypingCalibration

    /// Cross-fitted calibration needs this many identities. Our choice: three quarters of them must still make a population of their own.
    private static let identitiesForCalibration = 12

    /// No population: the shipped constants alone.
    static let coldStart = TypingPopulation(
        identityCount: 0, tied: TiedTextModel(constants: .coldStart), zoneUnits: ZoneUnitModel(), zoneVectors: nil, texts: [],
        calibration: .shipped)

    /// Learns from labelled sessions, one array per identity in order of time.
    static func fit(_ people: [[TypingSource]]) -> TypingPopulation {
        guard !people.isEmpty else { return .coldStart }
        let population = PopulationFit.models(people)
        guard people.count >= identitiesForCalibration else { return population }
        return population.calibrated(PopulationFit.crossFittedCalibration(people, texts: population.texts))
    }

    private func calibrated(_ calibration: TypingCalibration) -> TypingPopulation {
        TypingPopulation(
            identityCount: identityCount, tied: tied, zoneUnits: zoneUnits, zoneVectors: zoneVectors, texts: texts, calibration: calibration)
    }

    /// The population's text that `address` is a form of.
    func index(of address: TypedText.Address) -> Int? {
        texts.firstIndex { $0.address == address } ?? texts.firstIndex { $0.address.accepts(address) }
    }

    /// Makes the typing of a session ready to be compared with baselines of this population.
    func prepare(_ source: TypingSource) -> PreparedTyping {
        var known: [Int: (vectors: PopulationText.Vectors, repeats: Int, keys: Int)] = [:]
        for text in source.texts {
            guard let index = index(of: text.address), let aligned = text.aligned(to: texts[index].address),
                let vectors = texts[index].vectors(of: aligned)
            else { continue }
            known[index] = (vectors, aligned.repeats, aligned.address.keyCount)
        }
        return PreparedTyping(
            keyCount: source.keyCount, isUsable: source.isUsable, texts: source.texts, known: known, zones: source.zones,
            zoneVector: zoneVectors.map { $0.project(zoneUnits.posteriorDeviations(source.zones)) })
    }
}

/// The typing of a session in transformed form, before any population is applied.
struct TypingSource: Sendable {
    let keyCount: Int
    let isUsable: Bool
    let texts: [TypedText]
    let zones: ZoneObservation

    init(_ session: SessionFeatures) {
        keyCount = session.typing.keyCount
        isUsable = keyCount >= Calibration.fewestKeys && !session.typing.usedComposition
        texts = isUsable ? TypedText.texts(of: session.typing) : []
        zones = isUsable ? ZoneObservation(session.typing.units) : ZoneObservation()
    }
}

/// How raw evidence of each path becomes log-odds.
struct TypingCalibration: Sendable {
    /// Per text of the population, without and with cohort normalisation; nil = the shipped line.
    var texts: [DepthCalibration?] = []
    var textsInCohort: [DepthCalibration?] = []
    var zones: ZoneCalibration?
    var zonesInCohort: ZoneCalibration?

    static let shipped = TypingCalibration()
}

/// How the two zone comparisons become one, and that log-odds.
struct ZoneCalibration: Sendable {
    /// Weights that bring both comparisons to one scale.
    var unitWeight: Double
    var vectorWeight: Double
    var line: DepthCalibration

    /// The two comparisons as one number, not calibrated; nil when either is missing.
    static func evidence(_ units: Double?, _ vectors: Double?, unitWeight: Double, vectorWeight: Double) -> Double? {
        guard let units, let vectors else { return nil }
        return 0.5 * (unitWeight * units + vectorWeight * vectors)
    }

    func logOdds(units: Double?, vectors: Double?, depth: Double) -> Double? {
        ZoneCalibration.evidence(units, vectors, unitWeight: unitWeight, vectorWeight: vectorWeight).map { line.logOdds($0, depth: depth) }
    }
}
