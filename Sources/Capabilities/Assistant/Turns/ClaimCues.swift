// Replies that claim deeds.

/// Whether a reply says that the assistant did something outside the text: kept a note, sent, booked, fetched. English only, by cue words;
/// our choice throughout. Deeds that are the text itself ("I've added a column below", "I've updated the draft") are no claims. Questions,
/// conditions, negations, plans, quotations and code are passed over.
enum ClaimCues {
    /// What kind of deed is claimed: decides which tools can have done it.
    enum Deed: Sendable, Hashable, CaseIterable {
        /// Something was kept.
        case stored
        /// Something was read or looked up.
        case read
        /// Something happened out there that no tool of ours can do.
        case outside
    }

    /// The deeds claimed in a reply.
    static func deeds(in reply: String) -> Set<Deed> {
        var deeds: Set<Deed> = []
        for sentence in sentences(of: reply) { deeds.formUnion(Self.deeds(inSentence: sentence)) }
        return deeds
    }

    /// Whether a reply claims a deed that no successful tool call can have been. A claim to have stored something needs `remember`; a claim
    /// to have read needs any tool that reads; sending, booking and the like nothing here can do.
    static func isUnverified(_ reply: String, tools: [ToolRecord]) -> Bool {
        let deeds = deeds(in: reply)
        guard !deeds.isEmpty else { return false }
        let done = Set(tools.filter { $0.status == .succeeded }.map(\.name))
        return deeds.contains { deed in
            switch deed {
            case .stored: !done.contains("remember")
            case .read: done.subtracting(["remember"]).isEmpty
            case .outside: true
            }
        }
    }

    // MARK: Sentences

    /// Lower-case words of each sentence of prose that may hold a claim.
    private static func sentences(of reply: String) -> [[String]] {
        var sentences: [[String]] = []
        var isCode = false
        for line in reply.prefix(40_000).split(whereSeparator: \.isNewline) {
            let text = line.drop { $0.isWhitespace }
            if text.hasPrefix("```") || text.hasPrefix("~~~") {
                isCode.toggle()
                continue
            }
            if isCode || text.hasPrefix(">") { continue }
            var sentence = ""
            func end(_ mark: Character?) {
                if mark != "?", let words = words(of: sentence) { sentences.append(words) }
                sentence = ""
            }
            for character in unquoted(String(text)) {
                if ".!?…".contains(character) { end(character) } else { sentence.append(character) }
            }
            end(nil)
        }
        return sentences
    }

    /// The text without what stands in quotation marks or backticks.
    private static func unquoted(_ text: String) -> String {
        var output = ""
        var closing: Character?
        for character in text {
            if let mark = closing {
                if character == mark { closing = nil }
                continue
            }
            switch character {
            case "\"": closing = "\""
            case "“": closing = "”"
            case "`": closing = "`"
            default: output.append(character)
            }
        }
        // A mark that is never closed quotes nothing.
        return closing == nil ? output : text
    }

    private static func words(of sentence: String) -> [String]? {
        let text = sentence.lowercased().replacing("’", with: "'")
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "-") }.map(String.init)
        return words.isEmpty || words.count > 80 ? nil : words
    }

    // MARK: Cues

    private static let adverbs: Set<String> = [
        "just", "now", "also", "already", "successfully", "then", "safely", "quickly", "gone", "ahead", "and", "carefully", "even",
    ]
    /// Before the claim they take it back.
    private static let doubts: Set<String> = [
        "if", "when", "once", "unless", "would", "could", "should", "can", "can't", "cannot", "not", "never", "haven't", "hasn't", "wasn't",
        "weren't", "didn't", "couldn't", "unable", "will", "i'll", "wish", "whether", "until", "before", "after", "pretend", "imagine", "as",
    ]
    private static let stored: Set<String> = [
        "saved", "stored", "remembered", "memorized", "recorded", "noted", "archived", "bookmarked", "kept",
    ]
    private static let read: Set<String> = [
        "fetched", "opened", "visited", "browsed", "searched", "downloaded", "retrieved", "checked", "googled", "looked", "accessed",
    ]
    private static let outside: Set<String> = [
        "sent", "emailed", "e-mailed", "mailed", "texted", "messaged", "posted", "submitted", "forwarded", "scheduled", "rescheduled", "booked",
        "ordered", "bought", "purchased", "paid", "reserved", "cancelled", "canceled", "called", "phoned", "notified", "uploaded", "deployed",
        "invited", "transferred", "subscribed", "unsubscribed",
    ]
    /// Verbs that are claims with one of these things only: "set a reminder", "created a ticket".
    private static let things: Set<String> = [
        "reminder", "reminders", "alarm", "timer", "event", "meeting", "appointment", "calendar", "ticket", "task", "account", "subscription",
        "invoice", "payment", "monitor",
    ]
    private static let makers: Set<String> = ["set", "created", "added", "updated", "deleted", "removed", "made", "scheduled", "changed"]
    /// Things that are kept with us: "added a note", "updated your vault".
    private static let keeps: Set<String> = ["note", "notes", "vault", "memory", "memories"]

    private static func deeds(inSentence words: [String]) -> Set<Deed> {
        var deeds: Set<Deed> = []
        for (index, word) in words.enumerated() {
            guard let deed = deed(word, rest: words[(index + 1)...]) else { continue }
            if isMine(words[..<index], rest: words[(index + 1)...]) { deeds.insert(deed) }
        }
        return deeds
    }

    private static func deed(_ verb: String, rest: ArraySlice<String>) -> Deed? {
        if stored.contains(verb) {
            // "I noted above", "noted that you …" in passing is talk; "noted it down", "recorded it" are deeds.
            guard verb == "noted" || verb == "kept" else { return .stored }
            return rest.prefix(4).contains { ["down", "it", "vault", "memory", "preference"].contains($0) } ? .stored : nil
        }
        if read.contains(verb) {
            guard verb == "looked" || verb == "checked" || verb == "opened" else { return .read }
            let near = rest.prefix(6)
            if verb == "looked" { return near.first == "up" || near.prefix(2).contains("online") ? .read : nil }
            return near.contains { ["website", "page", "site", "link", "web", "internet", "online", "url", "vault", "notes", "memory"].contains($0) }
                ? .read : nil
        }
        let near = rest.prefix(6)
        if makers.contains(verb) {
            if near.contains(where: keeps.contains) { return .stored }
            if near.contains(where: things.contains) { return .outside }
        }
        return outside.contains(verb) ? .outside : nil
    }

    /// Whether the words before a verb make it a deed of the assistant's that has happened: "I have just", "I've", "I", "has been", or nothing
    /// at all ("Saved.", "Done, sent it").
    private static func isMine(_ before: ArraySlice<String>, rest: ArraySlice<String>) -> Bool {
        var words = before
        if words.contains(where: doubts.contains) { return false }
        while let last = words.last, adverbs.contains(last) { words.removeLast() }
        guard let last = words.last else {
            // The sentence begins with the verb: a short report ("Saved to your vault"), unless somebody else did it ("Sent by Anna").
            return rest.count <= 8 && !rest.contains("by") && rest.first != "you"
        }
        if last == "i" || last == "i've" { return true }
        if last == "have" || last == "we've" { return words.dropLast().last.map { $0 == "i" || $0 == "we" } ?? (last == "we've") }
        if last == "been" { return words.dropLast().last.map { ["has", "have", "it's"].contains($0) } ?? false }
        if last == "done" || last == "okay" || last == "ok" { return true }
        if ["is", "are", "it's", "was"].contains(last) {
            return before.contains("now") && words.contains { ["it", "it's", "that", "reminder", "email", "message"].contains($0) }
        }
        // "I've fetched the page and saved it": an "and" before it, and the claim begun earlier.
        if before.last == "and" || before.suffix(2).contains("and") { return words.contains("i've") || words.contains("i") }
        return false
    }
}
