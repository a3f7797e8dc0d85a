// A database that remembers what it was asked, so that tests can look at the query plans.
import Storage
import Synchronization

package final class RecordingDatabase: SQLDatabase {
    package struct Statement: Sendable, Hashable {
        package var sql: String
        package var arguments: [SQLValue]
    }

    private let base: any SQLDatabase
    private let state = Mutex<[Statement]>([])

    package init(_ base: any SQLDatabase) { self.base = base }

    package var statements: [Statement] { state.withLock { $0 } }
    package var dialect: Dialect { base.dialect }
    package var writeHealth: WriteHealth { base.writeHealth }

    fileprivate func record(_ sql: String, _ arguments: [SQLValue]) { state.withLock { $0.append(Statement(sql: sql, arguments: arguments)) } }

    package func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] {
        record(sql, arguments)
        return try await base.query(sql, arguments)
    }

    package func execute(_ sql: String, _ arguments: [SQLValue]) async throws {
        record(sql, arguments)
        try await base.execute(sql, arguments)
    }

    package func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int {
        record(sql, arguments)
        return try await base.change(sql, arguments)
    }

    package func transaction<T: Sendable>(_ body: @Sendable @escaping (any SQLSession) async throws -> T) async throws -> T {
        try await base.transaction { session in try await body(RecordingSession(base: session, owner: self)) }
    }

    package func notify(_ channel: String, _ payload: String) async throws { try await base.notify(channel, payload) }
    package func notifications(_ channel: String) -> AsyncStream<String> { base.notifications(channel) }
    package func close() async { await base.close() }
}

private struct RecordingSession: SQLSession {
    let base: any SQLSession
    let owner: RecordingDatabase
    var dialect: Dialect { base.dialect }

    func query(_ sql: String, _ arguments: [SQLValue]) async throws -> [SQLRow] {
        owner.record(sql, arguments)
        return try await base.query(sql, arguments)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) async throws {
        owner.record(sql, arguments)
        try await base.execute(sql, arguments)
    }

    func change(_ sql: String, _ arguments: [SQLValue]) async throws -> Int {
        owner.record(sql, arguments)
        return try await base.change(sql, arguments)
    }

    func notify(_ channel: String, _ payload: String) async throws { try await base.notify(channel, payload) }
}
