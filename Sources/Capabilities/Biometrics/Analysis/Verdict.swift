import Storage
import Vocabulary

/// A reviewer's word on whether a session was of a person.
struct Verdict: Sendable {
    enum Word: String, Sendable, CaseIterable, Codable {
        case rightPerson = "right_person"
        case wrongPerson = "wrong_person"
    }

    var word: Word
    var note: String?
    /// Who gave it: `user:` or `sk:` and the id of the user or key pair.
    var by: String
    var at: Timestamp
}

enum VerdictStore {
    /// Of a row with the columns `verdict`, `verdict_note`, `verdict_by` and `verdict_at`; nil when none was given.
    static func verdict(_ row: SQLRow) throws -> Verdict? {
        guard let word = try row.optionalText("verdict").flatMap(Verdict.Word.init) else { return nil }
        return Verdict(
            word: word, note: try row.optionalText("verdict_note"), by: try row.text("verdict_by"),
            at: Timestamp(microseconds: try row.int("verdict_at")))
    }

    static func find(session: String, identity: String, org: String, in db: any SQLSession) async throws -> Verdict? {
        try await db.first(
            """
            SELECT verdict, note AS verdict_note, given_by AS verdict_by, given_at AS verdict_at FROM session_verdicts
            WHERE organization_id = $1 AND session_id = $2 AND identity_id = $3
            """, [.text(org), .text(session), .text(identity)]
        ).flatMap(verdict)
    }

    /// The last word counts.
    static func save(_ verdict: Verdict, session: String, identity: String, org: String, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO session_verdicts (organization_id, session_id, identity_id, verdict, note, given_by, given_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (organization_id, session_id, identity_id) DO UPDATE SET verdict = excluded.verdict, note = excluded.note,
                given_by = excluded.given_by, given_at = excluded.given_at
            """,
            [
                .text(org), .text(session), .text(identity), .text(verdict.word.rawValue), .optional(verdict.note), .text(verdict.by),
                .integer(verdict.at.microseconds),
            ])
    }
}
