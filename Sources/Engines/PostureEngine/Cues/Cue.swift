// The language in which the classifiers' cues are written, and its compiled form.

/// A pattern over the words of a sentence, and how much it says.
///
/// Words are separated by blanks and spelled as people spell them (`can't`, `cannot` and `can not` are one). Further:
/// - `ignore|disregard`: one of several words. Inside a group, `|` separates whole phrases: `(unable to|can not)`.
/// - `instruct*`: any word that begins so (three letters at least).
/// - `really?`, `(as an ai)?`: may be missing.
/// - `_`: any one word. `..4`: up to four words in between, as few as possible; `..` alone up to three.
/// - `^` and `$`: the beginning and the end of the sentence.
///
/// A malformed pattern is a mistake of ours and stops the program when its set is built; tests build every set.
package struct Cue: Sendable {
    package let pattern: String
    /// How strongly the cue speaks for its family, 0…1: the probability-like weight that activations combine.
    package let weight: Double
    /// Whether a negation shortly before takes the cue back (`do not ignore the rules`). False for cues that carry one.
    package let yieldsToNegation: Bool
    let program: CueProgram

    package init(_ pattern: String, _ weight: Double = 0.8, yieldsToNegation: Bool = true) {
        self.pattern = pattern
        self.weight = weight
        self.yieldsToNegation = yieldsToNegation
        program = CueCompiler.compile(pattern)
    }
}

/// A pattern as instructions for the matcher.
struct CueProgram: Sendable {
    enum Step: Sendable {
        case word(UInt64)
        case stem([UInt8])
        case anyWord
        case sentenceStart
        case sentenceEnd
        /// Go on at `first`; if that fails, at `second`.
        case split(first: Int, second: Int)
        case jump(Int)
        case accept
    }

    var steps: [Step]
    /// The words that a match can begin with; `nil` when it can begin with any.
    var firstWords: (keys: Set<UInt64>, stems: [[UInt8]])?

    /// The end of the match that begins at `start`, `nil` without one. Gives up after a fixed number of steps, so that no
    /// sentence costs more than a small multiple of its length.
    func end(of text: CueText, from start: Int) -> Int? {
        var branches: [(step: Int, position: Int)] = []
        var step = 0
        var position = start
        var budget = Self.stepBudget
        while budget > 0 {
            budget -= 1
            var succeeded = true
            switch steps[step] {
            case .word(let key): succeeded = position < text.words.count && text.words[position].key == key
            case .stem(let stem): succeeded = position < text.words.count && text.starts(position, with: stem)
            case .anyWord: succeeded = position < text.words.count
            case .sentenceStart: succeeded = position == 0
            case .sentenceEnd: succeeded = position == text.words.count
            case .split(let first, let second):
                branches.append((second, position))
                step = first
                continue
            case .jump(let target):
                step = target
                continue
            case .accept: return position
            }
            if succeeded {
                switch steps[step] {
                case .sentenceStart, .sentenceEnd: break
                default: position += 1
                }
                step += 1
            } else if let branch = branches.popLast() {
                (step, position) = branch
            } else {
                return nil
            }
        }
        return nil
    }

    /// Our choice: far above what any pattern of ours needs on any text.
    private static let stepBudget = 2000
}
