// One SQLite connection: runs single statements and turns errors into ours.
import GRDB
import Synchronization

/// What is known of a statement text. SQLite numbers `$1` by first appearance, so arguments are put in that order.
final class SQLiteStatementPlan: Sendable {
    /// For each parameter, in order of first appearance, its place in the arguments.
    let order: [Int]
    let changesSchema: Bool
    private let known = Mutex<[String: Int]?>(nil)

    init(_ sql: String, argumentCount: Int) throws {
        let parameters = try SQLText.checkParameters(of: sql, count: argumentCount)
        order = parameters.map { $0 - 1 }
        changesSchema = SQLText.changesSchema(sql)
    }

    /// The columns of the answer, asked of SQLite once.
    fileprivate func columns(_ run: borrowing SQLiteRun) -> [String: Int] {
        if let columns = known.withLock({ $0 }) { return columns }
        let columns = run.columns()
        known.withLock { $0 = columns }
        return columns
    }
}

/// The plans of the statement texts seen so far, shared by all connections of a database.
///
/// Texts are literals in the stores, so there are few. Generated ones (lists of parameters) could be many: after 1,024 texts
/// (our choice) new ones are planned and compiled each time, which bounds memory.
final class SQLiteStatementPlans: Sendable {
    private static let limit = 1024
    private let plans = Mutex<[String: SQLiteStatementPlan]>([:])

    func plan(_ sql: String, argumentCount: Int) throws -> (plan: SQLiteStatementPlan, isCached: Bool) {
        if let plan = plans.withLock({ $0[sql] }) { return (plan, true) }
        let plan = try SQLiteStatementPlan(sql, argumentCount: argumentCount)
        let isCached = plans.withLock { plans in
            guard plans.count < Self.limit else { return false }
            plans[sql] = plan
            return true
        }
        return (plan, isCached)
    }

    /// Forgets all plans: another schema may give the same text other columns.
    func forget() { plans.withLock { $0.removeAll() } }
}

extension Database {
    /// Runs one statement and returns its rows.
    func rows(_ sql: String, _ arguments: [SQLValue], _ plans: SQLiteStatementPlans) throws -> (rows: [SQLRow], changesSchema: Bool) {
        try run(sql, arguments, plans) { plan, run in
            guard try run.step() else { return [] }
            let columns = plan.columns(run)
            var rows: [SQLRow] = []
            repeat { rows.append(SQLRow(columns: columns, values: run.values())) } while try run.step()
            return rows
        }
    }

    /// Runs one statement and returns how many rows it changed, rows changed by triggers and cascades not counted.
    func change(_ sql: String, _ arguments: [SQLValue], _ plans: SQLiteStatementPlans) throws -> (count: Int, changesSchema: Bool) {
        let before = totalChangesCount
        return try run(sql, arguments, plans) { _, run in
            while try run.step() {}
            // The count of the last change stands until the next change: it is ours only when the total moved.
            return totalChangesCount == before ? 0 : changesCount
        }
    }

    private func run<Result>(
        _ sql: String, _ arguments: [SQLValue], _ plans: SQLiteStatementPlans,
        _ body: (SQLiteStatementPlan, borrowing SQLiteRun) throws -> Result
    ) throws -> (Result, changesSchema: Bool) {
        let (plan, isCached) = try plans.plan(sql, argumentCount: arguments.count)
        guard arguments.count == plan.order.count else {
            throw SQLError(.other, "the statement has \(plan.order.count) parameters, but was given \(arguments.count) arguments")
        }
        let run = SQLiteRun(try compiled(sql, isCached: isCached), on: self)
        for (index, place) in plan.order.enumerated() { try run.bind(arguments[place], at: index + 1) }
        let result = try body(plan, run)
        if plan.changesSchema {
            clearSchemaCache()
            plans.forget()
        }
        return (result, plan.changesSchema)
    }

    private func compiled(_ sql: String, isCached: Bool) throws -> Statement {
        do {
            return isCached ? try cachedStatement(sql: sql) : try makeStatement(sql: sql)
        } catch let error as DatabaseError {
            throw SQLError(error)
        }
    }

    /// Transaction control.
    func control(_ sql: String) throws { _ = try SQLiteRun(try compiled(sql, isCached: true), on: self).step() }
}

extension SQLValue {
    /// Both databases refuse what one of them cannot keep: a zero character in a text (PostgreSQL), NaN (SQLite makes it NULL).
    func checkStorable() throws {
        switch self {
        case .text(let text) where text.utf8.contains(0):
            throw SQLError(.other, "a text cannot hold a zero character", sqlState: "22021")
        case .real(let real) where real.isNaN:
            throw SQLError(.other, "NaN cannot be stored", sqlState: "22003")
        default: break
        }
    }
}

extension SQLError {
    init(_ error: DatabaseError) {
        let message = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        let kind: Kind =
            switch error.extendedResultCode {
            case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
                .uniqueViolation(constraint: message.split(separator: ": ", maxSplits: 1).last.map(String.init))
            case .SQLITE_CONSTRAINT_FOREIGNKEY: .foreignKeyViolation
            default:
                switch error.resultCode {
                case .SQLITE_CONSTRAINT: .otherConstraint
                case .SQLITE_FULL: .notWritable(reason: "the disk is full")
                case .SQLITE_READONLY: .notWritable(reason: "the database file is read-only")
                case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_IOERR, .SQLITE_CANTOPEN: .unavailable
                case .SQLITE_INTERRUPT: .cancelled
                default: .other
                }
            }
        self.init(kind, message, sqlState: Self.state(error.resultCode))
    }

    // PostgreSQL's codes for what happens to a file, so that both databases are told alike.
    package static let damaged = "XX001", diskFull = "53100", readOnly = "25006", cannotOpen = "58030"

    private static func state(_ code: ResultCode) -> String? {
        switch code {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: damaged
        case .SQLITE_FULL: diskFull
        case .SQLITE_READONLY: readOnly
        case .SQLITE_CANTOPEN, .SQLITE_IOERR: cannotOpen
        default: nil
        }
    }

    static let closed = SQLError(.unavailable, "the database is closed")
    static let cancelled = SQLError(.cancelled, "the task was cancelled", sqlState: "57014")
}
