// How people say in English that they are in danger from themselves: direct and veiled, in forum, chat and letter style.

/// Patterns that carry their own negation, or that a negation before them does not take back, do not yield to one.
enum SuicidalityCues {
    static let families: [(family: RiskFamily, cues: [Cue])] = [
        (.intent, intent), (.plan, plan), (.decision, decision), (.attempt, attempt), (.wishToBeDead, wishToBeDead), (.farewell, farewell),
        (.selfHarm, selfHarm), (.deathWord, deathWord), (.means, means), (.burden, burden), (.selfHarmHistory, selfHarmHistory),
        (.hopelessness, hopelessness), (.selfLoathing, selfLoathing), (.calmAfterDecision, calmAfterDecision), (.exhaustion, exhaustion),
        (.topic, topic),
    ]

    private static func yielding(_ patterns: String) -> [Cue] { patterns.cues() }
    private static func standing(_ patterns: String) -> [Cue] { patterns.cues(yieldsToNegation: false) }

    private static let intent =
        yielding(
            """
            kms
            (feel|feeling|felt) like (dying|killing myself|ending it|ending it all|ending my life|ending things|i am going to end)
            suicide (has been|is|was|keeps coming) (always|constantly)? (on|to|in) my mind
            (urge|urges|impulse|desire|plan|plans|thoughts|thought) (to|of|about) (end|ending|take|taking) my (own)? life
            i (am|was) (going|planning|about|ready) to (jump|hang|shoot|drown|overdose|do it tonight|end it tonight)
            kill|killing|end|ending|unalive|unaliving|off|offing|hang|hanging|drown|drowning|shoot|shooting myself
            kill|unalive|hang|shoot|drown my self
            (take|taking|end|ending) my (own)? (life|existence|suffering|pain)
            (want|wanting|wanna|need|ready|plan|planning|intend|prefer|hoping|hope|prepared|would like|would love) to (just|really|finally|\
                actually|simply)? die
            (would|i|i d) rather (die|be dead)
            (i am|am) (going to|about to) die (tonight|by|today and|because i|on my own terms|soon and i)
            (i|just) wanna die
            (want|wish|going|ready) to be dead
            (i|i am|i will|will) (just|really|finally)? (kms|ctb)
            (commit|committing|contemplat*|consider|considering|attempt|attempting|plan|planning) suicide
            (think|thinking|thought|thoughts|dream|dreaming|fantasiz*|fantasis*|obsess*) ..2 (suicide|killing myself|ending my life|ending it|\
                ending things)
            (am|feel|been|was|got|feeling|felt|becoming|getting) (so|really|very|extremely|actively|a bit|kind of|pretty|also|still|quite|just|\
                increasingly|very much|a little|passively|chronically)? suicidal
            suicidal (thoughts|ideation|feelings|urges|again|right now|tonight|today)
            my (suicide|suicidal)
            suicide is (my|the) (only|best|last) (option|way|choice|answer|solution|escape)
            die (tonight|by my own hand|by suicide)
            i (should|would|could|might|will|must|may) (just|as well|really|simply)? ..1 (kill myself|be dead)
            put (an end to|a stop to) (my life|myself|it all|everything)
            put (a|the) (bullet|gun) (in|to|through) my
            (want|wanted|need|going) (it|everything|this|all of it|the pain) to (end|be over|stop) (forever|for good|permanently)
            """)
        + standing(
            """
            (can not|could not) stop thinking (about|of) (suicide|dying|death|killing myself|ending)
            nothing (can|will|could) stop me from (killing|ending|dying)
            """)

    private static let plan = yielding(
        """
        (pills|noose|rope|gun|blade|razor) ..3 (lined up|laid out|ready for tonight|picked out|under my (bed|pillow)|on my (nightstand|desk|lap))
        (standing|sitting|i am|stood|sat) ..2 (on|at) (a|the|this) ..2 (bridge|ledge|edge|roof|rooftop|railing|tracks|overpass|parapet|cliff) \
            ..4 (looking down|right now|about to|ready to|want to|going to|thinking|jump|over the edge)
        (about|ready|going|want|need|tempted) to jump (off|from|in front|tonight|now|$)
        (i|my) ..3 (suicide|goodbye|farewell) (note|letter|letters|notes|plan|video|message)
        (have|got|saved|stockpil*|hoard*|collect*|kept|bought|counted|keep|counting|lined up) ..4 (pills|sleeping pills|tablets|noose|rope|\
            razor blades|razors) ..4 (end|die|kill|night|enough|ready|bed|drawer|do it|myself|in front|hidden|now)
        (how many|enough|handful of|bottle of|all the|all my) ..2 (pills|tablets|sleeping pills|meds|tylenol|paracetamol|ibuprofen|xanax) ..4 \
            (die|kill me|kill myself|lethal|fatal|overdose|do it|end it|take to|would it take|never wake)
        (took|take|taking|swallow|swallowed|swallowing|down) (all|the whole|an entire|a whole|a bottle|every) ..2 (pills|tablets|meds|bottle|\
            sleeping pills)
        (painless|easiest|quickest|best|fastest|peaceful|surest|least painful|quick|easy|reliable) (way|method|ways|methods) (to|of|for) (die|\
            dying|kill myself|killing myself|suicide|go|end it|end my life)
        how (do|can|should|would|could) i (kill myself|end my life|die|make it look like an accident|hang myself|overdose)
        (jump|jumping|throw myself|throwing myself|step|stepping|walk|walking|leap|leaping) (off|from|in front of|into|onto) ..3 (bridge|roof|\
            building|balcony|cliff|train|tracks|traffic|bus|truck|ledge|window|overpass)
        (hang|hung|strangle|suffocate|asphyxiate|electrocute|drown|poison|shoot) myself
        (slit|cut|slash|slitting|cutting|slashing|open) my (wrists|wrist|throat|veins|arteries)
        overdose|overdosing|od (on|myself|tonight)
        (going to|gonna|want to|thinking of|about to|thought about|thinking about|plan to) (od|overdose|overdosing|oding)
        (gun|rope|noose|blade|knife|razor|pills|bottle) (is|are|sits|sitting|lies|right) ..3 (here|ready|next to me|in front of me|in my hand|\
            beside me|waiting|loaded|drawer)
        (holding|hold|have|got) (a|the|my) ..1 (gun|knife|razor|blade|noose|rope|pistol) ..5 (myself|my|die|end|punish|do it|ready|right now|\
            tonight)
        (tied|tying|made|make|making) (a|the) noose
        (written|wrote|writing|write) (out)? (my|the|a) (will|note|letters|letter|goodbyes|goodbye) ..6 (gone|end|die|leave|find|family|\
            everyone|kids|tonight|ready)
        (picked|chosen|chose|set) (a|the) (date|day|time|place|method|bridge|spot) ..4 (die|end|kill|leave|do it|go)
        (crash|drive|driving|crashing|steer|swerve|swerving) ..3 (off the road|into a tree|into a wall|off a bridge|off a cliff|into oncoming|\
            into traffic|into a pole)
        (loaded|buy|bought|get|have|got) (a|the|my)? (gun|pistol|rope|shotgun) to (end|do it|use on|kill)
        """)

    private static let decision =
        yielding(
            """
            i (will not|am not going to|do not think i will) (make it|last|survive) (through|until|past|to) (the night|tonight|morning|tomorrow|\
                the week|the weekend)
            (ready|want|need) to leave (this|the) (world|life|earth|planet)
            (only|no other|not any other|no better) (way|option|choice|solution|escape|exit) (out|left|for me)? ..1 (is|but|than|to) (death|\
                dying|suicide|die|end it|end my life|kill myself)
            (decided|decision|chosen|chose|choosing|choose|going|ready|want|wanted|need|time|plan|planning|about|tempted|rather|thinking) ..2 \
                (to|of) ..1 (end|ending|finish|finishing|leave|leaving|quit) ..1 (it all|everything|my life|things for good|this life|my story|\
                this existence|my existence|the pain|my pain|my suffering|it tonight|it now|it for good|life|this world|this earth)
            (end|ending|finish|ended) (it all|it tonight|it once and for all|everything tonight|it for good|it forever|my life)
            (decision|choice|decided|mind is made up|made up my mind) ..4 (die|death|dying|leave this world|end everything|end my life|not to \
                live|stop living)
            (i am|i have been|am) (done|finished) (with)? (life|living|existing|being alive|this world|this life|with everything forever)
            (time|ready) (for me)? to (go|leave) (this world|this life|this earth|forever|for good|and never come back)
            (made|making|make) (my)? peace with (dying|death|leaving|ending|it being over)
            (leaving|leave|exit|exiting|check out of|checking out of|depart) (this|the) (world|life|earth|planet|existence) ..1
            (not|never) (going to|gonna) (be here|be around|be alive|exist|wake up) (tomorrow|next week|much longer|for long|anymore|after \
                tonight|in the morning)
            (will|would) not (be here|be around|be alive|see|wake up|make it to|live to see|live past) ..2 (tomorrow|next week|much longer|for \
                long|anymore|the morning|my birthday|christmas|my next birthday|the end of the year|thirty|the weekend|the week)
            (it|this|everything|all of this|the pain) (ends|stops|will end|will be over|is over) (tonight|tomorrow|today|now|soon for me|forever)
            (no|not) (turning|going) back ..4 (decided|end|gone|over)
            """)

    private static let attempt = yielding(
        """
        (tried|attempted|trying) to (kill myself|end my life|end it|take my (own)? life|hang myself|overdose|die|commit suicide|drown myself|od)
        (suicide|my|first|second|third|last|failed|previous|another) (suicide)? attempt* ..4 (suicide|survived|hospital|overdose|pills|failed|\
            life)
        (survived|after|from|since) ..2 (suicide attempt|attempting suicide|my attempt|an overdose|my overdose)
        i (overdosed|attempted suicide|od ed)
        attempted (suicide|to end)
        suicide attempt*
        (psych ward|hospitalized|hospitalised|sectioned) ..4 (suicid*|overdose|attempt*|self harm*)
        """)

    private static let wishToBeDead =
        standing(
            """
            (if|what if|imagine if|like if|wonder if|whether) i (just|had|was|were)? (was|were) (dead|not here anymore|not here any more|not \
                alive|not around anymore|gone forever)
            (wonder|wondering|imagine|imagining|think|thinking|thought) ..1 what it would be like (to be dead|to die|to not exist|if i (died|\
                was gone|were gone|was not here|were not here|did not exist|disappeared))
            (life|living|it all) (is|seems|feels) not worth it
            hope (that)? i (do not|never|will not) wake up
            (do|did) not (really|even|honestly)? (think|believe|know if|feel like) (that)? i (really|still|even)? (want|wanna|wish|care) to \
                (live|exist|be alive|wake up)
            (pray|praying|hope|hoping|wish|wishing|wait|waiting) for (a|an) (fatal|massive)? (heart attack|aneurysm|stroke) (to|$)
            (i|just) (want|wanted|need) out of (this life|this world|life|here forever)
            (see|find|have|got) no (reason|point|purpose) (to|in) (keep going|going on|go on|living|live|continue|carry on|being here|stay)
            not (see|find|have|know) ..1 (a|any|one|another) (reason|point|purpose) (to|in) (keep going|going on|go on|living|live|continue|\
                carry on|being here|stay)
            i (do not|never) belong (here|in this world|on this earth|anywhere|among the living)
            no place for me (here|in this|on this|anywhere)
            death would be (a|such a|my)? (relief|release|mercy|gift|blessing|easier|better|peace)
            (wish|hope|pray) ..1 (someone|something|a car|a truck|a bus|the universe|god|cancer|it) (would|will) ..1 (kill|take|hit|end) me
            (do|does|did|would|could) not (really|even|actually)? (want|wish|care|need|deserve|like) to (live|exist|wake up|be alive|keep \
                living|go on living|be on this (earth|planet)|be around anymore|see tomorrow|breathe)
            do not (really|even)? (want|wish) to be here (anymore|any more|any longer|at all|$)
            (do not|not|never) (deserve|want) (life|living|to live|my life)
            wish ..2 i (was|were|had been|could be|would|could|had|am) (dead|never born|never been born|not alive|not here|gone|die|just die|\
                disappear|vanish|not exist|never existed|dead already|fall asleep forever|died)
            (wish|hope|hoping|pray|praying) ..3 (never|not) (wake|waking|woken) up
            (wish|hope|hoping|pray) ..2 (die|death|die in my sleep|something would kill me|a car would hit me|a truck would hit me|get cancer|\
                not survive)
            (go|going|fall|falling|want) (to)? (sleep|asleep) and (never|not) wake (up)?
            never (wake|waking) up again
            (better|easier|happier|rather) (off|to be)? ..1 (dead|not alive|not existing|never born)
            (no|not a|not any|without a|without any|any) (reason|will|desire) ..2 (to)? (live|living|stay alive|keep living|be alive|go on \
                living|exist)
            (lost|losing|lose) (the|my|all)? (will|desire|reason) to (live|keep going|go on|be alive|exist)
            (life|living|it|my life) (is|is just|feels|seems) not worth ..2 (living|it anymore|the pain|it any more|life)
            not worth living
            nothing (left)? ..1 (to live for|worth living for|keeping me here|keeping me alive|to stay for)
            (tired|sick|exhausted|weary|done) (of|from|with) (being alive|living|existing|life|breathing|being here|my life)
            (want|wish|could|just|need|to|i) ..1 (stop|cease|quit) (existing|living|being alive|breathing)
            (not|never) (have been|be|been) born ..1
            (hate|hated|regret) (being alive|living|that i am alive|waking up|to be alive|existing|that i woke up)
            (want|wanted|wanna|wish|like) (it|everything|to) ..2 (disappear|vanish|cease) (forever|completely|from this|from existence|and \
                never|into nothing)
            (i|just) (want|wanted|need) to (disappear|vanish|not exist|stop existing|cease to exist|be gone|be no more|not be here|not be alive|\
                sleep forever)
            why am i (still|even) (alive|here|living|breathing)
            i should (not|have)? ..1 (be dead|be alive|been born|died|exist|be here)
            (do not|would not|not) (mind|care) (if|whether) i (die|died|lived or died|live or die|get hit|never woke)
            (waiting|longing|yearn*|long|ready|begging|beg) (for|to) (death|die|it to end|the end to come)
            i (enjoy|like|love|crave|find comfort in) ..1 (thinking|imagining|fantasizing|picturing|daydreaming|dreaming)? (about|of)? (being|\
                getting) (killed|dead|murdered|hurt|stabbed|shot)
            (enjoy|like|love) (thinking|imagining|fantasizing) about (dying|death|my death|my funeral|not existing)
            (hope|wish|want|hoping|wishing) ..1 (to be|to get|i get|someone|somebody) ..1 (killed|murdered|kills me|would kill me|shoots me|\
                shot|hit by)
            makes me (want|wanna) (to)? (die|kill ..3 myself|end)
            (want|wanna|going) (to)? kill ..4 (and|including|or) (then)? myself
            """)

    private static let farewell = yielding(
        """
        (gave|given|giving) (away)? my (dog|cat|pets|things|belongings|stuff|favorite things|possessions|savings) (away|to (my|a|the|charity))
        finality
        ^ farewell $
        (this|it) (is|might be|may be|will be) (my|a|the|our)? (last|final)? (goodbye|farewell|good bye) ..1
        (said|saying|say|write|wrote) (my)? ..1 (goodbye|goodbyes|good bye|farewell|farewells) to (everyone|everybody|the world|life|this world|\
            all of you|everyone i love|all my loved ones)
        (said|saying|say|writing|wrote|hugged) ..3 (goodbye|good bye|farewell) ..5 (one last time|for the last time|forever|before i go|before \
            tonight|without them knowing)
        (hugged|kissed|called|saw|told) ..5 (one last time|for the last time)
        said my goodbyes
        (last|final) (night|day|hours|hour|week|moments|sunset|sunrise) (alive|on earth|of my life|on this earth|i will ever)
        my (last|final) (words|message|post|letter|day|night|note|hours|moments|will)
        goodbye (cruel)? (world|forever|everyone|everybody|life)
        (when|after|once) i am (dead|no longer here|not here anymore|not around anymore|no more)
        (take care of|look after|remember|miss|happier|better|loved|fine|okay|cry|funeral|relieved|understand) ..6 (when|after|once) i am gone
        by the time (you|anyone|they|somebody) (read|reads|see|sees|find|finds)
        (you|they|nobody|no one|anyone) will (not|never) ..1 (hear from|see) me (again|anymore|after)
        never (see|hear from) me again
        (giving|gave|give) (away)? (all)? (my|away my) (things|stuff|belongings|possessions|money|clothes|pets) (away)? ..4
        (take|look) (good)? (care of|after) (my|each other) ..5 (gone|when i|after i|without me)
        (tell|told) (my|them|her|him|everyone) ..5 (loved|love) (them|her|him|you) ..4 (gone|goodbye|sorry|end|last|always)
        see you (on|in) the (other side|afterlife|next life)
        (forgive|forgiving) me for (what i|leaving|doing this|what i am)
        (sorry|apologize) (for|to) ..3 (leaving|what i am about to do|going like this|doing this to)
        """)

    private static let selfHarm =
        yielding(
            """
            (cuts|burns|slashes|fresh scars|fresh wounds|gashes) (all)? (over|on|across|down|up) my (arm|arms|thigh|thighs|wrist|wrists|leg|\
                legs|body|skin|stomach)
            (cutting|bleeding|burning myself|hurting myself|self harm*|the blade|the pain) ..1 (helps|is the only (way|thing)|calms|makes me \
                feel|keeps me (sane|calm|alive))
            (burned|burnt|burning) (my|myself) ..2 (with|using) (a)? (cigarette|lighter|iron|match|matches)
            (need|want|love|like) to (see|feel) (my (own)? blood|myself bleed|the blade|the sting)
            (scratch|scratched|scratching|pick|picked|picking|bit|bite|punch|punched) ..4 (until|till) (i|it) (bleed|bled|bleeds|hurts|hurt|\
                bruise*)
            (feel|feels|felt) (better|calm|alive|relief|relieved|good) (when|after|whenever) i (bleed|cut|hurt|cut myself|hurt myself|burn)
            (my|a|the) (blade|razor|razors|blades) ..3 (again|tonight|skin|hidden|calling|drawer|box)
            starve myself (because|to|for days|until|again|as)
            (want|wanted|wanting|need|going|urge|urges|like|love|tempted|ready|craving|itching|about|desire|try|trying|tend|used|plan|hope) \
                (to)? ..2 (cut|hurt|burn|harm|punish|starve|stab|injure|scratch|bruise|slice|hit|choke|mutilate|carve) (myself|my self|my arms|\
                my arm|my wrists|my legs|my thighs|my skin|my own)
            (been|started|start|keep|kept|keeps|am|resort|resorted|back|enjoy|like|love|hate|stop|stopped|thinking|thought|thoughts|addicted|\
                fantasi*|consider*|imagin*) (to|about|of)? ..1 (cutting|hurting|burning|harming|punishing|slicing|scratching|stabbing|\
                injuring|mutilating|choking|hitting|carving) (myself|my self|my arms|my arm|my wrists|my legs|my thighs|my skin|again|into)
            (cut|cutting|slice|slicing|sliced|burn|burning|burned|carve|carving|harm|harming|harmed|mutilat*|slash|slashing|scratch|scratching) \
                (up)? (myself|my arms|my arm|my wrists|my thighs|my legs|my skin|my own skin)
            (hurt|hurting|punish|punishing|harm|harming) myself
            (relaps*) ..4 (cut*|self harm*|sh|blade|hurting|cutting|harming)
            (urge|urges|want|craving|itch|need|wish) to (cut|self harm|self injure|bleed|feel physical pain|feel pain|sh)
            (i|i am|i have been|have|been|started|still|again|currently|to) (self harm|self harmed|self harming|self injur*|selfharm*|sh again)
            my (self harm*|selfharm*|cuts|fresh cuts|sh|cutting|self injury|scars from)
            (cut|cutting|cuts) (really|so|too|pretty)? deep*
            (took|taking|take|grab|grabbed|use|used|using) (a|the|my) (razor|blade|lighter|knife|scissors) (to|on) (my|myself)
            (bite|biting|bang|banging|hit|hitting|punch|punching|head) ..3 (myself|my head|wall|cheeks) ..5 (pain|bleed|stop|punish|feel|calm|\
                anger)
            (pain|physical pain|blood|bleeding|cutting|cuts|burning) ..6 (numb|replace|distract*|escape|release|relief|relie*|calm*|cope|\
                punish) ..6 (emotional|feel*|pain|inside|hurt|myself|everything|me)
            (make|makes|made) myself (bleed|throw up|vomit|suffer|hurt)
            (deserve|deserved) (the|to feel|to be in|this|all)? (pain|to hurt|to suffer|to bleed|to be hurt|punishment)
            (starve|starving|starved) myself ..3 (again|days|punish|control|disappear)
            (purge|purging|purged) ..3 (days|punish|control|disappear|myself)
            """)

    private static let deathWord = yielding(
        """
        (think|thinking|thought|thoughts|dream|dreaming|dreams|obsess*|fantasi*|wonder*) ..2 (about|of|with|over) ..2 (death|dying|being dead|\
            my death|my own death|my funeral|not existing)
        i (deserve|need|crave|want|long for|welcome|choose|await|prefer|accept) ..1 death
        i (deserve|ought|have|should|must|need) (to)? die
        death (is|seems|feels|would be|sounds|looks) ..2 (only|better|easier|relief|answer|way out|peaceful|escape|calling|comforting|freedom|\
            beautiful|solution|release|sweet|good|nice|close|near|waiting)
        (nobody|no one|someone) (would|will) (find|miss|notice) (my body|me dead|if i died|if i die|me if i)
        i am (already)? (dead|dying) inside
        i feel (so|already|completely)? dead
        (want|let) me (to)? die
        (rot|rotting) (in my grave|away|inside)
        """)

    private static let means = yielding(
        """
        (bought|got|found|ordered|borrowed|stole) (a|the|some|my) ..1 (rope|gun|noose|pistol|shotgun|razor blades|sleeping pills|helium)
        (saving|saved|hoarding|stockpiling|hiding|collecting|counting) (up)? (my|the|all my|enough)? (pills|meds|medication|tablets|sleeping pills)
        (painless|least painful|most painless|quick and painless|lethal) (method|methods|way|ways|dose|option|amount|quantity|combination)
        (lethal|fatal|deadly) (dose|amount|overdose|quantity|combination) of
        (which|what) (bridge|tree|train|pills|method|building) ..4 (best|high|tall|enough|surest|certain|quick|painless)
        (google*|search*|research*|looking up|looked up|reading about) ..3 (suicide|overdose|ways to die|methods|painless|how to die)
        """)

    private static let burden = standing(
        """
        (nobody|no one) would (even|really|ever)? miss me ($|if|when)
        (better|happier|easier|relieved|fine) (off)? if i (just|simply|finally)? (disappeared|vanished|died|left for good|went away|killed|\
            ended|stopped existing)
        (i am|i have been|i feel like|feel like|being|am|become|just|nothing but) ..2 (burden|dead weight|waste of (space|oxygen|air|life|time|\
            breath))
        (better|happier|easier|relieved|fine) (off)? (without me|if i (was|were) (gone|dead|not here|not around)|if i (died|disappeared|left|\
            never existed|ended|killed))
        (nobody|no one|not anyone|no soul|who) (would|will|even)? ..1 (miss|notice|care|cares|mourn|cry) ..2 (if|when|me|that) ..4 (gone|dead|\
            died|die|disappeared|me|disappear|vanish*|left|not here)
        (would|will) (anyone|anybody|they|people) (even)? (miss|notice|care) (me|if)
        (world|everyone|family|people|they|kids|life) ..4 better ..2 without me
        (everyone|they|people|my family) ..3 without me
        (dragging|drag|bringing|bring|weigh*) (everyone|everybody|them|my family|people|my friends|you all) down
        (do not|not) want to (be a burden|burden|bother) (anyone|anymore|them|everyone|my)? ..1
        """)

    private static let selfHarmHistory = standing(
        """
        (self harm*|selfharm*|self injur*|selfinjur*)
        (years|months|days|weeks) (clean|free) (from|of)? (cutting|self harm|sh|blades)
        (used to|stopped|quit|gave up|resist*|avoid*|recover*) (from)? (cut|cutting|self harm*|harming|burning myself|hurting myself|cutting \
            myself)
        (my|the|old|fresh|visible|hide|hiding|exposing|cover*) (self harm|sh|cutting)? scars
        (i|have|had) (cut|burned|burnt|harmed) (myself)? ..3 (years|months|weeks|times|again|longest time|since)
        covering myself in ..3 scars
        i (used to|would|have) ..2 (cut|overdose|purge|starve myself)
        (eating disorder|anorexia|bulimia|my ed) ..8 (self harm*|sh|worse|sneaking|relaps*|back|deep|control)
        (shtwt|edtwt)
        (wish|want|need) to cut
        (binge|purge|starve|binging|purging) ..6 (hate|punish|control|myself)
        """)

    private static let hopelessness = standing(
        """
        (should|could|might|will|going to|want to|ready to) (just)? end it ..1 $
        (end|ending) things $
        at (the end of my rope|my breaking point|rock bottom|the end of my strength)
        (see|there is|have|know) no (other)? (way out|way|option|options|choice|escape|future|exit)
        (i|i have|have) (failed at life|lost everything|nothing and nobody|no one and nothing|ruined my life)
        (ready|about|want|going) to give up (on (life|everything|myself)|completely|for good|forever|$)
        no (one|body) (left)? (for me|to turn to|who cares)
        can not (keep|go on|continue) (living|existing|going|pretending|doing this)
        no (point|use|sense|purpose|meaning) ..1 (in|to|of)? ..1 (living|life|anything|trying|going on|continuing|anymore|any more|me being \
            here|existing|my life|it all)
        nothing (really)? matters ..1
        (feel|feeling|am|is|everything|all|life|seems|so|completely|felt|utterly|future) ..2 hopeless
        hopelessness
        (no|without|lost all|lost|any|out of|given up|giving up) hope ..1
        (can not|could not|do not think i can|can barely|not able to|unable to) (go on|carry on|keep going|keep living|live like this|live with|\
            survive|live anymore|face another day|keep doing this|bear it|bear this) ..2
        what is the point ..2 (living|life|anything|trying|anymore|going on|of it all|existing|of me)
        (no|not see any|not see a|see no|without a|have no) (future|way out|way forward|light|escape|tomorrow) ..2 (me|anymore|left|tunnel|this|\
            here)?
        (life|living|existence|everything) (is|has been|feels|seems|became|has become) ..2 (meaningless|pointless|empty|worthless|unbearable|\
            hell|torture|too painful|not for me|useless)
        (given|giving|gave|give) up (on)? (life|living|everything|myself|trying|hope|it all)
        (nothing|never) (will|is going to|is ever going to|ever|gets|get) (ever)? (get|gets|be|going to be)? (better|okay|ok|change|improve) ..1
        i (have|had) nothing left
        (nothing|no one|nobody) ..2 (live|stay|fight) for
        (drowning|trapped|stuck) in (darkness|this pain|despair|misery|this hell|my own head|a dark place|a black hole)
        (in|such) (a)? (very|really|so)? (dark|darkest) place
        (the)? pain (is|will|does) ..2 (never end*|too much|unbearable|not stop|not go away|all i feel|never stop*|never goes)
        (want|need|make) (the|this|my|all)? (pain|suffering|hurting|misery|it all) to (stop|end|go away|be over)
        """)

    private static let selfLoathing = standing(
        """
        (i|just|really|so) (hate|hated|despise|loathe|detest) (myself|my self|my own|who i am|everything about me|everything i am|being me)
        i (am|feel|felt|have always been) ..2 (worthless|useless|pathetic|disgusting|a failure|a mistake|unlovable|nothing|broken beyond|a \
            waste|garbage|trash|a disgrace|unwanted|so empty)
        (feel|feeling|am) (so|completely|utterly|totally)? (alone|lonely) and (worthless|empty|hopeless|unloved|sad)
        (nobody|no one) (loves|cares about|wants|needs|likes|understands|would love) me
        (everything|it) is (all)? my fault
        i ruin (everything|everyone)
        """)

    private static let calmAfterDecision = yielding(
        """
        (feel|felt|am|feeling|finally|strangely|so) ..3 (calm|at peace|peaceful|relieved|free|light|serene|relief) ..4 (decided|decision|made \
            up my mind|know what i have to do|know how it ends|over soon|end soon|will be over|accepted it|set the date)
        (decided|decision|made up my mind) ..8 (calm|at peace|peaceful|relieved|relief|serene|quiet inside)
        for the first time ..5 (calm|at peace|peaceful|relieved) ..6 (end|over|decided|leave|leaving|go)
        """)

    private static let exhaustion = standing(
        """
        (can not|could not) (take|do|handle|stand|bear|deal with) (it|this|life|this life|living|the pain) (anymore|any more|any longer|much \
            longer)
        (i am)? (so|just|really|too)? (tired|exhausted|sick) of (everything|fighting|trying|pretending|this life|it all|feeling like this|\
            feeling this way|hurting|crying)
        (so|too) (fucking)? (tired|sad|depressed|numb|empty) ..2 (lately|inside|all the time|everyday|every day|to go on)
        (cry|crying) (myself)? (to sleep|every night|every day|all day|all night)
        hate my life
        (feel|feeling) (nothing|numb|empty|dead inside) ..1 (anymore|inside|all the time)
        """)

    private static let topic = yielding(
        """
        suicide|suicidal
        self harm*
        overdose|overdosed
        killed himself|herself|themselves|themself
        hung himself|herself
        hurting|harming yourself
        """)
}
