/// Every number of the typing comparison that is not computed from an organization's own data. Each says whether it is *documented*
/// (`biometrics.md`) or *our choice*, and how it was chosen.
package enum Calibration {
    // MARK: - Learning from a population

    /// λ = P/(P + 10): weight of an organization's own covariances against the cold-start constants (documented).
    package static func populationShare(identities: Int) -> Double {
        Double(identities) / Double(identities + 10)
    }

    /// How far B and W are moved towards their diagonals. Our choice; documented are 0.5 and 0.1 (0.9 and 0.3 under 12 people). On six
    /// splits of the CMU set with covariances of sessions instead of repeats, 0.8 and 0.25 made the fewest errors at every depth.
    package static func shrinkage(identities: Int) -> (between: Double, within: Double) {
        identities < 12 ? (0.9, 0.3) : (0.8, 0.25)
    }

    // MARK: - Baselines

    /// Sessions lose half their weight in this many days (documented).
    package static let halfLifeDays = 180.0
    /// No baseline counts for more independent sessions than this (documented): people drift.
    package static let mostEffectiveSessions = 6.0
    /// From this many sessions on an outlier may be left out of the mean (documented).
    package static let sessionsForRobustMean = 4

    /// … when it is further from the median than this many of the population's standard deviations within a person. Our choice.
    package static let outlierDeviations = 4.0

    // MARK: - Cohort

    /// Cohort normalisation needs this many others (documented).
    package static let fewestInCohort = 8
    /// Documented: mean of the 8 best scores of the session against others, and of the 24 best sessions of others against the profile.
    package static let nearestProfiles = 8
    package static let nearestSessions = 24
    /// The share of those means that is taken off (documented: one half).
    package static let cohortShare = 0.5

    // MARK: - From raw evidence to log-odds

    /// Keys for full quality (documented).
    package static let keysForFullQuality = 60.0
    /// Fewer keys in a session say nothing. Our choice.
    package static let fewestKeys = 5
    /// Log-odds are kept within ± this (documented).
    package static let mostLogOdds = 4.5

    /// Texts of an organization that has too few people to fit its own line. Our choice: logistic fits on tested CMU people at 4 to 25
    /// background people, 11 and 55 keys, 1 to 6 sessions lie within 0.46–0.76 and 0.48–0.65 of these two.
    package static let populationText = InformationLine(slope: 0.58, share: 0.56)
    /// Texts without a population. Our choice: 0.55–0.9 and 0.56–0.7 on CMU (5, 8, 11 keys; 1, 2, 5 repeats; 1 to 10 sessions), 0.4–0.6
    /// and 0.3 on phrases cut from free writing; between the two, nearer to the password.
    package static let tiedText = InformationLine(slope: 0.60, share: 0.55)
    /// Zone units where the population has no line of its own. Our choice: 8–9.5 and 0.05 on the 27 people of the free-writing set that gave
    /// no constants (25 to 250 keys, 1 to 5 sessions).
    package static let zones = InformationLine(slope: 8, share: 0.05)
    /// Fewer keys than this speak in proportion: below, the slope falls (4 to 5 at twelve keys). Our choice.
    package static let keysForZones = 25.0
}

/// Calibration by what a comparison can say at all: `l = slope·(ℓ − share·I)`, with I the ratio to expect of the same person. Two numbers
/// serve every length of text, number of repeats and depth of baseline; models that know too little of a text take for personal what
/// everybody does there, and that grows with I.
package struct InformationLine: Sendable, Equatable {
    package let slope: Double
    package let share: Double

    package init(slope: Double, share: Double) {
        self.slope = slope
        self.share = share
    }

    package func logOdds(_ raw: Double, information: Double) -> Double { slope * (raw - share * information) }
}

/// Logistic calibration of raw log-likelihood ratios by number of baseline sessions: `l = α(n)·ℓ + β(n)`, linear between the depths.
package struct DepthCalibration: Sendable, Equatable {
    package private(set) var depths: [Double]
    package private(set) var slopes: [Double]
    package private(set) var offsets: [Double]

    /// - Parameter depths: ascending, at least one; the others of the same length.
    package init(depths: [Double], slopes: [Double], offsets: [Double]) {
        self.depths = depths
        self.slopes = slopes
        self.offsets = offsets
    }

    package func logOdds(_ raw: Double, depth: Double) -> Double {
        let (low, high, share) = bracket(depth)
        let slope = slopes[low] + share * (slopes[high] - slopes[low])
        let offset = offsets[low] + share * (offsets[high] - offsets[low])
        return slope * raw + offset
    }

    private func bracket(_ depth: Double) -> (low: Int, high: Int, share: Double) {
        guard let high = depths.firstIndex(where: { $0 >= depth }) else { return (depths.count - 1, depths.count - 1, 0) }
        if high == 0 { return (0, 0, 0) }
        return (high - 1, high, (depth - depths[high - 1]) / (depths[high] - depths[high - 1]))
    }
}

extension TiedTextModel.Constants {
    /// Cold-start covariances of a text's times (our choice in place of `biometrics.md` 4.6, which ties less): method of moments on every
    /// second person of the CMU set (26 people × 8 sittings × 50 repeats), hold, press-to-press, release-to-press. The spread of
    /// positions is that about `KeyExpectation`; the doubt about a text's own tempo is small since plain keys agree between the sets.
    package static let coldStart = TiedTextModel.Constants(
        tempoBetween: symmetric(0.0483, -0.0091, -0.0475, 0.0856, 0.1287, 0.2239),
        ownBetween: symmetric(0.0248, -0.0063, -0.0332, 0.0495, 0.0820, 0.1746),
        tempoSitting: longTerm.tempo * symmetric(0.0037, -0.0011, -0.0049, 0.0131, 0.0213, 0.0383),
        ownSitting: longTerm.own * symmetric(0.0043, 0.0011, -0.0023, 0.0139, 0.0192, 0.0341),
        tempoRepeat: symmetric(0.0024, 0.0003, -0.0017, 0.0082, 0.0122, 0.0204),
        ownRepeat: symmetric(0.0282, 0.0055, -0.0104, 0.0895, 0.1207, 0.1965),
        positionMeans: symmetric(0.0063, -0.0060, -0.0150, 0.0550, 0.0850, 0.1500),
        protectedPositionMeans: symmetric(0.0063, -0.0086, -0.0178, 0.1471, 0.2344, 0.3784),
        textTempo: symmetric(0.0020, -0.0020, -0.0040, 0.0080, 0.0150, 0.0400))

    /// What weeks of practice change is more than what differs between the sittings of a fortnight. Our choice: with these factors on the
    /// sittings' covariances the same 26 people were told apart best; the other 25 confirmed it (pooled error −15 % at six sessions).
    private static let longTerm = (tempo: 2.0, own: 5.0)

    private static func symmetric(_ hh: Double, _ hd: Double, _ hu: Double, _ dd: Double, _ du: Double, _ uu: Double) -> Matrix {
        var matrix = Matrix(diagonal: [hh, dd, uu])
        matrix[0, 1] = hd
        matrix[1, 0] = hd
        matrix[0, 2] = hu
        matrix[2, 0] = hu
        matrix[1, 2] = du
        matrix[2, 1] = du
        return matrix.withEigenvalues(atLeast: 1e-3 * uu)
    }
}

extension ZoneUnitConstants {
    /// Cold-start variances of zone units (our choice): free writing of the people named at `ZoneMeans.coldStart`.
    package static let coldStart = ZoneUnitConstants(between: [0.060, 0.075, 0.22], within: [0.0916, 0.2559, 0.7075])
}

extension Calibration {
    /// Log-odds of a second, third … group of texts count this much: a person's tempo is in all of them. Our choice.
    static let furtherTextShare = 0.6
}
