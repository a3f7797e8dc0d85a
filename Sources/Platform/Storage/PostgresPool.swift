// Lends the connections to a PostgreSQL database, first come, first served.
import Foundation
import Synchronization

/// A fixed number of connections. They are opened when first needed; those used last are lent first, so that a quiet server
/// keeps few of them open.
final class PostgresPool: Sendable {
    private struct State {
        var idle: [PostgresConnection]
        var waiting = WaitingLine<(deadline: ContinuousClock.Instant, continuation: CheckedContinuation<PostgresConnection, any Error>)>()
        var lastTicket: UInt64 = 0
        var isClosed = false
        var isSweeping = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private let connections: [PostgresConnection]
    private let state: Mutex<State>
    private let acquireTimeout: Duration

    /// `acquireTimeout`: how long a task waits for a connection before it is told `.unavailable`.
    init(_ address: PostgresAddress, size: Int, acquireTimeout: Duration, writeHealth: WriteHealth) {
        connections = (1...max(1, size)).map { PostgresConnection(address, number: $0, writeHealth: writeHealth) }
        state = Mutex(State(idle: connections.reversed()))
        self.acquireTimeout = acquireTimeout
    }

    func acquire() async throws -> PostgresConnection {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enum Next { case lend(PostgresConnection), wait(sweep: Bool), refuse(SQLError) }
                let next: Next = state.withLock { state in
                    if state.isClosed { return .refuse(.closed) }
                    if let connection = state.idle.popLast() { return .lend(connection) }
                    guard state.waiting.count < SQLiteWriter.lineLimit else {
                        return .refuse(SQLError(.unavailable, "too many tasks are waiting for the database"))
                    }
                    state.waiting.append((.now + acquireTimeout, continuation), ticket: ticket)
                    defer { state.isSweeping = true }
                    return .wait(sweep: !state.isSweeping)
                }
                switch next {
                case .lend(let connection): continuation.resume(returning: connection)
                case .refuse(let error): continuation.resume(throwing: error)
                case .wait(let sweep):
                    if sweep { sweepLater() }
                    if Task.isCancelled { leave(ticket, SQLError.cancelled) }
                }
            }
        } onCancel: {
            leave(ticket, SQLError.cancelled)
        }
    }

    private func leave(_ ticket: UInt64, _ error: SQLError) {
        state.withLock { $0.waiting.remove(ticket: ticket) }?.continuation.resume(throwing: error)
    }

    func release(_ connection: PostgresConnection) {
        let (next, closing) = state.withLock { state -> (CheckedContinuation<PostgresConnection, any Error>?, [CheckedContinuation<Void, Never>]) in
            if let next = state.waiting.popFirst() { return (next.continuation, []) }
            state.idle.append(connection)
            guard state.isClosed, state.idle.count == connections.count else { return (nil, []) }
            defer { state.closing = [] }
            return (nil, state.closing)
        }
        next?.resume(returning: connection)
        for waiter in closing { waiter.resume() }
    }

    /// One timer for all who wait, instead of one for each.
    private func sweepLater() {
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(250)) { [weak self] in self?.sweep() }
    }

    private func sweep() {
        let now = ContinuousClock.now
        let (late, isOver) = state.withLock { state in
            let late = state.waiting.removeFirst(while: { $0.deadline <= now })
            state.isSweeping = !state.waiting.isEmpty
            return (late, state.waiting.isEmpty)
        }
        for waiter in late { waiter.continuation.resume(throwing: SQLError(.unavailable, "no database connection became free in time")) }
        if !isOver { sweepLater() }
    }

    /// Refuses new tasks, lets the accepted ones finish, closes the connections.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.idle.count == connections.count { return true }
                state.closing.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
        for connection in connections { connection.executor.queue.sync { connection.disconnect() } }
    }
}
