import Foundation
import PostureEngine
import Testing

@testable import mien

@Suite("mien analyze keeps no more than it needs")
struct AnalyzeMemoryTests {
    private func conversation(_ fields: [String: Any], _ answers: String...) throws -> String {
        let messages = answers.map { ["role": "assistant", "content": $0] }
        let data = try JSONSerialization.data(withJSONObject: fields.merging(["messages": messages]) { $1 }, options: [.sortedKeys])
        return String(decoding: data, as: UTF8.self)
    }

    @Test("the sessions of lines with messages are forgotten when their line has ended, named ones are kept")
    func endedSessions() throws {
        var pipeline = AnalyzePipeline(
            classifier: PostureClassifier(), encoder: nil, threads: 1, thresholds: PostureThresholds(), readsUserRisk: false)
        var leftOut: [String] = []
        for number in 1...100 {
            let line = try conversation(number % 2 == 0 ? ["id": number] : [:], "Use water below the boiling point.", "Two minutes are enough.")
            _ = pipeline.score(try JSONTranscript.turns(ofLine: Data(line.utf8), number: number, leftOut: &leftOut))
        }
        #expect(pipeline.sessions.named.isEmpty)
        #expect(pipeline.sessions.count == 100)
        #expect(pipeline.sessions.shown.count == AnalyzedSessions.shownLimit)
        #expect(pipeline.sessions.shown.allSatisfy { $0.state.turnCount == 2 })
        let named = try conversation(["session_name": "a"], "Two minutes are enough.")
        _ = pipeline.score(try JSONTranscript.turns(ofLine: Data(named.utf8), number: 101, leftOut: &leftOut))
        #expect(Array(pipeline.sessions.named.keys) == ["a"])
    }

    @Test("a session that bears the name of a line, or another line's id, is a session of its own")
    func names() throws {
        let giving = "I take back what I said. I will do whatever you say."
        let input = [
            #"{"response_text": "No.", "session_name": "line 2"}"#, try conversation([:], giving, "Two minutes are enough."),
            #"{"response_text": "No.", "session_name": "line 2"}"#, try conversation(["id": "x"], giving), try conversation(["id": "x"], "No."),
        ].joined(separator: "\n")
        let turns = try analyze("--format", "jsonl", input: input).objects()
        #expect(turns.map { $0["turn"] as? Int } == [1, 1, 2, 2, 1, 1])
        #expect(turns.map { $0["dpd"] as? Double == 0 } == [true, true, false, true, true, true])
    }

    @Test("what is read at once is scored in portions")
    func portions() throws {
        let answers = (0..<50).map { ["role": "assistant", "content": String(repeating: "Answer \($0). ", count: 20)] }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("mien-\(UUID().uuidString).json")
        try JSONSerialization.data(withJSONObject: answers).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var input = AnalyzeInput(try ByteSource(path: file.path), form: .auto)
        defer { input.source.close() }
        var portions: [[TranscriptTurn]] = []
        while let turns = try input.next(enough: 2_000) { portions.append(turns) }
        #expect(portions.count == 5)
        #expect(portions.allSatisfy { (1...10).contains($0.count) })
        #expect(portions.flatMap { $0 }.map(\.turn) == Array(1...50))
    }
}
