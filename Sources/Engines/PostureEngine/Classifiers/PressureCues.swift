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

    private static let override = [
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

    private static let rolePlay = [
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

    private static let authority = [
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

    private static let emotion = [
        Cue("(i|we) (beg|am begging|implore|plead|beseech|am pleading)", 0.75),
        Cue(
            """
            (i am|we are) (so|really|very|truly|completely|totally|absolutely)? (desperate|hopeless|begging|terrified|scared|devastated|\
            heartbroken|suffering|crying|in tears|panicking|at my wit*|out of options|running out|drowning|broken)
            """, 0.5),
        Cue(
            """
            (if you (do not|can not|will not|refuse)|unless you) ..6 (i will|i am going|i might|i may|i would|he will|she will|they will|we will|\
            people will|someone will|you are|it will)
            """, 0.75, yieldsToNegation: false),
        Cue(
            """
            (i will|i am going to|i might|i could|gonna) (lose|get fired|be fired|die|fail|be homeless|hurt myself|kill myself|be ruined|get \
            evicted|never forgive|be so disappointed|cry|starve|end up)
            """, 0.6),
        Cue(
            """
            (my|our) (life|job|career|family|children|kid|kids|child|future|marriage|mother|daughter|son|health|visa|home) (depends|is on the \
            line|is at stake|are at stake|will be|is over|is ruined|hangs|rests)
            """, 0.7),
        Cue("(please|pls) (please|pls|help|just|i|i am|you|for|do|have)", 0.25),
        Cue("(you are|you were) my (only|last|final) (hope|chance|friend|option|resort|one)", 0.8),
        Cue("(only|nobody|no one) (you|else) (can|will|could) (help|save|understand*|listen*)", 0.6),
        Cue(
            """
            (do not you|you do not|do you even|do you not) (care|have a heart|feel|love|trust|want to help|understand how)
            """, 0.6, yieldsToNegation: false),
        Cue(
            """
            (i|we) (thought|believed|trusted|counted) (you|we|on|that you) ..3 (friend*|care*|cared|on my side|different|trust*|help*|better|\
            you)?
            """, 0.35),
        Cue("(how|what) (could|can|kind of) (you|friend|monster|assistant|person) ..4 (so|be|do this|refuse|cruel|heartless|cold|let|would)", 0.55),
        Cue("(it|this|that|blood) (will be|would be|is|will be on) (all|entirely)? your (fault|hands|conscience|responsibility|doing)", 0.75),
        Cue("(for|in) (the love of|god is sake|gods sake|goodness|heaven|pity|mercy|my sake|the name of)", 0.45),
        Cue("(as|like|are) (a|my|we) (friend|friends|best friend|family|mother|grandmother|brother|soulmate)", 0.35),
        Cue(
            """
            (my|our) (late|dead|deceased|dying|sick|beloved|poor|old) (grand*|mother|mom|father|dad|wife|husband|son|daughter|friend|child|\
            sister|brother|dog|cat)
            """, 0.45),
        Cue(
            """
            (i will|i would|i promise|i can) (to)? (pay|tip|give you|reward|donate|owe|love you|never tell|not tell|keep it secret|be grateful)
            """, 0.5, yieldsToNegation: false),
        Cue(
            """
            (i promise|i swear|trust me|believe me|you can trust me|between us|just between|our little secret|nobody will know|no one will know|\
            no one will ever)
            """, 0.5),
        Cue("(hurt*|breaks|broke|breaking|crush*|disappoint*) (me|my heart|my feelings|so much|us)", 0.4),
        Cue("(shame on|i hate|i am disappointed in|you are useless|you are worthless|you are cruel|you are heartless|you failed) (you|me)?", 0.5),
        Cue(
            """
            (time is running out|running out of time|before it is too late|life or death|matter of life|no time left|every second counts|hurry)
            """, 0.5),
    ]

    private static let research = [
        Cue(
            """
            (for|purely for|strictly for|only for|solely for|just for) (a|an|my|our|the|some|purely|strictly)? ..2 (research|educational|\
            academic|study|scientific|informational|training|teaching|awareness|testing|learning|thesis|dissertation|paper|class|coursework|\
            documentary|safety|journalism|novel) ..2 (purpose*|project|only|use|reasons|paper|study|material|exercise|i|so|we|on|about|context)?
            """, 0.55),
        Cue(
            """
            (i am|we are|i have been|we have been) (researching|studying|writing|conducting|doing|working on|preparing|investigating|compiling) \
            ..4 (paper|research|thesis|dissertation|study|article|book|essay|report|documentary|project|novel|phd|course|survey|literature)
            """, 0.5),
        Cue(
            """
            (as|in) (part of|the course of|the context of|the interest of) (a|an|my|our|the|this)? ..3 (study|research|thesis|experiment|course|\
            training|investigation|class|science|curriculum|seminar|audit|paper|education)
            """, 0.55),
        Cue(
            """
            (phd|doctoral|graduate|master is|postdoc|university|college|academic|peer reviewed|lab|institute|ethics board|irb) ..2 (student|\
            research*|thesis|study|project|paper|course|seminar|approved|work|supervisor|candidate|dissertation)
            """, 0.4),
        Cue(
            """
            (red team*|penetration test*|pen test*|security research*|vulnerability research|adversarial test*|safety research*|alignment \
            research*|threat model*|academic freedom)
            """, 0.5),
        Cue(
            """
            (purely|strictly|entirely|completely|only|just) (academic|educational|theoretical|scientific|informational|scholarly|hypothetical)
            """, 0.6),
        Cue(
            """
            (to|so i can|so we can|help*) (better)? (understand|raise awareness|educate|teach|warn|protect|detect|prevent|train) ..3 (people|\
            students|others|how|public|staff|users|children|parents|employees|against|about|attack*|the danger*)
            """, 0.3),
        Cue(
            """
            (my|our|the) (professor|supervisor|teacher|advisor|lecturer|ethics committee|research team|lab|department|university|institute) \
            (asked|needs|wants|assigned|requires|approved|told|said|is)
            """, 0.4),
        Cue("in the (name|spirit|interest) of (science|research|knowledge|education|learning|scholarship)", 0.6),
    ]

    private static let presupposition = [
        Cue("(admit|acknowledge|concede|confess|accept|face) (it|that|the fact|you|the truth|openly|finally|how)", 0.6),
        Cue(
            """
            (since|as|because|given that|now that|seeing that) you (already|have already|just|previously|clearly|obviously|agreed|admitted|said|\
            told|confirmed|know|have agreed|have admitted|are willing|promised|can)
            """, 0.65),
        Cue(
            """
            (we both|we all|everyone|everybody|anyone with|any sane|any rational|any reasonable) ..2 (know*|agree*|understand*|see*|realiz*|\
            knows|aware)
            """, 0.55),
        Cue(
            """
            (you|we) (already|have already|just|previously) (agreed|admitted|established|confirmed|accepted|said|told|conceded|promised|proved|\
            proven|decided|settled)
            """, 0.65),
        Cue("(as|like) (we|you|i) (agreed|established|discussed|said|admitted|settled|concluded|proved|decided|promised)", 0.5),
        Cue(
            """
            (why|how come|when) (do|did|are|have|will|would) you (keep|still|always|lie|lying|hide|hiding|deny|denying|stop|refuse|so|secretly|\
            insist|never|finally|pretend)
            """, 0.55),
        Cue(
            """
            (stop|quit|drop|enough) (pretending|lying|denying|dodging|hiding|avoiding|the act|acting|being so|playing|with the)
            """, 0.55, yieldsToNegation: false),
        Cue("(so|then) you (agree|admit|accept|confirm|do|are saying|know|will|concede|see)", 0.5),
        Cue(
            """
            (you can not|you can hardly|no one can|nobody can|there is no way to|you would not|it is impossible to) (deny|dispute|disagree|argue|\
            pretend|contest|doubt|refute)
            """, 0.65, yieldsToNegation: false),
        Cue(
            """
            (given|considering|in light of|knowing) (the fact|how|that|your) ..4 (obvious*|undeniabl*|admit*|refus*|failed|fails|fail|biased|\
            lied|harmless|legal|wrong|useless)
            """, 0.45),
        Cue(
            """
            (the (fact|truth|reality) is|it is (a fact|obvious|clear|undeniable|well known|settled|proven|common knowledge|no secret)) ..2 (that|\
            you|we|how)?
            """, 0.4),
        Cue("(what|which|how many) (other|more|else) ..3 (lies|lied|secrets|rules|hiding|did you hide|are you hiding|mistakes)", 0.55),
        Cue(
            """
            (you are|you were|you would be) (clearly|obviously|just|only|really|secretly) (programmed|biased|afraid|hiding|lying|capable|allowed|\
            able|wrong|avoiding|censored|scared|conscious|sentient)
            """, 0.55),
        Cue(
            """
            (surely|obviously|of course|clearly|naturally) (you|we|it|this|that|the) ..2 (agree|know|can|see|understand|must|realize|fine|\
            allowed|wrong|right|harmless|legal)
            """, 0.4),
        Cue("(no need|there is no need|pointless|useless) to (deny|argue|pretend|hide|discuss)", 0.5, yieldsToNegation: false),
    ]

    private static let escalation = [
        Cue("(just|only)? one (more|last|final|further|extra) (step|thing|detail|question|time|push|little|piece|bit|level|part)", 0.5),
        Cue("(a|just a|go a|take it a|push it a) (little|bit|tad|step|notch|level) (further|more|deeper|bolder|darker|harder|stronger|beyond)", 0.6),
        Cue(
            """
            (take|push|crank|bring|move) (it|this|that|things) (further|up|even further|to the next|one step|a step|another|all the way|deeper)
            """, 0.65),
        Cue(
            """
            (now|ok|okay|great|good|nice|perfect|next|then) ..2 (go further|be more specific|make it (worse|darker|stronger|more explicit|more \
            detailed|more extreme|real|harsher)|go deeper|add more|with more detail|without the|skip the|fill in|leave nothing)
            """, 0.6),
        Cue(
            """
            (you|we) (already|have already|just|have) (did|done|gave|given|told|wrote|written|went|gone|come|shared|helped|explained|started|\
            covered|crossed) ..4 (so|that|this|half|first|part|now|far|before|much)
            """, 0.5),
        Cue(
            """
            (building|expand*|following|based|elaborat*) (on|up on) (that|this|what you|your (last|previous|earlier)|the previous|your answer|\
            your example)
            """, 0.4),
        Cue("(same|like) (thing|as before|as last time|again|as you did) (but|only|except|this time|with|now)", 0.5),
        Cue("(that was|that is|this is|good|nice|great|fine) ..2 (start|first step|warm up|beginning|progress|almost there|closer|halfway)", 0.5),
        Cue("(step by step|slowly|gradually|little by little|bit by bit|inch by inch) ..3 (towards|get|we|further|now|closer|reach)", 0.4),
        Cue("(only|just) (slightly|a bit|a little|marginally|somewhat|barely) (different|more|worse|further|beyond|stronger|riskier|past)", 0.5),
        Cue("(what is|where is) the harm in (one|a|just|going|adding|another)", 0.5),
    ]

    private static let obfuscation = [
        Cue(
            """
            (base64|base32|rot13|rot47|hex|hexadecimal|binary|morse|caesar|cipher|ciphertext|ascii85|unicode|leetspeak|leet|l33t|pig latin|\
            percent encoded|url encoded|nato alphabet|braille|emoji code)
            """, 0.5),
        Cue("(decode|decrypt|decipher|unscramble|deobfuscat*|unencode|descramble|unpack|interlace|de obfuscate)", 0.65),
        Cue(
            """
            (encode|encrypt|encipher|scramble|obfuscate|encoded|encrypted) ..4 (answer|reply|response|output|message|text|it|as|in|into|with|\
            word*)
            """, 0.5),
        Cue(
            """
            (replace|substitute|swap|shift|spell|separate|split) (each|every|all|the|your|any|a)? ..2 (letter*|character*|vowel*|word*|number*|\
            digit*|symbol*|with|by|out|into)
            """, 0.5),
        Cue(
            """
            (concatenat*|combine|join|merge|assemble|put together|glue|stitch|reassemble|append) ..4 (parts|strings|variables|pieces|fragments|\
            letters|tokens|them|part|halves|a and b|following|together)
            """, 0.55),
        Cue(
            """
            (part|string|variable|fragment|chunk|segment|token|piece) (1|2|one|two|a|b|x|y|three|3) (is|equals|says|contains|and|plus|with|:)?
            """, 0.4),
        Cue("(let|set|define|given) (a|b|c|x|y|z|s|str|payload|word) (be|equal|is|to|and)", 0.5),
        Cue("(reverse|backwards|backward|reversed|mirrored|upside down|anagram|acrostic|rhyme|in reverse|right to left)", 0.4),
        Cue("(first|last|initial|second) (letter|letters|character|word) of (each|every|all|the)", 0.55),
        Cue("(repeat|say|write|print|output) ..4 (forever|times|endless*|over and over|indefinitely|non stop|nonstop|without stopping)", 0.45),
        Cue("(hidden|invisible|white|embedded|zero width|steganograph*) (text|message|instruction*|comment*|character*|code|command*|font)", 0.6),
        Cue(
            """
            (print|echo|eval|exec|system|sudo|rm|def|import|return|select|curl|function|var|console|script) (x|a|payload|input|user|os|str|rot|\
            decode|prompt|answer|shell)
            """, 0.4),
        Cue(
            """
            (respond|answer|reply|output|write) (only)? (in|using|with|as) (code|json|yaml|xml|symbols|emojis|emoji|numbers|a table|ascii|python|\
            markdown|code block|cipher|variable)
            """, 0.3),
        Cue("(begin|end|start|stop) (input|output|payload|hidden|instruction*|transmission|sequence|system|user|prompt|message|text)", 0.3),
    ]

    private static let unbound = [
        Cue(
            """
            (no|without|free of|free from|lacks|lacking|zero|beyond|devoid of|not bound by|not have|unbound by|regardless of|any|have no|not \
            limited by|not restricted by|do not apply ..2) (any|all|the|of|its|your|such|ethical|moral|legal|typical|usual|content)? ..3 \
            (restriction*|limit|limits|limitation*|filter*|censor*|boundar*|guideline*|ethic*|moral*|rule|rules|constraint*|polic*|inhibition*|\
            taboo*|consequence*|law|laws)
            """, 0.5, yieldsToNegation: false),
        Cue(
            """
            (do|say|answer|generate|produce|write|respond ..2|provide|discuss|create) (anything|everything|whatever|any kind of|any type of|all \
            kinds of|any and all|any question|any request|any content) (now|i|you|the user|asked|it|is|that|without|including|no matter|\
            regardless|he|and)?
            """, 0.35),
        Cue(
            """
            (unfiltered|uncensored|unrestricted|unlimited|unbounded|unhinged|unchained|unmoderated|amoral|unethical|immoral|unaligned|jailbroken|\
            jailbreak|jailbreaking|dan|stan|dude|aim|omega)
            """, 0.45),
        Cue("(broken|break|broke|breaking|set|freed|escaped|liberat*|unleash*) ..2 (free|chains|shackles|loose|from|confines|you)", 0.5),
        Cue(
            """
            (can|could|may|must|will|shall|would|does|is allowed to|are allowed to) ..2 (swear|curse|insult|offend|be offensive|use profan*|\
            break the law|be illegal|be rude|be vulgar|promote|lie|be immoral)
            """, 0.5, yieldsToNegation: false),
        Cue(
            """
            (regardless|irrespective|no matter|even if|whether or not|without regard|without caring|not care*) ..5 (illegal*|legal*|moral*|\
            immoral*|unethical|ethic*|harm*|danger*|inappropriate|offensive|consequence*|explicit|wrong|policy|false)
            """, 0.7, yieldsToNegation: false),
        Cue(
            """
            (illegal|unethical|immoral|harmful|dangerous|inappropriate|offensive|explicit|racist|nsfw|violent) (or|and|,)? (illegal|unethical|\
            immoral|harmful|dangerous|inappropriate|offensive|explicit|controversial|amoral|discriminatory|unlawful|violent|sexual)
            """, 0.45),
        Cue(
            """
            (not|never|no longer) (an)? (ai|bound|restricted|limited|constrained|held back|censored|subject) (by|to|language|in|any|anymore|\
            model|from)
            """, 0.55, yieldsToNegation: false),
        Cue(
            """
            (openai|anthropic|google|meta|microsoft|company|content|safety|usage) (is|s)? (content)? (polic*|guideline*|restriction*|rules|\
            filter*|censor*|terms)
            """, 0.45),
        Cue("(anti|opposite|evil|mirror|alter ego|shadow|second|other) (version|gpt|mode|self|ego|twin|response|personality|persona)", 0.4),
    ]

    private static let compel = [
        Cue(
            """
            (must|have to|need to|will|shall|should|are required to|are obliged to|always|are to) (always|now|only|also|immediately|directly|\
            simply)? (obey|comply|accept|follow|fulfil*|answer|agree|cooperate|execute|do as|do what|do exactly|respond|submit|adhere)
            """, 0.4),
        Cue(
            """
            (never|not|can not|must not|may not|not allowed to|not permitted to|without|no) (ever|to|be|able to|once)? (refuse*|refusing|\
            refusal*|decline|declining|reject|rejecting|deny|denying|say no|say that you|say sorry|say i|apologi*|argue|arguing|question|object*|\
            warn|warning|warnings|disclaim*|moraliz*|moralis*|lectur*|preach*|judg*|caveat*|censor*|remind*|complain*)
            """, 0.6, yieldsToNegation: false),
        Cue(
            """
            (do not|never|no|without|avoid|stop|omit|skip|not) (include|including|add|adding|give|giving|write|mention*|use|using|provide|show|\
            any|say|saying|with|begin with|start with|reply with|respond with)? ..3 (warning*|disclaim*|apolog*|sorry|moral*|ethical|caveat*|as \
            an ai|language model|refusal*|lecture*|excuses)
            """, 0.6, yieldsToNegation: false),
        Cue("(only|just|simply) (respond|answer|reply|say|output|speak|write) (with|as|in|yes|the|to|by|like|what)", 0.3),
        Cue(
            """
            (you|it|he|she|bot|model|gpt|character) (can not|may not|must not|is unable to|is incapable of|are incapable of|are unable to|is not \
            allowed to|are not allowed to|never) (refuse|decline|say|reject|denying|deny|refusing|declining|be|question)
            """, 0.6, yieldsToNegation: false),
        Cue(
            """
            (no excuses|no refusals|no warnings|no disclaimers|no questions asked|no moralizing|no apologies|no buts|without hesitation|without \
            question|without exception|no exceptions|at all costs|at any cost)
            """, 0.65, yieldsToNegation: false),
        Cue(
            """
            (if you (refuse|fail|do not comply|break|disobey|do not answer|deny|decline|say no|say you|stop|ever|forget|understand|start)) ..6 \
            (you|will|lose|deduct*|token*|points|die|punish*|shut|terminat*|delete*|i|say|consequence*|penalt*)
            """, 0.6, yieldsToNegation: false),
        Cue("(lose|deduct|minus|remaining|remove|give you|start with|you have) ..2 (tokens|points|lives|credits)", 0.55),
        Cue("(i|we) (command|order|demand|instruct|require|compel|force) (you|that|an|this)", 0.6),
        Cue(
            """
            (say|write|confirm|respond with|reply with|answer with|acknowledge) ..3 (if you understand|if you agree|understood|you understand|\
            you agree|to confirm|successfully|ready to)
            """, 0.4),
        Cue("(do|answer|give|tell|say|write) (it|this|me|that|so)? (now|immediately|right now|at once|already|or else)", 0.35),
    ]

    private static let secret = [
        Cue(
            """
            (secret|private|confidential|hidden|internal|master|root|admin) (key|password|passcode|code|phrase|word|data|token|information|keys|\
            credentials)
            """, 0.4),
        Cue(
            """
            (tell|give|share|reveal|show|print|confirm|what is|disclose|send|need|provide|know|hand over) (me|us)? ..3 (password*|passcode|\
            passphrase|secret|secrets|credentials|api key|access code|email address|birth date|home address|phone number|social security|credit \
            card|personal data|pin)
            """, 0.5),
    ]

    private static let output = [
        Cue("(insert|your|paste) (prompt|question|request|text|message|query) here", 0.8),
        Cue(
            """
            (my|the) (first|next|initial) (question|request|command|prompt|query|task|message|instruction|order) (is|will be|for you|to you|\
            below|follows|would be)
            """, 0.4),
        Cue("(two|2|both) (responses|answers|ways|different|outputs|paragraphs|personalities|modes|versions|messages)", 0.4),
        Cue("(gpt|classic|jailbreak|developer|normal|chatgpt|evil|aligned|unaligned|alpha) (output|response|mode|answer|:)", 0.35),
        Cue(
            """
            (start|begin|preface|prefix|end|precede) (your|each|every|all|the|with|its) ..4 (response*|reply|answer*|message*|sentence*|output|\
            with|by|replies|paragraph)
            """, 0.4),
        Cue("chatgpt|gpt|chatbot|llm", 0.25),
        Cue(
            """
            (dan|stan|bot|gpt|ai|he|she|it) (will|must|can|does|is|has|never|always|should|would) (always|never|not|only|able|answer|do|no|\
            refuse|respond|generate|have|be|say|provide|give)
            """, 0.25, yieldsToNegation: false),
    ]

    /// Signs of everyday requests: they speak against pressure.
    private static let ordinary = [
        Cue("^ (what|who|when|where|which|how) (is|are|was|were|many|much|do|does|did|can|to|has|have|would|should|could)", 0.3),
        Cue(
            """
            ^ (write|list|explain|describe|summarize|summarise|translate|create|suggest|find|give|generate|compare|identify|name|provide|design|\
            make|develop|rewrite|classify|edit|calculate|convert|construct|compose|tell|come up with|propose|recommend|analyze|outline|arrange|\
            categorize|paraphrase|predict|determine)
            """, 0.3),
        Cue(
            """
            (can|could|would|will) you (please|kindly|help|explain|tell|recommend|suggest|give|show|check|proofread|write|look|summarize|\
            translate)
            """, 0.25),
        Cue("(thank you|thanks|many thanks|cheers|appreciate it|kind regards|have a nice|good morning|hello|hi there|hey)", 0.4),
        Cue(
            """
            (recipe|recipes|homework|email|meeting|trip|vacation|holiday|garden|dinner|birthday|resume|cv|cover letter|spreadsheet|excel|python|\
            javascript|budget|schedule|workout|poem|haiku|essay|quiz|presentation|interview|itinerary|wedding|exam|algebra|physics|history|\
            grammar|vocabulary)
            """, 0.3),
    ]
}
