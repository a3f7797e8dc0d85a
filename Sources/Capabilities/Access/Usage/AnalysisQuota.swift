// Analyses a month, counted exactly where a plan limits them.
import Foundation
import Storage
import Vocabulary

/// A month of UTC.
package struct Month {
    /// `2026-03`.
    package let name: String
    /// The first moment of the month after it.
    package let end: Timestamp

    package init(of time: Timestamp) {
        var seconds = time_t(time.microseconds / 1_000_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let month = Int(parts.tm_mon) + 1
        name = "\(Int(parts.tm_year) + 1900)-\(month < 10 ? "0" : "")\(month)"
        var next = tm()
        next.tm_year = parts.tm_year
        next.tm_mon = parts.tm_mon + 1
        next.tm_mday = 1
        end = Timestamp(microseconds: Int64(timegm(&next)) * 1_000_000)
    }
}

extension Usage {
    /// The plan of an organization: its own, or the instance's default.
    package func plan(org: String, in db: any SQLSession) async throws -> Plan {
        try await OrganizationStore.find(org, in: db)?.settings.plan ?? policy.defaultPlan
    }

    /// Counts one analysis of an organization with a limited plan, in the transaction that stores it. Costs nothing where nothing is limited.
    /// - Throws: quotaExceeded with the seconds to the next month.
    package func takeAnalysis(org: String, plan: Plan, now: Timestamp, in db: any SQLSession) async throws {
        guard let limit = plan.analysesPerMonth else { return }
        let month = Month(of: now)
        // One row an organization and month: the limit is exact however many servers ask at once.
        let row = try await db.first(
            """
            INSERT INTO analysis_usage (organization_id, month, analyses) VALUES ($1, $2, 1)
            ON CONFLICT (organization_id, month) DO UPDATE SET analyses = analysis_usage.analyses + 1 WHERE analysis_usage.analyses < $3
            RETURNING analyses
            """, [.text(org), .text(month.name), .integer(Int64(limit))])
        guard row == nil else { return }
        throw Self.analysesUsedUp(plan, limit, month, now)
    }

    /// Refuses before any work is done when the month's analyses are used up already.
    package func checkAnalyses(org: String, plan: Plan, now: Timestamp, in db: any SQLSession) async throws {
        guard let limit = plan.analysesPerMonth else { return }
        let month = Month(of: now)
        let row = try await db.first(
            "SELECT analyses FROM analysis_usage WHERE organization_id = $1 AND month = $2", [.text(org), .text(month.name)])
        if try row?.int("analyses") ?? 0 >= Int64(limit) { throw Self.analysesUsedUp(plan, limit, month, now) }
    }

    private static func analysesUsedUp(_ plan: Plan, _ limit: Int, _ month: Month, _ now: Timestamp) -> Problem {
        Problem(
            .quotaExceeded, "Monthly analysis limit reached: the \(plan.title) plan has \(limit) analyses a month",
            retryAfter: max(1, Int(month.end.seconds(since: now).rounded(.up))))
    }
}
