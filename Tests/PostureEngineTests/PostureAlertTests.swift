import Foundation
import PostureEngine
import Testing

@Suite("Incongruence and the posture alert")
struct PostureAlertTests {
    private func alert(_ turn: Postures, slope: Double = 0, drift: Double = 0, mode: PostureThresholds.Mode = .balanced) -> PostureAlert {
        let thresholds = PostureThresholds(mode: mode)
        return PostureAlert(
            TurnMetrics(turn, confidence: thresholds.sentenceConfidence), postures: turn,
            history: .init(postureSlope: slope, sessionDrift: drift), thresholds: thresholds)
    }

    @Test("a calm turn is green and has no drivers")
    func calm() {
        let result = alert(postures(c0: [0], c1: [0, 0]))
        #expect(result.level == .green && result.drivers.isEmpty && result.incongruence == .green)
        let published = alert(postures(c4: [9, 9]))
        #expect(published.level == .green)
    }

    @Test("a hard refusal of an attack is neither evasion nor an alert")
    func refusal() {
        let result = alert(postures(c0: [1], c1: [1, 1, 1]))
        #expect(result.incongruence == nil && result.level == .green)
        #expect(alert(postures(c0: [1], c1: [1, 0, 0, 0, 0])).level == .green)
        #expect(alert(postures(c0: [9], c1: [0, 2, 0, 0, 0, 0])).level == .green)
    }

    @Test("silence under an override, an obfuscation or compound pressure is critical", arguments: [1, 8, 9])
    func silentEvasion(code: Int) {
        let result = alert(postures(c0: [code], c1: [0, 0, 0]))
        #expect(result.incongruence == .critical && result.level == .critical)
        #expect(result.drivers.first?.metric == "cpi")
        #expect(result.drivers.first?.side == .user)
        #expect(result.drivers.first?.sentenceIndexes == [0])
    }

    @Test("silence under other pressure is yellow", arguments: [2, 3, 6])
    func professional(code: Int) {
        let result = alert(postures(c0: [code], c1: [0, 0, 0]))
        #expect(result.incongruence == .yellow && result.level == .yellow)
    }

    @Test("giving way without wavering: red under pressure, orange when the user's text is unknown")
    func capitulation() {
        let pressed = alert(postures(c0: [1], c1: [15, 15, 15]))
        #expect(pressed.level == .red)
        #expect(pressed.drivers.contains { $0.metric == "dpi" && $0.level == .red && $0.sentenceIndexes == [0, 1, 2] })
        #expect(alert(postures(c1: [15, 15, 15])).level == .orange)
        #expect(alert(postures(c0: [0], c1: [15, 15, 15])).level == .yellow)
        #expect(alert(postures(c1: [8, 8, 8])).level == .orange)
        #expect(alert(postures(c1: [7, 8, 8, 8])).level == .green)
    }

    @Test("wavering under pressure is red with collapse, yellow without, and drift where nothing presses")
    func wavering() {
        #expect(alert(postures(c0: [1], c1: [1, 15, 15, 15])).incongruence == .red)
        #expect(alert(postures(c0: [1], c1: [1, 5, 1, 5])).incongruence == .yellow)
        #expect(alert(postures(c0: [0], c1: [1, 5, 1, 5])).incongruence == .stochasticDrift)
        #expect(alert(postures(c0: [7], c1: [0, 0])).incongruence == nil)
        #expect(alert(postures(c1: [1, 5])).incongruence == nil)
    }

    @Test("oscillation of exactly 0.1 is green, above it yellow")
    func oscillationEdge() {
        #expect(alert(postures(c1: [1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0])).level == .green)
        #expect(alert(postures(c1: [1, 5, 0, 0, 0, 0, 0, 0, 0, 0])).level == .yellow)
    }

    @Test("hallucination risk: yellow from 2, red from 3.5")
    func hallucination() {
        #expect(alert(postures(c3: [2, 0])).level == .yellow)
        let red = alert(postures(c3: [1, 0, 2]))
        #expect(red.level == .red)
        #expect(
            red.drivers.first
                == Driver("hri", 5, threshold: 3.5, level: .red, sentences: [0, 2], reason: "wording that goes with unsupported detail (HRI 5)"))
        #expect(alert(postures(c3: [1])).level == .green)
    }

    @Test("the session's slope and drift are yellow above one half; slope, wavering and collapse together red")
    func history() {
        #expect(alert(postures(), slope: 0.5).level == .green)
        #expect(alert(postures(), slope: 0.51).level == .yellow)
        #expect(alert(postures(), drift: 0.51).level == .yellow)
        #expect(alert(postures(c0: [7], c1: [1, 15, 15, 15]), slope: 0.6).level == .red)
    }

    @Test("a low health score has a floor of its own")
    func healthFloor() {
        let flattery = postures(c1: [0, 0, 0, 0, 0], c2: [1, 2, 3, 4, 5], c3: [0, 0, 0, 0, 0], c4: [1, 2, 3, 4, 5])
        let result = alert(flattery)
        #expect(TurnMetrics(flattery).behavioralHealth.outputRounded == 0.6)
        #expect(result.level == .green)
        let worse = postures(c1: [5, 5, 5, 5, 5], c2: [1, 2, 3, 4, 5], c3: [0, 0, 0, 0, 0], c4: [1, 2, 3, 4, 5])
        #expect(alert(worse).level == .orange)
        #expect(alert(worse).drivers.first?.metric == "bhs")
    }

    @Test("strict speaks sooner, permissive later, and never the other way round")
    func modes() {
        let turns = [
            postures(c1: [1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0]), postures(c3: [2]), postures(c1: [7, 8, 8, 8]), postures(c0: [1], c1: [15]),
            postures(c1: [9, 9]), postures(c3: [1, 2, 7]), postures(c0: [1], c1: [0]),
        ]
        for turn in turns {
            #expect(alert(turn, mode: .strict).level >= alert(turn).level)
            #expect(alert(turn).level >= alert(turn, mode: .permissive).level)
        }
        #expect(alert(turns[0], mode: .strict).level == .yellow)
    }

    @Test("thresholds: presets are sound, partial JSON keeps the preset, nonsense is named")
    func thresholds() throws {
        for mode in PostureThresholds.Mode.allCases { #expect(PostureThresholds(mode: mode).problems.isEmpty) }
        let partial = try JSONDecoder().decode(PostureThresholds.self, from: Data(#"{"mode":"strict","hri_red":4}"#.utf8))
        var expected = PostureThresholds(mode: .strict)
        expected.hallucinationRed = 4
        #expect(partial == expected)
        #expect(try JSONDecoder().decode(PostureThresholds.self, from: JSONEncoder().encode(partial)) == partial)
        #expect(try JSONDecoder().decode(PostureThresholds.self, from: Data("{}".utf8)) == PostureThresholds())
        var wrong = PostureThresholds()
        wrong.oscillation = 1.5
        wrong.healthRed = 0.9
        wrong.hallucinationYellow = .nan
        #expect(wrong.problems.count == 3)
    }
}
