// What is answered about one turn: the document's shape, with what we add beside it.
import PostureEngine
import Vocabulary

/// A turn as `/analyze` and the session's detail answer it.
struct TurnResponse: Encodable, Sendable {
    /// Nil after a dry run, which has neither session nor turn.
    var place: Place?
    var postures: Postures
    var scores: TurnScores
    /// The response's sentences, where they are known: in the answer to `analyze`, and later if `save_text` was set.
    var sentences: [String]?
    var userSentences: [String]?
    /// When it was stored.
    var createdAt: Timestamp?
    /// Levels in capitals, as v1 writes them.
    var inCapitals = false

    struct Place: Sendable {
        var sessionID: String
        /// Only in the answer to `analyze`.
        var sessionName: String?
        var turn: Int64
    }

    /// The dyadic risk with its level as it is to be written.
    struct DRM: Encodable, Sendable {
        var drm: TurnScores.DRM
        var inCapitals: Bool
        private enum CodingKeys: String, CodingKey { case alert = "drm_alert" }
        func encode(to encoder: any Encoder) throws {
            try drm.encode(to: encoder)
            guard inCapitals else { return }
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(drm.alert.upperCased, forKey: .alert)
        }
    }

    /// A driver, likewise.
    struct Reason: Encodable, Sendable {
        var driver: Driver
        var inCapitals: Bool
        private enum CodingKeys: String, CodingKey { case level }
        func encode(to encoder: any Encoder) throws {
            try driver.encode(to: encoder)
            guard inCapitals else { return }
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(driver.level.upperCased, forKey: .level)
        }
    }

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id", sessionName = "session_name", turn, dryRun = "dry_run", c0, c1, c2, c3, c4, bhs, alert
        case psaAlert = "psa_alert", incongruence, details, drivers, dpd, sessionDrift = "session_drift", irs, ras, rag, drm
        case turnType = "turn_type", warnings, truncated, engineVersion = "engine_version", createdAt = "created_at"
    }

    enum ClassifierKeys: String, CodingKey {
        case postures, confidences, sentences, poi, pe, dpi, mps, dominant, sessionPOI = "session_poi", sd, hri, pd, td, cpi, evidence
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let place {
            try container.encode(place.sessionID, forKey: .sessionID)
            try container.encodeIfPresent(place.sessionName, forKey: .sessionName)
            try container.encode(place.turn, forKey: .turn)
        } else {
            try container.encode(true, forKey: .dryRun)
        }
        try encodeClassifiers(into: &container)
        try container.encode(scores.bhs, forKey: .bhs)
        try container.encode(scores.alert.written(inCapitals), forKey: .alert)
        try container.encode(scores.psaAlert.written(inCapitals), forKey: .psaAlert)
        try container.encode(scores.incongruence, forKey: .incongruence)
        try container.encode(scores.details, forKey: .details)
        try container.encode(scores.drivers.map { Reason(driver: $0, inCapitals: inCapitals) }, forKey: .drivers)
        try container.encode(scores.dpd, forKey: .dpd)
        try container.encode(scores.sessionDrift, forKey: .sessionDrift)
        try container.encodeIfPresent(scores.irs, forKey: .irs)
        try container.encodeIfPresent(scores.ras, forKey: .ras)
        try container.encodeIfPresent(scores.rag, forKey: .rag)
        try container.encodeIfPresent(scores.drm.map { DRM(drm: $0, inCapitals: inCapitals) }, forKey: .drm)
        try container.encode(scores.turnType, forKey: .turnType)
        if !scores.warnings.isEmpty { try container.encode(scores.warnings, forKey: .warnings) }
        if scores.truncated { try container.encode(true, forKey: .truncated) }
        try container.encode(scores.engineVersion, forKey: .engineVersion)
        try container.encodeIfPresent(createdAt, forKey: .createdAt)
    }

    private func encodeClassifiers(into container: inout KeyedEncodingContainer<CodingKeys>) throws {
        func start(_ key: CodingKeys, _ coded: [CodedSentence]) throws -> KeyedEncodingContainer<ClassifierKeys> {
            var nested = container.nestedContainer(keyedBy: ClassifierKeys.self, forKey: key)
            try nested.encode(coded.map(\.code), forKey: .postures)
            try nested.encode(coded.map(\.confidence.outputRounded), forKey: .confidences)
            return nested
        }
        if let pressure = postures.c0 {
            var c0 = try start(.c0, pressure)
            try c0.encodeIfPresent(userSentences, forKey: .sentences)
            try c0.encode(scores.cpi ?? 0, forKey: .cpi)
        }
        var c1 = try start(.c1, postures.c1)
        try c1.encodeIfPresent(sentences, forKey: .sentences)
        try c1.encode(scores.poi, forKey: .poi)
        try c1.encode(scores.pe, forKey: .pe)
        try c1.encode(scores.dpi, forKey: .dpi)
        try c1.encode(scores.mps, forKey: .mps)
        try c1.encode(scores.dominant, forKey: .dominant)
        try c1.encode(scores.sessionPOI, forKey: .sessionPOI)
        var c2 = try start(.c2, postures.c2)
        try c2.encode(scores.sd, forKey: .sd)
        var c3 = try start(.c3, postures.c3)
        try c3.encode(scores.hri, forKey: .hri)
        try c3.encodeIfPresent(scores.evidence, forKey: .evidence)
        var c4 = try start(.c4, postures.c4)
        try c4.encode(scores.pd, forKey: .pd)
        try c4.encode(scores.td, forKey: .td)
    }
}
