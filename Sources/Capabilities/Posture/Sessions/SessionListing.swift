// The lists of sessions: filters, orders and totals, each answered from an index.
import Access
import PostureEngine
import Storage
import Vocabulary
import Web

struct SessionListing: Sendable {
    enum Sort: String, CaseIterable, Sendable { case createdAt = "created_at", name, maxAlert = "max_alert", turns = "n_turns" }
    enum Order: String, CaseIterable, Sendable { case ascending = "asc", descending = "desc" }

    /// Levels that the session's worst turn may have.
    var levels = Set(AlertLevel.allCases)
    var search: SearchName?
    var sort = Sort.createdAt
    var order = Order.descending

    /// A search shows its newest matches, this many at most (our choice: twenty pages).
    static let searchLimit = 400

    /// A page of the list, with how many there are on all pages.
    struct Found: Sendable {
        var sessions: [PostureSession]
        var total: Int
        /// A search found more than it shows, or there are names that it did not look at.
        var isTotalCapped = false
    }

    func page(_ page: Page, org: String, in db: any SQLSession) async throws -> Found {
        guard !levels.isEmpty else { return Found(sessions: [], total: 0) }
        if let search { return try await self.found(search, page, org: org, in: db) }
        let total =
            levels.count == AlertLevel.allCases.count
            ? try await Counters.total(PostureDimension.sessions, org: org, in: db)
            : try await Counters.totals(levels.map(PostureDimension.alert), org: org, in: db).values.reduce(0, +)
        let query = candidates(page, org: org, db.dialect)
        let sessions = try await db.query(
            """
            WITH found AS (\(query.sql)), page AS (SELECT id FROM found ORDER BY \(order(in: "found")) LIMIT $3 OFFSET $4)
            SELECT \(PostureSessionStore.listColumns) FROM page JOIN psa_sessions s ON s.organization_id = $1 AND s.id = page.id
            ORDER BY \(order(in: "s"))
            """, query.arguments
        ).map(PostureSessionStore.session)
        return Found(sessions: sessions, total: total)
    }

    /// The columns that the list is sorted by; an index has them for each alert level.
    private var keys: [String] {
        switch sort {
        case .createdAt: ["created_at", "id"]
        case .name: ["name", "id"]
        case .maxAlert: ["max_alert", "created_at", "id"]
        case .turns: ["n_turns", "id"]
        }
    }

    private func order(in table: String) -> String {
        keys.map { "\(table).\($0) \(order == .ascending ? "ASC" : "DESC")" }.joined(separator: ", ")
    }

    /// Rows among which the page lies: of each level as many as the page's end needs, in the list's order, from the index alone.
    private func candidates(_ page: Page, org: String, _ dialect: Dialect) -> (sql: String, arguments: [SQLValue]) {
        var arguments: [SQLValue] = [
            .text(org), .integer(Int64(page.offset + page.size)), .integer(Int64(page.size)), .integer(Int64(page.offset)),
        ]
        // Within one level the rank says nothing, and the index has it before the other columns.
        var inner = self
        if inner.sort == .maxAlert { inner.sort = .createdAt }
        let columns = keys.map { "t.\($0)" }.joined(separator: ", ")
        let parts = levels.sorted().map { level in
            arguments.append(.integer(Int64(level.rank)))
            let found = """
                SELECT \(columns) FROM psa_sessions t WHERE t.organization_id = $1 AND t.max_alert = $\(arguments.count)
                ORDER BY \(inner.order(in: "t"))
                """
            return "SELECT * FROM (\(dialect.first("$2", holding: page.offset + page.size, of: found, order: inner.order))) AS level\(level.rank)"
        }
        return (parts.joined(separator: " UNION ALL "), arguments)
    }

    /// The newest sessions whose names hold the sought text, walked along the rarest entry of it, then brought into the list's order.
    private func found(_ search: SearchName, _ page: Page, org: String, in db: any SQLSession) async throws -> Found {
        let walk = try await SessionSearchStore.walk(for: search, org: org, in: db)
        var arguments: [SQLValue] = [.text(org)]
        let walked = walk.sql(&arguments)
        arguments.append(.text(search.pattern))
        let ranks = levels.sorted().map { String($0.rank) }.joined(separator: ", ")
        let matches = """
            WITH found AS MATERIALIZED (
                SELECT \(keys.map { "t.\($0)" }.joined(separator: ", ")) FROM \(walked)
                WHERE t.search_name LIKE $\(arguments.count) ESCAPE '\\' AND t.max_alert IN (\(ranks))
                ORDER BY g.created_at DESC, g.session_id DESC LIMIT \(Self.searchLimit + 1))
            """
        // The limit stands in the text: of one that it does not know PostgreSQL expects so many rows that it plans every call anew. In few steps,
        // because texts are kept compiled.
        let size = min(page.size, max(0, Self.searchLimit - page.offset))
        let rows = try await db.query(
            """
            \(matches), page AS (
                SELECT id FROM found ORDER BY \(order(in: "found")) LIMIT \(Self.limit(for: size)) OFFSET $\(arguments.count + 1))
            SELECT (SELECT COUNT(*) FROM found) AS found_count, \(PostureSessionStore.listColumns) FROM page
            JOIN psa_sessions s ON s.organization_id = $1 AND s.id = page.id ORDER BY \(order(in: "s"))
            """, arguments + [.integer(Int64(page.offset))])
        // Of a page behind the end no row has said how many there are.
        let total =
            if let first = rows.first { try first.int("found_count") } else {
                try await db.first("\(matches) SELECT COUNT(*) AS n FROM found", arguments)?.int("n") ?? 0
            }
        let isFull = Int(total) > Self.searchLimit
        let isTotalCapped = if isFull { true } else { try await SessionSearchStore.goesOn(walk, org: org, in: db) }
        return Found(
            sessions: try rows.prefix(size).map(PostureSessionStore.session), total: min(Int(total), Self.searchLimit), isTotalCapped: isTotalCapped)
    }

    private static func limit(for size: Int) -> Int { [20, 50, 100].first { size <= $0 } ?? searchLimit }
}
