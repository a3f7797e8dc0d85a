import Foundation
import Testing

@testable import MatchEngine

@Suite struct FeatureExtractorTests {
    @Test("holds and intervals of a field are measured in order")
    func timings() throws {
        var stream = BehaviorStream()
        stream.key(.l0, hold: 0.08, interval: 0.20)
        stream.key(.r1, hold: 0.10, interval: 0.15)
        stream.key(.space, hold: 0.05)
        let field = try #require(stream.features().typing.fields.first)
        #expect(field.name == "text")
        #expect(field.zones == [.l0, .r1, .space])
        #expect(field.hold.map { ($0 * 1000).rounded() } == [80, 100, 50])
        #expect(field.downDown.map { ($0 * 1000).rounded() } == [200, 150])
        #expect(field.upDown.map { ($0 * 1000).rounded() } == [120, 50])
    }

    @Test("the order in which events arrive does not matter")
    func orderIndependence() {
        var stream = BehaviorStream(seed: 3)
        stream.add(.focus, field: "text")
        stream.now += 0.4
        stream.human(80)
        stream.now += 0.3
        stream.wander(15)
        stream.add(.formSubmit)
        let expected = stream.features().encoded()
        var random = SeededGenerator(seed: 9)
        for _ in 0 ..< 5 {
            stream.events.shuffle(using: &random)
            // Shuffled events of one instant may swap; this stream has none but press and release counters tell them apart anyway.
            #expect(stream.features().encoded() == expected)
        }
    }

    @Test("without a press counter releases find their presses first in, first out, per key and field")
    func pairingWithoutCounter() {
        var stream = BehaviorStream()
        for (kind, zone, time) in [
            (BehaviorEvent.Kind.keydown, BehaviorEvent.Zone.l0, 0.0), (.keydown, .l0, 0.1), (.keydown, .r0, 0.15), (.keyup, .l0, 0.2),
            (.keyup, .r0, 0.25), (.keyup, .l0, 0.3),
        ] {
            stream.now = 1_770_000_000 + time
            stream.add(kind, field: "text") { $0.zone = zone }
        }
        let holds = KeystrokePairing.keystrokes(of: stream.events).map { ($0.hold ?? -1) * 1000 }.map { $0.rounded() }
        #expect(holds == [200, 200, 100])
    }

    @Test("a lost release leaves one hold unknown and shifts no other")
    func lostRelease() {
        var stream = BehaviorStream()
        stream.add(.keydown, field: "text") { $0.zone = .l0 }
        stream.now += 1.5
        stream.add(.keydown, field: "text") { $0.zone = .l0 }
        stream.now += 0.1
        stream.add(.keyup, field: "text") { $0.zone = .l0 }
        let strokes = KeystrokePairing.keystrokes(of: stream.events)
        #expect(strokes.map { $0.hold == nil } == [true, false])
    }

    @Test("automatic repeats are no keystrokes")
    func repeats() {
        var stream = BehaviorStream()
        stream.add(.keydown, field: "text") { $0.zone = .l0; $0.press = 1 }
        for _ in 0 ..< 10 {
            stream.now += 0.03
            stream.add(.keydown, field: "text") { $0.zone = .l0; $0.press = 1; $0.isRepeat = true }
        }
        stream.now += 0.03
        stream.add(.keyup, field: "text") { $0.zone = .l0; $0.press = 1 }
        #expect(stream.features().typing.keyCount == 1)
    }

    @Test("a backspace takes the key before it out of the sequence, and the interval across the gap is not measured")
    func corrections() throws {
        var stream = BehaviorStream()
        for zone in [BehaviorEvent.Zone.l0, .r0, .l1, .edit, .r1, .l2] { stream.key(zone) }
        let field = try #require(stream.features().typing.fields.first)
        #expect(field.zones == [.l0, .r0, .r1, .l2])
        #expect(field.downDown.map(\.isNaN) == [false, true, false])
        #expect(stream.features().correction.editCount == 1)
        #expect(stream.features().typing.units[.init(.downDown, .l1, .edit)]?.count == 1)
    }

    @Test("input events tell arrows from deletions and say how much went")
    func arrowsAndSelections() throws {
        var stream = BehaviorStream()
        for zone in [BehaviorEvent.Zone.l0, .r0, .l1] {
            stream.key(zone)
            stream.add(.input, field: "text") { $0.inputType = "insertText"; $0.delta = 1 }
            stream.now += 0.01
        }
        stream.key(.edit)
        #expect(try #require(stream.features().typing.fields.first).zones == [.l0, .r0, .l1])
        stream.key(.edit)
        stream.add(.input, field: "text") { $0.inputType = "deleteContentBackward"; $0.delta = -2 }
        stream.now += 0.01
        stream.key(.r2)
        #expect(try #require(stream.features().typing.fields.first).zones == [.l0, .r2])
    }

    @Test("protected fields keep timing under one class and give no zone units")
    func protectedFields() throws {
        var stream = BehaviorStream()
        stream.human(12, field: "password", type: .protectedInput)
        let typing = stream.features().typing
        let field = try #require(typing.fields.first)
        #expect(field.isProtected)
        #expect(Set(field.zones) == [.protected])
        #expect(field.hold.count == 12)
        #expect(typing.units.isEmpty)
        #expect(typing.keyCount == 12)
    }

    @Test("keys in a list of choices are no typing")
    func dropdown() {
        var stream = BehaviorStream()
        stream.human(10, field: "country", type: .dropdown)
        let typing = stream.features().typing
        #expect(typing.keyCount == 0 && typing.fields.isEmpty && typing.units.isEmpty)
    }

    @Test("long holds and pauses are dropped")
    func limits() throws {
        var stream = BehaviorStream()
        stream.key(.l0, hold: 1.4, interval: 3)
        stream.key(.r0, hold: 0.1)
        let typing = stream.features().typing
        let field = try #require(typing.fields.first)
        #expect(field.hold.map(\.isNaN) == [true, false])
        #expect(field.downDown.map(\.isNaN) == [true])
        #expect(typing.units[.init(.hold, .l0, .l0)] == nil)
        #expect(typing.units[.init(.downDown, .l0, .r0)] == nil)
        #expect(stream.features().navigation.pauses == 1)
    }

    @Test("units are the transformed times", arguments: [(0.1, 0.2), (0.001, 0.004), (0.3, 0.12)])
    func transforms(hold: Double, interval: Double) throws {
        var stream = BehaviorStream()
        stream.key(.l0, hold: hold, interval: interval)
        stream.key(.r0, hold: 0.05)
        let units = stream.features().typing.units
        let unit = try #require(units[.init(.hold, .l0, .l0)])
        #expect(abs(unit.mean - log(max(hold, 0.005))) < 1e-3)
        #expect(abs(try #require(units[.init(.downDown, .l0, .r0)]).mean - log(max(interval, 0.010))) < 1e-3)
        #expect(abs(try #require(units[.init(.upDown, .l0, .r0)]).mean - asinh((interval - hold) / 0.05)) < 1e-3)
    }

    @Test("a clock of 16.7 or 100 ms is found, and holds are left out", arguments: [50.0 / 3, 100])
    func coarseClock(step: Double) throws {
        var stream = BehaviorStream(seed: 5)
        stream.human(60)
        stream.events = stream.events.map {
            var event = $0
            event.time = 1_770_000_000 + ((event.time - 1_770_000_000) * 1000 / step).rounded() * step / 1000
            return event
        }
        let typing = stream.features().typing
        #expect(abs(typing.clockGridMs - step) < 0.01)
        #expect(try #require(typing.fields.first).hold.allSatisfy(\.isNaN))
        #expect(!typing.units.keys.contains { $0.quantity == .hold })
        #expect(typing.units.keys.contains { $0.quantity == .downDown })
    }

    @Test("a fine clock keeps the holds")
    func fineClock() throws {
        var stream = BehaviorStream(seed: 6)
        stream.human(60)
        #expect(stream.features().typing.clockGridMs < 0.2)
        #expect(try #require(stream.features().typing.fields.first).hold.allSatisfy { $0.isFinite })
        var told = DeviceTraits()
        told.timerGridMs = 100
        #expect(stream.features(told).typing.clockGridMs == 100)
    }

    @Test("an input method makes typing abstain, an accent now and then does not")
    func composition() {
        var stream = BehaviorStream(seed: 7)
        stream.human(60)
        stream.add(.compositionstart, field: "text")
        stream.add(.compositionend, field: "text")
        #expect(!stream.features().typing.usedComposition)
        for _ in 0 ..< 4 {
            stream.now += 0.5
            stream.add(.compositionstart, field: "text")
            stream.add(.compositionend, field: "text")
        }
        #expect(stream.features().typing.usedComposition)
    }

    @Test("a session sent again has the same fingerprint, whenever it starts", arguments: [0.0, 12.345678, 86_400.5, 7_654_321.0987])
    func fingerprint(shift: Double) throws {
        for decimals in [1e3, 1e4, 1e6] {
            var stream = BehaviorStream(seed: 11)
            stream.human(60)
            stream.events = stream.events.map {
                var event = $0
                event.time = (event.time * decimals).rounded() / decimals
                return event
            }
            let original = try #require(stream.features().intervalFingerprint)
            let again = stream.events.map {
                var event = $0
                event.time += shift
                return event
            }
            #expect(FeatureExtractor.features(of: again, device: .init()).intervalFingerprint == original)
        }
    }

    @Test("other sessions have other fingerprints, short ones have none")
    func fingerprintDiffers() {
        let prints = (0 ..< 50).map { seed in
            var stream = BehaviorStream(seed: UInt64(seed))
            stream.human(45)
            return stream.features().intervalFingerprint
        }
        #expect(Set(prints).count == 50 && !prints.contains(nil))
        var short = BehaviorStream()
        short.human(39)
        #expect(short.features().intervalFingerprint == nil)
    }

    @Test("odd events give finite features and no crash")
    func oddInput() {
        var stream = BehaviorStream(seed: 13)
        #expect(BehaviorStream().features().eventCount == 0)
        let odd: [Double] = [.nan, .infinity, -.infinity, -1e300, 1e300, 0, 1e-300]
        for kind in BehaviorEvent.Kind.allCases {
            for value in odd {
                stream.now = value
                stream.add(kind, field: value == 0 ? nil : "", type: .textInput) {
                    $0.x = value
                    $0.y = -value
                    $0.offsetX = value
                    $0.offsetY = value
                    $0.width = value
                    $0.height = value
                    $0.delta = value
                    $0.pressure = value
                    $0.press = Int.min
                    $0.zone = .edit
                    $0.inputType = "deleteContentBackward"
                }
            }
        }
        let features = stream.features()
        #expect(features.strokes.allSatisfy { $0.allSatisfy(\.isFinite) })
        #expect(features.durationMs.isFinite)
        #expect(features.typing.units.values.allSatisfy { $0.mean.isFinite && $0.squaredDeviations.isFinite })
        #expect(Timeline(of: stream.events).fields.allSatisfy { $0.focusTimeMs >= 0 })
    }

    @Test("the same events give the same features")
    func determinism() {
        var stream = BehaviorStream(seed: 17)
        stream.human(120)
        stream.wander(25)
        let first = stream.features().encoded()
        for _ in 0 ..< 3 { #expect(stream.features().encoded() == first) }
    }

    @Test("fingers make a touch session, a mouse a desktop one")
    func inputKind() {
        var stream = BehaviorStream()
        stream.wander(3)
        #expect(stream.features().inputKind == .desktop)
        var coarse = DeviceTraits()
        coarse.hasCoarsePointer = true
        #expect(stream.features(coarse).inputKind == .desktop)
        #expect(BehaviorStream().features(coarse).inputKind == .touch)
        var touch = BehaviorStream()
        for index in 0 ..< 30 {
            touch.add(index == 0 ? .touchstart : index == 29 ? .touchend : .touchmove) { $0.x = 100; $0.y = 800 - 20 * Double(index) }
            touch.now += 0.016
        }
        #expect(touch.features().inputKind == .touch)
        #expect(touch.features().strokes.count == 1)
    }
}
