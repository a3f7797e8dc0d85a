import Vocabulary

/// The usual shape of an event's body: `{"data": …, "id": …, "timestamp": …, "type": …}`.
package struct EventEnvelope<Payload: Encodable & Sendable>: Encodable, Sendable {
    package var id: String
    package var type: String
    package var timestamp: Timestamp
    package var data: Payload

    package init(id: String, type: String, timestamp: Timestamp, data: Payload) {
        self.id = id
        self.type = type
        self.timestamp = timestamp
        self.data = data
    }
}
