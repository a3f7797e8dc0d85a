// The marks between which models write their reasoning, in all their spellings.

/// A mark at some place of a text.
enum ReasoningMark: Equatable {
    /// Reasoning begins and ends: `<think>`, `</thinking>`, `[THINK]`, `◁/think▷`, `<|begin_of_thought|>` …
    case open, close
    /// gpt-oss: `<|channel|>analysis<|message|>`, or the answer's own `<|channel|>final<|message|>`.
    case channel(isAnswer: Bool)
    /// gpt-oss: `<|end|>`, `<|return|>`, `<|start|>assistant`, which belong to no text.
    case frame(isStart: Bool)
    /// What some put around the answer behind their reasoning: `<answer>`, `</response>`, `<|begin_of_solution|>` …
    case wrapper(isOpen: Bool)

    /// What a look at a place of a text comes to.
    enum Look: Equatable {
        case nothing
        case found(ReasoningMark, length: Int)
        /// Whether it is a mark depends on what follows.
        case undecided
    }

    /// - Parameters:
    ///   - isEnd: whether nothing follows `text`.
    static func look(at start: Int, in text: [Unicode.Scalar], isEnd: Bool) -> Look {
        guard let shape = Shape.all.first(where: { $0.begins(text, at: start) ?? !isEnd }) else { return .nothing }
        // More of the sign may follow.
        guard shape.begins(text, at: start) == true else { return .undecided }
        let inside = start + shape.open.count
        guard inside < text.count else { return isEnd ? .nothing : .undecided }
        guard text[inside].properties.isAlphabetic || text[inside] == "/" || text[inside] == "|" else { return .nothing }
        let longest = shape.isBracket ? longestInBrackets : longest
        var end = inside
        while end < text.count, end - inside <= longest {
            if text[end...].starts(with: shape.close) {
                let token = String(String.UnicodeScalarView(text[inside..<end]))
                return classify(token, shape, text, start: start, end: end + shape.close.count, isEnd: isEnd)
            }
            let rest = text[end...].prefix(shape.close.count)
            if rest.count < shape.close.count, shape.close.starts(with: rest) { return isEnd ? .nothing : .undecided }
            // Neither names nor attributes go over a line's end.
            guard text[end] != "\n", text[end] != shape.open[0] else { return .nothing }
            end += 1
        }
        return isEnd || end - inside > longest ? .nothing : .undecided
    }

    /// Characters of a mark, attributes included (our choice: `<think duration="12 seconds">` and some more).
    private static let longest = 80
    /// There are no attributes in brackets.
    private static let longestInBrackets = 10

    /// What may stand around a mark's name.
    private struct Shape {
        var open: [Unicode.Scalar]
        var close: [Unicode.Scalar]
        var isBracket = false

        init(_ open: String, _ close: String, isBracket: Bool = false) {
            self.open = Array(open.unicodeScalars)
            self.close = Array(close.unicodeScalars)
            self.isBracket = isBracket
        }

        static let all = [Shape("<", ">"), Shape("[", "]", isBracket: true), Shape("◁", "▷"), Shape("＜", "＞"), Shape("&lt;", "&gt;")]

        /// Nil when the text ends inside the sign.
        func begins(_ text: [Unicode.Scalar], at start: Int) -> Bool? {
            let part = text[start..<min(text.count, start + open.count)]
            guard open.starts(with: part) else { return false }
            return part.count == open.count ? true : nil
        }
    }

    /// Names of reasoning that are never anything else.
    private static let names: Set<String> = ["think", "thinking", "thought", "thoughts", "reasoning", "antthinking", "inner_monologue", "scratchpad"]
    private static let bracketNames: Set<String> = ["think", "thinking"]
    private static let wrappers: Set<String> = ["answer", "response"]
    private static let special: [String: ReasoningMark] = [
        "start_thinking": .open, "end_thinking": .close, "begin_of_thought": .open, "end_of_thought": .close, "inner_prefix": .open,
        "inner_suffix": .close, "begin_of_solution": .wrapper(isOpen: true), "end_of_solution": .wrapper(isOpen: false),
        "start_response": .wrapper(isOpen: true), "end_response": .wrapper(isOpen: false), "end": .frame(isStart: false),
        "return": .frame(isStart: false), "call": .frame(isStart: false), "start": .frame(isStart: true),
    ]
    /// Gemma's.
    private static let plain: [String: ReasoningMark] = ["unused94": .open, "unused95": .close, "|channel": .open, "channel|": .close]

    private static func classify(
        _ token: String, _ shape: Shape, _ text: [Unicode.Scalar], start: Int, end: Int, isEnd: Bool
    ) -> Look {
        let token = token.lowercased()
        func found(_ mark: ReasoningMark?) -> Look { mark.map { .found($0, length: end - start) } ?? .nothing }
        if let mark = plain[token] { return found(mark) }
        if token.hasPrefix("|"), token.hasSuffix("|"), token.count > 2 {
            let name = String(token.dropFirst().dropLast())
            if name == "channel" { return channel(text, start: start, from: end, isEnd: isEnd) }
            if name == "start" { return frameStart(text, start: start, from: end, isEnd: isEnd) }
            return found(special[name] ?? named(name, names))
        }
        guard !shape.isBracket else { return found(named(token, bracketNames)) }
        return found(named(token, names) ?? (token.hasPrefix("/") ? wrappers.contains(String(token.dropFirst())) : wrappers.contains(token))
            .mark(.wrapper(isOpen: !token.hasPrefix("/"))))
    }

    /// `think`, `/think`, `seed:think`, `think duration="3"`; what `think/` means has no content.
    private static func named(_ token: String, _ names: Set<String>) -> ReasoningMark? {
        let isClose = token.hasPrefix("/")
        var name = token.dropFirst(isClose ? 1 : 0)
        if !isClose, let blank = name.firstIndex(of: " ") { name = name[..<blank] }
        if isClose { while name.last == " " { name.removeLast() } }
        if let colon = name.lastIndex(of: ":"), name[..<colon].allSatisfy({ $0.isLetter || $0.isNumber }) { name = name[name.index(after: colon)...] }
        guard names.contains(String(name)) else { return nil }
        return isClose ? .close : .open
    }

    /// Behind `<|channel|>`: a name, perhaps a recipient, then `<|message|>`.
    private static func channel(_ text: [Unicode.Scalar], start: Int, from place: Int, isEnd: Bool) -> Look {
        let message = Array("<|message|>".unicodeScalars)
        var end = place
        while end < text.count, end - place <= longest {
            if text[end...].starts(with: message) {
                let name = String(String.UnicodeScalarView(text[place..<end].prefix { $0.properties.isAlphabetic })).lowercased()
                return .found(.channel(isAnswer: name == "final"), length: end + message.count - start)
            }
            end += 1
        }
        return isEnd || end - place > longest ? .nothing : .undecided
    }

    /// Whether a mark may begin with this character.
    static func mayBegin(_ scalar: Unicode.Scalar) -> Bool { Shape.all.contains { $0.open[0] == scalar } }

    /// Behind `<|start|>`: who speaks, then a channel.
    private static func frameStart(_ text: [Unicode.Scalar], start: Int, from place: Int, isEnd: Bool) -> Look {
        let name = text[place...].prefix { $0.properties.isAlphabetic }
        guard name.endIndex < text.count || isEnd else { return .undecided }
        return .found(.frame(isStart: true), length: name.endIndex - start)
    }
}

extension Bool {
    fileprivate func mark(_ mark: ReasoningMark) -> ReasoningMark? { self ? mark : nil }
}
