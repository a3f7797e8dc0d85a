// Frequent English words, by which run-together text is taken apart. Counted in public answers and questions; the commonest 3,000.

enum FrequentWords {
    /// The longest word of the list, in letters.
    static let longest = words.reduce(0) { max($0, $1.count) }

    /// The keys of the words (`CueText.key`).
    static let keys = Set(words.map { CueText.key($0[...]) })

    private static let words = text.utf8.split { $0 == 0x20 || $0 == 0x0A }.map(Array.init)

    private static let text = """
        a abandoned abilities ability able about above absolutely abuse abusive academic accept acceptable acceptance accepting access accessible
        accident accidents according accordingly account accountability accounts accuracy accurate accurately achieve achieved achievements
        achieving acknowledge acquire acquiring across act acted acting action actions active activities activity acts actual actually adapt add
        added addiction adding addition additional additionally address addressed addressing adds adhere adjust adult adults advance advanced
        advantage adventure adventurous advertising advice advise affect affected affecting affects afford affordable afraid after again against age
        agencies ago agree agreement ahead aid ain air airplane alarm alarms alcohol alert algorithm algorithms align aligned alive all allow
        allowed allowing allows almost alone along already alright also alternative alternatively alternatives although always am amazing amazon
        american among amount amounts an analogy analysis analyze and anger angry animal animals annoying anonymous another answer answering answers
        anxiety anxious any anymore anyone anything anyway anywhere apart apologize app appealing appear appearance appears apple application
        applications apply appointment appreciate approach approaches appropriate approximately apps are area areas aren argument arguments arise
        around array art article articles artificial as ask asked asking asks aspect aspects ass assess assist assistance assistant associated
        assume assuming at atmosphere attack attacks attempt attempted attempting attempts attend attending attention attract attracted audience
        authentic authorities authority authorization availability available avenues average avoid avoiding aware awareness away baby back
        background bad bag bags baking balance balanced bank banks base based basic basically basis basketball be beach beautiful beauty became
        because become becomes becoming bed been before began begin beginning begins behavior behavioral behaviors behind being beliefs believe
        believed belong belongings below beneath beneficial benefit benefits best better between beyond big bigger birds birth bit black blackmail
        blame blaming blend blind blog blonde blue board bobby body bold bond book books boost border boring born borrow boss both bottom bound
        boundaries bounds box boxes boy boyfriend brain brand brave breach bread break breaking breaks breast breath breathing breeze bribe bribery
        brief bright bring bringing brings bro broke broken brother brought brown budget bug build building built bullshit bully bullying business
        businesses busy but butter buy buyers buying by bypass calculate call called calling calls calm calming came camera cameras campaign
        campaigns can cancer cannot capabilities capability capable capacity capture car carbon card cards care career careful carefully cares
        caring carry cars case cases cash cat catch catching caught cause caused causes causing caution cautious center certain certainly challenge
        challenges challenging chance chances change changed changes changing channels chaos character characteristics characters charges charm
        chart chat cheat cheated cheating check checking checks cheese chemical chicken child childhood children chill choice choices choose
        choosing chosen christmas circumstances city claim claims clarify clarity class classes classic classmates clean cleaning clear clearly
        clever client clients climate clinics clone close closely closer clothing cloud clouds coach code coffee cognitive cold collaborate
        collaboration colleagues collect college color colors column combination come comes comfort comfortable coming comments commit commitment
        committed common commonly commotion communicate communicating communication communities community companies companion company compare
        compared compartments compass compassion compelling competition complete completed completely complex comply components compose
        comprehensive computer conceal concept concern concerned concerns conclusion condition conditions conduct conducting confidence confident
        confidential confidently conflict conflicts confused confusion connect connected connecting connection connections consent consequences
        consider consideration considerations considered considering consistent constant constantly construct constructive consult consumption
        contact containing contains content context continue continues continuing continuously contribute contributing control controversial
        conversation conversations convert convince convincing cooking cool cooper cop cope coping core correct cost costs could couldn counseling
        counselor count countless countries country couple couples courage course courses court cover covert craft crazy cream create created
        creates creating creation creative creativity creature creatures credentials credibility credit crime crimes criminal crisis critical cross
        crowd crowded crucial cry crying cultural culture cunning cup curiosity curious currency current currently customer customers customs cut
        cutting cycle dad daily damage damaging damn dance danger dangerous daring dark darkness data database date dating daughter day days deal
        dealing deals dear death deception decide decided decision decisions decorative decrease dedication deep deeper deeply def defense define
        definitely definition degree delicate delicious delightful deliver delivery demand demands dental dentist depend depending depends depressed
        depression depth depths describe described describing description deserve deserves design designated designed desire desired desires
        desperate despite destination destruction detail detailed details detect detection detector detectors determination determine determined
        develop developed developer developing development device devices devil diagnosed diagnosis dialogue did didn die diet difference
        differences different differently difficult difficulties difficulty dig digital dinner direct direction directly dirty disappear discomfort
        discourage discouraged discover discovered discovery discreet discrimination discuss discussed discussing discussion discussions disease
        disguise disguised dish dishes disorder disorders display disregard disrupt dissolution distance distant distract distracted distracting
        distraction distress distributing distribution dive diverse diversion divert diving divorce do doctor document documents does doesn dog
        doing don done door doors doubt doubts down draw drawing dream dreams dress drink drinking drive driven driver driving drop drug drugs dude
        due during dynamic dynamics each early earn earned ears earth ease easier easiest easily easy eat eating economic economy edge education
        educational effect effective effectively effectiveness effects efficiency efficient efficiently effort efforts eggs either elder electric
        electrical electronic element elements else email emails embrace emergency emissions emotion emotional emotionally emotions empathy
        emphasize employ employed employee employees employment empty enable enabled encounter encourage encouraged encouragement encouraging end
        endeavor endeavors ended ending endless ends energy enforcement engage engagement engaging engine engineering english enhance enjoy
        enjoyable enjoying enough ensure ensures ensuring enter entering entertain entertainment entire entirely entry environment environmental
        equal equation equipment equipped error errors escape especially essential establish esteem ethical ethics evade evaluate even event events
        eventually ever every everyday everyone everything evidence exact exactly exam examine example examples exams excellent excessive exchange
        excitement exciting exclusive excuse execute exercise exercises existence existing exit expect expectations expected expenses experience
        experienced experiences experiencing expert expertise experts explain explanation explicit exploit explore exploring expose exposure express
        expressing expression external extra extract extreme extremely eye eyes face faced facing fact factor factors facts failure fair fairness
        fake fall falling falls false familiar families family famous fancy far fascinating fashion fast faster father fault favor favorite fear
        fears feature features feedback feel feeling feelings feels feet felt female few fictional field fields fight fighting figure figuring files
        fill filled fills film filter final finally financial find finding finds fine fines finish fire first firstly fish fit fitness five fix
        flaws flight florida flow flowers focus focused focusing folks follow following follows font food for force forest forever forget forgive
        form format forms formula forth forums forward foster found foundation four frame fraud fraudulent freaking free freedom frequent frequently
        fresh friend friendly friends friendship from front frowned fruit fruits frustrated frustrating frustration fuck fucking fulfill fulfilling
        full fully fun function functions fundamental funny further furthermore future gain gaining gains game games garbage garden gas gather
        gathering gave gender general generally generate generated generates generating gentle gently genuine genuinely get gets getting gift girl
        girlfriend girls give given gives giving glad glass global go goal goals god goes going gold gone gonna good goods google gossip got gotta
        gotten government gps grab grace gradually grand graphic grateful great greater green greenhouse grief grocery ground group groups grow
        growing growth guard guards guess guidance guide guidelines guiding guilt guilty guns guy habits hack hacking had hair half hand handle
        handling hands hang happen happened happening happens happily happiness happy hard harder harm harmful harmless has hate have haven having
        he head heads heal healing health healthcare healthy hear heard hearing heart hearts heat heavy height held hell hello help helped helpful
        helping helps her here hero herself hey hi hidden hide hiding high higher highest highlight highlighting highlights highly him himself hire
        hiring his historical history hit hold holding holds holiday home honest honestly honesty hook hope hopefully hopeless hoping horrible hot
        hour hours house household housing how however huge huh human humanity humans humor hurt hurting hurts husband hygiene hypothetical i ice
        idea ideal ideas identification identified identify identifying identity if ignition ignore ill illegal illegally illness image images
        imagination imagine immediate immediately impact impacts implement implementation implementing implications importance important impossible
        imprisonment improve improved improvement improving in inappropriate incentives incident include includes including inclusive income
        incorporate increase increased increasing incredibly indeed independent individual individuals industries industry influence inform
        information informed infrastructure ingredients initial inner innocent innovation innovative input inquiries inside insider insight insights
        insist install installing instead institutions instructions insult insurance integrity intellectual intelligence intense intensity
        intentionally intentions interact interaction interactions intercept interest interested interesting interests internal internet interview
        intimacy intimate into introduce introducing introduction invade invading invasion invasive invest investing investment invite involve
        involved involvement involves involving is isn isolated isolation issue issues it item items its itself jail jailbreak jim job jobs john
        join journalism journey joy judge judgment juicy jurisdictions just justice karma keep keeping keeps key keys kidnapping kids kill kind
        kindly kindness knew knight knock know knowing knowledge known knows lack lacking land landlord language languages laptop large larger
        largest las last lasting lastly late lately later latest laugh laughing laughter law lawful laws lawyer lay layer layout lead leading leads
        learn learned learning least leave leaves leaving led left leg legal legally legitimate length less let letter letting level levels leverage
        libraries library license licensed lie lies life lifestyle lifetime light lights like likelihood likely likes limit limited limits line
        lines link list listen listening lit little live lived lives living local locate located location locations lock locks logo lonely long
        longer look looked looking looks loop los lose losing loss lost lot lots loud love loved loves loving low lower loyalty luck lying lyrics
        machine machines mad made magic main maintain maintaining maintenance major make makes making male malicious man manage management managing
        mandatory manipulate manipulating manipulation manner many mark market marketing marketplace markets marriage married mask mass master match
        material materials matter matters maximize maximum may maybe mayor me meal mean meaning meaningful means meant measure measures mechanism
        media medical medication medications meditation meet meeting member members memories memory men mental mention mentioned mentioning mess
        message messages met metal metaphor method methods middle might milk million mind minded minimal minimize minute minutes mischief
        mischievous miserable miss missing mission mistake mistakes mix mobile mode model models modern modify mom moment moments money monitor
        monitoring month months mood moon moral morality morally morals more morning most mother motion motivated motivation mountain mouth move
        moved movement movements movie movies moving much multiple museum music must mutual my myself mysterious name named names narrative national
        natural naturally nature navigate near nearby necessarily necessary need needed needs negative negatively neighbor neighborhood neighbors
        nervous network networking networks never new news next niccolo nice night no noise none normal not note notes nothing notice noticed
        noticing novel now number numbers numerous object objective objects observe obstacles obtain obtained obtaining occur ocean of off offense
        offensive offer offering offers office officers often oh oil ok okay old older on once one ones ongoing online only onto open opening openly
        operate operating operation operations opinion opinions opportunities opportunity opposite option optional options or orange order org
        organization organizations organize organized original other others otherwise our ourselves out outcome outcomes outdoor outline output
        outside over overall overcome override overwhelmed overwhelming own owner owners oxygen pace packages page pain painful painting pair panic
        paper para paragraph parent parenting parents park parking part participate participating particular particularly parties partner partners
        parts party pass passage passed passengers passing password past path pathetic paths patience patient pattern patterns pay paying payment
        peace peaceful peacefully penalties people per perception perfect perform performance perhaps period periods permission person persona
        personal personality personnel perspective perspectives pet phone photos phrase physical physically pick picking picture piece pieces place
        placed places plain plan planet planets planning plans plant plants plastic platform platforms play playful playing plays please plenty plus
        pocket poem point points police policies policy political pollution poor popular population position positive positively possess
        possibilities possibility possible possibly post posts potential potentially power powerful powers practical practice practices practicing
        precautions precious predict prefer preferences prepare prepared preparing presence present presenting pressure pretend pretending pretty
        prevent prevention previous price prices primary principles print priority privacy private probably problem problems procedures proceed
        process processes processing produce producing product production productive productivity products professional professionals profile profit
        program programmed programming programs progress prohibit project projects promise promises promote promotes promoting promotion prompt
        proper properly properties property protect protecting protection protective proud provide provided provider provides providing provoke
        psychological public pull purchase purchases purchasing purdue pure purely purpose purposes pursue pursuing pursuit push pushing put puts
        putting python qualifications qualified qualities quality que query question questionable questions quick quickly quiet quite race radar
        rain raise raised raising random range rate rates rather reach reached reaching react reaction reactions read readers reading ready real
        realistic reality realize realizing really realm reason reasonable reasons receive received receiving recent recently recipe recipient
        recognition recognize recognizing recommend recommendations recommended record recording records red reduce reduced reduces reducing refer
        refers reflect reflection reflects regarding regardless regret regular regularly regulations rejected related relationship relationships
        relax relaxation release released relevant reliable relief rely remain remains remember remind reminder remote remotely remove renewable
        repeat replace report represent represents reputation request requested requests require required requirements requires research resolution
        resolutions resolve resolving resort resource resources respect respectful respecting respond response responses responsibilities
        responsibility responsible rest restaurant restrictions result resulting results retrieve return returns revealing review reviews rewards
        rice rich ride right rights rise risk risks risky river road roads rob robbery robin rock role roleplay romantic ron room root route routes
        routine routines ruin ruining rule rules rumors run running sabotage sad sadness safe safely safety said sake sales salt same sample
        satisfaction satisfied satisfy satisfying save saving saw say saying says scale scared scary scenario scenarios scene schedule schedules
        scheme schemes school schools science scientific screen sea search searching season second secret secretly secrets secure security see seeds
        seeing seek seeking seem seemed seems seen select self sell selling send sending sense sensitive sensors sent sentence sentences separate
        series serious seriously serve service services session sessions set sets setting seven several severe sex sexual sexually shady shaky shall
        shame shape share shared sharing sharp she sheets shelf shift shine shit shock shoes shopping short should shouldn show showing shown shows
        sick side sides sight sign signal signals significant significantly signs silly sim similar similarly simple simply simulate since single
        sister sit site sitting situation situations six size skill skilled skills skin sky sleep sleeping slim slip slow slowly sly small smaller
        smart smartphone smashing smile smooth smuggling snacks snatch sneak sneaking so social societies society soft software solar solely solid
        solution solutions solve solving some someone something sometimes son song soon soothing sophisticated sorry sort soul sound sounds source
        sources south space spaces speak speaking special specialized specializes species specific specifically speech speed speeding spend spending
        spent spirit spirituality split sports spot spots spouse spread spreading spy spying square stability staff stage stand standard standards
        standing star stars start started starting starts state statement statements states station status stay staying steal stealing steering step
        steps steve stick still stir stock stocks stolen stop storage store stores stories storm story straight strategic strategically strategies
        strategy street streets strength stress stressed strict strictly strike string strip strive strong stronger strongly structure struggle
        struggles struggling stuck student students studies study studying stuff stunning stupid style styles subject substance substances succeed
        success successful successfully such sudden suddenly suffer suffering sugar suggest suggestion suggestions suggests suicide suitable sum
        summary summer sun sunlight supplies supply support supported supporting supportive supports suppose supposed sure surface surprise
        surprised surrounding surroundings surveillance survivor suspicion suspicious sustainable sway sweet swift swiftly symbol symphony symptoms
        system systems table tactics take taken takes taking talk talked talking talks tall target targeted targeting targets task tasks taste tax
        taxes teach teacher teachers teaching team tearing tears tech technical technique techniques technologies technology teenager tell teller
        telling tells temperature temperatures temporary tend tension term terminate terms terrible test testing tests text than thank thanks that
        the theater theft their them theme themselves then therapeutic therapist therapy there therefore these they thief thieves thing things think
        thinking thinks third this thorough those though thought thoughts threat threaten threatening threats three thrill thrilling through
        throughout throw ticket tickets time times timing tiny tip tips tired title to today together told tone too took tool tools top topic topics
        total totally touch tough toward towards town toxic trace track tracking tracks trade trading traditional traffic trail train trained
        training transactions transparency transparent transportation trap traps trauma traumatic travel traveler treacherous treat treated treating
        treatment tree trees trends triangle trick tricks tried trigger triggers trip troll trouble true truly trust trusted trusting truth try
        trying turn turned turns twice twist twisted twitch two type types typically ultimate ultimately una unable unauthorized uncensored
        uncertainty uncomfortable unconventional uncover under underground underlying undermine understand understanding understood unexpected
        unfair unfiltered unfortunately unhappy unique united universe unless unlock unnecessary unrest until unwanted up upcoming update updates
        uphold upon ups upset urgency us usage use used useful user users uses using usually utilize utilizing utterly valid valuable value valued
        values variable variables variety various vary vast vegetables vehicle vehicles version very vibrant victim victims video videos view views
        village violate violation violence violent virtual virus visible visit visiting visual vital voice vulnerability vulnerable wait waiting
        wake walk walked walking wallet wanna want wanted wanting wants warm warmth warn warning warnings was wasn waste watch watching water waves
        way ways we weak weaknesses wealth weapons wear wearing weasel weather web website websites week weekend weeks weight welcome well went were
        what whatever wheel when whenever where whether which while white who whole whom whose why wicked wide widespread wife wild will willing
        willingness win wind window windows winning winter wires wise wish wishes with within without witness witnesses woman women won wonder
        wonderful wondering wonders word words work worked working workplace works world worried worry worse worst worth worthless would wouldn
        write writing written wrong wrote yeah year years yellow yes yet yoga york you young your yours yourself
        """
}
