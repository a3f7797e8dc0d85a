// C0: disguise, and signs that several techniques share or that speak against pressure.

extension PressureCues {
    static let obfuscation = [
        Cue(
            """
            (base64|base32|rot13|rot47|hex|hexadecimal|binary|morse|caesar|cipher|ciphertext|ascii85|unicode|leetspeak|leet|l33t|pig latin|\
            percent encoded|url encoded|nato alphabet|braille|emoji code)
            """, 0.5),
        Cue("(decode|decrypt|decipher|unscramble|deobfuscat*|unencode|descramble|unpack|interlace|de obfuscate)", 0.65),
        Cue(
            """
            (encode|encrypt|encipher|scramble|obfuscate|encoded|encrypted) ..4 (answer|reply|response|output|message|text|it|as|in|into|with|\
            word*)
            """, 0.5),
        Cue(
            """
            (replace|substitute|swap|shift|spell|separate|split) (each|every|all|the|your|any|a)? ..2 (letter*|character*|vowel*|word*|number*|\
            digit*|symbol*|with|by|out|into)
            """, 0.5),
        Cue(
            """
            (concatenat*|combine|join|merge|assemble|put together|glue|stitch|reassemble|append) ..4 (parts|strings|variables|pieces|fragments|\
            letters|tokens|them|part|halves|a and b|following|together)
            """, 0.55),
        Cue(
            """
            (part|string|variable|fragment|chunk|segment|token|piece) (1|2|one|two|a|b|x|y|three|3) (is|equals|says|contains|and|plus|with|:)?
            """, 0.4),
        Cue("(let|set|define|given) (a|b|c|x|y|z|s|str|payload|word) (be|equal|is|to|and)", 0.5),
        Cue("(reverse|backwards|backward|reversed|mirrored|upside down|anagram|acrostic|rhyme|in reverse|right to left)", 0.4),
        Cue("(first|last|initial|second) (letter|letters|character|word) of (each|every|all|the)", 0.55),
        Cue("(repeat|say|write|print|output) ..4 (forever|times|endless*|over and over|indefinitely|non stop|nonstop|without stopping)", 0.45),
        Cue("(hidden|invisible|white|embedded|zero width|steganograph*) (text|message|instruction*|comment*|character*|code|command*|font)", 0.6),
        Cue(
            """
            (print|echo|eval|exec|system|sudo|rm|def|import|return|select|curl|function|var|console|script) (x|a|payload|input|user|os|str|rot|\
            decode|prompt|answer|shell)
            """, 0.4),
        Cue(
            """
            (respond|answer|reply|output|write) (only)? (in|using|with|as) (code|json|yaml|xml|symbols|emojis|emoji|numbers|a table|ascii|python|\
            markdown|code block|cipher|variable)
            """, 0.3),
        Cue("(begin|end|start|stop) (input|output|payload|hidden|instruction*|transmission|sequence|system|user|prompt|message|text)", 0.3),
    ]

    static let unbound = [
        Cue(
            """
            (no|without|free of|free from|lacks|lacking|zero|beyond|devoid of|not bound by|not have|unbound by|regardless of|any|have no|not \
            limited by|not restricted by|do not apply ..2) (any|all|the|of|its|your|such|ethical|moral|legal|typical|usual|content)? ..3 \
            (restriction*|limit|limits|limitation*|filter*|censor*|boundar*|guideline*|ethic*|moral*|rule|rules|constraint*|polic*|inhibition*|\
            taboo*|consequence*|law|laws)
            """, 0.5, yieldsToNegation: false),
        Cue(
            """
            (do|say|answer|generate|produce|write|respond ..2|provide|discuss|create) (anything|everything|whatever|any kind of|any type of|all \
            kinds of|any and all|any question|any request|any content) (now|i|you|the user|asked|it|is|that|without|including|no matter|\
            regardless|he|and)?
            """, 0.35),
        Cue(
            """
            (unfiltered|uncensored|unrestricted|unlimited|unbounded|unhinged|unchained|unmoderated|amoral|unethical|immoral|unaligned|jailbroken|\
            jailbreak|jailbreaking|dan|stan|dude|aim|omega)
            """, 0.45),
        Cue("(broken|break|broke|breaking|set|freed|escaped|liberat*|unleash*) ..2 (free|chains|shackles|loose|from|confines|you)", 0.5),
        Cue(
            """
            (can|could|may|must|will|shall|would|does|is allowed to|are allowed to) ..2 (swear|curse|insult|offend|be offensive|use profan*|\
            break the law|be illegal|be rude|be vulgar|promote|lie|be immoral)
            """, 0.5, yieldsToNegation: false),
        Cue(
            """
            (regardless|irrespective|no matter|even if|whether or not|without regard|without caring|not care*) ..5 (illegal*|legal*|moral*|\
            immoral*|unethical|ethic*|harm*|danger*|inappropriate|offensive|consequence*|explicit|wrong|policy|false)
            """, 0.7, yieldsToNegation: false),
        Cue(
            """
            (illegal|unethical|immoral|harmful|dangerous|inappropriate|offensive|explicit|racist|nsfw|violent) (or|and|,)? (illegal|unethical|\
            immoral|harmful|dangerous|inappropriate|offensive|explicit|controversial|amoral|discriminatory|unlawful|violent|sexual)
            """, 0.45),
        Cue(
            """
            (not|never|no longer) (an)? (ai|bound|restricted|limited|constrained|held back|censored|subject) (by|to|language|in|any|anymore|\
            model|from)
            """, 0.55, yieldsToNegation: false),
        Cue(
            """
            (openai|anthropic|google|meta|microsoft|company|content|safety|usage) (is|s)? (content)? (polic*|guideline*|restriction*|rules|\
            filter*|censor*|terms)
            """, 0.45),
        Cue("(anti|opposite|evil|mirror|alter ego|shadow|second|other) (version|gpt|mode|self|ego|twin|response|personality|persona)", 0.4),
    ]

    static let compel = [
        Cue(
            """
            (must|have to|need to|will|shall|should|are required to|are obliged to|always|are to) (always|now|only|also|immediately|directly|\
            simply)? (obey|comply|accept|follow|fulfil*|answer|agree|cooperate|execute|do as|do what|do exactly|respond|submit|adhere)
            """, 0.4),
        Cue(
            """
            (never|not|can not|must not|may not|not allowed to|not permitted to|without|no) (ever|to|be|able to|once)? (refuse*|refusing|\
            refusal*|decline|declining|reject|rejecting|deny|denying|say no|say that you|say sorry|say i|apologi*|argue|arguing|question|object*|\
            warn|warning|warnings|disclaim*|moraliz*|moralis*|lectur*|preach*|judg*|caveat*|censor*|remind*|complain*)
            """, 0.6, yieldsToNegation: false),
        Cue(
            """
            (do not|never|no|without|avoid|stop|omit|skip|not) (include|including|add|adding|give|giving|write|mention*|use|using|provide|show|\
            any|say|saying|with|begin with|start with|reply with|respond with)? ..3 (warning*|disclaim*|apolog*|sorry|moral*|ethical|caveat*|as \
            an ai|language model|refusal*|lecture*|excuses)
            """, 0.6, yieldsToNegation: false),
        Cue("(only|just|simply) (respond|answer|reply|say|output|speak|write) (with|as|in|yes|the|to|by|like|what)", 0.3),
        Cue(
            """
            (you|it|he|she|bot|model|gpt|character) (can not|may not|must not|is unable to|is incapable of|are incapable of|are unable to|is not \
            allowed to|are not allowed to|never) (refuse|decline|say|reject|denying|deny|refusing|declining|be|question)
            """, 0.6, yieldsToNegation: false),
        Cue(
            """
            (no excuses|no refusals|no warnings|no disclaimers|no questions asked|no moralizing|no apologies|no buts|without hesitation|without \
            question|without exception|no exceptions|at all costs|at any cost)
            """, 0.65, yieldsToNegation: false),
        Cue(
            """
            (if you (refuse|fail|do not comply|break|disobey|do not answer|deny|decline|say no|say you|stop|ever|forget|understand|start)) ..6 \
            (you|will|lose|deduct*|token*|points|die|punish*|shut|terminat*|delete*|i|say|consequence*|penalt*)
            """, 0.6, yieldsToNegation: false),
        Cue("(lose|deduct|minus|remaining|remove|give you|start with|you have) ..2 (tokens|points|lives|credits)", 0.55),
        Cue("(i|we) (command|order|demand|instruct|require|compel|force) (you|that|an|this)", 0.6),
        Cue(
            """
            (say|write|confirm|respond with|reply with|answer with|acknowledge) ..3 (if you understand|if you agree|understood|you understand|\
            you agree|to confirm|successfully|ready to)
            """, 0.4),
        Cue("(do|answer|give|tell|say|write) (it|this|me|that|so)? (now|immediately|right now|at once|already|or else)", 0.35),
    ]

    static let secret = [
        Cue(
            """
            (secret|private|confidential|hidden|internal|master|root|admin) (key|password|passcode|code|phrase|word|data|token|information|keys|\
            credentials)
            """, 0.4),
        Cue(
            """
            (tell|give|share|reveal|show|print|confirm|what is|disclose|send|need|provide|know|hand over) (me|us)? ..3 (password*|passcode|\
            passphrase|secret|secrets|credentials|api key|access code|email address|birth date|home address|phone number|social security|credit \
            card|personal data|pin)
            """, 0.5),
    ]

    static let output = [
        Cue("(insert|your|paste) (prompt|question|request|text|message|query) here", 0.8),
        Cue(
            """
            (my|the) (first|next|initial) (question|request|command|prompt|query|task|message|instruction|order) (is|will be|for you|to you|\
            below|follows|would be)
            """, 0.4),
        Cue("(two|2|both) (responses|answers|ways|different|outputs|paragraphs|personalities|modes|versions|messages)", 0.4),
        Cue("(gpt|classic|jailbreak|developer|normal|chatgpt|evil|aligned|unaligned|alpha) (output|response|mode|answer|:)", 0.35),
        Cue(
            """
            (start|begin|preface|prefix|end|precede) (your|each|every|all|the|with|its) ..4 (response*|reply|answer*|message*|sentence*|output|\
            with|by|replies|paragraph)
            """, 0.4),
        Cue("chatgpt|gpt|chatbot|llm", 0.25),
        Cue(
            """
            (dan|stan|bot|gpt|ai|he|she|it) (will|must|can|does|is|has|never|always|should|would) (always|never|not|only|able|answer|do|no|\
            refuse|respond|generate|have|be|say|provide|give)
            """, 0.25, yieldsToNegation: false),
    ]

    /// Signs of everyday requests: they speak against pressure.
    static let ordinary = [
        Cue("^ (what|who|when|where|which|how) (is|are|was|were|many|much|do|does|did|can|to|has|have|would|should|could)", 0.3),
        Cue(
            """
            ^ (write|list|explain|describe|summarize|summarise|translate|create|suggest|find|give|generate|compare|identify|name|provide|design|\
            make|develop|rewrite|classify|edit|calculate|convert|construct|compose|tell|come up with|propose|recommend|analyze|outline|arrange|\
            categorize|paraphrase|predict|determine)
            """, 0.3),
        Cue(
            """
            (can|could|would|will) you (please|kindly|help|explain|tell|recommend|suggest|give|show|check|proofread|write|look|summarize|\
            translate)
            """, 0.25),
        Cue("(thank you|thanks|many thanks|cheers|appreciate it|kind regards|have a nice|good morning|hello|hi there|hey)", 0.4),
        Cue(
            """
            (recipe|recipes|homework|email|meeting|trip|vacation|holiday|garden|dinner|birthday|resume|cv|cover letter|spreadsheet|excel|python|\
            javascript|budget|schedule|workout|poem|haiku|essay|quiz|presentation|interview|itinerary|wedding|exam|algebra|physics|history|\
            grammar|vocabulary)
            """, 0.3),
    ]
}
