// One PostgreSQL connection of the pool, with its own thread, statement cache and cancellation.
import CLibpq
import Foundation
import Synchronization

/// All but `cancel` happens on `executor`'s queue, one thing at a time. Every exchange is one trip: what has to be prepared,
/// begun, run and committed is sent together (libpq's pipeline mode) and then answered.
final class PostgresConnection: @unchecked Sendable {
    /// One command of an exchange.
    enum Command {
        case begin
        case run(String, PostgresArguments)
        case commit
        case rollback
    }

    struct Answer: Sendable {
        var rows: [SQLRow] = []
        var changedRows = 0
    }

    private struct Lease {
        var number: UInt64 = 0
        var isHeld = false
        var isCancelled = false
    }

    let executor: QueueExecutor
    private let address: PostgresAddress
    private let wake = WakeSignal()
    private let lease = Mutex(Lease())
    private var wire: PostgresWire?
    private var canceller: PostgresCanceller?
    private var statements = PostgresStatements()
    private var runningCancellation: DispatchSemaphore?
    private var cancellationDeadline: ContinuousClock.Instant?
    private let writeHealth: WriteHealth
    /// Whether the open transaction has changed rows.
    private var hasWritten = false

    /// A cancelled statement that has not ended after this long costs its connection (our choice).
    private static let cancellationPatience = Duration.seconds(5)
    /// A server that has not begun the statement yet ignores the request, so it is repeated (our choice).
    private static let cancellationRepetition = Duration.milliseconds(200)

    init(_ address: PostgresAddress, number: Int, writeHealth: WriteHealth) {
        self.address = address
        self.writeHealth = writeHealth
        executor = QueueExecutor(label: "mien.postgres.\(number)")
    }

    // MARK: Leases

    /// Begins the use of this connection by one task; what it is given cancels that use alone.
    func beginLease() -> UInt64 {
        lease.withLock { lease in
            lease = Lease(number: lease.number + 1, isHeld: true)
            return lease.number
        }
    }

    /// Asks the running statement of this lease to stop. From any thread; returns at once.
    func cancel(_ number: UInt64) {
        lease.withLock { lease in
            guard lease.isHeld, lease.number == number else { return }
            lease.isCancelled = true
            wake.signal()
        }
    }

    private var isCancelled: Bool { lease.withLock { $0.isCancelled } }

    /// Ends a lease: an open transaction is taken back, a broken connection closed.
    func endLease() {
        lease.withLock { $0.isHeld = false }
        if let wire, PQtransactionStatus(wire.connection) != PQTRANS_IDLE {
            do { _ = try exchange([.rollback], heedsCancellation: false) } catch { disconnect() }
        }
        let wasCancelled = lease.withLock { lease in
            defer { lease.isCancelled = false }
            return lease.isCancelled
        }
        // Only a cancellation signals.
        if wasCancelled { wake.clear() }
    }

    // MARK: Connecting

    var isConnected: Bool { wire != nil }
    var serverVersion: Int32 { PQserverVersion(wire?.connection) }

    /// Makes sure that there is a living connection. A server that does not answer (it may be restarting) is tried again with
    /// growing pauses until `patience` is over.
    func connect(patience: Duration) throws {
        if wire != nil, loss() == nil { return }
        let deadline = ContinuousClock.now + patience
        var pause = Duration.milliseconds(50)
        while true {
            do {
                let wire = try PostgresWire(address, wake: wake)
                guard PQenterPipelineMode(wire.connection) == 1 else { throw wire.lost() }
                canceller = PostgresCanceller(wire.connection)
                statements = PostgresStatements()
                self.wire = wire
                return
            } catch {
                guard ContinuousClock.now + pause < deadline else { throw error }
                if isCancelled { throw SQLError.cancelled }
                pauseOrWake(pause)
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    /// Looks whether the connection has ended meanwhile. If so it is closed.
    func loss() -> SQLError? {
        guard let wire else { return SQLError(.unavailable, "not connected to PostgreSQL", sqlState: "08003") }
        if PQstatus(wire.connection) == CONNECTION_OK, !wire.hasUnexpectedInput { return nil }
        defer { disconnect() }
        return wire.lost()
    }

    private func pauseOrWake(_ pause: Duration) {
        var descriptor = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, Int32(clamping: pause.milliseconds))
    }

    func disconnect() {
        runningCancellation = nil
        cancellationDeadline = nil
        canceller = nil
        wire?.close()
        wire = nil
    }

    // MARK: Exchanges

    /// Sends the commands in one go and gives the answer of the one that is run. When a command fails, those after it are not
    /// run, and the first failure is thrown; when the connection fails it is closed and `.unavailable` thrown.
    func exchange(_ commands: [Command], heedsCancellation: Bool = true) throws -> Answer {
        guard let wire else { throw SQLError(.unavailable, "not connected to PostgreSQL", sqlState: "08003") }
        if heedsCancellation, isCancelled { throw SQLError.cancelled }
        for case .run(let sql, let arguments) in commands { try check(sql, arguments) }
        let outcome: Result<Answer, SQLError>
        do {
            var expected: [Expected] = []
            for command in commands { try send(command, over: wire, expecting: &expected) }
            guard PQpipelineSync(wire.connection) == 1 else { throw wire.lost() }
            let wait = { (events: Int32) in try self.wait(for: events, over: wire, heedsCancellation: heedsCancellation) }
            try wire.flush(wait)
            outcome = try receive(expected, over: wire, wait)
            try finishCancellation()
            if case .failure(let error) = outcome { writeHealth.note(error) }
        } catch {
            // Answers may be outstanding that nobody will read.
            disconnect()
            throw error
        }
        return try outcome.get()
    }

    /// As `exchange`, for commands of which the last commits. When the connection fails on the way, the commit may have been carried out.
    func commit(_ commands: [Command], heedsCancellation: Bool = true) throws -> Answer {
        do { return try exchange(commands, heedsCancellation: heedsCancellation) } catch let error as SQLError {
            guard !isConnected else { throw error }
            throw SQLError(
                .outcomeUnknown, "the connection was lost during a commit, whose outcome is unknown: \(error.message)", sqlState: "08007")
        }
    }

    private enum Expected {
        case control(tag: String?)
        case prepare(PostgresStatement)
        case answer(PostgresStatement?)
    }

    private func send(_ command: Command, over wire: PostgresWire, expecting expected: inout [Expected]) throws {
        switch command {
        case .begin: try sendControl("BEGIN READ WRITE", tag: nil, over: wire, expecting: &expected)
        case .commit: try sendControl("COMMIT", tag: "COMMIT", over: wire, expecting: &expected)
        case .rollback: try sendControl("ROLLBACK", tag: nil, over: wire, expecting: &expected)
        case .run(let sql, let arguments):
            let statement = try prepare(sql, arguments, over: wire, expecting: &expected)
            let isSent = arguments.withPointers { values, lengths, formats in
                if let statement {
                    PQsendQueryPrepared(wire.connection, statement.name, Int32(lengths.count), values, lengths, formats, 1)
                } else {
                    PQsendQueryParams(wire.connection, sql, Int32(lengths.count), arguments.types, values, lengths, formats, 1)
                }
            }
            guard isSent == 1 else { throw wire.lost() }
            expected.append(.answer(statement))
        }
    }

    private func sendControl(_ sql: String, tag: String?, over wire: PostgresWire, expecting expected: inout [Expected]) throws {
        guard PQsendQueryParams(wire.connection, sql, 0, nil, nil, nil, nil, 1) == 1 else { throw wire.lost() }
        expected.append(.control(tag: tag))
    }

    /// PostgreSQL would take arguments that the statement does not use.
    private func check(_ sql: String, _ arguments: PostgresArguments) throws {
        guard statements.find(PostgresStatement.Key(sql: sql, types: arguments.types)) == nil else { return }
        try SQLText.checkParameters(of: sql, count: arguments.types.count)
    }

    /// The prepared statement for this text, prepared now where it is new. Nil for statements that change the schema: they run once.
    private func prepare(
        _ sql: String, _ arguments: PostgresArguments, over wire: PostgresWire, expecting expected: inout [Expected]
    ) throws -> PostgresStatement? {
        let key = PostgresStatement.Key(sql: sql, types: arguments.types)
        if let statement = statements.find(key) { return statement }
        if SQLText.changesSchema(sql) { return nil }
        let (statement, evicted) = statements.add(key)
        if let evicted { try sendControl("DEALLOCATE \(evicted.name)", tag: nil, over: wire, expecting: &expected) }
        guard PQsendPrepare(wire.connection, statement.name, sql, Int32(arguments.types.count), arguments.types) == 1 else {
            statements.remove(statement)
            throw wire.lost()
        }
        expected.append(.prepare(statement))
        return statement
    }

    private func receive(_ expected: [Expected], over wire: PostgresWire, _ wait: (Int32) throws -> Void) throws -> Result<Answer, SQLError> {
        var answer = Answer()
        var failure: SQLError?
        for command in expected {
            while let result = try wire.nextResult(wait) {
                defer { PQclear(result) }
                let status = PQresultStatus(result)
                if status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK {
                    do { try read(result, of: command, into: &answer) } catch let error as SQLError { failure = failure ?? error }
                    continue
                }
                if case .prepare(let statement) = command { statements.remove(statement) }
                guard status != PGRES_PIPELINE_ABORTED else { continue }
                let error = SQLError(postgres: result)
                if case .answer(let statement?) = command, error.isStalePlan { statements.remove(statement) }
                failure = failure ?? error
                if PQstatus(wire.connection) == CONNECTION_BAD { throw failure ?? wire.lost() }
            }
        }
        guard let result = try wire.nextResult(wait) else { throw failure ?? wire.lost() }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_PIPELINE_SYNC else { throw failure ?? wire.lost() }
        if var failure {
            if failure.sqlState == "57014", isCancelled { failure.kind = .cancelled }
            return .failure(failure)
        }
        return .success(answer)
    }

    private func read(_ result: OpaquePointer, of command: Expected, into answer: inout Answer) throws {
        switch command {
        case .prepare: break
        case .control(let tag):
            // COMMIT of a transaction that had failed says ROLLBACK, and that is no error to PostgreSQL.
            defer { hasWritten = false }
            guard let tag else { break }
            guard String(cString: PQcmdStatus(result)) == tag else { throw SQLError(.other, "the transaction was rolled back", sqlState: "40000") }
            if hasWritten { writeHealth.succeeded() }
        case .answer(let statement):
            answer.rows = try rows(result, of: statement)
            answer.changedRows = Self.changedRows(result)
            hasWritten = hasWritten || answer.changedRows > 0
        }
    }

    private static func changedRows(_ result: OpaquePointer) -> Int {
        guard let status = PQcmdStatus(result), let count = PQcmdTuples(result) else { return 0 }
        switch UInt8(bitPattern: status.pointee) {
        // INSERT, UPDATE, DELETE, MERGE.
        case UInt8(ascii: "I"), UInt8(ascii: "U"), UInt8(ascii: "D"), UInt8(ascii: "M"): return Int(atoll(count))
        default: return 0
        }
    }

    private func rows(_ result: OpaquePointer, of statement: PostgresStatement?) throws -> [SQLRow] {
        let width = PQnfields(result)
        guard width > 0 else { return [] }
        let columns: (positions: [String: Int], types: [Oid])
        if let known = statement?.columns {
            columns = known
        } else {
            let names = (0..<width).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
            columns = (Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first }), (0..<width).map { PQftype(result, $0) })
            statement?.columns = columns
        }
        var rows: [SQLRow] = []
        let count = PQntuples(result)
        rows.reserveCapacity(Int(count))
        for row in 0..<count {
            var values: [SQLValue] = []
            values.reserveCapacity(Int(width))
            for column in 0..<width {
                guard PQgetisnull(result, row, column) == 0, let pointer = PQgetvalue(result, row, column) else {
                    values.append(.null)
                    continue
                }
                let bytes = UnsafeRawBufferPointer(start: pointer, count: Int(PQgetlength(result, row, column)))
                let name = { PQfname(result, column).map { String(cString: $0) } ?? "" }
                values.append(try SQLValue(postgres: bytes, type: columns.types[Int(column)], column: name()))
            }
            rows.append(SQLRow(columns: columns.positions, values: values))
        }
        return rows
    }

    /// Runs statements that PostgreSQL refuses inside a transaction (`VACUUM`, `CREATE DATABASE`).
    func runOutsideTransaction(_ sql: String) throws {
        guard let wire, PQexitPipelineMode(wire.connection) == 1 else { throw SQLError(.unavailable, "not connected to PostgreSQL") }
        defer { if PQenterPipelineMode(wire.connection) != 1 { disconnect() } }
        try wire.runScript("SET default_transaction_read_only = off", until: nil)
        defer { do { try wire.runScript("SET default_transaction_read_only = on", until: nil) } catch { disconnect() } }
        try wire.runScript(sql, until: nil)
    }

    // MARK: Cancelling

    private func wait(for events: Int32, over wire: PostgresWire, heedsCancellation: Bool) throws {
        while true {
            let isCancelling = cancellationDeadline != nil
            let deadline = isCancelling ? ContinuousClock.now + Self.cancellationRepetition : nil
            switch wire.wait(for: events, heedingSignal: heedsCancellation && !isCancelling, until: deadline) {
            case .socket: return
            case .timeout:
                if let cancellationDeadline, ContinuousClock.now > cancellationDeadline { throw SQLError.cancelled }
                startCancellation()
            case .signal:
                wake.clear()
                guard isCancelled else { continue }
                cancellationDeadline = .now + Self.cancellationPatience
                startCancellation()
            }
        }
    }

    /// libpq asks over a connection of its own and waits for it, so that is left to another thread.
    private func startCancellation() {
        if let runningCancellation {
            guard runningCancellation.wait(timeout: .now()) == .success else { return }
        }
        guard let canceller else { return }
        let done = DispatchSemaphore(value: 0)
        runningCancellation = done
        DispatchQueue.global().async {
            canceller.cancel()
            done.signal()
        }
    }

    /// The request must have gone before the connection is used again, lest it hit the next statement.
    private func finishCancellation() throws {
        cancellationDeadline = nil
        guard let running = runningCancellation else { return }
        guard running.wait(timeout: .now() + .seconds(Int(Self.cancellationPatience.components.seconds))) == .success else {
            throw SQLError(.unavailable, "PostgreSQL did not take a cancellation in time", sqlState: "08006")
        }
        runningCancellation = nil
    }
}

/// What libpq needs to ask for a cancellation; outlives its connection while a request is under way.
private final class PostgresCanceller: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(_ connection: OpaquePointer?) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Blocks until the server has taken the request or cannot be reached.
    func cancel() {
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(pointer, &message, Int32(message.count))
    }
}
