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

    package struct Purged: Sendable, Equatable {
        /// Batches deleted one by one.
        package var batches = 0
        /// The partitions that were dropped with all they held.
        package var months: [String] = []

        package init(batches: Int = 0, months: [String] = []) {
            self.batches = batches
            self.months = months
        }
    }

    /// Deletes everything that is due: whole months first, where the database keeps months apart, then the rest.
    @discardableResult
    package func run() async throws -> Purged {
        let before = clock().adding(seconds: -days * 86_400)
        let months = await dropMonths(before: before)
        var purged = Purged()
        var count: Int
        repeat {
            count = try await database.transaction { db in try await EventBatchStore.purge(before: before, limit: Self.passSize, in: db) }
            purged.batches += count
        } while count == Self.passSize
        // A partition that could not be dropped keeps nobody's rows: they are gone one by one.
        purged.months = try months.get()
        return purged
    }

    private func dropMonths(before time: Timestamp) async -> Result<[String], any Error> {
        do { return .success(try await EventMonths(database: database, clock: clock).drop(before: time)) } catch { return .failure(error) }
    }
}
