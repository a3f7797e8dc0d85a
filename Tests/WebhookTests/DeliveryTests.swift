import Foundation
import OutboundHTTP
import Storage
import Support
import Synchronization
import Testing
import Vocabulary

@testable import Webhooks

@Suite("Deliveries")
struct DeliveryTests {
    @Test("a delivery carries every header, and the bytes that were recorded", arguments: TestDatabases.available)
    func headers(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            let body = #"{"data":{"session_id":"stm_1"},"type":"session.completed"}"#
            let eventID = try await fixture.event(body: body)
            try await fixture.deliveries().runDue()
            let request = try #require(fixture.receiver.seen.first)
            let delivery = try #require(try await fixture.log(webhook).first)
            #expect(request.method == "POST" && request.url == webhook.url && request.body == Array(body.utf8))
            #expect(request.timeoutSeconds == 15 && request.maximumResponseBytes == 65_536)
            #expect(request.header("Content-Type") == "application/json")
            #expect(request.header("User-Agent") == "Mien (+webhooks)")
            #expect(request.header("webhook-id") == eventID)
            #expect(request.header("webhook-timestamp") == "1767225600")
            #expect(request.header("X-Stradum-Event") == "session.completed")
            #expect(request.header("X-Stradum-Delivery") == delivery.id)
            #expect(request.header("X-Stradum-Signature") == Signature.legacy(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", body: request.body))
            #expect(
                request.header("webhook-signature")
                    == Signature.standard(
                        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id: eventID, timestamp: 1_767_225_600, body: request.body))
            #expect(delivery.status == .delivered && delivery.deliveredAt == fixture.now && delivery.nextAttemptAt == nil)
            #expect(delivery.attempts.map(\.statusCode) == [200])
        }
    }

    @Test("without a secret nothing is signed; the other families bear their own names", arguments: TestDatabases.available)
    func families(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            try await fixture.webhook("https://plain.example/")
            try await fixture.webhook("https://psa.example/", events: ["psa.alert"], secret: "s", family: .psa)
            try await fixture.webhook("https://stratam.example/", events: ["monitor.fired"], secret: "s", family: .stratam)
            try await fixture.event()
            try await fixture.event("psa.alert", family: "psa")
            try await fixture.event("monitor.fired", family: "stratam")
            try await fixture.deliveries().runDue()
            let plain = try #require(fixture.receiver.seen(at: "https://plain.example/").first)
            #expect(plain.header("webhook-signature") == nil && plain.header("X-Stradum-Signature") == nil)
            let psa = try #require(fixture.receiver.seen(at: "https://psa.example/").first)
            #expect(psa.header("X-PSA-Event") == "psa.alert" && psa.header("webhook-signature") != nil && psa.header("X-PSA-Signature") == nil)
            let stratam = try #require(fixture.receiver.seen(at: "https://stratam.example/").first)
            #expect(stratam.header("X-Stratam-Event") == "monitor.fired" && stratam.header("X-Stratam-Signature")?.hasPrefix("sha256=") == true)
            #expect(stratam.header("X-Stradum-Signature") == nil)
        }
    }

    @Test(
        "a failing delivery is retried after each wait with the same id and body, and is dead after ten failures",
        arguments: TestDatabases.available)
    func retries(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook(secret: "s")
            let eventID = try await fixture.event(body: #"{"a":1}"#)
            fixture.receiver.answer { _ in .response(OutboundResponse(status: 500, body: Array("broken\0".utf8))) }
            let deliveries = fixture.deliveries()
            for wait in [5.0, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] {
                try await deliveries.runDue()
                let delivery = try #require(try await fixture.log(webhook).first)
                #expect(delivery.status == .waiting && delivery.nextAttemptAt == fixture.now.adding(seconds: wait))
                fixture.advance(seconds: wait - 1)
                #expect(try await deliveries.runDue().attempts == 0)
                fixture.advance(seconds: 1)
            }
            try await deliveries.runDue()
            let delivery = try #require(try await fixture.log(webhook).first)
            #expect(delivery.status == .dead && delivery.attemptCount == 10 && delivery.nextAttemptAt == nil)
            #expect(delivery.attempts.map(\.number) == Array(1...10))
            #expect(delivery.attempts.first?.responseSnippet == "broken\u{FFFD}")
            let seen = fixture.receiver.seen
            #expect(seen.count == 10)
            #expect(Set(seen.map { $0.header("webhook-id") }) == [eventID])
            #expect(Set(seen.map(\.body)) == [Array(#"{"a":1}"#.utf8)])
            #expect(Set(seen.compactMap { $0.header("webhook-timestamp") }).count == 10)
            #expect(Set(seen.compactMap { $0.header("webhook-signature") }).count == 10)
            fixture.advance(hours: 100)
            #expect(try await deliveries.runDue().attempts == 0)
        }
    }

    @Test("a refused target and an unanswered request are told apart in the log", arguments: TestDatabases.available)
    func errors(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.event()
            fixture.receiver.answer { _ in .failed(.timedOut) }
            try await fixture.deliveries().runDue()
            fixture.advance(seconds: 10)
            fixture.receiver.answer { _ in
                await OutboundClient.live(policy: TargetPolicy()).send(OutboundRequest(url: "https://10.0.0.1/"))
            }
            try await fixture.deliveries().runDue()
            let delivery = try #require(try await fixture.log(webhook).first)
            #expect(delivery.status == .dead)
            #expect(delivery.attempts.map(\.error) == ["no complete answer in time", "the target was refused: it does not name a public host"])
            #expect(delivery.attempts.allSatisfy { $0.statusCode == nil })
        }
    }

    @Test("a redirect is a failure that says so", arguments: TestDatabases.available)
    func redirect(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.event()
            fixture.receiver.answer(status: 302, headers: [("Location", "http://169.254.169.254/")])
            try await fixture.deliveries().runDue()
            let attempt = try #require(try await fixture.log(webhook).first?.attempts.first)
            #expect(attempt.statusCode == 302 && attempt.error == "redirects are not followed")
            #expect(fixture.receiver.seen.count == 1)
        }
    }

    @Test(
        "five requests are under way to one endpoint, never more, and one when it fails",
        .timeLimit(.minutes(1)), arguments: TestDatabases.available)
    func width(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            for _ in 0..<40 { try await fixture.event() }
            let load = Mutex((now: 0, most: 0))
            let five = Gate()
            let measured: @Sendable (OutboundRequest) async -> OutboundResult = { _ in
                let most = load.withLock { load in
                    load.now += 1
                    load.most = max(load.most, load.now)
                    return load.most
                }
                // The first wait for one another.
                if most >= 5 { five.open() }
                await five.pass()
                for _ in 0..<20 { await Task.yield() }
                load.withLock { $0.now -= 1 }
                return .response(OutboundResponse(status: 200))
            }
            fixture.receiver.answer(measured)
            try await fixture.deliveries().runDue()
            #expect(load.withLock { $0.most } == 5)
            #expect(try await fixture.count("webhook_deliveries WHERE status = 'delivered'") == 40)

            // One failure on record: one at a time until the first success.
            fixture.receiver.answer(status: 500)
            try await fixture.event()
            try await fixture.deliveries().runDue()
            #expect(try await fixture.found(webhook).failuresInARow == 1)
            for _ in 0..<3 { try await fixture.event() }
            load.withLock { $0 = (0, 0) }
            fixture.receiver.answer { request in
                _ = await measured(request)
                return .response(OutboundResponse(status: 500))
            }
            try await fixture.deliveries().runDue()
            #expect(load.withLock { $0.most } == 1)
        }
    }

    @Test("one endpoint that hangs does not keep ninety-nine others waiting", .timeLimit(.minutes(1)), arguments: TestDatabases.available)
    func deadHost(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            for number in 0..<100 {
                let organization = "org_\(number)"
                try await fixture.database.execute("INSERT INTO organizations (id, name, created_at) VALUES ($1, 'A', 0)", [.text(organization)])
                _ = try await fixture.webhooks.create(
                    url: number == 0 ? "https://dead.example/" : "https://host\(number).example/", events: ["session.completed"], secret: nil,
                    organizationID: organization)
                for _ in 0..<10 { try await fixture.event(organizationID: organization) }
            }
            let gate = Gate()
            let (answered, continuation) = AsyncStream.makeStream(of: Void.self)
            fixture.receiver.answer { request in
                continuation.yield()
                if request.url == "https://dead.example/" {
                    await gate.pass()
                    return .failed(.timedOut)
                }
                return .response(OutboundResponse(status: 200))
            }
            let pass = Task { try await fixture.deliveries().runDue() }
            var count = 0
            for await _ in answered {
                count += 1
                if count == 990 + 5 { break }
            }
            #expect(fixture.receiver.seen(at: "https://dead.example/").count == 5, "the dead host holds its five places and no more")
            gate.open()
            #expect(try await pass.value.attempts == 990 + 10, "five at once, then one at a time until the circuit opens")
        }
    }

    @Test("a body that was purged ends its delivery without blame for the endpoint", arguments: TestDatabases.available)
    func purgedBody(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.event()
            fixture.receiver.answer(status: 500)
            try await fixture.deliveries().runDue()
            try await fixture.database.execute("DELETE FROM outbox_events")
            fixture.advance(seconds: 10)
            try await fixture.deliveries().runDue()
            let delivery = try #require(try await fixture.log(webhook).first)
            #expect(delivery.status == .dead && delivery.attempts.last?.error == "the event's body is no longer kept")
            #expect(try await fixture.found(webhook).failuresInARow == 1)
            #expect(fixture.receiver.seen.count == 1)
        }
    }
}
