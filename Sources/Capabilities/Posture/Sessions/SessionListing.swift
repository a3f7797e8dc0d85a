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

    /// A search shows its newest matches, this many at most (our choice: more than anybody pages through).
    static let searchLimit = 500

    /// `isCapped`: a search found more than it shows, or there are names that it did not look at.
    func total(org: String, in db: any SQLSession) async throws -> (total: Int, isCapped: Bool) {
        guard let search else {
            if levels.count == AlertLevel.allCases.count {
                return (try await Counters.total(PostureDimension.sessions, org: org, in: db), false)
            }
            return (try await Counters.totals(levels.map(PostureDimension.alert), org: org, in: db).values.reduce(0, +), false)
        }
        let found = try await self.found(search, org: org, limit: Self.searchLimit + 1, in: db)
        let query = found.query
        let count = Int(try await db.first("WITH found AS (\(query.sql)) SELECT COUNT(*) AS n FROM found", query.arguments)?.int("n") ?? 0)
        return (min(count, Self.searchLimit), found.isCut || count > Self.searchLimit)
    }

    func page(_ page: Page, org: String, in db: any SQLSession) async throws -> [PostureSession] {
        guard !levels.isEmpty else { return [] }
        var query = try await candidates(page, org: org, in: db)
        query.arguments += [.integer(Int64(page.size)), .integer(Int64(page.offset))]
        let count = query.arguments.count
        return try await db.query(
            """
            WITH found AS (\(query.sql)),
            page AS (SELECT id FROM found ORDER BY \(keys("found")) LIMIT $\(count - 1) OFFSET $\(count))
            SELECT \(PostureSessionStore.listColumns) FROM page JOIN psa_sessions s ON s.organization_id = $1 AND s.id = page.id
            ORDER BY \(keys("s"))
            """, query.arguments
        ).map(PostureSessionStore.session)
    }

    /// The columns that a list is sorted by, of a table or subquery.
    private func keys(_ table: String) -> String {
        let direction = order == .ascending ? "ASC" : "DESC"
        let columns =
            switch sort {
            case .createdAt: ["created_at", "id"]
            case .name: ["name", "id"]
            case .maxAlert: ["max_alert", "created_at", "id"]
            case .turns: ["n_turns", "id"]
            }
        return columns.map { "\(table).\($0) \(direction)" }.joined(separator: ", ")
    }

    private typealias Query = (sql: String, arguments: [SQLValue])

    /// Rows among which the page lies. Without a search: of each level as many as the page's end needs, in the list's order.
    private func candidates(_ page: Page, org: String, in db: any SQLSession) async throws -> Query {
        if let search {
            // Matches come newest first: in that order the page's end is far enough.
            let isNewestFirst = sort == .createdAt && order == .descending
            let limit = isNewestFirst ? min(page.offset + page.size, Self.searchLimit) : Self.searchLimit
            return try await found(search, org: org, limit: limit, in: db).query
        }
        var arguments: [SQLValue] = [.text(org), .integer(Int64(page.offset + page.size))]
        // Within one level the rank says nothing, and the index has it before the other columns.
        var inner = self
        if inner.sort == .maxAlert { inner.sort = .createdAt }
        let parts = levels.sorted().map { level in
            arguments.append(.integer(Int64(level.rank)))
            return """
                SELECT * FROM (SELECT t.id, t.max_alert, t.created_at, t.name, t.n_turns FROM psa_sessions t
                    WHERE t.organization_id = $1 AND t.max_alert = $\(arguments.count) ORDER BY \(inner.keys("t")) LIMIT $2) AS level\(level.rank)
                """
        }
        return (parts.joined(separator: " UNION ALL "), arguments)
    }

    /// The newest sessions whose names hold the sought text, walked along the rarest entry of it.
    private func found(_ search: SearchName, org: String, limit: Int, in db: any SQLSession) async throws -> (query: Query, isCut: Bool) {
        let walk = try await SessionSearchStore.walk(for: search, org: org, in: db)
        var arguments: [SQLValue] = [.text(org), .text(walk.gram), .text(search.pattern), .integer(Int64(limit))]
        var end = ""
        if let last = walk.end {
            arguments += [.integer(last.createdAt), .text(last.session)]
            end = "AND (g.created_at, g.session_id) > ($5, $6)"
        }
        let ranks = levels.sorted().map { String($0.rank) }.joined(separator: ", ")
        let sql = """
            SELECT t.id, t.max_alert, t.created_at, t.name, t.n_turns FROM psa_session_grams g
            JOIN psa_sessions t ON t.organization_id = $1 AND t.id = g.session_id
            WHERE g.organization_id = $1 AND g.gram = $2 AND t.search_name LIKE $3 ESCAPE '\\' AND t.max_alert IN (\(ranks)) \(end)
            ORDER BY g.created_at DESC, g.session_id DESC LIMIT $4
            """
        return ((sql, arguments), walk.end != nil)
    }
}
