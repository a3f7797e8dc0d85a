// What a model says, as it comes: answer and reasoning apart, halves of characters joined.
import ModelText

/// Both formats put the text of a reply through this, whether it comes in pieces or at once.
struct ReplyWords {
    private(set) var text = ""
    private(set) var reasoning = ""
    private var splitter = ReasoningSplitter()
    private var textHalves = HalfJoiner()
    private var reasoningHalves = HalfJoiner()
    /// Blanks that end the reasoning so far: they are told once more of it follows.
    private var blanks = ""
    private var isNewBlock = true

    mutating func add(text: String) -> [ReplyPiece] { take(splitter.take(textHalves.take(text))) }

    mutating func add(reasoning: String) -> [ReplyPiece] { piece(ofReasoning: reasoningHalves.take(reasoning)) }

    /// What was held back; nothing follows.
    mutating func end() -> [ReplyPiece] {
        piece(ofReasoning: reasoningHalves.end()) + take(splitter.take(textHalves.end())) + take(splitter.end())
    }

    private mutating func take(_ pieces: [ReasoningSplitter.Piece]) -> [ReplyPiece] {
        var told: [ReplyPiece] = []
        for piece in pieces {
            switch piece {
            case .text(let words):
                text += words
                isNewBlock = true
                blanks = ""
                told.append(.text(words))
            case .reasoning(let words): told += self.piece(ofReasoning: words)
            case .textWasReasoning:
                told.append(.textWithdrawn)
                let words = text
                text = ""
                told += self.piece(ofReasoning: words)
            }
        }
        return told
    }

    /// Blocks of reasoning are paragraphs, without blanks around them.
    private mutating func piece(ofReasoning words: String) -> [ReplyPiece] {
        var rest = (blanks + words).unicodeScalars[...]
        var trailing = String.UnicodeScalarView()
        while let last = rest.last, last.properties.isWhitespace { trailing.insert(rest.removeLast(), at: trailing.startIndex) }
        blanks = String(trailing)
        if isNewBlock { rest = rest.drop(while: \.properties.isWhitespace) }
        guard !rest.isEmpty else {
            if isNewBlock { blanks = "" }
            return []
        }
        let told = (isNewBlock && !reasoning.isEmpty ? "\n\n" : "") + String(rest)
        isNewBlock = false
        reasoning += told
        return [.reasoning(told)]
    }
}
