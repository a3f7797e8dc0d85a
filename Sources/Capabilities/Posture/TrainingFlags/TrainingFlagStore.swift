import Storage
import Vocabulary

enum TrainingFlagStore {
    /// Turn 0 stands for the whole session. Returns the flag's id, and whether it is new.
    static func insert(
        session: String, turn: Int64, note: String?, org: String, by userID: String?, at now: Timestamp, in db: any SQLSession
    ) async throws -> (id: String, isNew: Bool) {
        let id = ID.uuid(at: now)
        let inserted = try await db.change(
            """
            INSERT INTO psa_training_flags (organization_id, id, session_id, turn, note, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organization_id, session_id, turn) DO NOTHING
            """,
            [
                .text(org), .text(id), .text(session), .integer(turn), .optional(note), .optional(userID), .integer(now.microseconds),
            ])
        if inserted == 1 { return (id, true) }
        let row = try await db.first(
            "SELECT id FROM psa_training_flags WHERE organization_id = $1 AND session_id = $2 AND turn = $3",
            [.text(org), .text(session), .integer(turn)])
        return (try row?.text("id") ?? id, false)
    }

    /// How many flags went: of one turn, or, without a number, the session's own and those of all its turns.
    static func delete(session: String, turn: Int64?, org: String, in db: any SQLSession) async throws -> Int {
        guard let turn else {
            return try await db.change(
                "DELETE FROM psa_training_flags WHERE organization_id = $1 AND session_id = $2", [.text(org), .text(session)])
        }
        return try await db.change(
            "DELETE FROM psa_training_flags WHERE organization_id = $1 AND session_id = $2 AND turn = $3",
            [.text(org), .text(session), .integer(turn)])
    }
}
