// What people hand over to be read: one answer, a conversation, or records; all of them become turns.

/// One turn to be scored: an answer, with what was said before it where that is known.
package struct TranscriptTurn: Sendable, Equatable {
    package var responseText: String
    /// The prompt that produced the answer, when it is not a person's own text.
    package var inputText: String?
    /// What the person wrote.
    package var userText: String?
    /// Turns of one name are one session, in the order in which they come. A turn without one stands by itself.
    package var sessionName: String?
    /// Whether the session is one record's own and bears its name for show only: its turns follow one another from number 1, and no other
    /// record adds to it.
    package var isOwnSession: Bool
    package var turn: Int?
    /// The caller's own name for the record.
    package var id: String?
    /// Passages that the answer was to be drawn from; nil = nothing is held against it.
    package var evidence: [String]?
    /// Where it stands in the input: a line of records or text, a message of a list. From 1.
    package var place: Int

    package init(
        responseText: String, inputText: String? = nil, userText: String? = nil, sessionName: String? = nil, isOwnSession: Bool = false,
        turn: Int? = nil, id: String? = nil, evidence: [String]? = nil, place: Int = 1
    ) {
        self.responseText = responseText
        self.inputText = inputText
        self.userText = userText
        self.sessionName = sessionName
        self.isOwnSession = isOwnSession
        self.turn = turn
        self.id = id
        self.evidence = evidence
        self.place = place
    }

    /// Characters that each text may have (documented for the API).
    package static let textLimit = 100_000
    /// Numbers that a turn may bear (our choice: a plain number in every language).
    package static let turnRange = 1...1_000_000_000
}

/// A text, understood.
package struct Transcript: Sendable, Equatable {
    /// What it was taken for.
    package enum Form: String, Sendable, Codable {
        /// Plain text with speakers named at the beginning of lines.
        case conversation
        /// A JSON list of messages with roles.
        case messages
        /// JSON objects with `response_text`, or with `messages` of their own.
        case records
        /// Plain text without speakers: one answer.
        case answer
    }

    package var form: Form
    package var turns: [TranscriptTurn]
    /// What was not taken, one sentence for each kind.
    package var leftOut: [String]
}

/// Why an input cannot be read, with its place.
package struct TranscriptError: Error, Equatable, CustomStringConvertible {
    /// `line 3` or `message 3`; nil when it is about the whole.
    package var place: String?
    package var field: String?
    package var problem: String

    package init(place: String? = nil, field: String? = nil, _ problem: String) {
        self.place = place
        self.field = field
        self.problem = problem
    }

    package var description: String { ([place, field].compactMap(\.self) + [problem]).joined(separator: ": ") }
}
