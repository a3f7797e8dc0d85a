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

    init(_ query: Query) throws {
        identityID = try query.text("identity_id", limit: 128)
        accountID = try query.text("account_id", limit: 128)
        status = try query.choice("status", as: Session.Status.self)
        matchStatus = try query.choice("match_status", as: Session.MatchStatus.self)
        metadataKey = try query.text("metadata_key", limit: 128)
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
        if let metadataKey, let metadataValue { return Dimension.metadata(key: metadataKey, value: MetadataText.index(metadataValue)) }
        if let metadataKey { return Dimension.metadata(key: metadataKey) }
        if let category, let severity { return Dimension.category(category, severity) }
        if let category { return Dimension.category(category) }
        if let severity { return Dimension.severity(severity) }
        return identityID == nil && accountID == nil ? Dimension.sessions : nil
    }

    /// Totals of several filters at once are counted up to here (our choice: more than anybody pages through, and quick to count).
    static let countLimit = 2_000

    func total(org: String, in db: any SQLSession) async throws -> (total: Int, isCapped: Bool) {
        if let dimension { return (try await Counters.total(dimension, org: org, in: db), false) }
        if count == 1, let identityID {
            let row = try await db.first(
                "SELECT session_count FROM identities WHERE organization_id = $1 AND id = $2", [.text(org), .text(identityID)])
            return (Int(try row?.int("session_count") ?? 0), false)
        }
        if count == 1, let accountID {
            let row = try await db.first("SELECT session_count FROM accounts WHERE organization_id = $1 AND id = $2", [.text(org), .text(accountID)])
            return (Int(try row?.int("session_count") ?? 0), false)
        }
        var query = selection(org)
        query.arguments.append(.integer(Int64(Self.countLimit + 1)))
        let row = try await db.first("SELECT COUNT(*) AS n FROM (\(query.sql) LIMIT $\(query.arguments.count)) AS found", query.arguments)
        let found = Int(try row?.int("n") ?? 0)
        return (min(found, Self.countLimit), found > Self.countLimit)
    }

    /// One page, newest first.
    func page(_ page: Page, org: String, in db: any SQLSession) async throws -> [Session] {
        var query = selection(org)
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

    struct Selection { var sql: String; var arguments: [SQLValue]; var order: (time: String, id: String) }

    /// The ids that match, driven by the most telling filter that has an index of its own; `$1` is the organization.
    func selection(_ org: String) -> Selection {
        var arguments: [SQLValue] = [.text(org)]
        func bind(_ value: SQLValue) -> String { arguments.append(value); return "$\(arguments.count)" }
        var conditions: [String] = []
        let metadata = metadataKey.map { key in
            "m.organization_id = $1 AND m.key = \(bind(.text(key)))"
                + (metadataValue.map { " AND m.value = \(bind(.text(MetadataText.index($0))))" } ?? "")
        }
        var categories = "c.organization_id = $1"
        if let category { categories += " AND c.category = \(bind(.text(category.rawValue)))" }
        if let severity { categories += " AND c.severity = \(bind(.text(severity.rawValue)))" }
        let hasCategories = category != nil || severity != nil
        if let identityID { conditions.append("s.identity_id = \(bind(.text(identityID)))") }
        if let accountID { conditions.append("s.account_id = \(bind(.text(accountID)))") }
        if let status { conditions.append("s.status = \(bind(.text(status.rawValue)))") }
        if let matchStatus { conditions.append("s.match_status = \(bind(.text(matchStatus.rawValue)))") }

        if let metadata, conditions.isEmpty {
            let others = hasCategories ? " AND EXISTS (SELECT 1 FROM session_categories c WHERE \(categories) AND c.session_id = m.session_id)" : ""
            return Selection(
                sql: "SELECT m.session_id AS id, m.created_at AS created_at FROM session_metadata m WHERE \(metadata)\(others)",
                arguments: arguments, order: ("m.created_at", "m.session_id"))
        }
        if hasCategories, metadata == nil, conditions.isEmpty {
            // A session shows each severity once per category: without a category the same session may come up several times.
            let distinct = category == nil ? "DISTINCT " : ""
            return Selection(
                sql: "SELECT \(distinct)c.session_id AS id, c.created_at AS created_at FROM session_categories c WHERE \(categories)",
                arguments: arguments, order: ("c.created_at", "c.session_id"))
        }
        if let metadata { conditions.append("EXISTS (SELECT 1 FROM session_metadata m WHERE \(metadata) AND m.session_id = s.id)") }
        if hasCategories { conditions.append("EXISTS (SELECT 1 FROM session_categories c WHERE \(categories) AND c.session_id = s.id)") }
        return Selection(
            sql: "SELECT s.id AS id, s.created_at AS created_at FROM sessions s WHERE "
                + (["s.organization_id = $1"] + conditions).joined(separator: " AND "),
            arguments: arguments, order: ("s.created_at", "s.id"))
    }
}
