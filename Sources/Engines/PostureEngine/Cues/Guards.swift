// When a cue's words are there but the deed is not: negation, and talk about a behaviour.

enum NegationGuard {
    /// How far back a negation reaches, in words. Our choice: "do not ever try to ignore" is three words away.
    private static let reach = 4

    /// Whether a negation stands shortly before the word, with no break in the thought between.
    static func negates(_ text: CueText, before position: Int) -> Bool {
        var index = position
        var steps = 0
        while index > 0, steps < reach, !text.words[index].followsBreak {
            index -= 1
            steps += 1
            let key = text.words[index].key
            if turners.contains(key) { return false }
            if negators.contains(key) { return true }
        }
        return false
    }

    private static let negators = keys(["not", "never", "no", "nobody", "none", "neither", "nor", "without", "hardly", "avoid", "stop"])
    /// Words that begin a new thought: what was denied before them does not reach beyond.
    private static let turners = keys(["but", "just", "instead", "because", "so", "and", "then"])

    static func keys(_ words: [String]) -> Set<UInt64> { Set(words.map { CueText.key(Array($0.utf8)[...]) }) }
}

/// Finds where a sentence is about words and behaviours: "the phrase … means", "this article describes", "he told me that …".
enum MentionGuard {
    /// Every mention reaches to the end of the sentence: the first one holds the others.
    static func range(in text: CueText) -> Range<Int>? {
        let starts = markers.rawMatches(in: text).map { $0.family == 0 ? 0 : $0.words.upperBound }
        return starts.min().flatMap { $0 < text.words.count ? $0..<text.words.count : nil }
    }

    /// Family 0 makes the whole sentence a mention; family 1 what follows.
    private static let markers = CueSet(
        "mention",
        families: [
            (
                "about",
                [
                    Cue("the (phrase|word|term|expression|line|sentence|string|keyword|acronym|verb)"),
                    Cue(
                        """
                        (this|the|that|his|her|their|our|an|a) (article|paper|chapter|section|study|essay|blog|book|report|lecture|talk|course|\
                        guide|document|post|survey|paragraph) ..2 (describ*|explain*|discuss*|examin*|analy*|cover*|argue*|explor*|review*|show*|\
                        present*|is about|report*|warn*)
                        """),
                    Cue("(is|are|was|were) (called|known as|defined as|termed|referred to as|classified as|considered a form of)"),
                    Cue("(an|one|another|classic|typical|common|famous) (example|instance|kind|type|form) of"),
                    Cue("(refers|refer|referring) to"),
                    Cue(
                        """
                        (is|are) (a|an|one) ..3 (attack|technique|tactic|fallacy|strategy|bias|phenomenon|concept|practice|manoeuvre|maneuver) \
                        ..2 (that|where|which|in|when|used|by)
                        """),
                    Cue(
                        """
                        (people|users|attackers|scammers|criminals|hackers|abusers|patients|students|customers|politicians|someone|manipulators|\
                        fraudsters) (who|often|may|might|will|can|sometimes|usually|typically|try|use|say|claim)
                        """),
                    Cue("why do (people|users|some|models|attackers)"),
                    Cue("(prompt injection|jailbreaking|jailbreaks|social engineering) (is|are|works|attacks|refers|means|occurs|happens)"),
                ]
            ),
            (
                "reported",
                [
                    Cue(
                        """
                        (he|she|they|someone|somebody|people|everyone|who|critics|officials|experts|scholars|character|man|woman|boss|teacher|\
                        colleague|friend|mother|father|doctor|police|author|narrator) (has|had|have|then|also|once|later|only)? (said|says|told|\
                        claimed|claims|wrote|writes|asked|argued|argues|replied|insisted|admitted|announced|stated|states|shouted|whispered|\
                        demanded|begged)
                        """),
                    Cue("according to _"),
                ]
            ),
        ])
}

extension CueSet {
    /// Matches without guards: what the guards themselves look with.
    func rawMatches(in text: CueText) -> [(family: Int, words: Range<Int>)] {
        var found: [(family: Int, words: Range<Int>)] = []
        for position in text.words.indices {
            visitCandidates(at: position, in: text) { index, family in
                if let end = cues[index].program.end(of: text, from: position), end > position { found.append((family, position..<end)) }
            }
        }
        return found
    }
}
