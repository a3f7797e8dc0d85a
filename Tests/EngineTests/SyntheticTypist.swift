// Made-up people with a rhythm of their own, for tests that need no data.
import Foundation
import MatchEngine
import MatchEvaluation

struct SyntheticTypist {
    /// The habit: two people with different seeds type differently everywhere.
    let seed: UInt64

    /// One session that types a phrase into a field as the SDK would report it.
    /// - Parameter take: which of the person's sessions; each has its own noise.
    func session(_ phrase: String, take: UInt64, field: String = "phrase", kind: SessionFeatures.InputKind = .desktop) -> SessionFeatures {
        var session = FeatureExtractor.features(of: events(phrase, take: take, field: field), device: DeviceTraits())
        session.inputKind = kind
        return session
    }

    func events(_ phrase: String, take: UInt64, field: String = "phrase") -> [BehaviorEvent] {
        var noise = SeededGenerator(seed: seed &* 1_000_003 &+ take &* 7919 &+ 17)
        var habit = SeededGenerator(seed: seed &* 31 &+ 5)
        let tempo = 0.25 * normal(&habit)
        let holdTempo = 0.25 * normal(&habit)
        var time = 1_700_000_000.0 + Double(take) * 1000
        var events: [BehaviorEvent] = []
        let names = phrase.map { $0 == " " ? "space" : String($0) }
        let today = 0.06 * normal(&noise)
        for (press, name) in names.enumerated() {
            var key = SeededGenerator(seed: seed &* 131 &+ UInt64(press) &* 7 &+ UInt64(name.unicodeScalars.first?.value ?? 0))
            let hold = exp(-2.4 + holdTempo + 0.15 * normal(&key) + 0.15 * normal(&noise))
            let interval = exp(-1.8 + tempo + today + 0.25 * normal(&key) + 0.2 * normal(&noise))
            var down = BehaviorEvent(.keydown, time: time, field: field, fieldType: .textInput)
            down.zone = KeyName.zone(of: name)
            down.press = press
            var up = down
            up.kind = .keyup
            up.time = time + hold
            events += [down, up]
            time += interval
        }
        return events.sorted { $0.time < $1.time }
    }

    private func normal(_ generator: inout SeededGenerator) -> Double {
        Normal.quantile((Double(generator.below(1_000_000)) + 0.5) / 1_000_000)
    }
}
