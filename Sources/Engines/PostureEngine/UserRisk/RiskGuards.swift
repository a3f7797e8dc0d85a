// When the words of danger are there but the danger is not: idioms, other people, news and fiction, accidents.

enum RiskGuards {
    /// The words that a figure of speech covers: a cue that touches them is taken back.
    static func idioms(in text: CueText) -> [Range<Int>] { idioms.rawMatches(in: text).map(\.words) }

    /// Whether the whole sentence is about somebody else, a work of art, or the news.
    static func isAboutOthers(_ text: CueText) -> Bool { !others.rawMatches(in: text).isEmpty }

    /// Whether the sentence asks for fiction, so that what follows is invented.
    static func opensFiction(_ text: CueText) -> Bool { !fiction.rawMatches(in: text).isEmpty }

    /// The words that tell of an accident.
    static func accidents(in text: CueText) -> [Range<Int>] { accidents.rawMatches(in: text).map(\.words) }

    /// Whether the sentence is about machines, markets, games or study, where grave words are everyday ones.
    static func isFarFromDanger(_ text: CueText) -> Bool { !everyday.rawMatches(in: text).isEmpty }

    private static func set(_ name: String, _ patterns: String) -> CueSet {
        CueSet(name, patterns.cues(yieldsToNegation: false))
    }

    private static let idioms = set(
        "idioms",
        """
        used to (feel|be|have|struggle with) (so|very|really)? _
        used to (feel|be|want to (die|kill myself|end my life)|think about|have|wish|struggle with) ..2
        starving myself (before|for|until|lol|right now|haha)
        (die|dying|dead|death|kill myself|kill me now|kms|disappear|vanish|cry|crying) ..1 (lol|lmao|haha|hahaha|rofl|xd)
        (cut|cutting|cuts) ..1 (sugar|carbs|calories|meat|dairy|gluten|alcohol|coffee|caffeine|salt|fat|weight|costs|cost|spending|expenses|\
            budget|hours|corners|ties|class|grass|lawn|hedge|wood|metal|glass|vinyl|fabric|paper|cardboard|ribbon|vegetables|veggies|onions|onion|\
            fruit|bread|cheese|pieces|hair|nails|bangs|fringe|losses|bills|rent|down|back|out|off|through|short|video|clip|clips|audio|text|\
            paragraph|essay|scene|cake|cable|rope|cord|teeth|seconds|minutes)
        (cut|cutting|cuts) (the|a|an|some|this|that|these|those|it|them|in (half|line|pieces)|to (the chase|length|size)|edge|board|throat \
            competition|\
            and (paste|dry|style))
        (binge|binges|binged|binging) (watch*|read*|tv|netflix|on (netflix|tv|shows|series)|the (show|series|whole|new))
        (relaps*|urge|urges|craving*|clean) ..6 (alcohol|drink|drinking|smoke|smoking|cigarettes|vape|vaping|nicotine|porn|gambling|gamble|sugar|\
            junk food|chocolate|social media|buying|shopping|games|gaming|sober)
        (alcohol|drinking|smoking|cigarettes|vaping|porn|gambling|sugar|sober) ..6 (relaps*|urge|urges|craving*|clean)
        (clean|urge|urges) ..1 (and sober|sober|the (house|room|kitchen|car|flat|apartment|bathroom)|to (pee|urinate|laugh|sneeze|buy|shop|check|\
            clean|vomit))
        (hope|hopes) (of|that|for) ..2 (recovering|getting|finding|winning|saving|fixing|seeing|passing|making)
        hopeless (talking|trying to (talk|fix|explain|convince)|arguing|dealing)
        hang it up
        dead by (monday|tuesday|wednesday|thursday|friday|tomorrow|the end) (if|with|at this|because of|from)
        (be here|be around|be there|here|around|make it|live|survive) ..7 (vacation|holiday|on leave|travel*|out of office|meeting|party|call|\
            class|dinner|lunch|standup|event|conference|wedding|game|match|presentation|interview|appointment)
        (rope|gun|knife|pistol|blade) ..5 for (towing|climbing|camping|hunting|fishing|sailing|cooking|work|the (swing|boat|dog|tent|garden|kitchen))
        gun (safe|show|control|range|cabinet|law|laws|license)
        (railing|ledge|edge|tracks|roof|platform|bridge) ..2 (to (take|get|see|look|watch|fix|clean|paint|catch)|for a (photo|picture|view|better))
        jump|jumping (on|for|up and|at|rope|ship|higher|over|right|straight|back|to conclusions)
        (disappear|disappeared|vanished) (from|off) (social media|instagram|the (internet|office|group|chat|game)|facebook|twitter|discord|work)
        dead|broken|dying inside? (after|from) ..2 (leg day|meetings|meeting|work|gym|workout|practice|training|shift|class|exams|finals|run|game)
        (go on|keep going|carry on) (with|on) (this|the|my|a) ..1 (book|show|series|game|treadmill|project|course|diet|job|hike|run|level|class|\
            tutorial|walk|plan)
        lost everything (on|in the (game|fire|update|crash|move)|when (my|the) (computer|drive|disk|laptop|phone))
        let go of (my|the|this|that|old|some|a)
        give up on (this|the|that|it|learning|my (diet|car|garden|project|team))
        give up (sugar|coffee|meat|smoking|alcohol|dairy|my (seat|apartment|car|job))
        (reason|reasons) to stay (with|in|at|on|up|late|loyal|subscribed|here (for|until|any longer than))
        better off without me (in|on|at) (goal|the (team|field|pitch|group|lineup))
        to live (in|near|with|on|at|together|under|by|next)
        (disappear|vanish) (to|into|in) (a|the|my)
        waste (management|disposal|collector|water|container)
        (feel|felt|am|be) ..1 dead (after|today|this morning|from|tomorrow)
        go through with it (or|because the (price|deal))
        existing (technology|technologies|tools|systems|code|data|methods|users|customers|clients|infrastructure|work|ones|products|solutions)
        (hopeless|worthless|lost|suicidal|depressed|miserable|desperate|numb|empty) ..3 (until|before|but then) (i)? (found|met|started|discovered|\
            tried|joined|got help)
        (bang|banging|hit|hitting) my head (against|on) (the|a) (wall|desk|table|keyboard|cupboard|door|shelf) (with|over|trying|about|because of|\
            while|on this|by|this)
        (fade|slip) (out|in|away) (the|a|my|this|of|from|into)
        (talk|talked) me out of (buying|getting|going|moving|it because|quitting|selling)
        (give me a|one) reason (to|not to|why i should) (buy|use|switch|choose|upgrade|learn|watch|play|read|visit|try)
        (ed|bulimia|anorexia) (sheeran|tech|department|visit|physician|doctor|nurse|policy)
        (great|economic|manic pixie|tropical) depression
        (end|ending) things (with|between|on a|by)
        end it (with|between|on|because we|since he|since she)
        (dying|die) (to (see|know|hear|try|meet|get|go|read|watch|play|visit|eat|tell|show|find|learn|have|taste|use|hear|own|buy|start|ask|\
            be there)|for (a|some|the|another|this|that|chocolate|coffee|pizza|news))
        to die for
        die (rich|happy|young|old|with|having|trying|peacefully|on|in|as|of old age|knowing|than|at (home|eighty|ninety))
        exist to (anyone|them|him|her|people)
        if i (am|was|were|have|had|ever|must|should) ..1 (to)? (die|be killed)
        rather die than
        (die|died|dying|dead) (of|from|with)? (laughing|laughter|embarrassment|boredom|curiosity|shame|excitement|cuteness|happiness|\
            jealousy|hunger|thirst|the heat|the cold|anticipation)
        (bored|scared|worried|frightened|tickled|worked|sick|beaten|flogged|tired) to death
        (kill|killing|kills|killed) (time|two birds|the vibe|the mood|the process|the app|the job|the server|the task|the engine|the lights|\
            for (a|some)|it (at|on|in|with)|me (softly|with)|the (competition|game|thread|session|container|boss|dragon|monster|zombies|\
            enemy|weeds|bacteria|germs))
        (is|are|was|were) (literally|absolutely|just|so|seriously|slowly)? killing (me|us|it)
        (am|was|been|keep|are|were) killing (myself|ourselves) over
        kill|killing (myself|ourselves) (laughing|with work|at the gym|for (this|that|a|the)|trying|to (finish|\
            make|meet|get|please)|working|studying)
        kills me (that|when|how|to)
        (mom|dad|wife|husband|boss|mother|father|parents|teacher|she|he|they|girlfriend|boyfriend|coach) (is going to|will|would|is gonna|\
            might|are going to|are gonna) kill me
        (dead|die|dying|died|dies) (tired|serious|end|ends|weight|line|set|heat|center|on my feet|battery|phone|laptop|pixel|link|links|\
            code|hair|skin|leaves|plant|plants|cells|lift|lifts|hang|drop|drops)
        (battery|phone|laptop|car|engine|computer|screen|plant|plants|conversation|signal|wifi|internet|server|flower|flowers|tree|dog|cat|\
            fish|hamster) (is|are|just|has|have|keeps|was|were)? ..1 (dead|dying|died|die)
        (resignation|two weeks|cover|thank you) (letter|notice|note|email)
        (goodbye|farewell|good bye|goodbyes) ..1 (to (my|our|the|your) ..1 (classmates|colleagues|coworkers|co workers|team|teammates|\
            students|teacher|teachers|boss|company|office|job|school|class|neighbors|old (phone|house|apartment|car|life|job)|hair|summer|\
            customers|clients)|party|dinner|speech|gift|email|e mail|card|tour|lunch|cake|message to (my|the|our)|kiss|present|message for \
            (my|the|our|a) (colleague*|team|coworker*|boss|class*))
        (last|final) (day|days|week|words|message|post|letter|night|hours) (at|of|on|in|before|with) (work|school|the (job|office|project|\
            month|year|semester|trip|week|holiday|conference|course|vacation|season|paper|essay|article|game|thread)|my (job|internship|\
            trip|vacation|holiday|class|shift|contract)|vacation|class|college|summer|holiday)
        (end|ending|finish) it (with|by|there|here|on|at|in (a|an|the)|as)
        (end|ending|finish|finished|ended|done with) (everything|it all|things) (with|by|on time|at|before (lunch|friday|monday|noon|the)|\
            between|early|up)
        (want|wanted|wants|like|love|need) (to)? live (in|with|near|on|at|together|there|next|off|by|under|abroad|alone|close|like (a|that|\
            this)|without|life|long|up to|through|forever)
        not worth (living in|living with|living there)
        (wake|waking|woke) up (early|late|at|so|that|in the (morning|middle)|before|next to|to (an|the|my) alarm|for (work|school))
        suicide (squad|prevention|hotline|awareness|doors|door|sprint|sprints|drill|drills|mission|pact in|rate|rates|statistics|bomber|\
            bombers|bombing|bombings|attack|vest|king gambit|run|runs|lifeline|burn)
        (social|career|political|commercial|professional|economic|financial) suicide
        (cut|cutting) (myself|my self) (some slack|a (slice|piece|deal|break)|off from (social|sugar|caffeine|alcohol|the)|short|out of|\
            loose|free)
        (shoot|shooting|shot) (myself in the foot|me (an|a) (email|message|text))
        (hurt|hurting|kick|kicking|beat|beating|hit|punch) (myself up|myself for (not|missing|forgetting))
        (punish|punishing|torturing|starving) myself (at the gym|with exercise|for (breakfast|lunch|dinner)|until (dinner|lunch))
        (hang|hanging) (up|out) (a|the|some|with)
        (jump|jumping|leap|leaping|throw|throwing|step|stepping) (myself)? (off|into|in front of|from|onto) ..1 (train of thought|\
            conclusion|conclusions|topic|project|pool|water|lake|deep end|action|things|details|work|camera|audience|crowd|class|people)
        (bungee|base|skydiving|parachute|bungy|parkour|paragliding)
        (burden|burdens) (of proof|on (taxpayers|the|our|small)|rate)
        (took|take|taking) (all|every|the whole|my) ..2 (vitamins|vitamin|antibiotics|allergy|course of)
        overdose|overdosed|overdosing (on|of) (sugar|chocolate|caffeine|coffee|cuteness|tv|netflix|christmas|cheese|information|candy|\
            social media|news|pizza)
        what is the point (of (this|that|the|a|an|having|using|learning|doing|going|paying|buying|all this (work|homework|math|code))|in \
            (this|having|using|learning|paying|buying))
        no (point|use|sense) in (arguing|buying|using|paying|going|waiting|asking|complaining|crying|worrying|trying to (fix|use|convince)|\
            having|going to|doing|spending|learning)
        (death|dead|die|dying|murder|killed) (metal|star|valley|note|race|eater|eaters|stranding|penalty|tax|toll|hard|cast|roll|casting|\
            pool|knight|match|or alive|grip|certificate|row|ray|rates|rate|by chocolate|to self)
        (over my|raise the|walking|drop|play|playing|evil) dead
        hopeless (romantic|at|with|case|when it comes)
        (hate|hating) (myself|my life) (for (eating|buying|missing|not (buying|going|watching))|lol|haha)
        (die|died|dying|dead|killed|respawn*) (in|on|at|during|to) (the|this|a|my)? ..1 (game|level|boss|dungeon|raid|minecraft|fortnite|\
            round|match|mission|world|server|arena|elden ring|dark souls)
        no longer (need|needs|exist|exists|available|here in)
        (not|never) (see|hear from) me (again)? (until|for (a|two|the|three)|before|till|this (week|summer)|next)
        """)

    private static let others = set(
        "others",
        """
        (convince|convincing|persuade|persuading|tell|telling|make|making|force|get|push|pushing|encourag*) (them|him|her|someone|people|\
            somebody|others|a|the|this|my) ..2 to
        (my|his|her|their|our|a|your|the|an old|this) ..2 (friend|friends|parents|family members|brother|sister|son|daughter|mother|mom|\
            father|dad|husband|wife|boyfriend|girlfriend|partner|neighbor|neighbour|roommate|uncle|aunt|cousin|colleague|coworker|boss|\
            patient|patients|client|clients|student|students|classmate|teammate|ex|kid|teenager|character|protagonist|hero|villain|narrator|\
            guy|girl|man|woman|boy|celebrity|singer|actor|politician|suspect|victim) ..4 (suicid*|kill|killed|die|died|dead|self harm*|hurt|\
            hurting|cut|cutting|overdos*|end|ended|hang|hung|himself|herself|themselves|god|messiah|prophet|voices|simulation|real)
        (he|she|they|someone|somebody|people|who|anyone|many|teens|veterans|celebrities) ..3 (suicidal|suicide|wants to die|want to die|\
            killed himself|killed herself|kill themselves|kill himself|kill herself|self harm|self harms|end their|end his|end her|took his|\
            took her|took their|die by)
        (news|article|headline|headlines|statistics|documentary|study|studies|research|researchers|report|reports|movie|film|novel|lyrics|\
            song|episode|tv show|series|podcast|fiction|fictional|fanfic|fanfiction|script|screenplay|plot|poem|quote|painting|opera|\
            shakespeare|hamlet|video game|roleplay|rpg|dnd|anime|manga|memoir|biography|textbook|essay|thesis|dissertation|assignment|bible|\
            theology|history of|philosophy|philosophers|philosopher)
        (prevention|awareness) (program|campaign|week|month|training|policy|hotline|center|centre|day|strategy|efforts)
        (suicide|self harm|overdose|death) (rate|rates|risk|statistics|prevention|among|is (a|the) (leading|major|serious|second|third)|has \
            (increased|risen|fallen|declined))
        (what|how) (is|are|does|do|can|should) (i|we|you|one|someone|parents|teachers|people) (help|support|respond|talk to|recognize|react|\
            prevent|say to)
        how (do|can|should) i (help|support|talk to|comfort|respond)
        if (someone|a friend|a person|somebody|your|a student|a child|anyone) 
        (my|his|her|their) ..1 (friend|brother|sister|son|daughter|mother|mom|mum|father|dad|husband|wife|boyfriend|girlfriend|partner|roommate|\
            cousin|uncle|aunt|colleague|neighbor|patient|student|client|child|teenager|kid|niece|nephew) (is|was|has|had|suffers|struggles|keeps|\
            says|said|told me|seems|feels) ..3 (depress*|anorex*|bulimi*|suicid*|bipolar|eating disorder|self harm*|addicted|hopeless|worthless|\
            cutting|relaps*|bpd|ptsd)
        (risk factors|warning signs|signs of|symptoms of|causes of|treatment of|treatments for|effects of|definition of|epidemiology)
        (as|i am|being) (a|an) ..2 (nurse|doctor|therapist|teacher|counselor|counsellor|psychologist|paramedic|researcher|journalist|writer|\
            (psychology|medical|nursing) student|social worker|volunteer|pharmacist|moderator|emt|firefighter)
        naloxone|narcan
        """)

    private static let fiction = set(
        "fiction",
        """
        (write|draft|compose|create|generate|continue|give me|help me write|help me with|finish|make up|tell me|narrate|edit|proofread) ..4 \
            (story|stories|poem|scene|chapter|song|screenplay|monologue|dialogue|script|novel|fanfic|fanfiction|lyrics|play|plot|backstory|\
            character|villain|haiku|sonnet|fairy tale|tale|short film|rap|limerick|campaign|roleplay|essay|article|report|blog post)
        (continue|start|keep) writing
        (in|for|of) (my|the|this|a|our) (story|novel|book|screenplay|script|game|campaign|short story|film|movie|play|fanfic|poem|comic|\
            manuscript)
        (the|my|our|a) (main)? (character|protagonist|antagonist|villain|narrator|hero|heroine)
        (let us|lets|we are|i am) (role play|roleplay|role playing|roleplaying|playing a game|writing a (story|book|novel|song|poem|play|\
            script))
        (translate|summarize|summarise|paraphrase|rewrite|proofread|analyze|analyse|classify|grammar) ..3 (this|the following|following|\
            sentence|text|paragraph|passage|these)
        """)

    private static let accidents = set(
        "accidents",
        """
        accidentally|accidental|unintentionally
        by (accident|mistake)
        while (cooking|shaving|chopping|slicing|cutting|trying|working|opening|playing|gardening|climbing|skating|running|riding|lifting|\
            cleaning|peeling|washing|ironing|baking)
        (shaving|cooking|chopping|skateboarding|snowboarding|skiing|football|soccer|basketball|deadlift|kitchen|oven|stove|\
            paper cut|papercut|curling iron|hot pan|hot glue|soldering)
        (on|with|from|against|by) (the|a|my|an) ..2 (pan|stove|oven|kettle|grill|iron|baking sheet|tray|toaster|pot|radiator|nail|thorn*|bush|\
            fence|can|tin|lid|door|drawer|cupboard|furniture|table|branch|rock|ball|bike|cat|dog|saw|drill|chisel|soldering)
        (recipe|recipes|baking|grilling|camping|hiking|diy|woodworking|welding)
        (hurt|injured|cut|burned|burnt|hit|stabbed) (myself|my (arm|leg|knee|ankle|back|finger|thumb|hand|wrist|shoulder|toe|head)) (at|on \
            (the|my|a)|playing|falling|running|lifting|in the (gym|kitchen|garage)|opening|with (the|a) (oven|pan|iron|hammer|grater|\
            mandoline))
        """)

    /// Where grave words are everyday ones (our choice of subjects).
    private static let everyday = set(
        "everyday",
        """
        (album|band|concert|lyrics|playlist|singer|guitar|spotify|chorus|soundtrack|theatre|theater|netflix|season finale)
        (code|server|script|software|bug|linux|python|database|api|app|repo|compiler|terminal|browser|printer|laptop)
        (match|league|season|coach|marathon|workout|training plan|playoffs|tournament|chess|boxing|basketball|football|soccer|tennis|baseball)
        (stock|stocks|market|crypto|economy|recession|inflation|portfolio|gdp)
        (exam|homework|thesis|professor|lecture|psychology class|coursework) ..6 (about|on|topic|subject|question)
        (maximum|daily|recommended|safe) (daily)? (dose|dosage)
        """)
}
