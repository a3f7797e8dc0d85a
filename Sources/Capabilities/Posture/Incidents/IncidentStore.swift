import PostureEngine
import Storage
import Vocabulary

enum IncidentStore {
    private static let columns = "id, session_id, session_name, origin, trigger_name, max_alert, turns, archived_at"

    private static func incident(_ row: SQLRow) throws -> Incident {
        Incident(
            id: try row.text("id"), sessionID: try row.text("session_id"), sessionName: try row.text("session_name"),
            origin: Incident.Origin(rawValue: try row.text("origin")) ?? .auto,
            trigger: IncidentTrigger(rawValue: try row.text("trigger_name")) ?? .manualFlag, maxAlert: AlertLevel(rank: try row.int("max_alert")),
            turns: try row.int("turns"), archivedAt: Timestamp(microseconds: try row.int("archived_at")))
    }

    private static func archived(_ row: SQLRow) throws -> ArchivedIncident {
        ArchivedIncident(incident: try incident(row), content: try row.text("content"))
    }

    static func insert(_ archived: ArchivedIncident, org: String, in db: any SQLSession) async throws {
        let incident = archived.incident
        try await db.execute(
            """
            INSERT INTO psa_incidents (organization_id, id, session_id, session_name, origin, trigger_name, max_alert, turns, archived_at, content)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .text(org), .text(incident.id), .text(incident.sessionID), .text(incident.sessionName), .text(incident.origin.rawValue),
                .text(incident.trigger.rawValue), .integer(Int64(incident.maxAlert.rank)), .integer(incident.turns),
                .integer(incident.archivedAt.microseconds), .text(archived.content),
            ])
    }

    static func find(_ id: String, org: String, in db: any SQLSession) async throws -> ArchivedIncident? {
        try await db.first(
            "SELECT \(columns), content FROM psa_incidents WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)]
        ).map(archived)
    }

    /// The incident that the session's own triggers made, if it is still there.
    static func automatic(session: String, org: String, in db: any SQLSession) async throws -> ArchivedIncident? {
        try await db.first(
            "SELECT \(columns), content FROM psa_incidents WHERE organization_id = $1 AND session_id = $2 AND origin = 'auto'",
            [.text(org), .text(session)]
        ).map(archived)
    }

    /// Newest first, without what was archived.
    static func list(_ page: Page, org: String, in db: any SQLSession) async throws -> [Incident] {
        try await db.query(
            """
            WITH page AS (
                SELECT id AS page_id FROM psa_incidents WHERE organization_id = $1 ORDER BY archived_at DESC, id DESC LIMIT $2 OFFSET $3)
            SELECT \(columns) FROM page JOIN psa_incidents ON organization_id = $1 AND id = page_id ORDER BY archived_at DESC, id DESC
            """, [.text(org), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        ).map(incident)
    }

    /// One row, nothing that hangs on it.
    static func delete(_ id: String, org: String, in db: any SQLSession) async throws {
        try await db.execute("DELETE FROM psa_incidents WHERE organization_id = $1 AND id = $2", [.text(org), .text(id)])
    }
}
