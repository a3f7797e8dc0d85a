// A language model that puts a turn's figures into words; the server hands it in.
import Foundation
import Synchronization
import Vocabulary

package struct PostureExplainer: Sendable {
    /// The document's words for what wrote an explanation, beside `template`: a model on own machines, or one that somebody hosts. It names one
    /// host by name; that any hosted model is told so is our choice, since its readers know no third word.
    package enum Method: String, Sendable { case local, hosted = "hf-api" }

    package var method: Method
    /// Which model it is: explanations of another model are not shown as this one's.
    package var model: String
    /// Asks the model. Throws when no usable answer comes of it.
    package var ask: @Sendable (_ instructions: String, _ data: String) async throws -> String

    package init(
        method: Method, model: String, ask: @escaping @Sendable (_ instructions: String, _ data: String) async throws -> String
    ) {
        self.method = method
        self.model = model
        self.ask = ask
    }

    /// The longest explanation, in characters. *Our choice*: three or four sentences.
    static let longest = 800

    /// One paragraph of plain text within the bounds; nil when nothing is left of the answer.
    static func bounded(_ answer: String) -> String? {
        var answer = answer[...]
        // Some models think aloud first.
        if answer.contains("<think>"), let end = answer.range(of: "</think>") { answer = answer[end.upperBound...] }
        let plain = String(String.UnicodeScalarView(answer.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        let text = plain.split(separator: " ").joined(separator: " ")
        guard text.contains(where: \.isLetter) else { return nil }
        guard text.count > longest else { return text }
        let cut = text.prefix(longest)
        let end = cut.lastIndex { ".!?".contains($0) }
        guard let end, cut.distance(from: cut.startIndex, to: end) > longest / 2 else { return cut + "…" }
        return String(cut[...end])
    }
}

/// How much the model is bothered: so many questions at once, and none for a while after it has failed. The template answers meanwhile.
final class ExplainerGate: Sendable {
    /// Questions at once. *Our choice*: a model on one's own machine answers few at a time.
    private static let atOnce = 4
    /// Seconds without a question after a failure. *Our choice*: nobody waits for a dead model twice in a minute.
    private static let pauseSeconds = 60.0

    private let state = Mutex((running: 0, pausedUntil: Timestamp?.none))

    /// Whether the model may be asked now; then `leave` must follow.
    func enter(now: Timestamp) -> Bool {
        state.withLock { state in
            if let until = state.pausedUntil, now < until { return false }
            guard state.running < Self.atOnce else { return false }
            state.running += 1
            return true
        }
    }

    func leave(failed: Bool, now: Timestamp) {
        state.withLock { state in
            state.running -= 1
            state.pausedUntil = failed ? now.adding(seconds: Self.pauseSeconds) : nil
        }
    }
}
