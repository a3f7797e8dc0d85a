// What `/analyze` takes.
import PostureEngine
import Vocabulary
import Web

struct AnalyzeRequest: Decodable, Sendable {
    var responseText: String
    var inputText: String?
    var sessionID: String?
    var sessionName: String?
    var turn: WholeNumber?
    var dryRun: Bool?
    var userText: String?
    var analyzeUserTurn: Bool?
    var saveText: Bool?
    /// Passages that the response should rest on.
    var evidence: [String]?
    /// Ours to add: the conversation as chat APIs write it, in place of the texts; its last answer is read.
    var messages: [TranscriptMessage]?
    /// Ours to add: an answer in OpenAI's form, in place of `response_text`.
    var choices: [TranscriptChoice]?

    enum CodingKeys: String, CodingKey {
        case responseText = "response_text", inputText = "input_text", sessionID = "session_id", sessionName = "session_name", turn
        case dryRun = "dry_run", userText = "user_text", messages, choices, analyzeUserTurn = "analyze_user_turn", saveText = "save_text", evidence
    }

    /// Characters of each text (documented: 422 above).
    static let textLimit = 100_000
    /// Bytes of a body: three texts of that length in the widest spelling JSON has for them (our choice).
    static let bodyLimit = 4 << 20
    /// The highest number a caller may give a turn (our choice: it stays a plain number in every language).
    static let turnRange: ClosedRange<Int64> = 1...1_000_000_000
    static let nameLength = 1...200

    var isDryRun: Bool { dryRun ?? false }

    /// - Throws: malformed naming the field; unavailable `session_id_required` when a session is needed and none is named.
    func check() throws {
        try Self.checkText(responseText, "response_text")
        if let inputText { try Self.checkText(inputText, "input_text") }
        if let userText { try Self.checkText(userText, "user_text") }
        guard (evidence?.count ?? 0) <= EvidenceReading.passageLimit else {
            throw Problem.invalid("evidence", "may have at most \(EvidenceReading.passageLimit) entries")
        }
        for (index, passage) in (evidence ?? []).enumerated() where passage.unicodeScalars.count > EvidenceReading.characterLimit {
            throw Problem.invalid("evidence[\(index)]", "may have at most \(EvidenceReading.characterLimit) characters")
        }
        if let sessionID, ID.uuid(sessionID) == nil { throw Problem.invalid("session_id", "must be a UUID") }
        if let sessionName {
            try Check.text(sessionName, "session_name", length: Self.nameLength)
            guard sessionName.contains(where: { !$0.isWhitespace }) else { throw Problem.invalid("session_name", "must not be blank") }
        }
        if let turn { try Self.checkTurn(turn.value, "turn") }
        guard isDryRun || sessionID != nil || sessionName != nil else { throw Self.sessionRequired }
    }

    static func checkTurn(_ turn: Int64, _ field: String) throws {
        guard turnRange.contains(turn) else {
            throw Problem.invalid(field, "must be a whole number from \(turnRange.lowerBound) to \(turnRange.upperBound)")
        }
    }

    static func checkText(_ text: String, _ field: String) throws {
        guard text.unicodeScalars.count <= textLimit else { throw Problem.invalid(field, "may have at most \(textLimit) characters") }
    }

    /// Documented, word for word: without session and without dry run.
    private static let sessionRequired = Problem(
        .unavailable, "Either session_id (UUID) or session_name must be provided.",
        details: [
            "detail": [
                "error": "session_id_required", "message": "Either session_id (UUID) or session_name must be provided.",
                "hint": "For stateless analysis without session tracking, set dry_run=true.",
            ]
        ])
}
