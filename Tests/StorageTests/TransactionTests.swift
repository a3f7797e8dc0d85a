import Foundation
import Storage
import Support
import Synchronization
import Testing

@Suite("Transactions on both databases")
struct TransactionTests {
    @Test("what a transaction wrote is there for the next query, and for another connection", arguments: TestDatabases.available)
    func visible(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            for id in 1...20 {
                try await db.transaction { session in try await session.insert(id) }
                #expect(try await db.count() == id)
            }
            try await db.execute("DELETE FROM things WHERE id > $1", [.integer(15)])
            #expect(try await db.count() == 15)
        }
    }

    @Test("a transaction whose body throws leaves nothing behind, and throws the same error", arguments: TestDatabases.available)
    func rollback(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            await #expect(throws: Deliberate.self) {
                try await db.transaction { session in
                    for id in 1...10 { try await session.insert(id) }
                    #expect(try await session.count() == 10)
                    throw Deliberate()
                }
            }
            #expect(try await db.count() == 0)
            try await db.insert(1)
            #expect(try await db.count() == 1)
        }
    }

    @Test("those that throw do not hurt those that commit at the same time", arguments: TestDatabases.available)
    func isolatedFailures(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let results = await withTaskGroup(of: (Int, Bool).self) { group in
                for id in 0..<200 {
                    group.addTask {
                        do {
                            try await db.transaction { session in
                                try await session.insert(id * 2)
                                if id % 3 == 0 { throw Deliberate() }
                                if id % 7 == 0 { try await session.insert(id * 2) }
                                try await session.insert(id * 2 + 1)
                            }
                            return (id, true)
                        } catch { return (id, false) }
                    }
                }
                return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            let stored = Set(try await db.query("SELECT id FROM things").map { Int(try $0.int("id")) })
            for id in 0..<200 {
                let commits = id % 3 != 0 && id % 7 != 0
                #expect(results[id] == commits)
                #expect(stored.contains(id * 2) == commits)
                #expect(stored.contains(id * 2 + 1) == commits)
            }
        }
    }

    @Test("200 tasks that each add one end at 200", arguments: TestDatabases.available)
    func counter(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.execute("INSERT INTO things (id, amount) VALUES (1, 0)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<200 {
                    group.addTask {
                        if task % 2 == 0 {
                            try await db.execute("UPDATE things SET amount = amount + 1 WHERE id = 1")
                        } else {
                            try await db.transaction { session in
                                let row = try await session.first("SELECT amount FROM things WHERE id = 1 \(session.dialect.forUpdate)")
                                let amount = try #require(try row?.double("amount"))
                                try await session.execute("UPDATE things SET amount = $1 WHERE id = 1", [.real(amount + 1)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await db.first("SELECT amount FROM things WHERE id = 1")?.double("amount") == 200)
        }
    }

    @Test("after a failed statement a transaction runs no other and cannot commit", arguments: TestDatabases.available)
    func aborted(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.insert(1)
            let swallowed = await sqlErrorKind {
                try await db.transaction { session in
                    try await session.insert(2)
                    try? await session.insert(1)
                }
            }
            #expect(swallowed == .uniqueViolation(constraint: dialect == .postgres ? "things_pkey" : "things.id"))
            await #expect(throws: SQLError.self) {
                try await db.transaction { session in
                    try await session.insert(3)
                    try? await session.insert(1)
                    try await session.insert(4)
                }
            }
            #expect(try await db.count() == 1)
        }
    }

    @Test("a statement that nobody asks about fails its transaction all the same", arguments: TestDatabases.available)
    func unasked(_ dialect: Dialect) async throws {
        let doubled = SQLError.Kind.uniqueViolation(constraint: dialect == .postgres ? "things_pkey" : "things.id")
        try await withThings(dialect) { db in
            try await db.insert(1)
            #expect(await sqlErrorKind {
                try await db.transaction { session in
                    try await session.insert(2)
                    try await session.insert(1)
                }
            } == doubled)
            #expect(await sqlErrorKind {
                try await db.transaction { session in
                    try await session.insert(1)
                    _ = try await session.count()
                }
            } == doubled)
            #expect(try await db.count() == 1)
        }
    }

    @Test("statements run in the order in which they were given, however many wait", arguments: TestDatabases.available)
    func inOrder(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.transaction { session in
                try await session.insert(0)
                for id in 1...300 {
                    try await session.execute("UPDATE things SET id = $1 WHERE id = $2", [.integer(Int64(id)), .integer(Int64(id - 1))])
                }
                #expect(try await session.first("SELECT id FROM things")?.int("id") == 300)
                try await session.execute("UPDATE things SET content = $1", [.bytes(Array(repeating: 7, count: 2 << 20))])
                try await session.insert(1)
                try await session.insert(2)
            }
            #expect(try await db.count() == 3)
        }
    }

    @Test("the database refuses to be used from within its own transaction", arguments: TestDatabases.available)
    func nested(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.transaction { session in
                try await session.insert(1)
                await #expect(throws: SQLError.self) { try await db.transaction { _ in } }
                await #expect(throws: SQLError.self) { try await db.execute("DELETE FROM things") }
                await #expect(throws: SQLError.self) { try await db.query("SELECT 1 AS one") }
                await #expect(throws: SQLError.self) { try await Task { try await db.insert(9) }.value }
            }
            #expect(try await db.count() == 1)
        }
    }

    @Test("a transaction may use another database", arguments: TestDatabases.available)
    func twoDatabases(_ dialect: Dialect) async throws {
        try await withThings(dialect) { first in
            try await withThings(.sqlite) { second in
                try await first.transaction { session in
                    try await session.insert(1)
                    try await second.transaction { inner in
                        try await inner.insert(2)
                        await #expect(throws: SQLError.self) { try await first.count() }
                    }
                }
                #expect(try await second.count() == 1)
            }
            #expect(try await first.count() == 1)
        }
    }

    @Test("a session is of no use after its transaction", arguments: TestDatabases.available)
    func escapedSession(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let escaped = try await db.transaction { session in session }
            await #expect(throws: SQLError.self) { try await escaped.insert(1) }
            #expect(try await db.count() == 0)
        }
    }

    @Test("statements of one transaction may run beside each other", arguments: TestDatabases.available)
    func concurrentStatements(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.transaction { session in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id in 0..<30 { group.addTask { try await session.insert(id) } }
                    try await group.waitForAll()
                }
                async let first = session.count()
                async let second = session.count()
                #expect(try await first == 30)
                #expect(try await second == 30)
            }
        }
    }

    @Test("a body may visit an actor between its statements", arguments: TestDatabases.available)
    func actorInBetween(_ dialect: Dialect) async throws {
        actor Source {
            var next = 0
            func take() -> Int { next += 1; return next }
            func insert(in session: any SQLSession) async throws { try await session.insert(take()) }
        }
        try await withThings(dialect) { db in
            let source = Source()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await db.transaction { session in
                            try await session.insert(await source.take())
                            try await source.insert(in: session)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await db.count() == 40)
        }
    }

    @MainActor
    @Test("a caller on an actor of its own is served as well", arguments: TestDatabases.available)
    func fromTheMainActor(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.transaction { session in try await session.insert(1) }
            #expect(try await db.count() == 1)
        }
    }

    @Test("a query outside a transaction cannot write", arguments: TestDatabases.available)
    func readOnlyQuery(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            await #expect(throws: SQLError.self) { try await db.query("INSERT INTO things (id) VALUES (1) RETURNING id") }
            await #expect(throws: SQLError.self) { try await db.query("DELETE FROM things") }
            await #expect(throws: SQLError.self) { try await db.query("CREATE TABLE others (id BIGINT)") }
            let left = try await db.count()
            #expect(left == 0)
        }
    }

    @Test("a closed database says that it is unavailable", arguments: TestDatabases.available)
    func closed(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            let running = (1...50).map { id in Task { try await db.insert(id) } }
            await db.close()
            for task in running {
                do { try await task.value } catch { #expect((error as? SQLError)?.kind == .unavailable) }
            }
            #expect(await sqlErrorKind { try await db.insert(100) } == .unavailable)
            #expect(await sqlErrorKind { _ = try await db.count() } == .unavailable)
            await db.close()
        }
    }
}
