import Storage
import Vocabulary

/// Where a room says what happened, in the transaction of the change that caused it: either both are kept or neither.
///
/// What is recorded is handed out later, at least once, by whoever listens (`Webhooks`).
package struct Outbox: Sendable {
    /// The notification channel on which the recording of events is announced.
    package static let channel = "outbox"

    package init() {}

    /// Writes one event.
    ///
    /// - Parameters:
    ///   - type: the public name, e.g. `session.completed`.
    ///   - family: whose customers know that name: `stradum`, `psa` or `stratam`.
    ///   - body: what is sent, byte for byte.
    ///   - unlessSubscribedTo: a listener that also subscribes to this other type is passed over, because it gets that one instead.
    package func record(
        type: String, family: String, organizationID: String, body: [UInt8], unlessSubscribedTo: String? = nil,
        eventID: String = ID.new(.event), at time: Timestamp, in session: any SQLSession
    ) async throws {
        try await session.execute(
            """
            INSERT INTO outbox_events (organization_id, event_id, family, type, unless_subscribed_to, body, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(organizationID), .text(eventID), .text(family), .text(type), unlessSubscribedTo.map(SQLValue.text) ?? .null,
                .bytes(body), .integer(time.microseconds),
            ])
    }

    /// Wakes who hands events out; called after the transaction was committed. Without it they notice within their polling interval.
    package func announce(on database: any SQLDatabase) async {
        try? await database.wake(Self.channel)
    }
}
