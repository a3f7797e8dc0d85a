import OutboundHTTP
import Storage
import Support
import Testing
import Vocabulary

@testable import Webhooks

@Suite("Failing endpoints")
struct EndpointHealthTests {
    @Test("after ten failures in a row one probe a minute goes out, and the first success opens the queue again", arguments: TestDatabases.available)
    func circuit(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            for _ in 0..<30 { try await fixture.event() }
            fixture.receiver.answer(status: 503)
            let deliveries = fixture.deliveries()
            try await deliveries.runDue()
            let failures = try await fixture.found(webhook).failuresInARow
            #expect((10...14).contains(failures), "up to four more were under way when the tenth failed")
            #expect(fixture.receiver.seen.count == failures)
            fixture.advance(seconds: 59)
            #expect(try await deliveries.runDue().attempts == 0)
            for _ in 0..<3 {
                fixture.advance(seconds: 61)
                #expect(try await deliveries.runDue().attempts == 1)
            }
            #expect(try await fixture.found(webhook).isActive)
            fixture.receiver.answer(status: 200)
            fixture.advance(seconds: 61)
            #expect(try await deliveries.runDue().attempts > 10)
            fixture.advance(seconds: 400)
            try await deliveries.runDue()
            #expect(try await fixture.count("webhook_deliveries WHERE status = 'delivered'") == 30)
            let healthy = try await fixture.found(webhook)
            #expect(healthy.failuresInARow == 0 && healthy.failingSince == nil)
        }
    }

    @Test("a success that began before another attempt failed ends the row of failures", arguments: TestDatabases.available)
    func overlapping(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            let failed = Gate(), requests = Counter()
            // Five at once: the second fails while the others are under way; they succeed once that has been recorded.
            fixture.receiver.answer { _ in
                if requests.next() == 2 { return .response(OutboundResponse(status: 503)) }
                await failed.pass()
                return .response(OutboundResponse(status: 200))
            }
            for _ in 0..<5 { try await fixture.event() }
            let work = Task { try await fixture.deliveries().runDue() }
            for _ in 0..<20_000 where try await fixture.found(webhook).failuresInARow == 0 { await Task.yield() }
            failed.open()
            _ = try await work.value
            let found = try await fixture.found(webhook)
            #expect(found.failuresInARow == 0 && found.failingSince == nil)
        }
    }

    @Test("an endpoint of which every fourth answer is 503 never rests, and is not said to fail ten times", arguments: TestDatabases.available)
    func intermittent(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            let requests = Counter()
            fixture.receiver.answer { _ in .response(OutboundResponse(status: requests.next() % 4 == 0 ? 503 : 200)) }
            for _ in 0..<80 { try await fixture.event() }
            let attempts = try await fixture.deliveries().runDue().attempts
            #expect(attempts == 80, "it rested")
            #expect(try await fixture.found(webhook).failuresInARow < 5)
            #expect(try await fixture.count("webhooks WHERE held_until IS NOT NULL") == 0)
        }
    }

    @Test("410 disables at once, and what waits is held", arguments: TestDatabases.available)
    func gone(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.watcher()
            fixture.answerBroken(webhook, status: 500)
            try await fixture.event()
            try await fixture.deliveries().runDue()
            fixture.answerBroken(webhook, status: 410)
            try await fixture.event()
            try await fixture.deliveries().runDue()
            let found = try await fixture.found(webhook)
            #expect(!found.isActive && found.disabledReason == .gone)
            try await fixture.deliveries().runDue()
            let notice = try #require(try fixture.notices().first)
            #expect(notice["type"] == "webhook.disabled")
            #expect(notice["data"] == ["webhook_id": .string(webhook.id), "failing_since": .string(WebhookFixture.start.iso8601), "reason": "gone"])
            #expect(try fixture.notices().count == 1)
            fixture.advance(hours: 1)
            #expect(try await fixture.deliveries().runDue().attempts == 0)
            #expect(try await fixture.log(webhook, status: .dead).count == 1)
            #expect(try await fixture.log(webhook, status: .waiting).count == 1)

            // Switched on again, it gets what was held, and what happened in the meantime.
            try await fixture.event()
            try await fixture.deliveries().runDue()
            fixture.receiver.answer(status: 200)
            try await fixture.webhooks.setActive(true, webhook.id, organizationID: WebhookFixture.organizationID)
            #expect(try await fixture.deliveries().runDue().attempts == 2)
            #expect(try await fixture.found(webhook).isActive)
        }
    }

    @Test("120 hours without success disable an endpoint; its owner was told after 24 and 72", arguments: TestDatabases.available)
    func failing(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.watcher()
            fixture.answerBroken(webhook, status: 500)
            let deliveries = fixture.deliveries()
            var hours = 0
            while try await fixture.found(webhook).isActive, hours < 200 {
                try await fixture.event()
                try await deliveries.runDue()
                fixture.advance(hours: 1)
                hours += 1
            }
            #expect(hours == 121, "the failure 120 hours after the first is the last")
            #expect(try await fixture.found(webhook).disabledReason == .failing)
            try await deliveries.runDue()
            let notices = try fixture.notices()
            #expect(notices.map { $0["type"] } == ["webhook.failing", "webhook.failing", "webhook.disabled"])
            #expect(notices.map { $0["data"]?["hours"] } == [24, 72, nil])
            #expect(notices.map { $0["data"]?["reason"] } == [nil, nil, "failing"])
            #expect(notices.allSatisfy { $0["data"]?["failing_since"] == .string(WebhookFixture.start.iso8601) })
            #expect(notices.allSatisfy { $0["data"]?["webhook_id"] == .string(webhook.id) })
        }
    }

    @Test("a success in between starts the 120 hours afresh", arguments: TestDatabases.available)
    func interrupted(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            let deliveries = fixture.deliveries()
            for hour in 0..<200 {
                fixture.receiver.answer(status: hour == 100 ? 200 : 500)
                try await fixture.event()
                try await deliveries.runDue()
                fixture.advance(hours: 1)
            }
            #expect(try await fixture.found(webhook).isActive)
        }
    }

    @Test(
        "what is held for a disabled endpoint is cancelled after seven days, and later events are not queued for it",
        arguments: TestDatabases.available)
    func held(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.webhooks.setActive(false, webhook.id, organizationID: WebhookFixture.organizationID)
            try await fixture.event()
            let deliveries = fixture.deliveries()
            try await deliveries.runDue()
            fixture.advance(hours: 167)
            await deliveries.purge()
            #expect(try await fixture.log(webhook, status: .pending).count == 1)
            fixture.advance(hours: 1)
            await deliveries.purge()
            #expect(try await fixture.log(webhook, status: .cancelled).count == 1)
            try await fixture.event()
            try await deliveries.runDue()
            #expect(try await fixture.log(webhook).count == 1)
            #expect(fixture.receiver.seen.isEmpty)
        }
    }
}
