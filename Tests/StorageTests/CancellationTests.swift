import Foundation
import Storage
import Support
import Synchronization
import Testing

@Suite("Cancellation on both databases")
struct CancellationTests {
    /// A read that takes for ever.
    static func endless(_ dialect: Dialect) -> String {
        switch dialect {
        case .postgres: "SELECT COUNT(*) AS n FROM generate_series(1, 1000000000000)"
        case .sqlite: "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT COUNT(*) AS n FROM numbers"
        }
    }

    @Test("a cancelled query stops, and its connection goes on", arguments: TestDatabases.available)
    func query(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            // More than there are connections, so that some are cancelled while they wait for one.
            let tasks = (0..<20).map { _ in Task { _ = try await db.query(Self.endless(dialect)) } }
            for task in tasks { task.cancel() }
            for task in tasks { #expect(await sqlErrorKind { try await task.value } == .cancelled) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in 0..<40 {
                    group.addTask {
                        try await db.insert(id)
                        let row = try await db.first("SELECT id FROM things WHERE id = $1", [.integer(Int64(id))])
                        #expect(row != nil)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await db.count() == 40)
        }
    }

    @Test("a query without an end stops when it is cancelled while it runs", arguments: TestDatabases.available)
    func runningQuery(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            for pause in [1, 20, 60] {
                let task = Task { _ = try await db.query(Self.endless(dialect)) }
                // Long enough to be under way, on most machines; too early is a case too.
                try await Task.sleep(for: .milliseconds(pause))
                let cancelled = ContinuousClock.now
                task.cancel()
                #expect(await sqlErrorKind { try await task.value } == .cancelled)
                // A processor may be waited for; the query's own end would never come.
                #expect(cancelled.duration(to: .now) < .seconds(20))
            }
            #expect(try await db.count() == 0)
        }
    }

    @Test("a task that is cancelled in line leaves the line, and the others are served", arguments: TestDatabases.available)
    func waitingTransactions(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let gate = Gate()
            let holders = (0..<6).map { _ in Task { try await db.transaction { _ in await gate.wait() } } }
            try await eventually("a body runs") { gate.waiting > 0 }
            let doomed = (0..<20).map { id in Task { try await db.insert(id) } }
            let others = (100..<120).map { id in Task { try await db.insert(id) } }
            for task in doomed { task.cancel() }
            if dialect == .sqlite {
                // The single writer is taken: none of them can have run.
                for task in doomed { #expect(await sqlErrorKind { try await task.value } == .cancelled) }
            }
            gate.open()
            for task in holders + others { try await task.value }
            var left = 20
            for task in doomed {
                do {
                    try await task.value
                    left += 1
                } catch { #expect((error as? SQLError)?.kind == .cancelled) }
            }
            #expect(try await db.count() == left)
        }
    }

    @Test("a task that was cancelled before it came is refused", arguments: TestDatabases.available)
    func alreadyCancelled(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let kinds = await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                let read = await sqlErrorKind { _ = try await db.query(Self.endless(dialect)) }
                let write = await sqlErrorKind { try await db.transaction { _ = try await $0.query(Self.endless(dialect)) } }
                return [read, write]
            }.value
            #expect(kinds == [.cancelled, .cancelled])
            let left = try await db.count()
            #expect(left == 0)
        }
    }
}

/// Holds tasks until it is opened.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    var waiting: Int { state.withLock { $0.waiting.count } }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
