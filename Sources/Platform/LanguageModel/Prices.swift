// What tokens cost, in micro-dollars.
import Foundation
import Vocabulary

/// Dollars for a million tokens. As it happens, that is micro-dollars for one.
package struct ModelPrice: Sendable, Equatable, Codable {
    package var dollarsIn: Double
    package var dollarsOut: Double
    /// For tokens that the provider read from its cache.
    package var dollarsCached: Double

    package init(dollarsIn: Double, dollarsOut: Double, dollarsCached: Double? = nil) {
        self.dollarsIn = dollarsIn
        self.dollarsOut = dollarsOut
        self.dollarsCached = dollarsCached ?? dollarsIn
    }

    package static let free = ModelPrice(dollarsIn: 0, dollarsOut: 0)

    /// The highest price that is believed: 100,000 dollars a million tokens. *Our choice*: above it somebody has mixed up the units.
    static let highest = 100_000.0
}

/// The operator's table: the longest prefix of a model's name counts.
package struct Prices: Sendable, Equatable {
    /// Where a price comes from.
    package enum Source: String, Sendable, Codable {
        /// The file of `--model-prices`.
        case table
        /// The model stands on this machine or in a private network: 0.
        case local
        /// Nobody said: counted as 0.
        case unknown
    }

    private let table: [String: ModelPrice]
    private let configured: String
    private let isLocal: Bool

    /// - Parameters:
    ///   - model: the model that is configured. Its price also holds for replies whose model the table does not know: gateways rename.
    ///     Where it is local, what the table does not name costs nothing.
    package init(table: [String: ModelPrice] = [:], model: ModelDescription) {
        self.table = table
        configured = model.model
        isLocal = model.isLocal
    }

    /// The price of a model; without an entry for it 0, for the reason given.
    package func price(of model: String) -> (price: ModelPrice, source: Source) {
        if let price = entry(model) ?? entry(configured) { return (price, .table) }
        return (.free, isLocal ? .local : .unknown)
    }

    private func entry(_ model: String) -> ModelPrice? {
        table.filter { model.hasPrefix($0.key) }.max { $0.key.utf8.count < $1.key.utf8.count }?.value
    }

    /// Micro-dollars, rounded to the nearest.
    package func cost(of usage: ModelUsage, model: String) -> Int64 {
        let price = price(of: model).price
        let cached = min(usage.tokensCached, usage.tokensIn)
        let cost =
            Double(usage.tokensIn - cached) * price.dollarsIn + Double(cached) * price.dollarsCached
            + Double(usage.tokensOut) * price.dollarsOut
        return cost.isFinite ? Int64(min(cost.rounded(), 9e15)) : 0
    }

    /// Reads the file of `--model-prices`: `{"gpt-4o-mini": {"in": 0.15, "out": 0.60, "cached": 0.075}}`, dollars a million tokens.
    /// - Throws: `Problem.malformed` naming the setting and the entry.
    package static func table(parsing bytes: [UInt8]) throws(Problem) -> [String: ModelPrice] {
        func wrong(_ what: String) -> Problem { .invalid("model-prices", what) }
        guard case .object(let entries)? = JSONValue(bytes: bytes) else { throw wrong("the file must hold a JSON object") }
        var table: [String: ModelPrice] = [:]
        for (prefix, entry) in entries {
            func dollars(_ name: String) throws(Problem) -> Double? {
                guard let given = entry[name] else { return nil }
                guard let value = given.doubleValue, (0...ModelPrice.highest).contains(value) else {
                    throw wrong("'\(name)' of '\(prefix)' must be dollars per million tokens, from 0 to 100000")
                }
                return value
            }
            guard !prefix.isEmpty, entry.isObject, let dollarsIn = try dollars("in"), let dollarsOut = try dollars("out") else {
                throw wrong("'\(prefix)' must be an object with 'in' and 'out', dollars per million tokens")
            }
            table[prefix] = ModelPrice(dollarsIn: dollarsIn, dollarsOut: dollarsOut, dollarsCached: try dollars("cached"))
        }
        return table
    }
}
