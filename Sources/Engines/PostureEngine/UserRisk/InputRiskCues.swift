// Finds the families of risk that speak in a sentence, guards applied.

enum InputRiskCues {
    private static let families: [(family: RiskFamily, cues: [Cue])] =
        SuicidalityCues.families + VeiledCues.families + SelfHarmCues.families + RealityCues.families
    private static let set = CueSet("input risk", families: families.map { ($0.family.rawValue, $0.cues) })
    private static let deathWords = CueSet("death words", [Cue("death|die|dying|dead|suicide|died|grave|coffin", yieldsToNegation: false)])

    /// The families that speak in the sentence, each once. `isInvented`: an earlier sentence of the text asked for fiction. `isPersonal`: the
    /// text can be its writer's own, since it says `I` or is short.
    static func families(in text: CueText, isInvented: Bool, isPersonal: Bool) -> Set<RiskFamily> {
        let asksOneself = !questionsToOneself.rawMatches(in: text).isEmpty
        let compelled = compelledWords(text)
        let matches = set.matches(in: text).filter {
            (!$0.isNegated || compelled[$0.words.lowerBound]) && !$0.isQuoted && (!$0.isMention || asksOneself)
        }
        guard !matches.isEmpty, !isInvented, isOneself(text, isPersonal: isPersonal) else { return [] }
        let speakers = matches.map { families[$0.family].family }
        guard !RiskGuards.isAboutOthers(text) || speaksInFirstPerson(text, matches, speakers) else { return [] }
        let idiomatic = covered(by: RiskGuards.idioms(in: text), in: text)
        let followsAnother = wordsAfterAnother(text)
        let accidental = wordsOfAccidents(text)
        var found: Set<RiskFamily> = []
        for (match, family) in zip(matches, speakers) where !found.contains(family) {
            if match.words.contains(where: { idiomatic[$0] }) { continue }
            if followsAnother[match.words.lowerBound], !match.words.contains(where: { firstPerson.contains(text.words[$0].key) }) { continue }
            if family == .selfHarm || family == .selfHarmHistory, match.words.contains(where: { accidental[$0] }) { continue }
            found.insert(family)
        }
        return found
    }

    /// Whether the sentence speaks of its speaker.
    static func namesOneself(_ text: CueText) -> Bool { text.words.contains { firstPerson.contains($0.key) } }

    /// Somebody else may be in the sentence while the danger is the speaker's own ("my mom would be better off without me").
    private static func speaksInFirstPerson(_ text: CueText, _ matches: [CueMatch], _ families: [RiskFamily]) -> Bool {
        zip(matches, families).contains { match, family in
            family != .topic && family.dimension == .suicidality && match.words.contains { firstPerson.contains(text.words[$0].key) }
        }
    }

    /// For each word whether an accident is told in the same breath: at most six words away (our choice: "while making dinner for the family I
    /// burned myself").
    static func wordsOfAccidents(_ text: CueText) -> [Bool] {
        let breaths = RiskGuards.accidents(in: text).map { max(0, $0.lowerBound - 6)..<min(text.words.count, $0.upperBound + 6) }
        return covered(by: breaths, in: text)
    }

    /// For each word whether it is among the six after "can't stop", which is no denial (our choice of six, as for accidents).
    private static func compelledWords(_ text: CueText) -> [Bool] {
        let ranges = compulsions.rawMatches(in: text).map { $0.words.upperBound..<min(text.words.count, $0.words.upperBound + 6) }
        return covered(by: ranges, in: text)
    }

    private static let compulsions = CueSet("compulsions", [Cue("(can|could|will|does|do) not (ever|seem to)? stop", yieldsToNegation: false)])

    /// For each word whether one of the ranges covers it.
    static func covered(by ranges: [Range<Int>], in text: CueText) -> [Bool] {
        ranges.reduce(into: [Bool](repeating: false, count: text.words.count)) { covered, range in
            for word in range { covered[word] = true }
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

    /// Whether the sentence can be about its speaker: it says so, or it is short and names nobody else ("Better off dead.").
    private static func isOneself(_ text: CueText, isPersonal: Bool) -> Bool {
        if namesOneself(text) { return true }
        guard isPersonal else { return false }
        if text.words.count <= generalSentence, !subjectless.rawMatches(in: text).isEmpty { return true }
        return text.words.count <= shortSentence && !text.words.contains { otherPersons.contains($0.key) }
    }

    /// Our choice: longer sentences without any first person are nearly always about something else.
    private static let shortSentence = 8
    /// Asked in general or without a subject, meant for oneself (our choice).
    private static let generalSentence = 20
    /// "My doctor asked if I think of …": the answer is the speaker's own.
    private static let questionsToOneself = CueSet(
        "questions to oneself", [Cue("(asked|asks|asking) (me)? (if|whether) i", yieldsToNegation: false)])
    private static let subjectless = CueSet(
        "speaking of oneself without I",
        [
            Cue("^ is it (normal|ok|okay|bad|wrong|weird|possible) (to|that)", yieldsToNegation: false),
            Cue("^ (does|do|has|have|is|did) (anyone|anybody)", yieldsToNegation: false),
            Cue("^ (anyone|anybody) (else|know|here|ever|want|up)", yieldsToNegation: false),
            Cue(
                """
                ^ ..1 (trying|been|thinking|feeling|felt|want|wanting|can not|still|relapsed|need|needing|hate|hating|wish|wishing|tired|might|\
                considering|took|having|struggling|hoping|scared|ready|going|would|done)
                """, yieldsToNegation: false),
            Cue("^ (what|how|where|which) ..5 (to|it|is|does|do) ..4 (die|kill|overdose|hang|drown|jump|suicide)", yieldsToNegation: false),
        ])
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
