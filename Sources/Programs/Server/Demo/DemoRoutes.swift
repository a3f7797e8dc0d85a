// The /try page's backend, bound to the demonstration organization.
import Access
import Biometrics
import Storage
import Web

struct DemoRoutes: Sendable {
    let biometrics: Biometrics
    let database: any SQLDatabase

    func addRoutes(to api: APIRoutes) {
        let database = database
        TrialHandlers(biometrics: biometrics) { try await DemoOrganization.find(in: database) }.addRoutes(to: api)
    }
}

/// Where the demonstration organization is noted down.
enum DemoOrganization {
    static func find(in db: any SQLSession) async throws -> TrialHandlers.TrialOrganization? {
        guard
            let row = try await db.first(
                """
                SELECT o.id AS id, o.name AS name, k.publishable_key AS publishable_key FROM instance_facts f JOIN organizations o ON o.id = f.value
                JOIN api_keys k ON k.organization_id = o.id AND k.revoked_at IS NULL WHERE f.name = 'demo-organization' ORDER BY k.created_at LIMIT 1
                """)
        else { return nil }
        return TrialHandlers.TrialOrganization(id: try row.text("id"), name: try row.text("name"), publishableKey: try row.text("publishable_key"))
    }

    static func note(_ id: String, in db: any SQLSession) async throws {
        try await db.execute(
            "INSERT INTO instance_facts (name, value) VALUES ('demo-organization', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [.text(id)])
    }
}
