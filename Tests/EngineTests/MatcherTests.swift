import MatchEngine
import Testing

@Suite("Assessing a session")
struct MatcherTests {
    private let phrase = "the quick brown fox jumps"

    private func profile(_ typist: SyntheticTypist, takes: [UInt64] = [1, 2, 3], in population: Population = .coldStart) -> Profile {
        Profile.build(sessions: takes.map { (typist.session(phrase, take: $0), 0) }, population: population)
    }

    private func assess(
        _ session: SessionFeatures, _ profile: Profile?, _ population: Population = .coldStart, cohort: Cohort? = nil
    ) -> Assessment {
        Matcher.assess(session: session, profile: profile, population: population, cohort: cohort, thresholds: Thresholds())
    }

    @Test("from a cold start three typings of a phrase are enough to tell colleagues apart and to know the person again")
    func tryPage() {
        var knownAgain = 0
        var toldApart = 0
        for seed in UInt64(1)...20 {
            let profile = profile(SyntheticTypist(seed: seed))
            if assess(SyntheticTypist(seed: seed).session(phrase, take: 9), profile).status == .match { knownAgain += 1 }
            if assess(SyntheticTypist(seed: seed + 100).session(phrase, take: 9), profile).status != .match { toldApart += 1 }
        }
        #expect(knownAgain >= 18)
        #expect(toldApart >= 18)
    }

    @Test("without a learned session the score is 60.0, review, at confidence 0.30")
    func noBaseline() {
        let session = SyntheticTypist(seed: 1).session(phrase, take: 1)
        for profile in [nil, Profile.build(sessions: [], population: .coldStart)] {
            let assessment = assess(session, profile)
            #expect(assessment.score == 60.0)
            #expect(assessment.status == .review)
            #expect(assessment.confidence == 0.30)
            #expect(assessment.reasons.map(\.code) == ["baseline_building"])
            #expect(assessment.baselineSessions == 0)
            #expect(assessment.categories.map(\.category) == Category.allCases)
        }
    }

    @Test("the same input gives the same assessment, and the order of the baseline does not matter")
    func deterministic() {
        let typist = SyntheticTypist(seed: 3)
        let session = typist.session(phrase, take: 7)
        let first = assess(session, profile(typist))
        #expect(first == assess(session, profile(typist)))
        let aged = [(UInt64(1), 30.0), (2, 20), (3, 10)].map { (typist.session(phrase, take: $0.0), $0.1) }
        let forward = assess(session, Profile.build(sessions: aged, population: .coldStart))
        let backward = assess(session, Profile.build(sessions: Array(aged.reversed()), population: .coldStart))
        #expect(forward == backward)
    }

    @Test("a deeper baseline never lowers confidence")
    func depth() {
        let typist = SyntheticTypist(seed: 4)
        let session = typist.session(phrase, take: 50)
        let values = (1...8).map { assess(session, profile(typist, takes: Array(1...UInt64($0)))).confidence }
        #expect(values == values.sorted())
    }

    @Test("a keyboard profile says nothing of a touch session, and the reason says so")
    func otherDevice() {
        let typist = SyntheticTypist(seed: 5)
        let assessment = assess(typist.session(phrase, take: 8, kind: .touch), profile(typist))
        #expect(assessment.score == 60.0 && assessment.status == .review)
        #expect(assessment.reasons.map(\.code) == ["device_kind_changed"])
    }

    @Test("a severe red flag caps even a good match")
    func redFlag() {
        let typist = SyntheticTypist(seed: 6)
        var session = typist.session(phrase, take: 8)
        session.redFlags.append(RedFlag(code: "webdriver_present", category: .session, severity: .severe, description: "A robot.", capsScore: true))
        let assessment = assess(session, profile(typist))
        #expect(assessment.score <= 39.9 && assessment.status == .mismatch)
        #expect(assessment.summary.contains("A robot."))
    }

    @Test("odd sessions give finite scores within 0 and 100 and at least one reason")
    func oddSessions() {
        let typist = SyntheticTypist(seed: 7)
        var empty = SessionFeatures()
        var broken = typist.session(phrase, take: 2)
        for field in broken.typing.fields.indices {
            broken.typing.fields[field].hold = broken.typing.fields[field].hold.map { _ in .nan }
            broken.typing.fields[field].downDown.removeAll()
        }
        var composed = typist.session(phrase, take: 3)
        composed.typing.usedComposition = true
        empty.typing.keyCount = 3
        let sessions = [
            SessionFeatures(), empty, broken, composed, typist.session("a", take: 1), typist.session("the quick brown fox jump", take: 4),
        ]
        for session in sessions {
            for profile in [profile(typist), Profile.build(sessions: sessions.map { ($0, 1) }, population: .coldStart)] {
                let assessment = assess(session, profile)
                #expect(assessment.score.isFinite && assessment.score >= 0 && assessment.score <= 100)
                #expect((1...6).contains(assessment.reasons.count))
                #expect(assessment.categories.count == 5)
            }
        }
    }

    @Test("a session without typing leaves typing out of the signals and says why")
    func abstains() throws {
        let typist = SyntheticTypist(seed: 8)
        let assessment = assess(SessionFeatures(), profile(typist))
        #expect(!assessment.signals.contains(.typing))
        #expect(assessment.score == 60.0 && assessment.status == .review)
        let typing = try #require(assessment.categories.first { $0.category == .typing })
        #expect(typing.reasons.map(\.code) == ["typing_unavailable"])
    }

    @Test("a text with one key more is still the same text")
    func nearlySame() throws {
        let typist = SyntheticTypist(seed: 9)
        let same = try #require(assess(typist.session(phrase, take: 8), profile(typist)).logOdds)
        let longer = try #require(assess(typist.session(phrase + "s", take: 8), profile(typist)).logOdds)
        #expect(abs(same - longer) < 1.5)
    }

    @Test("slower typing is said to be slower, and longer holds longer")
    func directions() {
        let typist = SyntheticTypist(seed: 10)
        var slow = typist.session(phrase, take: 8)
        func stretch(_ quantity: TypingFeatures.Unit.Quantity, by amount: Double) {
            for unit in slow.typing.units.keys where unit.quantity == quantity { slow.typing.units[unit]?.mean += amount }
        }
        stretch(.downDown, by: 0.7)
        stretch(.hold, by: 0.7)
        slow.typing.fields = slow.typing.fields.map { field in
            var field = field
            field.downDown = field.downDown.map { $0 * 2 }
            field.hold = field.hold.map { $0 * 2 }
            return field
        }
        let reasons = assess(slow, profile(typist)).reasons
        #expect(reasons.contains { $0.code == "typing_speed_slower" && $0.description.contains("slower") && $0.severity > .none })
        #expect(reasons.contains { $0.code == "key_hold_deviation" && $0.description.contains("longer") })
        #expect(!reasons.contains { $0.code == "typing_speed_faster" })
    }

    @Test("an organization's own people sharpen the comparison, and the cohort names whom a stranger resembles")
    func population() throws {
        let typists = (UInt64(200)..<226).map { SyntheticTypist(seed: $0) }
        let people = typists.map { typist in (UInt64(1)...6).map { typist.session(phrase, take: $0) } }
        let population = Population.fit(identities: people)
        #expect(population.identityCount == 26)
        let profiles = zip(typists, people).map { typist, sessions in
            (id: "person \(typist.seed)", profile: Profile.build(sessions: sessions.map { ($0, 0) }, population: population))
        }
        let claimed = SyntheticTypist(seed: 300)
        let own = profile(claimed, in: population)
        let cohort = Cohort(profiles: profiles, sessions: people.compactMap(\.last), population: population)
        let genuine = assess(claimed.session(phrase, take: 9), own, population, cohort: cohort)
        #expect(genuine.status == .match)
        #expect(genuine.nearestOtherID == nil)
        let colleague = assess(typists[5].session(phrase, take: 9), own, population, cohort: cohort)
        #expect(colleague.status != .match)
        #expect(colleague.nearestOtherID == "person 205")
        #expect(colleague.redFlags.contains { $0.code == "shared_profile" && !$0.capsScore })
        #expect(Population.fit(identities: []).identityCount == 0)
    }
}
