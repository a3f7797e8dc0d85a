import LanguageModel
import Vocabulary
import Web

extension Tool {
    /// `recent_alerts(limit?)`: what the other capabilities warned of last. Names in it were chosen by those who are watched.
    static func recentAlerts(_ read: @escaping @Sendable (_ organizationID: String, _ limit: Int) async throws -> [JSONValue]) -> Tool {
        Tool(
            description: ToolDescription(
                name: "recent_alerts",
                description: "The newest alerts of this organization: typing sessions that did not match their person, and conversations of AIs "
                    + "that were archived as incidents. Use it when the user asks what happened or whether something is wrong.",
                parameters: .schema([
                    "limit": ["type": "integer", "minimum": 1, "maximum": 20, "description": "How many, newest first; 5 if left out."]
                ]))
        ) { arguments, context in
            let alerts = try await read(context.organizationID, try arguments.integer("limit", in: 1...20) ?? 5)
            guard !alerts.isEmpty else { return ToolOutput("There are no alerts.") }
            return ToolOutput(try JSON.text(["alerts": alerts]), untrustedSource: "alerts")
        }
    }
}
