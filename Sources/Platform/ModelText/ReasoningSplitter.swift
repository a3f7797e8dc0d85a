// Tells the reasoning that a model has written into its answer from the answer itself, as the text arrives.

/// Reasoning stands between marks at the beginning of an answer, or at the beginning of a sentence further on if it ends there too. Marks in
/// code, in quotes and in the middle of a sentence are what the answer is about, and stay. Some servers write the first mark into the prompt:
/// an end without a beginning makes all text before it reasoning.
package struct ReasoningSplitter: Sendable {
    package enum Piece: Sendable, Equatable {
        case text(String)
        case reasoning(String)
        /// All text that was given out before was reasoning.
        case textWasReasoning
    }

    private enum Mode: Equatable { case answer, reasoning, channel }

    private var mode = Mode.answer
    /// What has come and is not given out: something at its beginning is undecided.
    private var held: [Unicode.Scalar] = []
    /// Where `held` begins.
    private var place = TextPlace()
    /// Whether the answer has begun: something of it was given out that is no blank.
    private var hasText = false
    private var hasReasoned = false
    /// Whether gpt-oss's frame was seen.
    private var isFramed = false
    /// Whether the answer stands in a wrapper that its end will close.
    private var isWrapped = false
    /// Marks of a beginning that the answer speaks about; an end for each of them is spoken about too.
    private var mentionedOpens = 0
    /// What follows a mark inside the reasoning that looked like one spoken about: the answer, if no other end comes.
    private var afterMention: [Unicode.Scalar]?
    private var pieces: [Piece] = []

    package init() {}

    package mutating func take(_ text: String) -> [Piece] {
        held += text.unicodeScalars
        return drain(isEnd: false)
    }

    /// What was held back; nothing follows.
    package mutating func end() -> [Piece] { drain(isEnd: true) }

    /// A whole text, taken apart. Both parts without blanks at their ends where there is reasoning; else the text as it is.
    package static func split(_ text: String) -> (text: String, reasoning: String) {
        guard text.unicodeScalars.contains(where: ReasoningMark.mayBegin) else { return (text, "") }
        var splitter = ReasoningSplitter()
        var answer = "", reasoning: [String] = []
        var isNew = true
        for piece in splitter.take(text) + splitter.end() {
            switch piece {
            case .text(let text):
                answer += text
                isNew = true
            case .reasoning(let text):
                if isNew { reasoning.append(text) } else { reasoning[reasoning.count - 1] += text }
                isNew = false
            case .textWasReasoning:
                reasoning.append(answer)
                answer = ""
                isNew = false
            }
        }
        let parts = reasoning.map(\.withoutOuterBlanks).filter { !$0.isEmpty }
        return splitter.hasReasoned ? (answer.withoutOuterBlanks, parts.joined(separator: "\n\n")) : (text, "")
    }

    // MARK: One character after the other

    private enum Step { case go(Int), hold }

    private mutating func drain(isEnd: Bool) -> [Piece] {
        pieces = []
        var index = 0
        while index < held.count {
            guard ReasoningMark.mayBegin(held[index]) else {
                pass(&index)
                continue
            }
            switch ReasoningMark.look(at: index, in: held, isEnd: isEnd) {
            case .nothing: pass(&index)
            case .undecided:
                give(index)
                return pieces
            case .found(let mark, let length):
                let step = mode == .answer ? answer(mark, index, length, isEnd: isEnd) : reasoning(mark, index, length, isEnd: isEnd)
                switch step {
                case .go(let next): index = next
                case .hold:
                    give(index)
                    return pieces
                }
            }
        }
        give(index)
        if isEnd, mode == .reasoning, let rest = afterMention { emit(.text(String(rest).withoutOuterBlanks)) }
        if isEnd, mode == .answer, !hasText, !hasReasoned { emit(.text(String(held))) }
        return pieces
    }

    private mutating func pass(_ index: inout Int) {
        place.pass(held[index])
        if mode == .reasoning { afterMention?.append(held[index]) }
        index += 1
    }

    /// Goes over a mark that is text.
    private mutating func goOver(_ index: Int, _ length: Int) -> Step {
        var index = index
        for _ in 0..<length { pass(&index) }
        return .go(index)
    }

    /// Gives out what stands before `index` and takes it from `held`. Blanks before an answer wait for it.
    private mutating func give(_ index: Int) {
        let part = held[..<index]
        if mode != .answer {
            emit(.reasoning(String(part)))
        } else if hasText {
            emit(.text(String(part)))
        } else {
            guard let first = part.firstIndex(where: { !$0.properties.isWhitespace }) else {
                place = TextPlace()
                return
            }
            // Behind reasoning they are no part of the answer.
            emit(.text(String(hasReasoned ? part[first...] : part)))
            hasText = true
        }
        held.removeFirst(index)
    }

    private mutating func emit(_ piece: Piece) {
        switch piece {
        case .text(""), .reasoning(""): break
        default: pieces.append(piece)
        }
    }

    /// Ends what stands before a mark, and drops the mark.
    private mutating func cut(_ index: Int, _ length: Int, next: Mode) -> Step {
        give(index)
        // Blanks before the answer's beginning stay held otherwise.
        if mode == .answer, !hasText { held.removeFirst(index) }
        held.removeFirst(length)
        if next != mode { place = TextPlace() }
        if next != .answer { hasReasoned = true }
        mode = next
        afterMention = nil
        return .go(0)
    }

    private mutating func answer(_ mark: ReasoningMark, _ index: Int, _ length: Int, isEnd: Bool) -> Step {
        let isBeginning = !hasText && held[..<index].allSatisfy(\.properties.isWhitespace)
        guard isBeginning || !place.isCode else { return goOver(index, length) }
        let after = index + length
        switch mark {
        case .open:
            if isBeginning { return cut(index, length, next: .reasoning) }
            let next = next(after, isEnd: isEnd)
            guard next.isKnown else { return .hold }
            let isWord = next.following?.properties.isWhitespace == true && next.onLine?.properties.isLowercase == true
            if place.isSentenceStart, !isWord, !place.mentions(before: next.following, next.onLine) {
                if hasClose(from: after, isEnd: isEnd) { return cut(index, length, next: .reasoning) }
                if !isEnd { return .hold }
            }
            mentionedOpens += 1
            return goOver(index, length)
        case .close:
            return lonelyClose(index, length, isBeginning: isBeginning, isEnd: isEnd)
        case .channel(let isAnswer):
            guard isBeginning || isFramed else { return goOver(index, length) }
            isFramed = true
            return cut(index, length, next: isAnswer ? .answer : .channel)
        case .frame(let isStart):
            guard isFramed || (isStart && isBeginning) else { return goOver(index, length) }
            isFramed = true
            return cut(index, length, next: .answer)
        case .wrapper(isOpen: true):
            guard isBeginning, hasReasoned else { return goOver(index, length) }
            isWrapped = true
            return cut(index, length, next: .answer)
        case .wrapper(isOpen: false):
            guard isWrapped, isBlank(from: after) else { return goOver(index, length) }
            return isEnd ? cut(index, length, next: .answer) : .hold
        }
    }

    /// An end of reasoning that has no beginning.
    private mutating func lonelyClose(_ index: Int, _ length: Int, isBeginning: Bool, isEnd: Bool) -> Step {
        let after = index + length
        if isBeginning {
            hasReasoned = true
            return cut(index, length, next: .answer)
        }
        if mentionedOpens > 0 {
            mentionedOpens -= 1
            return goOver(index, length)
        }
        let next = next(after, isEnd: isEnd)
        guard next.isKnown else { return .hold }
        if place.mentions(before: next.following, next.onLine) { return goOver(index, length) }
        if isBlank(from: after) {
            // With nothing behind it, what stands before it is the answer.
            guard isEnd else { return .hold }
            hasReasoned = true
            return cut(index, length, next: .answer)
        }
        hasReasoned = true
        if hasText { emit(.textWasReasoning) }
        hasText = false
        mode = .reasoning
        return cut(index, length, next: .answer)
    }

    private mutating func reasoning(_ mark: ReasoningMark, _ index: Int, _ length: Int, isEnd: Bool) -> Step {
        if mode == .channel {
            switch mark {
            case .frame(isStart: false): return cut(index, length, next: .answer)
            case .frame, .channel: return cut(index, 0, next: .answer)
            default: return goOver(index, length)
            }
        }
        guard mark == .close else { return goOver(index, length) }
        let next = next(index + length, isEnd: isEnd)
        guard next.isKnown else { return .hold }
        guard !place.isSpan, !place.mentions(before: next.following, next.onLine) else {
            let step = goOver(index, length)
            afterMention = []
            return step
        }
        return cut(index, length, next: .answer)
    }

    // MARK: What follows

    private struct Next {
        /// The character right behind a mark, and the first one on its line that is no blank.
        var following: Unicode.Scalar?
        var onLine: Unicode.Scalar?
        /// Whether the line has come as far as that.
        var isKnown: Bool
    }

    private func next(_ start: Int, isEnd: Bool) -> Next {
        var next = Next(following: held[start...].first, isKnown: isEnd)
        for scalar in held[start...] {
            if scalar != "\n", scalar != "\r", scalar.properties.isWhitespace { continue }
            next.isKnown = true
            next.onLine = scalar.properties.isWhitespace ? nil : scalar
            break
        }
        return next
    }

    private func isBlank(from start: Int) -> Bool { held[start...].allSatisfy(\.properties.isWhitespace) }

    private func hasClose(from start: Int, isEnd: Bool) -> Bool {
        for index in held[start...].indices where ReasoningMark.mayBegin(held[index]) {
            if case .found(.close, _) = ReasoningMark.look(at: index, in: held, isEnd: isEnd) { return true }
        }
        return false
    }
}

extension String {
    fileprivate init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }

    var withoutOuterBlanks: String {
        var scalars = unicodeScalars[...]
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return String(scalars)
    }
}
