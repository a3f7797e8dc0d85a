// The single writer of a SQLite database: transactions stand in line and share their commits.
import Dispatch
import GRDB
import Synchronization

/// Runs transactions one after the other on one connection and commits several of them at once (group commit), because the
/// price of a commit is the wait for the disk.
///
/// While one group is being written to disk the next transactions gather. Each body of a group runs inside its own savepoint,
/// so that one that throws is taken back without hurting the others. Nobody is answered before the commit has succeeded.
/// Everything happens on one dispatch queue: statements of a body cost no change of thread.
final class SQLiteWriter: Sendable {
    struct Write: Sendable {
        let body: @Sendable (any SQLSession) async throws -> Void
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waiting = WaitingLine<Write>()
        var lastTicket: UInt64 = 0
        var isWorking = false
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    /// At most so many transactions share a commit (our choice: the gain beyond is small, the loss on a failed commit grows).
    static let groupLimit = 64
    /// A group takes no further transaction after this long (our choice: a bound for the first one's wait).
    static let groupTime = Duration.milliseconds(5)
    /// More waiting transactions than this are refused, so that overload shows as errors, not as memory (our choice).
    static let lineLimit = 10_000

    private let executor = QueueExecutor(label: "mien.sqlite.writer")
    private let database: DatabaseQueue
    private let plans: SQLiteStatementPlans
    private let health: WriteHealth
    private let schemaChanged: @Sendable () -> Void
    private let deliver: @Sendable (SQLiteNotification) -> Void
    private let state = Mutex(State())

    init(
        database: DatabaseQueue, plans: SQLiteStatementPlans, health: WriteHealth, schemaChanged: @escaping @Sendable () -> Void,
        deliver: @escaping @Sendable (SQLiteNotification) -> Void
    ) {
        self.database = database
        self.plans = plans
        self.health = health
        self.schemaChanged = schemaChanged
        self.deliver = deliver
    }

    /// Returns when what `body` wrote is durable; throws what it threw, after taking its writes back.
    func run(for owner: AnyObject, _ body: @escaping @Sendable (any SQLSession) async throws -> Void) async throws {
        try TransactionScope.refuseInside(owner)
        let scope = TransactionScope(database: owner), mark = CommitMark.current
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let write = Write(
                    body: { [self] session in
                        defer { scope.end() }
                        let before = changes
                        try await TransactionScope.$current.withValue(scope) { try await body(session) }
                        if let mark, changes != before { try await mark.write(session) }
                    }, continuation: continuation)
                enqueue(write, ticket: ticket)
            }
        } onCancel: {
            leave(ticket)
        }
    }

    private func enqueue(_ write: Write, ticket: UInt64) {
        enum Next { case work, wait, refuse(SQLError) }
        let next: Next = state.withLock { state in
            if state.isClosed { return .refuse(.closed) }
            guard state.waiting.count < Self.lineLimit else { return .refuse(SQLError(.unavailable, "too many transactions are waiting")) }
            state.waiting.append(write, ticket: ticket)
            if state.isWorking { return .wait }
            state.isWorking = true
            return .work
        }
        switch next {
        case .work: Task.detached(executorPreference: executor) { await self.work() }
        case .wait: break
        case .refuse(let error): write.continuation.resume(throwing: error)
        }
        if Task.isCancelled { leave(ticket) }
    }

    private func leave(_ ticket: UInt64) {
        state.withLock { $0.waiting.remove(ticket: ticket) }?.continuation.resume(throwing: SQLError.cancelled)
    }

    /// Works until nobody waits.
    private func work() async {
        while let first = nextOrStop() {
            let group = await runGroup(startingWith: first)
            // A deferred foreign key shows only at commit. Each then commits alone, so that only the guilty one fails.
            for write in group { _ = await runGroup(startingWith: write, limit: 1) }
        }
    }

    private func nextOrStop() -> Write? {
        let (write, closing) = state.withLock { state -> (Write?, [CheckedContinuation<Void, Never>]) in
            if let write = state.waiting.popFirst() { return (write, []) }
            state.isWorking = false
            defer { state.closing = [] }
            return (nil, state.closing)
        }
        for waiter in closing { waiter.resume() }
        return write
    }

    /// Runs and commits a group. Returns the transactions that have to be run again, each alone.
    private func runGroup(startingWith first: Write, limit: Int = groupLimit) async -> [Write] {
        do { try control("BEGIN IMMEDIATE") } catch {
            health.note(error)
            first.continuation.resume(throwing: error)
            return []
        }
        let started = ContinuousClock.now
        var done: [Write] = []
        var next: Write? = first
        var changesSchema = false
        var notifications: [SQLiteNotification] = []
        var hasWritten = false
        while let write = next {
            let session = SQLiteSession(database: database, plans: plans)
            do {
                // The first of a group needs no savepoint: to take it back, the whole transaction is taken back.
                if !done.isEmpty { try control("SAVEPOINT body") }
                let before = changes
                do {
                    try await write.body(session)
                    try session.finish()
                } catch {
                    try? session.finish()
                    throw error
                }
                if !done.isEmpty { try control("RELEASE body") }
                hasWritten = hasWritten || changes != before
                changesSchema = changesSchema || session.changesSchema
                notifications += session.notifications
                done.append(write)
            } catch {
                health.note(session.failure ?? error)
                if session.changesSchema { forgetStatements() }
                guard !done.isEmpty else {
                    try? control("ROLLBACK")
                    write.continuation.resume(throwing: error)
                    return []
                }
                do {
                    try control("ROLLBACK TO body")
                    try control("RELEASE body")
                    write.continuation.resume(throwing: error)
                } catch let lost {
                    // The database gave up the whole transaction (disk full, for instance).
                    try? control("ROLLBACK")
                    for write in done + [write] { write.continuation.resume(throwing: lost) }
                    return []
                }
            }
            next = done.count < limit && started.duration(to: .now) < Self.groupTime ? state.withLock { $0.waiting.popFirst() } : nil
        }
        do {
            try control("COMMIT")
        } catch {
            health.note(error)
            try? control("ROLLBACK")
            if changesSchema { forgetStatements() }
            if done.count > 1, (error as? SQLError)?.kind == .foreignKeyViolation { return done }
            for write in done { write.continuation.resume(throwing: error) }
            return []
        }
        if hasWritten { health.succeeded() }
        if changesSchema { schemaChanged() }
        for notification in notifications { deliver(notification) }
        for write in done { write.continuation.resume() }
        return []
    }

    /// A schema that is taken back leaves compiled statements of one that never was.
    private func forgetStatements() {
        database.inDatabase { $0.clearSchemaCache() }
        plans.forget()
    }

    /// Rows changed on this connection so far.
    private var changes: Int { database.inDatabase { $0.totalChangesCount } }

    private func control(_ sql: String) throws { try database.inDatabase { try $0.control(sql) } }

    /// Refuses new transactions, lets the accepted ones finish, closes the connection.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if !state.isWorking { return true }
                state.closing.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
        executor.queue.sync { try? database.close() }
    }
}

/// What a transaction tells once it has been committed.
struct SQLiteNotification: Sendable {
    let channel: String
    let payload: String
}

/// The inside of a transaction on SQLite. After a statement has failed it runs no other, as on PostgreSQL: the body has to
/// throw, and a body that returns all the same is taken back.
final class SQLiteSession: SQLSession {
    private struct State {
        var isFinished = false
        var failure: SQLError?
        var changesSchema = false
        var notifications: [SQLiteNotification] = []
    }

    let dialect = Dialect.sqlite
    private let database: DatabaseQueue
    private let plans: SQLiteStatementPlans
    private let state = Mutex(State())

    init(database: DatabaseQueue, plans: SQLiteStatementPlans) {
        self.database = database
        self.plans = plans
    }

    var changesSchema: Bool { state.withLock { $0.changesSchema } }
    var failure: SQLError? { state.withLock { $0.failure } }
    var notifications: [SQLiteNotification] { state.withLock { $0.notifications } }

    func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] {
        try run { db in try db.rows(sql, arguments, plans) }
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) async throws { _ = try await change(sql, arguments) }

    func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int {
        try run { db in try db.change(sql, arguments, plans) }
    }

    func notify(_ channel: String, _ payload: String) async throws {
        try checkNotification(payload)
        try state.withLock { state in
            if state.isFinished { throw SQLError.afterTransaction }
            state.notifications.append(SQLiteNotification(channel: channel, payload: payload))
        }
    }

    private func run<T: Sendable>(_ statement: (Database) throws -> (T, changesSchema: Bool)) throws -> T {
        try state.withLock { state in
            if state.isFinished { throw SQLError.afterTransaction }
            if let failure = state.failure { throw SQLError.aborted(by: failure) }
            do {
                let (value, changesSchema) = try database.inDatabase { db in try statement(db) }
                if changesSchema { state.changesSchema = true }
                return value
            } catch let error as SQLError {
                state.failure = error
                throw error
            }
        }
    }

    /// Ends the session; throws the failure that the body may have swallowed.
    func finish() throws {
        try state.withLock { state in
            state.isFinished = true
            if let failure = state.failure { throw failure }
        }
    }
}

extension SQLError {
    static let afterTransaction = SQLError(.other, "a session was used after its transaction had ended")
    static func aborted(by failure: SQLError) -> SQLError {
        SQLError(.other, "the transaction was aborted by an earlier failure: \(failure.message)", sqlState: "25P02")
    }
}
