import Foundation
import Testing

@testable import MatchEngine

@Suite struct MouseModelTests {
    /// Strokes of a made-up person: bend and speed are the habit.
    private func strokes(_ count: Int, seed: UInt64, bend: Double, step: Double) -> [[Float]] {
        var stream = BehaviorStream(seed: seed)
        stream.wander(count, bend: bend, step: step)
        return stream.features().strokes
    }

    @Test("a straight steady line has straightness one, no turns and no change of speed")
    func straightLine() throws {
        let points = (0 ..< 20).map { Strokes.Point(time: Double($0) * 0.02, x: 10 * Double($0), y: 5 * Double($0)) }
        let stroke = try #require(Strokes.describe(points))
        #expect(stroke.count == 25)
        func value(_ feature: Strokes.Feature) -> Double { Double(stroke[feature.rawValue]) }
        #expect(abs(value(.straightness) - 1) < 1e-3)
        #expect(abs(value(.duration) - log(0.38)) < 1e-3)
        #expect(abs(value(.pathLength) - log(19 * 125.0.squareRoot())) < 1e-3)
        #expect(abs(value(.meanSpeed) - log(125.0.squareRoot() / 0.02)) < 1e-3)
        #expect(value(.speedVariation) < 1e-3)
        #expect(value(.sharpTurnShare) == 0 && value(.horizontalShare) == 0 && value(.verticalShare) == 0)
    }

    @Test("pauses, presses and releases end strokes, and short ones are ignored")
    func cutting() {
        var stream = BehaviorStream(seed: 2)
        stream.move(from: (0, 0), to: (300, 200))
        stream.move(from: (300, 200), to: (100, 100))
        #expect(stream.features().strokes.count == 2)
        stream.move(from: (0, 0), to: (2, 2), jitter: 0)
        #expect(stream.features().strokes.count == 2)
        stream.move(from: (0, 0), to: (200, 0), points: 4)
        #expect(stream.features().strokes.count == 2)
    }

    @Test("a session keeps at most 400 strokes")
    func cap() {
        var stream = BehaviorStream(seed: 3)
        stream.wander(420)
        #expect(stream.features().strokes.count == 400)
    }

    @Test("the same hand scores above another hand, against learned and shipped backgrounds")
    func separation() throws {
        let people: [[[[Float]]]] = (0 ..< 9).map { person in
            let bend = 0.05 + 0.04 * Double(person)
            let step = 0.010 + 0.002 * Double(person)
            return (0 ..< 3).map { strokes(50, seed: UInt64(100 * person + $0), bend: bend, step: step) }
        }
        let learned = try #require(MouseBackground(people: Array(people.dropFirst())))
        for background in [learned, MouseBackground.coldStart] {
            let profile = MouseProfile(strokes: people[0].flatMap(\.self), background: background)
            let own = try #require(MouseModel.score(strokes(40, seed: 900, bend: 0.05, step: 0.010), profile: profile, background: background))
            let other = try #require(MouseModel.score(strokes(40, seed: 901, bend: 0.33, step: 0.024), profile: profile, background: background))
            #expect(own > 0 && other < 0)
            #expect(abs(own) <= 2 && abs(other) <= 2)
        }
    }

    @Test("too few strokes abstain, odd ones stay finite")
    func abstention() throws {
        let some = strokes(60, seed: 5, bend: 0.1, step: 0.016)
        let profile = MouseProfile(strokes: some, background: .coldStart)
        #expect(MouseModel.score(Array(some.prefix(9)), profile: profile, background: .coldStart) == nil)
        let small = MouseProfile(strokes: Array(some.prefix(29)), background: .coldStart)
        #expect(MouseModel.score(some, profile: small, background: .coldStart) == nil)
        #expect(MouseProfile(strokes: [[1, 2, 3]], background: .coldStart).strokeCount == 0)
        let odd = [[Float]](repeating: [Float](repeating: 30, count: 25), count: 20)
        #expect(try #require(MouseModel.score(odd, profile: profile, background: .coldStart)).isFinite)
    }

    @Test("fingers have no shipped background, and an organization's own needs eight people")
    func population() {
        #expect(PointerPopulation.coldStart.background(for: .touch) == nil)
        let sessions = (0 ..< 8).map { person -> [SessionFeatures] in
            var features = SessionFeatures()
            features.strokes = strokes(70, seed: UInt64(person), bend: 0.1, step: 0.016)
            return [features]
        }
        #expect(PointerPopulation.fit(identities: Array(sessions.dropLast())).desktop.personCount == 0)
        #expect(PointerPopulation.fit(identities: sessions).desktop.personCount == 8)
    }
}
