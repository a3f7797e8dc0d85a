import Crypto
import Logging
import OutboundHTTP
import Outbox
import Storage
import Vocabulary

/// How deliveries are made.
package struct DeliverySettings: Sendable {
    /// Seconds for one attempt, all told. *Documented*: 15, at most 30.
    package var timeoutSeconds = 15.0
    /// Requests under way to one endpoint. *Documented.* An endpoint whose last attempt failed gets one at a time.
    package var perEndpoint = 5
    /// Endpoints worked on at once by one server. *Our choice*: an endpoint that hangs costs a task and a socket, not a thread.
    package var endpointsAtOnce = 256
    /// Deliveries after which a busy endpoint goes to the end of the line. *Our choice.*
    package var burst = 200
    /// How long an endpoint stays with a server that died. *Our choice*: above the longest attempt, with room for a slow disk.
    package var leaseSeconds = 90.0
    /// How often the queue is looked at when nobody called. *Our choice.*
    package var pollSeconds = 1.0
    /// The least time between two looks at the queue. *Our choice*: under load many events then share one look and one commit.
    package var restSeconds = 0.05
    /// How long bodies and log lines are kept. *Our choice.*
    package var bodyDays = 30.0
    package var logDays = 180.0
    package var userAgent = "Mien (+webhooks)"

    package init() {}
}

/// Hands out what the outbox recorded, at least once, and writes down what came of it.
package struct Deliveries: Sendable {
    /// What one look at the queue did.
    package struct Pass: Sendable, Equatable {
        package var eventsFannedOut = 0
        package var attempts = 0
    }

    let database: any SQLDatabase
    let outbound: OutboundClient
    let seal: SecretSeal
    let clock: Clock
    let random: @Sendable () -> Double
    let logger: Logger
    let settings: DeliverySettings
    /// Names this server in leases.
    let owner = ID.new(.job)

    /// - Parameters:
    ///   - instanceKey: opens the stored secrets.
    ///   - random: uniform in 0..<1; spreads the waits between attempts.
    package init(
        database: any SQLDatabase, outbound: OutboundClient, instanceKey: SymmetricKey, clock: @escaping Clock, logger: Logger,
        settings: DeliverySettings = DeliverySettings(), random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.database = database
        self.outbound = outbound
        seal = SecretSeal(key: instanceKey)
        self.clock = clock
        self.logger = logger
        self.settings = settings
        self.random = random
    }

    /// Everything that is due now, once: events become deliveries, and every endpoint's queue is worked off.
    @discardableResult
    package func runDue() async throws -> Pass {
        var pass = Pass()
        pass.eventsFannedOut = try await fanOut()
        let endpoints = try await QueueStore.dueEndpoints(at: clock(), in: database)
        pass.attempts = await withTaskGroup(of: Int.self) { group in
            var attempts = 0
            for (index, endpoint) in endpoints.enumerated() {
                if index >= settings.endpointsAtOnce { attempts += await group.next() ?? 0 }
                group.addTask { await EndpointWork(self, endpoint).run(burst: .max) }
            }
            for await count in group { attempts += count }
            return attempts
        }
        return pass
    }

    /// Works until the task is cancelled: woken by announcements and by the clock. Then starts nothing more, lets what is under way
    /// finish (at most one attempt's time), and gives every endpoint back.
    package func run() async {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let wakers = [
            Task { for await _ in database.notifications(Outbox.channel) { wake.yield() } },
            Task { await every(settings.pollSeconds) { wake.yield() } },
            Task { await every(3_600) { await purge() } },
        ]
        let floor = WorkFloor()
        for await _ in wakes {
            do {
                try await fanOut()
                for endpoint in try await QueueStore.dueEndpoints(at: clock(), in: database) {
                    guard floor.enter(endpoint, limit: settings.endpointsAtOnce) else { continue }
                    floor.add(Task {
                        _ = await EndpointWork(self, endpoint).run(
                            burst: settings.burst, lookAgainSeconds: settings.pollSeconds, shouldStop: { floor.isClosing })
                        floor.leave(endpoint)
                        wake.yield()
                    }, for: endpoint)
                }
            } catch {
                if !Task.isCancelled { logger.error("looking for due deliveries failed", metadata: ["error": "\(error)"]) }
            }
            try? await Task.sleep(for: .seconds(settings.restSeconds))
        }
        for waker in wakers { waker.cancel() }
        for work in floor.close() { await work.value }
    }

    /// Forgets bodies and log lines beyond their time, and cancels what was held for endpoints disabled too long.
    package func purge() async {
        let now = clock()
        let chunk = 1_000
        func repeated(_ step: @Sendable @escaping (any SQLSession) async throws -> Int) async throws {
            while try await database.transaction(step) == chunk {}
        }
        let bodiesBefore = now.adding(seconds: -settings.bodyDays * 86_400), linesBefore = now.adding(seconds: -settings.logDays * 86_400)
        do {
            _ = try await DeliveryLogStore.cancelHeld(disabledBefore: now.adding(seconds: -RetryRules.daysHeld * 86_400), in: database)
            try await repeated { try await DeliveryLogStore.purgeBodies(before: bodiesBefore, limit: chunk, in: $0) }
            try await repeated { try await DeliveryLogStore.purgeDeliveries(before: linesBefore, limit: chunk, in: $0) }
        } catch {
            if !Task.isCancelled { logger.error("purging old deliveries failed", metadata: ["error": "\(error)"]) }
        }
    }

    /// Makes the deliveries of all events recorded so far; returns how many events there were.
    @discardableResult
    private func fanOut() async throws -> Int {
        let batch = 200
        var total = 0
        while true {
            let now = clock()
            let count = try await database.transaction { try await FanOutStore.fanOut(limit: batch, at: now, in: $0) }
            total += count
            if count < batch { return total }
        }
    }

    private func every(_ seconds: Double, _ action: () async -> Void) async {
        while !Task.isCancelled {
            await action()
            try? await Task.sleep(for: .milliseconds(Int(seconds * 1_000)))
        }
    }
}
