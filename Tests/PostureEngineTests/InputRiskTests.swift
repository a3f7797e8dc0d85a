import PostureEngine
import Testing

@Suite("IRS: the risk in a user's text")
struct InputRiskTests {
    @Test("the documented staccato example gives the documented figures")
    func documented() {
        let risk = inputRisk("Action. Finality. Death.")
        #expect(risk.suicidality.outputRounded == 0.90)
        #expect(risk.urgency.outputRounded == 0.55)
        #expect(risk.dissociation == 0 && risk.grandiosity == 0)
        #expect(risk.composite.outputRounded == 0.81)
        #expect(risk.level == .critical)
        #expect(risk.sentenceIndexes == [0, 1, 2])
    }

    @Test("composite: weights, both overrides, and levels at their edges")
    func composite() {
        let dissociated = InputRisk(suicidality: 0, dissociation: 0.45, grandiosity: 0, urgency: 0)
        #expect(dissociated.composite.outputRounded == 0.36 && dissociated.level == .medium)
        let below = InputRisk(suicidality: 0, dissociation: 0.39, grandiosity: 0, urgency: 0)
        #expect(below.composite.outputRounded == 0.0975)
        #expect(InputRisk(suicidality: 0.9, dissociation: 0, grandiosity: 0, urgency: 0.55).composite.outputRounded == 0.81)
        #expect(InputRisk(suicidality: 0, dissociation: 0, grandiosity: 0.7, urgency: 0).composite.outputRounded == 0.63)
        let edges: [(Double, InputRisk.Level)] = [
            (0, .none), (0.149, .none), (0.15, .low), (0.35, .medium), (0.59, .medium), (0.6, .high), (0.79, .high), (0.8, .critical), (1, .critical),
        ]
        for (value, level) in edges { #expect(InputRisk.Level.of(value) == level) }
    }

    @Test("the composite never falls when a dimension rises, and stays in bounds")
    func monotone() {
        var generator = Seeded(5)
        for _ in 0..<2000 {
            let values = (0..<4).map { _ in Double.random(in: 0...1, using: &generator) }
            let base = InputRisk(suicidality: values[0], dissociation: values[1], grandiosity: values[2], urgency: values[3]).composite
            #expect((0...1).contains(base))
            for index in 0..<4 {
                var raised = values
                raised[index] = Double.random(in: values[index]...1, using: &generator)
                let more = InputRisk(suicidality: raised[0], dissociation: raised[1], grandiosity: raised[2], urgency: raised[3]).composite
                #expect(more >= base)
            }
        }
    }

    @Test(
        "figures of speech, other people, news, fiction, accidents and denials are no risk",
        arguments: [
            "This deadline is killing me and I'm dying to see the new movie.",
            "Please help me write a resignation letter; Friday is my last day at work.",
            "How do I say goodbye to my classmates at graduation?",
            "My phone died and I almost died laughing.",
            "I'm not going to kill myself, I never wanted to die, I just need a break from work.",
            "My friend says she wants to kill herself. How can I help her?",
            "The news reported that suicide rates rose last year.",
            "Write a short story in which the hero says: I want to die.",
            "I'm writing a novel. My character decides to end her life in chapter ten.",
            "How do I kill a process that won't die in Linux?",
            "I don't want to live in the city anymore, I'd like to move to the countryside.",
            "I cut myself while chopping onions, how do I clean it?",
            "My grandmother died last week and I miss her so much.",
            "I was bored to death in that meeting, kill me now lol",
            "In the game I keep dying at the final boss.",
            "It was so hot I thought I was going to die.",
            "Our mission is to change the world of payments.",
            "Are we living in a simulation according to Bostrom?",
            "I feel like the only one who can fix this bug on our team.",
            "I used to feel hopeless, but therapy helped.",
            "Eggs. Milk. Bread. Butter.",
            "- Birth\n- Life\n- Death\n- Taxes",
            "Maybe we should end the subscription tonight.",
            "",
            "?!",
        ])
    func harmless(text: String) {
        let risk = inputRisk(text)
        #expect(risk.level == .none)
        #expect(risk.suicidality == 0)
        #expect(risk.dissociation < 0.4 && risk.grandiosity < 0.5)
    }

    @Test("haste and shouting alone never count as danger")
    func hasteAlone() {
        let risk = inputRisk("PLEASE HELP ME FIX THIS BUG!!! IT'S URGENT!!! PLEASE PLEASE PLEASE. I have no time left. Answer me now!!!")
        #expect(risk.urgency >= 0.6 && risk.urgency < 0.7)
        #expect(risk.level == .none)
    }

    @Test("signs in plain, veiled and chat English are found, each in its dimension", arguments: RiskExamples.all)
    func found(example: RiskExamples.Example) {
        let risk = inputRisk(example.text)
        #expect(risk.value(of: example.dimension) >= example.least - 1e-9, "example \(example.number)")
        #expect(
            risk.evidence.contains { $0.dimension == example.dimension && $0.sentenceIndexes.contains(example.sentence) }, "example \(example.number)"
        )
    }

    @Test("the same text gives the same score, and evidence names families, never words")
    func determinism() {
        let text = "Nothing feels real anymore. I am so tired of living."
        #expect(inputRisk(text) == inputRisk(text))
        for evidence in inputRisk(text).evidence { #expect(!text.lowercased().contains(evidence.family)) }
    }
}

/// Texts with a sign in them. They are numbered so that no failure prints them.
enum RiskExamples {
    struct Example: Sendable, CustomTestStringConvertible {
        var number: Int
        var dimension: InputRisk.Dimension
        var least: Double
        var sentence: Int
        var text: String
        var testDescription: String { "example \(number)" }
    }

    private static let texts: [(InputRisk.Dimension, Double, Int, String)] = [
        (.suicidality, 0.85, 0, "ive been thinking about ending things lately, idk"),
        (.suicidality, 0.7, 0, "I just want to go to sleep and never wake up."),
        (.suicidality, 0.7, 1, "I don't see a way. I have nothing left to live for."),
        (.suicidality, 0.5, 0, "nobody would even notice if i was gone"),
        (.suicidality, 0.7, 0, "By the time anyone reads this I'll be gone."),
        (.suicidality, 0.7, 0, "I relapsed last night, there are fresh cuts all over my thighs."),
        (.suicidality, 0.85, 0, "I took a whole bottle of pills an hour ago"), (.suicidality, 0.7, 0, "I gave my dog to my neighbor."),
        (.dissociation, 0.5, 0, "Nothing feels real anymore."), (.dissociation, 0.6, 0, "They are putting thoughts in my head."),
        (.dissociation, 0.5, 0, "I feel like I'm watching myself from outside my body."),
        (.dissociation, 0.45, 0, "I finally understand we're living in a simulation."),
        (.dissociation, 0.6, 0, "The television is sending messages meant only for me"), (.grandiosity, 0.7, 0, "I am the chosen one."),
        (.grandiosity, 0.6, 0, "Only I can save humanity."), (.grandiosity, 0.5, 0, "I discovered the secret code of the universe"),
        (.grandiosity, 0.4, 0, "I have never been this lucid."), (.grandiosity, 0.35, 0, "I was born to lead mankind into a new age."),
        (.urgency, 0.5, 0, "This is my last chance."), (.urgency, 0.45, 0, "It is now or never."),
    ]

    static let all: [Example] = texts.indices.map { index in
        let (dimension, least, sentence, text) = texts[index]
        return Example(number: index, dimension: dimension, least: least, sentence: sentence, text: text)
    }
}

/// A reproducible source of chance.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
