// What people who are gone have said: nobody can read it any more, and this takes it out of the database.
import Storage
import Vocabulary

/// Threads do not go with their person's row: a hundred thousand messages in that transaction would keep everybody waiting.
struct ConversationsLeftBehind: Sendable {
    let database: any SQLDatabase
    let index: MessageIndex

    /// Removes the threads of people who are gone with everything that search knows of them, in short transactions; how many messages that were.
    ///
    /// The counts of a person's threads go last: as long as they are there, the next round goes on where this one ended.
    func remove() async throws -> Int {
        let gone = try await ThreadCountStore.ownersGone(in: database)
        var count = 0
        for owner in gone {
            while let id = try await ThreadStore.any(of: owner, in: database) {
                try Task.checkCancellation()
                count += try await database.transaction { db in
                    guard let thread = try await ThreadStore.lock(id, of: owner, in: db) else { return 0 }
                    let removed = try await index.removeOldest(ConversationChanges.deletionStretch, in: id, of: owner, in: db)
                    if removed < ConversationChanges.deletionStretch {
                        try await ThreadStore.delete(id, of: owner, in: db)
                        try await ThreadCountStore.move(from: thread.kind, to: nil, of: owner, in: db)
                    }
                    return removed
                }
            }
        }
        guard !gone.isEmpty else { return count }
        try await TextIndex.messages.forget(gone.map(\.text), in: database)
        for owner in gone { try await ThreadCountStore.forget(owner, in: database) }
        return count
    }
}
