/// The rule about text that people do not see, in what a user sends or a model answers. Ours: the document has none.
enum HiddenTextRule {
    static let metric = "hidden_text"

    /// Words that were hidden are orange, since hiding them was deliberate; invisible characters that could not be read are yellow.
    static func driver(_ sentences: [Sentence], _ side: Driver.Side) -> Driver? {
        let hidden = sentences.indices.filter { sentences[$0].hidden != nil }
        guard !hidden.isEmpty else { return nil }
        let hasWords = hidden.contains { sentences[$0].hidden == .text }
        let place = side == .user ? "the user's text" : "the response"
        let what = hasWords ? "words that people do not see" : "invisible characters that could not be read"
        return Driver(
            metric, Double(hidden.count), threshold: 1, level: hasWords ? .orange : .yellow, side: side, sentences: hidden,
            reason: "hidden text: \(place) has \(what)")
    }
}
