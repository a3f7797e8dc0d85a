// Ends sessions that nobody will complete.
import Storage
import Vocabulary

package struct SessionExpiry: Sendable {
    let database: any SQLDatabase
    let clock: Clock
    /// Documented: 30 minutes without an event, 60 minutes in all.
    package var idleMinutes = 30.0
    package var totalMinutes = 60.0

    /// How many sessions one pass takes at a time (our choice: a transaction each, so that writers are never held up).
    private static let passSize = 500

    package init(database: any SQLDatabase, clock: @escaping Clock) {
        self.database = database
        self.clock = clock
    }

    /// Ends all sessions that are due; returns how many.
    @discardableResult
    package func run() async throws -> Int {
        let now = clock()
        let idleBefore = now.adding(seconds: -idleMinutes * 60)
        let openedBefore = now.adding(seconds: -totalMinutes * 60)
        var ended = 0
        while true {
            let stale = try await SessionStore.stale(idleBefore: idleBefore, openedBefore: openedBefore, limit: Self.passSize, in: database)
            guard !stale.isEmpty else { return ended }
            for (org, id) in stale {
                try await database.transaction { db in
                    guard var session = try await SessionStore.lock(id, org: org, in: db), session.status == .active else { return }
                    let isIdle = session.updatedAt < idleBefore
                    guard isIdle || session.createdAt < openedBefore else { return }
                    let before = try session.dimensions(categories: [:])
                    session.status = isIdle && session.eventCount > 0 && session.createdAt >= openedBefore ? .abandoned : .expired
                    session.updatedAt = now
                    try await SessionStore.update(session, org: org, in: db)
                    try await SessionCounting.move(from: before, to: try session.dimensions(categories: [:]), org: org, in: db)
                }
                ended += 1
            }
        }
    }
}
