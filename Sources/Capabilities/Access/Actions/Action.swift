// One turn of the model, and what a user's turns of a month come to.
import Vocabulary

/// What caused an action: a message in a conversation, a scheduled run, a run somebody asked for, or an inbound hook.
package enum ActionKind: String, Sendable, CaseIterable { case chat, monitor, manual, webhook }

/// A place in the budget, held until it is settled or released.
package struct Reservation: Sendable, Equatable {
    package var id: String
    package var userID: String
    package var organizationID: String

    /// For whoever kept the id, to settle or release after a restart.
    package init(id: String, userID: String, organizationID: String) {
        self.id = id
        self.userID = userID
        self.organizationID = organizationID
    }
}

/// What an action came to.
package struct ActionUsage: Sendable, Equatable {
    package var tokensIn: Int64
    package var tokensOut: Int64
    package var tokensCached: Int64
    /// Millionths of a dollar.
    package var costMicros: Int64

    package init(tokensIn: Int64 = 0, tokensOut: Int64 = 0, tokensCached: Int64 = 0, costMicros: Int64 = 0) {
        self.tokensIn = tokensIn
        self.tokensOut = tokensOut
        self.tokensCached = tokensCached
        self.costMicros = costMicros
    }
}

/// Where a user stands in this month: `{used, cap, unit, resets_at}`.
package struct ActionStanding: Encodable, Sendable, Equatable {
    package enum Unit: String, Sendable, Encodable { case actions, usd }

    package var tier: Tier
    /// Actions that are settled or under way.
    package var actions: Int64
    package var costMicros: Int64
    package var budget: Budget
    package var resetsAt: Timestamp

    /// The unit of the budget that is used up furthest; actions where there is none.
    package var unit: Unit {
        guard let cost = budget.costMicros else { return .actions }
        guard let cap = budget.actions else { return .usd }
        return Self.share(actions, cap) >= Self.share(costMicros, cost) ? .actions : .usd
    }

    /// How much of the budget is used, from 0; nil without one.
    package var share: Double? {
        [budget.actions.map { Self.share(actions, $0) }, budget.costMicros.map { Self.share(costMicros, $0) }].compactMap(\.self).max()
    }

    private static func share(_ used: Int64, _ cap: Int64) -> Double { cap > 0 ? Double(used) / Double(cap) : used >= cap ? 1 : 0 }

    /// `used`, `cap` (null without a budget), `unit`, `resets_at`: dollars with six decimals, or a number of actions.
    var members: [String: JSONValue] {
        func dollars(_ micros: Int64) -> JSONValue { .number(Double(micros) / 1_000_000) }
        return [
            "used": unit == .usd ? dollars(costMicros) : .integer(actions),
            "cap": unit == .usd ? budget.costMicros.map(dollars) ?? .null : budget.actions.map(JSONValue.integer) ?? .null,
            "unit": .string(unit.rawValue), "resets_at": .string(resetsAt.iso8601Milliseconds),
        ]
    }

    package func encode(to encoder: any Encoder) throws { try members.encode(to: encoder) }
}
