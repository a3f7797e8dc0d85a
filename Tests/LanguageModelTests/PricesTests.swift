import LanguageModel
import Testing
import Vocabulary

@Suite("Prices")
struct PricesTests {
    static let hosted = ModelDescription(provider: .openai, model: "gpt-4o-mini", host: "api.openai.com", isLocal: false)
    static let local = ModelDescription(provider: .openai, model: "qwen3:8b", host: "localhost:11434", isLocal: true)
    static let file = #"{"gpt-4o": {"in": 2.5, "out": 10}, "gpt-4o-mini": {"in": 0.15, "out": 0.6, "cached": 0.075}}"#

    @Test("the longest prefix counts, and cached tokens have their own price")
    func longestPrefix() throws {
        let prices = Prices(table: try Prices.table(parsing: Array(Self.file.utf8)), model: Self.hosted)
        let usage = ModelUsage(tokensIn: 1_000_000, tokensOut: 100_000, tokensCached: 400_000)
        #expect(prices.cost(of: usage, model: "gpt-4o-mini-2024-07-18") == 90_000 + 30_000 + 60_000)
        #expect(prices.cost(of: usage, model: "gpt-4o-2024-11-20") == 2_500_000 + 1_000_000)
        #expect(prices.price(of: "gpt-4o-mini-2024-07-18").source == .table)
    }

    @Test("a reply whose model the table does not know costs what the configured one costs")
    func renamed() throws {
        let prices = Prices(table: try Prices.table(parsing: Array(Self.file.utf8)), model: Self.hosted)
        #expect(prices.cost(of: ModelUsage(tokensIn: 1_000_000, tokensOut: 0), model: "openai/mini@eu") == 150_000)
    }

    @Test("local models cost nothing, unknown ones nothing either, and both say why")
    func withoutEntry() {
        let usage = ModelUsage(tokensIn: 1_000_000, tokensOut: 1_000_000)
        #expect(Prices(model: Self.local).cost(of: usage, model: "qwen3:8b") == 0)
        #expect(Prices(model: Self.local).price(of: "qwen3:8b").source == .local)
        #expect(Prices(model: Self.hosted).cost(of: usage, model: "gpt-4o-mini") == 0)
        #expect(Prices(model: Self.hosted).price(of: "gpt-4o-mini").source == .unknown)
    }

    @Test("a price file that cannot be meant is refused with the setting's name", arguments: [
        "[]", "", "{\"m\": 3}", "{\"m\": {\"in\": 1}}", "{\"m\": {\"in\": -1, \"out\": 1}}", "{\"m\": {\"in\": \"1\", \"out\": 1}}",
        "{\"m\": {\"in\": 1e9, \"out\": 1}}", "{\"\": {\"in\": 1, \"out\": 1}}", "{\"m\": {\"in\": 1, \"out\": 1, \"cached\": true}}",
    ])
    func refusedFiles(text: String) {
        let problem = #expect(throws: Problem.self) { try Prices.table(parsing: Array(text.utf8)) }
        #expect(problem?.field == "model-prices")
    }

    @Test("fractions of a micro-dollar are rounded to the nearest")
    func rounding() throws {
        let prices = Prices(table: ["m": ModelPrice(dollarsIn: 0.15, dollarsOut: 0.6)], model: Self.hosted)
        #expect(prices.cost(of: ModelUsage(tokensIn: 3, tokensOut: 0), model: "m") == 0)
        #expect(prices.cost(of: ModelUsage(tokensIn: 4, tokensOut: 0), model: "m") == 1)
    }
}
