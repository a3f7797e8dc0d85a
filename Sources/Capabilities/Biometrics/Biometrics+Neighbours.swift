// What the rest of the house may ask of biometrics: looks at what is stored.
import Storage
import Vocabulary
import Web

extension Biometrics {
    /// The newest analyses that were no match, newest first, as the dashboard shows them.
    package func recentAlerts(_ limit: Int, org: String) async throws -> [JSONValue] {
        try await AlertStore.list(account: nil, page: Page(page: 1, size: limit), org: org, in: database).map { alert in
            try JSONValue(parsing: JSON.text(alert))
        }
    }

    /// A session without what people typed into its fields; nil when the organization has none of this id.
    package func sessionFacts(_ id: String, org: String) async throws -> JSONValue? {
        guard let session = try await SessionStore.find(id, org: org, in: database),
            case .object(var members) = try JSONValue(parsing: JSON.text(SessionResponse(session)))
        else { return nil }
        members["field_values"] = nil
        return .object(members)
    }
}
