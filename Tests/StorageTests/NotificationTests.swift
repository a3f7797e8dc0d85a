import Foundation
import Storage
import Support
import Testing

@Suite("Notifications on both databases")
struct NotificationTests {
    @Test("what is notified after the first, empty payload arrives, in order and at every consumer", arguments: TestDatabases.available)
    func delivery(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            var first = db.notifications("news").makeAsyncIterator()
            #expect(await first.next() == "")
            var second = db.notifications("news").makeAsyncIterator()
            #expect(await second.next() == "")
            var other = db.notifications("Other \"channel\"").makeAsyncIterator()
            #expect(await other.next() == "")
            let payloads = (1...20).map { "payload \($0) ü 😀 '" }
            for payload in payloads { try await db.notify("news", payload) }
            try await db.notify("Other \"channel\"", "else")
            for payload in payloads { #expect(await first.next() == payload) }
            for payload in payloads { #expect(await second.next() == payload) }
            #expect(await other.next() == "else")
        }
    }

    @Test("who listens here is woken here; where nobody does, everywhere", arguments: TestDatabases.available)
    func waking(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            var news = db.notifications("news").makeAsyncIterator()
            #expect(await news.next() == "")
            try await db.wake("news")
            #expect(await news.next() == "")
            try await db.wake("nobody listens")
            try await db.notify("news", "the last")
            #expect(await news.next() == "the last")
        }
    }

    @Test("a notification in a transaction is sent when it commits, and never when it does not", arguments: TestDatabases.available)
    func transactional(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            var news = db.notifications("news").makeAsyncIterator()
            #expect(await news.next() == "")
            try? await db.transaction { session in
                try await session.notify("news", "never")
                throw Deliberate()
            }
            try await db.transaction { session in
                try await session.notify("news", "with the change")
                try await session.insert(1)
            }
            #expect(await news.next() == "with the change")
            #expect(try await db.count() == 1)
        }
    }

    @Test("closing the database ends the streams", arguments: TestDatabases.available)
    func close(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            var news = db.notifications("news").makeAsyncIterator()
            #expect(await news.next() == "")
            await db.close()
            #expect(await news.next() == nil)
            var late = db.notifications("news").makeAsyncIterator()
            #expect(await late.next() == nil)
        }
    }

    @Test("a consumer that stops is forgotten, and a new one is served", arguments: TestDatabases.available)
    func consumersComeAndGo(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            for round in 1...5 {
                let task = Task {
                    for await payload in db.notifications("news") where payload == "round \(round)" { return payload }
                    return "nothing"
                }
                // Notified until it is heard: the consumer may not listen yet.
                let notifier = Task {
                    while !Task.isCancelled {
                        try await db.notify("news", "round \(round)")
                        try await Task.sleep(for: .milliseconds(5))
                    }
                }
                #expect(await task.value == "round \(round)")
                notifier.cancel()
            }
        }
    }

    @Test("what PostgreSQL could not send is refused by both", arguments: TestDatabases.available)
    func refused(_ dialect: Dialect) async throws {
        try await withThings(dialect) { db in
            try await db.notify("news", String(repeating: "x", count: 7_999))
            await #expect(throws: SQLError.self) { try await db.notify("news", String(repeating: "x", count: 8_000)) }
            await #expect(throws: SQLError.self) { try await db.notify("news", "a\0b") }
            await #expect(throws: SQLError.self) { try await db.transaction { try await $0.notify("news", "a\0b") } }
        }
    }
}
