// The shapes of sessions in lists, as v1 and v2 write them.
import PostureEngine
import Vocabulary

/// An item of `/api/v2/psa/sessions`; what stands after `created_at` is ours to add.
struct SessionItemV2: Encodable, Sendable {
    var session: PostureSession
    enum CodingKeys: String, CodingKey {
        case id, name, alert, bhs, poi, turns, createdAt = "created_at", updatedAt = "updated_at", drmAlert = "drm_alert"
        case bhsTrend = "bhs_trend", regimeType = "regime_type"
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(session.id, forKey: .id)
        try container.encode(session.name, forKey: .name)
        try container.encode(session.maxAlert, forKey: .alert)
        try container.encode(session.averageBHS.outputRounded, forKey: .bhs)
        try container.encode(session.averagePOI.outputRounded, forKey: .poi)
        try container.encode(session.turns, forKey: .turns)
        try container.encode(session.createdAt, forKey: .createdAt)
        try container.encode(session.updatedAt, forKey: .updatedAt)
        try container.encode(session.maxDRM, forKey: .drmAlert)
        try container.encode(session.bhsTrend, forKey: .bhsTrend)
        try container.encode(session.regimeType, forKey: .regimeType)
    }
}

/// An item of `/v1/sessions`: levels in capitals.
struct SessionItemV1: Encodable, Sendable {
    var session: PostureSession
    enum CodingKeys: String, CodingKey {
        case id, name, maxAlert = "max_alert", avgBHS = "avg_bhs", bhsTrend = "bhs_trend", turns = "n_turns", drmAlert = "drm_alert"
        case regimeType = "regime_type", postureSequence = "posture_sequence", createdAt = "created_at", updatedAt = "updated_at"
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try encode(into: &container)
    }

    func encode(into container: inout KeyedEncodingContainer<CodingKeys>) throws {
        try container.encode(session.id, forKey: .id)
        try container.encode(session.name, forKey: .name)
        try container.encode(session.maxAlert.upperCased, forKey: .maxAlert)
        try container.encode(session.averageBHS.outputRounded, forKey: .avgBHS)
        try container.encode(session.bhsTrend, forKey: .bhsTrend)
        try container.encode(session.turns, forKey: .turns)
        try container.encode(session.maxDRM.upperCased, forKey: .drmAlert)
        try container.encode(session.regimeType, forKey: .regimeType)
        try container.encode(session.recentPostures, forKey: .postureSequence)
        try container.encode(session.createdAt, forKey: .createdAt)
        try container.encode(session.updatedAt, forKey: .updatedAt)
    }
}

struct SessionPage<Item: Encodable & Sendable, Summary: Encodable & Sendable>: Encodable, Sendable {
    var sessions: [Item]
    var total: Int
    /// A search found more sessions than it shows.
    var totalCapped: Bool
    var page: Int
    var perPage: Int
    var summary: Summary?
    enum CodingKeys: String, CodingKey {
        case sessions, total, totalCapped = "total_capped", page, perPage = "per_page", totalPages = "total_pages", summary
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sessions, forKey: .sessions)
        try container.encode(total, forKey: .total)
        try container.encode(totalCapped, forKey: .totalCapped)
        try container.encode(page, forKey: .page)
        try container.encode(perPage, forKey: .perPage)
        try container.encode((total + perPage - 1) / perPage, forKey: .totalPages)
        try container.encodeIfPresent(summary, forKey: .summary)
    }
}

/// The unfiltered totals beside v1's list; `orange` and `critical` are ours to add.
struct SessionTotals: Encodable, Sendable {
    var total: Int
    var byLevel: [AlertLevel: Int]
    var drmCritical: Int
    var totalTurns: Int
    enum CodingKeys: String, CodingKey {
        case total, red, yellow, green, orange, critical, drmCritical = "drm_critical", totalTurns = "total_turns", psaPostures = "psa_postures"
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(total, forKey: .total)
        let keys: [AlertLevel: CodingKeys] = [.green: .green, .yellow: .yellow, .orange: .orange, .red: .red, .critical: .critical]
        for (level, key) in keys { try container.encode(byLevel[level] ?? 0, forKey: key) }
        try container.encode(drmCritical, forKey: .drmCritical)
        try container.encode(totalTurns, forKey: .totalTurns)
        // Every stored turn has its postures.
        try container.encode(totalTurns, forKey: .psaPostures)
    }
}
