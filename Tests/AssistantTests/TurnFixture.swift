import Access
import Jobs
import LanguageModel
import Logging
import OutboundHTTP
import Outbox
import Storage
import Support
import Synchronization
import Testing
import Vocabulary

@testable import Assistant

/// A server's turns over a fresh database: model, time and waiting are the test's.
struct TurnFixture: Sendable {
    let base: ConversationFixture
    let turns: Turns
    let jobs: Jobs
    let actions: Actions
    let ticks: Ticks
    let posture: PostureDouble

    /// Lets the turns' waiting go on one step at a time.
    final class Ticks: Sendable {
        private let stream: AsyncStream<Void>
        private let bell: AsyncStream<Void>.Continuation
        private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])
        private let isOver = Mutex(false)

        init() { (stream, bell) = AsyncStream.makeStream() }

        func pause(_ seconds: Double) async throws {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    if Task.isCancelled { return continuation.resume() }
                    waiting.withLock { $0.append(continuation) }
                    bell.yield()
                }
            } onCancel: {
                release()
            }
            try Task.checkCancellation()
        }

        private func release() {
            for continuation in waiting.withLock({ waiting in defer { waiting = [] }; return waiting }) { continuation.resume() }
        }

        /// Waits until somebody pauses, then ends all pauses.
        func tick() async {
            for await _ in stream { break }
            release()
        }

        /// Waits until somebody pauses (again) and leaves it there.
        func untilPaused() async {
            for await _ in stream { break }
            bell.yield()
        }
    }

    /// A posture reader that the test can let fail.
    final class PostureDouble: Sendable {
        struct Broken: Error {}
        private let state = Mutex((failures: 0, read: [String]()))
        func fail(_ times: Int) { state.withLock { $0.failures = times } }
        var read: [String] { state.withLock { $0.read } }

        func read(_ text: String) throws -> ReplyPosture {
            let fails = state.withLock { state in
                state.read.append(text)
                guard state.failures > 0 else { return false }
                state.failures -= 1
                return true
            }
            if fails { throw Broken() }
            return ReplyPosture(alert: "yellow", engineVersion: "1", reading: ["alert": "yellow", "engine_version": "1"])
        }
    }

    static func with<T: Sendable>(
        _ dialect: Dialect, _ model: any LanguageModel, cap: Int64? = nil, readsPosture: Bool = true, _ body: (TurnFixture) async throws -> T
    ) async throws -> T {
        try await ConversationFixture.with(dialect) { base in try await body(TurnFixture(base, model, cap: cap, readsPosture: readsPosture)) }
    }

    init(
        _ base: ConversationFixture, _ model: any LanguageModel, cap: Int64? = nil, readsPosture: Bool = true, limits: TurnLimits = TurnLimits()
    ) {
        self.base = base
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock = base.clock
        let jobs = Jobs(database: base.database, clock: { clock.now }, logger: logger)
        self.jobs = jobs
        var policy = ActionPolicy()
        policy.budget.actions = cap
        actions = Actions(database: base.database, policy: policy)
        let ticks = Ticks(), posture = PostureDouble()
        self.ticks = ticks
        self.posture = posture
        let read: @Sendable (String, String, String?) async throws -> ReplyPosture = { _, text, _ in try posture.read(text) }
        let house = Assistant.House(
            database: base.database, outbox: Outbox(), outbound: OutboundClient(send: { _ in .failed(.connectionFailed) }), jobs: jobs,
            actions: actions,
            neighbours: Neighbours(
                readPosture: readsPosture ? read : nil, recentAlerts: { _, _ in [] }, session: { _, _ in nil }, incident: { _, _ in nil }),
            encoder: nil, clock: { clock.now }, logger: logger)
        let vault = Vault(database: base.database, outbox: Outbox(), encoder: nil, clock: { clock.now }, logger: logger)
        var configured = ConfiguredModel(model)
        configured.prices = Prices(table: ["double": ModelPrice(dollarsIn: 1, dollarsOut: 2)], model: model.description)
        var writer = Assistant.Writer(configured)
        writer.limits = limits
        turns = Turns(
            house, writer, conversations: base.conversations,
            tools: { tier in ToolBox(Tool.all(for: tier, house, vault, userAgent: "test"), logger: logger) }, pause: { try await ticks.pause($0) })
        turns.addJobs(to: jobs)
    }

    func start(_ content: String, in thread: String? = nil, channel: Channel? = nil) async throws -> Turns.Started {
        try await turns.start(Turns.Request(threadID: thread, content: content, channel: channel), by: base.owner)
    }

    /// Sends and waits for the end.
    func send(_ content: String, in thread: String? = nil) async throws -> TurnOutcome {
        let started = try await start(content, in: thread)
        let outcome = try #require(await started.reply.wait())
        await turns.running.untilIdle()
        return outcome
    }

    func message(_ id: String) async throws -> Message {
        try #require(try await base.conversations.message(id, of: base.owner, in: base.database))
    }

    struct Books: Equatable {
        var settled: Int64
        var released: Int64
        var reserved: Int64
        /// As the month's counter has it.
        var used: Int64
        var underWay: Int64
        var turns: Int64
        var busyThreads: Int64
    }

    /// What actions, counters, turns and leases say.
    func books() async throws -> Books {
        func count(_ sql: String) async throws -> Int64 { try await base.database.first(sql)?.int("n") ?? 0 }
        return Books(
            settled: try await count("SELECT COUNT(*) AS n FROM actions WHERE state = 'settled'"),
            released: try await count("SELECT COUNT(*) AS n FROM actions WHERE state IN ('released', 'expired')"),
            reserved: try await count("SELECT COUNT(*) AS n FROM actions WHERE state = 'reserved'"),
            used: try await count("SELECT COALESCE(SUM(actions), 0) AS n FROM action_usage"),
            underWay: try await count("SELECT COALESCE(SUM(reserved), 0) AS n FROM action_usage"),
            turns: try await count("SELECT COUNT(*) AS n FROM turns"),
            busyThreads: try await count("SELECT COUNT(*) AS n FROM threads WHERE busy_turn IS NOT NULL"))
    }
}
