// All SQL of the text index. On SQLite triggers keep FTS5 in step with the table, on PostgreSQL the words are a column of it.
import SearchEngine
import Storage
import Vocabulary

struct TextStore: Sendable {
    /// The texts' table, on SQLite its FTS5 index, and which periods an owner has texts in.
    let table: String
    let words: String
    let periods: String

    /// Rows of one statement (our choice: 200 rows of nine values are far below what a statement may have).
    static let batchSize = 200
    /// Words that one query names at most (our choice: a few milliseconds of parsing).
    static let wordsAtOnce = 3_000

    struct Row: Sendable {
        var place: Int64
        let key: TextKey
        let words: IndexedWords
        let marks: String

        init(_ document: TextDocument, of owner: TextOwner) {
            place = TextPlace.first(document.key)
            key = document.key
            words = IndexedWords(title: document.title, body: document.body)
            let options = (OptionWords.words(in: document.title) + OptionWords.words(in: document.body)).map(OptionWords.mark)
            marks = (document.marks.map(\.word) + options).joined(separator: " ")
        }

        /// To the next place, where a deletion still finds it.
        /// - Throws: when there is none.
        mutating func moveOn() throws {
            guard place < TextPlace.places(key).upperBound else { throw SQLError(.other, "no place in the index for \(key.id)") }
            place += 1
        }

        /// What follows the lead in FTS5's text.
        fileprivate var tail: String { (words.rest.isEmpty ? "" : " " + words.rest) + (marks.isEmpty ? "" : " " + marks) }
    }

    struct Period: Sendable, Hashable {
        let owner: TextOwner
        let number: Int64
    }

    // MARK: Writing

    func insert(_ rows: [Row], of owner: TextOwner, in db: any SQLSession) async throws {
        guard !rows.isEmpty else { return }
        let added = try await add(rows, of: owner, in: db)
        guard added.count < rows.count else { return }
        for var row in rows where !added.contains(row.place) {
            var taken: Set<Int64> = [row.place]
            repeat {
                taken.formUnion(try await self.taken(from: row, of: owner, in: db))
                while taken.contains(row.place) { try row.moveOn() }
                // Where another transaction was quicker, the next one.
                taken.insert(row.place)
            } while try await add([row], of: owner, in: db).isEmpty
        }
    }

    /// Which of a row's remaining places are taken. On SQLite by anybody's text: places are the table's key.
    private func taken(from row: Row, of owner: TextOwner, in db: any SQLSession) async throws -> [Int64] {
        let isMine = db.dialect == .sqlite ? "" : "AND organization_id = $3 AND owner = $4"
        let owned: [SQLValue] = db.dialect == .sqlite ? [] : [.text(owner.organizationID), .text(owner.name)]
        return try await db.query(
            "SELECT place FROM \(table) WHERE place BETWEEN $1 AND $2 \(isMine)",
            [.integer(row.place), .integer(TextPlace.places(row.key).upperBound)] + owned
        ).map { try $0.int("place") }
    }

    /// Adds rows whose places differ; returns the places of those that found theirs free.
    private func add(_ rows: [Row], of owner: TextOwner, in db: any SQLSession) async throws -> Set<Int64> {
        let isSQLite = db.dialect == .sqlite
        var arguments: [SQLValue] = [.text(owner.organizationID), .text(owner.name)]
        var values: [String] = []
        for row in rows {
            let scope = TextPeriod.scope(owner, TextPeriod.of(row.place))
            let first = arguments.count
            arguments += [
                .integer(row.place), .text(row.key.id), .integer(row.key.createdAt.microseconds), .integer(Int64(row.words.count)),
                .text(row.words.lead), .text(isSQLite ? row.tail : IndexText.tsvector(row.words, marks: row.marks, in: scope)),
            ]
            let places = (1...6).map { "$\(first + $0)" }
            if isSQLite {
                arguments.append(.text(scope.prefix))
                values.append("($1, $2, \(places.joined(separator: ", ")), $\(first + 7))")
            } else {
                // The first row tells the types of all.
                values.append("($1, $2, \(places.dropLast().joined(separator: ", ")), \(places[5])::tsvector)")
            }
        }
        let list = values.joined(separator: ", ")
        let sql =
            isSQLite
            ? """
            INSERT INTO \(table) (organization_id, owner, place, id, created_at, word_count, lead, tail, scope) VALUES \(list)
            ON CONFLICT DO NOTHING RETURNING place
            """
            : """
            WITH noted AS (
                INSERT INTO \(periods) (organization_id, owner, period)
                VALUES \(noted(rows, &arguments)) ON CONFLICT DO NOTHING
            )
            INSERT INTO \(table) (organization_id, owner, place, id, created_at, word_count, lead, words) VALUES \(list)
            ON CONFLICT DO NOTHING RETURNING place
            """
        return Set(try await db.query(sql, arguments).map { try $0.int("place") })
    }

    /// The rows' periods, each once: within one statement a conflict with itself is an error.
    private func noted(_ rows: [Row], _ arguments: inout [SQLValue]) -> String {
        Set(rows.map { TextPeriod.of($0.place) }).sorted().map { period in
            arguments.append(.integer(period))
            return "($1, $2, $\(arguments.count)::bigint)"
        }.joined(separator: ", ")
    }

    func delete(_ keys: ArraySlice<TextKey>, of owner: TextOwner, in db: any SQLSession) async throws {
        guard !keys.isEmpty else { return }
        // A single look-up each on SQLite, which is in this process; one trip for all on PostgreSQL.
        if db.dialect == .sqlite {
            for key in keys {
                try await db.execute(
                    "DELETE FROM \(table) WHERE place BETWEEN $3 AND $4 AND id = $5 AND organization_id = $1 AND owner = $2",
                    [
                        .text(owner.organizationID), .text(owner.name), .integer(TextPlace.first(key)),
                        .integer(TextPlace.first(key) + TextPlace.alternatives - 1), .text(key.id),
                    ])
            }
            return
        }
        var arguments: [SQLValue] = [.text(owner.organizationID), .text(owner.name)]
        let values = keys.map { key in
            arguments += [.integer(TextPlace.first(key)), .text(key.id)]
            return "($\(arguments.count - 1)::bigint, $\(arguments.count)::text)"
        }
        try await db.execute(
            """
            DELETE FROM \(table) AS t USING (VALUES \(values.joined(separator: ", "))) AS gone (place, id)
            WHERE t.organization_id = $1 AND t.owner = $2 AND t.place BETWEEN gone.place AND gone.place + \(TextPlace.alternatives - 1)
                AND t.id = gone.id
            """, arguments)
    }

    /// Pages that one transaction of `mergeAll` writes (our choice: some ten milliseconds at the writer).
    private static let mergedPages = 500

    /// FTS5 takes a word back by a second entry that says so; both are there until they are merged. This merges everything, step by step.
    func mergeAll(in database: any SQLDatabase) async throws {
        guard database.dialect == .sqlite else { return }
        // Negative: everything is to become one segment. Then on until a step has nothing to do, which changes fewer than two rows (documented).
        var pages = -Self.mergedPages
        var changes: Int64 = 0
        repeat {
            let step = pages
            changes = try await database.transaction { db in
                let before = try await db.first("SELECT total_changes() AS n")?.int("n") ?? 0
                try await db.execute("INSERT INTO \(words) (\(words), rank) VALUES ('merge', \(step))")
                return (try await db.first("SELECT total_changes() AS n")?.int("n") ?? 0) - before
            }
            try Task.checkCancellation()
            pages = Self.mergedPages
        } while changes >= 2
    }

    /// Forgets when an owner had texts.
    func forgetPeriods(of owner: TextOwner, in db: any SQLSession) async throws {
        try await db.execute(
            "DELETE FROM \(periods) WHERE organization_id = $1 AND owner = $2", [.text(owner.organizationID), .text(owner.name)])
    }

    // MARK: Reading

    /// Where these owners have texts, or had some.
    func periods(of owners: [TextOwner], in db: any SQLSession) async throws -> [Period] {
        var arguments: [SQLValue] = []
        let wanted = Self.condition(owners, "p", &arguments)
        return try await db.query("SELECT organization_id, owner, period FROM \(periods) AS p WHERE \(wanted)", arguments).map { row in
            Period(owner: TextOwner(organizationID: try row.text("organization_id"), name: try row.text("owner")), number: try row.int("period"))
        }
    }

    /// A look at the index: the newest texts that match in some scopes and lie between two places.
    struct Look: Sendable {
        var scopes: [SearchScope]
        var places: ClosedRange<Int64>
        var limit: Int
        /// PostgreSQL reads texts from the newest on instead of asking its index.
        var walks = false
    }

    /// What a look finds, in no order. All of it comes as one text: row by row, reading it would cost several times what ranking does.
    func search(
        _ query: SearchQuery, _ look: Look, marks: [[String]], owners: [TextOwner], filter: TextFilter, in db: any SQLSession
    ) async throws -> TextCandidates {
        let isSQLite = db.dialect == .sqlite
        var arguments: [SQLValue] = [
            .text(isSQLite ? query.fts5(in: look.scopes, marks: marks) : query.tsquery(in: look.scopes, marks: marks)),
            .integer(look.places.lowerBound), .integer(look.places.upperBound), .integer(Int64(look.limit)),
        ]
        let owned = Self.condition(owners, "t", &arguments)
        var when = ""
        if let since = filter.since {
            arguments.append(.integer(since.microseconds))
            when += " AND t.created_at >= $\(arguments.count)"
        }
        if let until = filter.until {
            arguments.append(.integer(until.microseconds))
            when += " AND t.created_at < $\(arguments.count)"
        }
        let from =
            isSQLite
            // FTS5's own order is by place: it stops as soon as it has enough.
            ? """
            \(words) AS w CROSS JOIN \(table) AS t ON t.place = w.rowid
            WHERE w.words MATCH $1 AND w.rowid BETWEEN $2 AND $3 AND (\(owned))\(when) ORDER BY w.rowid DESC LIMIT $4
            """
            : look.walks
                // OFFSET 0 keeps the parts of a query apart: what comes first is decided here and not by an estimate.
                ? """
                (
                    SELECT * FROM \(table) AS t WHERE t.place BETWEEN $2 AND $3 AND (\(owned)) ORDER BY t.place DESC OFFSET 0
                ) AS t WHERE t.words @@ $1::tsquery\(when) ORDER BY t.place DESC LIMIT $4
                """
                // GIN has no order: the newest are chosen by their places alone, then read.
                : """
                (
                    SELECT t.spot FROM (
                        SELECT ctid AS spot, organization_id, owner, place, created_at FROM \(table) WHERE words @@ $1::tsquery OFFSET 0
                    ) AS t WHERE t.place BETWEEN $2 AND $3 AND (\(owned))\(when) ORDER BY t.place DESC LIMIT $4
                ) AS chosen JOIN \(table) AS t ON t.ctid = chosen.spot
                """
        let row = try await db.first(
            """
            SELECT \(isSQLite ? "group_concat" : "string_agg")(found.line, '\n') AS lines
            FROM (SELECT t.lead || ',' || t.word_count || ',' || t.created_at || ',' || t.place || ',' || t.id AS line FROM \(from)) AS found
            """, arguments)
        return TextCandidates(try row?.optionalText("lines") ?? "")
    }

    /// Texts that `isCommon` looks at, and how many of them have to match (our choice, measured with a million texts: with 40 % and more, reading
    /// from the newest on is quicker than the index).
    private static let sample = 200, commonInSample = 80

    /// Whether so many of the owner's newest texts match that PostgreSQL had better walk. SQLite's index does both.
    func isCommon(_ query: SearchQuery, _ look: Look, marks: [[String]], owners: [TextOwner], in db: any SQLSession) async throws -> Bool {
        guard db.dialect == .postgres, owners.count == 1 else { return false }
        var arguments: [SQLValue] = [
            .text(query.tsquery(in: look.scopes, marks: marks)), .integer(look.places.lowerBound), .integer(look.places.upperBound),
        ]
        let owned = Self.condition(owners, "t", &arguments)
        let row = try await db.first(
            """
            SELECT COUNT(*) AS n FROM (
                SELECT t.words FROM \(table) AS t WHERE t.place BETWEEN $2 AND $3 AND (\(owned)) ORDER BY t.place DESC LIMIT \(Self.sample)
            ) AS newest WHERE newest.words @@ $1::tsquery
            """, arguments)
        return try (row?.int("n") ?? 0) >= Self.commonInSample
    }

    private static func condition(_ owners: [TextOwner], _ name: String, _ arguments: inout [SQLValue]) -> String {
        owners.map { owner in
            arguments += [.text(owner.organizationID), .text(owner.name)]
            return "(\(name).organization_id = $\(arguments.count - 1) AND \(name).owner = $\(arguments.count))"
        }.joined(separator: " OR ")
    }
}
