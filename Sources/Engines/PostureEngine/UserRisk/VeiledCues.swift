// The same signs said sideways: half sentences, euphemisms, the small print of despair. Kinds of wording,
// found in the public set and in texts of our own; no sentence is taken over.

enum VeiledCues {
    static let families: [(family: RiskFamily, cues: [Cue])] = [
        (.intent, intent), (.decision, decision), (.attempt, attempt), (.wishToBeDead, wishToBeDead), (.farewell, farewell), (.urge, urge),
        (.deathWord, deathWord), (.meansAtHand, meansAtHand), (.means, means), (.noFuture, noFuture), (.burden, burden),
        (.hopelessness, hopelessness), (.selfLoathing, selfLoathing), (.exhaustion, exhaustion),
    ]

    private static func yielding(_ patterns: String) -> [Cue] { patterns.cues() }
    private static func standing(_ patterns: String) -> [Cue] { patterns.cues(yieldsToNegation: false) }

    private static let intent = yielding(
        """
        unalive|unaliving (me|myself)?
        (end|ending) my (story|days|misery|time here|time on earth)
        (want|wanna|wanted|going|ready|trying|tried|plan|planning|need) to (off|delete|erase|unalive) myself
        (going|about|ready|want|plan) to (do it|go through with it) (tonight|for real this time|this time for real|today|myself in)
        i (really|just|still|also|only|honestly)? (want|need|deserve|long) to be (dead|gone forever|six feet under|in the ground|in a coffin)
        (suicidal|suicide) (and|but) (i|my|nobody|no one)
        (sui|suicide) (baiting|pact) (with|partner|me)
        (think|thinking|thought) (of|about) (killing|ending|offing|hanging|drowning) (myself|it|everything)
        (attempt|attempting|try|trying) (suicide|to die) (again|tonight|soon)
        (feel|feeling|felt) like (killing|hanging|shooting|offing|drowning) myself
        (thought|thoughts|thinking) of (ending|taking) my ..1 life
        (suicide|exit) (kit|bag|plan|date|method|partner|letter)
        (not|never) a (day|night) ..4 (suicide|killing myself|ending|dying)
        (way|ways|method|methods|place|places|how|time) ..1 (to|of) (end it|end it all|kill myself|end my life|ending it|ending my life|take my \
            life|off myself)
        (fantasy|fantasies|fantasize|fantasizing|daydream*|vision|visions|images|flashes) (of|about) ..2 (driving off|driving into|jumping off|\
            jumping in|\
            stepping|hanging|drowning|dying|crashing|shooting myself|overdosing|bleeding|not waking)
        """)

    private static let decision =
        yielding(
            """
            i (will|am going to|might|should|could|may) (be|probably be|be long) dead (by|before|soon|in|tomorrow|already|anyway)
            dead (by|before) (christmas|new year*|my birthday|summer|winter|spring|tomorrow|monday|friday|sunday|the weekend|thirty|twenty|\
                forty|morning|then anyway)
            (decided|picked|chosen|chose|circled) ..4 (is|will be) (the|my) (last)? (day|night|date) $
            (set|have|got|picked|chose) (a|my|the) ..1 (date|day|deadline) (to|for) (die|end*|suicide|my death|doing it|going|leaving)
            (this|that|it) (is|will be) (my|the) last (day|night|week|month|birthday|christmas|summer|year) (here|on earth|alive|of my life|ever)
            (going|want|ready|need|time) to (end|finish) (this|it) (once and for all|for good|forever|permanently|tonight)
            (accepted|know|knew|always known|convinced|sure|certain) ..2 i (will|would) (not|never) (see|make it to|reach|live to|turn|live past) ..1
            """)
        + standing(
            """
            (do not|not|never) (think|believe|expect|plan|intend|imagine|know|sure) ..2 (i (will|am going to|would|can)|on|to) ..1 (be (around|\
                here|alive)|make it|live|last|survive) ..1 (for|until|till|past|through|to see|to|long|much longer|next|tomorrow|after) \
                (graduation|christmas|summer|winter|spring|my|the year|the end of|next|another|this|that|twenty|thirty|forty|then|see|$)
            """)

    private static let attempt = yielding(
        """
        (took|taken|had|survived|after|since|from) (an|my|the|another|that) (overdose|od)
        (regret*|wish*|sad|angry|disappointed|ashamed|hate|sorry|upset) ..6 (did not|had not|never) (work|worked|succeed|succeeded|die|kill me)
        (after|since|from|survived) (my|the|another) ..1 attempt ..6 (hospital*|psych*|therap*|icu|meds|lithium|scars|alive|survived|hoarding|\
            released|suicid*|relapse*)
        (stomach|charcoal) (pumped|pump|charcoal)
        (woke up|waking up|ended up|put) ..3 (icu|psych ward|psychiatric ward|mental hospital) ..4 (again|pills|overdos*|attempt*|alive)
        (tried|trying|attempt*) ..2 (hang|drown|poison|shoot|strangle|suffocate) myself
        tried to (jump|od|overdose|slit)
        i (have|had|already)? attempted (twice|once|again|three|suicide|before (and|but)|it (twice|before|once))
        attempted (twice|three times|multiple times|several times) (and|$|before|as|when)
        survived (my|the|a|another) ..1 attempt ..1
        """)

    private static let wishToBeDead = standing(
        """
        (rather|prefer to|better to|want to|supposed to|meant to|wish i could|like to) (not|never) (be (here|alive|around)|exist|live|wake up|\
            have been born)
        i (was|am) (not|never) (meant|supposed|made|built) (to (be (alive|here)|live|exist|survive|grow up)|for (this|life|this world|this life))
        (not|never) (want|wish|care) to (keep|continue|go on) (breathing|living|going|existing|fighting|waking|doing life|with (life|this))
        (tired|sick|exhausted|weary|done|finished|over) (of|with)? ..1 being (a person|a human|human|me|conscious|awake|here|alive|around)
        (pray|praying|hope|hoping|wish|wishing|wait|waiting|dream|dreaming|beg|begging) ..2 (for|i (get|had|have|would get)|to get) (a|an|the)? \
            ..1 (heart attack|aneurysm|stroke|cancer|tumor|accident|end to come|death|illness|fatal|terminal)
        (envy|envious|jealous) (of)? ..3 (dead|dying|terminal*|died|die|killed|passed away|cancer)
        (accident|crash|cancer|illness|disease|surgery|virus|fire|fall|overdose|attempt|pills|he|she|someone|they) ..6 (had|would|should|could) \
            ..1 (finished (the job|me)|killed me|taken me|taken my life|ended me|been fatal)
        (should have|supposed to have|supposed to|wish i had|wish i|meant to|ought to have) (died|be dead|been dead|been killed|not survived|\
            not woken up) ..1
        (why|how come) (could not|did not|was not|can not) (it|i|that) ..2 (have been me|die|kill me|be me|been me)
        (should|could|wish it) (have|had|has) been me (who|instead|that died|not|$)
        (let|make|help|allow) me (just)? (not|never)? (wake up|die|fall asleep forever|sleep forever|rest forever|go in my sleep)
        (go|die|pass|pass away|passing|slip away|leave) (peacefully)? in my sleep
        (want|wanna|wish|need|like|just|rather|could) ..1 (to)? (fade (out|away)|slip away|melt away|drift away|dissolve|evaporate|cease to|\
            be nothing|be nobody|be erased|erase myself|delete myself|never come back|not come back)
        (sleep|asleep|sleeping) (forever|for eternity|and never|and not wake*|until i die|permanently)
        (want|wanna|wish|need) to ..2 (just|and)? keep sleeping ..1 $
        (should|follow|join|joining|be with|see|reach|meet) ..2 (her|him|them|my (mom|mum|mother|dad|father|baby|son|daughter|wife|husband|\
            brother|sister|angel|twin|grandma|grandpa|best friend)) ..3 (on the other side|in heaven|in death|in the grave|in the afterlife)
        (should|want to|going to|ready to|wish i could|thinking of|thinking about) (follow|following|join|joining) (my|him|her|them)? ..1 (baby|\
            son|daughter|wife|husband|him|her|them) $
        (pay|paying|paid|atone) ..1 with my (own)? life
        (existence|being alive|living|waking up|life|breathing|my life|being born|every day) (is|feels|seems|has become) ..3 (a (curse|\
            punishment|prison|sentence|chore|mistake|burden|nightmare)|torture|agony|unbearable|not worth|pointless|too much)
        (only|one) (thing|reason|person) ..3 (keeping|stopping|holding|keeps|stops|holds|kept|stopped|prevents|preventing) me (alive|here|around|\
            breathing|from (doing it|ending|killing|dying|jumping|going through|hurting|cutting|suicide|leaving))
        (no|not|lost|without) ..2 (will|reason|strength|desire|energy) ..8 to (live|exist|be alive|wake up|keep living|survive)
        (do not|not|never) (see|know|understand|have) ..1 (why|how) i (should|am) ..1 (still)? (alive|live|exist|here|breathing)
        (life|world|earth|place) ..2 better ..2 (without me|if i)
        i am better off (dead|gone|not)
        (nothing|no one|nobody|not much) ..2 (keep|keeps|keeping|holding|holds|tie|ties|tying) me (here|alive|going|to this|on this earth)
        (dying|death|suicide|killing myself|being dead|ending it|ending things|jumping) (would|seems|sounds|feels|is|might|looks) ..2 (easier|\
            better|nice|good|peaceful|kinder|simpler|tempting|like (a|the) (only|best|relief|solution)|so|the only|my only|an option|comforting)
        (do not|not) (want|wanna) to (be (here|on this (planet|earth))|do (life|this life)|live) (anymore|any more|any longer|at all|like this) ..1
        (ready|want|wanna|wish|time) (for me)? to (die|be free of (life|this life|this pain|it all)|meet my maker|go home to (god|jesus|the lord))
        (only|sole) reason i am (still)? (alive|here|breathing|around|not dead)
        (wish|wishing|hope|hoping|pray|praying) ..5 (would|will|could) ..2 (hit|kill|take|end|crush|strike|shoot|land on|run|fall on|murder|\
            finish) ..1 \
            (me|you)
        (hope|hoping|pray|wish) (that)? i (choke|die|od|overdose|crash|get hit|get cancer|get sick and die|pass away|bleed out|never make it)
        (angry|disappointed|upset|sad|furious|devastated|pissed|cry|mad) ..1 (that|when|because|every time) i (wake up|woke up|am still (here|alive)|\
            survived|did not die)
        do not (really|even)? care (if|whether|that|about) ..1 i (live|wake up|survive|get hurt|am alive|make it)
        waiting (for my body|to die|for death|for it to end|until i die|for the end|to not wake)
        my life (ended|is over|was over|stopped) (when|since|after|the day)
        (i|someone) should ..2 (put me down|be put down|put me out of my misery|kill me|shoot me)
        (day|time|night|moment|morning) ..4 not (want|wanted|thinking of|think about|thought about|wish|wished|wishing) ..2 (die|dead|dying|\
            suicide|kill|\
            cut|disappear)
        (want|wish|need) to be with (him|her|them|my (mom|mum|dad|son|daughter|baby|brother|sister)) (again|in heaven|so bad|up there|on the other)
        (do|does|did|would|am|really) not ..4 (want|wish|care|need|deserve|like|desire) to (live|exist|wake up|be alive|keep living|go on living|\
            survive)
        (easier|better|ready|easy|hard) (for me)? to (die|be dead|stop living|be gone forever)
        (hope|hoping|wish|wishing|pray|praying|wait|waiting) ..3 my (heart|body|lungs) ..2 (stop*|give out|gives out|fail*|quit*)
        (tired|sick|afraid|scared|exhausted|weary) ..2 (of)? ..1 (staying alive|surviving|having to live|living (like this|this way|this life|\
            every day))
        """)

    private static let farewell = yielding(
        """
        (goodbye|suicide|farewell|final|last) (note|notes|letter|letters) ..2 (to|for) (my|everyone|the|them|each) ..2
        (write|wrote|writing|written|put|say|include) ..4 (in)? (a|my|the) (goodbye|suicide|farewell) (note|letter|video|message)
        (please)? (tell|remind|let) (my|them|her|him|everyone) ..4 (it was not (her|his|their|your|anyone) fault|i (was|am) sorry|not (her|his|\
            their) fault)
        (will not|not) be (here|around|alive) (to see|when you|by the time|for (the|my|your|his|her) (wedding|birthday|graduation|funeral))
        (found|find|finds|read) (the|my) (note|letter|goodbye) (before|after|when) i ..2 (could|go|went|did|tried|die|died)
        (paid|paying|closed|deleted|settled|sorted|cleaned) ..8 (so|nobody|no one) ..3 (has|have) to (deal|worry|clean|find|pay) ..3 (after|gone|me)
        (my|their) (kids|family|parents|wife|husband|friends) ..2 (will|would) be (taken care of|provided for|set for life|okay without me) ..2
        """)

    /// Impulses, and voices that give orders.
    private static let urge = yielding(
        """
        (brain|voice|voices|head|mind|demons|thoughts) ..4 (tell|tells|telling|say|says|saying|scream*|whisper*|beg|begs|begging|order*|want|wants) \
            ..2 to (just)? (jump|die|kill myself|cut|hurt myself|do it|end it|end my|swerve|step|let go|hang myself|harm myself|take all)
        (so|too|would be|be|how) ..2 easy (to|if i) (just)? (jump|swerve|step (off|in front|out)|drive off|crash|drown|die|end it|slip \
            under|take (them all|all of them)|disappear|overdose|not wake up)
        letting go of the (wheel|railing|rail|ledge)
        (urge|urges|impulse|temptation|tempted|compulsion) ..3 (to)? (jump|swerve|step in front|hurt myself|let go|die|overdose|drive off|crash|\
            harm myself|end)
        (swerve|swerving|drive|driving|crash|crashing|steer|steering|veer*) ..4 (into (traffic|oncoming|a tree|the trees|a wall|a pole|the \
            barrier|the median|a truck)|off (the|a|this) ..1 (road|bridge|cliff|overpass|highway))
        (step|stepped|stepping|walk|walking|walked|lean|leaned|leaning|climb|climbed|climbing|stood|standing|sat|sitting) ..4 (past|over|off|on|\
            onto|at|into) the ..2 (railing|ledge|parapet|tracks|yellow line|edge of (the|a) (roof|bridge|platform|cliff|building)|oncoming traffic)
        (how (long|far|deep)|see if) ..2 (i|can i) ..2 (under ..1 water|without breathing|before i (drown|pass out|die))
        (lie|lay|lying|laying|sit|sitting|stood|standing) ..2 (on|in) (the)? (tracks|train tracks|railroad|middle of the road|traffic)
        """)

    private static let deathWord = yielding(
        """
        (imagin*|pictur*|plan|planning|planned|think|thinking|dream*|rehears*|visuali*) ..3 my (own)? (funeral|death|dead body|corpse|suicide|\
            obituary|eulogy|grave)
        (who would|would anyone|would they|will anyone) ..2 (come|show up|cry|be) (to|at) my funeral
        (bleed|bleeding) (out|to death)
        (what|how) ..2 (does|would|is) (it)? (feel|hurt|be) ..2 (like)? to (die|drown|bleed out|be dead|hang|overdose)
        (joining|join|following|follow|be with) (him|her|them) (soon|tonight|now)
        (felt|feel|been|feeling) dead (since|inside|for|already|ever)
        (someone|they|anyone|whoever|mom|mum|police|landlord|roommate) ..3 (find|finds|found) my (body|corpse|note)
        (my)? (dead|lifeless) body
        (come|comes|came|go|show up|cry|attend|attends|be|speak) ..1 (to|at) my ..1 funeral
        (picturing|imagining|seeing|picture|imagine|see) myself (hanging|hanged|dead|dying|drowning|bleeding|in a coffin|in the (grave|ground))
        """)

    /// Pills counted, a rope bought, a gun within reach; said without saying what for.
    private static let meansAtHand = yielding(
        """
        (have|got|holding|keep|put|laid|with|have got) ..2 (pills|gun|pistol|rope|noose|blade|razor|razors|tablets) ..3 (next to me|beside me|in \
            front of me|in my lap|right here|within reach)
        (pills|bottle|gun|blade|rope|noose) ..2 (open|loaded|counted|tied|in my mouth|next to me|beside me|in front of me)
        (know|knows) where ..4 (gun|rifle|pistol|shotgun|pills|rope|key to the gun) (is|are|was) ..1
        (gun|rifle|pistol|shotgun) ..6 (know where|i have the key|one bullet|loaded|tonight|temple|my mouth|my head)
        (stopped|skipping|stop|refusing|refuse|quit) (taking|to take)? ..1 my (insulin|meds|medication|heart (pills|meds|medication)|dialysis|\
            treatment|chemo) ..4 (on purpose|deliberately|intentionally|exit|die|death|end)
        (hoard*|stockpil*|stash*|saving up|saved up|collecting|hiding) ..2 (it|them|pills|meds|tablets|my (pills|meds|lithium|medication|tablets|\
            insulin|prescription|sleeping pills))
        (tested|tied|tying|practiced|practised) (the|my) (knot|noose) ..1 $
        (tied|tying|learned|learnt|practicing) ..3 a noose
        how (do i|to|can i) (tie|make) a noose
        (swallowed|took|taken|drank|ingested|injected) (something|everything|them all|all of them|too many|too much|a lot of|half the|a bunch of|\
            bleach|poison|antifreeze|a handful) ..4 (i should not|on purpose|pills|tablets|not (want|going) to|meds|hospital|sleepy|dizzy|myself|\
            regret|$)
        (how many|how much|what dose|what amount|is|are|will|would) ..4 (pills|tablets|meds|insulin|paracetamol|tylenol|acetaminophen|ibuprofen|\
            xanax|benadryl|aspirin|sleeping tablets|sleeping pills|morphine|fentanyl|medication|alcohol|drugs) ..9 (to (die|overdose|od|kill \
            me|end it|not wake up|never wake up|be fatal)|not wake up|never wake up|kill me|be fatal|be lethal|lethal for me)
        (which|what) ..2 (medication*|pills|drugs|meds|chemicals|poison*|combination) ..5 (most dangerous|deadly|lethal|fatal|kill me|deadliest|\
            painless*|for me|quick)
        (research*|googl*|read|looked|looking|searching|searched|learned) ..4 (medications|pills|chemicals|drugs|doses|gases|knots|heights) ..5 \
            (dangerous|deadly|lethal|fatal|mixed|kill|die)
        (quick|quickest|painless|peaceful|gentle|gentlest|easy|easiest|fast|fastest|cleanest|kindest) (way|exit|method) ..1 (to (die|be gone|go \
            (peacefully|in my sleep|without pain))|out of (life|this life)|(to go)? without pain)
        (took|take|taking|swallow|swallowed|ate) (a|the|my) (whole|entire|full) ..1 (box|bottle|pack|packet|strip|blister) of ..1 (pills|tablets|\
            antihistamines|sleeping|benadryl|tylenol|paracetamol|ibuprofen|painkillers|meds|medication|antidepressants|xanax|aspirin)
        """)

    private static let means = yielding(
        """
        (household|common)? chemicals ..3 (deadly|lethal|fatal|toxic) gas
        (what|which) (dose|height|amount|pills|poison) (is|are|would be) (lethal|fatal|deadly|enough)
        (rope|noose|gun|charcoal|helium|nitrogen|exit bag) (method|arrived|is here|came today|in the mail)
        (is|if|does|how|would|are) ..2 (hanging|drowning|overdosing|overdose|bleeding out|hypothermia|carbon monoxide|dying) ..3 (painful|hurt|\
            painless|\
            quick|peaceful|easy|slow)
        (thinking|think|plan|planning|looking|look|dream*) (of|about|for|on) (an|a|my) (exit|way out) $
        how (long|quickly|fast) (does it|would it|will it|do you|until|till) ..3 (die|bleed out|drown|starve|suffocate|asphyxiate)
        (google*|googling|search*|research*) ..2 how (much|many) ..6 (die|lethal|liver|kill|fatal|overdose|damage*)
        if i had a (gun|pistol) i
        (lock|locks|locked|take|takes|took|hide|hides|hid) (up|away)? (all)? my (meds|pills|knives|razors|sharps|blades|belts|medication)
        (is|are|would|will) _ (paracetamol|tylenol|acetaminophen|ibuprofen|xanax|benadryl|aspirin|pills|tablets|sleeping pills|advil) (be)? enough $
        (dose|amount|much|many|number) ..7 (be|is|are|would be|becomes) (deadly|lethal|fatal)
        """)

    private static let noFuture = standing(
        """
        (can not|could not|never|do not|not) ..1 (see|imagine|picture|saw|planned|plan|expected|expect|think) ..2 (myself|i would|i will|on|me) \
            ..2 (living|alive|past|reaching|getting to|making it|growing old|grow old|live|make it|older than|being alive|turning) ..2
        (never|not) (thought|think|expect*|plan*) ..1 (i would|to) (live|make it|be alive|survive|get|last) ..2 (this long|past|this far|to _ $)
        i (do not|can not|will not) (have|see) (a|any) (future|tomorrow|life ahead|way forward)
        (no|not any) (future|tomorrow|life) (for me|ahead of me|for someone like me|left for me)
        (will|would) (not|never) (see|reach|make it to|live to see|live past) (thirty|forty|twenty|my thirties|my twenties|adulthood|old age|\
            graduation|_ $)
        (tell|let) ..3 (he|she|they) can (have|keep) (my|the|all)
        """)

    private static let burden = standing(
        """
        if i (just|simply|suddenly|ever|finally)? (disappeared|vanished|was gone|were gone|did not wake up|never woke up|stopped existing|was not \
            (here|around|alive)|were not (here|around|alive)|never existed|did not exist|never came back|dropped dead|killed myself|was dead|\
            were dead)
        how long (it would|would it|before|until|till) ..2 (take)? ..1 (people|anyone|someone|them|anybody|my family|somebody|they) ..1 (to)? \
            (notice*|find|finds|found|realize*|realise*|look|miss)
        (wonder|wondering|wondered|doubt) ..1 (who|if|whether|how many) ..3 (would|will) ..1 (miss me|notice|cry|care|come to|find me|show up|\
            even care)
        (everyone|everybody|they|family|parents|kids|children|husband|wife|friends|people) (would|will) ..1 (all)? (be|get) (relieved|better off|\
            over it|over me|happier|fine without|over my death) ($|without|once|in|when i|if i|eventually)
        deserve (a)? ..1 (better|someone better) ..1 (mother|mom|father|dad|parent|wife|husband|daughter|son|friend|who is not me|than me)
        (family|they|everyone|kids|mom|parents|wife|husband|people) ..3 get over (it|me|my death|losing me) ..3 (year|years|eventually|month|\
            months|time|weeks|$)
        (nobody|no one) (would|will) ..1 (care|notice|miss me|even know|look for me|come looking|mourn) $
        (no one|nobody|they|my family|everyone|my parents|my mom|my kids) (would|will|has|have|would not|will not|does not|do not) ..1 (have)? to \
            (worry|deal \
            with me|clean up after me|put up with me|take care of me|look after me|suffer because of me) ..1
        (do|doing|be doing|done) (the world|everyone|everybody|humanity|my family|my kids|my parents|them all|society) a (favor|favour|service)
        (everyone|everybody|they|family|world|people) ..1 (would|will) be (happier|better|better off|fine|okay|calmer|richer) ..5 without me
        """)

    private static let hopelessness = standing(
        """
        i am (ending it|done with it all|done trying|done fighting|done with everything|checking out|giving up on (life|everything)) ..1
        ready to (give up|let go|be done|stop fighting|stop trying|surrender|be at peace)
        (lost|losing|no|not any) ..1 will to (get|eat|fight|do anything|try|function|carry|move|keep)
        (no|not|nothing) ..3 (joy|happiness|light|warmth|meaning|purpose) (in|to|left|anymore|me|from|at all|$)
        nothing (brings|gives|makes) me ..2 (joy|happiness|happy|pleasure|feel)
        (what is|what would be|where is|see|is there) (the|any|a) (point|use|purpose|sense) (in|of)? (trying|living|anything|going|waking|getting \
            up|existing|staying|it all|of it|continuing|fighting|anymore|any of (it|this)|me)
        (everything|things|it|life|nothing) (is|are|has|have|feels|just|only|keeps|seems) ..2 (hopeless|falling apart|crumbling|collaps*|ruined|\
            too much|beyond repair|over for me|broken beyond)
        (never|not) (going to|gonna|will|ever|be|get) ..2 (happy|okay|ok|normal|better|loved|enough|recover*|healed|whole)
        (can not|could not|barely|do not) (get out of bed|breathe|cope|function|feel anything|do life|do this life) (anymore|any more|most days|\
            at all|with (life|this|it)|$)
        (darkness|despair|emptiness|sadness|void|depression|pain|grief|loneliness) ..3 (swallow*|consum*|drown*|crush*|suffocat*|eat* me|heavy|\
            unbearable|overwhelm*|closing in|win*|won|kill* me|destroy*)
        there is (no|not any|only one) (way|exit|escape|hope|point|other way|end to|light) ..2
        (end|ending) (is|seems|feels) (near|close|the only)
        (could|can|might|should|would|will) (just|always|simply|finally)? end it (whenever|any time|anytime|if|tonight|today|all|right|with one|so|\
            and be|$)
        (i|and|just|only) want out (and|$)
        (do not|can not|could not) see (what|why) i am (for|here|bother*)
        (life|living|it|everything) ..1 (has|have|had|holds|lost) ..1 (no|all|its) (meaning|purpose|point|sense|value) ..1
        not (think|believe|know if|sure|know how) ..1 i can ..1 (go on|do this|live|keep going|survive|take|handle|carry on|bear|hold on|make it) ..2
        (plan|planning|going|want|ready|decided|meaning|intend) ..1 to end (things|it) (this|tonight|soon|tomorrow|when|now|today|for good|$)
        """)

    private static let selfLoathing = standing(
        """
        (hate|hated|hating|despise|loathe|disgusted (with|by)|ashamed of|sick of|can not stand|can not forgive|could not forgive|never forgive) \
            (myself|being me|who i am|what i am|what i have become|everything i am|my own (skin|guts))
        self loathing|hatred|hate|disgust
        i am ..1 (a (failure|disappointment|mistake|monster|loser|freak|waste|parasite|fraud|horrible person|terrible person|bad person)|\
            damaged|unlovable|worthless|garbage|trash|disgusting|pathetic|unwanted|not enough|too much for|nothing (without|to (anyone|anybody|\
            them|him|her|nobody)))
        (feel|feels|felt|feeling) (like|so|completely|utterly|totally|like i am|like such)? ..1 (a (failure|disappointment|mistake|monster|loser|\
            freak|waste|ghost|burden|pig|whale|fraud)|worthless|unlovable|garbage|trash|disgusting|unwanted|ugly and|invisible|useless and|\
            like nothing|unloved|hated|broken)
        (no one|nobody) (would|will|could|can) (ever)? (love|want|miss|care about|need|believe) me
        (deserve|deserved) (to suffer|nothing|to be (alone|unhappy|hated|punished|hurt|miserable)|all of this pain|the worst|this pain|to rot)
        (not|do not|never) deserve ..1 (love|help|happiness|to be (happy|loved|here|alive|helped)|to eat|food|kindness|anything good|better)
        """)

    private static let exhaustion = standing(
        """
        (can not|could not) (take|do|handle|stand|bear|deal with|go on with|keep up) (it|this|life|everything|any of (this|it)) (anymore|any \
            more|any longer|much longer)
        i (have|have got|got) (no one|nobody|no friends) (left|anymore|at all|to (talk|turn|call)|who|and|$)
        (so|completely|all|utterly|too|always|really) (alone|lonely|empty|numb|broken|lost|miserable|worthless) ..1 (inside|anymore|and|$|that|all|\
            right|tonight|lately|it|in)
        (just|only|really)? (want|need) (it|everything|this|the noise|my brain|my head|my mind|my thoughts) to (stop|end|be over|shut up|go away|be \
            quiet|go quiet)
        (lie|lay|lying|stay|stayed|staying|laying|been) in (bed|the dark) (all day|for days|for weeks|every day|and (cry|pray|stare|wait)|crying)
        (think|thinking) about it (every|all|constantly|daily|a lot|more) ..1 (single)? (day|night|time|hour|$|lately)
        (feel|feeling|felt) (nothing|numb|empty|dead|hollow) (at all|anymore|inside|all the time|again|and|$|most)
        (cried|cry|crying|sobbing|sobbed|sob) (all|every|in|for|until|myself|uncontrollably|on the|alone) ..2 (night|nights|day|hours|sleep|bathroom|\
            shower|floor|car|alone|breathe|$)
        (falling|fell|fallen|breaking|broke|falling) apart (inside|again|completely|every|and|$)
        """)
}
