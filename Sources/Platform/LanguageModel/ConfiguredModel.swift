/// The model that an operator has chosen, with what it costs.
package struct ConfiguredModel: Sendable {
    package var model: any LanguageModel
    package var prices: Prices
    /// Nobody has chosen: the demonstration's scripted stand-in answers.
    package var isStandIn: Bool

    package init(_ model: any LanguageModel, prices: Prices, isStandIn: Bool = false) {
        self.model = model
        self.prices = prices
        self.isStandIn = isStandIn
    }

    /// - Parameter prices: the operator's table.
    package init(_ model: any LanguageModel, prices: [String: ModelPrice] = [:], isStandIn: Bool = false) {
        self.init(model, prices: Prices(table: prices, model: model.description), isStandIn: isStandIn)
    }

    /// Nothing configured.
    package static let none = ConfiguredModel(UnconfiguredModel())

    package var description: ModelDescription { model.description }

    /// What a reply has cost, in micro-dollars.
    package func cost(of reply: ChatReply) -> Int64 { prices.cost(of: reply.usage, model: reply.model) }
}
