// The one durable queue and the one scheduler.
import Logging
import Storage
import Synchronization
import Vocabulary

/// Work that is done later, at least once: jobs that somebody enqueued, and rounds that come by the clock.
///
/// A job is taken under a lease that is renewed while it runs. When its server dies the lease ends and another server takes
/// it. A job that fails waits, longer each time, and is dead after its last attempt. Handlers must therefore bear being run
/// twice. Any number of servers may work on one database: each job and each round is run by one of them at a time.
package final class Jobs: Sendable {
    package typealias Handler = @Sendable (String) async throws -> Void

    struct Registration: Sendable {
        let handler: Handler
        let retryDelay: @Sendable (_ attempt: Int) -> Double
    }

    struct Schedule: Sendable {
        let seconds: Double
        let handler: @Sendable () async throws -> Void
    }

    /// What is running here: a job, or a round of a schedule.
    enum Work: Hashable, Sendable {
        case job(ClaimedJob)
        case round(schedule: String)
    }

    struct State {
        var registrations: [String: Registration] = [:]
        var schedules: [String: Schedule] = [:]
        var running: [Work: Task<Void, Never>?] = [:]
        var isStopping = false
        var waitingForIdle: [CheckedContinuation<Void, Never>] = []
    }

    /// The notification channel on which new jobs are announced.
    package static let channel = "jobs"
    /// How long a lease lasts without renewal (our choice: a dead server's work starts anew within this time). It is renewed
    /// three times as often.
    static let leaseSeconds: Double = 60
    /// The safety net under lost announcements (our choice).
    static let pollSeconds: Double = 5

    let database: any SQLDatabase
    let clock: Clock
    let logger: Logger
    /// How many jobs run at once on this server.
    let workers: Int
    /// Tells our leases from those of others.
    let lease = ID.randomBase62(16)
    let bell = Bell()
    let state = Mutex(State())

    package init(database: any SQLDatabase, clock: @escaping Clock, logger: Logger, workers: Int = 4) {
        self.database = database
        self.clock = clock
        self.logger = logger
        self.workers = max(1, workers)
    }

    /// Says what is to be done with jobs of a kind. `retryDelay` gives the seconds to wait after the first, second, … failure.
    /// Jobs of kinds that are not registered here are left to other servers.
    package func register(
        _ kind: String, retryDelay: @escaping @Sendable (_ attempt: Int) -> Double = Jobs.defaultRetryDelay, handler: @escaping Handler
    ) {
        state.withLock { $0.registrations[kind] = Registration(handler: handler, retryDelay: retryDelay) }
        bell.ring()
    }

    /// Runs `handler` every so many seconds on one of the servers, the first time at once. A round that is still running when
    /// the next one is due is not run beside itself; rounds that were missed are not made up for.
    package func every(_ name: String, seconds: Double, handler: @escaping @Sendable () async throws -> Void) {
        state.withLock { $0.schedules[name] = Schedule(seconds: seconds, handler: handler) }
        bell.ring()
    }

    /// 10 s, doubled each time up to an hour, 10 % more or less so that failures do not march in step (our choice).
    package static func defaultRetryDelay(attempt: Int) -> Double {
        min(10 * Double(1 << min(max(attempt - 1, 0), 20)), 3600) * Double.random(in: 0.9...1.1)
    }

    /// Enqueues a job with the caller's transaction: it exists when that commits, and wakes a worker then.
    ///
    /// While a job of the same kind waits under the same `key`, there is no second one: the waiting job gets the newer payload
    /// and the earlier time. A job that is running already does not count, for it may have read what has changed since.
    package func enqueue(
        _ kind: String, _ payload: String, at time: Timestamp? = nil, key: String? = nil, maxAttempts: Int = 10, in session: any SQLSession
    ) async throws {
        let now = clock()
        try await JobStore.insert(kind: kind, payload: payload, key: key, due: time ?? now, now: now, maxAttempts: maxAttempts, in: session)
        if (time ?? now) <= now.adding(seconds: Self.pollSeconds) { try await session.notify(Self.channel, "") }
    }

    /// How many jobs wait, run and are dead, by kind.
    package func counts() async throws -> [(kind: String, status: String, count: Int)] { try await JobStore.counts(in: database) }

    /// Gives the dead jobs of a kind all their attempts again; returns how many.
    package func reviveDead(_ kind: String) async throws -> Int {
        let revived = try await JobStore.reviveDead(kind: kind, now: clock(), in: database)
        bell.ring()
        return revived
    }

    /// Forgets dead jobs that died before `time`; returns how many.
    package func removeDead(before time: Timestamp) async throws -> Int { try await JobStore.removeDead(before: time, in: database) }
}

/// Thrown by a handler that knows better when to try again than the usual delay.
package struct RetryLater: Error {
    package let seconds: Double
    package let reason: String
    package init(seconds: Double, reason: String) {
        self.seconds = seconds
        self.reason = reason
    }
}

/// Thrown by a handler that knows that trying again is no use: the job is dead at once.
package struct GiveUp: Error {
    package let reason: String
    package init(_ reason: String) { self.reason = reason }
}
