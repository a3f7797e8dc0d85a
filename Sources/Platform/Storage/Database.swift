// One door to both databases. A room's store holds SQL in their common subset and is handed a session.

/// A value going into or coming out of SQL. Times are epoch microseconds, booleans 0 and 1.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
}

/// Somewhere SQL can be run: a database, or the inside of a transaction.
///
/// Parameters are `$1…$n` in any order, repeated at will. `query` outside a transaction only reads (on SQLite it runs on a
/// read-only connection); inside a transaction it may hold `… RETURNING`.
package protocol SQLSession: Sendable {
    var dialect: Dialect { get }
    /// The rows of a query, all of them.
    func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow]
    /// Runs a statement of which nothing is asked but that it succeeds. Inside a transaction on PostgreSQL it travels with the next
    /// question or with the commit, one trip for all of them: if it fails, that is where its error is thrown.
    func execute(_ sql: String, _ arguments: [SQLValue]) async throws
    /// Runs a statement; returns how many rows it changed.
    func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int
    /// Tells every server on this database that something happened: at once, or inside a transaction when it commits.
    /// Delivery is best effort: poll as well. A payload has fewer than 8,000 bytes. On PostgreSQL commits that notify wait for
    /// one another, so this is not for what happens at every request.
    func notify(_ channel: String, _ payload: String) async throws
}

extension SQLSession {
    package func query(_ sql: String) async throws -> [SQLRow] { try await query(sql, []) }
    package func execute(_ sql: String) async throws { try await execute(sql, []) }
    package func change(_ sql: String) async throws -> Int { try await change(sql, []) }
    /// The first row, or nil.
    package func first(_ sql: String, _ arguments: [SQLValue] = []) async throws -> SQLRow? { try await query(sql, arguments).first }
}

/// A database. When `transaction` or `execute` has returned, what they wrote is durable and visible to the next query; when they throw, nothing
/// of it was written, unless the error's kind is `outcomeUnknown`.
package protocol SQLDatabase: SQLSession {
    /// Whether it takes writes, as far as is known from those that were tried.
    var writeHealth: WriteHealth { get }
    /// Runs `body` in one transaction: all of it or, when it throws, nothing. `body` does SQL and arithmetic only: on SQLite
    /// it holds the single writer, and shares its commit with others (group commit). It must be re-runnable: after a deadlock,
    /// a serialization failure or a lost connection it is run again from the start, in a new transaction.
    ///
    /// Once a statement of the body has failed, the transaction runs no other and cannot commit, even if `body` swallows the
    /// error: catch it outside. Inside `body` only the session may be used; the database itself refuses.
    func transaction<T: Sendable>(_ body: @Sendable @escaping (any SQLSession) async throws -> T) async throws -> T
    /// Runs one statement that writes, in a transaction of its own, and gives the rows of its `RETURNING`. On PostgreSQL all of it is one trip.
    func write(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow]
    /// What others (and we) notify, until the consumer stops. The first element is an empty payload, yielded once listening has
    /// begun: what is notified after it arrives. Recovers by itself after a lost connection, and then yields an empty payload
    /// again, so that the consumer knows it may have missed some.
    func notifications(_ channel: String) -> AsyncStream<String>
    /// An empty notification for work that any one server may do, once it can be seen: to whoever listens in this process, which costs no
    /// trip, and only where nobody does to every server.
    func wake(_ channel: String) async throws
    /// Finishes running work and closes every connection.
    func close() async
}

extension SQLDatabase {
    package func wake(_ channel: String) async throws { try await notify(channel, "") }

    package func write(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] {
        try await transaction { session in try await session.query(sql, arguments) }
    }

    /// As `transaction`, for what must be known to have happened or not: where the commit's answer was lost, `wasCommitted` looks for what the
    /// body wrote, in a transaction of its own. It should lock a row that the lost transaction holds, so as to wait for its end.
    /// - Throws: as `transaction`; `unavailable` when it turned out that nothing was written, `outcomeUnknown` only when that cannot be told.
    package func transaction<T: Sendable>(
        _ body: @Sendable @escaping (any SQLSession) async throws -> T,
        wasCommitted: @Sendable @escaping (T, any SQLSession) async throws -> Bool
    ) async throws -> T {
        let last = Answer<T>()
        do {
            return try await transaction { session in
                let value = try await body(session)
                last.set(value)
                return value
            }
        } catch let lost as SQLError where lost.kind == .outcomeUnknown {
            guard let value = try? last.take() else { throw lost }
            let isCommitted: Bool
            // Not on the caller's task, which may be cancelled.
            do { isCommitted = try await Task { try await transaction { try await wasCommitted(value, $0) } }.value } catch { throw lost }
            guard isCommitted else { throw SQLError(.unavailable, "the connection was lost before the commit", sqlState: "08006") }
            return value
        }
    }
}

/// What the transactions of a task write besides, so that it is committed with them: that the request they belong to was done.
package struct CommitMark: Sendable {
    /// Added to each transaction of the task, and of tasks that it starts, that changes anything. Nil = nothing.
    @TaskLocal package static var current: CommitMark?

    /// Called at the end of the transaction's body.
    package let write: @Sendable (any SQLSession) async throws -> Void

    package init(write: @escaping @Sendable (any SQLSession) async throws -> Void) { self.write = write }
}

/// Which database answers, and the few places where their SQL differs.
package enum Dialect: String, Sendable, CaseIterable {
    case sqlite, postgres

    /// Ends a query that claims rows for work: other workers pass over the rows it takes. SQLite's single writer needs nothing.
    package var skipLocked: String { self == .postgres ? "FOR UPDATE SKIP LOCKED" : "" }

    /// The first rows of a query that ends with its order: as many as `parameter` says, which holds `count`. Of a limit that it does not know
    /// PostgreSQL expects a tenth of all rows, and so plans every call anew; a bound in the text lets it keep its plan. In few steps, because
    /// texts are kept compiled. `order` gives the columns for a table's name.
    package func first(_ parameter: String, holding count: Int, of query: String, order: (String) -> String) -> String {
        guard self == .postgres else { return "\(query) LIMIT \(parameter)" }
        let bound = [512, 8_192].first { count <= $0 } ?? 131_072
        guard count <= bound else { return "\(query) LIMIT \(parameter)" }
        return "SELECT * FROM (\(query) LIMIT \(bound)) AS bounded ORDER BY \(order("bounded")) LIMIT \(parameter)"
    }

    /// Ends a query that reads a row in order to change it in the same transaction.
    package var forUpdate: String { self == .postgres ? "FOR UPDATE" : "" }
}

/// What went wrong in the database, told apart as far as rooms need it.
package struct SQLError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// A unique index or primary key; `constraint` names it where the database tells.
        case uniqueViolation(constraint: String?)
        case foreignKeyViolation
        case otherConstraint
        /// The connection failed, the server is restarting, or the pool gave up: a retry may help.
        case unavailable
        /// The connection was lost between a commit and its answer: it may have been committed or not. Whatever depends on it waits until the
        /// database itself has told (`transaction(_:wasCommitted:)`), or until a lease has run out.
        case outcomeUnknown
        /// Nothing can be written at the moment, for this reason: "the disk is full".
        case notWritable(reason: String)
        case cancelled
        case other
    }
    package var kind: Kind
    package var message: String
    package var sqlState: String?

    package init(_ kind: Kind, _ message: String, sqlState: String? = nil) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
    }
    package var description: String { "SQL error\(sqlState.map { " \($0)" } ?? ""): \(message)" }
}
