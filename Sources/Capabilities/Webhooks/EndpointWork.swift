// One server's work on one endpoint's queue: lease it, send what is due, write down what came of it, give it back.
import Logging
import OutboundHTTP
import Outbox
import Vocabulary

struct EndpointWork: Sendable {
    /// What one attempt means for the next ones.
    private enum Outcome: Sendable {
        case success
        /// It failed; others may follow, one at a time.
        case failure
        /// Nothing more for now: the endpoint rests or is disabled, the lease is lost, or the result could not be written.
        case stop
        /// Some time went by; perhaps something new is due.
        case lookAgain
    }

    private let deliveries: Deliveries
    private let key: QueueStore.EndpointKey

    init(_ deliveries: Deliveries, _ key: QueueStore.EndpointKey) {
        self.deliveries = deliveries
        self.key = key
    }

    /// Works until nothing is due, `burst` attempts were made, or the endpoint must rest. Returns how many attempts were made.
    /// - Parameter lookAgainSeconds: while answers are awaited and there is room for more, the queue is looked at this often.
    func run(burst: Int, lookAgainSeconds: Double? = nil, shouldStop: @Sendable () -> Bool = { false }) async -> Int {
        var attempts = 0
        do {
            guard let endpoint = try await lease() else { return 0 }
            attempts = await work(on: endpoint, burst: burst, lookAgainSeconds: lookAgainSeconds, shouldStop: shouldStop)
            try await release()
        } catch {
            // What was taken is due again when the lease has run out.
            deliveries.logger.error("work on a webhook's queue was broken off", metadata: ["webhook": "\(key.webhookID)", "error": "\(error)"])
        }
        return attempts
    }

    private func work(
        on endpoint: LeasedEndpoint, burst: Int, lookAgainSeconds: Double?, shouldStop: @Sendable () -> Bool
    ) async -> Int {
        await withTaskGroup(of: Outcome.self) { group in
            var queue: [DueDelivery] = []
            var running = 0, started = 0
            var isStopping = false, mayHaveMore = true, isTimerSet = false
            var isFailing = endpoint.failuresInARow > 0
            var leasedUntil = deliveries.clock().adding(seconds: deliveries.settings.leaseSeconds)
            while true {
                isStopping = isStopping || started >= burst || shouldStop()
                let width = isFailing ? 1 : deliveries.settings.perEndpoint
                if !isStopping, queue.isEmpty, running < width, mayHaveMore {
                    // Failing endpoints get no supply: what is taken must not wait long behind what hangs.
                    let limit = min(isFailing ? width - running : width * 5, burst - started)
                    queue = await take(limit, &leasedUntil)
                    mayHaveMore = queue.count == limit
                }
                while !isStopping, running < width, !queue.isEmpty {
                    guard await stillLeased(&leasedUntil) else {
                        isStopping = true
                        break
                    }
                    let delivery = queue.removeFirst()
                    group.addTask { await attempt(delivery, to: endpoint) }
                    running += 1
                    started += 1
                }
                guard running > 0 else { break }
                if let lookAgainSeconds, !isStopping, !isTimerSet, running < width {
                    isTimerSet = true
                    group.addTask {
                        try? await Task.sleep(for: .milliseconds(Int(lookAgainSeconds * 1_000)))
                        return .lookAgain
                    }
                }
                guard let outcome = await group.next() else { break }
                switch outcome {
                case .success: isFailing = false
                case .failure: isFailing = true
                case .stop: isStopping = true
                case .lookAgain:
                    (isTimerSet, mayHaveMore) = (false, true)
                    continue
                }
                running -= 1
            }
            // Only the timer can be left.
            group.cancelAll()
            return started
        }
    }

    private func attempt(_ delivery: DueDelivery, to endpoint: LeasedEndpoint) async -> Outcome {
        let startedAt = deliveries.clock()
        let start = ContinuousClock.now
        let verdict: Verdict
        let line: DeliveryAttempt
        if let body = delivery.body {
            let result = await deliveries.outbound.send(DeliveryRequest.make(
                delivery, body: body, to: endpoint, at: startedAt, userAgent: deliveries.settings.userAgent,
                timeoutSeconds: deliveries.settings.timeoutSeconds))
            verdict = RetryRules.verdict(of: result, failedTries: delivery.failedTries, at: deliveries.clock(), random: deliveries.random())
            let elapsed = (ContinuousClock.now - start).components
            let milliseconds = Int(elapsed.seconds * 1_000 + elapsed.attoseconds / 1_000_000_000_000_000)
            line = DeliveryRequest.logLine(result, isReplay: delivery.isReplay, startedAt: startedAt, durationMs: milliseconds)
        } else {
            verdict = .dead
            line = DeliveryAttempt(
                number: 0, isReplay: delivery.isReplay, startedAt: startedAt, durationMs: 0, statusCode: nil,
                error: "the event's body is no longer kept", responseSnippet: nil)
        }
        return await record(line, verdict, of: delivery)
    }

    private func record(_ line: DeliveryAttempt, _ verdict: Verdict, of delivery: DueDelivery) async -> Outcome {
        let now = deliveries.clock()
        let key = key
        do {
            let (outcome, notice) = try await deliveries.database.transaction { session -> (Outcome, WebhookNotice?) in
                let isRecorded = try await OutcomeStore.record(
                    line, verdict: verdict, of: delivery, organizationID: key.organizationID, at: now, in: session)
                guard isRecorded else { return (.stop, nil) }
                if verdict == .delivered {
                    // Whether it is failing now, not when the attempt began: others end in between.
                    try await OutcomeStore.noteSuccess(key, in: session)
                    return (.success, nil)
                }
                guard delivery.body != nil else { return (.success, nil) }
                let health = try await OutcomeStore.noteFailure(key, isGone: verdict == .gone, at: now, in: session)
                return (health.isOpen ? .failure : .stop, health.notice)
            }
            if let notice {
                deliveries.logger.warning(
                    "a webhook keeps failing",
                    metadata: ["organization": "\(key.organizationID)", "webhook": "\(key.webhookID)", "notice": "\(notice.kind)"])
                await Outbox().announce(on: deliveries.database)
            }
            return outcome
        } catch {
            deliveries.logger.error("a delivery's result could not be written", metadata: ["delivery": "\(delivery.id)", "error": "\(error)"])
            return .stop
        }
    }

    private func lease() async throws -> LeasedEndpoint? {
        let now = deliveries.clock()
        let key = key, owner = deliveries.owner, seal = deliveries.seal
        let until = now.adding(seconds: deliveries.settings.leaseSeconds)
        return try await deliveries.database.transaction { session in
            try await QueueStore.lease(key, owner: owner, until: until, at: now, seal: seal, in: session)
        }
    }

    private func release() async throws {
        let key = key, owner = deliveries.owner
        try await deliveries.database.transaction { try await QueueStore.release(key, owner: owner, in: $0) }
    }

    /// The next due deliveries; none when the lease is lost or the database fails.
    private func take(_ limit: Int, _ leasedUntil: inout Timestamp) async -> [DueDelivery] {
        guard limit > 0 else { return [] }
        let now = deliveries.clock()
        let key = key, owner = deliveries.owner
        let until = now.adding(seconds: deliveries.settings.leaseSeconds)
        do {
            let due = try await deliveries.database.transaction { session -> [DueDelivery]? in
                guard try await QueueStore.renew(key, owner: owner, until: until, in: session) else { return nil }
                return try await QueueStore.take(key, limit: limit, at: now, in: session)
            }
            guard let due else { return [] }
            leasedUntil = until
            return due
        } catch {
            deliveries.logger.error("a webhook's queue could not be read", metadata: ["webhook": "\(key.webhookID)", "error": "\(error)"])
            return []
        }
    }

    /// Whether an attempt started now ends within the lease; lengthens it where it would not.
    private func stillLeased(_ leasedUntil: inout Timestamp) async -> Bool {
        let now = deliveries.clock()
        if leasedUntil.seconds(since: now) > deliveries.settings.timeoutSeconds * 2 { return true }
        let until = now.adding(seconds: deliveries.settings.leaseSeconds)
        let isLeased = (try? await QueueStore.renew(key, owner: deliveries.owner, until: until, in: deliveries.database)) ?? false
        if isLeased { leasedUntil = until }
        return isLeased
    }
}
