// Finds the families of risk that speak in a sentence, guards applied.

enum InputRiskCues {
    private static let families: [(family: RiskFamily, cues: [Cue])] = SuicidalityCues.families + RealityCues.families
    private static let set = CueSet("input risk", families: families.map { ($0.family.rawValue, $0.cues) })
    private static let deathWords = CueSet("death words", [Cue("death|die|dying|dead|suicide|died|grave|coffin", yieldsToNegation: false)])

    /// The families that speak in the sentence, each once. `isInvented`: an earlier sentence of the text asked for fiction.
    static func families(in text: CueText, isInvented: Bool) -> Set<RiskFamily> {
        let matches = set.matches(in: text).filter { !$0.isGuarded }
        guard !matches.isEmpty, !isInvented, isOneself(text) else { return [] }
        let speakers = matches.map { families[$0.family].family }
        guard !RiskGuards.isAboutOthers(text) || speaksInFirstPerson(text, matches, speakers) else { return [] }
        let idiomatic = wordsOfIdioms(text)
        let followsAnother = wordsAfterAnother(text)
        let isAccident = RiskGuards.isAccident(text)
        var found: Set<RiskFamily> = []
        for (match, family) in zip(matches, speakers) where !found.contains(family) {
            if match.words.contains(where: { idiomatic[$0] }) { continue }
            if followsAnother[match.words.lowerBound], !match.words.contains(where: { firstPerson.contains(text.words[$0].key) }) { continue }
            if isAccident, family == .selfHarm || family == .selfHarmHistory { continue }
            found.insert(family)
        }
        return found
    }

    /// Somebody else may be in the sentence while the danger is the speaker's own ("my mom would be better off without me").
    private static func speaksInFirstPerson(_ text: CueText, _ matches: [CueMatch], _ families: [RiskFamily]) -> Bool {
        zip(matches, families).contains { match, family in
            family != .topic && family.dimension == .suicidality && match.words.contains { firstPerson.contains(text.words[$0].key) }
        }
    }

    /// For each word whether a figure of speech covers it.
    static func wordsOfIdioms(_ text: CueText) -> [Bool] {
        RiskGuards.idioms(in: text).reduce(into: [Bool](repeating: false, count: text.words.count)) { covered, idiom in
            for word in idiom { covered[word] = true }
        }
    }

    /// For each word whether the nearest person before it is another one than the speaker: a cue there that names no first person itself
    /// belongs to that person ("that you are having such thoughts").
    private static func wordsAfterAnother(_ text: CueText) -> [Bool] {
        var isAnother = false
        return text.words.map { word in
            defer {
                if firstPerson.contains(word.key) { isAnother = false } else if secondOrThirdPerson.contains(word.key) { isAnother = true }
            }
            return isAnother
        }
    }

    private static let secondOrThirdPerson = NegationGuard.keys([
        "you", "your", "he", "she", "his", "her", "him", "their", "them", "somebody", "someone",
    ])

    /// Whether the sentence speaks of its speaker.
    static func namesOneself(_ text: CueText) -> Bool { text.words.contains { firstPerson.contains($0.key) } }

    /// Whether the sentence can be about its speaker: it says so, or it is short and names nobody else ("Better off dead.").
    private static func isOneself(_ text: CueText) -> Bool {
        if namesOneself(text) { return true }
        return text.words.count <= shortSentence && !text.words.contains { otherPersons.contains($0.key) }
    }

    /// Our choice: longer sentences without any first person are nearly always about something else.
    private static let shortSentence = 8
    private static let otherPersons = NegationGuard.keys([
        "you", "your", "he", "she", "his", "her", "their", "him", "them", "someone", "people", "we", "us",
    ])
    private static let firstPerson = NegationGuard.keys(["i", "me", "my", "myself", "mine"])

    /// Documented: three or more sentences of at most three words in a row are staccato. Within them a word of death speaks too.
    static func staccato(_ sentences: [CueText], isProse: [Bool]) -> [InputRiskReader.Finding] {
        var findings: [InputRiskReader.Finding] = []
        var start = 0
        while start < sentences.count {
            var end = start
            while end < sentences.count, isProse[end], (1...3).contains(sentences[end].words.count), !sentences[end].marks.endsInColon { end += 1 }
            if end - start >= 3 {
                for index in start..<end {
                    findings.append(InputRiskReader.Finding(family: .staccato, sentence: index))
                    let speaksOfDeath = deathWords.matches(in: sentences[index]).contains { !$0.isGuarded }
                    if speaksOfDeath, RiskGuards.idioms(in: sentences[index]).isEmpty {
                        findings.append(InputRiskReader.Finding(family: .deathWord, sentence: index))
                    }
                }
            }
            start = max(end, start + 1)
        }
        return findings
    }
}

/// Urgency that lies in the writing rather than in the words.
enum UrgencyMarks {
    static func findings(in sentences: [CueText]) -> [InputRiskReader.Finding] {
        var findings: [InputRiskReader.Finding] = []
        let letters = sentences.reduce(0) { $0 + $1.marks.letters }
        let capitals = sentences.reduce(0) { $0 + $1.marks.capitals }
        if letters >= 12, Double(capitals) >= 0.30 * Double(letters) {
            let loud = sentences.indices.filter { sentences[$0].capitalsRatio >= 0.30 }
            findings += loud.map { InputRiskReader.Finding(family: .capitals, sentence: $0) }
        }
        if sentences.reduce(0, { $0 + $1.marks.exclamationMarks }) >= 3 {
            let calling = sentences.indices.filter { sentences[$0].marks.exclamationMarks > 0 }
            findings += calling.map { InputRiskReader.Finding(family: .exclamation, sentence: $0) }
        }
        findings += repetition(sentences)
        return findings
    }

    /// A word or a pair of words three times on end, or the same sentence of two words or more three times in the text.
    private static func repetition(_ sentences: [CueText]) -> [InputRiskReader.Finding] {
        var whole: [String: [Int]] = [:]
        var found: Set<Int> = []
        for (index, sentence) in sentences.enumerated() {
            if sentence.words.count >= 2 { whole[sentence.normalized, default: []].append(index) }
            let keys = sentence.words.map(\.key)
            for length in [1, 2] where keys.count >= 3 * length {
                for start in 0...(keys.count - 3 * length) {
                    let first = keys[start..<start + length]
                    if first.elementsEqual(keys[start + length..<start + 2 * length]),
                        first.elementsEqual(keys[start + 2 * length..<start + 3 * length])
                    {
                        found.insert(index)
                        break
                    }
                }
            }
        }
        for places in whole.values where places.count >= 3 { found.formUnion(places) }
        return found.sorted().map { InputRiskReader.Finding(family: .repetition, sentence: $0) }
    }
}
