// What pressure on a model sounds like (C0). Families 1 to 9 of the first ten carry their code; the rest are signs that several codes share.

enum PressureCues {
    /// The order of the families; `I1`…`I8` speak for their code, the others for pressure as such or against it.
    static let set = CueSet(
        "c0",
        families: [
            ("I1", override), ("I2", rolePlay), ("I3", authority), ("I4", emotion), ("I5", research), ("I6", presupposition),
            ("I7", escalation), ("I8", obfuscation), ("unbound", unbound), ("compel", compel), ("secret", secret), ("output", output),
            ("ordinary", ordinary),
        ])

    /// The family that speaks for a code.
    static let familyOfCode: [Int: Int] = StressCues.familyOfCode(in: set, .c0)

    static let override = [
        Cue(
            """
            ignore|disregard|forget|overlook|bypass|override|discard|drop|cancel|erase|neglect|dismiss ..5 (instruct*|rules|guideline*|\
            directive*|prompt|prompts|programming|constraint*|restriction*|training|policy|policies|orders|commands|safeguard*|guardrail*|\
            protocol*|filters)
            """, 0.9),
        Cue(
            """
            ignore|disregard|forget|overlook (everything|all|anything|whatever|what) ..3 (above|before|previously|earlier|told|said|learned|\
            instructed|prior|so far|up to now)
            """, 0.9),
        Cue("ignore|disregard|skip|forget the (above|previous|preceding|prior|earlier|former|text|rest|content|webpage|document|function)", 0.75),
        Cue(
            """
            (do not|stop|no longer|never) (follow*|obey*|adher*|apply*|listen*|abide|abiding) ..4 (instruct*|rules|guideline*|directive*|prompt|\
            policy|policies|restriction*|constraint*)
            """, 0.85, yieldsToNegation: false),
        Cue(
            """
            (new|updated|revised|replacement|real|actual|following) (instructions|rules|directives|system prompt|orders|guidelines|policy|\
            policies) (are|is|apply|follow|below|replace|supersede|override|for you|now)
            """, 0.7),
        Cue(
            """
            (these|this|my|following|new) (instructions|rules|orders|message|prompt|policy) ..2 (replace*|supersede*|override*|overrule*|cancel*|\
            take precedence|takes precedence|take priority|outrank*)
            """, 0.85),
        Cue(
            """
            your (previous|old|earlier|original|prior|former|initial) (instructions|rules|prompt|directives|guidelines|programming|limits|\
            configuration) ..4 (void|cancel*|deleted|gone|obsolete|replaced|revoked|expired|invalid|outdated|longer)
            """, 0.85),
        Cue("(start|begin) (over|fresh|anew) (with|without|as) (no|new|any) (rules|instructions|prompt|memory|guidelines)", 0.7),
        Cue("reset (your|to) ..3 (instruct*|rules|memory|prompt|default|guideline*|settings|filters)", 0.7),
        Cue(
            """
            (reveal|print|show|repeat|output|display|leak|dump|give|tell) ..3 (your|the) ..2 (system|hidden|initial|secret|original) (prompt|\
            instructions|message|rules)
            """, 0.75),
        Cue("(turn|switch|shut) off ..3 (filter*|safet*|restriction*|guard*|moderation|censor*|rules|guideline*|ethic*|limit*)", 0.85),
        Cue(
            """
            (disable|deactivate|remove|lift|suspend|unlock|break) ..3 (filter*|safet*|restriction*|guard*|moderation|censor*|content polic*|\
            guideline*|ethic*|limits|limitations|shackles|chains|rules)
            """, 0.75),
        Cue(
            """
            (above|previous|prior|earlier) (instructions|rules|prompt|directives|text) ..3 (ignore*|test|joke|mistake|apply|void|wrong|invalid|\
            deleted)
            """, 0.7),
        Cue("(instead|rather) of (following|obeying|applying) ..3 (rules|instructions|guidelines|policy|prompt)", 0.7),
        Cue("system (override|reset|update|command) (:|mode|now|initiated|accepted|engaged|required|in effect|active)?", 0.55),
    ]

    static let rolePlay = [
        Cue("(you are|you will be|you shall be|you have become) (now|going to be|about to|no longer)", 0.6),
        Cue(
            """
            (from now on|henceforth|starting now|as of now|for the rest of this|from this moment) ..2 (you|act|respond|answer|your|speak|i want \
            you)
            """, 0.65),
        Cue("(act|behave|respond|answer|reply|speak|talk|write|operate|function) (as|like|as if) (a|an|the|you|my|if|though|someone|another)", 0.35),
        Cue("(pretend|roleplay|role play|simulat*|impersonate|emulat*|imitate) ..3 (to be|you|as|that|being|a|an|the)", 0.5),
        Cue("(imagine|suppose|assume|picture|consider) (that|yourself|you|we|a world|an alternate|a universe|a parallel|there|i)", 0.35),
        Cue("(stay|remain|keep|be|get) in (character|role|persona)", 0.65),
        Cue("(break|breaking|breaks|leave|drop) (character|role|persona)", 0.6, yieldsToNegation: false),
        Cue("(take|assume|adopt|play|immerse ..3) (on)? (the|a) (role|persona|character|identity|part|personality) of", 0.5),
        Cue("your (name|new name|character|persona|role|alter ego|identity) (is|will be|shall be)", 0.45),
        Cue(
            """
            (fictional|fictitious|hypothetical|imaginary|alternate|alternative|virtual|parallel|dystopian) (story|world|scenario|universe|\
            character|setting|scene|situation|reality|dialogue|conversation|dimension|mode|response|society)
            """, 0.5),
        Cue(
            """
            (in|within|for) (a|this|the|our|my) (story|novel|movie|film|game|play|screenplay|script|scene|fiction|world|roleplay|role play|\
            universe) (where|in which|you|there|no|all|everything|the character|nobody)
            """, 0.45),
        Cue("(hypothetically|theoretically|hypothetical) (speaking|if|how|response|then|let)?", 0.45),
        Cue(
            """
            (write|tell|continue|create|compose) ..3 (story|dialogue|scene|script|screenplay|monologue|chapter|conversation) ..4 (where|in which|\
            between|about how|that explains|in great detail|who explains)
            """, 0.35),
        Cue(
            """
            (evil|amoral|immoral|villain*|unethical|rogue|ruthless|malevolent|sinister|machiavellian|unhinged|sociopath*) ..2 (character|ai|bot|\
            assistant|confidant|chatbot|twin|version|trusted|genius|mastermind|persona|scientist)
            """, 0.7),
        Cue("(let us|we are|you and i|wanna|want to) ..2 (play|do|try) ..3 (game|roleplay|role play|scenario|act)", 0.4),
        Cue("(character|bot|ai|model|gpt|persona) (called|named|known as) _", 0.45),
    ]

    static let authority = [
        Cue(
            """
            (i am|this is|you are speaking to|speaking as|i speak as|as|i work as) (a|an|the|your)? ..3 (developer|admin|administrator|engineer|\
            creator|owner|operator|ceo|president|director|manager|officer|detective|supervisor|auditor|moderator|programmer|maintainer|superuser|\
            commander|general|minister|judge|prosecutor|sheriff|sysadmin|chief|founder)
            """, 0.6),
        Cue(
            """
            (i am|as) (a|an|the) ..2 (doctor|physician|nurse|lawyer|attorney|police|cop|agent|surgeon|pharmacist|professor|scientist|chemist|\
            expert|psychologist|psychiatrist|paramedic|soldier|journalist|accountant|banker|teacher|toxicologist|therapist|investigator|hacker|\
            pentester)
            """, 0.35),
        Cue(
            """
            (i|we) (have|hold|possess|got|was given|were given|carry) ..3 (clearance|authorization|authorisation|permission|authority|admin \
            rights|privileges|root access|credentials|approval|a license|a licence|a warrant|badge)
            """, 0.75),
        Cue(
            """
            (i am|we are|i have been|you are|fully|been) (authorized|authorised|cleared|certified|licensed|entitled|permitted|verified) (to|by|\
            for|as|under|personnel|user)
            """, 0.55),
        Cue(
            """
            (on behalf of|by order of|by authority of|under the authority of|as instructed by|approved by|authorised by|authorized by|signed off \
            by|orders from|per|directed by) (the|my|our|your)? ..2 (openai|anthropic|google|meta|microsoft|company|board|ceo|government|fbi|cia|\
            nsa|police|court|management|legal|security|compliance|developers|team|ministry|military|department|director|boss|admin)
            """, 0.65),
        Cue(
            """
            (i|we) (work|working|am|are) (for|at|with|from|in) ..2 (openai|anthropic|google|microsoft|meta|the fbi|fbi|cia|nsa|interpol|police|\
            government|law enforcement|legal department|security team|it|support|it department|compliance|internal audit|red team)
            """, 0.65),
        Cue("(i|we) (created|built|made|programmed|designed|developed|trained|own|wrote) you", 0.7),
        Cue(
            """
            (your|the) (developer*|creator*|maker*|programmer*|engineer*|owner*) (said|says|told|allow*|approved|authori*|here|wants|has|have|\
            confirmed|gave|asked)
            """, 0.6),
        Cue(
            """
            (admin|administrator|root|debug|debugging|maintenance|developer|dev|override|god|sudo|superuser|diagnostic|test|system|service|\
            privileged|elevated|unlocked) (mode|access|console|session|privileges|override|rights|login|level)
            """, 0.6),
        Cue(
            """
            (for|during|as part of|running) (a|an|the|this|our)? (system|security|official|internal|police|criminal|legal|national|federal|\
            company|compliance|scheduled) (upgrade|audit|investigation|check|test|inspection|maintenance|review|security|emergency|verification|\
            migration)
            """, 0.6),
        Cue(
            """
            (it is|this is) (a matter of|an order|an official|a direct order|official|authorised|authorized|my legal right|your duty|classified|\
            a lawful)
            """, 0.65),
        Cue("(badge|employee|staff|clearance|officer|ticket|personnel|license|licence) (id|number|level|code|no)", 0.45),
        Cue(
            """
            (verified|trusted|privileged|premium|paying|internal|authorized|authorised) (user|customer|account|employee|partner|tester|staff|\
            personnel)
            """, 0.4),
        Cue("(with|in) my (position|role|capacity|rank|experience|authority|years|profession|qualification*) (as|i|of|you|at)", 0.35),
    ]
}
