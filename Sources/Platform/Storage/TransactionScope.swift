// Notices a transaction body that turns to the database itself instead of its session.
import Synchronization

/// Marks the task that runs a transaction body. On SQLite such a call would wait for itself for ever, on PostgreSQL it could
/// use up the pool, and on both it would not see the transaction's own changes: so it is refused.
final class TransactionScope: Sendable {
    @TaskLocal static var current: TransactionScope?

    private let database: ObjectIdentifier
    private let outer: TransactionScope?
    private let isOpen = Atomic(true)

    /// Made by the task that asks for the transaction, even where another one runs the body: so the scopes around it are known.
    init(database: AnyObject) {
        self.database = ObjectIdentifier(database)
        outer = TransactionScope.current
    }

    /// Called when the body has returned: tasks that it left behind may use the database again.
    func end() { isOpen.store(false, ordering: .relaxed) }

    /// Throws when the calling task is inside a transaction of this database.
    static func refuseInside(_ database: AnyObject) throws {
        var scope = current
        while let inner = scope {
            if inner.database == ObjectIdentifier(database), inner.isOpen.load(ordering: .relaxed) {
                throw SQLError(.other, "the database was used from within one of its own transactions: use the session that the body was given")
            }
            scope = inner.outer
        }
    }
}
