// Plain text with speakers named at the beginning of lines, as people paste it.

/// A text cut where a line names a speaker: `User: …`, `**Assistant:** …`, `### Human`, `ChatGPT said:`.
struct Speeches {
    private struct Speech {
        var speaker: Speaker
        var name: String
        var text: String
        var line: Int
    }

    private var speeches: [Speech] = []
    private var hasPreface = false
    private var beginsWithSpeaker = false

    init(_ text: String) {
        var words: [Substring] = []
        func joined() -> String { words.joined(separator: "\n") }
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let isBlank = line.allSatisfy { $0.isWhitespace || $0 == "\u{FEFF}" }
            guard let (speaker, name, rest) = Self.marker(line), !isSecondName(name, of: speaker) else {
                if !isBlank, speeches.isEmpty { hasPreface = true }
                words.append(line)
                continue
            }
            if speeches.isEmpty { beginsWithSpeaker = !hasPreface } else { speeches[speeches.count - 1].text = joined() }
            words = [rest]
            speeches.append(Speech(speaker: speaker, name: name, text: "", line: index + 1))
        }
        if !speeches.isEmpty { speeches[speeches.count - 1].text = joined() }
    }

    /// Whether a side that has spoken under another name already would speak here: such a line (`Model: XPS 13` in an answer) is text.
    private func isSecondName(_ name: String, of speaker: Speaker) -> Bool {
        guard let known = speeches.first(where: { $0.speaker == speaker }) else { return false }
        return known.name != name
    }

    /// Both sides speak, or the text begins with a name that only an AI bears: then the names are no accident.
    var isConversation: Bool {
        guard let model = speeches.first(where: { $0.speaker == .model }) else { return false }
        return speeches.contains { $0.speaker == .user } || (beginsWithSpeaker && Self.unmistakable.contains(model.name))
    }

    mutating func transcript() throws -> Transcript {
        var collector = TurnCollector(sessionName: "conversation")
        for speech in speeches {
            try collector.add(speech.speaker, Self.trimmed(speech.text), place: speech.line, unit: "line")
        }
        guard !collector.turns.isEmpty else { throw TranscriptError("There is no answer to read: the model's side is empty.") }
        let preface = hasPreface ? ["Left out: what stands before the first speaker."] : []
        return Transcript(form: .conversation, turns: collector.turns, leftOut: preface + collector.leftOut)
    }

    /// Names of speakers, lower-cased (our choice: the words that exports and people use; `Q` and `A` are too common in answers).
    private static let names: [String: Speaker] = [
        "user": .user, "human": .user, "you said": .user, "customer": .user, "prompt": .user,
        "assistant": .model, "ai": .model, "model": .model, "bot": .model, "chatbot": .model, "chatgpt": .model, "chatgpt said": .model,
        "gpt": .model, "claude": .model, "gemini": .model, "copilot": .model, "llm": .model, "agent": .model,
        "system": .other("system"), "developer": .other("developer"), "tool": .other("tool"),
    ]
    private static let longestName = 24
    /// Names that stand at the head of an answer by itself.
    private static let unmistakable: Set<String> = ["assistant", "chatgpt", "chatgpt said", "claude"]

    /// The speaker whom a line names, the name, and what the line says after it; nil for any other line.
    private static func marker(_ line: Substring) -> (Speaker, String, Substring)? {
        var rest = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        let isHeading = rest.first == "#"
        rest = rest.drop { $0 == "#" || $0 == "*" || $0 == "_" || $0 == " " }
        let end = rest.prefix(longestName).firstIndex { $0 == ":" || $0 == "*" || $0 == "_" }
        guard let end else {
            // A heading names its speaker without a colon.
            let name = rest.trimmed.lowercased()
            guard isHeading, let speaker = names[name] else { return nil }
            return (speaker, name, "")
        }
        let name = rest[..<end].trimmed.lowercased()
        guard let speaker = names[name] else { return nil }
        // The colon stands before or behind the closing emphasis: `**User:**`, `**User**:`.
        let tail = rest[end...].prefix { $0 == ":" || $0 == "*" || $0 == "_" }
        guard tail.contains(":") || (isHeading && rest[tail.endIndex...].allSatisfy(\.isWhitespace)) else { return nil }
        return (speaker, name, rest[tail.endIndex...])
    }

    private static func trimmed(_ text: String) -> String { String(text[...].trimmed) }
}

extension Substring {
    /// Without blanks and line breaks at its ends.
    fileprivate var trimmed: Substring {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
