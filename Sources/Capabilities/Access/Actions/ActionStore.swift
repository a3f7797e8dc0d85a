import Storage
import Vocabulary

enum ActionStore {
    /// What a month has come to.
    struct MonthUsage: Sendable, Equatable {
        var actions: Int64 = 0
        var reserved: Int64 = 0
        var costMicros: Int64 = 0
    }

    private static func usage(_ row: SQLRow) throws -> MonthUsage {
        MonthUsage(actions: try row.int("actions"), reserved: try row.int("reserved"), costMicros: try row.int("cost_micros"))
    }

    static func usage(_ userID: String, org: String, month: String, in db: any SQLSession) async throws -> MonthUsage {
        try await db.first(
            "SELECT actions, reserved, cost_micros FROM action_usage WHERE organization_id = $1 AND user_id = $2 AND month = $3",
            [.text(org), .text(userID), .text(month)]
        ).map(usage) ?? MonthUsage()
    }

    /// Takes one place of the budget, if there is one: a single conditional update, so that of many at the same moment exactly as many pass
    /// as there are places. What is under way is thought to cost what an action of this month costs on average, so that money is not spent
    /// many times over by those who ask at once.
    /// - Returns: false when the budget is used up.
    static func take(_ budget: Budget, _ userID: String, org: String, month: String, in db: any SQLSession) async throws -> Bool {
        guard budget.actions != 0, budget.costMicros != 0 else { return false }
        return try await db.first(
            """
            INSERT INTO action_usage (organization_id, user_id, month, reserved) VALUES ($1, $2, $3, 1)
            ON CONFLICT (organization_id, user_id, month) DO UPDATE SET reserved = action_usage.reserved + 1
            WHERE action_usage.actions + action_usage.reserved < $4
                AND action_usage.cost_micros + action_usage.reserved
                    * (CASE WHEN action_usage.actions > 0 THEN action_usage.cost_micros / action_usage.actions ELSE 0 END) < $5
            RETURNING reserved
            """,
            [.text(org), .text(userID), .text(month), .integer(budget.actions ?? .max), .integer(budget.costMicros ?? .max)]) != nil
    }

    /// Ends places under way and adds what they came to. Returns the month as it stands then.
    static func add(
        actions: Int64, endingReserved: Int64, _ usage: ActionUsage, _ userID: String, org: String, month: String, in db: any SQLSession
    ) async throws -> MonthUsage {
        try await db.first(
            """
            UPDATE action_usage SET actions = actions + $4, reserved = reserved - $5, tokens_in = tokens_in + $6, tokens_out = tokens_out + $7,
                tokens_cached = tokens_cached + $8, cost_micros = cost_micros + $9
            WHERE organization_id = $1 AND user_id = $2 AND month = $3
            RETURNING actions, reserved, cost_micros
            """,
            [
                .text(org), .text(userID), .text(month), .integer(actions), .integer(endingReserved), .integer(usage.tokensIn),
                .integer(usage.tokensOut), .integer(usage.tokensCached), .integer(usage.costMicros),
            ]
        ).map(Self.usage) ?? MonthUsage()
    }

    static func insert(
        _ reservation: Reservation, _ kind: ActionKind, month: String, at now: Timestamp, leasedUntil: Timestamp, in db: any SQLSession
    ) async throws {
        try await db.execute(
            """
            INSERT INTO actions (organization_id, user_id, id, month, kind, state, reserved_at, leased_until)
            VALUES ($1, $2, $3, $4, $5, 'reserved', $6, $7)
            """,
            [
                .text(reservation.organizationID), .text(reservation.userID), .text(reservation.id), .text(month), .text(kind.rawValue),
                .integer(now.microseconds), .integer(leasedUntil.microseconds),
            ])
    }

    enum State: String, Sendable { case reserved, settled, released, expired }

    struct Held: Sendable {
        var state: State
        var month: String
        var leasedUntil: Timestamp
    }

    /// The action's state, held until the transaction ends; nil when there is none.
    static func hold(_ reservation: Reservation, in db: any SQLSession) async throws -> Held? {
        let row = try await db.first(
            "SELECT state, month, leased_until FROM actions WHERE organization_id = $1 AND user_id = $2 AND id = $3 \(db.dialect.forUpdate)",
            [.text(reservation.organizationID), .text(reservation.userID), .text(reservation.id)])
        guard let row, let state = State(rawValue: try row.text("state")) else { return nil }
        return Held(state: state, month: try row.text("month"), leasedUntil: Timestamp(microseconds: try row.int("leased_until")))
    }

    static func end(_ reservation: Reservation, as state: State, _ usage: ActionUsage, at now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            """
            UPDATE actions SET state = $4, ended_at = $5, tokens_in = $6, tokens_out = $7, tokens_cached = $8, cost_micros = $9
            WHERE organization_id = $1 AND user_id = $2 AND id = $3
            """,
            [
                .text(reservation.organizationID), .text(reservation.userID), .text(reservation.id), .text(state.rawValue),
                .integer(now.microseconds), .integer(usage.tokensIn), .integer(usage.tokensOut), .integer(usage.tokensCached),
                .integer(usage.costMicros),
            ])
    }

    /// Some of the reservations whose lease is over, the oldest first.
    static func abandoned(before now: Timestamp, limit: Int, in db: any SQLSession) async throws -> [Reservation] {
        try await db.query(
            """
            SELECT organization_id, user_id, id FROM actions WHERE state = 'reserved' AND leased_until <= $1
            ORDER BY leased_until LIMIT $2
            """, [.integer(now.microseconds), .integer(Int64(limit))]
        ).map { row in Reservation(id: try row.text("id"), userID: try row.text("user_id"), organizationID: try row.text("organization_id")) }
    }
}
