import LanguageModel
import Vocabulary
import Web

extension Tool {
    /// `get_incident(incident_id)`: what was archived of an AI's conversation. Its name comes from outside.
    static func incident(_ read: @escaping @Sendable (_ organizationID: String, _ id: String) async throws -> JSONValue?) -> Tool {
        Tool(
            description: ToolDescription(
                name: "get_incident",
                description: "One archived incident of an AI's conversation by its id: trigger, levels and the codes of its turns, no text.",
                parameters: .schema(
                    ["incident_id": ["type": "string", "description": "The id as an alert or the user gives it."]], required: ["incident_id"]))
        ) { arguments, context in
            let id = try arguments.requiredText("incident_id", limit: 128)
            guard let incident = try await read(context.organizationID, id) else { throw ToolError("There is no incident of that id.") }
            return ToolOutput(try JSON.text(incident), untrustedSource: "incident")
        }
    }
}
