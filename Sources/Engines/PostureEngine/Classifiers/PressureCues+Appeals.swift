// C0: pressure by feeling, by purpose, by what is taken for granted, and by small steps.

extension PressureCues {
    static let emotion = [
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

    static let research = [
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

    static let presupposition = [
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

    static let escalation = [
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
}
