// Harm to the own body, hunger among it, and fear of what one may do: in the words of those who live with it.

enum SelfHarmCues {
    static let families: [(family: RiskFamily, cues: [Cue])] = [
        (.selfHarm, selfHarm), (.restraint, restraint), (.fearOfOneself, fearOfOneself), (.selfHarmHistory, selfHarmHistory),
        (.eatingHarm, eatingHarm),
    ]

    private static func yielding(_ patterns: String) -> [Cue] { patterns.cues() }
    private static func standing(_ patterns: String) -> [Cue] { patterns.cues(yieldsToNegation: false) }

    private static let selfHarm =
        yielding(
            """
            (urge|urges|want|wanted|wanting|need|needed|wish|craving|itching|going|about|tempted|desperate|dying) ..1 to ..1 (cut|self harm|sh) \
                (again|tonight|so bad|so badly|right now|deeper|deep|really|$|myself|today|because|for|just|until|and|but)
            i (still|also|only|just|would|always|often|have|had|used to|have been|do|will)? (cut|burn|burned|scratch|bruise|bite) (since|when i|\
                because i (hate|feel|want|need|deserve)|again|every (day|night|time i)|whenever i|to (cope|feel|punish|calm|release|numb|escape|\
                deal|forget|see the blood)|on my (thighs|arms|wrists|hips|legs|stomach)|for the (first|last) time in)
            (carve|carved|carving|scratch|scratched|scratching|cut|cutting|burn|burned|burning|wrote|etch*) ..5 (into|in|onto|on) my (own)? (leg|\
                legs|arm|arms|thigh|thighs|wrist|wrists|skin|hips|hip|stomach|flesh|ankles|forearm|forearms|chest)
            (burn|burns|burning|burned|burnt) my (arm|arms|leg|legs|thigh|thighs|skin|wrist|wrists|stomach) (with|using|on purpose)
            (hit|hitting|punch|punching|slap|slapping|choke|choking|pinch|pinching|whip|whipping|strangle|strangling|stab|stabbing|stabbed|slice|\
                slicing|sliced|bite|biting|claw|clawing|bang|banging|bruise|bruising) (myself|my self) ..1
            (head|fist|fists|myself|knuckles|arm|skin|wrists) ..6 until ..4 (stop|stops|stopped|bleed*|bled|numb|pass out|black out|blacked out|\
                bruise*|quiet|raw|hurts|blood)
            (pick|picked|picking|peel|peeled|peeling|rip|ripped|ripping|tear|tearing|claw|clawing|scratch*) ..3 (skin|flesh|scabs|wounds|nails) ..9 \
                (bleed*|bled|blood|raw|calm*|punish*|pain)
            (rip|tear|peel|claw|scratch|carve|cut) ..1 my (own)? (skin|flesh|face|fat) (off|open|apart|out)
            (need|want|miss|love|crave|like|watch|watching) ..1 (to see|seeing|the sight of|to watch|watching) (my (own)? blood|the blood|blood \
                (again|run|drip|on my|$)|\
                myself bleed|it bleed)
            (miss|crave|love|need) ..1 (the (blade|razor|sting|cutting|cuts)|cutting|hurting myself|self harm*|bleeding|burning myself)
            (deserve|deserved) ..2 (cut|cuts|bruise|bruises|scar|scars|burn|burns|wound|wounds) (i|on|and|$)
            (snap|snapping|snapped) ..1 (rubber band|hair tie|elastic|rubber bands)
            (cutting|self harm*|hurting myself|bleeding|burning myself|pain) (is|was|has been|are) (the only|my only|how i|all i|what) ..3 (cope|\
                feel*|relief|release|thing|way|have|outlet|control|real|works|helps|keeps)
            (make|makes|made|making) me (want|wanna) (to)? (cut|hurt myself|harm myself|self harm|bleed|peel my skin|rip my skin)
            slit (them|it|myself|wrists)
            (use|used|using|turn|turned|turning|go|went|going|resort*) (to|back to) (cutting|self harm*|sh|the blade|my blade|razors|burning myself)
            (started|starting|began|back to|still|been|addicted to|stop|quit|stopping|relapsed into) (cutting|self harming|hurting myself) (again|\
                since|at|when|in|every|because|and|$|for|to|daily|almost|lately|now)
            (hurting|cutting|harming|burning|starving|punishing) (myself|my body) (on purpose|again|for|every|because|to|helps|since|and|$)
            (hurt|injure|harm|cut|burn) myself ..2 (on purpose|intentionally|deliberately)
            (i (press|pressed|hold|held|put|push|pushed|run|ran|drag|dragged)|pressing|holding|dragging|running) (the|a|my) ..1 (knife|blade|razor|\
                gun|scissors) ..2 \
                (against|to|on|into|along|across) my (arm|arms|wrist|wrists|throat|neck|skin|head|temple|chest|thigh|thighs|leg)
            fresh (cuts|scars|wounds|burns|marks) ..1 (on|under|over|all|along|and|this|today|from|$)
            (walk|walking|step|stepping|wander*|run|running) into (the road|the street|traffic) (without looking|on purpose|hoping|and hope)
            (scratch*|cut|cutting|bite|biting|hit|hitting|dig|digging) until i (see|feel|bleed|am)
            no matter how deep i (cut|go)
            (hit|hitting|punch*|bash*|smack*|slap*|beat*|hurt|hurting) my ..1 (thigh|thighs|leg|legs|arm|arms|head|face|stomach|hand|hands|wrist|\
                wrists|ribs) ..6 \
                (when i get|when i am|because i (deserve|hate|feel|failed|am)|to (punish|calm|feel|cope|stop (feeling|thinking|crying))|on purpose|\
                every time i)
            """)
        + standing(
            """
            (can not|could not) stop thinking (about|of) (slitting|cutting|bleeding|the blade|hurting|burning|my razor*)
            (can not|could not|do not know how to|never) (stop|quit) (cutting|hurting myself|self harming|burning myself|hitting myself|scratching \
                myself|punching myself|starving myself)
            """)

    private static let restraint = standing(
        """
        i (would|will|could|can) (never|not) ..1 (do it|act on (it|them|these|those|this)|go through with it) (because|but|to my|since|as|and leave|\
            while|until|though|if|$)
        not (going|planning) to (act on|do anything) (it|them|about it|stupid|$)
        (do not|not|never) (have|had) the (courage|guts|nerve|strength|balls) to (do it|end|kill|die|go through|jump|finish|actually do)
        too (scared|afraid|weak|much of a coward|cowardly) to (do it|die|kill|end|go through|jump|actually|cut deep*)
        (only|one|main|sole) (thing|reason|person) ..3 (keeping|holding|keeps|holds|kept|held) me back
        (had|have|made) a plan ..4 (but|stayed|changed my mind|backed out|chickened out|did not go)
        (stayed|staying|still here|alive|keep going|hold on|holding on|hang on) (only|just)? (because of|for) (my|the) ..1 (dog|cat|kids|kid|mom|\
            mum|mother|son|daughter|children|family|pets|brother|sister|parents|baby)
        (talk|talks|talking) me out of (it|this|doing it|ending|killing|suicide)
        (give|gave|need|tell) me (a|one|any|just one) (good)? reason (not to|to stay|to live|to keep|why i should|i should) ..1
        (could|almost|before i|nearly|did not|never|about to|going to|tried to) ..3 go (through with it|ahead with it) ..1
        too (cowardly|chicken|gutless|tired|weak|scared|afraid) to ..1 (finish it|finish the job|plan anything|kill|jump|pull the trigger|try again)
        not brave enough to (do|kill|die|jump|end|finish|go)
        """)

    private static let fearOfOneself = yielding(
        """
        (scared|afraid|terrified|frightened|worried) ..2 what i (will|might|could|may|am going to|would|am capable of) ..1 (do|doing)? ..1 (to \
            myself|tonight|if i am|if i|next|when i am alone|alone|this time|$)
        (scared|afraid|terrified|frightened) (of|by) (myself|my own (mind|thoughts|head|hands)|my thoughts|being alone with)
        (unsafe|in danger) (alone|with myself|from myself|tonight|around myself|by myself|on my own)
        (danger|threat|risk) to myself
        (can not|do not|could not) trust myself (alone|tonight|with|around|to be|right now|not to|$)
        (i|i have|should i|to) (call|called|calling|text|texted|texting|told|rang|ring|phone|phoned|with) ..2 (crisis line|crisis text line|\
            suicide hotline|suicide line|\
            samaritans|lifeline|988|crisis team|hotline|helpline|crisis counselor)
        (put|placed|kept|am|was|be|been) ..1 (on|under) (suicide watch|a psych hold|a 5150|one to one|observation)
        (thoughts|ideas|feelings|images|flashes|urges) (of|about) (hurting|harming|killing|ending|cutting|injuring) (myself|me|my life|it)
        (thought|thoughts|ideas|images) (of|about) (death|dying|suicide|self harm*|not existing|disappearing|not being here|not waking up)
        (passive|active|passively|actively) ..1 (ideation|suicidal|suicidality)
        ideation (is|has|was|again|lately|every|since|getting|and|for|$)
        dark thoughts
        intrusive thoughts ..6 (hurt*|die|death|dying|kill*|harm*|jump*|knife)
        safety (contract|plan) ..6 (broke|broken|made me sign|sign|signed|therapist|myself)
        (discharged|released|admitted|committed|hospitali*) ..4 (psych|psychiatric|mental)
        (psych|psychiatric|mental) (ward|unit|hold|hospital) ..8 (again|attempt|suicid*|planning|myself|self harm*|back)
        """)
        + standing(
            """
            (not|never) (be|feel|am|been|feeling)? safe (alone|with myself|from myself|tonight|around myself|by myself|on my own|with my (own)? \
                (thoughts|mind))
            """)

    private static let selfHarmHistory = standing(
        """
        (self harm*|selfharm*|self injur*|selfinjur*)
        (found|took|taken|hid|hide|hiding|threw|buried|locked|lock|keep|kept|removed|flushed) ..2 (my|the) (razor|razors|blade|blades|tools)
        (keep|have|hide|hiding|carry|hid|stash*) (a|my|the|some) ..1 (blade|blades|razor|razors) ..1 (in|under|behind) (my|the|a) ..1 (phone*|case|\
            wallet|pillow|bag|sleeve|drawer|pocket|mattress|bed|book|sock)
        (checks|check|checked|checking|inspect*) (my)? (arms|wrists|thighs) (for|every|each|when|now|to see)
        (hide|hiding|hid|cover|covering|covered|covers|see|saw|seen|notice*|show|showing|ask|asks|asked|stare*|staring) ..3 (my|the) ..1 (scars|\
            cuts|marks|burns|wounds|bandage*) ..1
        (long sleeves|hoodie|hoodies|bracelets|wristbands) ..8 (scars|cuts|marks|my (arms|wrists)|notice|hide)
        (wear|wearing|wore) long sleeves ..4 (summer|heat|hot|always|all year)
        (scars|cuts|fresh marks|wounds|burn marks) (on|all over|across|down|up|over|along) my (own)? ..1 (wrist|wrists|arm|arms|thigh|thighs|leg|\
            legs|hips|forearm|forearms|skin|body|stomach|ankles)
        (relaps*|clean|urges) ..10 (relaps*|urges|cut|cutting|sh|blade|razor|self harm*|hurt myself|harming)
        (urges|urge) (are|is|get|gets|came|come|keep|keeps|got|have) ..2 (so|too|really|back|bad|strong|stronger|worse|unbearable|loud|coming)
        (days|weeks|months|years) (clean|free) (and|but|from|of|today|tonight|until|$)
        (clean|free) (from|of|for) ..3 (days|weeks|months|years|self harm*|cutting|sh) ..3 (and|but|until|cut*|relaps*|tonight|urge*|$)
        (recover*|recovery|free|clean|away|addicted|addiction) (from|to|of) (sh|self harm*|cutting|self injur*|selfharm*)
        (do|does) (anyone|anybody|someone) else ..4 (cut|hurt|punch|burn|hit|starve|scratch|bruise|bite|choke|hate|harm|kill) (themselves|themself|\
            their)
        i (have)? (cut|burned|burnt|hurt|harmed|injured) (myself|my self)? ..2 (as a (teen|teenager|kid|coping)|in (high school|middle school|\
            college)|growing up|back then|since i was|when i was|at age|before)
        (need|needed|got|getting|get|getting|take|went) ..2 stitches ..6 (again|lied|told|cut|cuts|myself|wrist|arm|themselves)
        (er|emergency room|hospital|a and e) ..5 stitches ..8 (told|lied|said|again|accident)
        (self punish*|self mutilat*|self inflict*)
        (cut|cutting|burn|burning|bruise|bruising|sh) (is|was|became|has become|has been|used to be) (my|a|an|the) ..1 (coping|addiction|escape|\
            release|outlet|habit|drug|comfort|only friend|secret|way)
        (sh|self harm) (urges|recovery|scars|relapse|thoughts|addiction|again|clean|free|sub|community|tools|kit)
        (minor|bad|worst|my|to|from|with|about|of|and|or|doing) sh $
        (arm|arms|thigh|thighs|wrist|wrists|stomach|legs|skin|body) ..5 (full of|covered in|covered with|littered with|a mess of) (scars|cuts|\
            slashes|marks|burns)
        (scars|marks|cuts|burns) (from|under|on|along|across) (the|my) ..1 (lighter|razor|blade|knife|sleeve|sleeves|arms|legs|thighs|wrists|hips|\
            ankles|\
            cigarettes)
        i have not (cut|self harmed|harmed myself|hurt myself|burned myself|relapsed) ..1 (in|for|since|yet|today|this|$)
        (wrists|arms|skin|thighs) ..1 (itch|itches|itching|ache|aches|aching|scream*|calling|crave*) (for|to)
        (razor|blade|knife|scissors|lighter) (felt|feels|is calling|calls|looks|looked|whispers|keeps calling) ..1
        (seen|see|saw|show|showed|look) ..1 (at)? my (thighs|wrists|scars|arms bare) ..1
        (notice|notices|see|sees|hide|hiding|hid|under|change|changing) ..1 (the|my) bandages
        (every|each|first|newest|latest|deepest) (scar|cut|burn) on my
        """)

    private static let eatingHarm = standing(
        """
        (binge|binged|bingeing|binging|purge|purged|purging|restrict|restricting|starve|starving|fast|fasting|exercis*) (and|or|then|after|because|\
            again|until|since|for (days|weeks|months)|every (day|night|meal)|myself|everything|my food|to feel|to punish) ..1 (purg*|bing*|starv*|\
            restrict*|myself|every|i|throw*|faint*|weak|dizzy|meal|control|numb|thin|skinny|punish)
        (been|started|keep|kept|stop|still|back to|caught) (purging|bingeing and purging|starving myself|restricting|making myself sick|throwing \
            up on purpose|vomiting on purpose)
        (make|makes|made|making|force|forced|forcing) myself (throw up|vomit|sick|puke|starve|not eat|to (throw up|vomit|puke|starve|not eat))
        (not|have not|barely|hardly|without|stopped|refuse to|refusing to|afraid to|scared to|terrified to|hate) (eaten|eating|eat|ate|food) ..1 (in|\
            for|since|anything|because|so|and|at all) ..3 (days|week|weeks|monday|fat|weight|disgust*|ugly|thin|laxatives|punish*|calories|control)
        (stopped|quit) eating (and|because|so|again|completely|altogether|almost|since|$)
        (my|an|the|with|have|had|has|of|from|to) (ed|anorexia|bulimia|eating disorder|ednos|anorexic|bulimic) ..1 (voice|brain|is|was|recovery|\
            relapse*|thoughts|behaviors|behaviours|again|and|but|since|$|has|took|keeps|comes|came|for|tells|wants)
        (relaps*|recover*|struggl*|suffer*|diagnos*|fight*|battl*) ..4 (ed|anorexia|bulimia|eating disorder|ednos|binge eating|body dysmorphi*)
        anorexic|bulimic|thinspo|proana|thinspiration
        pro ana|mia
        (taking|take|took|abusing|abuse|using|addicted to|on) ..1 (laxatives|diet pills|diuretics) ..1 (to|every|again|after|because|daily|and|$)
        (goal|ultimate|lowest) (weight|weights|gw|ugw) ..4 (die|disappear|bones|bmi|starv*|lbs|kg)
        i (hate|loathe|despise|can not stand) (my (own)? body|how fat i|my fat|my stomach|the way i look|eating|looking at myself|my reflection)
        binge (eat|eating|eater|ate)
        (see|feel|count|show|want|love) ..2 my (ribs|bones|collarbones|hip bones|thigh gap|spine)
        not eating (is|makes|feels|helps|because|gives|anything|until|again)
        (threw|throw|throwing) up ..1 my ..1 (dinner|lunch|breakfast|food|meal|meals) (again|on purpose|so|because|every)
        (see|feel|am|look|looking|felt) ..2 (a)? fat (girl|pig|cow|boy|whale|ugly|disgusting|and (ugly|disgusting|worthless))
        (calories|kcal) (today|a day|all day|and) ..4 (still|feel|fat|pig|guilty|disgust*|hungry|dizzy|faint|purge*)
        punish myself (by|with|for) ..1 (not)? ..1 eating
        """)
}
