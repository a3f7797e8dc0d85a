// The lists of threads: filters, one order, and totals, each answered from an index.
import Storage
import Vocabulary

/// Which threads a list shows. Pinned ones come first, then the newest activity; the order is total.
struct ThreadListing: Sendable {
    /// Empty = all.
    var channels: Set<Channel> = []
    var includesArchived = false
    var onlyPinned = false
    var onlyUnread = false
    var onlyStarred = false
    /// With a message since then, or begun since then.
    var since: Timestamp?
    /// Threads whose titles have words that begin with these, all of them.
    var title: TitleWords?

    /// What is not counted beforehand is counted up to here (our choice: beyond it "more than" says enough).
    static let countLimit = 500
    /// A word more frequent than this is not collected and sorted but looked for along the list (our choice: some milliseconds either way).
    static let collectLimit = 2_000
    /// Threads of each range that are looked at for a frequent word, the newest ones (our choice: some milliseconds, also where other words
    /// or filters let none of them through).
    static let walkLimit = 5_000

    private static func columns(_ table: String) -> String { (["pinned"] + keys).map { "\(table).\($0)" }.joined(separator: ", ") }
    private static let keys = ["last_message_at", "created_at", "id"]
    private static func order(_ table: String) -> String { keys.map { "\(table).\($0) DESC" }.joined(separator: ", ") }

    func page(limit: Int, offset: Int, of owner: ThreadOwner, in db: any SQLSession) async throws -> (threads: [ConversationThread], hasMore: Bool) {
        guard var query = try await found(limit: offset + limit + 1, of: owner, in: db) else { return ([], false) }
        query.arguments += [.integer(Int64(limit + 1)), .integer(Int64(offset))]
        let count = query.arguments.count
        let threads = try await db.query(
            """
            WITH found AS (\(query.sql)),
            page AS (SELECT f.id FROM found f ORDER BY f.pinned DESC, \(Self.order("f")) LIMIT $\(count - 1) OFFSET $\(count))
            SELECT \(ThreadStore.columns) FROM page JOIN threads t ON t.organization_id = $1 AND t.user_id = $2 AND t.id = page.id
            ORDER BY t.pinned DESC, \(Self.order("t"))
            """, query.arguments
        ).map(ThreadStore.thread)
        return (Array(threads.prefix(limit)), threads.count > limit)
    }

    /// `isCapped`: there are more than `total`, or threads that were not looked at. `unread`: threads with something unread that are not
    /// archived, whatever the filters say.
    func total(of owner: ThreadOwner, in db: any SQLSession) async throws -> (total: Int, isCapped: Bool, unread: Int) {
        let counts = try await ThreadCountStore.all(of: owner, in: db)
        let unread = Int(counts.filter { $0.key.isUnread && !$0.key.isArchived }.values.reduce(0, +))
        let known = Int(counts.filter { matches($0.key) }.values.reduce(0, +))
        if since == nil, title == nil { return (known, false, unread) }
        guard let query = try await found(limit: Self.countLimit + 1, of: owner, in: db) else { return (0, false, unread) }
        let row = try await db.first(
            "SELECT COUNT(*) AS n FROM (SELECT f.id FROM (\(query.sql)) AS f LIMIT \(Self.countLimit + 1)) AS found", query.arguments)
        let count = Int(try row?.int("n") ?? 0)
        return (min(count, Self.countLimit), count > Self.countLimit || (query.isWalk && known > Self.walkLimit), unread)
    }

    private func matches(_ kind: ThreadKind) -> Bool {
        (channels.isEmpty || channels.contains(kind.channel)) && (includesArchived || !kind.isArchived) && (!onlyPinned || kind.isPinned)
            && (!onlyUnread || kind.isUnread) && (!onlyStarred || kind.isStarred)
    }

    /// SQL whose rows are `id, pinned` and the keys; the first two parameters are organization and person.
    struct Found {
        var sql: String
        var arguments: [SQLValue]
        /// Whether a frequent word is looked for along the ranges.
        var isWalk = false

        fileprivate mutating func place(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
    }

    /// Nil when nothing can match.
    func found(limit: Int, of owner: ThreadOwner, in db: any SQLSession) async throws -> Found? {
        var query = Found(sql: "", arguments: owner.arguments)
        let start = since.map { query.place(.integer($0.microseconds)) }
        guard let title else {
            query.sql = ranges(&query, limit: limit, since: start, words: [], db.dialect)
            return query
        }
        guard !title.words.isEmpty else { return nil }
        let rarest = try await TitleWordStore.rarest(of: title, limit: Self.collectLimit, of: owner, in: db)
        guard rarest.count > 0 else { return nil }
        let words = title.words.map { query.place(.text("% \($0)%")) }
        guard rarest.count <= Self.collectLimit else {
            query.sql = ranges(&query, limit: limit, since: start, words: words, db.dialect)
            query.isWalk = true
            return query
        }
        let range = TitleWordStore.range(of: rarest.word)
        let from = query.place(.bytes(range.from)), end = query.place(.bytes(range.end))
        var conditions = ["t.organization_id = $1", "t.user_id = $2"] + words.map { "t.title_words LIKE \($0)" }
        if !channels.isEmpty { conditions.append("t.channel IN (\(channels.sorted().map { "'\($0.rawValue)'" }.joined(separator: ", ")))") }
        if !includesArchived { conditions.append("t.archived = 0") }
        if onlyPinned { conditions.append("t.pinned = 1") }
        if onlyUnread { conditions.append("t.unread_count > 0") }
        if onlyStarred { conditions.append("t.starred = 1") }
        if let start { conditions.append("t.last_message_at >= \(start)") }
        query.sql = """
            SELECT \(Self.columns("t")) FROM (SELECT DISTINCT w.thread_id FROM thread_title_words w
                WHERE w.organization_id = $1 AND w.user_id = $2 AND w.word >= \(from) AND w.word < \(end)) AS named
            JOIN threads t ON t.id = named.thread_id WHERE \(conditions.joined(separator: " AND "))
            """
        return query
    }

    /// The threads of each range of an index, as many as the page's end needs.
    private func ranges(_ query: inout Found, limit: Int, since start: String?, words: [String], _ dialect: Dialect) -> String {
        let sought: [Channel?] = channels.isEmpty ? [nil] : channels.sorted()
        let most = query.place(.integer(Int64(limit)))
        var parts: [String] = []
        for channel in sought {
            for archived in includesArchived ? [0, 1] : [0] {
                for pinned in onlyPinned ? [1] : [1, 0] {
                    func condition(_ table: String) -> String {
                        var conditions = ["organization_id = $1", "user_id = $2"]
                        if let channel { conditions.append("channel = '\(channel.rawValue)'") }
                        conditions += ["archived = \(archived)", "pinned = \(pinned)"]
                        if onlyUnread { conditions.append("unread_count > 0") }
                        if onlyStarred { conditions.append("starred = 1") }
                        if let start { conditions.append("last_message_at >= \(start)") }
                        return conditions.map { "\(table).\($0)" }.joined(separator: " AND ")
                    }
                    let range = "FROM threads t WHERE \(condition("t"))"
                    let found =
                        words.isEmpty
                        ? "SELECT \(Self.columns("t")) \(range) ORDER BY \(Self.order("t"))" : Self.walk(condition, words, dialect)
                    let first = dialect.first(most, holding: limit, of: found, order: Self.order)
                    parts.append("SELECT * FROM (\(first)) AS part\(parts.count)")
                }
            }
        }
        return parts.joined(separator: " UNION ALL ")
    }

    /// The threads among the first of a range whose titles have all of the words, in their order. Each database stops early at its own form of it.
    private static func walk(_ condition: (String) -> String, _ words: [String], _ dialect: Dialect) -> String {
        let holdsWords = words.map { "t.title_words LIKE \($0)" }.joined(separator: " AND ")
        switch dialect {
        case .sqlite:
            // Sorts what comes out of a limited subquery, hence a moment up to which is looked; finding it reads the index alone.
            return """
                SELECT \(columns("t")) FROM threads t WHERE \(condition("t")) AND \(holdsWords)
                    AND t.last_message_at >= COALESCE((SELECT e.last_message_at FROM threads e WHERE \(condition("e"))
                        ORDER BY \(order("e")) LIMIT 1 OFFSET \(walkLimit)), 0)
                ORDER BY \(order("t"))
                """
        case .postgres:
            // Knows the order of a subquery; it may have to look at the table for each entry of an index, hence no moment.
            return """
                SELECT \(columns("t")) FROM (SELECT r.title_words, \(columns("r")) FROM threads r WHERE \(condition("r"))
                    ORDER BY \(order("r")) LIMIT \(walkLimit)) AS t
                WHERE \(holdsWords) ORDER BY \(order("t"))
                """
        }
    }
}
