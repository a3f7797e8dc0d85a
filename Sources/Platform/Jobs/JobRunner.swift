// How jobs and rounds are taken, run, and put away.
import Logging
import Storage
import Vocabulary

extension Jobs {
    /// Runs what is due until nothing is, on the caller's task, without waiting for anything: for tests, and for a server that
    /// is told to work off its queue once. Returns how many jobs and rounds it ran. Stops after 10,000.
    @discardableResult
    package func runDue() async throws -> Int {
        var count = 0
        while count < 10_000 {
            let work = try await claim(limit: workers)
            if work.isEmpty { break }
            for item in work {
                state.withLock { $0.running[item] = .some(nil) }
                await perform(item)
                count += 1
            }
        }
        return count
    }

    /// Works until `shutdown` is called or the task is cancelled. Woken by announcements, by the clock, and every five seconds.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in self.database.notifications(Self.channel) { self.bell.ring() } }
            group.addTask { await self.keepRenewing() }
            group.addTask { await self.keepWorking() }
            // The workers end first, at shutdown; the others only wait.
            await withTaskCancellationHandler {
                while await group.next() != nil {
                    if isStopping || Task.isCancelled { group.cancelAll() }
                }
            } onCancel: {
                bell.ring()
            }
        }
        // Not on this task, whose database calls would be refused.
        if Task.isCancelled { await Task { await shutdown(grace: .zero) }.value }
    }

    /// Takes no more work, waits up to `grace` for what is running, then cancels that and gives its leases back, so that
    /// another server can take it at once.
    package func shutdown(grace: Duration = .seconds(25)) async {
        state.withLock { $0.isStopping = true }
        bell.ring()
        if await !becomesIdle(within: grace) {
            for task in state.withLock({ Array($0.running.values) }) { task?.cancel() }
            // Handlers that heed the cancellation put their jobs back themselves.
            _ = await becomesIdle(within: .seconds(1))
        }
        for work in state.withLock({ Array($0.running.keys) }) { await release(work) }
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    // MARK: Working

    private func keepWorking() async {
        while !isStopping, !Task.isCancelled {
            var pause = Self.pollSeconds
            do {
                let free = workers - state.withLock { $0.running.count }
                if free > 0 {
                    let work = try await claim(limit: free)
                    for item in work { start(item) }
                    if work.count == free { continue }
                    if let next = try await nextDue() { pause = min(pause, max(0, next.seconds(since: clock()))) }
                }
            } catch {
                if !Task.isCancelled { logger.warning("jobs cannot be taken", metadata: ["error": "\(error)"]) }
            }
            // Even when the clock stands still, no more often than this.
            await bell.wait(seconds: max(pause, 0.01))
        }
    }

    private func start(_ work: Work) {
        // Noted before it starts, or it might end before it is noted.
        state.withLock { state in
            state.running[work] = .some(nil)
            state.running[work] = Task {
                await perform(work)
                bell.ring()
            }
        }
    }

    /// Takes what is due: rounds first, then jobs.
    private func claim(limit: Int) async throws -> [Work] {
        let (schedules, kinds, running) = state.withLock { ($0.schedules, $0.registrations.keys.sorted(), $0.running.keys) }
        let now = clock()
        let end = now.adding(seconds: Self.leaseSeconds)
        var work: [Work] = []
        let runs = try await nextRuns(of: schedules.keys.sorted(), now: now)
        for (name, schedule) in schedules.sorted(by: { $0.key < $1.key }) where work.count < limit && !running.contains(.round(schedule: name)) {
            guard let next = runs[name], next <= now else { continue }
            let interval = Int64(schedule.seconds * 1_000_000)
            if try await JobStore.claimSchedule(name, interval: interval, lease: lease, until: end, now: now, in: database) {
                work.append(.round(schedule: name))
            }
        }
        // Looking costs less than taking: on SQLite it needs no turn at the writer.
        guard work.count < limit, let due = try await JobStore.nextDue(kinds: kinds, in: database), due <= now else { return work }
        let free = limit - work.count
        let jobs = try await database.transaction { [lease] session in
            try await JobStore.claim(kinds: kinds, limit: free, lease: lease, until: end, now: now, in: session)
        }
        return work + jobs.map(Work.job)
    }

    private func nextRuns(of names: [String], now: Timestamp) async throws -> [String: Timestamp] {
        var runs = try await JobStore.nextRuns(names, in: database)
        for name in names where runs[name] == nil {
            try await JobStore.addSchedule(name, at: now, in: database)
            runs[name] = now
        }
        return runs
    }

    private func nextDue() async throws -> Timestamp? {
        let (names, kinds, running) = state.withLock { ($0.schedules.keys.sorted(), $0.registrations.keys.sorted(), $0.running.keys) }
        let runs = try await JobStore.nextRuns(names, in: database).filter { !running.contains(.round(schedule: $0.key)) }
        let job = try await JobStore.nextDue(kinds: kinds, in: database)
        return (runs.values.map { $0 } + [job].compactMap { $0 }).min()
    }

    // MARK: Running one

    /// Runs it and puts it away. Never throws: what goes wrong is written to the job and the log.
    private func perform(_ work: Work) async {
        switch work {
        case .job(let job): await perform(job)
        case .round(let name): await performRound(name)
        }
        let waiting = state.withLock { state in
            state.running[work] = nil
            guard state.running.isEmpty else { return [] as [CheckedContinuation<Void, Never>] }
            defer { state.waitingForIdle = [] }
            return state.waitingForIdle
        }
        for waiter in waiting { waiter.resume() }
    }

    private func perform(_ job: ClaimedJob) async {
        guard let registration = state.withLock({ $0.registrations[job.kind] }) else { return }
        let failure: (any Error)?
        do {
            try await registration.handler(job.payload)
            failure = nil
        } catch { failure = error }
        // The transaction that puts the job away must not fall to the cancellation that ended the handler.
        await Task { [self] in
            do { try await putAway(job, failure, retryDelay: registration.retryDelay) } catch {
                logger.error("a job could not be put away; it will be run again", metadata: ["job": "\(job.id)", "error": "\(error)"])
            }
        }.value
    }

    private func putAway(_ job: ClaimedJob, _ failure: (any Error)?, retryDelay: (Int) -> Double) async throws {
        let now = clock()
        guard let failure else { return try await JobStore.remove(job, lease: lease, in: database) }
        if isStopping, failure is CancellationError || (failure as? SQLError)?.kind == .cancelled {
            return try await JobStore.putBack(job, lease: lease, due: now, attempts: job.attempt - 1, error: nil, in: database)
        }
        let text = String("\(failure)".prefix(500)).replacingOccurrences("\0", with: " ")
        let metadata: Logger.Metadata = ["job": "\(job.id)", "kind": "\(job.kind)", "attempt": "\(job.attempt)", "error": "\(text)"]
        if failure is GiveUp || job.attempt >= job.maxAttempts {
            logger.error("a job failed for good", metadata: metadata)
            return try await JobStore.bury(job, lease: lease, now: now, error: text, in: database)
        }
        logger.warning("a job failed and will be tried again", metadata: metadata)
        let delay = (failure as? RetryLater)?.seconds ?? retryDelay(Int(job.attempt))
        try await JobStore.putBack(job, lease: lease, due: now.adding(seconds: delay), attempts: job.attempt, error: text, in: database)
    }

    private func performRound(_ name: String) async {
        guard let schedule = state.withLock({ $0.schedules[name] }) else { return }
        do { try await schedule.handler() } catch {
            if !isStopping { logger.error("a scheduled round failed", metadata: ["schedule": "\(name)", "error": "\(error)"]) }
        }
        await Task { [self] in await release(.round(schedule: name)) }.value
    }

    private func release(_ work: Work) async {
        do {
            switch work {
            case .job(let job): try await JobStore.putBack(job, lease: lease, due: clock(), attempts: job.attempt - 1, error: nil, in: database)
            case .round(let name): try await JobStore.releaseSchedule(name, lease: lease, in: database)
            }
        } catch {
            logger.warning("a lease could not be given back; it ends by itself", metadata: ["error": "\(error)"])
        }
    }

    // MARK: Leases

    private func keepRenewing() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(Self.leaseSeconds / 3)) } catch { return }
            await renewLeases()
        }
    }

    /// Prolongs the leases of all that is running; what has lost its lease to another server is cancelled.
    package func renewLeases() async {
        let end = clock().adding(seconds: Self.leaseSeconds)
        for (work, task) in state.withLock({ $0.running }) {
            do {
                let isHeld =
                    switch work {
                    case .job(let job): try await JobStore.renew(job, lease: lease, until: end, in: database)
                    case .round(let name): try await JobStore.renewSchedule(name, lease: lease, until: end, in: database)
                    }
                // It may also have ended a moment ago.
                if !isHeld, state.withLock({ $0.running[work] != nil }) { task?.cancel() }
            } catch {
                logger.warning("a lease could not be renewed", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Waits until nothing is running; false when that took too long.
    private func becomesIdle(within time: Duration) async -> Bool {
        let timer = Task {
            do { try await Task.sleep(for: time) } catch { return }
            let waiting = state.withLock { state in
                defer { state.waitingForIdle = [] }
                return state.waitingForIdle
            }
            for waiter in waiting { waiter.resume() }
        }
        defer { timer.cancel() }
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.running.isEmpty { return true }
                state.waitingForIdle.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
        return state.withLock { $0.running.isEmpty }
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: Character, with new: Character) -> String { String(map { $0 == old ? new : $0 }) }
}
