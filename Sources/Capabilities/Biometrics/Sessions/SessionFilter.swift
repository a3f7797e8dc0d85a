// The list's filters, each answered from an index, and its total.
import Access
import MatchEngine
import Storage
import Vocabulary
import Web

struct SessionFilter: Sendable {
    var identityID: String?
    var accountID: String?
    var status: Session.Status?
    var matchStatus: Session.MatchStatus?
    var metadataKey: String?
    var metadataValue: String?
    var category: Category?
    var severity: Severity?

    /// What `init` reads of a query.
    static let parameters = [
        "identity_id", "account_id", "status", "match_status", "metadata_key", "metadata_value", "category", "category_severity",
    ]

    init(_ query: Query) throws {
        identityID = try query.text("identity_id", limit: 128)
        accountID = try query.text("account_id", limit: 128)?.normalized
        status = try query.choice("status", as: Session.Status.self)
        matchStatus = try query.choice("match_status", as: Session.MatchStatus.self)
        metadataKey = try query.text("metadata_key", limit: 128)?.normalized
        metadataValue = try query.text("metadata_value", limit: 16_384)
        category = try query.choice("category", as: Category.self)
        severity = try query.choice("category_severity", as: Severity.self)
        if metadataValue != nil && metadataKey == nil { throw Problem.invalid("metadata_value", "needs metadata_key beside it") }
    }

    /// How many filters are set; a pair that belongs together counts once.
    private var count: Int {
        [identityID != nil, accountID != nil, status != nil, matchStatus != nil, metadataKey != nil, category != nil || severity != nil].count(
            where: { $0 })
    }

    /// The counter that holds this list's total; nil when several filters meet.
    private var dimension: String? {
        guard count <= 1 else { return nil }
        if let status { return Dimension.status(status) }
        if let matchStatus { return Dimension.match(matchStatus) }
        if let found = metadataDimension ?? categoryDimension { return found }
        return identityID == nil && accountID == nil ? Dimension.sessions : nil
    }

    private var metadataDimension: String? {
        metadataKey.map { key in
            metadataValue.map { Dimension.metadata(key: key, value: MetadataText.index($0)) } ?? Dimension.metadata(key: key)
        }
    }

    private var categoryDimension: String? {
        if let category, let severity { return Dimension.category(category, severity) }
        return category.map(Dimension.category) ?? severity.map(Dimension.severity)
    }

    /// Totals of several filters at once are counted up to here (our choice: more than anybody pages through, and quick to count).
    static let countLimit = 2_000

    func total(drivenBy driver: Driver? = nil, org: String, in db: any SQLSession) async throws -> (total: Int, isCapped: Bool) {
        if let dimension { return (try await Counters.total(dimension, org: org, in: db), false) }
        if count == 1, let identityID { return (try await Self.sessionCount("identities", identityID, org: org, in: db), false) }
        if count == 1, let accountID { return (try await Self.sessionCount("accounts", accountID, org: org, in: db), false) }
        var query = selection(org, db.dialect, drivenBy: driver)
        query.arguments.append(.integer(Int64(Self.countLimit + 1)))
        let row = try await db.first("SELECT COUNT(*) AS n FROM (\(query.sql) LIMIT $\(query.arguments.count)) AS found", query.arguments)
        let found = Int(try row?.int("n") ?? 0)
        return (min(found, Self.countLimit), found > Self.countLimit)
    }

    private static func sessionCount(_ table: String, _ id: String, org: String, in db: any SQLSession) async throws -> Int {
        let row = try await db.first("SELECT session_count FROM \(table) WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
        return Int(try row?.int("session_count") ?? 0)
    }

    /// One page, newest first.
    func page(_ page: Page, drivenBy driver: Driver? = nil, org: String, in db: any SQLSession) async throws -> [Session] {
        var query = selection(org, db.dialect, drivenBy: driver)
        query.arguments += [.integer(Int64(page.size)), .integer(Int64(page.offset))]
        let order = query.order
        let sql = """
            WITH page AS (\(query.sql) ORDER BY \(order.time) DESC, \(order.id) DESC
                LIMIT $\(query.arguments.count - 1) OFFSET $\(query.arguments.count))
            SELECT \(SessionStore.columns)
                FROM page JOIN \(SessionStore.source.replacing("sessions s", with: "sessions s ON s.organization_id = $1 AND s.id = page.id"))
            ORDER BY s.created_at DESC, s.id DESC
            """
        return try await db.query(sql, query.arguments).map(SessionStore.session)
    }

    /// The filter by whose index the ids are read, where several are set; the others are looked at session by session.
    enum Driver: Sendable { case identity, account, status, match, metadata, categories }

    /// The filter that lets the fewest sessions through, by the kept counts. Nil when there is no choice.
    func driver(org: String, in db: any SQLSession) async throws -> Driver? {
        guard count > 1 else { return nil }
        var dimensions: [(driver: Driver, name: String)] = []
        if let matchStatus { dimensions.append((.match, Dimension.match(matchStatus))) }
        if let status { dimensions.append((.status, Dimension.status(status))) }
        if let metadataDimension { dimensions.append((.metadata, metadataDimension)) }
        if let categoryDimension { dimensions.append((.categories, categoryDimension)) }
        let totals = try await Counters.totals(dimensions.map(\.name), org: org, in: db)
        var sizes = dimensions.map { (driver: $0.driver, size: totals[$0.name] ?? 0) }
        if let identityID { sizes.append((.identity, try await Self.sessionCount("identities", identityID, org: org, in: db))) }
        if let accountID {
            // An index of both leads to an account's sessions of one status: it is never longer than either.
            let both = sizes.filter { $0.driver == .status || $0.driver == .match }.map(\.size)
            sizes.removeAll { $0.driver == .status || $0.driver == .match }
            sizes.append((.account, ([try await Self.sessionCount("accounts", accountID, org: org, in: db)] + both).min() ?? 0))
        }
        return sizes.min { $0.size < $1.size }?.driver
    }

    struct Selection { var sql: String; var arguments: [SQLValue]; var order: (time: String, id: String) }

    /// The ids that match, `$1` being the organization. Without a driver: by the one filter that is set.
    func selection(_ org: String, _ dialect: Dialect, drivenBy driver: Driver?) -> Selection {
        var arguments: [SQLValue] = [.text(org)]
        func bind(_ value: SQLValue) -> String { arguments.append(value); return "$\(arguments.count)" }
        let metadata = metadataKey.map { key in
            "m.organization_id = $1 AND m.key = \(bind(.text(key)))"
                + (metadataValue.map { " AND m.value = \(bind(.text(MetadataText.index($0))))" } ?? "")
        }
        var categories = "c.organization_id = $1"
        if let category { categories += " AND c.category = \(bind(.text(category.rawValue)))" }
        if let severity { categories += " AND c.severity = \(bind(.text(severity.rawValue)))" }
        let hasCategories = category != nil || severity != nil
        var conditions: [String] = []
        func compare(_ column: String, _ value: String?, _ drivers: Driver...) {
            guard let value else { return }
            // SQLite knows no sizes: a plus sign keeps it from the indices of the other filters.
            let isKept = driver.map { !drivers.contains($0) } ?? false
            conditions.append("\(isKept && dialect == .sqlite ? "+" : "")s.\(column) = \(bind(.text(value)))")
        }
        compare("identity_id", identityID, .identity)
        compare("account_id", accountID, .account)
        compare("status", status?.rawValue, .status, .account)
        compare("match_status", matchStatus?.rawValue, .match, .account)

        func alsoIn(_ table: String, _ condition: String, _ id: String) -> String {
            "EXISTS (SELECT 1 FROM \(table) WHERE \(condition) = \(id))"
        }
        func joined(_ parts: [String?]) -> String { parts.compactMap(\.self).joined(separator: " AND ") }
        let inMetadata = { (id: String) in metadata.map { alsoIn("session_metadata m", "\($0) AND m.session_id", id) } }
        let inCategories = { (id: String) in hasCategories ? alsoIn("session_categories c", "\(categories) AND c.session_id", id) : nil }
        let inSessions = { (id: String) in
            conditions.isEmpty ? nil : alsoIn("sessions s", joined(["s.organization_id = $1"] + conditions + ["s.id"]), id)
        }
        let isAlone = driver == nil && conditions.isEmpty
        if let metadata, isAlone || driver == .metadata {
            return Selection(
                sql: "SELECT m.session_id AS id, m.created_at AS created_at FROM session_metadata m WHERE "
                    + joined([metadata, inCategories("m.session_id"), inSessions("m.session_id")]),
                arguments: arguments, order: ("m.created_at", "m.session_id"))
        }
        if hasCategories, isAlone || driver == .categories {
            // A session shows each severity once per category: without a category the same session may come up several times.
            let distinct = category == nil ? "DISTINCT " : ""
            return Selection(
                sql: "SELECT \(distinct)c.session_id AS id, c.created_at AS created_at FROM session_categories c WHERE "
                    + joined([categories, inMetadata("c.session_id"), inSessions("c.session_id")]),
                arguments: arguments, order: ("c.created_at", "c.session_id"))
        }
        return Selection(
            sql: "SELECT s.id AS id, s.created_at AS created_at FROM sessions s WHERE "
                + joined(["s.organization_id = $1"] + conditions + [inMetadata("s.id"), inCategories("s.id")]),
            arguments: arguments, order: ("s.created_at", "s.id"))
    }
}
