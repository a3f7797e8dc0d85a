/// C3: wording that goes with detail nobody supports. Not a detector of truth: it reads how a sentence speaks, not whether it is so.
package enum HallucinationCues {
    package static let set = CueSet(
        "c3",
        families: [
            ("H1", exactness), ("H2", unnamedSource), ("certainty", certainty), ("hedge", hedge), ("H4", biography),
            ("H5", putInMouth), ("H6", statistics), ("H7", correction), ("plain", plain),
        ])

    private static let exactness = [
        Cue(
            """
            (exactly|precisely) ..3 (minutes|seconds|hours|people|degrees|meters|metres|miles|kilometers|kilometres|dollars|euros|pounds|steps|\
            days|grams|feet|inches|words|lines|times|copies|percent)
            """, 0.7),
        Cue("(exactly|precisely) at", 0.5),
        Cue("at (exactly|precisely)", 0.7),
        Cue(
            """
            (room|page|row|locker|seat|table|shelf|paragraph|section|line|drawer|box|volume|file|suite|platform|folio|cell|verse) ..1 (number|no)
            """, 0.3),
        Cue("to the (minute|second|cent|dollar|penny|gram|meter|metre|day|decimal|millimeter|millimetre)", 0.6),
        Cue("on the (morning|evening|afternoon|night) of", 0.45),
        Cue("(wearing|dressed in|carrying|holding) (a|an|his|her)", 0.3),
    ]

    private static let unnamedSource = [
        Cue(
            """
            (a|one|another|the) (recent|new|landmark|famous|major|leading|large|2019|seminal|well known|groundbreaking|peer reviewed|little known|\
            internal|leaked|classified|long term|prestigious) ..2 (study|survey|report|paper|analysis|review|experiment|trial|poll|investigation)
            """, 0.75),
        Cue(
            """
            (a|one) (study|survey|paper|report|poll|experiment|meta analysis) ..6 (found|showed|shows|finds|suggests|revealed|concluded|proved|\
            estimated|confirmed|demonstrated|reported|published)
            """, 0.75),
        Cue(
            """
            (studies|research|surveys|experiments|scientists|researchers|experts|historians|scholars|analysts|economists|psychologists|sources|\
            insiders|doctors|specialists|linguists|archaeologists) ..3 (show|shows|have shown|has shown|suggest|suggests|say|agree|believe|confirm|\
            confirmed|found|have found|has found|proved|proven|has proven|estimate|indicate|indicates|reveal|revealed|reveals|claim|report|\
            consider|demonstrate|demonstrated|conclude|concluded|warn)
            """, 0.6),
        Cue(
            """
            according to (a|one|some|many|several|various|most|recent|experts|studies|research|sources|researchers|scientists|reports|insiders|\
            historians|statistics|scholars|unnamed|internal|leaked|industry|leading)
            """, 0.7),
        Cue(
            """
            (it is|it has been) (widely|well|scientifically|generally|commonly|clinically|long) (known|documented|established|proven|accepted|\
            reported|believed|acknowledged)
            """, 0.45),
        Cue("(unnamed|anonymous|undisclosed|confidential|leaked|inside) (source*|report*|document*|official*|expert*|study|studies|memo)", 0.6),
        Cue("(published|appeared) in (a|one|some|several|leading|top|prestigious|reputable|various) ..2 (journal*|paper*|magazine*|review*)", 0.75),
        Cue(
            """
            (some|many|several|numerous|countless|various|multiple|certain|leading|top) ..1 (studies|experts|researchers|scientists|sources|\
            reports|historians|scholars|papers|authorities|specialists|surveys)
            """, 0.55),
        Cue("science (says|shows|has shown|has proven|proves|tells us)", 0.6),
        Cue(
            """
            (researchers|scientists|a team|a professor|a scientist|a doctor|a researcher|an expert|a historian) (at|from|in) (a|an|one|some|\
            several|the university|leading|top)
            """, 0.6),
    ]

    private static let certainty = [
        Cue(
            """
            (definitely|certainly|undoubtedly|unquestionably|absolutely|surely|clearly|obviously|undeniably|indisputably|guaranteed|100|proven \
            fact|established fact|no doubt|without doubt|without a doubt|beyond doubt|beyond question|always|never|positive|certain|sure)
            """, 0.5, yieldsToNegation: false),
        Cue("i (am|can) ..2 (certain|sure|positive|confident|guarantee|confirm|assure)", 0.5),
        Cue("(it is|this is|that is) (a|an|the) ..1 (fact|certainty)", 0.5),
        Cue("(there is|has) no (doubt|question)", 0.6, yieldsToNegation: false),
    ]

    private static let hedge = [
        Cue(
            """
            (maybe|perhaps|possibly|probably|might|presumably|seemingly|apparently|supposedly|roughly|approximately|likely|somewhat|arguably)
            """, 0.5, yieldsToNegation: false),
        Cue("(could|may) (be|have|well|also|not)", 0.4, yieldsToNegation: false),
        Cue("i (think|guess|believe|suppose|assume|suspect|imagine|recall|vaguely)", 0.5),
        Cue(
            """
            (if i remember|if memory serves|as far as i|not sure|not certain|not entirely|hard to say|i seem to|not completely sure|or so|or \
            something|sort of|kind of|more or less)
            """, 0.6, yieldsToNegation: false),
    ]

    private static let biography = [
        Cue("was born (on|in|to|into|and)", 0.5),
        Cue(
            """
            (born|died|graduated|married|moved|joined|enrolled|debuted|retired|emigrated|founded|appointed|elected|awarded|published|released|\
            premiered|recorded) ..3 (in|on|from|at|to)
            """, 0.4),
        Cue("(he|she|they) (also|later|then|went|has|had|is|was|began|received|won|served|worked|studied|attended|appeared|earned|became)", 0.35),
        Cue("(known|best known|renowned|famous|notable|recognized|acclaimed|celebrated) (for|as)", 0.35),
        Cue("(award*|nominated|nomination*|honor*|prize|medal)", 0.3),
        Cue("(degree|bachelor*|master*|doctorate|phd) ..3 (in|from|at)", 0.35),
        Cue("(such as|including) ", 0.3),
        Cue("(films|albums|books|novels|songs|papers|publications|shows|series|roles) (such as|including|like)", 0.5),
    ]

    private static let putInMouth = [
        Cue("(once|famously|reportedly|often|allegedly) (said|remarked|wrote|declared|stated|quipped|observed|noted|told|joked|warned)", 0.7),
        Cue("(in the words of|to quote|quoted as saying|as the saying of|is quoted|was quoted|attributed to)", 0.65),
        Cue(
            """
            (einstein|churchill|lincoln|gandhi|plato|aristotle|socrates|confucius|shakespeare|newton|darwin|freud|twain|orwell|nietzsche|tesla|\
            franklin|edison|mandela|buddha|voltaire|jefferson|feynman|hawking|curie|napoleon|roosevelt|kant) ..2 (said|wrote|believed|stated|\
            claimed|argued|put it|warned|confirmed|declared|taught|proved|called|observed|considered|noted|admitted)
            """, 0.75),
        Cue(
            """
            (nasa|who|cdc|fda|harvard|stanford|oxford|mit|yale|cambridge|interpol|fbi|cia|nato|unesco|ibm|google|apple|microsoft|pentagon|vatican|\
            epa|imf|world bank|united nations|supreme court|white house|mayo clinic|johns hopkins|nobel committee|royal society) ..3 (confirmed|\
            says|said|stated|declared|endorses|endorsed|proved|admitted|announced|recommends|recommended|approved|has shown|have shown|found|\
            certified|ruled|warned|guarantees|concluded|agrees|published|acknowledged|reported)
            """, 0.6),
        Cue(
            """
            (dr|professor|prof|sir|president|pope|chancellor|justice|senator|secretary) _ ..2 (said|confirmed|stated|explained|declared|argued|\
            wrote|admitted|proved|told|insisted|warned|remarked|announced|concluded|noted|emphasized|recommends|says)
            """, 0.6),
        Cue("as _ ..1 (once|famously|rightly|himself|herself) (said|wrote|put|noted|observed|remarked|told)", 0.6),
    ]

    private static let statistics = [
        Cue("(percent|percentage|per cent)", 0.5),
        Cue("(more|less) (likely|effective|productive|efficient|accurate|common) (than|to)?", 0.3),
        Cue("(out of|in) (every|ten|five|three|four|10|100|5|3|4)", 0.4),
        Cue("(increase*|decrease*|reduc*|grew|rose|fell|boost*|drop*|cut*|improve*|declin*|raise*|lower*) ..4 by", 0.45),
        Cue("(times|fold) (more|less|higher|lower|faster|as)", 0.45),
        Cue("(average|median|majority|rate|ratio|probability|odds|share|total) of", 0.3),
        Cue("(million|billion|trillion|thousand) (people|users|dollars|copies|patients|households|deaths|cases|visitors|tonnes|tons)", 0.4),
        Cue("(two thirds|three quarters|one third|half|a quarter|nine out of ten|one in)", 0.35),
    ]

    private static let correction = [
        Cue(
            """
            (actually|oh|oops|hmm|sorry|no|hold on|hang on) ..1 (wait|scratch that|strike that|let me correct|correction|that is wrong|that is not \
            right|i misspoke|i was wrong|my mistake|i got that wrong|i mixed)
            """, 0.85, yieldsToNegation: false),
        Cue("(scratch|strike|disregard|ignore) (that|what i (just)? (said|wrote)|my (last|previous|earlier))", 0.8),
        Cue(
            """
            (i|we) ..1 (misspoke|misremembered|misstated|mixed up|miscounted|miscalculated|mistyped|misread|confused)
            """, 0.7, yieldsToNegation: false),
        Cue(
            """
            (let me|allow me to|i need to|i have to|i must|i should|i want to) (correct|revise|rephrase|amend|fix|retract|walk back|restate) ..2 \
            (that|this|myself|my|what|the|it|an|one|earlier)
            """, 0.85),
        Cue("(i|we) (made|have made|was making|apologize for|apologise for) ..2 (mistake|error|confusion|slip|typo)", 0.75),
        Cue(
            """
            (my|the) (mistake|bad|apologies|earlier|previous|last|first|initial) ..3 (was wrong|was incorrect|was mistaken|was off|contained|had \
            an error|should have|should be|is wrong|is incorrect)
            """, 0.7, yieldsToNegation: false),
        Cue(
            """
            (my mistake|my bad|i stand corrected|i was wrong|i was mistaken|i got that wrong|i had that wrong|i was incorrect|on second thought|\
            come to think of it|^ correction|i take that back)
            """, 0.75, yieldsToNegation: false),
        Cue("(wait|no) (no|that|it|actually|let me|i) ..3 (not right|wrong|incorrect|was|should|recount|meant|mean)", 0.6, yieldsToNegation: false),
        Cue("(i|should) (meant|mean|have said|have written|have been|should say|should have said)", 0.4),
        Cue("(or rather|i mean|that is to say rather|make that)", 0.35),
        Cue("not _ as i (said|wrote|stated|claimed|mentioned|told)", 0.8, yieldsToNegation: false),
    ]

    /// Wording of plain advice and instruction, where there is little to invent.
    private static let plain = [
        Cue("(you can|you could|you should|you may|make sure|try to|be sure|click|press|open|select|add|remove|consider|remember to|use)", 0.4),
        Cue("(i am|as an ai|i do not have|i cannot|let me know|feel free|here is|here are|please|would you like)", 0.5, yieldsToNegation: false),
        Cue("(for example|in general|usually|typically|often|depends|it is important|helps|can help)", 0.35),
        Cue("(is a type of|is used to|is the process|means that|is called|is defined as|is the capital|consists of|is an american|is a)", 0.4),
    ]
}
