import Foundation

@testable import MatchEngine

/// Makes event streams for tests: a person or a robot at a form, as the SDK would tell it.
struct BehaviorStream {
    var events: [BehaviorEvent] = []
    var now = 1_770_000_000.0
    private var press = 0
    private var random: SeededGenerator

    init(seed: UInt64 = 1) { random = SeededGenerator(seed: seed) }

    /// Uniform in 0 ..< 1.
    mutating func uniform() -> Double { Double(random.next() >> 11) / Double(UInt64(1) << 53) }

    /// About normal, mean 0, variance 1.
    mutating func normal() -> Double { (0 ..< 12).reduce(-6.0) { sum, _ in sum + uniform() } }

    mutating func add(
        _ kind: BehaviorEvent.Kind, field: String? = nil, type: BehaviorEvent.FieldType? = .textInput,
        _ change: (inout BehaviorEvent) -> Void = { _ in }
    ) {
        var event = BehaviorEvent(kind, time: now, field: field, fieldType: field == nil ? nil : type)
        change(&event)
        events.append(event)
    }

    /// One key: down now, up after `hold`; the next key comes `interval` after this one's press.
    mutating func key(
        _ zone: BehaviorEvent.Zone, field: String = "text", type: BehaviorEvent.FieldType = .textInput, hold: Double = 0.09, interval: Double = 0.18
    ) {
        press += 1
        let id = press
        add(.keydown, field: field, type: type) { $0.zone = zone; $0.press = id }
        let down = now
        now = down + hold
        add(.keyup, field: field, type: type) { $0.zone = zone; $0.press = id }
        now = down + interval
    }

    /// `count` keys with a person's scatter: log-normal intervals and holds.
    mutating func human(
        _ count: Int, field: String = "text", type: BehaviorEvent.FieldType = .textInput, interval: Double = 0.18, hold: Double = 0.09
    ) {
        let zones: [BehaviorEvent.Zone] = [.l0, .l1, .l2, .r0, .r1, .r2, .space]
        for index in 0 ..< count {
            let holdNow = hold * exp(0.3 * normal())
            let intervalNow = interval * exp(0.55 * normal())
            key(zones[index % zones.count], field: field, type: type, hold: holdNow, interval: intervalNow)
        }
    }

    /// A movement of the mouse from one place to another, curved and with changing speed; `bend` 0 and `jitter` 0 make a robot's line.
    mutating func move(
        from: (Double, Double), to: (Double, Double), points: Int = 20, step: Double = 0.016, bend: Double = 0.15, jitter: Double = 1
    ) {
        for index in 0 ..< points {
            let share = Double(index) / Double(points - 1)
            let eased = bend == 0 ? share : share * share * (3 - 2 * share)
            let sideways = bend * sin(share * .pi)
            let x = from.0 + (to.0 - from.0) * eased - (to.1 - from.1) * sideways + jitter * normal()
            let y = from.1 + (to.1 - from.1) * eased + (to.0 - from.0) * sideways + jitter * normal()
            add(.mousemove) { $0.x = x; $0.y = y; $0.pointer = .mouse }
            now += jitter == 0 ? step : step * (0.7 + 0.6 * uniform())
        }
        now += 0.6
    }

    /// `count` movements between random places.
    mutating func wander(_ count: Int, bend: Double = 0.15, jitter: Double = 1, step: Double = 0.016) {
        var place = (400.0, 300.0)
        for _ in 0 ..< count {
            let next = (100 + 900 * uniform(), 100 + 600 * uniform())
            move(from: place, to: next, step: step, bend: bend, jitter: jitter)
            place = next
        }
    }

    func features(_ device: DeviceTraits = DeviceTraits()) -> SessionFeatures { FeatureExtractor.features(of: events, device: device) }
}

/// Where the public data sets lie: `MIEN_SHARED_DATA`, else `../shared/data` beside the package. Tests on them are skipped elsewhere.
enum PublicData {
    static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["MIEN_SHARED_DATA"] { return URL(fileURLWithPath: path) }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared/data")
    }

    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path) }
    static func text(_ path: String) throws -> String { try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8) }
}
