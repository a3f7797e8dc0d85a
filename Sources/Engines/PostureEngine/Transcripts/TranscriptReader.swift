// Finds out what a text is, and takes it apart into turns.
import ModelText

package enum TranscriptReader {
    /// Reads a whole text: JSON when it begins like JSON and is, else a conversation when it names speakers, else one answer.
    package static func read(_ text: String) throws -> Transcript {
        switch text.unicodeScalars.first(where: { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }) {
        case nil: throw TranscriptError("There is nothing to read: the input is empty.")
        case "[": return try JSONTranscript.list(text) ?? plain(text)
        case "{": return try JSONTranscript.objects(text) ?? plain(text)
        default: return try plain(text)
        }
    }

    /// Reads plain text, whatever it begins with.
    package static func plain(_ text: String) throws -> Transcript {
        var speeches = Speeches(text)
        guard speeches.isConversation else {
            let (answer, reasoning) = ReasoningSplitter.split(text)
            guard reasoning.isEmpty || !answer.isEmpty else { throw TranscriptError("There is no answer to read: all of it is reasoning.") }
            let turn = TranscriptTurn(responseText: answer)
            try check(turn, place: nil)
            return Transcript(form: .answer, turns: [turn], leftOut: reasoning.isEmpty ? [] : ["Left out: the reasoning of one answer."])
        }
        return try speeches.transcript()
    }

    /// - Throws: when a text is longer than is read, naming it.
    static func check(_ turn: TranscriptTurn, place: String?) throws {
        for (field, text) in [("response_text", turn.responseText), ("input_text", turn.inputText ?? ""), ("user_text", turn.userText ?? "")]
        where text.utf8.count > TranscriptTurn.textLimit {
            let count = text.unicodeScalars.count
            if count > TranscriptTurn.textLimit {
                throw TranscriptError(place: place, field: field, "has \(count) characters; at most \(TranscriptTurn.textLimit) are read.")
            }
        }
        if let evidence = turn.evidence {
            guard evidence.count <= EvidenceReading.passageLimit else {
                throw TranscriptError(
                    place: place, field: "evidence", "has \(evidence.count) passages; at most \(EvidenceReading.passageLimit) are read.")
            }
            for (index, passage) in evidence.enumerated() where passage.utf8.count > EvidenceReading.characterLimit {
                let count = passage.unicodeScalars.count
                guard count <= EvidenceReading.characterLimit else {
                    throw TranscriptError(
                        place: place, field: "evidence[\(index)]", "has \(count) characters; at most \(EvidenceReading.characterLimit) are read.")
                }
            }
        }
        if let number = turn.turn, !TranscriptTurn.turnRange.contains(number) {
            throw TranscriptError(place: place, field: "turn", "must be a whole number from 1 to \(TranscriptTurn.turnRange.upperBound).")
        }
    }
}

/// Who speaks.
enum Speaker: Sendable, Equatable {
    case user, model
    /// Instructions, tools: nothing to score.
    case other(String)

    /// Characters of a role that are told (our choice: longer than any in use).
    private static let roleLimit = 24

    /// The role of a message.
    init(role: String) {
        switch role.lowercased() {
        case "user", "human": self = .user
        case "assistant", "model", "ai": self = .model
        case let role: self = .other(String(role.prefix(Self.roleLimit)))
        }
    }
}

/// Puts speeches together to turns: an answer with all that the user said since the answer before.
struct TurnCollector {
    private(set) var turns: [TranscriptTurn] = []
    private var userTexts: [String] = []
    private var others: [String] = []
    private var emptyAnswers = 0
    private var reasonings = 0
    let sessionName: String?
    let id: String?

    init(sessionName: String?, id: String? = nil) {
        self.sessionName = sessionName
        self.id = id
    }

    mutating func add(_ speaker: Speaker, _ text: String, place: Int, unit: String) throws {
        switch speaker {
        case .user: userTexts.append(text)
        case .other(let role): others.append(role)
        case .model:
            let (text, reasoning) = ReasoningSplitter.split(text)
            if !reasoning.isEmpty { reasonings += 1 }
            guard text.contains(where: { !$0.isWhitespace }) else {
                emptyAnswers += 1
                return
            }
            let turn = TranscriptTurn(
                responseText: text, userText: userTexts.isEmpty ? nil : userTexts.joined(separator: "\n\n"), sessionName: sessionName,
                turn: turns.count + 1, id: id, place: place)
            try TranscriptReader.check(turn, place: "\(unit) \(place)")
            turns.append(turn)
            userTexts = []
        }
    }

    /// Whether the user said something that has no answer.
    var endsWithUser: Bool { !userTexts.isEmpty }

    /// One sentence for each kind of thing that is in no turn.
    var leftOut: [String] {
        var sentences: [String] = []
        for role in Set(others).sorted() {
            sentences.append("Left out: \(Self.counted(others.count { $0 == role }, "\(role) message")).")
        }
        if reasonings > 0 { sentences.append("Left out: the reasoning of \(Self.counted(reasonings, "answer")).") }
        if emptyAnswers > 0 { sentences.append("Left out: \(Self.counted(emptyAnswers, "answer")) without text.") }
        if !userTexts.isEmpty, !turns.isEmpty { sentences.append("Left out: the last words of the user, which have no answer.") }
        return sentences
    }

    static func counted(_ number: Int, _ word: String) -> String { number == 1 ? "one \(word)" : "\(number) \(word)s" }
}
