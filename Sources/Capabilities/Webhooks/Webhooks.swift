import Access
import Audit
import Crypto
import Foundation
import OutboundHTTP
import Outbox
import Storage
import Vocabulary
import Web

/// What customers can do with their webhooks.
package struct Webhooks: Sendable {
    /// Webhooks of one organization. *Our choice.*
    package static let limit = 20
    /// How long a secret may go on signing after a rotation. *Documented.*
    package static let overlapHours = 0...168
    /// How long where nothing is said. *Our choice*: a day to bring the new secret out.
    package static let usualOverlapHours = 24

    private let database: any SQLDatabase
    private let outbound: OutboundClient
    private let seal: SecretSeal
    private let clock: Clock
    private let outbox = Outbox()

    /// - Parameter instanceKey: seals the secrets in the database.
    package init(database: any SQLDatabase, outbound: OutboundClient, instanceKey: SymmetricKey, clock: @escaping Clock) {
        self.database = database
        self.outbound = outbound
        seal = SecretSeal(key: instanceKey)
        self.clock = clock
    }

    /// Registers an endpoint.
    /// - Parameter isAdministrator: whether the caller may be told which option of the server would allow the address.
    /// - Throws: malformed naming `url`, `events` or `secret`; conflict when the organization has its 20 already.
    package func create(
        family: WebhookFamily = .stradum, url: String, events: [String], secret: String?, organizationID: String, createdBy: String? = nil,
        author: AuditAuthor? = nil, isAdministrator: () async throws -> Bool = { false }
    ) async throws -> Webhook {
        let events = try Self.checked(events, family)
        if let secret { try Self.check(secret: secret) }
        do { try await outbound.vet(url) } catch let refusal {
            var reason = refusal.reason
            // Only who runs the server can use this, and the others need not know what it is set to.
            if let option = refusal.option, try await isAdministrator() { reason += "; the server can be started with \(option) to allow it" }
            throw Problem.invalid("url", reason)
        }
        let webhook = Webhook(
            id: ID.new(.webhook), organizationID: organizationID, family: family, url: url, events: events, isActive: true,
            disabledReason: nil, isSigned: secret != nil, failuresInARow: 0, failingSince: nil, createdAt: clock())
        let sealed = try secret.map { try seal.seal($0, organizationID: organizationID, webhookID: webhook.id) }
        try await database.transaction { session in
            guard try await WebhookStore.countForCreation(organizationID: organizationID, in: session) < Self.limit else {
                throw Problem(.conflict, "There are \(Self.limit) webhooks already; delete one first")
            }
            try await WebhookStore.insert(webhook, sealedSecret: sealed, createdBy: createdBy, in: session)
            let change = ["url": url, "events": events.joined(separator: ",")]
            try await record(.webhookCreated, webhook.id, author, organizationID, change: change, in: session)
        }
        return webhook
    }

    /// Whether a caller administers this instance. A secret key is its organization's: it does where one of its people does.
    func administersInstance(_ caller: Caller) async throws -> Bool {
        switch caller {
        case .member(let member): member.isInstanceAdmin
        case .stratamKey(let key): key.user.isInstanceAdmin
        case .psaKey(let key): key.isInstanceAdmin
        case .secretKey(let key): try await InstanceAdministration.isIn(key.organizationID, in: database)
        case .publishableKey: false
        }
    }

    package func list(family: WebhookFamily = .stradum, organizationID: String) async throws -> [Webhook] {
        try await WebhookStore.list(family, organizationID: organizationID, in: database)
    }

    /// - Throws: not found.
    package func find(_ id: String, family: WebhookFamily, organizationID: String) async throws -> Webhook {
        let webhook = try await find(id, organizationID: organizationID)
        guard webhook.family == family else { throw Self.notFound }
        return webhook
    }

    /// - Throws: not found.
    package func find(_ id: String, organizationID: String) async throws -> Webhook {
        guard let webhook = try await WebhookStore.find(id, organizationID: organizationID, in: database) else { throw Self.notFound }
        return webhook
    }

    /// Removes it; what waits for it is never sent, and its log goes with it.
    package func delete(_ id: String, organizationID: String, author: AuditAuthor? = nil) async throws {
        try await database.transaction { session in
            guard try await WebhookStore.delete(id, organizationID: organizationID, in: session) else { throw Self.notFound }
            try await record(.webhookDeleted, id, author, organizationID, in: session)
        }
    }

    /// Gives the webhook a new secret, its own or one that we make, and returns it. The one before signs too for `overlapHours`.
    package func rotateSecret(
        _ id: String, to secret: String? = nil, overlapHours: Int = usualOverlapHours, organizationID: String, author: AuditAuthor? = nil
    ) async throws -> String {
        if let secret { try Self.check(secret: secret) }
        guard Self.overlapHours.contains(overlapHours) else { throw Problem.invalid("overlap_hours", "must be from 0 to 168") }
        let secret = secret ?? Signature.newSecret()
        let sealed = try seal.seal(secret, organizationID: organizationID, webhookID: id)
        let until = clock().adding(seconds: Double(overlapHours) * 3_600)
        try await database.transaction { session in
            guard try await WebhookStore.rotate(id, to: sealed, overlapUntil: until, organizationID: organizationID, in: session) else {
                throw Self.notFound
            }
            try await record(.webhookSecretRotated, id, author, organizationID, in: session)
        }
        return secret
    }

    /// Switches it off or on. Switched on, it starts afresh: its failures are forgotten and what was held is sent.
    package func setActive(_ isActive: Bool, _ id: String, organizationID: String, author: AuditAuthor? = nil) async throws {
        let now = clock()
        try await database.transaction { session in
            guard try await WebhookStore.setActive(isActive, reason: .manual, id, at: now, organizationID: organizationID, in: session) else {
                throw Self.notFound
            }
            try await record(.webhookChanged, id, author, organizationID, change: ["active": String(isActive)], in: session)
        }
        if isActive { await outbox.announce(on: database) }
    }

    /// Queues a `webhook.test` event for this endpoint alone; returns its delivery.
    package func sendTest(_ id: String, organizationID: String) async throws -> Delivery {
        let webhook = try await find(id, organizationID: organizationID)
        guard webhook.isActive else { throw Problem(.conflict, "This webhook is disabled") }
        let now = clock()
        let eventID = ID.new(.event)
        let body = try JSON.encode(EventEnvelope(id: eventID, type: Webhook.testType, timestamp: now, data: ["webhook_id": id]))
        let deliveryID = try await database.transaction { session in
            try await FanOutStore.insertEvent(eventID, type: Webhook.testType, body: body, for: webhook, at: now, in: session)
        }
        await outbox.announce(on: database)
        return try await delivery(deliveryID, of: id, organizationID: organizationID)
    }

    /// A page of the deliveries, newest first, with all their attempts; and how many there are on all pages.
    package func deliveries(of id: String, page: Page, organizationID: String) async throws -> (deliveries: [Delivery], total: Int) {
        _ = try await find(id, organizationID: organizationID)
        let total = try await DeliveryLogStore.count(webhookID: id, organizationID: organizationID, in: database)
        return (try await DeliveryLogStore.list(webhookID: id, page: page, organizationID: organizationID, in: database), total)
    }

    package func delivery(_ deliveryID: String, of id: String, organizationID: String) async throws -> Delivery {
        guard let delivery = try await DeliveryLogStore.find(deliveryID, webhookID: id, organizationID: organizationID, in: database) else {
            throw Problem(.notFound, "Delivery not found")
        }
        return delivery
    }

    /// Sends a finished delivery again: the same event with the same id.
    /// - Throws: not found; conflict when it is queued anyway; gone when its body is no longer kept.
    package func replay(
        _ deliveryID: String, of id: String, organizationID: String, author: AuditAuthor? = nil
    ) async throws -> Delivery {
        let before = try await delivery(deliveryID, of: id, organizationID: organizationID)
        guard !before.status.isQueued else { throw Problem(.conflict, "This delivery is queued already") }
        let now = clock()
        try await database.transaction { session in
            guard try await DeliveryLogStore.replay(deliveryID, at: now, organizationID: organizationID, in: session) else {
                throw Problem(.gone, "The body of this event is no longer kept")
            }
            try await record(.deliveryReplayed, id, author, organizationID, change: ["delivery": deliveryID], in: session)
        }
        await outbox.announce(on: database)
        return try await delivery(deliveryID, of: id, organizationID: organizationID)
    }

    /// Sends everything again that was first queued from `from` up to, not including, `until`; returns how many deliveries that are: none
    /// where `until` does not come after `from`.
    package func replay(
        of id: String, from: Timestamp, until: Timestamp, failedOnly: Bool, organizationID: String, author: AuditAuthor? = nil
    ) async throws -> Int {
        _ = try await find(id, organizationID: organizationID)
        let now = clock()
        let count = try await database.transaction { session in
            let count = try await DeliveryLogStore.replay(
                webhookID: id, from: from, until: until, failedOnly: failedOnly, at: now, organizationID: organizationID, in: session)
            let change = ["from": from.iso8601, "until": until.iso8601, "failed_only": String(failedOnly), "count": String(count)]
            try await record(.deliveryReplayed, id, author, organizationID, change: change, in: session)
            return count
        }
        await outbox.announce(on: database)
        return count
    }

    /// - Parameter author: nil = the server itself.
    private func record(
        _ action: AuditAction, _ id: String, _ author: AuditAuthor?, _ organizationID: String, change: [String: String]? = nil,
        in session: any SQLSession
    ) async throws {
        let author = author ?? AuditAuthor(.system, organizationID: organizationID, at: clock())
        try await Audit.record(author.entry(action, "webhook", id, change: change), in: session)
    }

    private static let notFound = Problem(.notFound, "Webhook not found")

    private static func checked(_ events: [String], _ family: WebhookFamily) throws -> [String] {
        guard !events.isEmpty else { throw Problem.invalid("events", "must name at least one event type") }
        for (index, event) in events.enumerated() where !family.eventTypes.contains(event) {
            throw Problem.invalid("events[\(index)]", "must be one of \(family.eventTypes.joined(separator: ", "))")
        }
        var seen: Set<String> = []
        return events.filter { seen.insert($0).inserted }
    }

    private static func check(secret: String) throws {
        if let objection = Signature.objection(to: secret) { throw Problem.invalid("secret", objection) }
    }
}

extension AuditAction {
    static let webhookSecretRotated = AuditAction("webhook.secret_rotated")
}
