// Streams as providers send them, in the folder beside this file.
import Foundation
import Vocabulary

@testable import LanguageModel

enum WireFixtures {
    /// Each file's bytes.
    static let openAIText = read("openai-text"), openAITools = read("openai-tools")
    static let anthropicText = read("anthropic-text"), anthropicTools = read("anthropic-tools")

    private static func read(_ name: String) -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return (try? Data(contentsOf: folder.appending(path: name + ".sse"))).map { [UInt8]($0) } ?? []
    }

    /// The same stream with another end of line.
    static func with(_ lineEnd: String, _ bytes: [UInt8]) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).replacing("\n", with: lineEnd).utf8)
    }

    static func openAI(_ deltas: String..., finish: String? = "stop") -> String {
        let chunks = deltas.map { #"{"choices":[{"index":0,"delta":\#($0)}]}"# }
        let end = finish.map { [#"{"choices":[{"index":0,"delta":{},"finish_reason":"\#($0)"}]}"#, "[DONE]"] } ?? []
        return (chunks + end).map { "data: \($0)\n\n" }.joined()
    }
}

/// What reading some bytes comes to: the pieces of text in order, and the reply or the failure.
struct ReadOutcome: Equatable {
    var told: [ReplyPiece] = []
    /// The answer's own.
    var pieces: [String] { told.texts }
    var text: String { told.answer }
    var reply: GatheredReply?
    var failure: ModelFailure?

    /// Reads the bytes in these parts.
    init<Format: ReplyFormat>(_ format: Format.Type, _ parts: [ArraySlice<UInt8>], isCut: Bool = false, limits: ReplyLimits = ReplyLimits()) {
        var reader = ReplyReader<Format>(limits: limits)
        do throws(ModelFailure) {
            for part in parts {
                guard !reader.isFinished else { break }
                try reader.take(part, into: &told)
            }
            try reader.finish(isCut: isCut, into: &told)
            reply = try reader.gathered()
        } catch {
            failure = error
        }
    }

    init<Format: ReplyFormat>(_ format: Format.Type, _ bytes: [UInt8], isCut: Bool = false) { self.init(format, [bytes[...]], isCut: isCut) }
    init<Format: ReplyFormat>(_ format: Format.Type, _ text: String, isCut: Bool = false) { self.init(format, Array(text.utf8), isCut: isCut) }
}

extension [ReplyPiece] {
    /// The pieces of text, whatever became of them.
    var texts: [String] { compactMap { if case .text(let text) = $0 { text } else { nil } } }

    /// What a reader has before their eyes at the end.
    var answer: String {
        reduce(into: "") { answer, piece in
            switch piece {
            case .text(let text): answer += text
            case .textWithdrawn: answer = ""
            case .reasoning: break
            }
        }
    }

    var reasoning: String { compactMap { if case .reasoning(let text) = $0 { text } else { nil } }.joined() }
}
