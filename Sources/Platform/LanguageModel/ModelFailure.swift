// How a call to a model ends when no reply comes of it.

package enum ModelFailure: Error, Sendable, Equatable {
    /// Nobody has named a model.
    case notConfigured
    /// The whole reply took longer than it may.
    case timedOut
    /// The provider wants fewer requests; seconds until the next may be sent, where it says so.
    case rateLimited(retryAfter: Int?)
    /// The provider refused, with this HTTP status and its own words: cut, without control characters, the key masked.
    case rejected(status: Int, message: String)
    /// No connection came about: the name is unknown, nobody listens, TLS fails, or 10 s were not enough.
    case connectionFailed
    /// The reply ended before the model said that it was finished.
    case brokenStream
    /// Something came that is no reply; what was wrong with it, in words of ours.
    case nonsense(String)
    /// The caller's task was cancelled, or its `onPiece` threw.
    case cancelled

    /// Whether the same request may well succeed a little later.
    package var isTransient: Bool {
        switch self {
        case .timedOut, .rateLimited, .connectionFailed, .brokenStream: true
        // 408 and 425 by their definition, 409 as gateways use it, 5xx and Anthropic's 529 for an overload. 501 and 505 stay as they are.
        case .rejected(let status, _): [408, 409, 425].contains(status) || (status >= 500 && status != 501 && status != 505)
        case .notConfigured, .nonsense, .cancelled: false
        }
    }

    /// A stable word for it, for stored messages and answers.
    package var code: String {
        switch self {
        case .notConfigured: "model_not_configured"
        case .timedOut: "model_timed_out"
        case .rateLimited: "model_rate_limited"
        case .rejected: "model_rejected"
        case .connectionFailed: "model_unreachable"
        case .brokenStream: "model_broken_stream"
        case .nonsense: "model_nonsense"
        case .cancelled: "cancelled"
        }
    }

    /// One sentence for people; holds no address and no key.
    package var sentence: String {
        switch self {
        case .notConfigured:
            "No language model is configured; set --model-provider (MIEN_MODEL_PROVIDER)"
        case .timedOut:
            "The language model took too long to answer"
        case .rateLimited(let seconds?):
            "The language model's provider wants fewer requests; the next may be sent in \(seconds) s"
        case .rateLimited(nil):
            "The language model's provider wants fewer requests"
        case .rejected(let status, let message):
            message.isEmpty ? "The language model's provider refused (status \(status))"
                : "The language model's provider refused (status \(status)): \(message)"
        case .connectionFailed:
            "The language model cannot be reached"
        case .brokenStream:
            "The language model's reply broke off"
        case .nonsense(let what):
            "The language model's provider sent something that is no reply: \(what)"
        case .cancelled:
            "The reply was no longer wanted"
        }
    }
}
