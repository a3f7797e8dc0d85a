// Any server that answers `/v1/chat/completions` as OpenAI does: OpenAI, Ollama, vLLM, LM Studio, gateways.
import Synchronization

package final class OpenAIModel: LanguageModel {
    package let description: ModelDescription
    private let exchange: ModelExchange<OpenAIReply>
    private let timeoutSeconds: Double
    private let timer: ModelTimer
    private let dialect: Mutex<OpenAIDialect>

    /// How often one call is sent again in other words after a refusal: once for each thing that `OpenAIDialect` knows.
    private static let maximumAdaptations = 7

    /// - Parameters:
    ///   - key: sent as bearer token; nil for servers that ask for none.
    ///   - timeoutSeconds: for a whole reply, where a request names no other.
    package convenience init(
        address: ModelAddress, model: String, key: String?, timeoutSeconds: Double = 120, connections: ModelConnections
    ) {
        self.init(
            address: address, model: model, key: key, timeoutSeconds: timeoutSeconds, connections: connections, limits: ReplyLimits(),
            timer: { try await Task.sleep(for: .milliseconds(Int64($0 * 1_000))) })
    }

    init(
        address: ModelAddress, model: String, key: String?, timeoutSeconds: Double, connections: ModelConnections, limits: ReplyLimits,
        timer: @escaping ModelTimer
    ) {
        description = ModelDescription(provider: .openai, model: model, host: address.host, isLocal: address.isLocal)
        exchange = ModelExchange(
            connections: connections, address: address, headers: key.map { [(name: "authorization", value: "Bearer " + $0)] } ?? [], key: key,
            limits: limits)
        self.timeoutSeconds = timeoutSeconds
        self.timer = timer
        dialect = Mutex(OpenAIDialect(limitField: address.host == "api.openai.com" ? "max_completion_tokens" : "max_tokens"))
    }

    package func complete(
        _ request: ChatRequest, onPiece: @escaping @Sendable (ReplyPiece) async throws -> Void
    ) async throws(ModelFailure) -> ChatReply {
        do {
            return try await withDeadline(seconds: request.timeoutSeconds ?? timeoutSeconds, timer) {
                try await self.adapting(request, onPiece)
            }
        } catch {
            throw ModelFailure(telling: error, hasBegun: true)
        }
    }

    /// Asks, and asks again in other words where the server refuses one that it does not know. Nothing was generated until then.
    private func adapting(_ request: ChatRequest, _ onPiece: @Sendable (ReplyPiece) async throws -> Void) async throws -> ChatReply {
        var dialect = dialect.withLock { $0 }
        for _ in 0..<Self.maximumAdaptations {
            do {
                return try await ask(request, dialect, onPiece)
            } catch let refusal as RefusedRequest {
                guard let next = dialect.adapted(to: refusal, request) else { throw refusal.failure }
                dialect = next
            }
        }
        return try await ask(request, dialect, onPiece)
    }

    private func ask(
        _ request: ChatRequest, _ dialect: OpenAIDialect, _ onPiece: @Sendable (ReplyPiece) async throws -> Void
    ) async throws -> ChatReply {
        let body = OpenAIRequest.body(request, model: description.model, dialect: dialect)
        guard let bytes = body.bytes else { throw ModelFailure.nonsense("the request cannot be written as JSON") }
        let gathered = try await exchange.run(body: bytes, onPiece: onPiece)
        self.dialect.withLock { $0 = dialect }
        var reply = ChatReply(gathered, to: request, model: description.model)
        reply.wasAskedWithoutTools = !dialect.takesTools && !request.tools.isEmpty
        return reply
    }
}

extension ChatReply {
    init(_ gathered: GatheredReply, to request: ChatRequest, model: String) {
        self.init(
            text: gathered.text, reasoning: gathered.reasoning, toolCalls: gathered.toolCalls, handback: gathered.handback,
            usage: gathered.usage ?? .estimated(request, text: gathered.text + gathered.reasoning, toolCalls: gathered.toolCalls),
            stop: gathered.stop ?? .end,
            model: gathered.model ?? model)
    }
}
