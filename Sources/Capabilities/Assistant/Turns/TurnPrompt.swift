// What the model is shown: one system text, then the newest messages that fit.
import LanguageModel
import Vocabulary

/// Builds the request's messages. Its shape:
///
/// 1. **System**: who the assistant is, the date, how to write on this channel, how to use tools and what not to believe.
/// 2. **Messages**, oldest first: as many of the newest as fit into the budget of tokens; the newest is always there, whatever its length.
///    Failed replies are left out, interrupted ones say so at their end. The first is a user's and the roles alternate, as all providers
///    accept it: neighbours of one role are joined.
///
/// What tools answered in earlier turns is not repeated; what the model made of it stands in its replies.
enum TurnPrompt {
    /// A message of the thread, as far as the prompt needs it.
    struct Entry: Sendable, Equatable {
        enum Role: Sendable, Equatable { case user, assistant }
        var role: Role
        var content: String
        var isInterrupted = false
        /// A user's message that no person wrote (an inbound hook): shown inside a data block.
        var isForeign = false
    }

    /// Tokens of a text, guessed: four bytes each and four for the message around it (our choice: right for English within a fifth, on the
    /// safe side for most other languages, whose characters take more bytes).
    static func tokens(_ text: String) -> Int { text.utf8.count / 4 + 4 }

    static let interruptedMark = " […the reply was cut off here]"

    /// - Parameter entries: the thread's messages, oldest first, the one to be answered last.
    static func messages(system: String, _ entries: [Entry], budget: Int) -> [ChatMessage] {
        var chosen: [Entry] = []
        var used = 0
        for entry in entries.reversed() where !entry.content.isEmpty {
            used += tokens(entry.content)
            if used > budget, !chosen.isEmpty { break }
            chosen.append(entry)
        }
        while let oldest = chosen.last, oldest.role == .assistant, chosen.count > 1 { chosen.removeLast() }
        var messages: [ChatMessage] = []
        for entry in chosen.reversed() {
            let role: ChatMessage.Role = entry.role == .user ? .user : .assistant
            var content = entry.content
            if entry.isForeign { content = DataBlock.wrap(content, source: "an inbound hook", limit: content.utf8.count + 512) }
            if entry.isInterrupted { content += interruptedMark }
            if let last = messages.last, last.role == role {
                messages[messages.count - 1].content = last.content + "\n\n" + content
            } else {
                messages.append(ChatMessage(role: role, content: content))
            }
        }
        return [.system(system)] + messages
    }

    /// - Parameters:
    ///   - date: the present date and weekday, e.g. `Saturday 2026-03-07 (UTC)`. No time of day, so that providers' caches can be used.
    static func system(channel: String, date: String, hasTools: Bool) -> String {
        var parts = [
            "You are the assistant of a self-hosted server called Mien. Answer in the language of the user. Be correct, concrete and brief; "
                + "say so when you do not know. Today is \(date).",
            channelRule(channel),
        ].filter { !$0.isEmpty }
        if hasTools {
            parts.append(
                "You have tools. Use `remember` when the user asks you to keep something, `recall` before you say that you know nothing about "
                    + "a matter of theirs. Claim that something was saved, fetched, looked up or done only if a tool did it in this turn; "
                    + "if a tool fails, say so. You cannot send messages, set reminders, buy or book anything.")
            parts.append(DataBlock.rule)
        } else {
            parts.append("You have no tools here: you cannot look anything up, save, send or schedule anything, and never claim that you did.")
        }
        return parts.joined(separator: "\n\n")
    }

    /// How replies are written on a channel. *Documented* for SMS (at most 3 sentences) and voice (at most 2, without markup); the rest is
    /// our choice.
    static func channelRule(_ channel: String) -> String {
        switch channel {
        case "sms": "Your reply is sent as a text message: at most 3 short sentences, plain text without markup, lists or links unless asked for."
        case "voice":
            "Your reply is read aloud: at most 2 sentences, no markup, no lists, no addresses, numbers and abbreviations as one says them."
        case "email": "Your reply is sent as an email: complete sentences, plain text, no subject line, no signature."
        case "discord": "Your reply appears in a chat: short, simple Markdown, below 1,800 characters."
        case "monitor", "webhook": "Nobody is waiting at a screen: report the result first, in a few sentences."
        case "web": "You may use simple Markdown."
        default: ""
        }
    }
}
