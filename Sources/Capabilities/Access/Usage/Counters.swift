// Exact counts by dimension, kept in the transaction that changes what they count.
import Storage

/// A list's total must cost the same however long the list is, so it is kept, not counted. Each count is spread over a few
/// rows on PostgreSQL, where several servers write at once; reading sums them.
package enum Counters {
    /// Eight rows a count on PostgreSQL (our choice: with 8 connections a server, a wait for a row's lock is rare).
    private static func shard(_ dialect: Dialect) -> Int64 { dialect == .postgres ? Int64.random(in: 0..<8) : 0 }

    /// Adds to each dimension. Rows are taken in one order, so that two transactions never wait for each other.
    package static func add(_ changes: [String: Int], org: String, in db: any SQLSession) async throws {
        let changes = changes.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        guard !changes.isEmpty else { return }
        let shared = shard(db.dialect)
        var arguments: [SQLValue] = [.text(org)]
        var rows: [String] = []
        for (dimension, amount) in changes {
            // What only few things share is in one row, which goes when it counts nothing.
            arguments += [.text(dimension), .integer(isRare(dimension) ? 0 : shared), .integer(Int64(amount))]
            rows.append("($1, $\(arguments.count - 2), $\(arguments.count - 1), $\(arguments.count))")
        }
        try await db.execute(
            """
            INSERT INTO counters (organization_id, dimension, shard, count) VALUES \(rows.joined(separator: ", "))
            ON CONFLICT (organization_id, dimension, shard) DO UPDATE SET count = counters.count + excluded.count
            """, arguments)
        let emptied = changes.filter { $0.value < 0 && isRare($0.key) }.map(\.key)
        guard !emptied.isEmpty else { return }
        let places = emptied.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        try await db.execute(
            "DELETE FROM counters WHERE organization_id = $1 AND dimension IN (\(places)) AND count = 0", [.text(org)] + emptied.map(SQLValue.text))
    }

    /// Dimensions of single values and people, told by the separator in their names.
    private static func isRare(_ dimension: String) -> Bool { dimension.contains("\u{1F}") }

    /// The present count of each dimension asked for; 0 where nothing was counted.
    package static func totals(_ dimensions: [String], org: String, in db: any SQLSession) async throws -> [String: Int] {
        guard !dimensions.isEmpty else { return [:] }
        let places = dimensions.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        let rows = try await db.query(
            """
            SELECT dimension, CAST(SUM(count) AS BIGINT) AS total FROM counters
            WHERE organization_id = $1 AND dimension IN (\(places)) GROUP BY dimension
            """, [.text(org)] + dimensions.map(SQLValue.text))
        var totals = Dictionary(dimensions.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })
        for row in rows { totals[try row.text("dimension")] = Int(try row.int("total")) }
        return totals
    }

    package static func total(_ dimension: String, org: String, in db: any SQLSession) async throws -> Int {
        try await totals([dimension], org: org, in: db)[dimension] ?? 0
    }
}
