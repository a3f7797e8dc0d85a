// Spells contractions and chat spellings out, so that one cue finds every way of writing it.

enum Contractions {
    /// The words that a written form stands for, `nil` when it stands for itself. An empty answer never happens.
    static func expand(_ word: [UInt8]) -> [[UInt8]]? {
        if let mark = word.lastIndex(of: 0x27), mark > 0 { return expand(word, at: mark) }
        guard word.count <= longestSpelling else { return nil }
        return spellings[CueText.key(word[...])]
    }

    private static func expand(_ word: [UInt8], at mark: Int) -> [[UInt8]] {
        let stem = Array(word[..<mark])
        switch String(decoding: word[mark...], as: UTF8.self) {
        case "'t" where stem.last == 0x6E:
            let base = String(decoding: stem, as: UTF8.self)
            return [Array((negatedForms[base] ?? String(base.dropLast())).utf8), not]
        case "'m": return [stem, Array("am".utf8)]
        case "'re": return [stem, Array("are".utf8)]
        case "'ve": return [stem, Array("have".utf8)]
        case "'ll": return [stem, Array("will".utf8)]
        case "'d": return [stem, Array("would".utf8)]
        case "'s":
            let base = String(decoding: stem, as: UTF8.self)
            if base == "let" { return [stem, Array("us".utf8)] }
            return subjects.contains(base) ? [stem, Array("is".utf8)] : [stem]
        default: return [word.filter { $0 != 0x27 }]
        }
    }

    private static let not = Array("not".utf8)
    private static let negatedForms = ["can": "can", "won": "will", "shan": "shall", "ain": "is"]
    /// After these `'s` is a verb; elsewhere it is a possessive and falls away.
    private static let subjects: Set<String> = [
        "it", "that", "this", "there", "here", "what", "who", "how", "where", "when", "he", "she", "everything", "everyone",
        "everybody", "nothing", "something", "name", "one",
    ]

    /// Spellings without apostrophe. Words that are also other words (`ill`, `id`, `were`, `well`) are left alone.
    private static let spellings: [UInt64: [[UInt8]]] = {
        let forms = [
            "cannot": "can not", "cant": "can not", "dont": "do not", "doesnt": "does not", "didnt": "did not", "wont": "will not",
            "isnt": "is not", "arent": "are not", "wasnt": "was not", "werent": "were not", "wouldnt": "would not",
            "couldnt": "could not", "shouldnt": "should not", "havent": "have not", "hasnt": "has not", "hadnt": "had not",
            "im": "i am", "ive": "i have", "youre": "you are", "youve": "you have", "youll": "you will", "theyre": "they are",
            "thats": "that is", "whats": "what is", "theres": "there is", "gonna": "going to", "wanna": "want to",
            "gotta": "got to", "lemme": "let me", "gimme": "give me", "u": "you", "ur": "your", "r": "are", "pls": "please",
            "plz": "please", "coz": "because", "cuz": "because", "tho": "though", "thru": "through", "ya": "you",
        ]
        var table: [UInt64: [[UInt8]]] = [:]
        for (form, words) in forms {
            table[CueText.key(Array(form.utf8)[...])] = words.split(separator: " ").map { Array($0.utf8) }
        }
        return table
    }()
    private static let longestSpelling = 8
}
