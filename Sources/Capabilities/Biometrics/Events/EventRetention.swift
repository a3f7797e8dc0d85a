// Deletes raw events once they are older than the operator keeps them; features and analyses stay.
import Storage
import Vocabulary

package struct EventRetention: Sendable {
    private let database: any SQLDatabase
    private let days: Double
    private let clock: Clock

    /// Batches deleted in one transaction (our choice: short enough not to hold up writers).
    private static let passSize = 500

    package init(database: any SQLDatabase, days: Double, clock: @escaping Clock) {
        self.database = database
        self.days = days
        self.clock = clock
    }

    /// Deletes everything that is due; returns how many batches went.
    @discardableResult
    package func run() async throws -> Int {
        let before = clock().adding(seconds: -days * 86_400)
        var purged = 0
        while true {
            let count = try await database.transaction { db in try await EventBatchStore.purge(before: before, limit: Self.passSize, in: db) }
            purged += count
            guard count == Self.passSize else { return purged }
        }
    }
}
