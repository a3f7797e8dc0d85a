// Which model answers, and whether it does.
import LanguageModel
import Synchronization
import Vocabulary
import Web

struct ModelHandlers: Sendable {
    let configured: ConfiguredModel
    let limiter: RateLimiter
    let clock: Clock

    /// How often somebody may test: each costs tokens. *Our choice*.
    private static let testLimit = RateLimit(burst: 6, perSecond: 0.1)
    /// What a test asks, and how long the reply may be: enough for models that think before they answer. Both are *our choice*.
    private static let question = "This is a test of the connection. Answer with one short sentence."
    private static let maximumTokens = 300
    /// How much of the reply is shown, in characters. *Our choice*.
    private static let shownCharacters = 300

    struct ModelResponse: Encodable, Sendable {
        struct Price: Encodable, Sendable {
            /// Dollars for a million tokens.
            var dollarsIn: Double
            var dollarsOut: Double
            var dollarsCached: Double
            var source: Prices.Source
            var note: String
            enum CodingKeys: String, CodingKey { case dollarsIn = "in", dollarsOut = "out", dollarsCached = "cached", source, note }
        }

        var configured: Bool
        var provider: ModelProvider
        @ExplicitNull var model: String?
        @ExplicitNull var place: String?
        var isLocal: Bool
        var isScripted: Bool
        var isStandIn: Bool
        var prices: Price
        @ExplicitNull var setting: JSONValue?
        var message: String

        enum CodingKeys: String, CodingKey {
            case configured, provider, model, place = "where", isLocal = "is_local", isScripted = "is_scripted", isStandIn = "is_stand_in", prices,
                setting, message
        }
    }

    struct TestResponse: Encodable, Sendable {
        struct Usage: Encodable, Sendable {
            var tokensIn: Int
            var tokensOut: Int
            var tokensCached: Int
            var isEstimated: Bool
            enum CodingKeys: String, CodingKey {
                case tokensIn = "tokens_in", tokensOut = "tokens_out", tokensCached = "tokens_cached", isEstimated = "is_estimated"
            }
        }

        var model: String
        var reply: String
        var latencyMs: Int64
        @ExplicitNull var firstTextMs: Int64?
        var usage: Usage
        /// Dollars.
        var cost: Double
        enum CodingKeys: String, CodingKey { case model, reply, latencyMs = "latency_ms", firstTextMs = "first_text_ms", usage, cost = "cost_usd" }
    }

    func show(_ call: PersonCall) async throws -> Answer {
        let model = configured.description
        let (price, source) = configured.prices.price(of: model.model)
        return .ok(
            OK(
                ModelResponse(
                    configured: model.isConfigured, provider: model.provider, model: model.isConfigured ? model.model : nil, place: model.host,
                    isLocal: model.isLocal, isScripted: model.isScripted, isStandIn: configured.isStandIn,
                    prices: .init(
                        dollarsIn: price.dollarsIn, dollarsOut: price.dollarsOut, dollarsCached: price.dollarsCached, source: source,
                        note: Self.note(source, model)),
                    setting: model.isConfigured && !configured.isStandIn ? nil : ModelSetting.provider.asValue, message: message)))
    }

    /// One sentence for the page.
    private var message: String {
        let model = configured.description
        switch model.provider {
        case .none: return ModelFailure.notConfigured.sentence
        case .scripted where configured.isStandIn:
            return "No language model is configured: a scripted stand-in answers in this demonstration. Set MIEN_MODEL_PROVIDER "
                + "to connect one"
        case .scripted: return "A script answers, no language model"
        case .openai, .anthropic:
            return "\(model.model) at \(model.host ?? "") answers" + (model.isLocal ? "; nothing leaves your network" : "")
        }
    }

    private static func note(_ source: Prices.Source, _ model: ModelDescription) -> String {
        switch source {
        case .table: "Dollars for a million tokens, from the file of --model-prices"
        case .local where model.host == nil: "Nothing is paid for"
        case .local: "On own machines tokens cost nothing"
        case .unknown: "The price of \(model.model) is not known, so it is counted as 0; --model-prices names a file of prices"
        }
    }

    /// Asks the model one short question.
    func test(_ call: PersonCall) async throws -> Answer {
        if let wait = limiter.take(.modelTest(user: call.userID), limit: Self.testLimit, now: call.now)?.retryAfter {
            throw Problem(.tooManyRequests, "The model was tested a moment ago; wait \(wait) s", code: "rate_limited", retryAfter: wait)
        }
        let request = ChatRequest(messages: [.user(Self.question)], maximumTokens: Self.maximumTokens)
        let start = clock(), clock = clock
        let firstText = Mutex<Timestamp?>(nil)
        do throws(ModelFailure) {
            let reply = try await configured.model.complete(request) { _ in firstText.withLock { $0 = $0 ?? clock() } }
            return .ok(OK(response(reply, from: start, to: clock(), firstText: firstText.withLock { $0 })))
        } catch {
            var problem = TurnFailure(error).problem
            problem.details["is_transient"] = .bool(error.isTransient)
            if let setting = error.setting { problem.details["setting"] = setting.asValue }
            throw problem
        }
    }

    private func response(_ reply: ChatReply, from start: Timestamp, to end: Timestamp, firstText: Timestamp?) -> TestResponse {
        TestResponse(
            model: reply.model, reply: String(reply.text.prefix(Self.shownCharacters)), latencyMs: Self.milliseconds(from: start, to: end),
            firstTextMs: firstText.map { Self.milliseconds(from: start, to: $0) },
            usage: .init(
                tokensIn: reply.usage.tokensIn, tokensOut: reply.usage.tokensOut, tokensCached: reply.usage.tokensCached,
                isEstimated: reply.usage.isEstimated),
            cost: Double(configured.cost(of: reply)) / 1_000_000)
    }

    private static func milliseconds(from start: Timestamp, to end: Timestamp) -> Int64 { (end.microseconds - start.microseconds) / 1_000 }
}
