// How a turn goes wrong: a sentence for people, a stable code, and the kind of problem that the caller is answered.
import LanguageModel
import Vocabulary

package struct TurnFailure: Error, Sendable, Equatable {
    package var kind: Problem.Kind
    package var code: String
    package var sentence: String
    /// Seconds after which a new try makes sense, where somebody said so.
    package var retryAfter: Int?

    package init(_ kind: Problem.Kind, code: String, _ sentence: String, retryAfter: Int? = nil) {
        self.kind = kind
        self.code = code
        self.sentence = sentence
        self.retryAfter = retryAfter
    }

    /// 502 where the model failed, 503 where it is not there or wants fewer requests, 504 where it was too slow (*documented*; that a rate
    /// limit of the provider is 503 with `Retry-After` is our choice: 429 would say that the caller asked too often).
    package init(_ failure: ModelFailure) {
        switch failure {
        case .notConfigured: self.init(.unavailable, code: failure.code, failure.sentence)
        case .timedOut: self.init(.gatewayTimeout, code: failure.code, failure.sentence)
        case .rateLimited(let seconds): self.init(.unavailable, code: failure.code, failure.sentence, retryAfter: seconds ?? 10)
        case .cancelled: self = .shuttingDown
        case .rejected, .connectionFailed, .brokenStream, .nonsense: self.init(.badGateway, code: failure.code, failure.sentence)
        }
    }

    /// The server went down, or lost the turn, while the reply was being written.
    package static let interrupted = TurnFailure(.unavailable, code: "interrupted", "The server stopped while the reply was being written")
    static let shuttingDown = TurnFailure(.unavailable, code: "shutting_down", "The server is shutting down; try again in a moment", retryAfter: 2)
    /// Its reader wished it to end.
    static let stopped = TurnFailure(.conflict, code: "stopped", "The reply was stopped")
    static let emptyReply = TurnFailure(.badGateway, code: "model_nonsense", "The language model answered with nothing")
    static let onlyReasoning = TurnFailure(
        .badGateway, code: "model_nonsense", "The language model told its reasoning and gave no answer")
    static let cutByLength = TurnFailure(.badGateway, code: "reply_cut", "The reply reached the longest length that is set for replies")
    static let filtered = TurnFailure(.badGateway, code: "model_filtered", "The language model's provider withheld the reply")
    static let tooSlow = TurnFailure(.gatewayTimeout, code: "model_timed_out", "The reply took longer than a turn may")
    static let costCeiling = TurnFailure(.badGateway, code: "cost_ceiling", "The reply reached what a single turn may cost")
    static let tooManyRounds = TurnFailure(.badGateway, code: "too_many_tool_rounds", "The language model kept calling tools and gave no answer")
    static let tooLong = TurnFailure(.badGateway, code: "model_nonsense", "The language model's reply did not end")
    static let failed = TurnFailure(.internalError, code: "internal", "The reply could not be finished")

    package var problem: Problem {
        Problem(kind, sentence, code: code, retryAfter: retryAfter)
    }
}

/// What becomes of a reply, of its text, and of the action that was reserved for it. The one table of a turn's ends:
///
/// | | text came | only tools were called, or reasoning told | nothing came |
/// |---|---|---|---|
/// | no failure | `complete`, settled | `failed`, settled | `failed`, released |
/// | failure | `interrupted`, settled | `failed`, settled | `failed`, released |
///
/// An action counts as used as soon as the model gave anything: its provider charges for that too.
package struct ReplyEnding: Sendable, Equatable {
    package enum Status: String, Sendable { case complete, interrupted, failed }
    package var status: Status
    package var failure: TurnFailure?
    /// Otherwise the action is released.
    package var settles: Bool

    /// - Parameters:
    ///   - hasText: some of the reply's text came.
    ///   - calledTools: the model called a tool at least once.
    ///   - hasReasoning: it told what it thought.
    package init(hasText: Bool, calledTools: Bool, hasReasoning: Bool = false, failure: TurnFailure?) {
        settles = hasText || calledTools || hasReasoning
        if hasText {
            status = failure == nil ? .complete : .interrupted
            self.failure = failure
        } else {
            status = .failed
            self.failure = failure ?? (hasReasoning ? .onlyReasoning : .emptyReply)
        }
    }
}
