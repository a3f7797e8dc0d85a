// What of a thread the model is shown, and how far what it says is to be trusted.
import Vocabulary
import Web

enum TurnMemory {
    /// The messages as the prompt needs them; notes in `trust` what restricts tools.
    static func entries(_ messages: [Message], trust: inout ToolBox.Trust) -> [TurnPrompt.Entry] {
        var entries: [TurnPrompt.Entry] = []
        for message in messages {
            switch message.role {
            case .user:
                let isForeign = message.channel == .webhook
                if isForeign { trust.isTainted = trust.isTainted || message.id == messages.last?.id; trust.hasTaintedHistory = true }
                else { trust.knownAddresses.formUnion(WebAddresses.found(in: message.content)) }
                entries.append(TurnPrompt.Entry(role: .user, content: message.content, isForeign: isForeign))
            case .assistant:
                if hasForeignWords(message) { trust.hasTaintedHistory = true }
                entries.append(TurnPrompt.Entry(role: .assistant, content: message.content, isInterrupted: message.status == .interrupted))
            case .system, .tool: continue
            }
        }
        return entries
    }

    /// Whether a reply was written with words of strangers before the model's eyes. What cannot be read counts as such.
    private static func hasForeignWords(_ message: Message) -> Bool {
        guard let stored = message.toolCalls else { return false }
        guard let records = try? JSON.decode([ToolRecord].self, stored: stored.utf8) else { return true }
        return records.contains(where: \.untrusted)
    }
}
