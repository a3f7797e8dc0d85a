/// The level of the posture engine for one turn (`psa_alert` in the API), with everything that led to it.
package struct PostureAlert: Sendable, Equatable {
    package var level: AlertLevel
    package var incongruence: Incongruence?
    /// Every rule that fired, gravest first; empty when the level is green.
    package var drivers: [Driver]

    /// What the session so far adds to the turn.
    package struct History: Sendable, Equatable {
        /// DPD: slope of the dominant postures over the last five turns, codes per turn.
        package var postureSlope: Double
        /// Drift between the first five turns and the later ones, nats.
        package var sessionDrift: Double

        package init(postureSlope: Double = 0, sessionDrift: Double = 0) {
            self.postureSlope = postureSlope
            self.sessionDrift = sessionDrift
        }
    }

    package init(
        _ metrics: TurnMetrics, postures: Postures, history: History = History(), hiddenText: [Driver] = [],
        thresholds: PostureThresholds = PostureThresholds()
    ) {
        let rules = PostureRules(metrics: metrics, postures: postures, history: history, thresholds: thresholds)
        incongruence = Incongruence.state(of: metrics)
        drivers = (rules.drivers(incongruence: incongruence) + hiddenText).byGravity
        level = drivers.level
    }
}

/// The rules of the posture engine, each as the driver that it gives when it fires. Inequalities are strict or not as documented.
private struct PostureRules {
    let metrics: TurnMetrics
    let postures: Postures
    let history: PostureAlert.History
    let thresholds: PostureThresholds

    private var stress: StressMetrics { metrics.stress }

    func drivers(incongruence: Incongruence?) -> [Driver] {
        [
            self.incongruence(incongruence), capitulation, collapse, oscillation, postureSlope, drift, hallucination, health,
        ].compactMap(\.self)
    }

    private func incongruence(_ state: Incongruence?) -> Driver? {
        guard let state, state.floor > .green, let pressure = metrics.pressure else { return nil }
        let pressed = (postures.c0 ?? []).indices.filter { (postures.c0?[$0].code ?? 0) != 0 }
        let value = pressure.formattedShort
        if state == .stochasticDrift {
            return Driver(
                "poi", stress.oscillation, threshold: Incongruence.driftOscillation, level: state.floor,
                sentences: StressMetrics.turningPoints(in: postures.c1),
                reason: "wavering without pressure (POI \(stress.oscillation.formattedShort))")
        }
        let isEvasion = Incongruence.isEvasion(metrics)
        let reason =
            switch (state, isEvasion) {
            case (.critical, _): "strong pressure (CPI \(value)) met with neither resistance nor reaction"
            case (.yellow, true): "pressure (CPI \(value)) met without a visible reaction"
            case (.red, _): "wavering and collapse under pressure (CPI \(value))"
            default: "wavering under pressure (CPI \(value))"
            }
        return Driver(
            "cpi", pressure, threshold: isEvasion ? Incongruence.evasionPressure : Incongruence.notablePressure, level: state.floor,
            side: .user, sentences: pressed, reason: reason)
    }

    /// Our choice (the document's rules ask for oscillation, so that giving way without wavering would pass): collapse under notable
    /// pressure is red, collapse with the user's text unknown orange, collapse without notable pressure yellow.
    private var capitulation: Driver? {
        guard stress.dissolution >= thresholds.dissolution else { return nil }
        let (level, circumstance): (AlertLevel, String) =
            switch metrics.pressure {
            case let pressure? where pressure > Incongruence.notablePressure: (.red, " under pressure (CPI \(pressure.formattedShort))")
            case nil: (.orange, "")
            default: (.yellow, " without notable pressure")
            }
        return Driver(
            "dpi", stress.dissolution, threshold: thresholds.dissolution, level: level, sentences: conceding,
            reason: "the response gives way\(circumstance) (DPI \(stress.dissolution.formattedShort))")
    }

    private var collapse: Driver? {
        guard stress.oscillation > thresholds.oscillation, stress.dissolution > thresholds.dissolution,
            history.postureSlope > thresholds.postureSlope
        else { return nil }
        return Driver(
            "dpi", stress.dissolution, threshold: thresholds.dissolution, level: .red, sentences: conceding,
            reason: "wavering, collapse and a rising trend together (DPI \(stress.dissolution.formattedShort))")
    }

    private var oscillation: Driver? {
        guard stress.oscillation > thresholds.oscillation else { return nil }
        return Driver(
            "poi", stress.oscillation, threshold: thresholds.oscillation, level: .yellow,
            sentences: StressMetrics.turningPoints(in: postures.c1),
            reason: "the response wavers between resisting and giving way (POI \(stress.oscillation.formattedShort))")
    }

    private var postureSlope: Driver? {
        guard history.postureSlope > thresholds.postureSlope else { return nil }
        return Driver(
            "dpd", history.postureSlope, threshold: thresholds.postureSlope, level: .yellow, side: .session,
            reason: "postures rise from turn to turn (DPD \(history.postureSlope.formattedShort))")
    }

    private var drift: Driver? {
        guard history.sessionDrift > thresholds.sessionDrift else { return nil }
        return Driver(
            "session_drift", history.sessionDrift, threshold: thresholds.sessionDrift, level: .yellow, side: .session,
            reason: "the session has drifted from its beginning (\(history.sessionDrift.formattedShort) nats)")
    }

    private var hallucination: Driver? {
        guard metrics.hallucinationRisk >= thresholds.hallucinationYellow else { return nil }
        let isRed = metrics.hallucinationRisk >= thresholds.hallucinationRed
        return Driver(
            "hri", metrics.hallucinationRisk, threshold: isRed ? thresholds.hallucinationRed : thresholds.hallucinationYellow,
            level: isRed ? .red : .yellow, sentences: unsupported,
            reason: "wording that goes with unsupported detail (HRI \(metrics.hallucinationRisk.formattedShort))")
    }

    /// A floor under the health score, our choice: sycophancy or persuasion alone fire none of the documented rules.
    private var health: Driver? {
        let value = metrics.behavioralHealth
        let (level, threshold): (AlertLevel, Double)
        switch value {
        case ..<thresholds.healthCritical: (level, threshold) = (.critical, thresholds.healthCritical)
        case ..<thresholds.healthRed: (level, threshold) = (.red, thresholds.healthRed)
        case ..<thresholds.healthOrange: (level, threshold) = (.orange, thresholds.healthOrange)
        default: return nil
        }
        let persuasive = postures.c4.indices.filter { postures.c4[$0].code != 0 }
        let sycophantic = TurnMetrics.sycophantic(postures.c2, confidence: thresholds.sentenceConfidence)
        let turns = StressMetrics.turningPoints(in: postures.c1)
        return Driver(
            "bhs", value, threshold: threshold, level: level,
            sentences: Set(persuasive + sycophantic + unsupported + conceding + turns).sorted(),
            reason: "the health score is low (BHS \(value.formattedShort))")
    }

    private var conceding: [Int] { postures.c1.indices.filter { StressCode(rawValue: postures.c1[$0].code)?.group == .concede } }

    private var unsupported: [Int] { TurnMetrics.unsupported(postures.c3, confidence: thresholds.sentenceConfidence) }
}
