// The forms in which an answer comes to `/analyze`: as texts, as messages with roles, as what a chat API answered.
import ModelText
import PostureEngine
import Vocabulary
import Web

extension AnalyzeRequest {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        messages = try container.decodeIfPresent([TranscriptMessage].self, forKey: .messages)
        choices = try container.decodeIfPresent([TranscriptChoice].self, forKey: .choices)
        let hasForm = messages != nil || choices != nil
        guard !hasForm || !container.contains(.responseText) else {
            throw Problem.invalid(messages == nil ? "choices" : "messages", "may not stand beside response_text")
        }
        responseText = hasForm ? "" : try container.decode(String.self, forKey: .responseText)
        inputText = try container.decodeIfPresent(String.self, forKey: .inputText)
        sessionID = try container.decodeIfPresent(String.self, forKey: .sessionID)
        sessionName = try container.decodeIfPresent(String.self, forKey: .sessionName)
        turn = try container.decodeIfPresent(WholeNumber.self, forKey: .turn)
        dryRun = try container.decodeIfPresent(Bool.self, forKey: .dryRun)
        userText = try container.decodeIfPresent(String.self, forKey: .userText)
        analyzeUserTurn = try container.decodeIfPresent(Bool.self, forKey: .analyzeUserTurn)
        saveText = try container.decodeIfPresent(Bool.self, forKey: .saveText)
        evidence = try container.decodeIfPresent([String].self, forKey: .evidence)
        if hasForm { try takeForm() }
        responseText = ReasoningSplitter.split(responseText).text
    }

    /// Puts what messages and choices say into the place of the texts.
    private mutating func takeForm() throws {
        var answer: String?
        if let choices {
            answer = TranscriptChoice.answer(of: choices)
            guard answer?.contains(where: { !$0.isWhitespace }) == true else {
                throw Problem.invalid("choices", "must hold an answer: choices[0].message with content or refusal")
            }
        }
        guard let messages else {
            responseText = answer ?? ""
            return
        }
        guard userText == nil else { throw Problem.invalid("user_text", "may not stand beside messages, which say what the user wrote") }
        do {
            let last = try TranscriptTurn.last(of: messages, answer: answer)
            responseText = last.responseText
            userText = last.userText
        } catch let error as TranscriptError {
            throw Problem.invalid("messages", error.description)
        }
    }
}
