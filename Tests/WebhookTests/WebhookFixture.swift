// A migrated database, a clock that tests set, and a receiver that answers as told.
import Crypto
import Foundation
import Logging
import OutboundHTTP
import Outbox
import Schema
import Storage
import Support
import Synchronization
import Testing
import Vocabulary

@testable import Webhooks

/// Answers deliveries as a test says, and remembers them.
final class Receiver: Sendable {
    private let requests = Mutex<[OutboundRequest]>([])
    private let reply: Mutex<@Sendable (OutboundRequest) async -> OutboundResult>

    init() { reply = Mutex { _ in .response(OutboundResponse(status: 200)) } }

    var seen: [OutboundRequest] { requests.withLock { $0 } }

    func seen(at url: String) -> [OutboundRequest] { seen.filter { $0.url == url } }

    func answer(_ reply: @escaping @Sendable (OutboundRequest) async -> OutboundResult) { self.reply.withLock { $0 = reply } }
    func answer(status: Int, headers: [(name: String, value: String)] = []) {
        answer { _ in .response(OutboundResponse(status: status, headers: headers)) }
    }

    var client: OutboundClient {
        OutboundClient(
            send: { request in
                self.requests.withLock { $0.append(request) }
                return await self.reply.withLock { $0 }(request)
            },
            vet: { url throws(TargetRefusal) in _ = try TargetPolicy().vet(url) })
    }
}

extension OutboundRequest {
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

/// A door that stays shut until it is opened.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func pass() async {
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

/// Counts across tasks.
final class Counter: Sendable {
    private let state = Mutex(0)
    /// The number after this one more.
    @discardableResult
    func next() -> Int { state.withLock { $0 += 1; return $0 } }
}

struct WebhookFixture {
    static let organizationID = "org_acme"
    static let start = Timestamp(microseconds: 1_767_225_600_000_000)

    let database: any SQLDatabase
    let receiver = Receiver()
    let key = SymmetricKey(size: .bits256)
    private let time = Time()

    final class Time: Sendable { let now = Mutex(WebhookFixture.start) }

    var clock: Clock { { [time] in time.now.withLock { $0 } } }
    var now: Timestamp { clock() }

    func advance(seconds: Double) { time.now.withLock { $0 = $0.adding(seconds: seconds) } }
    func advance(hours: Double) { advance(seconds: hours * 3_600) }

    /// Runs `body` on a fresh database with two organizations, `org_acme` and `org_other`.
    static func with(_ dialect: Dialect, _ body: (WebhookFixture) async throws -> Void) async throws {
        try await TestDatabases.with(dialect, migrations: Schema.migrations(for: dialect)) { database in
            for id in [organizationID, "org_other"] {
                try await database.execute("INSERT INTO organizations (id, name, created_at) VALUES ($1, 'A', 0)", [.text(id)])
            }
            try await body(WebhookFixture(database: database))
        }
    }

    private init(database: any SQLDatabase) { self.database = database }

    var webhooks: Webhooks { Webhooks(database: database, outbound: receiver.client, instanceKey: key, clock: clock) }

    func deliveries(settings: DeliverySettings = DeliverySettings(), outbound: OutboundClient? = nil) -> Deliveries {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return Deliveries(
            database: database, outbound: outbound ?? receiver.client, instanceKey: key, clock: clock, logger: logger, settings: settings,
            random: { 0.5 })
    }

    @discardableResult
    func webhook(
        _ url: String = "https://hooks.example/in", events: [String] = ["session.completed", "analysis.completed", "signal.alert"],
        secret: String? = nil, family: WebhookFamily = .stradum
    ) async throws -> Webhook {
        try await webhooks.create(family: family, url: url, events: events, secret: secret, organizationID: Self.organizationID)
    }

    @discardableResult
    func event(
        _ type: String = "session.completed", family: String = "stradum", unlessSubscribedTo: String? = nil, body: String = "{}",
        organizationID: String = organizationID
    ) async throws -> String {
        let id = ID.new(.event)
        let now = now
        try await database.transaction { session in
            try await Outbox().record(
                type: type, family: family, organizationID: organizationID, body: Array(body.utf8), unlessSubscribedTo: unlessSubscribedTo,
                eventID: id, at: now, in: session)
        }
        return id
    }

    func log(_ webhook: Webhook, status: DeliveryStatus? = nil) async throws -> [Delivery] {
        try await webhooks.deliveries(of: webhook.id, page: Page(), organizationID: Self.organizationID).deliveries
            .filter { status == nil || $0.status == status }
    }

    /// What a second endpoint, which subscribes to nothing else, was told of the others: the bodies, oldest first.
    func notices() throws -> [JSONValue] {
        try receiver.seen(at: Self.watcherURL).map { try JSONValue(parsing: String(decoding: $0.body, as: UTF8.self)) }
    }
    static let watcherURL = "https://watch.example/in"

    /// One endpoint answers so; the others are well.
    func answerBroken(_ webhook: Webhook, status: Int) {
        receiver.answer { request in .response(OutboundResponse(status: request.url == webhook.url ? status : 200)) }
    }

    func watcher() async throws { try await webhook(Self.watcherURL, events: [WebhookNotice.failingType, WebhookNotice.disabledType]) }

    func found(_ webhook: Webhook) async throws -> Webhook {
        try await webhooks.find(webhook.id, organizationID: Self.organizationID)
    }

    func count(_ sql: String) async throws -> Int { Int(try await database.first("SELECT COUNT(*) AS n FROM \(sql)")?.int("n") ?? -1) }
}
