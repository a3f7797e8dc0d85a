// The one boundary to language models: what is asked, what comes back, and how it fails.

/// A language model behind some wire format. One call is one request: retries are the caller's, who knows what they may cost.
package protocol LanguageModel: Sendable {
    /// Which model this is and where it stands. Never holds a key.
    var description: ModelDescription { get }

    /// Asks the model once.
    ///
    /// - Parameter onPiece: is given each piece of the reply as it arrives, in order. What it throws ends the call with `ModelFailure.cancelled` and
    ///   closes the connection.
    /// - Returns: the whole reply, once the model has said that it is finished.
    /// - Throws: a `ModelFailure`. Cancelling the task closes the connection and throws `.cancelled`.
    func complete(
        _ request: ChatRequest, onPiece: @escaping @Sendable (ReplyPiece) async throws -> Void
    ) async throws(ModelFailure) -> ChatReply
}

/// What arrives of a reply. None is empty.
package enum ReplyPiece: Sendable, Equatable {
    /// Continues the answer.
    case text(String)
    /// Continues what the model thought before it answered; no part of the answer.
    case reasoning(String)
    /// All text of this reply so far was reasoning; it follows as such.
    case textWithdrawn
}

extension LanguageModel {
    /// As `complete(_:onPiece:)`, for callers who want the whole reply only.
    package func complete(_ request: ChatRequest) async throws(ModelFailure) -> ChatReply {
        try await complete(request, onPiece: { _ in })
    }
}

/// Which wire format a model is spoken to with.
package enum ModelProvider: String, Sendable, Codable, CaseIterable {
    case openai, anthropic, scripted, none
}

/// What may be told about a model to everybody who uses it.
package struct ModelDescription: Sendable, Equatable {
    package var provider: ModelProvider
    /// The model's name as its provider spells it; empty when there is none.
    package var model: String
    /// Host, and port where it is not the usual one; nil where nothing leaves this process.
    package var host: String?
    /// Whether the host is this machine or a private network, or nothing leaves the process at all.
    package var isLocal: Bool

    package init(provider: ModelProvider, model: String, host: String? = nil, isLocal: Bool) {
        self.provider = provider
        self.model = model
        self.host = host
        self.isLocal = isLocal
    }

    package var isConfigured: Bool { provider != .none }
    /// Whether replies come from a script and not from a language model.
    package var isScripted: Bool { provider == .scripted }
}

/// Stands where no model is configured: every call fails with `ModelFailure.notConfigured`.
package struct UnconfiguredModel: LanguageModel {
    package let description = ModelDescription(provider: .none, model: "", isLocal: true)

    package init() {}

    package func complete(
        _ request: ChatRequest, onPiece: @escaping @Sendable (ReplyPiece) async throws -> Void
    ) async throws(ModelFailure) -> ChatReply {
        throw .notConfigured
    }
}
