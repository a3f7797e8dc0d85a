import PostureEngine
import Storage
import Vocabulary
import Web

enum PostureSettingsStore {
    /// What the organization chose; nil when it never did.
    static func find(org: String, in db: any SQLSession) async throws -> PostureSettings? {
        guard let row = try await db.first("SELECT settings FROM psa_settings WHERE organization_id = $1", [.text(org)]) else { return nil }
        return try JSON.decode(PostureSettings.self, stored: try row.text("settings").utf8)
    }

    static func save(_ settings: PostureSettings, org: String, by userID: String?, at now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO psa_settings (organization_id, settings, updated_by, updated_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (organization_id) DO UPDATE SET settings = excluded.settings, updated_by = excluded.updated_by,
                updated_at = excluded.updated_at
            """, [.text(org), .text(try JSON.text(settings)), .optional(userID), .integer(now.microseconds)])
    }
}

extension SQLValue {
    static func optional(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }
}
