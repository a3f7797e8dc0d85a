import Access
import Storage
import Vocabulary
import Web

struct DashboardHandlers: Sendable {
    let database: any SQLDatabase

    struct AuthCheckResponse: Encodable, Sendable {
        var authRequired = true
        enum CodingKeys: String, CodingKey { case authRequired = "auth_required" }
    }

    struct RiskDistribution: Encodable, Sendable {
        var match: Int
        var review: Int
        var mismatch: Int
    }

    struct OverviewResponse: Encodable, Sendable {
        var totalSessions: Int
        var totalIdentities: Int
        var totalAccounts: Int
        var sessionsToday: Int
        var alertsToday: Int
        var riskDistribution: RiskDistribution
        var recentSessions: [SessionResponse]
        enum CodingKeys: String, CodingKey {
            case totalSessions = "total_sessions", totalIdentities = "total_identities", totalAccounts = "total_accounts", sessionsToday =
                "sessions_today"
            case alertsToday = "alerts_today", riskDistribution = "risk_distribution", recentSessions = "recent_sessions"
        }
    }

    struct ProfileResponse: Encodable, Sendable {
        var identity: IdentityResponse
        var profile: ProfileSummary
        var sessions: [SessionResponse]
        var total: Int
        var page: Int
        var pageSize: Int
        enum CodingKeys: String, CodingKey { case identity, profile, sessions, total, page, pageSize = "page_size" }
    }

    struct ProfileSummary: Encodable, Sendable {
        /// Sessions that the baseline was learned from.
        var baselineSessions: Int
        /// What the confidence of the next analysis will be at most.
        var confidence: Double
        var state: String
        var analyses: Int
        var lastSessionAt: Timestamp?
        enum CodingKeys: String, CodingKey {
            case baselineSessions = "baseline_sessions", confidence, state, analyses, lastSessionAt = "last_session_at"
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(baselineSessions, forKey: .baselineSessions)
            try container.encode(confidence, forKey: .confidence)
            try container.encode(state, forKey: .state)
            try container.encode(analyses, forKey: .analyses)
            try container.encode(lastSessionAt, forKey: .lastSessionAt)
        }
    }

    func authCheck(_ call: OpenCall) async throws -> Answer { .ok(AuthCheckResponse()) }

    func overview(_ call: Call) async throws -> Answer {
        let org = call.organizationID
        let today = Dimension.created(on: call.now), alerts = Dimension.alerts(on: call.now)
        let matches = Session.MatchStatus.allCases.map(Dimension.match)
        let totals = try await Counters.totals(
            [Dimension.sessions, Dimension.identities, Dimension.accounts, today, alerts] + matches, org: org, in: database)
        let recent = try await SessionFilter(Query([:])).page(Page(page: 1, size: 10), org: org, in: database)
        func total(_ dimension: String) -> Int { totals[dimension] ?? 0 }
        return .ok(
            OverviewResponse(
                totalSessions: total(Dimension.sessions), totalIdentities: total(Dimension.identities), totalAccounts: total(Dimension.accounts),
                sessionsToday: total(today), alertsToday: total(alerts),
                riskDistribution: RiskDistribution(
                    match: total(Dimension.match(.match)), review: total(Dimension.match(.review)), mismatch: total(Dimension.match(.mismatch))),
                recentSessions: recent.map(SessionResponse.init)))
    }

    func profile(_ call: Call) async throws -> Answer {
        let org = call.organizationID
        let page = try call.page()
        guard let identity = try await IdentityStore.find(try call.id("identity_id"), org: org, in: database) else {
            throw Problem(.notFound, "Identity not found")
        }
        var filter = try SessionFilter(Query([:]))
        filter.identityID = identity.id
        let sessions = try await filter.page(page, org: org, in: database)
        let learned = identity.learnedCount
        let state = learned == 0 ? "empty" : learned < Identity.enrolledSessions ? "building" : learned < 6 ? "usable" : "established"
        let summary = ProfileSummary(
            baselineSessions: learned, confidence: 0.30 + 0.10 * Double(min(learned, 6)), state: state,
            analyses: try await Counters.total(Dimension.analyses(identity: identity.id), org: org, in: database),
            lastSessionAt: page.page == 1 ? sessions.first?.createdAt : nil)
        return .ok(
            ProfileResponse(
                identity: IdentityResponse(identity: identity), profile: summary, sessions: sessions.map(SessionResponse.init),
                total: identity.sessionCount,
                page: page.page, pageSize: page.size))
    }

    func alerts(_ call: Call) async throws -> Answer {
        let page = try call.page("account_id")
        let account = try call.query.text("account_id", limit: 128)?.normalized
        let found = try await AlertStore.list(account: account, page: page, org: call.organizationID, in: database)
        let total = try await Counters.total(account.map(Dimension.alerts(account:)) ?? Dimension.alerts, org: call.organizationID, in: database)
        return .ok(ListResponse("alerts", found, total: total, page: page))
    }
}
