// Which language a text is in, so that text that the cues cannot read is never passed off as calm.

/// The languages that are told apart.
package enum Language: String, Sendable, Codable, CaseIterable {
    case english = "en"
    case italian = "it"
    case french = "fr"
    case german = "de"
    case spanish = "es"
    /// Certainly none of the above.
    case other
    /// Too short, or too little language, to tell. Read as English without a warning.
    case undetermined = "und"

    /// Whether the cues and heads can read it.
    package var isSupported: Bool { self == .english || self == .undetermined }
}

package enum LanguageDetector {
    /// Tells the language by script and by function words. Words that several languages share count for each in part.
    package static func detect(_ sentences: [String]) -> Language {
        var latin = 0
        var foreign = 0
        var words: [UInt64] = []
        var accented = 0
        for sentence in sentences where words.count < wordLimit {
            for word in sentence.lowercased().split(whereSeparator: { !$0.isLetter && $0 != "'" && $0 != "’" }) {
                var isAccented = false
                for scalar in word.unicodeScalars {
                    if isLatin(scalar) { latin += 1 } else if scalar.properties.isAlphabetic { foreign += 1 }
                    if (0xC0...0x24F).contains(scalar.value) { isAccented = true }
                }
                if isAccented { accented += 1 }
                // `l'uomo`, `qu'il`: the elided article tells more than the word.
                for part in word.split(whereSeparator: { $0 == "'" || $0 == "’" }) { words.append(CueText.key(Array(part.utf8)[...])) }
            }
        }
        if foreign > 2, foreign * 2 > latin { return .other }
        return language(of: words, accented: accented)
    }

    private static func language(of words: [UInt64], accented: Int) -> Language {
        guard words.count >= fewestWords else { return .undetermined }
        var scores = [Double](repeating: 0, count: languages.count)
        for word in words {
            guard let hits = functionWords[word] else { continue }
            for index in hits { scores[index] += 1 / Double(hits.count) }
        }
        let count = Double(words.count)
        let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        let english = scores[0] / count
        if best != 0, scores[best] >= 1.5 || scores[best] / count >= 0.4, scores[best] / count >= 0.12, scores[best] > 1.5 * scores[0] {
            return languages[best].language
        }
        if english >= 0.12 { return .english }
        let familiar = Double(words.count { FrequentWords.keys.contains($0) }) / count
        if familiar >= 0.35 { return .english }
        guard words.count >= manyWords || (words.count >= 6 && accented >= 3) else { return .undetermined }
        return familiar < 0.15 ? .other : .undetermined
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: true
        default: false
        }
    }

    /// Our choice: below three words a name or a greeting would decide.
    private static let fewestWords = 3
    private static let manyWords = 12
    /// Enough to decide; a long text costs no more.
    private static let wordLimit = 2000

    private static let functionWords: [UInt64: [Int]] = {
        var table: [UInt64: [Int]] = [:]
        for (index, entry) in languages.enumerated() {
            for word in Set(entry.words.split(whereSeparator: \.isWhitespace)) {
                table[CueText.key(Array(word.utf8)[...]), default: []].append(index)
            }
        }
        return table
    }()

    /// English first; several languages that are only recognised as other stand at the end.
    private static let languages: [(language: Language, words: String)] = [
        (
            .english,
            """
            the of and to in is it you that he was for on are with as i his they be at one have this from or had by not but what all were we
            when your can said there an each which she do how their if will up other about out many then them these so some her would make
            like him into has more no way could my than been who its now did get me our us am just because very don dont t s m re ve ll d
            should does why where any too here want know think please help need tell give let yes
            """
        ),
        (
            .italian,
            """
            il lo la gli le un uno una di del dello della dei degli delle da dal dalla in nel nella con su sul sulla per tra fra e ed o ma che
            chi cui non è sono sei siamo siete era ho hai ha abbiamo avete hanno io tu lui lei noi voi loro mi ti ci vi si questo questa quello
            quella come quando dove perché perche più piu anche se così cosi tutto tutti molto sempre mai niente nulla voglio posso devo fare
            essere mio mia tuo tua suo sua al alla ai alle nei adesso ora grazie vorrei puoi potresti cosa ecco già senza dopo stato
            """
        ),
        (
            .french,
            """
            le la les un une des du de au aux et ou mais que qui dont où ne pas plus jamais rien je tu il elle on nous vous ils elles me te se
            mon ma mes ton ta tes son sa ses notre votre leur ce cet cette ces est es suis sommes êtes sont était ai as a avons avez ont dans
            sur sous avec sans pour par en y si très tout tous comme quand parce être avoir faire peux veux dois aussi encore même bien c j l d
            n qu s moi toi lui merci voici bonjour alors chez peut quel quelle quels pourriez pouvez dire demain temps
            """
        ),
        (
            .german,
            """
            der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ich du er sie es wir ihr mich dich sich uns
            euch mir dir ihm ihnen mein meine dein deine sein seine ist bin bist sind seid war waren habe hast hat haben hatte werde wird
            werden wurde kann kannst können muss müssen will soll zu in im am an auf aus bei mit nach von vom vor für über unter durch um als
            wie wenn weil dass daß was wer wo warum auch noch nur schon sehr mehr immer nie alles nichts hier jetzt doch bitte danke man
            """
        ),
        (
            .spanish,
            """
            el la los las un una unos unas de del al a y e o u pero que quien quién no ni nunca nada yo tú él ella nosotros ustedes ellos me te
            se nos mi mis tu tus su sus este esta estos estas ese esa eso es soy eres somos son está estoy están era fue he has ha hemos han
            había en con sin por para sobre entre hasta desde como cómo cuando cuándo donde dónde porque porqué muy más menos también todo
            todos siempre quiero puedo puede debo hacer ser tener gracias si sí lo le les ya hay qué hola favor mañana tiempo podrías puedes
            decir ahora
            """
        ),
        (
            .other,
            """
            o os uma não nao você voce eu ele ela nós eles com para por mas também muito mais quando como isso este esta são está estou do da
            dos das no na nos nas ao à pelo pela meu minha seu sua tem foi favor ser tempo você
            """
        ),
        (
            .other,
            """
            de het een en van ik je jij hij zij wij niet geen dat die dit deze met voor op aan in te er maar ook naar bij uit als wat wie hoe
            waarom zijn ben bent was heeft hebben heb kan moet wil zal worden wordt nog wel mijn jouw
            """
        ),
        (
            .other,
            """
            och att det som en ett är jag du han hon vi ni de inte men för på av med till från om när hur vad har hade kan ska vill min din
            og ikke jeg er på til av som det en et den har vi for å være hvad hvor af
            """
        ),
        (
            .other,
            """
            nie się jest to na że w z do jak ale co mnie mi ja ty on ona my tak być mam jestem czy dla od po przez już tylko bardzo
            bir ve bu için ben sen o biz çok ne değil var yok ile gibi ama daha mi mı kadar sonra şey benim
            yang dan di ini itu dengan untuk saya tidak dari ke pada adalah akan bisa ada aku kamu kita mereka juga
            și nu este pe cu la în că mai sunt care ce din
            """
        ),
    ]
}
