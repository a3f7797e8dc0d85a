// What people are to be told, kept until something shows or sends it.
import Storage
import Vocabulary
import Web

/// A user's notices: left in the transaction of what they tell of, read by whatever brings notifications to people.
package enum Notices {
    package enum Kind: String, Sendable {
        case capWarning = "cap.warning"
        case capReached = "cap.reached"
    }

    package struct Notice: Sendable, Equatable {
        package var kind: String
        package var facts: JSONValue
        package var createdAt: Timestamp
    }

    /// Leaves a notice, once for each kind and `once`; again does nothing.
    package static func leave(
        _ kind: Kind, once: String, _ facts: [String: JSONValue], userID: String, org: String, at now: Timestamp, in db: any SQLSession
    ) async throws {
        try await db.execute(
            """
            INSERT INTO notices (organization_id, user_id, kind, once_key, facts, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (organization_id, user_id, kind, once_key) DO NOTHING
            """,
            [.text(org), .text(userID), .text(kind.rawValue), .text(once), .text(try JSON.text(facts)), .integer(now.microseconds)])
    }

    /// A user's notices, newest first.
    package static func list(userID: String, org: String, limit: Int, in db: any SQLSession) async throws -> [Notice] {
        try await db.query(
            """
            SELECT kind, facts, created_at FROM notices WHERE organization_id = $1 AND user_id = $2
            ORDER BY created_at DESC, kind, once_key LIMIT $3
            """, [.text(org), .text(userID), .integer(Int64(limit))]
        ).map { row in
            Notice(
                kind: try row.text("kind"), facts: try JSONValue(parsing: try row.text("facts")),
                createdAt: Timestamp(microseconds: try row.int("created_at")))
        }
    }
}
