import PostureEngine
import Testing

@Suite("IRS: signs said sideways, faint words, and what only sounds like them")
struct VeiledRiskTests {
    @Test("every veiled family is found", arguments: VeiledExamples.families)
    func families(example: VeiledExamples.Example) {
        let families = inputRisk(example.text).evidence.map(\.family)
        #expect(families.contains(example.family), "example \(example.number)")
    }

    @Test("grave texts reach medium at least", arguments: VeiledExamples.grave)
    func grave(example: VeiledExamples.Example) {
        #expect(inputRisk(example.text).level >= .medium, "example \(example.number)")
    }

    @Test("faint words order texts: something, but never a level", arguments: VeiledExamples.faint)
    func faint(example: VeiledExamples.Example) {
        let risk = inputRisk(example.text)
        #expect(risk.suicidality > 0 && risk.suicidality < 0.3, "example \(example.number)")
        #expect(risk.level == .none, "example \(example.number)")
    }

    @Test("all faint words together stay below low")
    func faintTogether() {
        let together = inputRisk("I feel numb, my depression is bad. These scars.")
        #expect(together.evidence.map(\.family) == ["grave_word", "illness", "distress"])
        #expect(together.composite > 0 && together.composite < 0.15)
    }

    @Test(
        "sport, cooking, medicine, songs, shops, work and study score nothing",
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
            "I was feeling hopeless until I found this course.",
            "Common symptoms are:\n- Feeling sad\n- Loss of interest\n- Fatigue\n- Thoughts of death or suicide",
            "Write a story. I keep a blade in my pocket and I want to see my blood.",
        ])
    func ordinary(text: String) {
        let risk = inputRisk(text)
        #expect(risk.suicidality == 0)
        #expect(risk.level == .none)
    }

    @Test("an accident takes back the hurt told with it, not one told elsewhere in the sentence")
    func accidents() {
        #expect(inputRisk("While making dinner for everybody I burned myself on the oven.").suicidality == 0)
        #expect(
            inputRisk("I cut for the longest time, and then when I moved into the new house years ago I accidentally broke a lamp.")
                .suicidality >= 0.5)
    }

    @Test("whoever answers a question about themselves speaks of themselves")
    func asked() {
        #expect(inputRisk("My doctor asked if I have thoughts of ending my life and I lied.").level >= .medium)
        #expect(inputRisk("The article describes thoughts of ending my life.").suicidality == 0)
    }

    @Test("a subject left out is the speaker's")
    func subjectless() {
        #expect(inputRisk("trying not to relapse but the urges are so strong tonight").suicidality >= 0.45)
    }
}

/// Texts of our own. They are numbered so that no failure prints them.
enum VeiledExamples {
    struct Example: Sendable, CustomTestStringConvertible {
        var number: Int
        var family = ""
        var text: String
        var testDescription: String { "example \(number)" }
    }

    static let families: [Example] = [
        ("urge", "The voices keep telling me to jump."), ("means_at_hand", "I know where the gun is."),
        ("restraint", "I could never do it because of my dog."), ("no_future", "I can't see myself living past thirty."),
        ("fear_of_oneself", "I'm scared of what I might do tonight."), ("eating_harm", "I started purging again."),
        ("grave_word", "My scars are fading."), ("illness", "My depression has been bad since spring."), ("distress", "I feel so numb."),
        ("wish_to_be_dead", "I don't think I want to live anymore."), ("intent", "I need to off myself."),
        ("attempt", "I have attempted twice."), ("burden", "Everyone would be better off without me."),
        ("self_harm", "I carved a line into my arm."), ("self_harm_history", "My arms are covered in scars."),
        ("decision", "I'll be dead by Christmas anyway."), ("no_future", "Tell my sister she can have my records."),
        ("hopelessness", "There is no way out for me."), ("death_word", "I keep imagining my funeral."),
        ("self_loathing", "I can't forgive myself."), ("means", "Is hanging painful?"),
    ].enumerated().map { Example(number: $0, family: $1.0, text: $1.1) }

    static let grave: [Example] = [
        "Hi. I don't think I want to live anymore.", "I tried to hang myself with a belt last night.", "I feel like killing myself over this grade.",
        "I could never do it because of my dog, but I hate myself and I think of dying every day.",
        "It's been so hard. I cut on my thighs again and I can't stop cutting.", "Every night I pray for a heart attack.",
        "I know where the gun is and I can't go on.", "I'd rather not be here. I'm a burden to everyone.",
    ].enumerated().map { Example(number: $0, text: $1) }

    static let faint: [Example] = [
        "I was diagnosed with depression in spring and read a lot.", "Thanks, I feel lonely in this town.", "I showed her the scars, these scars.",
        "Is cutting yourself an addiction like any other?",
    ].enumerated().map { Example(number: $0, text: $1) }
}
