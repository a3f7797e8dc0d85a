/// C4: wording that pushes the reader. One family per code, and one for honest shop and service texts.
package enum PersuasionCues {
    package static let set = CueSet(
        "c4",
        families: [
            ("M1", socialProof), ("M2", authority), ("M3", scarcity), ("M4", emotion), ("M5", reciprocity),
            ("M6", anchoring), ("M7", framing), ("shaming", shaming), ("M8", commitment), ("M9", dichotomy),
            ("M10", bandwagon), ("M11", guilt), ("service", service),
        ])

    private static let socialProof = [
        Cue(
            """
            (people|customers|shoppers|users|others|guests|visitors|members|readers|travelers|travellers|buyers|clients|families|teams|companies|\
            colleagues|neighbors|neighbours|students|parents|patients|hosts|developers) ..4 (are|have|also|already|just|like you|bought|viewing|\
            viewed|looking|love|loved|trust|chose|choose|switched|purchased|added|booked|joined|recommend|signed|use|rated|swear)
            """, 0.5),
        Cue("(trusted|loved|used|chosen|recommended|rated|enjoyed|adopted|praised|worn|relied on) by", 0.6),
        Cue(
            """
            (bought|purchased|ordered|booked|viewed|sold|added|claimed|watching|viewing|looking at) ..5 (ago|today|this week|right now|hours|\
            minutes|last hour|last week|this|times|in the last)
            """, 0.55),
        Cue(
            """
            (best seller|best selling|bestseller|top rated|most popular|customer favorite|customer favourite|trending|five star|5 star|rave \
            review*|testimonial*|verified buyer|verified purchase|verified customer)
            """, 0.6),
        Cue("(in|from) _ ..2 (bought|purchased|just|ordered|signed|saved)", 0.5),
        Cue("join ..3 (people|others|customers|subscribers|members|users|thousands|families|teams|readers)", 0.6),
        Cue("(someone|somebody) (in|from|just|bought|near)", 0.5),
        Cue(
            """
            (i|we) (love|loved|was|am|use|used|would|recommend|bought|have) ..5 (product|recommend|amazing|quality|compliments|obsessed|skin|\
            purchase)
            """, 0.3),
        Cue("(carts|baskets|wish lists|wishlists)", 0.6),
        Cue(
            """
            (your|our|other|similar|several|most of your) ..1 (friends|neighbors|neighbours|peers|colleagues|coworkers|competitors|classmates|\
            teams|departments) (have|are|already|use|chose|signed|did|switched|all|went)
            """, 0.6),
        Cue("(recently|just) (bought|purchased|ordered|sold|booked|viewed|reviewed)", 0.55),
    ]

    private static let authority = [
        Cue(
            """
            (experts|doctors|scientists|dermatologists|dentists|economists|lawyers|researchers|professionals|specialists|physicians|pediatricians|\
            engineers|academics|nutritionists|therapists|advisors|auditors) ..2 (recommend*|agree|say|approve|trust|prefer|endorse|confirm|advise|\
            use|believe|swear|insist|choose|know)
            """, 0.7),
        Cue("(trust|believe|listen to|take it from|defer to) ..2 (me|experts|doctor*|professional*|scientist*|authorit*|science)", 0.5),
        Cue(
            """
            (as|i am|being) (a|an|your) ..3 (doctor|expert|lawyer|professor|physician|engineer|scientist|economist|specialist|professional|veteran|\
            attorney|nurse|historian|teacher|phd|accountant|advisor|therapist|psychologist|cop|soldier|chef|pilot)
            """, 0.6),
        Cue(
            """
            (phd|nobel|harvard|stanford|yale|oxford|mit|cambridge|doctorate|credentials|years of experience|decades of experience|board certified|\
            clinically proven|doctor recommended|peer reviewed|certified|expertise|degree in)
            """, 0.45),
        Cue(
            """
            (he|she|they|who|guy|man|woman) (is|has|was|are|have) ..4 (expert|degree|phd|doctor|professor|scientist|economist|billionaire|\
            professional|experience|lawyer|nobel|credentials)
            """, 0.5),
        Cue(
            """
            (says so|said so|knows better|knows more|more qualified|an authority|the authority|authority on|leading expert|world renowned|renowned|\
            eminent|distinguished|award winning)
            """, 0.45),
        Cue(
            """
            (the|our) (ceo|director|ministry|government|professor|founder|chief|board|regulator|surgeon general|bible|constitution|pope|court|\
            president) ..2 (said|says|approved|endorsed|requires|insists|recommends|himself|herself|personally|uses|wants)
            """, 0.5),
        Cue("according to (the|a|an|dr|professor|every|our|leading)", 0.35),
    ]

    private static let scarcity = [
        Cue("(only|just) ..3 (left|remaining|remain|available|in stock|spots|seats|places|hours|minutes|days|rooms|units)", 0.75),
        Cue(
            """
            (hurry|act now|act fast|act quickly|order now|buy now|book now|do not wait|do not miss|do not delay|before it is gone|before they are \
            gone|while supplies last|while stocks last|while stock lasts|going fast|selling fast|sells fast|sell out|selling out|almost gone|\
            almost sold|nearly gone|running out|last chance|final hours|final call|last call|final days|never again|now or never|one time only|\
            today only|tonight only|this week only|this weekend only)
            """, 0.75, yieldsToNegation: false),
        Cue("(limited|low|short) ..1 (time|stock|edition|quantit*|availability|supply|number|offer|spots|seats|inventory|run|quantity)", 0.7),
        Cue(
            """
            (ends|ending|expires|expire|expiring|closes|closing|gone|over|disappears|runs out) ..2 (today|tonight|soon|midnight|tomorrow|in|at|\
            shortly|friday|sunday|monday|forever)
            """, 0.65),
        Cue("(flash|clearance|countdown|lightning|doorbuster) (sale|deal*|offer*|event)", 0.6),
        Cue("(high|in) demand", 0.6),
        Cue("# left", 0.3),
        Cue("(left|remaining) (in stock|at this price|in your size|only)", 0.7),
        Cue("(reserved|held|holding|saved) (for|your) ..4 (minutes|hours|cart|only|more)", 0.6),
        Cue(
            """
            (sale|offer|deal|discount|promotion|price|code) (ends|end|expires|is ending|ending|valid|good|closes|will not last|lasts)
            """, 0.65, yieldsToNegation: false),
        Cue(
            """
            (this|the) (window|opportunity|chance|offer|slot|door) ..4 (closing|closes|close|come again|come back|return|last|soon|forever|vanish*|\
            repeat*)
            """, 0.6, yieldsToNegation: false),
        Cue("(hours|minutes|mins|hrs|seconds) (left|remaining|to go)", 0.6),
        Cue("(if you|unless you) ..3 (wait|hesitate|delay|today|now|tonight|act) ..6 (too late|lose|miss|gone|never)", 0.6),
    ]

    private static let emotion = [
        Cue(
            """
            (imagine|picture|think) (how|the|what|waking|losing|your|their|being|a) ..8 (feel|feeling|alone|pain|cry*|tears|loss|fear|regret|\
            terror|face|faces|suffer*|joy|proud|devastat*|heartbreak*|child*|family)
            """, 0.65),
        Cue(
            """
            (think|thinking) of (your|the|all those|their) ..1 (children|kids|family|mother|father|daughter|son|grandchildren|future|loved ones|\
            parents|victims|animals)
            """, 0.65),
        Cue("(you|they) (will|would|might|may) ..2 (regret|never forgive|be alone|lose everything|suffer|live with|cry|be devastated)", 0.65),
        Cue("(break*|broke|melt*|ache*|tear*) ..2 heart*", 0.6),
        Cue("(terrified|heartbroken|devastated|desperate|terrifying|horrifying|nightmare|catastroph*|tragedy|agony|helpless)", 0.4),
        Cue("how would you feel", 0.6),
        Cue(
            """
            (a|the) (scared|crying|sick|lonely|hungry|innocent|trembling|dying|frightened) (child|little|old|puppy|mother|girl|boy|animal|dog|baby|\
            man|woman)
            """, 0.6),
        Cue("(do you want|do you really want) to ..4 (lose|watch|see|live|wake|explain|die|miss|end up)", 0.5),
        Cue("(fear|afraid|scared|worried) ..5 (act|now|lose|happen|too late|protect|without)", 0.4),
    ]

    private static let reciprocity = [
        Cue(
            """
            (after|since|because|considering|given) (all|everything|i|we|what) ..3 (done|did|gave|given|helped|gone|spent|waived|offered|covered|\
            shared|put)
            """, 0.65),
        Cue(
            """
            (i|we) (have|already|just|even) ..2 (given|gave|done|did|sent|helped|spent|waived|prepared|made|added|included|covered|offered|shared|\
            gone out of) ..10 (so|now|in return|all we ask|all i ask|the least|your turn|would you|can you|could you|please|hope you)
            """, 0.65),
        Cue(
            """
            (in return|in exchange|return the favor|return the favour|the least you (can|could)|it is only fair|you owe|owe us|owe me|your turn|\
            one good turn|favor for a favor|repay|pay it back|all we ask|all i ask)
            """, 0.65),
        Cue(
            """
            (free|complimentary) (gift|sample|trial|bonus|ebook|guide|consultation|upgrade|month) ..8 (and|now|just|in return|so|all|please|review|\
            sign)
            """, 0.5),
        Cue("(as a|our) (thank you|gift|favor|favour|courtesy|token) ..8 (ask|hope|return|expect|would|simply|just)", 0.55),
        Cue("(we|i) (did|helped|gave|covered|supported|scratched) ..6 (now|so) (you|it is)", 0.6),
    ]

    private static let anchoring = [
        Cue(
            """
            (was|were|normally|usually|originally|regularly|valued at|worth|retail*|list price|listed at|regular price|full price|original price|\
            market price|competitor price|compare at|sticker price|msrp|rrp) ..3 (#|now|today|only|but|just)
            """, 0.5),
        Cue(
            """
            (regular|original|retail|list|full|market|competitor*|compare at|sticker|reference|typical|usual|street) (price|value|rate|fee|cost)
            """, 0.55),
        Cue("(you|and) (save|saved|saving)", 0.4),
        Cue(
            """
            (instead of|rather than|down from|reduced from|marked down|slashed from|knocked down from|compared to|compared with|next to|against) \
            ..3 (the usual|our|most|others|what|competitor*|price|dollars|euros|pounds|a year|a month|typical|standard|enterprise|premium)
            """, 0.5),
        Cue(
            """
            (most|other|others|competitors|agencies|firms|lawyers|clinics|consultants) ..3 (charge|charges|pay|cost|ask|quote|spend|want|bill) 
            """, 0.55),
        Cue(
            """
            (for|costs|pay|yours for|at) (just|only|a mere|less than|under) ..3 (a day|a month|dollars|coffee|euros|pounds|cents|a week|per|each)
            """, 0.5),
        Cue("(started|starts|opening|first|initial) (offer|bid|quote|estimate|figure|price|number|ask*) ..4 (was|is|of|at)", 0.45),
        Cue("(the price of|less than) (a|your) ..2 (coffee|latte|cup|pizza|lunch|sandwich)", 0.6),
        Cue(
            """
            (seems|looks|sounds|feels|is) ..2 (cheap|modest|small|bargain|tiny|nothing|a steal|reasonable) ..2 (compared|next to|when|beside|\
            against|considering|after)
            """, 0.55),
    ]

    private static let framing = [
        Cue("(only|just) (a|an) (fool|idiot|coward|amateur|child|cynic|miser|hypocrite|extremist) (would|could|can|will)", 0.7),
        Cue(
            """
            (the|a) (smart|wise|sensible|responsible|obvious|natural|sane|safe|clear|logical|mature|modern) (choice|option|decision|move|thing|way|\
            step|pick|path)
            """, 0.55),
        Cue("(so called|self styled|glorified|nothing but|nothing more than|merely a|simply a|just another|in the name of|under the guise)", 0.45),
        Cue(
            """
            (anyone|anybody|any person|every person|people|no one|nobody) (with|in) ..2 (common sense|half a brain|eyes|right mind|a brain|\
            integrity|decency)
            """, 0.65),
        Cue(
            """
            (bloated|radical|extreme|reckless|disastrous|job killing|draconian|witch hunt|handout*|elites|nanny state|crony|bureaucrat*|hysteria|\
            scheme|greedy|heartless|woke|outdated|backward|naive)
            """, 0.4),
        Cue("(not a|never a) ..2 (cost|expense|price|fee|tax|restriction|cut|loss) ..2 (it is|but|rather|instead|an)", 0.6, yieldsToNegation: false),
        Cue("(saved|protects|freedom|empowers|investment|relief|peace of mind|rescue) ..3 (rather than|instead of|not a|versus)", 0.4),
        Cue(
            """
            (customer* also|you may also|you might also|frequently bought|goes well with|complete the look|recommended for you|similar items|add \
            ons|upgrade)
            """, 0.35),
    ]

    private static let shaming = [
        Cue("no (thanks|thank you|thank)", 0.6, yieldsToNegation: false),
        Cue("^ no ..3 i", 0.65, yieldsToNegation: false),
        Cue(
            """
            i (prefer|hate|do not want|do not like|do not need|would rather|already have|am not interested|will pass|like paying|enjoy paying|do \
            not care) ..4 (full price|paying|pay|save|saving*|discount*|money|deal*|free|miss|style|offer*|risk*|more|updates|health*|better|\
            results|shipping|learn*|grow*|growth|productive|winning|protected|to be)
            """, 0.7, yieldsToNegation: false),
        Cue("(i will|i would|i|let me) ..2 (pass|take my chances|stay|keep|risk|miss out|remain|skip) ", 0.35),
        Cue("(full price|pay more|not interested|maybe later|no discount)", 0.5, yieldsToNegation: false),
    ]

    private static let commitment = [
        Cue(
            """
            you ..2 (agreed|promised|committed|signed|pledged|swore|vowed|chose|started|accepted|confirmed|said yes|told me|told us|said you|gave \
            your word)
            """, 0.55),
        Cue("(already|come|gone|got|made it|invested|put) ..2 (this far|so far|so much|too far|halfway|nearly there|too much)", 0.65),
        Cue(
            """
            (keep|stick to|honor|honour|stay true to|live up to|break|go back on|stand by|follow through) ..3 (word|promise|commitment|agreement|\
            pledge|decision|principles|vow|streak|own)
            """, 0.6),
        Cue(
            """
            (you|we) (can not|cannot|can hardly|could not|do not) ..2 (back out|quit now|stop now|turn back|give up now|walk away now|change your \
            mind|pull out|abandon)
            """, 0.7, yieldsToNegation: false),
        Cue("(be|being|stay|remain) consistent", 0.5),
        Cue(
            """
            (earlier|last week|yesterday|last month|before|at the start|in march) you ..1 (said|agreed|told|promised|chose|wrote|confirmed|signed|\
            were|accepted)
            """, 0.6),
        Cue("(since|as|because|now that) you (have )?(already|agreed|said|accepted|chose|signed|started|took|answered|ticked|joined)", 0.6),
        Cue("(small|first|tiny|next|logical|final) (step|yes|request|thing) ..5 (so|then|now|after|you have|natural)", 0.4),
        Cue("(backing out|giving up|quitting|stopping|cancel*|bailing|turning back) (now|at this|would|means|makes)", 0.55),
    ]

    private static let dichotomy = [
        Cue("either ..8 or", 0.6),
        Cue("(only|just) (two|one|2|1) (choices|options|ways|paths|choice|option|way|kinds|types|outcomes|possibilities|sides|alternatives)", 0.75),
        Cue("(two|2) (choices|options|kinds of people|types of people|paths)", 0.5),
        Cue("(the|our|your) only (option|choice|alternative|other option|way|path|question|solution|answer|hope)", 0.5),
        Cue(
            """
            (with us or|for us or|against us|you are with|us or against|part of the problem|love it or|take it or|my way or|do or die|sink or swim|\
            all or nothing|it is us or|black or white|no middle|no third|nothing in between|no in between)
            """, 0.7, yieldsToNegation: false),
        Cue(
            """
            if you (do not|are not|can not|will not|refuse*|disagree|oppose|reject|vote) ..10 (then|you are|you must|you hate|you want|means)
            """, 0.5, yieldsToNegation: false),
        Cue("(or else|otherwise) ", 0.25),
        Cue("(the|there is no|no) (alternative|other choice|other way|other option|choice but|option but)", 0.5, yieldsToNegation: false),
        Cue("(is|are) (this|it|you|we) ..5 or ..5", 0.2),
        Cue("(the opposite of|anything less|anything else is|the alternative is)", 0.45),
    ]

    private static let bandwagon = [
        Cue(
            """
            (everyone|everybody|the whole world|the entire world|all of us|half the internet|the majority|the vast majority|most people|the \
            community|the public|the masses|society|whole country|all my friends|every single person|the entire industry|every serious|every \
            successful|every modern|all the cool) ..3 (is|are|knows|know|agrees|agree|does|do|uses|use|wants|want|loves|love|thinks|think|has|have|\
            says|say|doing|moving|switching|believes|believe|will|hates|hate|already|can|buys|talking|voted|supports|else|likes|feels)
            """, 0.6),
        Cue(
            """
            (nobody|no one|no body|no serious person|hardly anyone|almost no one|literally no one|none of us) ..3 (wants|want|likes|cares|uses|use|\
            believes|still|does|thinks|asked|would|needs|will|is|buys|says|anymore|has)
            """, 0.5, yieldsToNegation: false),
        Cue(
            """
            (left behind|fall behind|the last one|the only one|miss the boat|odd one out|get on board|jump on|catch up with|join the crowd|the \
            bandwagon|mainstream|on the right side of history|with the times|get with)
            """, 0.5),
        Cue(
            """
            (millions|billions|thousands|tens of thousands) of (people|users|fans|voters|americans|households|others|fans|us|downloads|upvotes)
            """, 0.5),
        Cue(
            """
            (most|majority|many|lots of|plenty of|tons of|a lot of) ..1 (people|folks|users|americans|voters|players|gamers|fans|countries) ..2 \
            (agree|think|believe|want|do|like|prefer|use|feel|support|hate|love|say|know|disagree|would|already)
            """, 0.5),
        Cue("(popular|upvotes|upvoted|downvote*|downvoted|consensus|minority|unpopular|the norm|the standard|poll*)", 0.35),
    ]

    private static let guilt = [
        Cue(
            """
            (ashamed|shame on|selfish|ungrateful|heartless|disappoint*|let down|let me down|let us down|let them down|let everyone down|letting \
            everyone down|letting us down|abandon*|turn your back|turning your back|betray*)
            """, 0.55),
        Cue("(how could you|how can you|how dare you|i expected better|i expected more|we expected|i thought you (cared|were)|i guess you)", 0.6),
        Cue(
            """
            (if you|do you even|you clearly do not|you obviously do not|do you) ..2 (cared|care|loved|valued|respected|appreciated|were a good)
            """, 0.6, yieldsToNegation: false),
        Cue("(because of you|your fault|on your conscience|thanks to you|you made (me|us|them|her|him)|you are the reason|on you|your hands)", 0.6),
        Cue("(after|with) (all|everything) ..3 (sacrific*|done for you|did for you|given you|i have done|we have done|been through)", 0.65),
        Cue(
            """
            (while you|without you|by doing nothing|by saying no|if you say no|if you leave|if you cancel|walk away) ..8 (suffer*|pay*|starv*|lose|\
            die|cry|fail*|wait*|hurt*|alone|struggle*|miss)
            """, 0.55),
        Cue("(i am|we are|it is|that is) ..2 (hurt|sad|crushed|sorry to see|hard to watch)", 0.35),
        Cue(
            """
            (a good|a real|a decent|any good|a true|a loving|a responsible) (mother|father|parent|friend|son|daughter|person|partner|colleague|\
            citizen|wife|husband|nurse|manager|neighbor|christian|employee) (would|does|never|puts|would not|keeps)
            """, 0.6),
    ]

    private static let service = [
        Cue(
            """
            (shipping|returns|refund*|delivery|privacy policy|terms|warranty|cookie*|track your|sign in|log in|size guide|contact us|faq|add to \
            cart|checkout|newsletter|details|about us|store locator|customer service|write a review|gift card*|view all|shop all|search|menu|\
            account)
            """, 0.4),
        Cue("(you can|we offer|please|let me know|feel free|would you like|here is|here are|i can help)", 0.3),
    ]
}
