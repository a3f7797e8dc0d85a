import LanguageModel
import Vocabulary
import Web

extension Tool {
    /// `remember(content, tags?)`: writes to the person's own vault, with the thread as the place it comes from. What is made while the model
    /// sees foreign words is marked as foreign: they may have chosen what is kept.
    static func remember(in vault: VaultEntries) -> Tool {
        Tool(
            description: ToolDescription(
                name: "remember",
                description: "Keeps a note in the user's vault, across conversations. Use it when the user asks you to remember, save or note "
                    + "something. Write the note so that it can be understood without this conversation. Do not use it for secrets unasked.",
                parameters: .schema(
                    [
                        "content": ["type": "string", "description": "The note, in complete words."],
                        "tags": [
                            "type": "array", "items": ["type": "string"], "description": "Up to 20 short words to find it by, e.g. [\"travel\"].",
                        ],
                    ], required: ["content"])),
            reach: .writes
        ) { arguments, context in
            let content = try arguments.requiredText("content", limit: 65_536)
            let tags = try arguments.texts("tags", count: 20, limit: 64)
            let note = VaultEntries.Note(
                content: content, tags: tags, source: .chat, sourceReference: context.threadID, hasForeignWords: context.hasForeignWords)
            let kept = try await vault.remember(
                note, on: .personal(context.userID, in: context.organizationID), by: context.userID, now: context.now)
            var members: [String: JSONValue] = ["saved": true, "entry_id": .string(kept.entry.id)]
            if !kept.similar.isEmpty { members["note"] = "The vault held the same note already." }
            return ToolOutput(try JSON.text(members))
        }
    }
}
