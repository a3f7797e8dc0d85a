// Recorded events become deliveries: one per endpoint that subscribes. Doing it twice changes nothing.
import Storage
import Vocabulary

enum FanOutStore {
    private struct Subscriber {
        let webhookID: String
        let family: String
        let events: Set<String>
    }

    private struct Event {
        let id: String
        let organizationID: String
        let family: String
        let type: String
        let unlessSubscribedTo: String?
        let createdAt: Int64
    }

    /// Makes the deliveries of the oldest events that have none yet. Endpoints disabled for longer than they are held get none.
    /// - Returns: how many events were looked at; fewer than `limit` means that none is left.
    static func fanOut(limit: Int, at now: Timestamp, in session: any SQLSession) async throws -> Int {
        let events = try await pending(limit: limit, in: session)
        var subscribers: [String: [Subscriber]] = [:]
        for organizationID in Set(events.map(\.organizationID)).sorted() {
            subscribers[organizationID] = try await self.subscribers(organizationID: organizationID, at: now, in: session)
        }
        var counts: [QueueStore.EndpointKey: Int] = [:]
        for event in events {
            let listeners = (subscribers[event.organizationID] ?? []).filter { subscriber in
                subscriber.family == event.family && subscriber.events.contains(event.type)
                    && !(event.unlessSubscribedTo.map(subscriber.events.contains) ?? false)
            }
            for listener in listeners {
                let id = try await insertDelivery(
                    webhookID: listener.webhookID, eventID: event.id, eventType: event.type, eventCreatedAt: event.createdAt,
                    organizationID: event.organizationID, at: now, in: session)
                if id != nil { counts[.init(organizationID: event.organizationID, webhookID: listener.webhookID), default: 0] += 1 }
            }
            try await conclude(event, hasListeners: !listeners.isEmpty, at: now, in: session)
        }
        try await DeliveryLogStore.addToCounts(counts, in: session)
        return events.count
    }

    /// Queues one event for one endpoint. Returns the new delivery's id; nil when that was done before.
    private static func insertDelivery(
        webhookID: String, eventID: String, eventType: String, eventCreatedAt: Int64, organizationID: String, at now: Timestamp,
        in session: any SQLSession
    ) async throws -> String? {
        let id = ID.new(.delivery)
        let inserted = try await session.change(
            """
            INSERT INTO webhook_deliveries
                (organization_id, delivery_id, webhook_id, event_id, event_type, next_attempt_at, event_created_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $6)
            ON CONFLICT (organization_id, webhook_id, event_id) DO NOTHING
            """,
            [
                .text(organizationID), .text(id), .text(webhookID), .text(eventID), .text(eventType), .integer(now.microseconds),
                .integer(eventCreatedAt),
            ])
        return inserted > 0 ? id : nil
    }

    /// Records an event that goes to one endpoint alone. Returns the delivery's id.
    static func insertEvent(
        _ eventID: String, type: String, body: [UInt8], for webhook: Webhook, at now: Timestamp, in session: any SQLSession
    ) async throws -> String {
        try await session.execute(
            """
            INSERT INTO outbox_events (organization_id, event_id, family, type, body, created_at, fanned_out_at)
            VALUES ($1, $2, $3, $4, $5, $6, $6)
            """,
            [
                .text(webhook.organizationID), .text(eventID), .text(webhook.family.rawValue), .text(type), .bytes(body),
                .integer(now.microseconds),
            ])
        let id = try await insertDelivery(
            webhookID: webhook.id, eventID: eventID, eventType: type, eventCreatedAt: now.microseconds, organizationID: webhook.organizationID,
            at: now, in: session)
        guard let id else { throw SQLError(.other, "an event with this id was delivered before") }
        try await DeliveryLogStore.addToCounts([.init(organizationID: webhook.organizationID, webhookID: webhook.id): 1], in: session)
        return id
    }

    private static func pending(limit: Int, in session: any SQLSession) async throws -> [Event] {
        try await session.query(
            """
            SELECT organization_id, event_id, family, type, unless_subscribed_to, created_at FROM outbox_events
            WHERE fanned_out_at IS NULL ORDER BY created_at, event_id LIMIT $1 \(session.dialect.skipLocked)
            """,
            [.integer(Int64(limit))]
        ).map { row in
            Event(
                id: try row.text("event_id"), organizationID: try row.text("organization_id"), family: try row.text("family"),
                type: try row.text("type"), unlessSubscribedTo: try row.optionalText("unless_subscribed_to"), createdAt: try row.int("created_at"))
        }
    }

    private static func subscribers(organizationID: String, at now: Timestamp, in session: any SQLSession) async throws -> [Subscriber] {
        try await session.query(
            "SELECT webhook_id, family, events FROM webhooks WHERE organization_id = $1 AND (disabled_at IS NULL OR disabled_at > $2)",
            [.text(organizationID), .integer(now.adding(seconds: -RetryRules.daysHeld * 86_400).microseconds)]
        ).map { row in
            Subscriber(
                webhookID: try row.text("webhook_id"), family: try row.text("family"), events: Set(try WebhookStore.events(row.text("events"))))
        }
    }

    private static func conclude(_ event: Event, hasListeners: Bool, at now: Timestamp, in session: any SQLSession) async throws {
        let key: [SQLValue] = [.text(event.organizationID), .text(event.id)]
        if hasListeners {
            try await session.execute(
                "UPDATE outbox_events SET fanned_out_at = $3 WHERE organization_id = $1 AND event_id = $2", key + [.integer(now.microseconds)])
        } else {
            try await session.execute("DELETE FROM outbox_events WHERE organization_id = $1 AND event_id = $2", key)
        }
    }
}
