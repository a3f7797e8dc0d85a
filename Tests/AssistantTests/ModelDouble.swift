// A model that answers what a test tells it to, request after request.
import LanguageModel
import Synchronization
import Vocabulary

final class ModelDouble: LanguageModel {
    enum Step: Sendable {
        case text(String)
        case pieces([String], ModelUsage = ModelUsage(tokensIn: 10, tokensOut: 5), ChatReply.Stop = .end)
        case calls([ToolCall], text: String = "")
        /// Pieces of any kind, and the calls that end the round.
        case told([ReplyPiece], calls: [ToolCall] = [], handback: JSONValue? = nil)
        /// Some pieces, then the failure.
        case fails(ModelFailure, after: [String] = [])
        /// Waits for a signal between two pieces.
        case waits([String], Gate, [String])
    }

    /// Lets a test hold a reply half-way.
    final class Gate: Sendable {
        private let opened = AsyncStream.makeStream(of: Void.self)
        private let reached = AsyncStream.makeStream(of: Void.self)
        func open() { opened.continuation.finish() }
        func wait() async { for await _ in opened.stream {} }
        func arrive() { reached.continuation.finish() }
        /// Returns once the model stands at the gate.
        func untilReached() async { for await _ in reached.stream {} }
    }

    let description = ModelDescription(provider: .scripted, model: "double-1", isLocal: true)
    private let steps: Mutex<[Step]>
    private let asked = Mutex<[ChatRequest]>([])
    /// When the steps are used up.
    private let fallback: Step

    init(_ steps: [Step], then fallback: Step = .text("Fine.")) {
        self.steps = Mutex(steps)
        self.fallback = fallback
    }

    var requests: [ChatRequest] { asked.withLock { $0 } }

    func complete(
        _ request: ChatRequest, onPiece: @escaping @Sendable (ReplyPiece) async throws -> Void
    ) async throws(ModelFailure) -> ChatReply {
        asked.withLock { $0.append(request) }
        let step = steps.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? fallback
        func say(_ pieces: [String]) async throws(ModelFailure) {
            for piece in pieces { do { try await onPiece(.text(piece)) } catch { throw .cancelled } }
        }
        let usage = ModelUsage(tokensIn: 10, tokensOut: 5)
        switch step {
        case .text(let text):
            try await say([text])
            return ChatReply(text: text, usage: usage, stop: .end, model: "double-1")
        case .pieces(let pieces, let usage, let stop):
            try await say(pieces)
            return ChatReply(text: pieces.joined(), usage: usage, stop: stop, model: "double-1")
        case .told(let pieces, let calls, let handback):
            for piece in pieces { do { try await onPiece(piece) } catch { throw .cancelled } }
            return ChatReply(
                text: pieces.reduce(into: "") { text, piece in
                    if case .text(let words) = piece { text += words } else if piece == .textWithdrawn { text = "" }
                }, toolCalls: calls, handback: handback, usage: usage, stop: calls.isEmpty ? .end : .tools, model: "double-1")
        case .calls(let calls, let text):
            if !text.isEmpty { try await say([text]) }
            return ChatReply(text: text, toolCalls: calls, usage: usage, stop: .tools, model: "double-1")
        case .fails(let failure, let pieces):
            try await say(pieces)
            throw failure
        case .waits(let before, let gate, let after):
            try await say(before)
            gate.arrive()
            await gate.wait()
            if Task.isCancelled { throw .cancelled }
            try await say(after)
            return ChatReply(text: (before + after).joined(), usage: usage, stop: .end, model: "double-1")
        }
    }
}
