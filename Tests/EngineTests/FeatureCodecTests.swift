import Foundation
import Testing

@testable import MatchEngine

@Suite struct FeatureCodecTests {
    private func full() -> SessionFeatures {
        var stream = BehaviorStream(seed: 21)
        stream.add(.focus, field: "first_name")
        stream.human(12, field: "first_name")
        stream.key(.edit, field: "first_name")
        stream.add(.paste, field: "email") { $0.length = 9 }
        stream.human(70, field: "Straße ✓")
        stream.human(10, field: "password", type: .protectedInput)
        stream.wander(20)
        stream.add(.keydown, field: "email") { $0.zone = .l0; $0.isTrusted = false }
        stream.add(.formSubmit)
        return stream.features()
    }

    @Test("decoding gives back what was encoded, not-a-number included")
    func roundTrip() throws {
        let features = full()
        #expect(!features.strokes.isEmpty && !features.redFlags.isEmpty && features.intervalFingerprint != nil)
        let bytes = features.encoded()
        let decoded = try SessionFeatures(decoding: bytes)
        #expect(decoded.encoded() == bytes)
        #expect(decoded.typing.units == features.typing.units)
        #expect(decoded.strokes == features.strokes)
        #expect(decoded.redFlags == features.redFlags)
        #expect(decoded.typing.fields.map(\.zones) == features.typing.fields.map(\.zones))
        #expect(decoded.typing.fields.map(\.name) == features.typing.fields.map(\.name))
        #expect(decoded.correction == features.correction)
        #expect(decoded.intervalFingerprint == features.intervalFingerprint)
        #expect(decoded.durationMs == features.durationMs && decoded.eventCount == features.eventCount && decoded.version == features.version)
    }

    @Test("odd numbers survive too")
    func oddNumbers() throws {
        var features = SessionFeatures()
        features.eventCount = Int.max
        features.durationMs = -.infinity
        features.strokes = [[1.5, -0.0, 3e38, .nan], [], [0.25, -31.9990234375]]
        features.navigation.revisits = Int.min
        features.intervalFingerprint = .min
        let decoded = try SessionFeatures(decoding: features.encoded())
        #expect(decoded.encoded() == features.encoded())
        #expect(decoded.eventCount == .max && decoded.navigation.revisits == .min && decoded.intervalFingerprint == .min)
        #expect(decoded.strokes.map { $0.map(\.bitPattern) } == features.strokes.map { $0.map(\.bitPattern) })
    }

    @Test("a stroke takes about 50 bytes")
    func size() {
        var stream = BehaviorStream(seed: 22)
        stream.wander(40)
        let features = stream.features()
        #expect(features.strokes.count == 40)
        #expect(features.encoded().count < 40 * 53 + 400)
    }

    @Test("every cut of the bytes is refused")
    func truncation() {
        let bytes = full().encoded()
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: FeatureCodecError.self) { try SessionFeatures(decoding: Array(bytes.prefix(count))) }
        }
        #expect(throws: FeatureCodecError.self) { try SessionFeatures(decoding: bytes + [0]) }
        #expect(throws: FeatureCodecError.unknownFormat(9)) { try SessionFeatures(decoding: [9] + bytes.dropFirst()) }
    }

    @Test("damaged and random bytes are refused or decode to something that encodes again, and never crash")
    func fuzz() throws {
        let bytes = full().encoded()
        let timeline = Timeline(of: BehaviorStream().events).encoded()
        var random = SeededGenerator(seed: 77)
        var refused = 0
        for round in 0 ..< 4000 {
            var damaged: [UInt8]
            if round % 4 == 0 {
                damaged = (0 ..< Int(random.next() % 200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                if !damaged.isEmpty { damaged[0] = 1 }
            } else {
                damaged = round % 4 == 1 ? timeline : bytes
                for _ in 0 ..< 1 + Int(random.next() % 4) {
                    damaged[Int(random.next() % UInt64(damaged.count))] = UInt8(truncatingIfNeeded: random.next())
                }
            }
            do {
                let features = try SessionFeatures(decoding: damaged)
                #expect(try SessionFeatures(decoding: features.encoded()).encoded() == features.encoded())
            } catch is FeatureCodecError {
                refused += 1
            }
            if let line = try? Timeline(decoding: damaged) { #expect(try Timeline(decoding: line.encoded()) == line) }
        }
        #expect(refused > 1000)
    }
}
