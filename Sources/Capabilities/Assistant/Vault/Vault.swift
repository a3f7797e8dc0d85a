// The vault, put together.
import Jobs
import Logging
import Outbox
import Storage
import Vocabulary

package struct Vault: Sendable {
    /// Remembering, changing, deleting.
    package let entries: VaultEntries
    /// What the model remembers.
    package let recall: Recall
    let handlers: VaultHandlers
    private let imports: VaultImports
    private let vectors: VaultVectors?
    private let database: any SQLDatabase

    /// - Parameter encoder: nil = notes are found by their words alone.
    init(database: any SQLDatabase, outbox: Outbox, encoder: VaultEncoder?, clock: @escaping Clock, logger: Logger) {
        self.database = database
        entries = VaultEntries(database: database, outbox: outbox)
        recall = Recall(database: database, encoder: encoder)
        imports = VaultImports(database: database, clock: clock, logger: logger)
        handlers = VaultHandlers(database: database, entries: entries, imports: imports)
        vectors = encoder.map { VaultVectors(database: database, encoder: $0) }
    }

    /// Vectors that are missing every 5 s, unfinished imports every minute, what people left behind every hour (our choice).
    func addJobs(to jobs: Jobs) {
        let imports = imports, database = database
        jobs.every("vault-imports", seconds: 60) { _ = try await imports.recover() }
        jobs.every("vault-left-behind", seconds: 3_600) { _ = try await VaultEntries.removeLeftBehind(in: database) }
        guard let vectors else { return }
        jobs.every("vault-vectors", seconds: 5) { _ = try await vectors.makeMissing() }
    }
}
