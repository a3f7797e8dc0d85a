// What a turn has used up to a moment, for the case that its server dies.
import LanguageModel

/// Stored with the turn whenever its text is.
struct TurnProgress: Codable, Sendable, Equatable {
    /// As its provider names it; empty before it answered.
    var model = ""
    /// Of the requests that have ended.
    var usage = ModelUsage(tokensIn: 0, tokensOut: 0)
    var costMicros: Int64 = 0
    /// Estimated tokens of the request under way; 0 where there is none.
    var asking = 0
    /// How often the reply's text began again; nil = never. See `ReplySnapshot`.
    var restarts: Int?
    /// Bytes of the reply's text and reasoning that `usage` covers.
    var bytes = 0
    /// Tools that have ended.
    var records: [ToolRecord] = []

    /// With the request under way counted: what it was asked with, and the text that came, four bytes a token as everywhere.
    /// - Parameter text: bytes of all that came, reasoning included.
    func total(text: Int, prices: Prices, model fallback: String) -> (usage: ModelUsage, costMicros: Int64, model: String) {
        let name = model.isEmpty ? fallback : model
        let came = max(0, text - bytes)
        guard asking > 0 || came > 0 else { return (usage, costMicros, name) }
        let guess = ModelUsage(tokensIn: asking, tokensOut: (came + 3) / 4, isEstimated: true)
        return (usage + guess, costMicros + prices.cost(of: guess, model: name), name)
    }
}
