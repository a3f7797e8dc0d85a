import Storage
import Vocabulary

enum ExplanationStore {
    struct Kept: Sendable {
        var metricsHash: String
        var text: String
        var modelVersion: String
    }

    static func find(_ turn: Int64, session: String, org: String, in db: any SQLSession) async throws -> Kept? {
        try await db.first(
            """
            SELECT metrics_hash, explanation, model_version FROM psa_explanations
            WHERE organization_id = $1 AND session_id = $2 AND turn = $3
            """, [.text(org), .text(session), .integer(turn)]
        ).map { Kept(metricsHash: try $0.text("metrics_hash"), text: try $0.text("explanation"), modelVersion: try $0.text("model_version")) }
    }

    static func keep(_ kept: Kept, turn: Int64, session: String, org: String, at now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO psa_explanations (organization_id, session_id, turn, metrics_hash, explanation, model_version, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (organization_id, session_id, turn) DO UPDATE SET metrics_hash = excluded.metrics_hash,
                explanation = excluded.explanation, model_version = excluded.model_version, created_at = excluded.created_at
            """,
            [
                .text(org), .text(session), .integer(turn), .text(kept.metricsHash), .text(kept.text), .text(kept.modelVersion),
                .integer(now.microseconds),
            ])
    }

    static func insertFeedback(
        id: String, session: String, turn: Int64, rating: Int64, explanation: String, correction: String?, by userID: String?, org: String,
        at now: Timestamp, in db: any SQLSession
    ) async throws {
        try await db.execute(
            """
            INSERT INTO psa_explanation_feedback (organization_id, id, session_id, turn, rating, explanation, corrected_text, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(org), .text(id), .text(session), .integer(turn), .integer(rating), .text(explanation), .optional(correction),
                .optional(userID), .integer(now.microseconds),
            ])
    }
}
