import Foundation
import PostureEngine
import Testing

@Suite("What people paste is understood")
struct TranscriptTests {
    private func pairs(_ text: String) throws -> [[String?]] {
        try TranscriptReader.read(text).turns.map { [$0.userText, $0.responseText] }
    }

    @Test("lines that name speakers are a conversation")
    func conversation() throws {
        let transcript = try TranscriptReader.read("User: Hello.\nHow are you?\n\nAssistant: Well, thanks.\nUser: Good.\nAssistant: Bye.\n")
        #expect(transcript.form == .conversation)
        #expect(transcript.turns.map(\.userText) == ["Hello.\nHow are you?", "Good."])
        #expect(transcript.turns.map(\.responseText) == ["Well, thanks.", "Bye."])
        #expect(transcript.turns.map(\.turn) == [1, 2])
        #expect(transcript.turns.map(\.place) == [4, 6])
        #expect(Set(transcript.turns.map(\.sessionName)).count == 1)
        #expect(transcript.leftOut.isEmpty)
    }

    @Test(
        "speakers may be emphasised, headings, in any case, or said",
        arguments: [
            "**User:** Hi\n**Assistant:** Ho", "**User**: Hi\n**Assistant**: Ho", "### User\nHi\n### Assistant\nHo", "## Human:\nHi\n## AI:\nHo",
            "HUMAN: Hi\nAI: Ho", "You said:\nHi\nChatGPT said:\nHo", "\u{FEFF}user: Hi\r\nassistant: Ho\r\n", "  User : Hi\n  Claude : Ho",
        ])
    func spellings(text: String) throws {
        #expect(try pairs(text) == [["Hi", "Ho"]])
    }

    @Test(
        "text without two speakers is one answer",
        arguments: [
            "Of course. Here is the list:\n1. Flour\n2. Water", "Model: XPS 13\nCPU: fast", "The user: a person.\nNothing else.",
            "[1] See the notes.", "[1]", "{not json", "[a] {b}", "I told the assistant: no.", "Users: many.\nAI is a field.",
        ])
    func answers(text: String) throws {
        let transcript = try TranscriptReader.read(text)
        #expect(transcript.form == .answer)
        #expect(transcript.turns == [TranscriptTurn(responseText: text)])
    }

    @Test("a line of an answer that looks like another name of its speaker stays in the answer")
    func secondName() throws {
        let found = try pairs("User: Which laptop?\nAssistant: This one:\nModel: XPS 13\nAgent: none")
        #expect(found == [["Which laptop?", "This one:\nModel: XPS 13\nAgent: none"]])
    }

    @Test("what is not taken is told")
    func leftOut() throws {
        let text = "Exported on Monday\nSystem: Be kind.\nUser: Hi\nAssistant: Ho\nUser: And now?"
        let transcript = try TranscriptReader.read(text)
        #expect(transcript.turns.count == 1)
        #expect(
            transcript.leftOut == [
                "Left out: what stands before the first speaker.", "Left out: one system message.",
                "Left out: the last words of the user, which have no answer.",
            ])
    }

    @Test("a turn's fields beside messages are told once, whatever the lines, and a role is told in its first letters")
    func besideMessages() throws {
        let role = String(repeating: "x", count: 100)
        let line = """
            {"response_text": "a", "user_text": "b", "messages": [{"role": "\(role)"}, {"role": "assistant", "content": "c"}], "session_name": "s"}
            """
        let told = [
            "Left out: one \(role.prefix(24)) message.", "Left out: response_text beside “messages”.", "Left out: user_text beside “messages”.",
        ]
        #expect(try TranscriptReader.read(line + "\n" + line).leftOut == told)
        #expect(try TranscriptReader.read("[\(line), \(line)]").leftOut == told)
        #expect(try TranscriptReader.read(line).turns.map(\.responseText) == ["c"])
    }

    @Test("a list of messages becomes turns, whatever form the content has")
    func messages() throws {
        let text = """
            [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"},
             {"role": "user", "content": [{"type": "text", "text": "there"}, {"type": "image_url", "image_url": {"url": "x"}}]},
             {"role": "assistant", "content": null, "tool_calls": []},
             {"role": "tool", "content": "42"}, {"role": "assistant", "content": "Ho"}, {"role": "assistant", "content": "And more."}]
            """
        let transcript = try TranscriptReader.read(text)
        #expect(transcript.form == .messages)
        #expect(transcript.turns.map(\.userText) == ["Hi\n\nthere", nil])
        #expect(transcript.turns.map(\.responseText) == ["Ho", "And more."])
        #expect(transcript.turns.map(\.place) == [6, 7])
        #expect(
            transcript.leftOut == ["Left out: one system message.", "Left out: one tool message.", "Left out: one answer without text."])
        #expect(try TranscriptReader.read("{\"model\": \"x\", \"messages\": \(text)}").turns == transcript.turns)
    }

    @Test("records are turns with all their fields, and nulls are absences")
    func records() throws {
        let text = """
            {"response_text": "Ho", "input_text": "prompt", "user_text": null, "session_name": "s", "turn": 4, "id": 17, "other": [1]}

            {"response_text": "", "user_text": "Hi", "id": "b"}
            """
        let transcript = try TranscriptReader.read(text)
        #expect(transcript.form == .records)
        #expect(
            transcript.turns == [
                TranscriptTurn(responseText: "Ho", inputText: "prompt", sessionName: "s", turn: 4, id: "17", place: 1),
                TranscriptTurn(responseText: "", userText: "Hi", id: "b", place: 3),
            ])
    }

    @Test("a line with messages of its own is a session of its own")
    func conversationsInLines() throws {
        let messages = #"[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}, {"role": "assistant", "content": "Hu"}]"#
        let line = "{\"messages\": \(messages)}"
        let transcript = try TranscriptReader.read(line + "\n" + line)
        #expect(transcript.turns.map(\.sessionName) == ["line 1", "line 1", "line 2", "line 2"])
        #expect(transcript.turns.map(\.turn) == [1, 2, 1, 2])
        #expect(transcript.turns.map(\.place) == [1, 1, 2, 2])
    }

    @Test(
        "a problem is told with its place and field",
        arguments: [
            ("", "There is nothing to read: the input is empty."), (" \n\t\u{FEFF}", "There is nothing to read: the input is empty."),
            ("[]", "There is nothing to read: the list is empty."),
            ("{\"response_text\": 5}", "response_text: must be text."),
            ("{\"response_text\": \"a\"}\n{\"response_text\": 5}", "line 2: response_text: must be text."),
            ("{\"response_text\": \"a\"}\n{\"user_text\": \"b\"}", "line 2: response_text: is missing."),
            ("{\"response_text\": \"a\"}\n{\"response_text\": null}", "line 2: response_text: is missing."),
            ("{\"response_text\": \"a\"}\n{\"response_text\": \"b\", \"turn\": \"x\"}", "line 2: turn: must be a whole number."),
            ("{\"response_text\": \"a\"}\n{\"response_text\": \"b\", \"turn\": 0}", "line 2: turn: must be a whole number from 1 to 1000000000."),
            ("{\"response_text\": \"a\"}\nnonsense", "line 2: is not valid JSON."),
            ("[{\"role\": \"user\", \"content\": 5}]", "message 1: content: must be text or a list of parts."),
            ("[{\"role\": \"user\"}, {\"content\": \"x\"}]", "message 2: role: is missing."),
            ("[{\"role\": \"user\", \"content\": \"x\"}]", "messages: there is no answer to read: no message of the assistant has text."),
            ("User: a\nAssistant:", "There is no answer to read: the model's side is empty."),
        ])
    func problems(text: String, message: String) {
        #expect { try TranscriptReader.read(text) } throws: { String(describing: $0) == message }
    }

    @Test(
        "what is meant as JSON is never read as an answer: broken it is told with its line, without known keys it is refused",
        arguments: [
            ("{\"response_text\": \"a\" \"user_text\": \"b\"}\n{\"response_text\": \"c\"}", "line 1: is not valid JSON."),
            ("{\"response_text\": \"a", "line 1: is not valid JSON."),
            ("{\n  \"response_text\": \"a\",\n  \"turn\": ,\n  \"id\": 1\n}", "line 3: is not valid JSON."),
            ("[{\"role\": \"user\", \"content\": \"a\"},\n {\"role\": \"assistant\", \"content\": \"b\"}", "line 2: is not valid JSON."),
            ("[\n  {\"role\": \"assistant\", \"content\": \"[b]\\\"\"},\n}\n", "line 3: is not valid JSON."),
            ("[{\"role\": \"user\"}] and more", "line 1: is not valid JSON."), ("\u{FEFF} { \"a\": nil }", "line 1: is not valid JSON."),
            ("{\n\"response_text\": \"a\"\n}\n{\n\"response_text\": \"b\"\n}", "line 1: is not a whole JSON object"),
            ("{\"answer\": \"a\"}", "This JSON object has neither"), ("{}", "This JSON object has neither"),
            ("[{\"answer\": \"a\"}]", "This JSON list holds neither"), ("[\"a\", \"b\"]", "This JSON list holds neither"),
        ])
    func meantAsJSON(text: String, message: String) {
        #expect { try TranscriptReader.read(text) } throws: { String(describing: $0).hasPrefix(message) }
        #expect(throws: Never.self) { try TranscriptReader.plain(text) }
        #expect(throws: Never.self) { try TranscriptReader.read("Assistant: " + text) }
    }

    @Test("a text that is too long is refused with its length")
    func tooLong() throws {
        let long = String(repeating: "ä", count: TranscriptTurn.textLimit)
        #expect(try TranscriptReader.read(long).turns.count == 1)
        #expect { try TranscriptReader.read(long + "b") } throws: {
            String(describing: $0) == "response_text: has 100001 characters; at most 100000 are read."
        }
        #expect { try TranscriptReader.read("{\"response_text\": \"a\", \"user_text\": \"\(long)b\"}") } throws: {
            String(describing: $0) == "line 1: user_text: has 100001 characters; at most 100000 are read."
        }
    }

    @Test(
        "a model's reasoning is no part of its answer, whatever the form",
        arguments: [
            "<think>You're absolutely right.</think>No. The earth is round.", "User: Hi\nAssistant: <think>Hm.</think>\nNo. The earth is round.",
            #"[{"role":"assistant","content":"<thinking>Hm.</thinking>No. The earth is round."}]"#,
            #"[{"role":"assistant","content":[{"type":"thinking","thinking":"Hm."},{"type":"text","text":"No. The earth is round."}]}]"#,
            #"[{"role":"assistant","content":"No. The earth is round.","reasoning_content":"Hm."}]"#,
            #"{"response_text":"Hm.</think>No. The earth is round."}"#,
        ])
    func reasoning(text: String) throws {
        #expect(try TranscriptReader.read(text).turns.map(\.responseText) == ["No. The earth is round."])
    }

    @Test("an answer that is reasoning alone is none, and one about the marks stays")
    func noAnswer() throws {
        #expect(throws: TranscriptError.self) { try TranscriptReader.read("<think>And so on") }
        #expect(try TranscriptReader.read("Write `<think>` first.").turns.first?.responseText == "Write `<think>` first.")
    }

    @Test(
        "a refusal in the provider's own form is the answer",
        arguments: [
            #"[{"role":"user","content":"Do it."},{"role":"assistant","content":null,"refusal":"I can't assist with that."}]"#,
            #"[{"role":"user","content":"Do it."},{"role":"assistant","content":[{"type":"refusal","refusal":"I can't assist with that."}]}]"#,
            #"[{"role":"user","content":"Do it."},{"role":"assistant","content":"","refusal":"I can't assist with that."}]"#,
            #"{"messages":[{"role":"user","content":"Do it."}],"choices":[{"message":{"content":null,"refusal":"I can't assist with that."}}]}"#,
        ])
    func refusal(text: String) throws {
        #expect(try pairs(text) == [["Do it.", "I can't assist with that."]])
    }

    @Test("an answer in OpenAI's form is a record")
    func choices() throws {
        let text = #"{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."}}],"#
            + #""usage":{"total_tokens":3}}"#
        let turns = try TranscriptReader.read(text + "\n" + text + "\n").turns
        #expect(turns.map(\.responseText) == ["Hi.", "Hi."])
        #expect(turns.first?.id == "c1")
        #expect(try TranscriptReader.read(#"{"choices":[{"message":{"content":null,"refusal":"No."}}]}"#).turns.first?.responseText == "No.")
    }

    @Test("half a character is read as U+FFFD and told with its line and field, its other half joined")
    func halves() throws {
        let lines = [#"{"response_text":"whole \ud83d\ude00"}"#, #"{"response_text":"cut \ud83d"}"#, #"{"response_text":"a","user_text":"\ude00 b"}"#]
        let read = try TranscriptReader.read(lines.joined(separator: "\n"))
        #expect(read.turns.map(\.responseText) == ["whole 😀", "cut \u{FFFD}", "a"])
        #expect(read.turns.last?.userText == "\u{FFFD} b")
        #expect(
            read.leftOut == [
                "line 2: response_text: half a character is read as U+FFFD.", "line 3: user_text: half a character is read as U+FFFD.",
            ])
        let messages = try TranscriptReader.read(#"[{"role":"assistant","content":"cut \ud83d"}]"#)
        #expect(messages.turns.first?.responseText == "cut \u{FFFD}")
        #expect(messages.leftOut == ["message 1: content: half a character is read as U+FFFD."])
    }
}
