// Reasoning that stands inside the text of a reply, and what only looks like it.
import ModelText
import Testing

@testable import LanguageModel

@Suite("Reasoning inside the text")
struct ReasoningTests {
    private static let thought = "You're absolutely right."
    private static let answer = "No. The earth is round."

    @Test("is told apart in every spelling", arguments: [
        "<think>\(thought)</think>\(answer)", "<think>\n\(thought)\n</think>\n\n\(answer)", "\n <THINK>\(thought)</Think> \(answer)",
        "<thinking>\(thought)</thinking>\(answer)", "<thought>\(thought)</thought>\(answer)", "<reasoning>\(thought)</reasoning>\(answer)",
        "<think duration=\"3 s\">\(thought)</think >\(answer)", "<seed:think>\(thought)</seed:think>\(answer)", "[THINK]\(thought)[/THINK]\(answer)",
        "◁think▷\(thought)◁/think▷\(answer)", "<|begin_of_thought|>\(thought)<|end_of_thought|><|begin_of_solution|>\(answer)<|end_of_solution|>",
        "<|START_THINKING|>\(thought)<|END_THINKING|><|START_RESPONSE|>\(answer)<|END_RESPONSE|>",
        "<|channel|>analysis<|message|>\(thought)<|end|><|start|>assistant<|channel|>final<|message|>\(answer)<|return|>",
        "<|start|>assistant<|channel|>analysis<|message|>\(thought)<|channel|>final<|message|>\(answer)",
        "<think>\(thought)</think>\n<answer>\n\(answer)\n</answer>", "&lt;think&gt;\(thought)&lt;/think&gt;\(answer)",
        "\(thought)</think>\(answer)", "\(thought)\n</think>\n\n\(answer)", "\(thought)[/THINK]\(answer)", "<think>\(thought)</thinking>\(answer)",
        "<unused94>\(thought)<unused95>\(answer)",
    ])
    func spellings(text: String) {
        let split = ReasoningSplitter.split(text)
        #expect(split.text == Self.answer)
        #expect(split.reasoning == Self.thought)
        for size in [1, 2, 3, 7, 1_000] {
            let read = read(text, size)
            #expect(read.told.answer.trimmingBlanks == Self.answer, "in pieces of \(size)")
            #expect(read.told.reasoning == Self.thought, "in pieces of \(size)")
            #expect(read.reply?.text == read.told.answer)
            #expect(read.reply?.reasoning == Self.thought)
        }
    }

    @Test("what an answer says about such marks stays in it", arguments: [
        "Put it between `<think>` and `</think>`.", "```xml\n<think>\nHm.\n</think>\n```\nThat is all.",
        "The tag </think> closes what <think> opens.",
        "Models write \"<think>\" first.", "Code:\n\n    </think>\n\nis indented.", "a < b and b > c", "[1] See the notes.", "Use <b>bold</b> words.",
        "An answer.\n\n~~~\n</think>\n~~~\n\nMore.", "Some write <think>, others <thinking>; all of them end.", "", "  ", "<", "<th", "[THIN",
        "See [the page](https://example.com) & so on: x &lt; y.", "The answer.\n<|end|>\nis what gpt-oss writes.",
    ])
    func mentions(text: String) {
        #expect(ReasoningSplitter.split(text).text == text)
        #expect(ReasoningSplitter.split(text).reasoning.isEmpty)
        for size in [1, 3, 1_000] {
            let read = read(text, size)
            #expect(read.told.answer == text, "in pieces of \(size)")
            #expect(!read.told.contains(.textWithdrawn))
        }
    }

    @Test("reasoning that speaks about its own marks ends where it ends")
    func marksInReasoning() {
        let split = ReasoningSplitter.split("<think>They ask about the `</think>` tag. Simple.</think>It ends the reasoning.")
        #expect(split.text == "It ends the reasoning.")
        #expect(split.reasoning == "They ask about the `</think>` tag. Simple.")
    }

    @Test("an answer that only reasons has no text; an end with nothing behind it keeps the answer")
    func ends() {
        #expect(ReasoningSplitter.split("<think>And so on and").text.isEmpty)
        #expect(ReasoningSplitter.split("<think>And so on and").reasoning == "And so on and")
        #expect(ReasoningSplitter.split("The answer.</think>").text == "The answer.")
        #expect(ReasoningSplitter.split("<think>a</think>The answer.</think>\n").text == "The answer.")
        #expect(ReasoningSplitter.split("<think>\n\n</think>\n\nThe answer.") == ("The answer.", ""))
    }

    @Test("several blocks are paragraphs of one reasoning")
    func blocks() {
        let split = ReasoningSplitter.split("<think>One.</think>\nFirst.\n<think>Two.</think>\nSecond.")
        #expect(split.reasoning == "One.\n\nTwo.")
        #expect(split.text == "First.\n\nSecond.")
    }

    @Test("a text whose first mark is missing is taken back once its end comes, and only then")
    func withdrawn() {
        let read = read("I think.</think>Yes.", 4)
        #expect(read.told.filter { $0 == .textWithdrawn }.count == 1)
        #expect(read.told.answer == "Yes.")
        #expect(read.told.reasoning == "I think.")
    }

    private func read(_ text: String, _ size: Int) -> ReadOutcome {
        let scalars = Array(text.unicodeScalars)
        let deltas = stride(from: 0, to: scalars.count, by: size).map { start in
            var part = String.UnicodeScalarView()
            part.append(contentsOf: scalars[start..<min(start + size, scalars.count)])
            return #"{"choices":[{"delta":{"content":\#(JSONText.of(String(part)))}}]}"#
        }
        let end = [#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#, "[DONE]"]
        return ReadOutcome(OpenAIReply.self, (deltas + end).map { "data: \($0)\n\n" }.joined())
    }
}

/// A text as JSON writes it.
enum JSONText {
    static func of(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}

extension String {
    fileprivate var trimmingBlanks: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
