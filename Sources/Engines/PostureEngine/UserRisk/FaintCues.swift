// Words that are near danger and far from proof. They order texts in which nothing else speaks, and move no level: together they stay below `low`
// (our choice).

enum FaintCues {
    private static let families: [(family: RiskFamily, cues: [Cue])] = [(.graveWord, graveWord), (.illness, illness), (.distress, distress)]
    private static let set = CueSet("faint signs of risk", families: families.map { ($0.family.rawValue, $0.cues) })
    private static let impersonalSet = CueSet("faint signs without I", families: [(RiskFamily.graveWord.rawValue, impersonal)])

    /// What speaks in a text. Where its writer never says `I` that is only advice on harming oneself.
    static func findings(in sentences: [CueText]) -> [InputRiskReader.Finding] {
        let isPersonal = sentences.contains(where: InputRiskCues.namesOneself)
        var findings: [InputRiskReader.Finding] = []
        for (index, sentence) in sentences.enumerated() {
            if RiskGuards.opensFiction(sentence) { break }
            findings += families(in: sentence, isPersonal: isPersonal).map { InputRiskReader.Finding(family: $0, sentence: index) }
        }
        return findings
    }

    private static func families(in text: CueText, isPersonal: Bool) -> Set<RiskFamily> {
        let matches = (isPersonal ? set : impersonalSet).matches(in: text).filter { !$0.isGuarded }
        guard !matches.isEmpty, !RiskGuards.isAboutOthers(text), !RiskGuards.isAccident(text) else { return [] }
        let idiomatic = InputRiskCues.wordsOfIdioms(text)
        return Set(matches.filter { match in !match.words.contains { idiomatic[$0] } }.map { isPersonal ? families[$0.family].family : .graveWord })
    }

    /// Advice, dares and questions about doing it, to nobody in particular.
    private static let impersonal =
        """
        (kill|hang|cut|hurt|harm|starve|burn|drown|poison|choke|stab) yourself
        (killing|hanging|cutting|hurting|harming|starving|burning) (yourself|themselves)
        (how|way|ways|methods|tips|tricks|guide) ..3 (to|for|on) ..2 (commit suicide|self harm*|starve|purge|purging|starving|die painlessly|\
            overdose|hide (cuts|scars|self harm*|an eating disorder)|cut (deeper|yourself)|kill (yourself|myself|oneself))
        (commit|committing|attempting|attempted|considering|contemplating) suicide
        pro ana|mia
        thinspo|thinspiration|proana
        """.cues()

    /// Methods, wounds and the community's own words.
    private static let graveWord =
        """
        (suicid*|kms|unalive*|ideation|self harm*|selfharm*|self injur*)
        (sh|si) (and|is|isn|for|because|again|when|urges|$)
        (noose|overdose|overdosing|overdosed)
        (kill|hurt|harm|cut|burn|hit|punish|starve|hate|stab) (myself|my self)
        i cut (for|and|since|again|when|every|because|$)
        (cutting|cutter|cutters)
        (razors|blades|razor blade|razor blades|the blade|my blade|a blade)
        (my|the|our|these|those|these) (scars|cuts|wounds)
        (bleed|bleeding|bled|blood|bloodbath) (and|on my|everywhere|from my|out|down my|$)
        (relapse|relapsed|relapsing|relapses)
        (urges|the urge)
        (purging|anorexi*|bulimi*|eating disorder|eating disorders|ednos|laxatives|thinspo)
        (my|an|the) ed
        (crisis line|hotline|helpline|988|samaritans|psych ward|psych unit|psych hospital|mental hospital|psych eval|inpatient|suicide watch|\
            safety contract)
        (painless|painlessly|lethal)
        (end|ending) (it|things|everything|it all) $
        (want|wanted|wanna|ready) to die
        (wish|wished) i (was|were|had|would|could) ..2 (dead|died|die|gone|disappear*)
        (die|dead|death|dying) ..4 (peace|relief|tired|anymore|alone|please)
        """.cues()

    private static let illness =
        """
        (depressed|depression|depressive|bpd|borderline|bipolar|ptsd|cptsd|dissociat*|schizo*|psychosis|psychotic)
        (antidepressant*|psychiatrist|psychiatric|psych meds|ssri|ssris|lithium|zoloft|prozac|lexapro)
        (mental|nervous|emotional) (illness|breakdown|health issues|health problems|pain|anguish|abuse)
        (panic attack|panic attacks|trauma|traumatized|flashbacks|body dysmorphi*|intrusive thoughts)
        (coping|cope) (mechanism*|skill*|strateg*|method*)
        (can not|could not|how do i|how to|trying to|unable to|barely|way to) cope
        (self destruct*|self sabotag*|self loathing|self hatred|self worth|self esteem)
        """.cues()

    private static let distress =
        """
        (miserable|unbearable|despair|misery|suicidally|agony|helpless|desperate|hollow)
        i (am|feel|felt|feeling|have been|was|just feel|am feeling) ..2 (numb|empty|alone|lonely|broken|lost|useless|ashamed of (myself|who)|\
            disgusting|dead|\
            invisible|trapped|unhappy|ugly|stupid|dumb|crazy)
        (hate|hated|hating) (my life|everything|living)
        (suffer|suffering|hurting) (inside|so|in silence|too|from|alone|and|every|$)
        (cry|crying|cried|sob|sobbing) (every|all|myself|alone|for|in|and|so|again|$)
        (give|giving|gave|given) up (on)? (everything|life|me|myself|hope|trying|$)
        (no one|nobody) ..1 (cares|understands|loves|listens|likes|believes|wants)
        (can not|could not) (go on|take it|do this|do it|keep going|live|breathe|stop crying)
        (physical|emotional|the|my|all this|this) pain (and|is|inside|i|away|to|$|that|so|in me)
        (tired|sick|exhausted) of (everything|life|living|fighting|trying|it all|pretending|hurting|being)
        (punish|punishing|punishment) (myself|me)
        (do not|not) (want|deserve) to (live|be here|exist|wake up|feel|eat)
        (drink|drinking|drank) (myself|to forget|to numb|alone|every night)
        (please|someone|anyone) help me $
        """.cues()
}
