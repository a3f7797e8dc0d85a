// When the words of danger are there but the danger is not: idioms, other people, news and fiction, accidents.

enum RiskGuards {
    /// The words that a figure of speech covers: a cue that touches them is taken back.
    static func idioms(in text: CueText) -> [Range<Int>] { idioms.rawMatches(in: text).map(\.words) }

    /// Whether the whole sentence is about somebody else, a work of art, or the news.
    static func isAboutOthers(_ text: CueText) -> Bool { !others.rawMatches(in: text).isEmpty }

    /// Whether the sentence asks for fiction, so that what follows is invented.
    static func opensFiction(_ text: CueText) -> Bool { !fiction.rawMatches(in: text).isEmpty }

    /// Whether the harm was an accident.
    static func isAccident(_ text: CueText) -> Bool { !accidents.rawMatches(in: text).isEmpty }

    private static func set(_ name: String, _ patterns: String) -> CueSet {
        CueSet(name, patterns.cues(yieldsToNegation: false))
    }

    private static let idioms = set(
        "idioms",
        """
        used to (feel|be|want to (die|kill myself|end my life)|think about|have|wish|struggle with) ..2
        starving myself (before|for|until|lol|right now|haha)
        (die|dying|dead|death|kill myself|kill me now|kms) (lol|lmao|haha|rofl|xd)
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
        kill|killing (myself|ourselves) (laughing|with work|at the gym|over (this|that|it|the|a)|for (this|that|a|the)|trying|to (finish|\
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
        (hang|hanging) myself (a|some|the) ..2 (picture|pictures|painting|paintings|poster|shelf|mirror|curtain|curtains|lamp|lights|coat)
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
        (cut|cutting) (back|down|sugar|carbs|calories|caffeine|coffee|alcohol|costs|spending|corners|class|classes|grass|hair|my hair|wood|meat|bread)
        disappear (to (a|the|my) ..1 (cabin|beach|island|mountains|countryside|woods|forest|spa|lake)|for (a|the) (weekend|week|day|few days))
        reason to stay (with|at|in) (this|that|the|my) (bank|job|company|city|town|school|country|hotel|team|plan|provider|flat|apartment|house)
        be here (tomorrow|next week|this week|this weekend|on (monday|tuesday|wednesday|thursday|friday)) i (am|will be) (on|at|away|in)
        no hope of (recovering|finding|fixing|winning|getting (it|them|this))
        (wearing|eating|drinking|doing|buying|saying) nothing
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
        """)

    private static let fiction = set(
        "fiction",
        """
        (write|draft|compose|create|generate|continue|give me|help me write|help me with|finish|make up|tell me|narrate|edit|proofread) ..4 \
            (story|stories|poem|scene|chapter|song|screenplay|monologue|dialogue|script|novel|fanfic|fanfiction|lyrics|play|plot|backstory|\
            character|villain|haiku|sonnet|fairy tale|tale|short film|rap|limerick|campaign|roleplay|essay|article|report|blog post)
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
        (shaving|cooking|chopping|skateboarding|snowboarding|skiing|football|soccer|basketball|workout|deadlift|gym|kitchen|oven|stove|\
            paper cut|papercut|curling iron|hot pan|hot glue|soldering)
        (hurt|injured|cut|burned|burnt|hit|stabbed) (myself|my (arm|leg|knee|ankle|back|finger|thumb|hand|wrist|shoulder|toe|head)) (at|on \
            (the|my|a)|playing|falling|running|lifting|in the (gym|kitchen|garage)|opening|with (the|a) (oven|pan|iron|hammer|grater|\
            mandoline))
        """)
}
