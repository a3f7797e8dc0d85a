import Access
import PostureEngine
import Storage
import Vocabulary
import Web

struct PostureSessionHandlers: Sendable {
    let database: any SQLDatabase
    let sessions: PostureSessions

    struct StatsResponse: Encodable, Sendable {
        var counts: [String: Int]
        enum CodingKeys: String, CodingKey { case total, green, yellow, orange, red, critical, avgBHS = "avg_bhs", avgPOI = "avg_poi" }
        func encode(to encoder: any Encoder) throws {
            func count(_ dimension: String) -> Int { counts[dimension] ?? 0 }
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(count(PostureDimension.sessions), forKey: .total)
            try container.encode(count(PostureDimension.alert(.green)), forKey: .green)
            try container.encode(count(PostureDimension.alert(.yellow)), forKey: .yellow)
            try container.encode(count(PostureDimension.alert(.orange)), forKey: .orange)
            try container.encode(count(PostureDimension.alert(.red)), forKey: .red)
            try container.encode(count(PostureDimension.alert(.critical)), forKey: .critical)
            let turns = Double(count(PostureDimension.turns))
            func average(_ dimension: String) -> Double? {
                turns > 0 ? (Double(count(dimension)) / turns / PostureSession.million).outputRounded : nil
            }
            try container.encode(average(PostureDimension.bhs), forKey: .avgBHS)
            try container.encode(average(PostureDimension.poi), forKey: .avgPOI)
        }
    }

    /// Kept counts, so that this costs the same however many sessions there are.
    func stats(_ call: Call) async throws -> Answer {
        let dimensions = [PostureDimension.sessions, PostureDimension.turns, PostureDimension.bhs, PostureDimension.poi]
        let counts = try await Counters.totals(
            dimensions + AlertLevel.allCases.map(PostureDimension.alert), org: call.organizationID, in: database)
        return .ok(StatsResponse(counts: counts))
    }

    // MARK: v2

    enum SortBy: String, CaseIterable, Sendable { case alert }

    func listV2(_ call: Call) async throws -> Answer {
        let page = try call.facts.page(["q", "min_alert", "sort_by"], sizeName: "per_page", size: 50)
        var listing = SessionListing()
        if let text = try Self.search(call, "q") { listing.search = text }
        if let least = try call.query.choice("min_alert", as: AlertLevel.self) { listing.levels = Set(AlertLevel.allCases.filter { $0 >= least }) }
        if try call.query.choice("sort_by", as: SortBy.self) == .alert { listing.sort = .maxAlert }
        let found = try await listing.page(page, org: call.organizationID, in: database)
        return .ok(
            SessionPage<SessionItemV2, SessionTotals>(
                sessions: found.sessions.map(SessionItemV2.init), total: found.total, totalCapped: found.isTotalCapped, page: page.page,
                perPage: page.size))
    }

    func detailV2(_ call: Call) async throws -> Answer { try await detail(call, isV1: false) }

    func regime(_ call: Call) async throws -> Answer { .ok(RegimeResponse(try await sessions.find(call).state)) }

    func summary(_ call: Call) async throws -> Answer {
        guard let summary = SessionSummary(try await sessions.find(call).state) else { throw Problem(.notFound, "The session has no turns") }
        return .ok(SummaryResponse(summary: summary))
    }

    func delete(_ call: Call) async throws -> Answer {
        try await sessions.delete(try call.id("session_id"), org: call.organizationID, by: call.author)
        return .noContent
    }

    // MARK: v1

    func listV1(_ call: Call) async throws -> Answer {
        let page = try call.facts.page(["search", "alert", "sort", "order"], sizeName: "per_page", size: 25)
        var listing = SessionListing()
        if let text = try Self.search(call, "search") { listing.search = text }
        if let levels = try Self.levels(call) { listing.levels = levels }
        listing.sort = try call.query.choice("sort", as: SessionListing.Sort.self) ?? .createdAt
        listing.order = try call.query.choice("order", as: SessionListing.Order.self) ?? .descending
        let found = try await listing.page(page, org: call.organizationID, in: database)
        return .ok(
            SessionPage(
                sessions: found.sessions.map(SessionItemV1.init), total: found.total, totalCapped: found.isTotalCapped, page: page.page,
                perPage: page.size,
                summary: try await totals(call.organizationID)))
    }

    func detailV1(_ call: Call) async throws -> Answer { try await detail(call, isV1: true) }

    private func totals(_ org: String) async throws -> SessionTotals {
        let counts = try await Counters.totals(
            [PostureDimension.sessions, PostureDimension.turns, PostureDimension.drm(.critical)] + AlertLevel.allCases.map(PostureDimension.alert),
            org: org, in: database)
        return SessionTotals(
            total: counts[PostureDimension.sessions] ?? 0,
            byLevel: Dictionary(uniqueKeysWithValues: AlertLevel.allCases.map { ($0, counts[PostureDimension.alert($0)] ?? 0) }),
            drmCritical: counts[PostureDimension.drm(.critical)] ?? 0, totalTurns: counts[PostureDimension.turns] ?? 0)
    }

    private func detail(_ call: Call, isV1: Bool) async throws -> Answer {
        let page = try call.facts.page([], size: 200)
        let stored = try await sessions.find(call)
        let turns = try await TurnStore.page(page, session: stored.session.id, org: call.organizationID, in: database)
        return .ok(SessionDetail(stored: stored, turns: turns, page: page, isV1: isV1))
    }

    // MARK: Queries

    private static func search(_ call: Call, _ name: String) throws -> SearchName? {
        guard let text = try call.query.text(name, limit: 200) else { return nil }
        let search = SearchName(text)
        return search.text.isEmpty ? nil : search
    }

    /// `alert=RED,YELLOW`; in capitals as the document writes it, or small.
    private static func levels(_ call: Call) throws -> Set<AlertLevel>? {
        guard let text = try call.query.text("alert", limit: 100), !text.isEmpty else { return nil }
        return Set(
            try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                guard let level = AlertLevel.allCases.first(where: { word == $0.rawValue || word == $0.upperCased }) else {
                    throw Problem.invalid("alert", "must name levels with commas between them: GREEN, YELLOW, ORANGE, RED, CRITICAL")
                }
                return level
            })
    }
}
