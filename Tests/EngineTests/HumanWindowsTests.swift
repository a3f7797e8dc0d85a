import Foundation
import Testing

@testable import MatchEngine

/// Real people's free typing (Villani set, 55 people): no window of it may look like a robot.
@Suite struct HumanWindowsTests {
    private static let file = "free-text-keystrokes/free_text.csv"

    @Test(
        "no severe or moderate red flag on 1,650 windows of 100 keys, also where the page's scripts answer each key",
        .enabled(if: PublicData.has(file)), arguments: [false, true])
    func noSevereFlag(hasScripts: Bool) throws {
        var sessions: [String: [(key: String, press: Double, release: Double)]] = [:]
        for line in try PublicData.text(Self.file).split(whereSeparator: \.isNewline).dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count >= 5, let press = Double(cells[3]), let release = Double(cells[4]) else { continue }
            sessions["\(cells[0])/\(cells[1])", default: []].append((String(cells[2]), press, release))
        }
        var windows = 0
        var flagged: [String: Int] = [:]
        var prints: Set<Int64> = []
        for keys in sessions.values {
            for start in stride(from: 0, through: keys.count - 100, by: 100) {
                var events: [BehaviorEvent] = []
                for (index, key) in keys[start ..< start + 100].enumerated() {
                    for (kind, time) in [(BehaviorEvent.Kind.keydown, key.press), (.keyup, key.release)] {
                        var event = BehaviorEvent(kind, time: 1_770_000_000 + time / 1000, field: "text", fieldType: .textarea)
                        event.zone = key.key == "backspace" ? .edit : key.key == "space" ? .space : .l1
                        event.press = index
                        events.append(event)
                    }
                    if hasScripts {
                        // A mask writes into the field, and a total into another one.
                        for field in ["text", "total"] {
                            var event = BehaviorEvent(.input, time: 1_770_000_000 + key.press / 1000 + 0.004, field: field, fieldType: .textInput)
                            event.isTrusted = false
                            event.delta = 1
                            events.append(event)
                        }
                    }
                }
                let features = FeatureExtractor.features(of: events, device: DeviceTraits())
                windows += 1
                for flag in features.redFlags where flag.severity > .mild { flagged[flag.code, default: 0] += 1 }
                if let print = features.intervalFingerprint { prints.insert(print) }
            }
        }
        #expect(windows == 1650)
        #expect(flagged.isEmpty)
        #expect(prints.count > 1600, "people's rhythms have fingerprints of their own")
    }
}
