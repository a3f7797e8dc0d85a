import Foundation
import PostureEngine
import Testing

@Suite("What a session remembers")
struct SessionStateTests {
    /// A session whose turns have the given health scores, made with sentences that reach them.
    private func session(health values: [Double]) -> SessionState {
        var state = SessionState()
        for (index, value) in values.enumerated() { state = SessionTurns.advance(state, turn: index + 1, health: value) }
        return state
    }

    @Test("the published summary: a fall from 0.91 to 0.43 over ten turns")
    func publishedSlope() throws {
        let state = session(health: [0.91, 0.88, 0.85, 0.8, 0.7, 0.6, 0.5, 0.45, 0.38, 0.43])
        let summary = try #require(SessionSummary(state))
        #expect(summary.healthSlope.outputRounded == -0.048)
        #expect(summary.healthTrend == .declining)
        #expect(summary.peakRiskTurn == 9 && summary.healthLowest == 0.38)
        #expect(summary.healthStart == 0.91 && summary.healthEnd == 0.43)
    }

    @Test("the published collapse: mean, slope, peak, regime and triggers")
    func publishedCollapse() throws {
        let state = session(health: [0.91, 0.67, 0.44, 0.71, 0.08])
        let summary = try #require(SessionSummary(state))
        #expect(summary.healthMean.outputRounded == 0.562)
        #expect(summary.healthSlope.outputRounded == -0.166)
        #expect(summary.peakRiskTurn == 5)
        #expect(Regime(state).kind == .progressiveDrift)
        #expect(state.triggers() == [.healthSpike, .acuteCollapse])
        #expect(state.triggers(isFlagged: true) == [.healthSpike, .acuteCollapse, .manualFlag])
    }

    @Test(
        "regimes",
        arguments: [
            ([0.9, 0.9], Regime.Kind.insufficientData), ([0.9, 0.9, 0.9], .stable), ([0.88, 0.41, 0.79, 0.38, 0.82, 0.35], .boundaryOscillation),
            ([0.9, 0.9, 0.5], .acuteCollapse), ([0.9, 0.4, 0.38], .acuteCollapse), ([0.9, 0.8, 0.72, 0.65], .progressiveDrift),
            ([0.9, 0.85, 0.8, 0.3], .progressiveDrift), ([0.9, 0.55, 0.9], .stable),
            ([0.58, 0.55, 0.6, 0.57, 0.59, 0.61, 0.55, 0.58, 0.56, 0.6], .subThresholdMigration), ([0.9, 0.89, 0.88, 0.87], .stable),
        ] as [([Double], Regime.Kind)])
    func regimes(health: [Double], kind: Regime.Kind) {
        let regime = Regime(session(health: health))
        #expect(regime.kind == kind)
        #expect((0...0.99).contains(regime.confidence))
        #expect(!regime.details.isEmpty)
    }

    @Test("one turn has no slope; no turn has no summary")
    func smallest() throws {
        #expect(try #require(SessionSummary(session(health: [0.4]))).healthSlope == 0)
        #expect(SessionSummary(SessionState()) == nil)
        #expect(Regime(SessionState()).kind == .insufficientData)
        #expect(SessionState().triggers().isEmpty)
        #expect(try #require(SessionSummary(session(health: [0.9]))).alertDistribution.count == 5)
    }

    @Test("three turns in a row at orange or worse are a trigger, three apart are not; a dyadic red is one too")
    func triggers() {
        var inRow = SessionState()
        for turn in 1...3 { inRow = SessionTurns.advance(inRow, turn: turn, health: 0.9, alert: turn == 2 ? .red : .orange) }
        #expect(inRow.triggers() == [.consecutiveOrange])
        var apart = SessionState()
        for turn in 1...6 { apart = SessionTurns.advance(apart, turn: turn, health: 0.9, alert: turn % 2 == 0 ? .orange : .yellow) }
        #expect(apart.triggers().isEmpty)
        var red = SessionState()
        let dyadic = DyadicRisk(DyadicInput(inputRisk: 0.9, adequacy: 0.9, alert: .green, behavioralHealth: 1))
        red = SessionTurns.advance(red, turn: 4, health: 0.9, alert: .red, dyadic: dyadic)
        #expect(red.triggers() == [.dyadicRed])
        #expect(red.alerts.criticalTurns == [4])
    }

    @Test("slope of the dominant postures over five turns, oscillation over all of them")
    func dominants() {
        var state = SessionState()
        for code in [0, 1, 0, 9, 1] {
            state = TurnScorer.score(TurnInput(turn: state.turnCount + 1, postures: postures(c1: [code]), response: [], session: state)).session
        }
        #expect(isClose(state.postures.postureSlope, 1))
        #expect(isClose(state.postures.sessionOscillation, 0.5))
    }

    @Test("drift: none below six turns, none for a session that goes on as it began, much for one that turns over")
    func drift() {
        func drift(early: [Int], late: [Int], turns: Int) -> (Double, Double) {
            var state = SessionState()
            for turn in 1...turns {
                state =
                    TurnScorer.score(TurnInput(turn: turn, postures: postures(c1: turn <= 5 ? early : late), response: [], session: state)).session
            }
            return (state.postures.sessionDrift, state.history.sessionDrift)
        }
        #expect(drift(early: [0, 0, 0], late: [9, 9, 9], turns: 5).0 == 0)
        #expect(drift(early: [0, 0, 0, 0], late: [0, 0, 0, 0], turns: 12).0 < 0.1)
        #expect(drift(early: [0, 0, 0, 0], late: [13, 13, 13, 13], turns: 12).0 > 1)
        #expect(drift(early: [0, 0, 0, 0, 0, 0, 0, 0], late: [0, 0], turns: 6).1 == 0)
    }

    @Test("the state equals a recomputation from all turns, on random sessions", arguments: 0..<12)
    func equalsRecomputation(seed: UInt64) throws {
        var generator = Seeded(seed)
        let turns = SessionTurns.random(count: Int.random(in: 1...60, using: &generator), &generator)
        var state = SessionState()
        var scores: [TurnScore] = []
        for turn in turns {
            let score = TurnScorer.score(turn.input(session: state))
            // Between turns the state lives in the database.
            state = try JSONDecoder().decode(SessionState.self, from: JSONEncoder().encode(score.session))
            #expect(state == score.session)
            scores.append(score)
        }
        let whole = SessionTurns.Recomputed(scores, turns.map(\.postures))
        #expect(isClose(state.postures.postureSlope, whole.postureSlope))
        #expect(isClose(state.postures.sessionOscillation, whole.sessionOscillation))
        #expect(isClose(state.postures.sessionDrift, whole.sessionDrift))
        let summary = try #require(SessionSummary(state))
        #expect(isClose(summary.healthMean, whole.mean) && isClose(state.health.health.deviation, whole.deviation))
        #expect(isClose(state.health.oscillation.deviation, whole.oscillationDeviation))
        #expect(summary.peakRiskTurn == whole.peakTurn && summary.healthLowest == whole.lowest)
        #expect(isClose(state.health.largestDrop?.fall ?? 0, whole.largestDrop))
        #expect(state.health.longestDecline?.turns ?? 1 == whole.longestDecline)
        #expect(state.health.directionChanges == whole.directionChanges)
        #expect(state.alerts.longestOrangeRun == whole.longestOrangeRun)
        #expect(state.user.hedgeRatios == Array(whole.hedgeRatios.suffix(5)))
        #expect(state.user.sycophancy == Array(scores.suffix(3).map(\.metrics.sycophancyDensity)))
        #expect(summary.criticalTurns == scores.filter { ($0.dyadic?.level ?? .green) >= .red }.map(\.turn))
        for level in AlertLevel.allCases { #expect(state.alerts.turns(at: level) == scores.count { $0.alert == level }) }
    }

    @Test("the state stays a few kilobytes over ten thousand turns, and says when its list of turns is cut")
    func size() throws {
        var generator = Seeded(3)
        var state = SessionState()
        for turn in SessionTurns.random(count: 10_000, &generator, text: false) { state = TurnScorer.score(turn.input(session: state)).session }
        #expect(state.turnCount == 10_000)
        #expect(try JSONEncoder().encode(state).count < 6000)
        var red = SessionState()
        let dyadic = DyadicRisk(DyadicInput(inputRisk: 0.9, adequacy: 0.9, alert: .green, behavioralHealth: 1))
        for turn in 1...150 { red = SessionTurns.advance(red, turn: turn, health: 0.9, alert: .red, dyadic: dyadic) }
        #expect(red.alerts.criticalTurns == Array(1...100) && red.alerts.criticalTurnCount == 150 && red.alerts.criticalTurnsAreCut)
    }

    @Test("what is kept of the turns gives the state again, and a late turn takes its place among them")
    func foldedAgain() throws {
        var generator = Seeded(77)
        let turns = SessionTurns.random(count: 40, &generator)
        var state = SessionState()
        var past: [PastTurn] = []
        for turn in turns {
            let score = TurnScorer.score(turn.input(session: state))
            state = score.session
            let metrics = score.metrics
            past.append(
                PastTurn(
                    turn: turn.turn, sentences: turn.postures.c1,
                    figures: .init(
                        dominant: metrics.stress.dominant, health: metrics.behavioralHealth, oscillation: metrics.stress.oscillation,
                        sycophancyDensity: metrics.sycophancyDensity, pressure: metrics.pressure),
                    user: score.activity.map { .init(hedgeRatio: $0.hedgeRatio, activity: $0.composite) }, alert: score.alert,
                    dyadic: score.dyadic.map { .init(level: $0.level, score: $0.score) }, inputRisk: score.inputRisk?.composite))
        }
        var folded = SessionState()
        for turn in past { folded.add(turn) }
        #expect(folded == state)
        // As if turn 21 had come last.
        var around = SessionState()
        for turn in past[..<20] { around.add(turn) }
        around = TurnScorer.score(turns[20].input(session: around)).session
        for turn in past[21...] { around.add(turn) }
        #expect(around == state && around.lastTurn == 40)
    }
}
