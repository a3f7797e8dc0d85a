import OutboundHTTP
import Outbox
import Storage
import Support
import Synchronization
import Testing
import Vocabulary

@testable import Webhooks

@Suite("Servers that die, race or stop")
struct CrashTests {
    @Test("a crash between sending and writing repeats the attempt with the same webhook-id", arguments: TestDatabases.available)
    func crashAfterSend(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            let eventID = try await fixture.event()
            let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
            let never = Gate()
            let doomed = OutboundClient(send: { request in
                _ = await fixture.receiver.client.send(request)
                arrival.yield()
                await never.pass()
                return .failed(.connectionLost)
            })
            let crashed = Task { try await fixture.deliveries(outbound: doomed).runDue() }
            for await _ in arrived { break }
            #expect(try await fixture.log(webhook).map(\.status) == [.inFlight])

            let successor = fixture.deliveries()
            fixture.advance(seconds: 60)
            #expect(try await successor.runDue().attempts == 0, "the lease of the dead server still runs")
            fixture.advance(seconds: 31)
            #expect(try await successor.runDue().attempts == 1)
            #expect(fixture.receiver.seen.compactMap { $0.header("webhook-id") } == [eventID, eventID])
            #expect(try await fixture.log(webhook).map(\.status) == [.delivered])

            // The dead server comes back to life: it changes nothing that was concluded without it.
            never.open()
            _ = try await crashed.value
            let delivery = try #require(try await fixture.log(webhook).first)
            #expect(delivery.status == .delivered && delivery.attemptCount == 1)
            #expect(try await fixture.found(webhook).failuresInARow == 0)
        }
    }

    @Test("a result that cannot be written is an attempt that is repeated", arguments: TestDatabases.available)
    func crashWhileWriting(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            let eventID = try await fixture.event()
            try await fixture.database.execute("ALTER TABLE webhook_attempts RENAME TO away")
            try await fixture.deliveries().runDue()
            try await fixture.database.execute("ALTER TABLE away RENAME TO webhook_attempts")
            #expect(try await fixture.count("webhook_attempts") == 0)
            fixture.advance(seconds: 91)
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.compactMap { $0.header("webhook-id") } == [eventID, eventID])
            #expect(try await fixture.log(webhook).map(\.status) == [.delivered])
        }
    }

    @Test("several servers on one queue send everything once", arguments: TestDatabases.available)
    func race(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            for number in 0..<10 { try await fixture.webhook("https://host\(number).example/") }
            for _ in 0..<20 { try await fixture.event() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await fixture.deliveries().runDue() } }
                try await group.waitForAll()
            }
            try await fixture.deliveries().runDue()
            let sent = fixture.receiver.seen.map { "\($0.url) \($0.header("webhook-id") ?? "")" }
            #expect(sent.count == 200)
            #expect(Set(sent).count == 200)
            #expect(try await fixture.count("webhook_deliveries WHERE status = 'delivered'") == 200)
        }
    }

    @Test("a webhook deleted while a request is under way leaves nothing behind", arguments: TestDatabases.available)
    func deletedInFlight(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.event()
            fixture.receiver.answer { _ in
                try? await fixture.webhooks.delete(webhook.id, organizationID: WebhookFixture.organizationID)
                return .response(OutboundResponse(status: 200))
            }
            #expect(try await fixture.deliveries().runDue().attempts == 1)
            #expect(try await fixture.count("webhook_deliveries") == 0)
            #expect(try await fixture.count("webhooks") == 0)
        }
    }

    @Test(
        "while one answer is awaited, later events still go to the same endpoint", .timeLimit(.minutes(1)),
        arguments: TestDatabases.available)
    func slowAnswer(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            try await fixture.webhook()
            var settings = DeliverySettings()
            settings.pollSeconds = 0.01
            let slow = try await fixture.event()
            let (arrived, arrival) = AsyncStream.makeStream(of: String.self)
            let gate = Gate()
            fixture.receiver.answer { request in
                let id = request.header("webhook-id") ?? ""
                arrival.yield(id)
                if id == slow { await gate.pass() }
                return .response(OutboundResponse(status: 200))
            }
            let deliveries = fixture.deliveries(settings: settings)
            let engine = Task { await deliveries.run() }
            var arrivals = arrived.makeAsyncIterator()
            #expect(await arrivals.next() == slow)
            let later = try await fixture.event()
            #expect(await arrivals.next() == later)
            gate.open()
            engine.cancel()
            await engine.value
            #expect(try await fixture.count("webhook_deliveries WHERE status = 'delivered'") == 2)
        }
    }

    @Test("the running engine wakes when an event is announced, and gives its endpoints back when it is stopped", arguments: TestDatabases.available)
    func running(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            var settings = DeliverySettings()
            settings.pollSeconds = 3_600
            let (arrived, arrival) = AsyncStream.makeStream(of: String.self)
            let gate = Gate()
            fixture.receiver.answer { request in
                arrival.yield(request.header("webhook-id") ?? "")
                await gate.pass()
                return .response(OutboundResponse(status: 200))
            }
            let deliveries = fixture.deliveries(settings: settings)
            let engine = Task { await deliveries.run() }
            var arrivals = arrived.makeAsyncIterator()
            let first = try await fixture.event()
            await Outbox().announce(on: fixture.database)
            #expect(await arrivals.next() == first)
            #expect(try await fixture.count("webhooks WHERE lease_owner IS NOT NULL") == 1)

            // More is queued, then the engine is told to stop while the first request is under way.
            try await fixture.event()
            engine.cancel()
            gate.open()
            await engine.value
            #expect(try await fixture.count("webhooks WHERE lease_owner IS NOT NULL") == 0)
            #expect(try await fixture.count("webhook_deliveries WHERE status = 'in_flight'") == 0)
            #expect(try await fixture.count("webhook_deliveries WHERE status = 'delivered'") >= 1)
            #expect(try await fixture.found(webhook).failuresInARow == 0)

            // The next engine sends the rest.
            let isRestLeft = fixture.receiver.seen.count < 2
            let next = Task { await fixture.deliveries(settings: settings).run() }
            if isRestLeft { _ = await arrivals.next() }
            next.cancel()
            await next.value
            #expect(try await fixture.count("webhook_deliveries WHERE status = 'delivered'") == 2)
            #expect(fixture.receiver.seen.count == 2)
        }
    }
}
