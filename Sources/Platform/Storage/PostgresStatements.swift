// The prepared statements of one PostgreSQL connection.
import CLibpq

/// A statement that the server has prepared for us.
final class PostgresStatement {
    struct Key: Hashable {
        let sql: String
        let types: [Oid]
    }

    let key: Key
    let name: String
    fileprivate(set) var lastUse: UInt64 = 0
    /// Names and types of the columns, known after the first answer; they cannot change while the statement lives.
    var columns: (positions: [String: Int], types: [Oid])?

    init(key: Key, name: String) {
        self.key = key
        self.name = name
    }
}

/// Keeps the statements used last, at most `limit` of them.
struct PostgresStatements {
    /// Per connection (our choice: more than all our stores together use; a plan takes some 10 KB of the server).
    static let limit = 256

    private var known: [PostgresStatement.Key: PostgresStatement] = [:]
    private var clock: UInt64 = 0
    private var names: UInt64 = 0

    var count: Int { known.count }

    mutating func find(_ key: PostgresStatement.Key) -> PostgresStatement? {
        guard let statement = known[key] else { return nil }
        clock += 1
        statement.lastUse = clock
        return statement
    }

    /// Remembers a new statement; returns the one that had to go for it, to be deallocated on the server.
    mutating func add(_ key: PostgresStatement.Key, limit: Int = limit) -> (new: PostgresStatement, evicted: PostgresStatement?) {
        var evicted: PostgresStatement?
        if known.count >= limit, let oldest = known.values.min(by: { $0.lastUse < $1.lastUse }) {
            known[oldest.key] = nil
            evicted = oldest
        }
        names += 1
        clock += 1
        let statement = PostgresStatement(key: key, name: "mien_\(names)")
        statement.lastUse = clock
        known[key] = statement
        return (statement, evicted)
    }

    /// Forgets a statement that failed to be prepared, or that is stale.
    mutating func remove(_ statement: PostgresStatement) {
        if known[statement.key] === statement { known[statement.key] = nil }
    }
}
