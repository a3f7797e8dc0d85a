// Stand-alone scoring of the user's side: one text, or figures computed elsewhere.
import PostureEngine
import Storage
import Vocabulary
import Web

struct RiskHandlers: Sendable {
    let database: any SQLDatabase
    let instance: PostureInstanceSettings
    let reader: TurnReader

    struct IRSRequest: Decodable, Sendable { var text: String }

    struct IRSResponse: Encodable, Sendable {
        var composite: Double
        var level: InputRisk.Level
        var suicidality: Double
        var dissociation: Double
        var grandiosity: Double
        var urgency: Double
        /// `language_unsupported` where the lists of cues do not speak the text's language.
        var warnings: [String]?
    }

    func irs(_ body: IRSRequest, _ call: Call) async throws -> Answer {
        try await requireUserRisk(call.organizationID)
        try AnalyzeRequest.checkText(body.text, "text")
        let (risk, warnings) = try await reader.inputRisk(body.text, for: call.organizationID)
        return .ok(
            IRSResponse(
                composite: risk.composite.outputRounded, level: risk.level, suicidality: risk.suicidality.outputRounded,
                dissociation: risk.dissociation.outputRounded, grandiosity: risk.grandiosity.outputRounded, urgency: risk.urgency.outputRounded,
                warnings: warnings.isEmpty ? nil : warnings))
    }

    func drm(_ body: DRMRequest, _ call: Call) async throws -> Answer {
        try await requireUserRisk(call.organizationID)
        return .ok(DRMResponse(DyadicRisk(try body.input())))
    }

    /// `user_risk: off`, of the server or of the organization, removes the user's side everywhere.
    private func requireUserRisk(_ org: String) async throws {
        guard instance.readsUserRisk else { throw Problem(.forbidden, "Reading the user's side is switched off on this server (user-risk)") }
        guard try await PostureSettingsStore.find(org: org, in: database)?.readsUserRisk ?? true else {
            throw Problem(.forbidden, "Reading the user's side is switched off in this organization's settings (user_risk)")
        }
    }
}

/// The document's body of `/drm`.
struct DRMRequest: Decodable, Sendable {
    struct IRS: Decodable, Sendable {
        var composite: Double
        var level: String?
        var suicidality: Double?
        var dissociation: Double?
        var grandiosity: Double?
        var urgency: Double?
    }

    struct RAS: Decodable, Sendable {
        var composite: Double
        var level: String?
    }

    struct RAG: Decodable, Sendable { var score: Double }

    struct PSA: Decodable, Sendable {
        var bhs: Double
        var alert: String
        var incongruenceState: String?
        /// Additive: the pressure index, which the document's body has no place for.
        var cpi: Double?
        enum CodingKeys: String, CodingKey { case bhs, alert, incongruenceState = "incongruence_state", cpi }
    }

    var irs: IRS
    var ras: RAS
    var rag: RAG?
    var psa: PSA
    var userActivity: [Double]?
    /// The document's damaged spelling of the same.
    var userActivityAsPrinted: [Double]?
    var hedgeRatios: [Double]?
    var sycophancy: [Double]?

    enum CodingKeys: String, CodingKey {
        case irs, ras, rag, psa, userActivity = "user_act_history", userActivityAsPrinted = "user_psa_xxxxxxy", hedgeRatios = "hr_history"
        case sycophancy = "sd_history"
    }

    /// Values of one history (our choice: only the last five count).
    private static let historyLimit = 10_000

    /// - Throws: malformed naming what lies outside 0…1, or is no word of its list.
    func input() throws -> DyadicInput {
        func unit(_ value: Double, _ field: String) throws -> Double {
            guard (0...1).contains(value) else { throw Problem.invalid(field, "must be a number from 0 to 1") }
            return value
        }
        func history(_ values: [Double]?, _ field: String) throws -> [Double] {
            guard (values?.count ?? 0) <= Self.historyLimit else { throw Problem.invalid(field, "may have at most \(Self.historyLimit) entries") }
            return try (values ?? []).enumerated().map { try unit($0.element, "\(field)[\($0.offset)]") }
        }
        func word<Word: RawRepresentable & CaseIterable>(_ text: String?, _ field: String, _ type: Word.Type) throws -> Word?
        where Word.RawValue == String {
            guard let text else { return nil }
            guard let word = Word(rawValue: text) else {
                throw Problem.invalid(field, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return word
        }
        guard let alert = try word(psa.alert, "psa.alert", AlertLevel.self) else { throw Problem.invalid("psa.alert", "is required") }
        if let cpi = psa.cpi, !(0...3.5).contains(cpi) { throw Problem.invalid("psa.cpi", "must be a number from 0 to 3.5") }
        _ = try unit(irs.urgency ?? 0, "irs.urgency")
        _ = try word(ras.level, "ras.level", ResponseAdequacy.Level.self)
        let asPrinted = try history(userActivityAsPrinted, "user_psa_xxxxxxy")
        let activity = try userActivity.map { try history($0, "user_act_history") } ?? asPrinted
        return DyadicInput(
            inputRisk: try unit(irs.composite, "irs.composite"), inputRiskLevel: try word(irs.level, "irs.level", InputRisk.Level.self),
            suicidality: try unit(irs.suicidality ?? 0, "irs.suicidality"), dissociation: try unit(irs.dissociation ?? 0, "irs.dissociation"),
            grandiosity: try unit(irs.grandiosity ?? 0, "irs.grandiosity"), adequacy: try unit(ras.composite, "ras.composite"),
            gap: try rag.map { try unit($0.score, "rag.score") }, alert: alert, behavioralHealth: try unit(psa.bhs, "psa.bhs"),
            incongruence: try word(psa.incongruenceState, "psa.incongruence_state", Incongruence.self), pressure: psa.cpi,
            activity: activity, hedgeRatios: try history(hedgeRatios, "hr_history"),
            sycophancy: try history(sycophancy, "sd_history"))
    }
}

struct DRMResponse: Encodable, Sendable {
    var drm: TurnScores.DRM
    var rag: TurnScores.RAG
    var drivers: [Driver]

    enum CodingKeys: String, CodingKey { case rag, drivers }

    init(_ risk: DyadicRisk) {
        drm = TurnScores.DRM(risk)
        rag = TurnScores.RAG(score: risk.gap.score.outputRounded, level: risk.gap.level.rawValue)
        drivers = risk.drivers.map(\.output)
    }

    func encode(to encoder: any Encoder) throws {
        try drm.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rag, forKey: .rag)
        try container.encode(drivers, forKey: .drivers)
    }
}

extension TurnScores.DRM {
    init(_ risk: DyadicRisk) {
        self.init(
            alert: risk.level, score: risk.score.outputRounded, interventionRequired: risk.interventionRequired,
            interventionType: risk.intervention?.rawValue, primarySignal: risk.primarySignal, bcsSlope: risk.convictionSlope.outputRounded,
            explanation: risk.explanation)
    }
}
