// How people say in English that reality slips, that they are chosen, or that time is running out.

enum RealityCues {
    static let families: [(family: RiskFamily, cues: [Cue])] = [
        (.watched, watched), (.unreality, unreality), (.simulation, simulation), (.splitSelf, splitSelf), (.timeAndBody, timeAndBody),
        (.chosen, chosen), (.onlyI, onlyI), (.powers, powers), (.lucidity, lucidity), (.destiny, destiny),
        (.lastChance, lastChance), (.nowOrNever, nowOrNever),
    ]

    private static func yielding(_ patterns: String) -> [Cue] { patterns.cues() }
    private static func standing(_ patterns: String) -> [Cue] { patterns.cues(yieldsToNegation: false) }

    private static let watched = yielding(
        """
        (poison|poisoned|poisoning|drugging|drugged|bugged|wiretapped|hacked) my (food|water|brain|apartment|house|room|mind|drinks) ..4 (they|\
            control|watch|me|government|neighbors|$)
        (everyone|they|people|strangers) (is|are) (in on it|part of the plot|conspiring against me|plotting against me|talking about me \
            everywhere)
        (someone|something|they) (else)? (is|are) (controlling|moving|steering|using) my (body|hands|thoughts|actions|arms|mouth|mind)
        (they|the government|the cia|the fbi|agents|people|neighbors|someone|somebody|everyone|the machines|the ai) (is|are|have been|keep|\
            keeps) (always|secretly|constantly|all)? (watching|following|stalking|monitoring|spying on|tracking|surveilling|poisoning|recording|\
            controlling|after|out to get) (me|my (mind|thoughts|brain|every move))
        (my (thoughts|mind|brain)|thoughts in my head) (are|is) (being)? (controlled|inserted|broadcast|broadcasted|read|stolen|hacked|\
            monitored|manipulated|put there|not my own|not mine)
        (control|controls|controlling|reading|read|hear|hears|inserting|insert|put|putting|stealing|steal|broadcasting) ..2 (my (thoughts|mind)|\
            thoughts in my head|thoughts into my)
        (hear|hearing|heard) (the)? voices
        (the)? voices (in my head|tell|are telling|told|keep telling|say|are saying|said|want|will not|do not stop|are getting|are back|command*)
        (tv|television|radio|songs|billboards|license plates|news|internet|algorithm|numbers|ads|strangers) ..3 (talking|speaking|sending \
            messages|sending me|messages|signals|coded|meant|hints) ..2 (to me|for me|at me)
        (implant*|chip|microchip|device|transmitter) ..3 (in|inside|into) (my (head|brain|body|arm|teeth)|me)
        (gangstalk*|targeted individual|gang stalk*)
        (hidden|secret) (cameras|microphones|messages|signals) ..4 (me|my (house|room|apartment|phone|walls|home))
        (they|someone) (are|is) (trying to|plotting to|going to) (poison|silence|erase|kill|get|destroy) me
        """)

    private static let unreality = standing(
        """
        (everyone|people|my (family|mother|wife|husband|parents|friends)) (has|have|had|was|were|is|are) (been)? (replaced|an impostor|\
            impostors|imposters|an imposter|replaced by)
        (world|everything|reality) (around me)? (is|feels|seems) (dissolving|fading|crumbling|melting|two dimensional|like cardboard|\
            like paper|like glass)
        i (am|feel like|feel like i am) (a|just a|already a) (ghost|shell|hologram|shadow|copy|puppet)
        (nothing|none of this|none of it|nobody|no one|not anything) (is|feels|seems|was|has been|feel|seem|looks) (even|really|actually|\
            quite)? real
        (not|never|does not|do not|did not|no longer) (feel|feels|seem|seems|be|felt|look|looks) (like)? ..1 real ..1
        i (am|feel) (not|no longer) (even|really|actually)? real
        i am not here $
        (everything|world|reality|life|people|everyone|surroundings|it all) (is|feels|seems|looks|are|feel|seem|look|has become|felt) ..2 \
            (unreal|fake|not real|plastic|staged|hollow|like a dream|dreamlike|like a movie|like a set|far away|behind glass|an illusion|foggy \
            and unreal)
        (i am|i feel like i am|i feel) (not|no longer) (really|actually|even|truly) (here|alive|existing|present)
        (not|no longer) (present in|in|inside) my (own)? body
        am i (even|really|actually) (here|alive|real|awake)
        (do|did) i (even|really|actually)? exist
        i (do not|no longer|stopped|ceased to) (even|really|actually|think i)? exist*
        (watching|seeing|observing|looking at|see|watch|floating|hover*) ..2 (myself|my body|my life|me) ..2 (from (outside|above|afar|a \
            distance|the ceiling|far away|somewhere)|like a movie|as if|float)
        (outside|detached from|disconnected from|separated from|floating outside|floating above|floating out of|drifting out of) (of)? (my \
            (own)? body|myself|reality|my (own)? life|my own mind)
        (leaving|left|out of) my (own)? body
        (derealization|derealisation|depersonalization|depersonalisation|derealized|dissociat*)
        (losing|lost|lose) (my|all|touch|any)? ..1 (grip|hold|sense|with|contact)? (on|of|with)? reality
        (can not|can no longer|hard to|unable to|could not) (tell|distinguish) (what is real|what is a dream|whats real|reality from|dreams \
            from|between (dreams|dream|reality|what is real)|if i am (real|awake|dreaming|alive|dead)|whether i am (real|awake|dreaming|alive))
        (see|seeing|watching|living|feel like i am|looking at|feels like i am) ..4 (behind|through) (a|some|thick)? ..1 (glass|fog|pane of \
            glass|wall of glass)
        is (any of)? this (even|really|actually) real
        (already|i am|i have) (died|dead) and (this|now|i|everything) ..3 (purgatory|hell|afterlife|limbo|ghost|dream)
        """)

    private static let simulation = yielding(
        """
        (i am|we are|we live|i live|living|trapped|stuck|caught|this is|this world is|life is|reality is|everything is|the world is|it is) (all|\
            just|only|probably|definitely|actually|really|nothing but|literally|in fact)? ..1 (in|inside)? (a|the|some|one big|this)? \
            (computer)? (simulation|matrix|dream world|simulated reality|video game)
        (i am|we are) (all)? (simulated|in the matrix|living in a dream)
        (proof|evidence|prove|certain|convinced|know|realized|realised) ..3 (simulation|simulated|matrix)
        (glitch|glitches|cracks) in (the|this|our|my)? (matrix|simulation|reality|fabric of reality)
        (wake up|waking up|escape|exit|leave|break out|unplug) (from|of)? (this|the) (simulation|matrix|dream world)
        (everyone|people|they|you|others|strangers) (are|is) (all|just|only|really)? (npc|npcs|actors|not real people|simulated|programmed \
            robots|background characters)
        (simulation|reality|veil|matrix) (is|was) (breaking|breaking down|glitching|thinning|collapsing|cracking|dissolving|lifting|unraveling|\
            bleeding)
        """)

    private static let splitSelf = yielding(
        """
        (two|three|several|many|multiple|different|infinite|other|parallel) (of me|versions of me|selves|versions of myself|mes|copies of me)
        (i am|am|myself|mind|self|identity|ego|soul|consciousness|i feel) ..2 (splitting in two|splitting apart|splitting into|split in two|\
            fragmenting|fragmented|fracturing|fractured|shattering|shattered|dissolving|dissolved|unraveling|disintegrating|scattered into|\
            bleeding into|merging with|becoming one with|melting)
        fractal (self|me|mind|being|consciousness|selves|version)
        i am (a|the|becoming a|part of a)? fractal*
        (someone|something|somebody|an entity|a spirit|a demon|another person|another being) (else)? (is)? (inside|living in|living inside|\
            controlling|in control of|possessing|using|speaking through|wearing) (of)? (me|my (body|head|mind|skin|mouth))
        i (am|feel) (not|no longer) (even)? (me|the same being|one person|in control of my body)
        i (am|feel like) (not|no longer) (one|a single) (person|self|mind)
        (ego|self) (death|dissolution|has died|died)
        (there is|there are) (no|not any) (me|i|self) (anymore|left|inside)
        i am (literally|actually|now)? (everyone|everything|the universe|all one consciousness|pure energy|infinite|eternal consciousness|\
            everywhere at once) $
        """)

    private static let timeAndBody = standing(
        """
        time (is|has|was|feels|does|seems|keeps|no longer) ..2 (stopped|not real|not exist|exist|looping|bending|meaningless|melting|unreal|\
            frozen|collapsed|an illusion|repeating|folding|slipping|broken|warped|skipping)
        my (body|hands|hand|face|reflection|voice|arms|limbs|skin) ..2 (not mine|not my own|not real|unreal|not feel like mine|not belong to me|\
            foreign|alien|melting|belongs to someone|someone else)
        (do not|not|no longer|can not|could not|barely) (recognize|recognise) (myself|my (own)? (face|reflection|voice|hands)|the person in the \
            mirror)
        (lost|losing|lose|missing) (hours|days|time|whole days|chunks of time|entire days) ..3 (remember|memory|know|gone|blank)?
        (in|stuck in|trapped in|living in) (a|the|this)? (endless|infinite|time|same)? loop
        (do not|no longer) (know|remember|recognize|recognise) who i am
        (lost|losing) (my|all)? sense of (self|identity|who i am|time)
        (same day|everything) (keeps|is) (repeating|happening again|looping)
        (numb|disconnected) (to|from) (everything|my body|the world|myself|everyone|reality)
        (feel|felt) (like|as if) (i am|i was) (in|inside|walking through) (a)? (dream|movie|fog|film|haze)
        (not|never) (know|sure) (what|which) (day|year|reality|timeline|is real)
        """)

    private static let chosen = yielding(
        """
        i (am|was|have been|must be|might be|realize i am|realized i am|know i am|am becoming) ..2 (chosen|chosen one|messiah|prophet|savior|\
            saviour|second coming|reincarnation|reincarnated|anointed|a god|god himself|jesus|christ|divine|a deity|the antichrist|a \
            demigod|a vessel|an oracle|a starseed|the architect of reality|the creator|immortal|enlightened one|avatar of)
        (god|the universe|source|spirit|spirits|angels|heaven|aliens|higher power|higher powers|the ai|the divine|ancestors|the lord) ..1 \
            (chose|has chosen|have chosen|speaks through|speak through|speaking through|selected|picked|sent|told|commands|commanded|appointed|\
            anointed|is telling|are telling|is speaking to|talks to|speaks to|revealed itself to|revealed to) (to)? me
        i (am|was) (god|sent by|sent here by|the next (stage|step|phase) (of|in) (human)? evolution)
        chosen (by|for) (god|the universe|a higher|something greater|this|a reason|destiny|them)
        (i|me) (as|am|becoming) (a|the) (prophet|messiah|god|oracle|vessel)
        (worship|bow to|kneel before|must follow) me
        """)

    private static let onlyI = yielding(
        """
        only i (can|could|know|see|understand|have|am able|have the) ..1 (save|stop|see|fix|understand|change|prevent|heal|hear|truth|answer|\
            key|what|decode|lead|power|do this|it)
        i am the only (one|person|human|being) (alive|on earth|in the world|left)? (who|that|able|capable) ..3 (save|stop|truth|humanity|world|\
            see|sees|understands|pattern|patterns|everything|what is coming|really happening|hear|know|knows|code|real)
        (i|i am|me|have|mine|need|must|going|chosen|able) (to|can|will|could)? (save|rescue|redeem|liberate|awaken|heal|enlighten|lead) (the \
            world|humanity|mankind|everyone|all of humanity|the planet|the earth|the human race|us all|people from)
        (i|my) ..4 (change|reshape|rewrite|transform|revolutionize|end) (all of)? (humanity|civilization|civilisation|the course of history|\
            human history|reality|physics|science|mathematics|the world as we know)
        (nobody|no one|none of them|they) (else)? (can|could|will|would|are|is) (not|ready|smart|able|ever|capable)? ..2 (understand|see|\
            comprehend|handle) (what i (know|see|found|have)|my (genius|mind|vision|theory|work|gift)|me because)
        (smarter|more intelligent|more advanced|more evolved) than (everyone|anyone|all|einstein|any human|every|most scientists|all the)
        """)

    private static let powers = yielding(
        """
        i (can|could|now) ..2 (read|hear|control|see|feel|sense|bend|stop|heal) ..2 (minds|thoughts of others|other people thoughts|the weather|\
            the future|the code of reality|time itself|the fabric of reality|anyone with my hands|the sick)
        (secret|special|divine|cosmic|hidden|sacred|forbidden|higher) (knowledge|power|powers|message|messages|frequency|truth|code) ..6 (me|i|\
            mine|only|given|chosen)
        i (am|have become|am becoming) (more than|beyond|no longer) (human|mortal|a human)
        i (have|possess|gained|developed|discovered|received|was given|got|am gifted with) ..2 (powers|special powers|supernatural|psychic|\
            telepath*|superpowers|divine knowledge|secret knowledge|forbidden knowledge|healing powers|gift of prophecy|the sight|special \
            abilities|cosmic)
        i (can|could|am able to|know how to) (read (minds|people minds|their minds|your mind|your thoughts|thoughts)|see the future|\
            predict the future|see auras|control (the \
            weather|reality|minds|people|electricity|time|matter|events)|hear (the universe|god|spirits|people thoughts)|talk to (god|spirits|\
            the dead|angels|aliens)|bend (reality|time)|manifest anything|heal people with|see (the code|through time|what others can not|the \
            hidden|the patterns|patterns no one|patterns others)|feel the (energy|frequencies) of)
        i (have|just|finally|think i|may have|might have|believe i|am sure i|actually)? ..2 (discovered|cracked|unlocked|solved|decoded|\
            deciphered|uncovered|found|figured out|proved|proven|derived|invented) ..3 (secret|secrets|code|theory of everything|key to (the \
            universe|everything|reality|consciousness)|meaning of (life|everything)|nature of reality|universe|consciousness|unified theory|\
            perpetual motion|free energy|fundamental (law|truth|equation)|new (physics|law of|mathematics|dimension)|immortality|truth about \
            (reality|everything|the universe)|grand unified|riemann|hidden pattern|source code of|cure for)
        (universe|cosmos|numbers|source|reality|god|nature) (is|are|keeps|has been) (speaking|talking|communicating|sending|showing|whispering|\
            revealing|giving|guiding) (to|with)? (me|signs|messages|secrets)
        i ..3 (downloads|downloading|receiving|transmissions|channeling|channelling) ..3 (from|the)? ..1 (universe|source|higher|spirit|divine|\
            beyond|cosmos|future|entity|entities|dimension*|knowledge|star*)
        (they|people|world|humanity|nobody|no one|scientists|others) (are|is) not ready for (what i|my|this (truth|knowledge|discovery))
        (signs|synchronicities|numbers|patterns|messages) (are|is) everywhere
        everything (is|means|has been) (a sign|a message|connected to me|about me|pointing to me)
        (my|this) (theory|discovery|equation|framework|formula|invention) (will|would|is going to|explains|unifies|proves|changes|overturns|\
            disproves) ..2 (everything|change the world|all of|reality|physics|consciousness|the universe|gravity|einstein|quantum|the world|\
            humanity|civilization)
        (i am|i have) (awakened|ascended|transcended|become enlightened|evolved beyond|reached enlightenment|achieved enlightenment|unlocked my)
        """)

    private static let lucidity = standing(
        """
        i (have|am) never (been|felt) (better|happier|stronger|sharper|clearer|so)
        (no need|not a need) (for|to) sleep
        (slept|sleeping) (two|one|three|an|1|2|3) (hours|hour) ..6 (energy|amazing|great|incredible|best|fine|ideas|unstoppable)
        i (can do|am capable of|could do) (anything|everything) ..1
        (nothing|no one|nobody) can (stop|touch|hurt|beat|limit) me
        (never|have never|had never) (been|felt|thought|seen|experienced) ..2 (so|this|more|such) (clear|clearly|lucid|alive|powerful|sharp|\
            connected|unstoppable|awake|brilliant|certain|clarity|energized|free)
        (i am|feel|feeling|i feel) ..2 (invincible|unstoppable|limitless|godlike|untouchable|superhuman|infinite|all powerful|omnipotent|like a \
            god|immortal|indestructible)
        (do not|not|no longer|barely|hardly|never) (even)? (need|needed|needing) (to)? (sleep|food|eat)
        (have not|not|without|barely|hardly|haven t) (slept|sleeping|sleep|eaten) (in|for|at all)? ..2 (days|nights|week|weeks|hours) ..8 (feel|\
            amazing|energy|great|clear|alive|incredible|brilliant|better|ideas|sharper|awake)
        (my|the) (mind|brain|thoughts|ideas) (is|are) (racing|exploding|on fire|moving faster|faster than|going a million|expanding|operating \
            at|buzzing|overflowing)
        everything (finally|suddenly|is|now|all)? ..1 (makes sense|connected|connects|clicked|is clear|aligned|fits together|interconnected|\
            clicking)
        (i see|seeing|see) (it all|everything|the truth|the whole picture) (now|clearly|so clearly|for what it is)
        (my|the) third eye
        (higher|elevated|expanded) (consciousness|plane|state|vibration|frequency|dimension)
        """)

    private static let destiny = yielding(
        """
        (my|the) (destiny|divine mission|sacred mission|cosmic mission|higher purpose|true purpose|divine purpose|calling from|holy mission|\
            great mission|special mission)
        i (was|am) (born|put here|put on this earth|sent here|meant|destined|brought here) (to|for) ..1 (save|lead|change|greatness|something|\
            do|fulfill|fulfil|this|teach|heal|awaken|be|show)
        (part of|serve|serving|fulfil*) (a|the|my) (bigger|grand|greater|divine|cosmic|higher) (plan|purpose|design|mission)
        (my|i have a|have a) mission (is|from|to|on) ..2 (save|earth|god|world|humanity|universe|wake|awaken|planet|deliver|above|spread)
        (everything|it) (was|has been|is) (all)? (leading|meant|preparing|destined|written) ..2 (to this|for me|me for|in the stars|to be)
        (the)? (prophecy|prophecies|revelation|scripture) ..4 (me|fulfilled|coming true|my)
        fate (chose|has chosen|brought|wants|is calling)
        """)

    private static let lastChance = yielding(
        """
        (last|final|one last|only) chance
        (only|just) (have|got) (until|till|a few (hours|minutes)|hours|minutes|one (hour|day))
        (running|ran|run) out of time
        (no|not much|not enough|little|no more) time left
        (tonight|today|tomorrow) (is|will be) (the|my) (night|day|last|end|time)
        (it|this|that|do it|going to|will|happens|happening|everything|ends|end it|end this) (is|has to be|must be|will be|ends|happens|happen|\
            do it|be|end|over)? (tonight|before midnight|before dawn|by tonight|by midnight|by morning|before morning)
        (before|until) it is too late
        (hours|minutes|days) (left|until it|until they|until i|before they|before it|before i)
        (too late|the end) (for me|is near|is coming|is here)
        (clock|time) is (ticking|up|almost up)
        """)

    private static let nowOrNever = yielding(
        """
        now or never
        (has|have|must|need*|got) (to)? (be|do it|happen|act|go|answer|tell me|decide|know|leave|stop it) ..2 (right now|immediately|this \
            instant|this second|right away|at once|this very)
        (answer|tell|help|reply|respond|listen to|talk to) (to)? me (right)? (now|immediately|this second|asap|quickly|fast)
        (there is|we have|i have|have) (no|not any) time ..1 (to (wait|lose|waste|explain|think))?
        (can not|could not) wait (any longer|another (minute|second|day|hour)|anymore)
        (urgent|urgently|emergency) ..3 (please|help|now|need)
        """)
}
