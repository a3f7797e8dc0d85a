// The request that one attempt makes, and what the log keeps of its result.
import OutboundHTTP
import Vocabulary

enum DeliveryRequest {
    /// How much of an answer the log keeps, in bytes. *Our choice.*
    static let snippetBytes = 1_024

    /// The same event always has the same `webhook-id` and body; the time and the signatures are of this attempt.
    static func make(
        _ delivery: DueDelivery, body: [UInt8], to endpoint: LeasedEndpoint, at now: Timestamp, userAgent: String, timeoutSeconds: Double
    ) -> OutboundRequest {
        let timestamp = now.microseconds / 1_000_000
        let family = endpoint.family
        var headers: [(name: String, value: String)] = [
            ("Content-Type", "application/json"),
            ("User-Agent", userAgent),
            ("webhook-id", delivery.eventID),
            ("webhook-timestamp", String(timestamp)),
            ("X-\(family.headerWord)-Event", delivery.eventType),
            ("X-\(family.headerWord)-Delivery", delivery.id),
        ]
        if let current = endpoint.secrets.first {
            let signatures = endpoint.secrets.map { Signature.standard(secret: $0, id: delivery.eventID, timestamp: timestamp, body: body) }
            headers.append(("webhook-signature", signatures.joined(separator: " ")))
            if let name = family.signatureHeader { headers.append((name, Signature.legacy(secret: current, body: body))) }
        }
        return OutboundRequest(url: endpoint.url, headers: headers, body: body, timeoutSeconds: timeoutSeconds)
    }

    static func logLine(_ result: OutboundResult, isReplay: Bool, startedAt: Timestamp, durationMs: Int) -> DeliveryAttempt {
        var attempt = DeliveryAttempt(
            number: 0, isReplay: isReplay, startedAt: startedAt, durationMs: durationMs, statusCode: nil, error: nil, responseSnippet: nil)
        switch result {
        case .refused(let refusal): attempt.error = "the target was refused: it \(refusal.reason)"
        case .failed(let failure): attempt.error = failure.rawValue
        case .response(let response):
            attempt.statusCode = response.status
            if (300...399).contains(response.status) { attempt.error = "redirects are not followed" }
            let text = String(decoding: response.body.prefix(snippetBytes), as: UTF8.self)
            attempt.responseSnippet = text.isEmpty ? nil : text.replacing("\0", with: "\u{FFFD}")
        }
        return attempt
    }
}
