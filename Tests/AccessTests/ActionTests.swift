import Foundation
import Storage
import Support
import Testing
import Vocabulary
import Web

@testable import Access

/// A user of a fresh organization.
struct Somebody: Sendable {
    var id = ID.new(.user)
    var org = ID.new(.organization)
}

func makeSomebody(isInstanceAdmin: Bool = false, in database: any SQLDatabase) async throws -> Somebody {
    let user = Somebody()
    try await database.execute(
        "INSERT INTO organizations (id, name, created_at) VALUES ($1, 'Acme', 0)", [.text(user.org)])
    try await database.execute(
        """
        INSERT INTO users (id, organization_id, email, password_hash, role, is_instance_admin, created_at)
        VALUES ($1, $2, $3, '', 'member', $4, 0)
        """, [.text(user.id), .text(user.org), .text(user.id + "@acme.com"), .integer(isInstanceAdmin ? 1 : 0)])
    return user
}

/// 20 March 2026.
let march = Timestamp(seconds: 1_774_008_000)

private func policy(actions: Int64? = nil, costMicros: Int64? = nil) -> ActionPolicy {
    var policy = ActionPolicy()
    policy.budget = Budget(actions: actions, costMicros: costMicros)
    return policy
}

private struct Fixture: Sendable {
    var database: any SQLDatabase
    var actions: Actions
    var user: Somebody

    func reserve(at now: Timestamp = march) async throws -> Reservation {
        try await actions.reserve(userID: user.id, organizationID: user.org, kind: .chat, now: now)
    }

    @discardableResult
    func settle(_ reservation: Reservation, _ usage: ActionUsage = ActionUsage(tokensIn: 10, tokensOut: 5), at now: Timestamp = march) async throws
        -> Bool
    {
        try await database.transaction { db in try await actions.settle(reservation, usage: usage, now: now, in: db) }
    }

    @discardableResult
    func release(_ reservation: Reservation, at now: Timestamp = march) async throws -> Bool {
        try await database.transaction { db in try await actions.release(reservation, now: now, in: db) }
    }

    func standing(at now: Timestamp = march) async throws -> ActionStanding {
        try await actions.standing(userID: user.id, organizationID: user.org, now: now)
    }

    func notices() async throws -> [String] {
        try await Notices.list(userID: user.id, org: user.org, limit: 10, in: database).map(\.kind)
    }
}

private func withActions(
    _ dialect: Dialect, _ policy: ActionPolicy = ActionPolicy(), isInstanceAdmin: Bool = false, _ body: (Fixture) async throws -> Void
) async throws {
    try await withTables(dialect) { database in
        let user = try await makeSomebody(isInstanceAdmin: isInstanceAdmin, in: database)
        try await body(Fixture(database: database, actions: Actions(database: database, policy: policy), user: user))
    }
}

@Suite("Actions are counted exactly")
struct ActionTests {
    @Test("Of 50 calls at the same moment with one place left exactly one passes", arguments: TestDatabases.available)
    func oneOfFifty(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 100)) { fixture in
            for _ in 1...99 { try await fixture.settle(try await fixture.reserve()) }
            let passed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...50 {
                    group.addTask {
                        do {
                            _ = try await fixture.reserve()
                            return true
                        } catch let problem as Problem where problem.kind == .paymentRequired {
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(passed == 1)
            #expect(try await fixture.standing().actions == 100)
            let rows = try await fixture.database.query("SELECT state, COUNT(*) AS n FROM actions GROUP BY state ORDER BY state")
            #expect(try rows.map { "\(try $0.text("state")) \(try $0.int("n"))" } == ["reserved 1", "settled 99"])
        }
    }

    @Test("Even the first actions of a month pass one at a time", arguments: TestDatabases.available)
    func firstOfTheMonth(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 3)) { fixture in
            let passed = await withTaskGroup(of: Bool.self) { group in
                for _ in 1...20 { group.addTask { (try? await fixture.reserve()) != nil } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(passed == 3)
        }
    }

    @Test("Who is refused is told the fixed sentence, what was used, of what, and when it starts anew", arguments: TestDatabases.available)
    func refusal(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 1)) { fixture in
            try await fixture.settle(try await fixture.reserve())
            let problem = await #expect(throws: Problem.self) { try await fixture.reserve() }
            #expect(problem?.kind == .paymentRequired)
            #expect(problem?.message == Actions.capSentence)
            #expect(
                problem?.details == ["tier": "builder", "used": 1, "cap": 1, "unit": "actions", "resets_at": "2026-04-01T00:00:00.000Z"])
            // In the new month there is room again.
            try await fixture.release(try await fixture.reserve(at: march.adding(seconds: 12 * 86_400)))
        }
    }

    @Test("A cap of nothing lets nobody in, and without a cap nothing is refused", arguments: TestDatabases.available)
    func edges(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 0)) { fixture in
            await #expect(throws: Problem.self) { try await fixture.reserve() }
            let notices = try await fixture.notices()
            #expect(notices == ["cap.reached"])
        }
        try await withActions(dialect) { fixture in
            for _ in 1...3 { try await fixture.settle(try await fixture.reserve(), ActionUsage(costMicros: 1_000_000_000)) }
            let standing = try await fixture.standing()
            #expect(standing.members == ["used": 3, "cap": nil, "unit": "actions", "resets_at": "2026-04-01T00:00:00.000Z"])
            #expect(try await fixture.notices() == [])
        }
    }

    @Test("An action is charged once, however often it is settled; a released one is not charged at all", arguments: TestDatabases.available)
    func chargedOnce(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 10)) { fixture in
            let kept = try await fixture.reserve(), failed = try await fixture.reserve()
            let charged = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...8 { group.addTask { try await fixture.settle(kept, ActionUsage(tokensIn: 7, costMicros: 3)) } }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(charged == 1)
            #expect(try await fixture.release(failed))
            #expect(try await !fixture.release(failed))
            #expect(try await !fixture.settle(failed))
            #expect(try await !fixture.release(kept))
            let row = try #require(try await fixture.database.first("SELECT * FROM action_usage"))
            #expect(try row.int("actions") == 1 && row.int("reserved") == 0)
            #expect(try row.int("tokens_in") == 7 && row.int("cost_micros") == 3)
        }
    }

    @Test(
        "What a crash left behind is given back when its lease is over, and charged all the same if it comes in later",
        arguments: TestDatabases.available)
    func abandoned(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 2)) { fixture in
            let lost = try await fixture.reserve(), late = try await fixture.reserve()
            let before = march.adding(seconds: Actions.leaseSeconds - 1), after = march.adding(seconds: Actions.leaseSeconds)
            #expect(try await fixture.actions.releaseAbandoned(now: before) == 0)
            await #expect(throws: Problem.self) { try await fixture.reserve(at: before) }
            #expect(try await fixture.actions.releaseAbandoned(now: after) == 2)
            #expect(try await fixture.actions.releaseAbandoned(now: after) == 0)
            #expect(try await fixture.standing(at: after).actions == 0)
            #expect(try await fixture.settle(late, at: after))
            #expect(try await !fixture.release(lost, at: after))
            let row = try #require(try await fixture.database.first("SELECT actions, reserved FROM action_usage"))
            #expect(try row.int("actions") == 1 && row.int("reserved") == 0)
        }
    }

    @Test("What was begun in one month is charged there, also when it ends in the next", arguments: TestDatabases.available)
    func acrossMonths(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 1)) { fixture in
            let april = march.adding(seconds: 12 * 86_400)
            let reservation = try await fixture.reserve()
            try await fixture.settle(reservation, at: april)
            #expect(try await fixture.standing().actions == 1)
            #expect(try await fixture.standing(at: april).actions == 0)
            #expect(try await fixture.notices() == [])
        }
    }

    @Test("A budget in money counts what was spent, and what is under way at the average", arguments: TestDatabases.available)
    func money(dialect: Dialect) async throws {
        try await withActions(dialect, policy(costMicros: 1_000_000)) { fixture in
            for _ in 1...3 { try await fixture.settle(try await fixture.reserve(), ActionUsage(costMicros: 250_000)) }
            #expect(try await fixture.notices() == [])
            // 0.75 of a dollar is spent, a quarter each: one more fits.
            let one = try await fixture.reserve()
            let problem = await #expect(throws: Problem.self) { try await fixture.reserve() }
            #expect(problem?.details["unit"] == "usd")
            #expect(problem?.details["used"] == 0.75 && problem?.details["cap"]?.doubleValue == 1)
            try await fixture.settle(one, ActionUsage(costMicros: 100_000))
            #expect(try await fixture.notices() == ["cap.warning"])
            try await fixture.settle(try await fixture.reserve(), ActionUsage(costMicros: 500_000))
            #expect(try await fixture.standing().costMicros == 1_350_000)
            #expect(try await fixture.notices().sorted() == ["cap.reached", "cap.warning"])
            await #expect(throws: Problem.self) { try await fixture.reserve() }
        }
    }

    @Test("One warning at 80 % and one at the end, each month", arguments: TestDatabases.available)
    func warnings(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 10)) { fixture in
            for month in 0..<2 {
                let now = march.adding(seconds: Double(month) * 31 * 86_400)
                for used in 1...10 {
                    try await fixture.settle(try await fixture.reserve(at: now), at: now)
                    let expected = used >= 10 ? 2 : used >= 8 ? 1 : 0
                    #expect(try await fixture.notices().count == month * 2 + expected, "after \(used) of month \(month)")
                }
                await #expect(throws: Problem.self) { try await fixture.reserve(at: now) }
                #expect(try await fixture.notices().count == (month + 1) * 2)
            }
            let notices = try await Notices.list(userID: fixture.user.id, org: fixture.user.org, limit: 10, in: fixture.database)
            let warning = try #require(notices.last { $0.kind == "cap.warning" })
            #expect(warning.facts["used"] == 8 && warning.facts["cap"] == 10 && warning.facts["tier"] == "builder")
        }
    }

    @Test("Places that are only under way warn nobody", arguments: TestDatabases.available)
    func underWay(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 1)) { fixture in
            let one = try await fixture.reserve()
            await #expect(throws: Problem.self) { try await fixture.reserve() }
            #expect(try await fixture.notices() == [])
            try await fixture.release(one)
            try await fixture.settle(try await fixture.reserve())
        }
    }

    @Test("A user's own tier and budget go before the instance's", arguments: TestDatabases.available)
    func ownTier(dialect: Dialect) async throws {
        try await withActions(dialect, policy(actions: 1)) { fixture in
            func save(_ own: UserTier) async throws {
                try await UserTierStore.save(own, fixture.user.id, org: fixture.user.org, in: fixture.database)
            }
            try await save(UserTier(tier: .sidekick, actionsCap: 3))
            let standing = try await fixture.standing()
            #expect(standing.tier == .sidekick && standing.budget == Budget(actions: 3))
            try await save(UserTier(actionsCap: -1))
            #expect(try await fixture.standing().budget == Budget())
            try await save(UserTier(costCapMicros: 5))
            #expect(try await fixture.standing().budget == Budget(actions: 1, costMicros: 5))
            try await save(UserTier())
            #expect(try await fixture.standing().budget == Budget(actions: 1))
        }
    }

    @Test("With the tiers' budgets each tier has what its documents say, and whoever runs the instance has none", arguments: TestDatabases.available)
    func tierBudgets(dialect: Dialect) async throws {
        var tiers = ActionPolicy()
        tiers.hasTierBudgets = true
        #expect(tiers.allowance(UserTier()).budget == Budget(costMicros: 50_000_000))
        #expect(tiers.allowance(UserTier(tier: .operator)).budget == Budget(costMicros: 15_000_000))
        #expect(tiers.allowance(UserTier(tier: .sidekick)).budget == Budget(actions: 100))
        #expect(tiers.allowance(UserTier(tier: .sidekick, actionsCap: 5)).budget == Budget(actions: 5))
        try await withActions(dialect, tiers, isInstanceAdmin: true) { fixture in
            let standing = try await fixture.standing()
            #expect(standing.budget == Budget() && standing.tier == .builder)
        }
        #expect(Tier.allCases.filter(\.hasAPI) == [.builder])
    }

    @Test("Nobody reserves in another organization's name", arguments: TestDatabases.available)
    func tenancy(dialect: Dialect) async throws {
        try await withActions(dialect) { fixture in
            let other = try await makeSomebody(in: fixture.database)
            let problem = await #expect(throws: Problem.self) {
                try await fixture.actions.reserve(userID: fixture.user.id, organizationID: other.org, kind: .chat, now: march)
            }
            #expect(problem?.kind == .notFound)
            let reservation = try await fixture.reserve()
            #expect(try await !fixture.settle(Reservation(id: reservation.id, userID: other.id, organizationID: other.org)))
            #expect(try await !fixture.release(Reservation(id: reservation.id, userID: other.id, organizationID: other.org)))
            #expect(try await fixture.release(reservation))
        }
    }
}
