import LanguageModel
import Vocabulary
import Web

extension Tool {
    /// `get_session(session_id)`: a session of typing or of an AI's conversation. Its name and metadata come from outside.
    static func session(_ read: @escaping @Sendable (_ organizationID: String, _ id: String) async throws -> JSONValue?) -> Tool {
        Tool(
            description: ToolDescription(
                name: "get_session",
                description: "One session by its id: of a person typing into a form, or of an AI's conversation. Use it for details of an alert.",
                parameters: .schema(
                    ["session_id": ["type": "string", "description": "The id as an alert or the user gives it."]], required: ["session_id"]))
        ) { arguments, context in
            let id = try arguments.requiredText("session_id", limit: 128)
            guard let session = try await read(context.organizationID, id) else { throw ToolError("There is no session of that id.") }
            return ToolOutput(try JSON.text(session), untrustedSource: "session")
        }
    }
}
