// A database whose commits lose their answer when a test says so.
import Storage
import Synchronization

/// Passes everything on. Of the transactions that it is told of, the caller never learns the outcome.
package final class UnsureDatabase: SQLDatabase {
    package enum Loss: Sendable, CaseIterable {
        /// The connection breaks before the commit arrives: nothing is written.
        case commit
        /// It breaks after the commit, before its answer.
        case answer
    }

    private struct State {
        var loss: (loss: Loss, text: String)?
        var isAway = false
        var refusal: String?
    }
    private struct Lost: Error {}

    private let base: any SQLDatabase
    private let state = Mutex(State())

    package init(_ base: any SQLDatabase) { self.base = base }

    /// The next transaction with a statement that contains `text` loses this.
    package func lose(_ loss: Loss, where text: String) { state.withLock { $0.loss = (loss, text) } }
    /// Whether what was to be lost is still to come.
    package var isWaiting: Bool { state.withLock { $0.loss != nil } }
    /// From the next loss on nothing answers, until it is back.
    package func staysAwayAfterLoss() { state.withLock { $0.isAway = true } }
    /// Every write fails for this reason, as on a full disk; reads go on. Nil = they succeed again.
    package func refuseWrites(_ reason: String?) { state.withLock { $0.refusal = reason } }
    package func isBack() { state.withLock { $0.isAway = false } }

    private func checkThere() throws {
        let isAway = state.withLock { $0.isAway && $0.loss == nil }
        if isAway { throw SQLError(.unavailable, "away", sqlState: "08006") }
    }

    package var dialect: Dialect { base.dialect }
    package let writeHealth = WriteHealth()

    package func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] {
        try checkThere()
        return try await base.query(sql, arguments)
    }

    package func execute(_ sql: String, _ arguments: [SQLValue]) async throws { _ = try await change(sql, arguments) }

    package func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int {
        try await transaction { session in try await session.change(sql, arguments) }
    }

    package func transaction<T: Sendable>(_ body: @Sendable @escaping (any SQLSession) async throws -> T) async throws -> T {
        try checkThere()
        let found = Found()
        if let refusal = state.withLock({ $0.refusal }) {
            let error = SQLError(.notWritable(reason: refusal), refusal)
            writeHealth.note(error)
            throw error
        }
        let unknown = SQLError(.outcomeUnknown, "lost for a test", sqlState: "08007")
        do {
            let value = try await base.transaction { [self] session in
                found.set(nil)
                let value = try await body(UnsureSession(base: session) { [self] sql in if let loss = take(sql) { found.set(loss) } })
                if found.value == .commit { throw Lost() }
                return value
            }
            if found.value == .answer { throw unknown }
            writeHealth.succeeded()
            return value
        } catch is Lost { throw unknown }
    }

    private func take(_ sql: String) -> Loss? {
        state.withLock { state in
            guard let (loss, text) = state.loss, sql.contains(text) else { return nil }
            state.loss = nil
            return loss
        }
    }

    package func notify(_ channel: String, _ payload: String) async throws { try await base.notify(channel, payload) }
    package func notifications(_ channel: String) -> AsyncStream<String> { base.notifications(channel) }
    package func close() async { await base.close() }

    private final class Found: Sendable {
        private let state = Mutex<Loss?>(nil)
        var value: Loss? { state.withLock { $0 } }
        func set(_ loss: Loss?) { state.withLock { $0 = loss } }
    }
}

private struct UnsureSession: SQLSession {
    let base: any SQLSession
    let see: @Sendable (String) -> Void
    var dialect: Dialect { base.dialect }

    func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] {
        see(sql)
        return try await base.query(sql, arguments)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) async throws {
        see(sql)
        try await base.execute(sql, arguments)
    }

    func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int {
        see(sql)
        return try await base.change(sql, arguments)
    }

    func notify(_ channel: String, _ payload: String) async throws { try await base.notify(channel, payload) }
}
