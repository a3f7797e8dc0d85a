import Storage
import Vocabulary

/// What a user may do with the assistant, each tier including what the ones before it may (documented: the three plans).
package enum Tier: String, Sendable, Codable, CaseIterable, Comparable {
    case sidekick, `operator`, builder

    private var rank: Int { Tier.allCases.firstIndex(of: self) ?? 0 }
    package static func < (left: Tier, right: Tier) -> Bool { left.rank < right.rank }

    /// Whether `skk_` keys of its users work, and token counts are shown (documented).
    package var hasAPI: Bool { self >= .builder }

    /// A month's budget (documented: 100 actions, $15, $50 of compute).
    var monthlyBudget: Budget {
        switch self {
        case .sidekick: Budget(actions: 100)
        case .operator: Budget(costMicros: 15_000_000)
        case .builder: Budget(costMicros: 50_000_000)
        }
    }
}

/// What may be used in a month; nil = no limit.
package struct Budget: Sendable, Equatable {
    package var actions: Int64?
    /// Millionths of a dollar.
    package var costMicros: Int64?

    package init(actions: Int64? = nil, costMicros: Int64? = nil) {
        self.actions = actions
        self.costMicros = costMicros
    }
}

/// What the operator of an instance chose for everybody. A self-hosted server has no budgets unless its operator sets them.
package struct ActionPolicy: Sendable, Equatable {
    package var tier = Tier.builder
    /// Whether each tier has its documented budget.
    package var hasTierBudgets = false
    /// A budget for everybody, in place of the tiers'.
    package var budget = Budget()

    package init() {}

    /// What holds for a user: their own before the instance's, and that before the tier's. Tiers do not limit whoever administers the instance.
    func allowance(_ own: UserTier) -> Allowance {
        let tier = own.tier ?? self.tier
        let tiers = hasTierBudgets && !own.isInstanceAdmin ? tier.monthlyBudget : Budget()
        func choose(_ own: Int64?, _ everybody: Int64?, _ tier: Int64?) -> Int64? {
            if let own { return own < 0 ? nil : own }
            return everybody ?? tier
        }
        // Who is given a budget in one unit is not held to the tier's in the other.
        let isGiven = own.actionsCap != nil || own.costCapMicros != nil || budget != Budget()
        return Allowance(
            tier: tier,
            budget: Budget(
                actions: choose(own.actionsCap, budget.actions, isGiven ? nil : tiers.actions),
                costMicros: choose(own.costCapMicros, budget.costMicros, isGiven ? nil : tiers.costMicros)))
    }
}

/// A user's tier and budget, as they hold at this moment.
package struct Allowance: Sendable, Equatable {
    package var tier: Tier
    package var budget: Budget
}

/// What the operator chose for one user; nil = what the instance has.
package struct UserTier: Sendable, Equatable {
    package var tier: Tier?
    /// A month's budget; -1 = none.
    package var actionsCap: Int64?
    package var costCapMicros: Int64?
    /// From the user's row; not changed here.
    package var isInstanceAdmin = false

    package init(tier: Tier? = nil, actionsCap: Int64? = nil, costCapMicros: Int64? = nil) {
        self.tier = tier
        self.actionsCap = actionsCap
        self.costCapMicros = costCapMicros
    }
}

package enum UserTierStore {
    /// Nil when there is no such user.
    package static func find(_ userID: String, org: String, in db: any SQLSession) async throws -> UserTier? {
        try await db.first(
            """
            SELECT users.is_instance_admin, user_tiers.tier, user_tiers.actions_cap, user_tiers.cost_cap_micros
            FROM users LEFT JOIN user_tiers ON user_tiers.organization_id = users.organization_id AND user_tiers.user_id = users.id
            WHERE users.organization_id = $1 AND users.id = $2
            """, [.text(org), .text(userID)]
        ).map { row in
            var own = UserTier(
                tier: try row.optionalText("tier").flatMap(Tier.init(rawValue:)), actionsCap: try row.optionalInt("actions_cap"),
                costCapMicros: try row.optionalInt("cost_cap_micros"))
            own.isInstanceAdmin = try row.bool("is_instance_admin")
            return own
        }
    }

    /// By address, in whatever organization: for the operator's commands.
    package static func find(email: String, in db: any SQLSession) async throws -> (user: User, own: UserTier)? {
        guard let user = try await UserStore.find(email: email, in: db), let own = try await find(user.id, org: user.organizationID, in: db) else {
            return nil
        }
        return (user, own)
    }

    package static func save(_ own: UserTier, _ userID: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO user_tiers (organization_id, user_id, tier, actions_cap, cost_cap_micros) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (organization_id, user_id) DO UPDATE
            SET tier = excluded.tier, actions_cap = excluded.actions_cap, cost_cap_micros = excluded.cost_cap_micros
            """,
            [
                .text(org), .text(userID), own.tier.map { .text($0.rawValue) } ?? .null, own.actionsCap.map(SQLValue.integer) ?? .null,
                own.costCapMicros.map(SQLValue.integer) ?? .null,
            ])
    }
}
