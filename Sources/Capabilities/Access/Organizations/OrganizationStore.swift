import Audit
import Storage
import Vocabulary
import Web

package enum OrganizationStore {
    static func insert(_ organization: Organization, in db: any SQLSession) async throws {
        try await db.execute(
            "INSERT INTO organizations (id, name, created_at, settings) VALUES ($1, $2, $3, $4)",
            [
                .text(organization.id), .text(organization.name), .integer(organization.createdAt.microseconds),
                .text(try JSON.text(organization.settings)),
            ])
    }

    /// Nil when there is no such organization.
    package static func find(_ id: String, in db: any SQLSession) async throws -> Organization? {
        guard let row = try await db.first("SELECT name, created_at, settings FROM organizations WHERE id = $1", [.text(id)]) else { return nil }
        return Organization(
            id: id, name: try row.text("name"), createdAt: Timestamp(microseconds: try row.int("created_at")),
            settings: try JSON.decode(OrganizationSettings.self, stored: try row.text("settings").utf8))
    }

    static func update(_ organization: Organization, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE organizations SET name = $2, settings = $3 WHERE id = $1",
            [.text(organization.id), .text(organization.name), .text(try JSON.text(organization.settings))])
    }

    /// Gives an organization a plan of its own; nil takes it away. False when there is no such organization.
    package static func setPlan(_ plan: Plan?, of id: String, at now: Timestamp, in database: any SQLDatabase) async throws -> Bool {
        try await database.transaction { db in
            try await UserStore.lockOrganization(id, in: db)
            guard var organization = try await find(id, in: db) else { return false }
            organization.settings.plan = plan
            try await update(organization, in: db)
            let author = AuditAuthor(.system, organizationID: id, at: now)
            try await Audit.record(author.entry(.planChanged, "organization", id, change: ["plan": plan?.rawValue ?? "default"]), in: db)
            return true
        }
    }

    /// True for the one organization that came first, however many register at once.
    static func claimFirst(_ id: String, in db: any SQLSession) async throws -> Bool {
        try await db.change("INSERT INTO instance_facts (name, value) VALUES ('first-organization', $1) ON CONFLICT (name) DO NOTHING", [.text(id)])
            == 1
    }

    static func any(in db: any SQLSession) async throws -> Bool {
        try await db.first("SELECT id FROM organizations LIMIT 1") != nil
    }
}
