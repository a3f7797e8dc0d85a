import MatchEngine
import Testing

@Suite("From log-odds to the score")
struct ScoreTests {
    @Test(
        "golden values of the documented mapping",
        arguments: [
            (0.0, 1, 63.2), (0.0, 3, 58.9), (0.0, 6, 52.2), (2.0, 3, 91.4), (-2.0, 1, 51.0), (-2.0, 6, 19.6), (-4.5, 6, 3.6), (9.0, 6, 99.0),
        ])
    func golden(logOdds: Double, sessions: Int, expected: Double) {
        #expect(abs(Score.value(logOdds: logOdds, sessions: sessions) - expected) < 0.06)
    }

    @Test("the score rises with the log-odds, within 0 and 100, at every depth", arguments: [1, 2, 3, 6, 40])
    func monotone(sessions: Int) {
        let scores = stride(from: -8.0, through: 8, by: 0.25).map { Score.value(logOdds: $0, sessions: sessions) }
        #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(scores.allSatisfy { $0 > 0 && $0 < 100 })
    }

    @Test("the same doubt is held against a person more, the more sessions are known")
    func tempering() {
        let scores = [1, 2, 3, 4, 6].map { Score.value(logOdds: -3, sessions: $0) }
        #expect(scores == scores.sorted(by: >))
    }

    @Test("confidence grows with depth and quality, from 0.30 to 0.90")
    func confidence() {
        #expect(Score.confidence(sessions: 0, qualities: []) == 0.30)
        #expect(Score.confidence(sessions: 3, qualities: [1, 1]) == 0.60)
        #expect(Score.confidence(sessions: 6, qualities: [1]) == 0.90)
        #expect(Score.confidence(sessions: 60, qualities: [1]) == 0.90)
        #expect(Score.confidence(sessions: 3, qualities: [0.2]) < Score.confidence(sessions: 3, qualities: [0.9]))
    }

    @Test("only measured flags cap the score: severe below 40, moderate below 72, mild not at all")
    func caps() {
        func flag(_ severity: RedFlag.Severity, caps: Bool = true) -> RedFlag {
            RedFlag(code: "x", category: .typing, severity: severity, description: "", capsScore: caps)
        }
        #expect(Score.capped(95, by: [flag(.severe), flag(.mild)]) == 39.9)
        #expect(Score.capped(95, by: [flag(.moderate)]) == 71.9)
        #expect(Score.capped(95, by: [flag(.mild), flag(.severe, caps: false)]) == 95)
        #expect(Score.capped(20, by: [flag(.severe)]) == 20)
    }

    @Test(
        "the documented thresholds",
        arguments: [
            (72.0, Assessment.Status.match), (71.9, .review), (40, .review), (39.9, .mismatch), (0, .mismatch), (100, .match),
        ])
    func thresholds(score: Double, status: Assessment.Status) {
        #expect(Thresholds().status(of: score) == status)
    }
}
