/// What a reply says, and the reasoning that its model gave before it.
package struct ReplyText: Sendable, Equatable, ExpressibleByStringLiteral {
    package var text: String
    package var reasoning: String

    package init(_ text: String, reasoning: String = "") {
        self.text = text
        self.reasoning = reasoning
    }

    package init(stringLiteral text: String) { self.init(text) }

    package var isEmpty: Bool { text.isEmpty && reasoning.isEmpty }
}
