import Outbox
import Storage
import Support
import Testing
import Vocabulary

@testable import Webhooks

@Suite("From events to deliveries")
struct FanOutTests {
    @Test("an event reaches the endpoints that subscribe to it, of its family and organization, and no other", arguments: TestDatabases.available)
    func subscribers(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            try await fixture.webhook("https://one.example/", events: ["session.completed"])
            try await fixture.webhook("https://two.example/", events: ["session.completed", "signal.alert"])
            try await fixture.webhook("https://three.example/", events: ["signal.alert"])
            try await fixture.webhook("https://psa.example/", events: ["psa.alert"], family: .psa)
            let other = try await fixture.webhooks.create(
                url: "https://other.example/", events: ["session.completed"], secret: nil, organizationID: "org_other")
            try await fixture.event("session.completed")
            let pass = try await fixture.deliveries().runDue()
            #expect(pass == Deliveries.Pass(eventsFannedOut: 1, attempts: 2))
            #expect(Set(fixture.receiver.seen.map(\.url)) == ["https://one.example/", "https://two.example/"])
            #expect(try await fixture.webhooks.deliveries(of: other.id, page: Page(), organizationID: "org_other").deliveries.isEmpty)
        }
    }

    @Test("signal.alert replaces analysis.completed for a webhook that subscribes to both", arguments: TestDatabases.available)
    func replacement(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            try await fixture.webhook("https://both.example/", events: ["analysis.completed", "signal.alert"])
            try await fixture.webhook("https://results.example/", events: ["analysis.completed"])
            try await fixture.webhook("https://alerts.example/", events: ["signal.alert"])
            try await fixture.event("analysis.completed", unlessSubscribedTo: "signal.alert")
            try await fixture.event("signal.alert")
            try await fixture.deliveries().runDue()
            func types(_ url: String) -> [String] { fixture.receiver.seen(at: url).compactMap { $0.header("X-Stradum-Event") } }
            #expect(types("https://both.example/") == ["signal.alert"])
            #expect(types("https://results.example/") == ["analysis.completed"])
            #expect(types("https://alerts.example/") == ["signal.alert"])

            // A good match is recorded without a replacement and reaches whoever subscribes to results.
            try await fixture.event("analysis.completed")
            try await fixture.deliveries().runDue()
            #expect(types("https://both.example/") == ["signal.alert", "analysis.completed"])
        }
    }

    @Test("an event of a transaction that failed was never there", arguments: TestDatabases.available)
    func rolledBack(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            try await fixture.webhook()
            struct Failure: Error {}
            await #expect(throws: Failure.self) {
                try await fixture.database.transaction { session in
                    try await Outbox().record(
                        type: "session.completed", family: "stradum", organizationID: WebhookFixture.organizationID, body: [],
                        at: WebhookFixture.start, in: session)
                    throw Failure()
                }
            }
            #expect(try await fixture.deliveries().runDue() == Deliveries.Pass())
        }
    }

    @Test("handing an event out twice makes one delivery", arguments: TestDatabases.available)
    func idempotent(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.event()
            try await fixture.deliveries().runDue()
            // A server that died after the deliveries were made and before the event was marked.
            try await fixture.database.execute("UPDATE outbox_events SET fanned_out_at = NULL")
            let pass = try await fixture.deliveries().runDue()
            #expect(pass == Deliveries.Pass(eventsFannedOut: 1, attempts: 0))
            let log = try await fixture.webhooks.deliveries(of: webhook.id, page: Page(), organizationID: WebhookFixture.organizationID)
            #expect(log.deliveries.count == 1 && log.total == 1)
            #expect(fixture.receiver.seen.count == 1)
        }
    }

    @Test("an event that nobody subscribes to is forgotten at once", arguments: TestDatabases.available)
    func unheard(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            try await fixture.event()
            try await fixture.event("analysis.completed", organizationID: "org_other")
            #expect(try await fixture.deliveries().runDue().eventsFannedOut == 2)
            #expect(try await fixture.count("outbox_events") == 0)
        }
    }

    @Test("more events than one batch are all handed out", arguments: TestDatabases.available)
    func manyEvents(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            try await fixture.webhook()
            for _ in 0..<450 { try await fixture.event() }
            let pass = try await fixture.deliveries().runDue()
            #expect(pass == Deliveries.Pass(eventsFannedOut: 450, attempts: 450))
            #expect(Set(fixture.receiver.seen.compactMap { $0.header("webhook-id") }).count == 450)
        }
    }
}
