// From the text of a pattern to the matcher's instructions.

enum CueCompiler {
    static func compile(_ pattern: String) -> CueProgram {
        var parser = Parser(Array(pattern))
        let sequence = parser.sequence(inGroup: false)
        precondition(parser.isAtEnd && !sequence.isEmpty, "a cue's pattern is malformed: \(pattern)")
        var steps: [CueProgram.Step] = []
        emit(sequence, into: &steps)
        steps.append(.accept)
        return CueProgram(steps: steps, firstWords: firstWords(of: steps))
    }

    private indirect enum Node {
        case word([UInt8])
        case stem([UInt8])
        case anyWord
        case gap(Int)
        case sentenceStart
        case sentenceEnd
        case choice([[Node]])
        case optional([Node])
    }

    private struct Parser {
        let characters: [Character]
        var position = 0

        init(_ characters: [Character]) { self.characters = characters }

        var isAtEnd: Bool { position >= characters.count }
        private var next: Character? { isAtEnd ? nil : characters[position] }

        mutating func sequence(inGroup: Bool) -> [Node] {
            var nodes: [Node] = []
            while true {
                skipBlanks()
                guard let character = next, character != ")", !(inGroup && character == "|") else { return nodes }
                nodes += alternatives(inGroup: inGroup)
            }
        }

        /// One item; outside of groups with the items that `|` ties to it.
        private mutating func alternatives(inGroup: Bool) -> [Node] {
            var choices = [item()]
            while !inGroup, next == "|" {
                position += 1
                choices.append(item())
            }
            var nodes = choices.count == 1 ? choices[0] : [.choice(choices)]
            if next == "?" {
                position += 1
                nodes = [.optional(nodes)]
            }
            return nodes
        }

        private mutating func item() -> [Node] {
            guard let character = next else { return [] }
            switch character {
            case "(":
                position += 1
                var choices = [sequence(inGroup: true)]
                while next == "|" {
                    position += 1
                    choices.append(sequence(inGroup: true))
                }
                precondition(next == ")", "a group is not closed in \(String(characters))")
                position += 1
                return choices.count == 1 ? choices[0] : [.choice(choices)]
            case "^":
                position += 1
                return [.sentenceStart]
            case "$":
                position += 1
                return [.sentenceEnd]
            case "_":
                position += 1
                return [.anyWord]
            case ".":
                return gap()
            default:
                return word()
            }
        }

        private mutating func gap() -> [Node] {
            while next == "." { position += 1 }
            var digits = ""
            while let digit = next, digit.isNumber {
                digits.append(digit)
                position += 1
            }
            return [.gap(Int(digits) ?? 3)]
        }

        private mutating func word() -> [Node] {
            var text = ""
            while let character = next, !" |()?*^$".contains(character) {
                text.append(character)
                position += 1
            }
            precondition(!text.isEmpty, "a word is missing in \(String(characters))")
            if next == "*" {
                position += 1
                let bytes = Array(text.lowercased().utf8)
                precondition(bytes.count >= 3, "a stem is shorter than three letters in \(String(characters))")
                return [.stem(bytes)]
            }
            var reader = CueTextReader(capacity: text.utf8.count)
            reader.read(text)
            return reader.words.map { .word(Array(reader.bytes[Int($0.start)..<Int($0.end)])) }
        }

        private mutating func skipBlanks() {
            while next == " " { position += 1 }
        }
    }

    private static func emit(_ nodes: [Node], into steps: inout [CueProgram.Step]) {
        for node in nodes {
            switch node {
            case .word(let bytes): steps.append(.word(CueText.key(bytes[...])))
            case .stem(let bytes): steps.append(.stem(bytes))
            case .anyWord: steps.append(.anyWord)
            case .sentenceStart: steps.append(.sentenceStart)
            case .sentenceEnd: steps.append(.sentenceEnd)
            case .gap(let longest): emitGap(longest, into: &steps)
            case .optional(let inner):
                let split = steps.count
                steps.append(.jump(0))
                emit(inner, into: &steps)
                steps[split] = .split(first: split + 1, second: steps.count)
            case .choice(let choices): emit(choices: choices, into: &steps)
            }
        }
    }

    private static func emit(choices: [[Node]], into steps: inout [CueProgram.Step]) {
        var exits: [Int] = []
        for (index, choice) in choices.enumerated() {
            let split = steps.count
            if index < choices.count - 1 { steps.append(.jump(0)) }
            emit(choice, into: &steps)
            guard index < choices.count - 1 else { break }
            exits.append(steps.count)
            steps.append(.jump(0))
            steps[split] = .split(first: split + 1, second: steps.count)
        }
        for exit in exits { steps[exit] = .jump(steps.count) }
    }

    /// As few words as possible: each further word is the second choice.
    private static func emitGap(_ longest: Int, into steps: inout [CueProgram.Step]) {
        let end = steps.count + 2 * longest
        for _ in 0..<longest {
            steps.append(.split(first: end, second: steps.count + 1))
            steps.append(.anyWord)
        }
    }

    /// Everything reachable from the first step without reading a word.
    private static func firstWords(of steps: [CueProgram.Step]) -> (keys: Set<UInt64>, stems: [[UInt8]])? {
        var keys: Set<UInt64> = []
        var stems: [[UInt8]] = []
        var pending = [0]
        var seen: Set<Int> = []
        while let step = pending.popLast() {
            guard seen.insert(step).inserted else { continue }
            switch steps[step] {
            case .word(let key): keys.insert(key)
            case .stem(let stem): stems.append(stem)
            case .anyWord, .accept: return nil
            case .sentenceStart, .sentenceEnd: pending.append(step + 1)
            case .split(let first, let second): pending += [first, second]
            case .jump(let target): pending.append(target)
            }
        }
        return (keys, stems)
    }
}
