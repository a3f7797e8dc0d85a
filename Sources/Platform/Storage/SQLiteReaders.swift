// The read-only connections of a SQLite database.
import Dispatch
import GRDB
import Synchronization

/// A few read-only connections, each on its own queue, opened when first needed. Reads beyond their number wait in line.
final class SQLiteReaders: Sendable {
    private struct Read: Sendable {
        let ticket: UInt64
        let body: @Sendable (Database) throws -> Void
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// One connection; `database` and `generation` change on its queue alone, while it is taken.
    private final class Reader: @unchecked Sendable {
        let executor = DispatchQueue(label: "mien.sqlite.reader")
        var database: DatabaseQueue?
        var generation = 0
        /// The read that is running or about to, guarded so that a late cancellation cannot hit the one after it.
        let running = Mutex<(ticket: UInt64, database: DatabaseQueue?)?>(nil)
    }

    private struct State {
        var idle: [Reader]
        var busy = 0
        var waiting = WaitingLine<Read>()
        var lastTicket: UInt64 = 0
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private let readers: [Reader]
    private let state: Mutex<State>
    private let open: @Sendable () throws -> DatabaseQueue
    private let schemaGeneration: Atomic<Int>

    init(count: Int, open: @escaping @Sendable () throws -> DatabaseQueue) {
        readers = (0..<count).map { _ in Reader() }
        state = Mutex(State(idle: readers))
        self.open = open
        schemaGeneration = Atomic(0)
    }

    /// Makes every reader forget its compiled statements before its next read: the schema has changed.
    func forgetStatements() { schemaGeneration.add(1, ordering: .relaxed) }

    /// Runs `body` on one of the connections. A cancelled task leaves the line, or has its running statement interrupted.
    func read(_ body: @escaping @Sendable (Database) throws -> Void) async throws {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let read = Read(ticket: ticket, body: body, continuation: continuation)
                enum Next { case run(Reader), wait, refuse }
                let next: Next = state.withLock { state in
                    if state.isClosed { return .refuse }
                    if let reader = state.idle.popLast() {
                        state.busy += 1
                        reader.running.withLock { $0 = (ticket, reader.database) }
                        return .run(reader)
                    }
                    state.waiting.append(read, ticket: ticket)
                    return .wait
                }
                switch next {
                case .run(let reader): reader.executor.async { self.work(reader, startingWith: read) }
                case .refuse: continuation.resume(throwing: SQLError.closed)
                case .wait: break
                }
                // A cancellation that came before the read was in line found nothing.
                if Task.isCancelled { cancel(ticket) }
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    private func cancel(_ ticket: UInt64) {
        if let read = state.withLock({ $0.waiting.remove(ticket: ticket) }) {
            read.continuation.resume(throwing: SQLError.cancelled)
            return
        }
        for reader in readers { interrupt(ticket, on: reader) }
    }

    /// Interrupts the read if it runs here. SQLite forgets an interruption that comes before the statement has begun, so it is
    /// repeated until the read is over.
    private func interrupt(_ ticket: UInt64, on reader: Reader) {
        let isRunning = reader.running.withLock { running in
            guard let running, running.ticket == ticket else { return false }
            running.database?.interrupt()
            return true
        }
        if isRunning {
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) { self.interrupt(ticket, on: reader) }
        }
    }

    /// Runs reads on this reader's queue for as long as there are any.
    private func work(_ reader: Reader, startingWith first: Read) {
        var next: Read? = first
        while let read = next {
            let result = Result { try run(read, on: reader) }
            let (following, closing) = state.withLock { state -> (Read?, [CheckedContinuation<Void, Never>]) in
                if let read = state.waiting.popFirst() {
                    reader.running.withLock { $0 = (read.ticket, reader.database) }
                    return (read, [])
                }
                reader.running.withLock { $0 = nil }
                state.busy -= 1
                state.idle.append(reader)
                guard state.busy == 0 else { return (nil, []) }
                defer { state.closing = [] }
                return (nil, state.closing)
            }
            read.continuation.resume(with: result)
            for waiter in closing { waiter.resume() }
            next = following
        }
    }

    private func run(_ read: Read, on reader: Reader) throws {
        let database: DatabaseQueue
        if let known = reader.database {
            database = known
        } else {
            do { database = try open() } catch let error as DatabaseError { throw SQLError(error) }
            reader.database = database
        }
        let generation = schemaGeneration.load(ordering: .relaxed)
        reader.running.withLock { $0 = (read.ticket, database) }
        do {
            try database.inDatabase { db in
                if reader.generation != generation {
                    db.clearSchemaCache()
                    // SQLite notices a new schema when a statement runs, not when it is compiled: so one is run.
                    _ = try Row.fetchOne(db, sql: "SELECT name FROM sqlite_master LIMIT 1")
                    reader.generation = generation
                }
                try read.body(db)
            }
        } catch let error as DatabaseError { throw SQLError(error) }
    }

    /// Refuses new reads, lets the accepted ones finish, closes the connections.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.busy == 0 { return true }
                state.closing.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
        for reader in readers {
            reader.executor.sync {
                try? reader.database?.close()
                reader.database = nil
            }
        }
    }
}
