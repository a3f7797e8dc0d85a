// What an attempt changed: the delivery, the endpoint's health, and one more line in the log.
import Storage
import Vocabulary

enum OutcomeStore {
    /// Writes the attempt and what becomes of the delivery. False when the delivery is gone or somebody else concluded it.
    static func record(
        _ attempt: DeliveryAttempt, verdict: Verdict, of delivery: DueDelivery, organizationID: String, at now: Timestamp,
        in session: any SQLSession
    ) async throws -> Bool {
        let status: DeliveryStatus
        var nextAttemptAt: SQLValue = .null
        switch verdict {
        case .delivered: status = .delivered
        case .dead, .gone: status = .dead
        case .retry(let seconds):
            status = .waiting
            nextAttemptAt = .integer(now.adding(seconds: seconds).microseconds)
        }
        let row = try await session.first(
            """
            UPDATE webhook_deliveries SET status = $3, next_attempt_at = $4, attempt_count = attempt_count + 1,
                failed_tries = $5, delivered_at = COALESCE(delivered_at, $6)
            WHERE organization_id = $1 AND delivery_id = $2 AND status = 'in_flight'
            RETURNING attempt_count
            """,
            [
                .text(organizationID), .text(delivery.id), .text(status.rawValue), nextAttemptAt,
                .integer(Int64(verdict == .delivered ? 0 : delivery.failedTries + 1)),
                verdict == .delivered ? .integer(now.microseconds) : .null,
            ])
        guard let number = try row?.int("attempt_count") else { return false }
        try await session.execute(
            """
            INSERT INTO webhook_attempts
                (organization_id, delivery_id, number, is_replay, started_at, duration_ms, status_code, error, response_snippet)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(organizationID), .text(delivery.id), .integer(number), .integer(attempt.isReplay ? 1 : 0),
                .integer(attempt.startedAt.microseconds), .integer(Int64(attempt.durationMs)),
                attempt.statusCode.map { .integer(Int64($0)) } ?? .null, attempt.error.map(SQLValue.text) ?? .null,
                attempt.responseSnippet.map(SQLValue.text) ?? .null,
            ])
        return true
    }

    /// The endpoint works again: its failures are forgotten.
    static func noteSuccess(_ key: QueueStore.EndpointKey, in session: any SQLSession) async throws {
        try await session.execute(
            """
            UPDATE webhooks SET failures_in_a_row = 0, failing_since = NULL, notices_sent = 0, held_until = NULL
            WHERE organization_id = $1 AND webhook_id = $2 AND failing_since IS NOT NULL
            """,
            key.arguments)
    }

    /// Counts a failure. After 10 in a row the endpoint rests between probes; without success for 120 hours, or when it says that it
    /// is gone, it is disabled. What its owner should be told goes into the outbox with it. Returns whether anything may still be sent to it
    /// now, and that notice.
    static func noteFailure(
        _ key: QueueStore.EndpointKey, isGone: Bool, at now: Timestamp, in session: any SQLSession
    ) async throws -> (isOpen: Bool, notice: WebhookNotice?) {
        let row = try await session.first(
            """
            UPDATE webhooks SET failures_in_a_row = failures_in_a_row + 1, failing_since = COALESCE(failing_since, $3)
            WHERE organization_id = $1 AND webhook_id = $2
            RETURNING family, failures_in_a_row, failing_since, notices_sent, status
            """,
            key.arguments + [.integer(now.microseconds)])
        guard let row, try row.text("status") == "active" else { return (false, nil) }
        let failures = Int(try row.int("failures_in_a_row"))
        let since = Timestamp(microseconds: try row.int("failing_since"))
        let hours = now.seconds(since: since) / 3_600
        let isCircuitOpen = failures >= RetryRules.failuresThatOpenTheCircuit

        func notice(_ kind: WebhookNotice.Kind) async throws -> WebhookNotice {
            let notice = WebhookNotice(kind: kind, organizationID: key.organizationID, webhookID: key.webhookID, failingSince: since)
            try await notice.record(family: try row.text("family"), at: now, in: session)
            return notice
        }
        if isGone || isCircuitOpen && hours >= RetryRules.hoursUntilDisabled {
            _ = try await WebhookStore.setActive(
                false, reason: isGone ? .gone : .failing, key.webhookID, at: now, organizationID: key.organizationID, in: session)
            return (false, try await notice(.disabled(isGone ? .gone : .failing)))
        }
        if isCircuitOpen {
            try await session.execute(
                "UPDATE webhooks SET held_until = $3 WHERE organization_id = $1 AND webhook_id = $2",
                key.arguments + [.integer(now.adding(seconds: RetryRules.probeSeconds).microseconds)])
        }
        let due = RetryRules.hoursUntilNotice.filter { $0 <= hours }.count
        guard due > Int(try row.int("notices_sent")) else { return (!isCircuitOpen, nil) }
        try await session.execute(
            "UPDATE webhooks SET notices_sent = $3 WHERE organization_id = $1 AND webhook_id = $2", key.arguments + [.integer(Int64(due))])
        return (!isCircuitOpen, try await notice(.failing(hours: RetryRules.hoursUntilNotice[due - 1])))
    }
}
