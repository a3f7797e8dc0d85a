// Turns put together, and what they have done in the background.
import Access
import Jobs
import LanguageModel
import Vocabulary

extension Turns {
    init(
        _ house: Assistant.House, _ writer: Assistant.Writer, conversations: Conversations, tools: @escaping @Sendable (Tier) -> ToolBox,
        pause: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.init(
            database: house.database, outbox: house.outbox, conversations: conversations, actions: house.actions, jobs: house.jobs,
            model: writer.configured.model,
            loop: TurnLoop(
                model: writer.configured.model, prices: writer.configured.prices, limits: writer.limits, clock: house.clock, pause: pause,
                logger: house.logger),
            tools: tools, readPosture: house.neighbours.readPosture, clock: house.clock, pause: pause, logger: house.logger)
    }

    /// Looks for turns of dead servers at once and every 15 s (our choice: with the lease, a thread is free again within 45 s), and reads the
    /// posture of replies as they come.
    func addJobs(to jobs: Jobs) {
        jobs.every("turn-recovery", seconds: 15) { _ = try await recover() }
        guard let readPosture else { return }
        let posture = ReplyPostureJob(
            database: database, conversations: conversations, jobs: jobs, read: readPosture, clock: clock, logger: logger)
        jobs.register(ReplyPostureJob.kind) { try await posture.run($0) }
    }

    /// How long running turns are waited for when a server stops (our choice: below the 30 s after which containers are killed).
    static let drainSeconds = 20

    func drain() async { await running.drain(grace: .seconds(Self.drainSeconds)) }
}
