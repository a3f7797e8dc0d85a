// What an analysis has to know before it begins, read at once.
import Access
import Storage
import Vocabulary
import Web

struct AnalysisSubject: Sendable {
    let session: Session
    /// Whether the identity that the session is to be compared with is there.
    let hasIdentity: Bool
    /// What the session's present analysis was made from; nil = it has none.
    let analysisInput: String?
    /// Whether something was kept of the session's events.
    let hasFeatures: Bool
    let settings: OrganizationSettings

    /// Nil when the organization has no such session.
    /// - Parameter identity: nil = the one that the session is linked to.
    static func find(_ id: String, comparedWith identity: String?, org: String, in db: any SQLSession) async throws -> AnalysisSubject? {
        let row = try await db.first(
            """
            SELECT \(SessionStore.columns),
                (SELECT i.id FROM identities i WHERE i.organization_id = $1 AND i.id = COALESCE($3, s.identity_id)) AS known_identity,
                (SELECT n.input FROM analyses n WHERE n.organization_id = $1 AND n.session_id = s.id) AS analysis_input,
                (SELECT f.event_count FROM session_features f WHERE f.organization_id = $1 AND f.session_id = s.id) AS featured_events,
                (SELECT o.settings FROM organizations o WHERE o.id = $1) AS organization_settings
            FROM \(SessionStore.source) WHERE s.organization_id = $1 AND s.id = $2
            """, [.text(org), .text(id), .optional(identity)])
        guard let row else { return nil }
        let settings = try row.optionalText("organization_settings").map { try JSON.decode(OrganizationSettings.self, stored: $0.utf8) }
        return AnalysisSubject(
            session: try SessionStore.session(row), hasIdentity: try row.optionalText("known_identity") != nil,
            analysisInput: try row.optionalText("analysis_input"), hasFeatures: try row.optionalInt("featured_events") != nil,
            settings: settings ?? OrganizationSettings())
    }
}
