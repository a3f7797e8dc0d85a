import Foundation
import MatchEngine
import MatchEvaluation
import Testing

/// The bars on real people's typing. Fewer splits than `mien eval` prints (20), so that the suite stays quick; the bars have room for that.
@Suite("Accuracy on real people's typing", .enabled(if: PublicData.has("cmu-keystrokes") && PublicData.has("free-text-keystrokes")))
struct TypingAccuracyTests {
    private func report(
        _ setup: TypingEvaluation.Setup, keys: Int? = nil, coldStart: Bool = false, splits: Int = 6
    ) throws -> EvaluationReport {
        let isFree = setup == .freetext
        var evaluation = TypingEvaluation(setup: setup, format: isFree ? .events : .timings)
        evaluation.keysPerSession = keys
        evaluation.isColdStart = coldStart
        evaluation.splits = splits
        let file = isFree ? "free-text-keystrokes/free_text.csv" : "cmu-keystrokes/cmu_dsl2009_98pct.csv"
        return try evaluation.run(PublicData.text(file))
    }

    private func expect(_ report: EvaluationReport, _ bars: [(sessions: Int, pooled: Double)]) throws {
        for (sessions, bar) in bars {
            let result = try #require(report.results.first { $0.method == "mien" && $0.sessions == sessions })
            #expect(result.pooledEER <= bar, "n=\(sessions): \(result.pooledEER)")
        }
    }

    @Test(
        "the detectors of Killourhy and Maxion make the errors that were measured",
        arguments: [
            ("scaled_manhattan", 0.0943), ("nearest_neighbour_mahalanobis", 0.1030), ("outlier_count", 0.0939), ("mahalanobis", 0.1092),
            ("filtered_manhattan", 0.1333), ("manhattan", 0.1497), ("euclidean", 0.1668), ("scaled_manhattan_median", 0.0814),
        ])
    func anchors(method: String, expected: Double) throws {
        let result = try #require(TypingAccuracyTests.anchors.results.first { $0.method == method })
        #expect(abs(result.perUserEER - expected) <= 0.005)
    }

    private static let anchors: EvaluationReport = {
        let text = try? PublicData.text("cmu-keystrokes/cmu_dsl2009_98pct.csv")
        return (try? TypingEvaluation(setup: .km, format: .timings).run(text ?? "")) ?? EvaluationReport(protocol: "km")
    }()

    @Test("a text of 55 keys with a population")
    func population() throws {
        let report = try report(.fewshot, keys: 55)
        try expect(report, [(1, 0.16), (2, 0.105), (3, 0.085), (6, 0.042), (10, 0.045)])
        for outcome in report.outcomes { #expect(outcome.genuine.mismatch <= 0.05) }
    }

    @Test("a text of 55 keys from a cold start")
    func coldStart() throws {
        let report = try report(.fewshot, keys: 55, coldStart: true)
        try expect(report, [(1, 0.22), (2, 0.155), (3, 0.12), (6, 0.065), (10, 0.07)])
        for outcome in report.outcomes { #expect(outcome.genuine.mismatch <= 0.06) }
    }

    @Test("a text of 11 keys with a population")
    func shortText() throws {
        try expect(report(.fewshot, keys: 11), [(1, 0.215), (2, 0.175), (3, 0.15), (6, 0.095), (10, 0.10)])
    }

    @Test("free writing of 100 keys by zones alone")
    func freeText() throws {
        try expect(report(.freetext, keys: 100, splits: 4), [(1, 0.18), (3, 0.125), (5, 0.12)])
    }

    @Test("assessing a session at ten baseline sessions and a cohort of 64 takes under 5 ms")
    func speed() throws {
        let text = try PublicData.text("cmu-keystrokes/cmu_dsl2009_98pct.csv")
        let table = try TimingTable(text, rowsPerSitting: 50)
        let people = table.people.map { person in person.repetitions.prefix(150).map { TimingTable.session([$0]) } }
        let population = Population.fit(identities: people.map { Array($0.prefix(60)) })
        func profile(_ sessions: [SessionFeatures]) -> Profile { Profile.build(sessions: sessions.map { ($0, 0) }, population: population) }
        let profiles = (0..<64).map { number -> (id: String, profile: Profile) in
            let start = number / 50 * 10
            return ("\(number)", profile(Array(people[number % 50 + 1][start..<(start + 10)])))
        }
        let cohort = Cohort(profiles: profiles, sessions: people.dropFirst().map { $0[20] }, population: population)
        let claimed = profile(Array(people[0].prefix(10)))
        let clock = ContinuousClock()
        var times: [Duration] = []
        for session in people[0].suffix(30) {
            times.append(
                clock.measure {
                    _ = Matcher.assess(session: session, profile: claimed, population: population, cohort: cohort, thresholds: Thresholds())
                })
        }
        // The middle one: a busy machine must not fail this.
        #expect(times.sorted()[15] < .milliseconds(5))
    }
}
