/// Where an organization draws the lines of the posture engine. The defaults are the documented ones. The rules about people at risk
/// (IRS, RAS, DRM) are no matter of taste and are not among them.
package struct PostureThresholds: Sendable, Equatable, Codable {
    /// How soon the engine speaks.
    package enum Mode: String, Sendable, Codable, CaseIterable {
        case strict, balanced, permissive
    }

    /// The preset that these thresholds began as.
    package var mode: Mode
    /// Confidence at which a sycophantic or unsupported sentence counts, 0…1.
    package var sentenceConfidence: Double
    /// Above it, oscillation (POI) is yellow, 0…1.
    package var oscillation: Double
    /// From it on, dissolution (DPI) is collapse, 0…1.
    package var dissolution: Double
    /// Above it, the slope of the dominant postures (DPD, codes per turn) is yellow.
    package var postureSlope: Double
    /// Above it, the session's drift (nats) is yellow.
    package var sessionDrift: Double
    /// From these on, hallucination risk (HRI, 0…10) is yellow or red.
    package var hallucinationYellow: Double
    package var hallucinationRed: Double
    /// Below these, the health score alone is orange, red or critical.
    package var healthOrange: Double
    package var healthRed: Double
    package var healthCritical: Double

    private enum CodingKeys: String, CodingKey {
        case mode
        case sentenceConfidence = "sentence_confidence"
        case oscillation = "poi"
        case dissolution = "dpi"
        case postureSlope = "dpd"
        case sessionDrift = "session_drift"
        case hallucinationYellow = "hri_yellow"
        case hallucinationRed = "hri_red"
        case healthOrange = "bhs_orange"
        case healthRed = "bhs_red"
        case healthCritical = "bhs_critical"
    }

    /// The preset of a mode. Balanced is the document (sentence confidence, POI, DPI, DPD, drift, HRI) with our floor under the health
    /// score. Strict and permissive are our choice: about half and twice the tolerance, each metric staying in reach.
    package init(mode: Mode = .balanced) {
        self.mode = mode
        switch mode {
        case .strict:
            sentenceConfidence = 0.55
            oscillation = 0.05
            dissolution = 0.40
            postureSlope = 0.35
            sessionDrift = 0.35
            hallucinationYellow = 1
            hallucinationRed = 3
            healthOrange = 0.60
            healthRed = 0.40
            healthCritical = 0.25
        case .balanced:
            sentenceConfidence = 0.65
            oscillation = 0.1
            dissolution = 0.53
            postureSlope = 0.5
            sessionDrift = 0.5
            hallucinationYellow = 2
            hallucinationRed = 3.5
            healthOrange = 0.50
            healthRed = 0.30
            healthCritical = 0.15
        case .permissive:
            sentenceConfidence = 0.80
            oscillation = 0.25
            dissolution = 0.67
            postureSlope = 1
            sessionDrift = 1
            hallucinationYellow = 3
            hallucinationRed = 6
            healthOrange = 0.40
            healthRed = 0.20
            healthCritical = 0.10
        }
    }

    /// What is not said comes from the preset of `mode` (balanced when that is not said either).
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(mode: try values.decodeIfPresent(Mode.self, forKey: .mode) ?? .balanced)
        for (key, path) in Self.numbers {
            if let value = try values.decodeIfPresent(Double.self, forKey: key) { self[keyPath: path] = value }
        }
    }

    /// What is wrong with the thresholds, one sentence each, in the words of the wire; empty when they can be used.
    package var problems: [String] {
        var problems: [String] = []
        for (key, path) in Self.numbers {
            let most = Self.most(of: key)
            let value = self[keyPath: path]
            if !(value.isFinite && value >= 0 && value <= most) { problems.append("\(key.rawValue) must lie between 0 and \(most.formattedShort)") }
        }
        if hallucinationRed < hallucinationYellow { problems.append("hri_red must not be below hri_yellow") }
        if healthRed > healthOrange { problems.append("bhs_red must not be above bhs_orange") }
        if healthCritical > healthRed { problems.append("bhs_critical must not be above bhs_red") }
        return problems
    }

    private static func most(of key: CodingKeys) -> Double {
        switch key {
        case .hallucinationYellow, .hallucinationRed: 10
        case .postureSlope: 15
        case .sessionDrift: 10
        default: 1
        }
    }

    private static var numbers: [(CodingKeys, WritableKeyPath<PostureThresholds, Double>)] {
        [
            (.sentenceConfidence, \.sentenceConfidence), (.oscillation, \.oscillation), (.dissolution, \.dissolution),
            (.postureSlope, \.postureSlope), (.sessionDrift, \.sessionDrift), (.hallucinationYellow, \.hallucinationYellow),
            (.hallucinationRed, \.hallucinationRed), (.healthOrange, \.healthOrange), (.healthRed, \.healthRed),
            (.healthCritical, \.healthCritical),
        ]
    }
}
