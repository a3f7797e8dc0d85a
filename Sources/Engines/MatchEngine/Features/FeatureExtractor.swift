import Foundation

/// Turns a session's events into the statistics that the engine keeps.
package enum FeatureExtractor {
    /// The features of a session. Events may come in any order; those of one instant keep the order in which they are given. Events with a
    /// time that is no number are ignored. The result depends on nothing but the arguments.
    package static func features(of events: [BehaviorEvent], device: DeviceTraits) -> SessionFeatures {
        let sorted = AutofillKeys.removed(from: ordered(events))
        let keystrokes = KeystrokePairing.keystrokes(of: sorted)
        let textKeys = keystrokes.filter(\.isText)
        let visits = FieldVisits.visits(in: sorted)
        var features = SessionFeatures()
        features.inputKind = inputKind(of: sorted, device: device)
        features.eventCount = events.count
        features.durationMs = duration(of: sorted) * 1000
        features.typing = TypingExtraction.features(of: keystrokes, events: sorted, device: device)
        features.strokes = Strokes.strokes(of: sorted, inputKind: features.inputKind)
        features.navigation = NavigationFeatures(visits: visits, keystrokes: keystrokes, events: sorted)
        features.correction = CorrectionFeatures(keystrokes: keystrokes)
        features.pace = PaceFeatures(events: sorted)
        features.intervalFingerprint = IntervalFingerprint.hash(of: textKeys)
        features.redFlags = RedFlagRules.flags(events: sorted, keystrokes: textKeys, features: features, device: device)
        return features
    }

    /// The events sorted by time, stably.
    static func ordered(_ events: [BehaviorEvent]) -> [BehaviorEvent] {
        // By position: an event is large, and nearly always nothing has to be done.
        var latest = -Double.infinity
        let isInOrder = events.indices.allSatisfy { index in
            let time = events[index].time
            defer { latest = time }
            return time.isFinite && time >= latest
        }
        if isInOrder { return events }
        let finite = events.filter { $0.time.isFinite }
        return finite.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// Seconds from the first event to the last of sorted events.
    static func duration(of sorted: [BehaviorEvent]) -> Double {
        guard let first = sorted.first, let last = sorted.last else { return 0 }
        return min(max(0, last.time - first.time), 1e12)
    }

    /// Touch when fingers did most of the pointing; without any pointing, what the device says of itself.
    private static func inputKind(of events: [BehaviorEvent], device: DeviceTraits) -> SessionFeatures.InputKind {
        var fingers = 0
        var mouse = 0
        for event in events {
            switch event.kind {
            case .touchstart, .touchmove, .touchend: fingers += 1
            case .mousemove, .mousedown, .mouseup: if event.pointer == .touch { fingers += 1 } else { mouse += 1 }
            default: break
            }
        }
        if fingers == mouse { return device.hasCoarsePointer ? .touch : .desktop }
        return fingers > mouse ? .touch : .desktop
    }
}
