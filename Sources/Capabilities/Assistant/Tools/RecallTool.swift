import LanguageModel
import Vocabulary
import Web

extension Tool {
    private struct RecalledNote: Encodable {
        var entryID: String
        var content: String
        var tags: [String]
        var savedAt: Timestamp
        var shared: Bool
        enum CodingKeys: String, CodingKey { case entryID = "entry_id", content, tags, savedAt = "saved_at", shared }
    }

    private struct Recalled: Encodable {
        var notes: [RecalledNote]
        /// How they were searched for.
        var signals: [String]
    }

    /// `recall(query?, limit 1…10 = 5)`: the person's vault and the notes their organization shares. Notes that are not the
    /// person's own words count as foreign (our choice): a colleague's or what a colleague has changed, a hook's, a monitor's, another program's,
    /// and what a conversation with foreign words made.
    static func recall(from vault: Recall) -> Tool {
        Tool(
            description: ToolDescription(
                name: "recall",
                description: "Searches the notes that the user asked to keep. Use it before saying that you know nothing about a matter of "
                    + "theirs. Without a query it gives the newest notes.",
                parameters: .schema([
                    "query": ["type": "string", "description": "Words or a question; leave it out for the newest notes."],
                    "limit": ["type": "integer", "minimum": 1, "maximum": 10, "description": "How many notes; 5 if left out."],
                ]))
        ) { arguments, context in
            let query = try arguments.text("query", limit: 1_000)
            let limit = try arguments.integer("limit", in: Recall.limits) ?? 5
            let result = try await vault.recall(
                query, limit: limit, userID: context.userID, organizationID: context.organizationID, now: context.now)
            guard !result.found.isEmpty else { return ToolOutput("Nothing was found in the vault.") }
            let notes = result.found.map { found in
                RecalledNote(
                    entryID: found.entry.id, content: found.entry.content, tags: found.entry.tags, savedAt: found.entry.createdAt,
                    shared: found.entry.shelf.isShared)
            }
            let text = try JSON.text(Recalled(notes: notes, signals: result.signals.map(\.rawValue)))
            return ToolOutput(text, untrustedSource: result.found.contains { !$0.entry.isOwnWords(of: context.userID) } ? "the vault" : nil)
        }
    }
}
