// Anthropic's Messages API, version 2023-06-01.

package final class AnthropicModel: LanguageModel {
    package let description: ModelDescription
    private let exchange: ModelExchange<AnthropicReply>
    private let timeoutSeconds: Double
    private let timer: ModelTimer

    /// The version of the wire format that this file speaks (*documented*).
    private static let version = "2023-06-01"

    /// - Parameters:
    ///   - key: sent as `x-api-key`; nil for gateways that ask for none.
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
        description = ModelDescription(provider: .anthropic, model: model, host: address.host, isLocal: address.isLocal)
        exchange = ModelExchange(
            connections: connections, address: address,
            headers: [(name: "anthropic-version", value: Self.version)] + (key.map { [(name: "x-api-key", value: $0)] } ?? []), key: key,
            limits: limits)
        self.timeoutSeconds = timeoutSeconds
        self.timer = timer
    }

    package func complete(
        _ request: ChatRequest, onPiece: @escaping @Sendable (ReplyPiece) async throws -> Void
    ) async throws(ModelFailure) -> ChatReply {
        guard let body = AnthropicRequest.body(request, model: description.model).bytes else {
            throw .nonsense("the request cannot be written as JSON")
        }
        do {
            let gathered = try await withDeadline(seconds: request.timeoutSeconds ?? timeoutSeconds, timer) {
                try await self.exchange.run(body: body, onPiece: onPiece)
            }
            return ChatReply(gathered, to: request, model: description.model)
        } catch {
            throw ModelFailure(telling: error, hasBegun: true)
        }
    }
}
