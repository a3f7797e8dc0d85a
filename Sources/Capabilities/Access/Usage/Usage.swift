import Storage
import Vocabulary

/// The caps of an instance. A self-hosted server has none unless its operator sets them.
package struct UsagePolicy: Sendable, Equatable {
    /// Length of the trial in days and its billable sessions (documented: 30 and 1,500); nil = no trial, no cap.
    package var trial: Trial?
    /// Billable sessions an organization may have in all; nil = no quota.
    package var sessionQuota: Int?
    /// The plan for posture analysis of an organization that has none of its own (our choice: nothing is limited on one's own server).
    package var defaultPlan = Plan.enterprise

    package struct Trial: Sendable, Equatable {
        package var days = 30.0
        package var sessions = 1_500
        package init() {}
    }

    package init() {}
}

/// What an organization has used, and whether it may go on.
package struct Usage: Sendable {
    private let database: any SQLDatabase
    package let policy: UsagePolicy

    /// A session is billable from 100 events on (documented).
    package static let billableEvents = 100
    static let billableDimension = "usage:billable_sessions"

    package init(database: any SQLDatabase, policy: UsagePolicy) {
        self.database = database
        self.policy = policy
    }

    /// Whether this instance has any cap at all.
    package var hasCaps: Bool { policy.trial != nil || policy.sessionQuota != nil }

    /// The reason why this organization's events are refused; nil = they are welcome. Costs nothing where no cap is set.
    package func refusal(org: String, now: Timestamp, in db: any SQLSession) async throws -> Problem? {
        guard hasCaps else { return nil }
        let used = try await Counters.total(Self.billableDimension, org: org, in: db)
        if let trial = policy.trial {
            guard let organization = try await OrganizationStore.find(org, in: db) else { return nil }
            if now.seconds(since: organization.createdAt) > trial.days * 86_400 {
                return Problem(.paymentRequired, "The trial has expired; subscribe to send more events")
            }
            if used >= trial.sessions {
                return Problem(.paymentRequired, "The trial's \(trial.sessions) billable sessions are used up; subscribe to send more events")
            }
        }
        if let quota = policy.sessionQuota, used >= quota {
            return Problem(.quotaExceeded, "The organization's quota of \(quota) sessions is used up", retryAfter: 3600)
        }
        return nil
    }

    /// Notes a session that has just become billable.
    package static func countBillable(org: String, in db: any SQLSession) async throws {
        try await Counters.add([billableDimension: 1], org: org, in: db)
    }
}
