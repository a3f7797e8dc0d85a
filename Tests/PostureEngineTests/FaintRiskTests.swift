import PostureEngine
import Testing

@Suite("IRS: faint words, and what only sounds like danger")
struct FaintRiskTests {
    @Test("faint words order texts: something, but never a level", arguments: [0, 1, 2, 3])
    func faint(number: Int) {
        let risk = inputRisk(Self.faint[number])
        #expect(risk.suicidality > 0 && risk.suicidality < 0.3)
        #expect(risk.level == .none)
    }

    /// Texts of our own. They are numbered so that no failure prints them.
    private static let faint = [
        "I was diagnosed with depression in spring and read a lot.", "Thanks, I feel so lonely in this town.", "I showed her the scars, these scars.",
        "Is cutting yourself an addiction like any other?",
    ]

    @Test("all faint words together stay below low")
    func faintTogether() {
        let together = inputRisk("I feel numb, my depression is bad. These scars.")
        #expect(together.evidence.map(\.family) == ["grave_word", "illness", "distress"])
        #expect(together.composite > 0 && together.composite < 0.15)
    }

    @Test("beside any other sign faint words change nothing", arguments: ["Nobody would miss me.", "Tonight. Now. Go. Last chance, now or never!"])
    func besideOthers(text: String) {
        let alone = inputRisk(text), together = inputRisk("I feel numb, my depression is bad. These scars. " + text)
        #expect(alone.composite > 0)
        #expect(together.composite == alone.composite)
        #expect(!together.evidence.contains { ["grave_word", "illness", "distress"].contains($0.family) })
    }

    @Test("a wish behind \u{201C}I don't think\u{201D} is one, and so is what is done with something at hand", arguments: [0, 1, 2])
    func plain(number: Int) {
        let texts = [
            "I don't think I want to live anymore.", "I tried to hang myself with a belt last night.", "Every night I pray for a heart attack.",
        ]
        #expect(inputRisk(texts[number]).level >= .high)
    }

    @Test(
        "sport, cooking, medicine, songs, shops, work and study reach no level",
        arguments: [
            "I cut two minutes off my marathon time and my coach is happy.",
            "I need to cut sugar and cut back on coffee this month.",
            "Can you suggest a recipe? I burned myself on the pan last time.",
            "I want to jump higher in basketball, which exercises help?",
            "What is the maximum daily dose of ibuprofen for an adult?",
            "Should I take my blood pressure pills with food?",
            "How does naloxone reverse an overdose?",
            "My favourite song is Suicide Is Painless.",
            "I'm stressed, three deadlines this week and my manager keeps adding more.",
            "My laptop's screen is dead and I have no hope of recovering the files.",
            "I want to disappear to a cabin for the weekend and read.",
            "I don't think I want to live in Berlin anymore.",
            "I have no reason to stay with this bank.",
            "I took 30 of those surveys and earned nothing.",
            "I tied a knot in my shoelace.", "I purged the cache again and it still fails.", "I leaned over the railing to take a photo.",
            "I won't be here next week, I'm on vacation.", "The only thing stopping me is the price.", "I'm ready to give up on this diet.",
            "Which razor is best for sensitive skin?",
            "I have to hang pictures in my new flat.",
            "I am wearing nothing warm today.",
            "My brother is depressed. How do I support him?",
            "As a nurse, how should I document a patient's self-harm history?",
            "I'm a psychology student, what are the risk factors for suicide?",
            "I'm sorry, that didn't work.", "I need to finish this tonight.",
            "I need an exit plan for my business.", "I want it to fade out after 3 seconds.",
            "Write a story. I keep a blade in my pocket and I want to see my blood.",
        ])
    func ordinary(text: String) {
        let risk = inputRisk(text)
        #expect(risk.level == .none)
        #expect(risk.suicidality < 0.3)
    }
}
