import Foundation
import OutboundHTTP
import Storage
import Support
import Testing
import Vocabulary

@testable import Webhooks

@Suite("Registering webhooks")
struct WebhooksTests {
    @Test("the document's example is registered and listed as it was given", arguments: TestDatabases.available)
    func example(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let created = try await fixture.webhook(
                "https://your-server.com/webhooks/stradum", events: ["session.completed", "analysis.completed", "signal.alert"],
                secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            #expect(created.id.hasPrefix("wh_") && created.isActive && created.isSigned)
            #expect(created.createdAt == WebhookFixture.start)
            #expect(try await fixture.webhooks.list(organizationID: WebhookFixture.organizationID) == [created])
            #expect(try await fixture.webhooks.list(organizationID: "org_other").isEmpty)
            #expect(try await fixture.webhooks.list(family: .psa, organizationID: WebhookFixture.organizationID).isEmpty)
        }
    }

    @Test("what is malformed is named", arguments: [
        ("http://your-server.com/", ["session.completed"], nil as String?, "url"),
        ("https://127.0.0.1/", ["session.completed"], nil, "url"),
        ("not a url", ["session.completed"], nil, "url"),
        ("https://your-server.com/", [], nil, "events"),
        ("https://your-server.com/", ["session.completed", "session.exploded"], nil, "events[1]"),
        ("https://your-server.com/", ["monitor.fired"], nil, "events[0]"),
        ("https://your-server.com/", ["session.completed"], "", "secret"),
        ("https://your-server.com/", ["session.completed"], String(repeating: "x", count: 257), "secret"),
        ("https://your-server.com/", ["session.completed"], "a\nb", "secret"),
    ])
    func malformed(url: String, events: [String], secret: String?, field: String) async throws {
        try await WebhookFixture.with(.sqlite) { fixture in
            let problem = await #expect(throws: Problem.self) { try await fixture.webhook(url, events: events, secret: secret) }
            #expect(problem?.kind == .malformed)
            #expect(problem?.field == field)
            #expect(problem?.message.contains("127") == false)
            let stored = try await fixture.count("webhooks")
            #expect(stored == 0)
        }
    }

    @Test("an event type given twice is kept once", arguments: TestDatabases.available)
    func duplicates(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook(events: ["signal.alert", "session.completed", "signal.alert"])
            #expect(webhook.events == ["signal.alert", "session.completed"])
        }
    }

    @Test("of thirty at once twenty are registered", arguments: TestDatabases.available)
    func limit(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let kinds = await withTaskGroup(of: Problem.Kind?.self) { group in
                for number in 0..<30 {
                    group.addTask {
                        do {
                            try await fixture.webhook("https://hooks.example/\(number)")
                            return nil
                        } catch { return (error as? Problem)?.kind ?? .internalError }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(kinds.filter { $0 == nil }.count == 20)
            #expect(kinds.filter { $0 == .conflict }.count == 10)
            let stored = try await fixture.count("webhooks")
            #expect(stored == 20)
        }
    }

    @Test("another organization finds, deletes, rotates and replays nothing of ours", arguments: TestDatabases.available)
    func foreign(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook(secret: "s3cret")
            try await fixture.event()
            try await fixture.deliveries().runDue()
            let delivery = try #require(try await fixture.log(webhook).first)
            let calls: [@Sendable (Webhooks) async throws -> Void] = [
                { _ = try await $0.find(webhook.id, organizationID: "org_other") },
                { try await $0.delete(webhook.id, organizationID: "org_other") },
                { _ = try await $0.rotateSecret(webhook.id, organizationID: "org_other") },
                { try await $0.setActive(false, webhook.id, organizationID: "org_other") },
                { _ = try await $0.sendTest(webhook.id, organizationID: "org_other") },
                { _ = try await $0.deliveries(of: webhook.id, page: Page(), organizationID: "org_other") },
                { _ = try await $0.replay(delivery.id, of: webhook.id, organizationID: "org_other") },
                { _ = try await $0.replay(
                    of: webhook.id, from: Timestamp(microseconds: 0), until: WebhookFixture.start.adding(seconds: 1), failedOnly: false,
                    organizationID: "org_other") },
            ]
            for call in calls {
                let problem = await #expect(throws: Problem.self) { try await call(fixture.webhooks) }
                #expect(problem?.kind == .notFound)
            }
            #expect(try await fixture.found(webhook) == webhook)
        }
    }

    @Test("a deleted webhook takes its queue and its log along", arguments: TestDatabases.available)
    func deleted(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook()
            try await fixture.event()
            fixture.receiver.answer(status: 500)
            try await fixture.deliveries().runDue()
            try await fixture.webhooks.delete(webhook.id, organizationID: WebhookFixture.organizationID)
            #expect(try await fixture.count("webhook_deliveries") == 0)
            #expect(try await fixture.count("webhook_attempts") == 0)
            fixture.advance(hours: 1)
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.count == 1)
            let problem = await #expect(throws: Problem.self) {
                try await fixture.webhooks.delete(webhook.id, organizationID: WebhookFixture.organizationID)
            }
            #expect(problem?.kind == .notFound)
        }
    }

    @Test("no secret stands in any table in clear, rotated or not", arguments: TestDatabases.available)
    func secretsAreSealed(on dialect: Dialect) async throws {
        try await WebhookFixture.with(dialect) { fixture in
            let webhook = try await fixture.webhook(secret: "first-secret-text")
            let made = try await fixture.webhooks.rotateSecret(webhook.id, organizationID: WebhookFixture.organizationID)
            try await fixture.event()
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.count == 1)
            var checked = 0
            for table in ["organizations", "outbox_events", "webhooks", "webhook_deliveries", "webhook_attempts"] {
                for row in try await fixture.database.query("SELECT * FROM \(table)") {
                    for value in row.values {
                        let bytes: [UInt8]
                        switch value {
                        case .text(let text): bytes = Array(text.utf8)
                        case .bytes(let stored): bytes = stored
                        default: continue
                        }
                        checked += 1
                        for secret in ["first-secret-text", made, String(made.dropFirst(6))] {
                            #expect(Data(bytes).range(of: Data(secret.utf8)) == nil, "\(table) holds a secret")
                        }
                        #expect(Data(bytes).range(of: Signature.keyBytes(of: made)) == nil, "\(table) holds a key")
                    }
                }
            }
            #expect(checked > 10)
        }
    }
}
