/// One press of a key, with the release that belongs to it.
package struct Keystroke: Sendable, Equatable {
    package var zone: BehaviorEvent.Zone
    package var field: String
    package var fieldType: BehaviorEvent.FieldType?
    /// Unix time in seconds of the press.
    package var pressed: Double
    /// Unix time in seconds of the release; nil when no release belongs to this press.
    package var released: Double?
    package var isTrusted = true

    /// Seconds the key was down; nil when not known.
    package var hold: Double? { released.map { $0 - pressed } }
    package var isProtected: Bool { zone == .protected }
    /// Whether the key went into something one types text or digits into.
    package var isText: Bool {
        switch fieldType {
        case .textInput, .protectedInput, .textarea, .dateSelector, nil: true
        case .dropdown, .checkbox, .radio: false
        }
    }
    /// Whether the key may count for zone units: unprotected text fields only (`biometrics.md` 4.1).
    package var countsForUnits: Bool {
        switch fieldType {
        case .textInput, .textarea, nil: !isProtected
        case .protectedInput, .dateSelector, .dropdown, .checkbox, .radio: false
        }
    }
}

/// Finds for every press the release that belongs to it.
package enum KeystrokePairing {
    /// Without a `press` counter a release is matched to a press at most this old, in seconds. Our choice: a longer hold is dropped anyway
    /// (`biometrics.md` 4.2), and so a lost release cannot shift all later pairs.
    private static let longestUncountedHold = 1.0

    /// The keystrokes of events that are sorted by time, in the order of their presses. Automatic repeats are left out; a press that was
    /// delivered twice (same counter, same time) counts once. Releases find their press by `press`, else first in, first out among
    /// the open presses of the same zone and field.
    package static func keystrokes(of events: [BehaviorEvent]) -> [Keystroke] {
        var strokes: [Keystroke] = []
        var byPress: [Int: Int] = [:]
        var uncounted: [Slot: [Int]] = [:]
        for event in events {
            switch event.kind {
            case .keydown where !event.isRepeat:
                if let press = event.press, let known = byPress[press], strokes[known].pressed == event.time { continue }
                strokes.append(Keystroke(
                    zone: zone(of: event), field: event.field ?? "", fieldType: event.fieldType, pressed: event.time, isTrusted: event.isTrusted))
                let index = strokes.count - 1
                if let press = event.press { byPress[press] = index }
                uncounted[Slot(event), default: []].append(index)
            case .keyup:
                let slot = Slot(event)
                if let press = event.press {
                    if let index = byPress[press], strokes[index].released == nil { strokes[index].released = event.time }
                } else if var open = uncounted[slot] {
                    open.removeAll { strokes[$0].released != nil || event.time - strokes[$0].pressed > longestUncountedHold }
                    if !open.isEmpty { strokes[open.removeFirst()].released = event.time }
                    uncounted[slot] = open
                }
            default: break
            }
        }
        return strokes
    }

    private static func zone(of event: BehaviorEvent) -> BehaviorEvent.Zone {
        event.fieldType == .protectedInput ? .protected : event.zone ?? .punctuation
    }

    private struct Slot: Hashable {
        var zone: BehaviorEvent.Zone
        var field: String
        init(_ event: BehaviorEvent) {
            zone = KeystrokePairing.zone(of: event)
            field = event.field ?? ""
        }
    }
}
