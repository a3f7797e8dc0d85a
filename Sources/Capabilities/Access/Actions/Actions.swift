// Reserving, settling and releasing what a turn of the model costs its user.
import Foundation
import Storage
import Vocabulary
import Web

/// What users of an instance may use, counted exactly however many servers ask at once.
///
/// One action is one turn of the model, whatever tools it calls. It is reserved before the model is called, and settled with what it came to
/// once the model has put anything out; a turn that failed before that is released. A month is one of UTC.
package struct Actions: Sendable {
    let database: any SQLDatabase
    package let policy: ActionPolicy

    package init(database: any SQLDatabase, policy: ActionPolicy) {
        self.database = database
        self.policy = policy
    }

    /// What everybody is told who has used up their budget: this and nothing else.
    package static let capSentence =
        "You have used up this month's budget. It starts anew on the first of the next month; until then whoever runs this server can raise it."

    /// A reservation counts for this many seconds without being settled or released, unless its maker says otherwise (our choice: ten times what
    /// a turn takes at most as long as nobody changes `--model-timeout`).
    package static let leaseSeconds = 1_200.0

    // MARK: A turn

    /// Takes a place in the user's budget of this month.
    /// - Parameter seconds: how long it counts without being settled or released; longer than the longest turn.
    /// - Throws: paymentRequired with the fixed sentence and `tier, used, cap, unit, resets_at` when the budget is used up.
    package func reserve(
        userID: String, organizationID org: String, kind: ActionKind, now: Timestamp, seconds: Double = Actions.leaseSeconds
    ) async throws -> Reservation {
        let reservation = Reservation(id: ID.uuid(at: now), userID: userID, organizationID: org)
        let month = Month(of: now)
        let refused: ActionStanding? = try await database.transaction { db in
            let allowance = try await allowance(userID, org, in: db)
            if try await ActionStore.take(allowance.budget, userID, org: org, month: month.name, in: db) {
                try await ActionStore.insert(
                    reservation, kind, month: month.name, at: now, leasedUntil: now.adding(seconds: seconds), in: db)
                return nil
            }
            let usage = try await ActionStore.usage(userID, org: org, month: month.name, in: db)
            try await tell(usage, allowance, month, userID, org, now, in: db)
            return Self.standing(usage, allowance, month)
        } wasCommitted: { refused, db in
            // One that was refused holds nothing.
            if refused != nil { return true }
            return try await ActionStore.hold(reservation, in: db) != nil
        }
        guard let refused else { return reservation }
        var details = refused.members
        details["tier"] = .string(refused.tier.rawValue)
        throw Problem(.paymentRequired, Self.capSentence, details: details)
    }

    /// Charges an action with what it came to. Once: settling again changes nothing. One whose lease ended before it was settled is charged
    /// all the same, for the model was used.
    /// - Returns: whether it was charged by this call.
    @discardableResult
    package func settle(_ reservation: Reservation, usage: ActionUsage, now: Timestamp, in db: any SQLSession) async throws -> Bool {
        guard let held = try await ActionStore.hold(reservation, in: db), held.state == .reserved || held.state == .expired else { return false }
        try await ActionStore.end(reservation, as: .settled, usage, at: now, in: db)
        let after = try await ActionStore.add(
            actions: 1, endingReserved: held.state == .reserved ? 1 : 0, usage, reservation.userID, org: reservation.organizationID,
            month: held.month, in: db)
        let allowance = try await allowance(reservation.userID, reservation.organizationID, in: db)
        let month = Month(of: now)
        // What was begun in the last month and is settled in this one counts there, and there is nobody left to warn.
        if month.name == held.month { try await tell(after, allowance, month, reservation.userID, reservation.organizationID, now, in: db) }
        return true
    }

    /// Gives the place back: nothing is charged. Does nothing where it was settled or released already.
    /// - Returns: whether it was given back by this call.
    @discardableResult
    package func release(_ reservation: Reservation, now: Timestamp, in db: any SQLSession) async throws -> Bool {
        guard let held = try await ActionStore.hold(reservation, in: db), held.state == .reserved else { return false }
        try await giveBack(reservation, held.month, as: .released, now, in: db)
        return true
    }

    /// Gives back what a crash left behind; returns how many places. For a job.
    package func releaseAbandoned(now: Timestamp) async throws -> Int {
        var released = 0
        while true {
            let abandoned = try await ActionStore.abandoned(before: now, limit: Self.stretch, in: database)
            for reservation in abandoned {
                let isReleased = try await database.transaction { db in
                    guard let held = try await ActionStore.hold(reservation, in: db), held.state == .reserved, held.leasedUntil <= now else {
                        return false
                    }
                    try await giveBack(reservation, held.month, as: .expired, now, in: db)
                    return true
                }
                if isReleased { released += 1 }
            }
            guard abandoned.count == Self.stretch else { return released }
        }
    }

    /// Reservations looked at in one go (our choice).
    private static let stretch = 200

    private func giveBack(
        _ reservation: Reservation, _ month: String, as state: ActionStore.State, _ now: Timestamp, in db: any SQLSession
    ) async throws {
        try await ActionStore.end(reservation, as: state, ActionUsage(), at: now, in: db)
        _ = try await ActionStore.add(
            actions: 0, endingReserved: 1, ActionUsage(), reservation.userID, org: reservation.organizationID, month: month, in: db)
    }

    // MARK: Where a user stands

    package func standing(userID: String, organizationID org: String, now: Timestamp, in db: any SQLSession) async throws -> ActionStanding {
        let month = Month(of: now)
        let usage = try await ActionStore.usage(userID, org: org, month: month.name, in: db)
        return Self.standing(usage, try await allowance(userID, org, in: db), month)
    }

    package func standing(userID: String, organizationID org: String, now: Timestamp) async throws -> ActionStanding {
        try await standing(userID: userID, organizationID: org, now: now, in: database)
    }

    /// A user's tier at this moment.
    package func tier(userID: String, organizationID org: String, in db: any SQLSession) async throws -> Tier {
        try await allowance(userID, org, in: db).tier
    }

    private func allowance(_ userID: String, _ org: String, in db: any SQLSession) async throws -> Allowance {
        guard let own = try await UserTierStore.find(userID, org: org, in: db) else { throw Problem(.notFound, "User not found") }
        return policy.allowance(own)
    }

    private static func standing(_ usage: ActionStore.MonthUsage, _ allowance: Allowance, _ month: Month) -> ActionStanding {
        ActionStanding(
            tier: allowance.tier, actions: usage.actions + usage.reserved, costMicros: usage.costMicros, budget: allowance.budget,
            resetsAt: month.end)
    }

    // MARK: Warnings

    /// From this share of the budget on its user is warned (documented: 80 %).
    static let warningShare = 0.8

    /// Leaves a notice when the budget is nearly, or wholly, used up: one of each in a month. What is only under way does not count.
    private func tell(
        _ usage: ActionStore.MonthUsage, _ allowance: Allowance, _ month: Month, _ userID: String, _ org: String, _ now: Timestamp,
        in db: any SQLSession
    ) async throws {
        var settled = usage
        settled.reserved = 0
        let standing = Self.standing(settled, allowance, month)
        guard let share = standing.share, share >= Self.warningShare else { return }
        var facts = standing.members
        facts["tier"] = .string(standing.tier.rawValue)
        try await Notices.leave(
            share >= 1 ? .capReached : .capWarning, once: month.name, facts, userID: userID, org: org, at: now, in: db)
    }
}
