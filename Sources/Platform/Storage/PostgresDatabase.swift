// PostgreSQL behind `SQLDatabase`: a pool of connections, each with its own thread, and one more for notifications.
import Foundation
import Logging
import Synchronization

/// A PostgreSQL database, version 15 or newer.
///
/// - Reads outside a transaction run in read-only mode and are repeated once, on a fresh connection, when theirs is lost.
/// - A transaction is run again from the start (`transaction` wants bodies that bear it) after a conflict with another one
///   (up to eight times), after a schema change under a prepared statement, and when its connection is lost before the commit
///   was sent (once). A connection lost during the commit, or the statements that travel with it, gives `.outcomeUnknown`.
/// - Cancelling a task cancels its running statement on the server; the connection stays in use.
package final class PostgresDatabase: SQLDatabase {
    package let dialect = Dialect.postgres
    package let writeHealth = WriteHealth()

    private let pool: PostgresPool
    private let listener: PostgresListener
    private let logger: Logger
    /// Set while the server is known to be away: then nobody waits for it to come back.
    private let isAway = Atomic(false)

    /// How often a transaction that lost a conflict is run again (our choice).
    private static let conflictRetries = 8
    /// How long a task waits for a server that is away, say restarting (our choice: a restart takes a second or two).
    private static let reconnectPatience = Duration.seconds(5)

    /// Connects once, to see that the address works; throws `.unavailable` with the reason where it does not.
    ///
    /// `url` is a `postgres://` URL or libpq's `key=value` text. `poolSize` connections are opened when needed, and one for
    /// notifications. `statementTimeout` bounds every single statement on the server. A pooler in between must pool sessions.
    package static func open(
        url: String, poolSize: Int = 8, statementTimeout: Duration? = nil, acquireTimeout: Duration = .seconds(30),
        applicationName: String = "mien", logger: Logger = Logger(label: "mien.storage")
    ) async throws -> PostgresDatabase {
        let address = PostgresAddress(
            text: url, applicationName: applicationName, connectTimeout: .seconds(5), statementTimeout: statementTimeout)
        let database = PostgresDatabase(address, poolSize: poolSize, acquireTimeout: acquireTimeout, logger: logger)
        do {
            let version = try await database.withConnection(patience: .zero) { $0.serverVersion }
            guard version >= 150_000 else {
                throw SQLError(.other, "PostgreSQL 15 or newer is needed, the server is \(version / 10_000).\(version % 10_000)")
            }
        } catch {
            await database.close()
            throw error
        }
        return database
    }

    private init(_ address: PostgresAddress, poolSize: Int, acquireTimeout: Duration, logger: Logger) {
        pool = PostgresPool(address, size: poolSize, acquireTimeout: acquireTimeout, writeHealth: writeHealth)
        listener = PostgresListener(address, logger: logger)
        self.logger = logger
    }

    // MARK: SQLDatabase

    package func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] {
        try TransactionScope.refuseInside(self)
        let arguments = try PostgresArguments(arguments)
        return try await repeating(onLostConnection: true) { connection in try connection.exchange([.run(sql, arguments)]).rows }
    }

    package func execute(_ sql: String, _ arguments: [SQLValue]) async throws { _ = try await runAlone(sql, arguments) }

    package func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int { try await runAlone(sql, arguments).changedRows }

    package func write(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] { try await runAlone(sql, arguments).rows }

    /// A transaction of one statement, in one trip.
    private func runAlone(_ sql: String, _ arguments: [SQLValue]) async throws -> PostgresConnection.Answer {
        try TransactionScope.refuseInside(self)
        if CommitMark.current != nil {
            return try await transaction { session in try await (session as? PostgresSession)?.run(sql, arguments) ?? .init() }
        }
        let arguments = try PostgresArguments(arguments)
        for attempt in 1... {
            do {
                return try await repeating(onLostConnection: false) { connection in
                    try connection.commit([.begin, .run(sql, arguments), .commit])
                }
            } catch let error as SQLError where error.isConflict && attempt <= Self.conflictRetries {
                try await pause(afterAttempt: attempt)
            }
        }
        throw SQLError.cancelled
    }

    package func transaction<T: Sendable>(_ body: @Sendable @escaping (any SQLSession) async throws -> T) async throws -> T {
        try TransactionScope.refuseInside(self)
        var conflicts = 0
        var hasLostConnection = false
        var hasStalePlan = false
        while true {
            let answer = Answer<T>()
            do {
                try await withConnection { connection in try await self.attempt(body, on: connection, answer) }
                return try answer.take()
            } catch let retry as Retry {
                switch retry.failure {
                case let failure where failure.isConflict:
                    conflicts += 1
                    guard conflicts <= Self.conflictRetries else { throw retry.thrown }
                    try await pause(afterAttempt: conflicts)
                case let failure where failure.isStalePlan:
                    if hasStalePlan { throw retry.thrown }
                    hasStalePlan = true
                default:
                    if hasLostConnection { throw retry.thrown }
                    hasLostConnection = true
                }
            }
        }
    }

    package func notify(_ channel: String, _ payload: String) async throws {
        try checkNotification(payload)
        _ = try await query("SELECT pg_notify($1, $2)", [.text(channel), .text(payload)])
    }

    package func notifications(_ channel: String) -> AsyncStream<String> { listener.stream(channel) }

    package func wake(_ channel: String) async throws {
        if !listener.wakeHere(channel) { try await notify(channel, "") }
    }

    package func close() async {
        await listener.close()
        await pool.close()
    }

    /// Runs a statement that PostgreSQL refuses inside a transaction, such as `CREATE DATABASE` or `VACUUM`.
    package func runOutsideTransaction(_ sql: String) async throws {
        try TransactionScope.refuseInside(self)
        try await withConnection { connection in try connection.runOutsideTransaction(sql) }
    }

    // MARK: Running

    /// A failure after which the transaction may be run again, and what its body made of it.
    private struct Retry: Error {
        let failure: SQLError
        let thrown: any Error
    }

    private func attempt<T: Sendable>(
        _ body: @Sendable (any SQLSession) async throws -> T, on connection: PostgresConnection, _ answer: Answer<T>
    ) async throws {
        let session = PostgresSession(connection)
        let last: [PostgresConnection.Command]
        let scope = TransactionScope(database: self)
        defer { scope.end() }
        do {
            answer.set(
                try await TransactionScope.$current.withValue(scope) {
                    let value = try await body(session)
                    if session.hasWritten { try await CommitMark.current?.write(session) }
                    return value
                })
            last = try session.finish()
        } catch {
            let failure = session.end()
            guard let failure, failure.isConflict || failure.isStalePlan || (failure.kind == .unavailable && !connection.isConnected) else {
                throw error
            }
            throw Retry(failure: failure, thrown: error)
        }
        guard !last.isEmpty else { return }
        // Nothing has been sent of it: what is known to be lost by now was lost before.
        if let lost = connection.loss() { throw Retry(failure: lost, thrown: lost) }
        // A commit alone is not cancelled; statements that travel with it are.
        do { _ = try connection.commit(last, heedsCancellation: last.count > 1) } catch let error as SQLError {
            if error.isConflict || error.isStalePlan { throw Retry(failure: error, thrown: error) }
            throw error
        }
    }

    /// Runs one exchange, and once more where a schema change made its prepared statement stale or, if wished, its connection
    /// was lost.
    private func repeating<T: Sendable>(
        onLostConnection: Bool, _ work: @Sendable @escaping (PostgresConnection) throws -> T
    ) async throws -> T {
        do {
            return try await withConnection { connection in try Self.marking(connection) { try work(connection) } }
        } catch let lost as LostConnection {
            guard onLostConnection else { throw lost.error }
            return try await withConnection { connection in try work(connection) }
        } catch let error as SQLError where error.isStalePlan {
            return try await withConnection { connection in try work(connection) }
        }
    }

    private struct LostConnection: Error { let error: SQLError }

    private static func marking<T>(_ connection: PostgresConnection, _ work: () throws -> T) throws -> T {
        do { return try work() } catch let error as SQLError where error.kind == .unavailable && !connection.isConnected {
            throw LostConnection(error: error)
        }
    }

    /// Lends a connection to `work`, which runs on the connection's thread.
    private func withConnection<T: Sendable>(
        patience: Duration = reconnectPatience, _ work: @Sendable @escaping (PostgresConnection) async throws -> T
    ) async throws -> T {
        let connection = try await pool.acquire()
        let lease = connection.beginLease()
        defer { pool.release(connection) }
        return try await withTaskCancellationHandler {
            try await withTaskExecutorPreference(connection.executor) { try await run(work, on: connection, patience) }
        } onCancel: {
            connection.cancel(lease)
        }
    }

    @concurrent
    private func run<T: Sendable>(
        _ work: @Sendable (PostgresConnection) async throws -> T, on connection: PostgresConnection, _ patience: Duration
    ) async throws -> T {
        defer { connection.endLease() }
        do {
            try connection.connect(patience: isAway.load(ordering: .relaxed) ? .zero : patience)
            if isAway.exchange(false, ordering: .relaxed) { logger.notice("PostgreSQL answers again") }
        } catch {
            // The first connection of all is `open`'s affair.
            if (error as? SQLError)?.kind != .cancelled, patience > .zero, !isAway.exchange(true, ordering: .relaxed) {
                logger.error("PostgreSQL cannot be reached", metadata: ["error": "\(error)"])
            }
            throw error
        }
        return try await work(connection)
    }

    /// Grows with each attempt and differs between rivals, so that they do not meet again.
    private func pause(afterAttempt attempt: Int) async throws {
        do { try await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 << min(attempt, 5))))) } catch { throw SQLError.cancelled }
    }
}

/// The inside of a transaction on PostgreSQL. The transaction begins with its first statement, in the same trip; statements that nobody asks
/// about wait for the next one that is asked about, or for the commit.
final class PostgresSession: SQLSession {
    /// Statements that wait, and their bytes (our choice: beyond that a trip costs little beside the work).
    private static let mostWaiting = 64, mostWaitingBytes = 1 << 20

    private struct State {
        var hasBegun = false
        var waiting: [PostgresConnection.Command] = []
        var waitingBytes = 0
        var isFinished = false
        var hasWritten = false
        var failure: SQLError?

        /// Puts a statement behind those that wait.
        mutating func add(_ sql: String, _ arguments: [SQLValue]) throws {
            try failing { state in
                let arguments = try PostgresArguments(arguments)
                if !state.hasBegun { state.waiting.append(.begin) }
                state.hasBegun = true
                state.waiting.append(.run(sql, arguments))
                state.waitingBytes += arguments.byteCount
            }
        }

        mutating func takeWaiting() -> [PostgresConnection.Command] {
            defer { (waiting, waitingBytes) = ([], 0) }
            return waiting
        }

        /// Does something while nothing has failed; a failure of it is the last thing that happens.
        mutating func failing<T>(_ work: (inout State) throws -> T) throws -> T {
            if isFinished { throw SQLError.afterTransaction }
            if let failure { throw SQLError.aborted(by: failure) }
            do { return try work(&self) } catch let error as SQLError {
                failure = error
                throw error
            }
        }
    }

    let dialect = Dialect.postgres
    private let connection: PostgresConnection
    private let state = Mutex(State())

    init(_ connection: PostgresConnection) { self.connection = connection }

    func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] { try await run(sql, arguments).rows }

    func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int { try await run(sql, arguments).changedRows }

    func execute(_ sql: String, _ arguments: [SQLValue]) async throws {
        let waits = try state.withLock { state in
            guard state.waiting.count < Self.mostWaiting, state.waitingBytes < Self.mostWaitingBytes else { return false }
            try state.add(sql, arguments)
            state.hasWritten = true
            return true
        }
        if !waits { _ = try await run(sql, arguments) }
    }

    func notify(_ channel: String, _ payload: String) async throws {
        try checkNotification(payload)
        try await execute("SELECT pg_notify($1, $2)", [.text(channel), .text(payload)])
    }

    /// Whether it has changed anything, as far as is known: a statement that waits is thought to.
    var hasWritten: Bool { state.withLock { $0.hasWritten } }

    /// Sends what waits and this statement; its answer.
    fileprivate func run(_ sql: String, _ arguments: [SQLValue]) async throws -> PostgresConnection.Answer {
        // Bodies run on the connection's thread already, unless they have called an actor.
        if connection.executor.isCurrent { return try runHere(sql, arguments) }
        return try await withCheckedThrowingContinuation { continuation in
            connection.executor.queue.async { continuation.resume(with: Result { try self.runHere(sql, arguments) }) }
        }
    }

    private func runHere(_ sql: String, _ arguments: [SQLValue]) throws -> PostgresConnection.Answer {
        try state.withLock { state in
            try state.add(sql, arguments)
            let answer = try state.failing { state in try connection.exchange(state.takeWaiting()) }
            state.hasWritten = state.hasWritten || answer.changedRows > 0
            return answer
        }
    }

    /// Ends the session; the commands that are left to send, the commit among them. Throws the failure that the body may have swallowed.
    func finish() throws -> [PostgresConnection.Command] {
        try state.withLock { state in
            state.isFinished = true
            if let failure = state.failure { throw failure }
            return state.hasBegun ? state.takeWaiting() + [.commit] : []
        }
    }

    /// Ends the session; returns the failure of its statements, if any.
    func end() -> SQLError? {
        state.withLock { state in
            state.isFinished = true
            return state.failure
        }
    }
}
