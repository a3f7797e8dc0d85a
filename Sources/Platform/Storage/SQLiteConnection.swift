// One SQLite connection: runs single statements and turns values and errors into ours.
import Foundation
import GRDB
import Synchronization

/// How the parameters of a statement text are bound. GRDB numbers `$1` by first appearance, so arguments are put in that order.
struct SQLiteStatementPlan: Sendable {
    /// For each parameter, in order of first appearance, its place in the arguments.
    let order: [Int]
    let changesSchema: Bool

    init(_ sql: String, argumentCount: Int) throws {
        let parameters = try SQLText.checkParameters(of: sql, count: argumentCount)
        order = parameters.map { $0 - 1 }
        changesSchema = SQLText.changesSchema(sql)
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
}

extension Database {
    /// Runs one statement and returns its rows.
    func rows(_ sql: String, _ arguments: [SQLValue], _ plans: SQLiteStatementPlans) throws -> (rows: [SQLRow], changesSchema: Bool) {
        let (plan, isCached) = try plans.plan(sql, argumentCount: arguments.count)
        let bound = try plan.bind(arguments)
        do {
            let statement = isCached ? try cachedStatement(sql: sql) : try makeStatement(sql: sql)
            statement.setUncheckedArguments(bound)
            let names = statement.columnNames
            guard !names.isEmpty else {
                try statement.execute()
                if plan.changesSchema { clearSchemaCache() }
                return ([], plan.changesSchema)
            }
            let columns = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
            var rows: [SQLRow] = []
            let cursor = try Row.fetchCursor(statement)
            while let row = try cursor.next() {
                var values: [SQLValue] = []
                values.reserveCapacity(names.count)
                for index in 0..<names.count { values.append(SQLValue(row[index] as DatabaseValue)) }
                rows.append(SQLRow(columns: columns, values: values))
            }
            return (rows, plan.changesSchema)
        } catch let error as DatabaseError {
            throw SQLError(error)
        }
    }

    /// Runs one statement and returns how many rows it changed, rows changed by triggers and cascades not counted.
    func change(_ sql: String, _ arguments: [SQLValue], _ plans: SQLiteStatementPlans) throws -> (count: Int, changesSchema: Bool) {
        let (plan, isCached) = try plans.plan(sql, argumentCount: arguments.count)
        let bound = try plan.bind(arguments)
        do {
            let statement = isCached ? try cachedStatement(sql: sql) : try makeStatement(sql: sql)
            let before = totalChangesCount
            statement.setUncheckedArguments(bound)
            try statement.execute()
            if plan.changesSchema { clearSchemaCache() }
            // The count of the last change stands until the next change: it is ours only when the total moved.
            return (totalChangesCount == before ? 0 : changesCount, plan.changesSchema)
        } catch let error as DatabaseError {
            throw SQLError(error)
        }
    }

    /// Transaction control.
    func control(_ sql: String) throws {
        do { try cachedStatement(sql: sql).execute() } catch let error as DatabaseError { throw SQLError(error) }
    }
}

extension SQLiteStatementPlan {
    fileprivate func bind(_ arguments: [SQLValue]) throws -> StatementArguments {
        guard arguments.count == order.count else {
            throw SQLError(.other, "the statement has \(order.count) parameters, but was given \(arguments.count) arguments")
        }
        return StatementArguments(try order.map { try DatabaseValue(checked: arguments[$0]) })
    }
}

extension DatabaseValue {
    fileprivate init(checked value: SQLValue) throws {
        try value.checkStorable()
        self = switch value {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .real(let real): real.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        self = switch value.storage {
        case .null: .null
        case .int64(let integer): .integer(integer)
        case .double(let real): .real(real)
        case .string(let text): .text(text)
        case .blob(let data): .bytes([UInt8](data))
        }
    }

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
                case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN: .unavailable
                case .SQLITE_INTERRUPT: .cancelled
                default: .other
                }
            }
        self.init(kind, message)
    }

    static let closed = SQLError(.unavailable, "the database is closed")
    static let cancelled = SQLError(.cancelled, "the task was cancelled", sqlState: "57014")
}
