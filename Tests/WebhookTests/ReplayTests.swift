import OutboundHTTP
import Storage
import Support
import Testing
import Vocabulary

@testable import Webhooks

@Suite("Replay, rotation and retention")
struct ReplayTests {
    @Test("a finished delivery is sent again with the same event id, and the log says that it is a replay", arguments: TestDatabases.available)
    func single(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            let eventID = try await fixture.event()
            try await fixture.deliveries().runDue()
            let delivery = try #require(try await fixture.log(webhook).first)
            let queued = try await fixture.webhooks.replay(delivery.id, of: webhook.id, organizationID: WebhookFixture.organizationID)
            #expect(queued.status == .pending && queued.id == delivery.id)
            let again = await #expect(throws: Problem.self) {
                try await fixture.webhooks.replay(delivery.id, of: webhook.id, organizationID: WebhookFixture.organizationID)
            }
            #expect(again?.kind == .conflict)
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.compactMap { $0.header("webhook-id") } == [eventID, eventID])
            #expect(try await fixture.log(webhook).first?.attempts.map(\.isReplay) == [false, true])
        }
    }

    @Test("a dead delivery gets all its tries again when it is replayed", arguments: TestDatabases.available)
    func dead(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.event()
            fixture.receiver.answer(status: 500)
            let deliveries = fixture.deliveries()
            for _ in 0..<10 {
                try await deliveries.runDue()
                fixture.advance(hours: 25)
            }
            let delivery = try #require(try await fixture.log(webhook, status: .dead).first)
            try await fixture.webhooks.setActive(true, webhook.id, organizationID: WebhookFixture.organizationID)
            _ = try await fixture.webhooks.replay(delivery.id, of: webhook.id, organizationID: WebhookFixture.organizationID)
            try await deliveries.runDue()
            let waiting = try #require(try await fixture.log(webhook).first)
            #expect(waiting.status == .waiting && waiting.attemptCount == 11 && waiting.nextAttemptAt == fixture.now.adding(seconds: 5))
        }
    }

    @Test("a time range is replayed, from its start up to but not including its end", arguments: TestDatabases.available)
    func range(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            for minute in 0..<6 {
                let eventID = try await fixture.event()
                if minute == 2 {
                    fixture.receiver.answer { request in
                        .response(OutboundResponse(status: request.header("webhook-id") == eventID ? 404 : 200))
                    }
                }
                try await fixture.deliveries().runDue()
                fixture.advance(seconds: 60)
            }
            fixture.receiver.answer(status: 500)
            let from = WebhookFixture.start.adding(seconds: 60), until = WebhookFixture.start.adding(seconds: 240)
            func replay(failedOnly: Bool) async throws -> Int {
                try await fixture.webhooks.replay(
                    of: webhook.id, from: from, until: until, failedOnly: failedOnly, organizationID: WebhookFixture.organizationID)
            }
            // The one that failed is still waiting for its own retry and is not queued twice.
            #expect(try await replay(failedOnly: true) == 0)
            #expect(try await replay(failedOnly: false) == 2)
            #expect(try await fixture.count("webhook_deliveries WHERE is_replay = 1") == 2)
            let backwards = try await fixture.webhooks.replay(
                of: webhook.id, from: until, until: from, failedOnly: false, organizationID: WebhookFixture.organizationID)
            #expect(backwards == 0)
        }
    }

    @Test("during the overlap both secrets sign, afterwards the new one alone", arguments: TestDatabases.available)
    func rotation(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook(secret: "old-secret")
            let new = try await fixture.webhooks.rotateSecret(webhook.id, overlapHours: 24, organizationID: WebhookFixture.organizationID)
            #expect(new.hasPrefix("whsec_"))
            func signatures(after hours: Double) async throws -> (OutboundRequest, [String]) {
                fixture.advance(hours: hours)
                try await fixture.event()
                try await fixture.deliveries().runDue()
                let request = try #require(fixture.receiver.seen.last)
                return (request, request.header("webhook-signature")?.split(separator: " ").map(String.init) ?? [])
            }
            func expected(_ secret: String, _ request: OutboundRequest) throws -> String {
                Signature.standard(
                    secret: secret, id: try #require(request.header("webhook-id")),
                    timestamp: try #require(request.header("webhook-timestamp").flatMap(Int64.init)), body: request.body)
            }
            let (during, both) = try await signatures(after: 23)
            #expect(both == [try expected(new, during), try expected("old-secret", during)])
            #expect(during.header("X-Stradum-Signature") == Signature.legacy(secret: new, body: during.body))
            let (after, one) = try await signatures(after: 1)
            #expect(one == [try expected(new, after)])
        }
    }

    @Test("a webhook without a secret gets one by rotation", arguments: TestDatabases.available)
    func firstSecret(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            let secret = try await fixture.webhooks.rotateSecret(webhook.id, to: "my-own", organizationID: WebhookFixture.organizationID)
            #expect(secret == "my-own")
            try await fixture.event()
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.first?.header("webhook-signature")?.contains(" ") == false)
        }
    }

    @Test("a test event goes to one endpoint alone, whatever it subscribes to", arguments: TestDatabases.available)
    func ping(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook("https://one.example/", events: ["signal.alert"])
            try await fixture.webhook("https://two.example/")
            let queued = try await fixture.webhooks.sendTest(webhook.id, organizationID: WebhookFixture.organizationID)
            #expect(queued.status == .pending && queued.eventType == "webhook.test")
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.map(\.url) == ["https://one.example/"])
            let body = String(decoding: fixture.receiver.seen[0].body, as: UTF8.self)
            let data = #"{"webhook_id":"\#(webhook.id)"}"#
            #expect(body == #"{"data":\#(data),"id":"\#(queued.eventID)","timestamp":"2026-01-01T00:00:00Z","type":"webhook.test"}"#)
            try await fixture.webhooks.setActive(false, webhook.id, organizationID: WebhookFixture.organizationID)
            let problem = await #expect(throws: Problem.self) {
                try await fixture.webhooks.sendTest(webhook.id, organizationID: WebhookFixture.organizationID)
            }
            #expect(problem?.kind == .conflict)
        }
    }

    @Test("the log is paged, newest first", arguments: TestDatabases.available)
    func paging(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            var ids: [String] = []
            for _ in 0..<5 {
                ids.append(try await fixture.event())
                try await fixture.deliveries().runDue()
                fixture.advance(seconds: 1)
            }
            func page(_ number: Int) async throws -> (deliveries: [Delivery], total: Int) {
                try await fixture.webhooks.deliveries(
                    of: webhook.id, page: Page(page: number, size: 2), organizationID: WebhookFixture.organizationID)
            }
            var seen: [String] = []
            for number in 1...3 {
                let (deliveries, total) = try await page(number)
                #expect(total == 5)
                #expect(deliveries.allSatisfy { $0.attempts.count == 1 })
                seen += deliveries.map(\.eventID)
            }
            #expect(seen == ids.reversed())
            #expect(try await page(4).deliveries.isEmpty)
        }
    }

    @Test("bodies go after 30 days and cannot be replayed, log lines go after 180", arguments: TestDatabases.available)
    func retention(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.event()
            let deliveries = fixture.deliveries()
            try await deliveries.runDue()
            fixture.advance(hours: 30 * 24)
            await deliveries.purge()
            #expect(try await fixture.count("outbox_events") == 1, "exactly 30 days are kept")
            fixture.advance(seconds: 1)
            await deliveries.purge()
            #expect(try await fixture.count("outbox_events") == 0)
            let delivery = try #require(try await fixture.log(webhook).first)
            let problem = await #expect(throws: Problem.self) {
                try await fixture.webhooks.replay(delivery.id, of: webhook.id, organizationID: WebhookFixture.organizationID)
            }
            #expect(problem?.kind == .gone)
            fixture.advance(hours: 150 * 24)
            await deliveries.purge()
            #expect(try await fixture.count("webhook_deliveries") == 0)
            #expect(try await fixture.count("webhook_attempts") == 0)
            let page = try await fixture.webhooks.deliveries(of: webhook.id, page: Page(), organizationID: WebhookFixture.organizationID)
            #expect(page.total == 0)
        }
    }

    @Test("an event that was not handed out yet is kept however old it is", arguments: TestDatabases.available)
    func unsentIsKept(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            try await fixture.webhook()
            try await fixture.event()
            fixture.advance(hours: 24 * 365)
            await fixture.deliveries().purge()
            #expect(try await fixture.deliveries().runDue().attempts == 1)
        }
    }
}
